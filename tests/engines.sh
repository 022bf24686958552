#!/bin/sh
# The scripts of tests/example/parts, each with the engine that it is for, where that is there: engines.sh PATH-OF-DULY. What comes out
# is held against one run.
cd "$(dirname "$0")/.." || exit 2
duly=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" && ln -s "$duly" "$work/bin/duly"
PATH=$work/bin:$PATH
export PATH
failed=0
check="-r fixtures/library/rules fixtures/library/batch --as-of 2024-06-01"
duly check $check -q --format csv="$work/whole.csv" --format json="$work/whole.json"

held() { # what came of an engine
    if cmp "$work/whole.csv" "$work/$1.csv" && cmp "$work/whole.json" "$work/$1.json"; then
        echo "$1: the bytes of one run"
    else
        echo "FAILED: $1"
        failed=1
    fi
}

if command -v parallel >/dev/null; then
    sh tests/example/parts/parallel.sh 5 "$work/parallel" $check -- -q --format csv="$work/parallel.csv" --format json="$work/parallel.json"
    held parallel
else
    echo "NOT TRIED: parallel is not here"
fi

# The array as Slurm runs it, without Slurm: each task in its own process, with the numbers that it gives.
for task in 3 1 2; do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=3 sh tests/example/parts/slurm.sh "$work/slurm" $check -q
done
duly merge "$work"/slurm/*.part -q --format csv="$work/slurm.csv" --format json="$work/slurm.json"
held slurm
echo "NOT TRIED: slurmctld and slurmd, of which the script was run as a task"

python=$(for p in /usr/bin/python3 python3; do $p -c 'import distributed' 2>/dev/null && echo $p && break; done)
if [ -n "$python" ]; then
    $python tests/example/parts/dask_parts.py local 3 "$work/dask" $check -- -q --format csv="$work/dask.csv" --format json="$work/dask.json"
    held dask
else
    echo "NOT TRIED: distributed (python3-distributed) is not here"
fi
exit $failed
