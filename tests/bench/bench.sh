#!/bin/sh
# Time and memory of duly beside the same checks hard-coded in C, on rosters that the generator writes.
#
#   bench.sh BUILD_FOLDER          make bench; RECORDS="10000 100000" for other sizes than the usual ones
#
# Both must find the same: the rule, the outcome and the record of every finding are compared.
set -eu

build=$1
bench=$build/bench
pack=rules/university-2003
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$bench"
for program in generate yardstick measure; do
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Itests -O3 "tests/bench/$program.c" -o "$bench/$program"
done

# Rule, outcome and key of each finding, out of NDJSON; sorted, since the order of the rules is the pack's affair.
findings() {
    sed -n -e 's/^{"rule":"\([^"]*\)","severity":"[^"]*","outcome":"\([^"]*\)".*","key":"\([^"]*\)".*/\1,\2,\3/p' \
        -e 's/^{"rule":"\([^"]*\)","severity":"[^"]*","outcome":"\([^"]*\)".*","key":null.*/\1,\2,/p' "$1" | LC_ALL=C sort
}

compare() {
    findings "$room/found.ndjson" > "$room/found"
    LC_ALL=C sort -o "$room/expected" "$room/expected"
    cmp -s "$room/expected" "$room/found" && return
    echo "bench: the findings of duly (>) are not those of the yardstick (<):"
    diff "$room/expected" "$room/found" | sed -n 1,20p
    echo "bench: where $pack was changed, tests/bench/yardstick.c has to follow"
    exit 1
}

# NAME "SECONDS PROCESSOR PEAK" "SECONDS of the yardstick": a row of the table.
row() {
    echo "$1 $2 $3" | awk -v records="$records" -v bytes="$bytes" '{
        printf "%9d  %-16s %8.3f %8.3f %10.0f %7.1f %7.1f %9.2f\n", records, $1, $2, $3, records / $2, bytes / 1e6 / $2,
            $4 / 1048576, $2 / $5 }'
}

check() {
    "$bench/measure" "$tries" /dev/null "$build/duly" check -r "$pack" "$room/applicants.csv" --as-of 2003-12-31 \
        --format "ndjson=$room/found.ndjson" --jobs "$1" -qq 2>/dev/null
}

measure_size() {
    tries=$([ "$records" -ge 1000000 ] && echo 3 || echo 5)
    "$bench/generate" "$records" > "$room/applicants.csv"
    bytes=$(wc -c < "$room/applicants.csv")
    yardstick=$("$bench/measure" "$tries" "$room/expected" "$bench/yardstick" "$room/applicants.csv")
    row yardstick "$yardstick" "${yardstick%% *}"
    for jobs in 1 2; do
        times=$(check "$jobs")
        compare
        row "duly,--jobs,$jobs" "$times" "${yardstick%% *}" | tr , ' '
    done
    found="$found $(wc -l < "$room/expected")"
}

found=
printf '%9s  %-16s %8s %8s %10s %7s %7s %9s\n' records program seconds 'CPU s' records/s MB/s MiB 'of yard.'
for records in ${RECORDS:-10000 100000 1000000}; do
    measure_size
done
# shellcheck disable=SC2086
echo "The findings are the same, one by one:" $found

milliseconds() {
    "$bench/measure" 20 /dev/null "$@" | awk '{ printf "%.1f ms, %.1f MiB\n", $1 * 1000, $3 / 1048576 }'
}

echo "From start to end, on the small batch of fixtures/meeting-2003:" \
    "$(milliseconds "$build/duly" check -r "$pack" fixtures/meeting-2003 --as-of 2003-12-20)"
