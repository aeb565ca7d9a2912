#!/bin/sh
# What does one message pay for all seven extensions together, beside none?
#
#   bench/extensions.sh [--long]      default: under a minute after the build; --long: about four
#
# Builds first, with Maven's profile "bench". Needs two quiet cores; the first line says how quiet they were.
set -u
clone=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
case ${1:-} in
  '' | --long) ;;
  *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac

load=$(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null)
echo "bench: building" >&2
(cd "$clone" && mvn -q ${BENCH_MAVEN:-} -Pbench -pl bench -am -Dmaven.test.skip=true package) >&2 || exit 1
distribution=$(find "$clone/runtime/target" -maxdepth 1 -type d -name 'italk-*' | sort | tail -n 1)
[ -d "$distribution/bundle" ] || { echo "bench: no distribution in $clone/runtime/target" >&2; exit 1; }

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# The distribution's lib/ first: its launcher looks for the bundles beside its own jar.
java -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Dorg.sqlite.tmpdir="$work" \
  -Ditalk.bench.distribution="$distribution" -Ditalk.bench.work="$work" \
  -Ditalk.bench.load="${load:-unknown}" \
  -cp "$clone/bench/target/classes:$distribution/lib/*:$clone/bench/target/lib/*" \
  italk.bench.ExtensionsBench "$@"
