#!/bin/sh
# How long from the start to "ready to chat", and how much memory then? Median, least and most of N starts.
#
#   bench/start.sh [N] [DISTRIBUTION]      default: 10 starts of runtime/target/italk-VERSION
#
# Each start has a fresh process; the first of all, with a new home, is shown and not counted. "Ready" is what the
# launcher says when the engine's gate is open, counted from the start of the Java process by the JVM's own clock.
set -u
clone=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
runs=${1:-10}
distribution=${2:-$(find "$clone/runtime/target" -maxdepth 1 -type d -name 'italk-*' 2>/dev/null | sort | tail -n 1)}
[ -x "$distribution/bin/italk" ] || { echo "bench: no distribution: mvn -DskipTests package first" >&2; exit 1; }

home=$(mktemp -d) || exit 1
results=$home/results
ITALK_HOME=$home/home
export ITALK_HOME
trap '"$distribution/bin/italk" stop >/dev/null 2>&1; rm -rf "$home"' EXIT

measure() {
  "$distribution/bin/italk" start >"$home/start.log" 2>&1 || { cat "$home/start.log" >&2; exit 1; }
  seconds=$(sed -n 's/^Italk-Engine ready after \([0-9.]*\) s$/\1/p' "$ITALK_HOME/log/console.log")
  pid=$(cat "$ITALK_HOME/run/italk.pid")
  # The collector and the compiler still work for a moment.
  sleep 2
  kilobytes=$(awk '/^VmRSS/ {print $2}' "/proc/$pid/status")
  "$distribution/bin/italk" stop >/dev/null || exit 1
  echo "$seconds $((kilobytes / 1024))"
}

spread() {
  sort -n | awk '{v[NR] = $1} END {
    m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
    printf "median %s, from %s to %s\n", m, v[1], v[NR] }'
}

echo "$distribution, $(uname -sm), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
echo "first start, new home (s, MB): $(measure)"
run=0
while [ "$run" -lt "$runs" ]; do
  measure >>"$results" || exit 1
  run=$((run + 1))
done
echo "start to ready, s, $runs runs: $(cut -d' ' -f1 "$results" | spread)"
echo "resident memory, MB, $runs runs: $(cut -d' ' -f2 "$results" | spread)"
