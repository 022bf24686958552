#!/bin/sh
# tests/example/parts/parallel.sh with GNU parallel, which runs again what was killed: parallel.sh BUILD-FOLDER WORK-FOLDER.
# apt: parallel
# has: parallel
. tests/engines/parts/begin.sh
# shellcheck disable=SC2086
sh tests/example/parts/parallel.sh 5 "$work/parts" $check -- $outputs
held parallel
