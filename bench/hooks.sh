#!/bin/sh
# What do hooks cost, and how long are they absent in an update? Beside a plain loop, Event Admin and PF4J, in one run.
#
#   bench/hooks.sh [--long]      default: about three minutes after the build; --long: about twenty
#
# Builds first, with Maven's profile "bench". Needs two quiet cores; the first line says how quiet they were.
# Exit code 1: a message passed the engine's hook unseen.
set -u
clone=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
case ${1:-} in
  '' | --long) ;;
  *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac

load=$(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null)
echo "bench: building" >&2
(cd "$clone" && mvn -q -Pbench -pl bench -am -Dmaven.test.skip=true package) >&2 || exit 1
distribution=$(find "$clone/runtime/target" -maxdepth 1 -type d -name 'italk-*' | sort | tail -n 1)
[ -d "$distribution/bundle" ] || { echo "bench: no distribution in $clone/runtime/target" >&2; exit 1; }

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# The distribution's lib/ first: its launcher looks for the bundles beside its own jar.
java -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -Ditalk.bench.distribution="$distribution" -Ditalk.bench.work="$work" \
  -Ditalk.bench.load="${load:-unknown}" \
  -cp "$clone/bench/target/classes:$distribution/lib/*:$clone/bench/target/lib/*" \
  italk.bench.HooksBench "$@"
