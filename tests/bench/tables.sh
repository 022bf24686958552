#!/bin/sh
# Time and memory with side tables (40 units, 60 organisers, 5,000 members), rules over groups, a unique number, and statistics:
#
#   tables.sh BUILD_FOLDER         part of make bench; RECORDS="10000 1000000" for other sizes than the usual ones
set -eu

build=$1
bench=$build/bench
pack=tests/bench/tables
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM

# A roster of so many records; what stands in a row follows from its number.
generate() {
    awk -v records="$1" -v room="$room" 'BEGIN {
        print "id,quota" > (room "/units.csv")
        for (i = 1; i <= 40; i++) printf "U%02d,%d\n", i, records > (room "/units.csv")
        print "id,started_on" > (room "/organisers.csv")
        for (i = 1; i <= 60; i++) printf "Z%02d,1999-09-%02d\n", i, i % 28 + 1 > (room "/organisers.csv")
        print "id,full_on" > (room "/members.csv")
        for (i = 1; i <= 5000; i++) printf "M%04d,19%02d-%02d-%02d\n", i, 70 + i % 30, i % 12 + 1, i % 28 + 1 > (room "/members.csv")
        print "id,unit,organiser,introducers,meeting_on,talk_on,form_no" > (room "/applicants.csv")
        for (i = 1; i <= records; i++) {
            # one in ten thousand has an introducer who became a full member later, or a number that stood before
            late = i % 10000 == 7 ? "1960-01-01" : sprintf("2003-%02d-%02d", i % 8 + 1, i % 28 + 1)
            printf "A%07d,U%02d,Z%02d,M%04d;M%04d,%s,2003-%02d-%02d,F%09d\n", i, i % 40 + 1, i % 60 + 1, i % 5000 + 1,
                (i * 7) % 5000 + 1, late, i % 8 + 2, i % 28 + 1, i % 10000 == 9 ? i - 1 : i > (room "/applicants.csv")
        }
    }'
}

row() { # NAME "SECONDS PROCESSOR PEAK"
    echo "$1 $2" | awk -v records="$records" '{ printf "%9d  %-22s %8.3f %8.3f %10.0f %9.1f\n", records, $1, $2, $3, records / $2, $4 / 1048576 }'
}

measure() { # ARGUMENT...
    "$bench/measure" 3 /dev/null "$build/duly" "$@" 2>/dev/null
}

printf '%9s  %-22s %8s %8s %10s %9s\n' records program seconds 'CPU s' records/s MiB
for records in ${RECORDS:-10000 1000000}; do
    generate "$records"
    for jobs in 1 2; do
        row "check,--jobs,$jobs" "$(measure check -r $pack "$room" --as-of 2003-12-31 --jobs $jobs --format "csv=$room/found.csv" --fail-on never)" | tr , ' '
    done
    row "check,without,unique" "$(measure check -r $pack "$room" --as-of 2003-12-31 --jobs 1 --skip form-used-once,duplicate-key \
        --format "csv=$room/found.csv" --fail-on never)" | tr , ' '
    row "stats" "$(measure stats -r $pack "$room" --as-of 2003-12-31 -o "$room/stats.txt")"
done
