#!/bin/sh
# tests/example/parts/dask_parts.py on worker processes of Dask's own, one of which is killed together with what it runs: the scheduler asks
# another one: dask.sh BUILD-FOLDER WORK-FOLDER.
# apt: python3-distributed
# has: python:distributed
. tests/engines/parts/begin.sh
export LOSE='kill -KILL $PPID; exit 137'
# shellcheck disable=SC2086
sh tests/python.sh tests/example/parts/dask_parts.py local 4 "$work/parts" $check -- $outputs 2>"$work/said" || [ $? -eq 1 ] || { tail -20 "$work/said"; exit 1; }
held dask
