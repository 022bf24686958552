#!/bin/sh
# Whole commands by the million: commands.sh HARNESS FOLDER SECONDS PROCESSES. Each process has a corpus of its own, of one command an input;
# in the end it says how many were run, how many a second, and what crashed (FOLDER/crash-*). LARGEST=2500 in the environment keeps to short ones, of
# which more are run. Without entropic=0 the driver takes most of the time itself, weighing so many inputs; without reduce_inputs=0 it writes the same
# input a little shorter again and again.
harness=$(realpath "$1") seconds=$3 processes=$4 pids=
mkdir -p "$2" && folder=$(realpath "$2") && cd "$(dirname "$0")/../.." || exit 2
touch "$folder/begun" && rm -rf "$folder/seeds" "$folder"/*.log && sh tests/fuzz/seed.sh "$folder/seeds" each
for process in $(seq "$processes"); do
    mkdir -p "$folder/$process"
    "$harness" -max_total_time="$seconds" -max_len="${LARGEST:-12000}" -timeout=60 -rss_limit_mb=4096 -detect_leaks=0 -print_final_stats=1 -reload=0 \
        -use_value_profile=0 -entropic=0 -reduce_inputs=0 -artifact_prefix="$folder/" "$folder/$process" "$folder/seeds" >"$folder/$process.log" 2>&1 &
    pids="$pids $!"
done
status=0
for pid in $pids; do wait "$pid" || status=1; done
awk -v seconds="$seconds" '/number_of_executed_units/ { runs += $2 } END { printf "%d runs, %d a second\n", runs, runs / seconds }' "$folder"/[0-9]*.log
# Those of earlier runs stay until somebody takes them away, and are not found again.
find "$folder" -maxdepth 1 -newer "$folder/begun" \( -name 'crash-*' -o -name 'timeout-*' -o -name 'oom-*' \) | grep . && status=1
exit $status
