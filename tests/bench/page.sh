#!/bin/sh
# Time of the one page beside that of the program, for a roster of 100,000 records: page.sh BUILD_FOLDER; RECORDS=… for another size.
set -eu

build=$1
bench=$build/bench
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$bench"
for program in generate measure; do
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Itests -O3 "tests/bench/$program.c" -o "$bench/$program"
done
for browser in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    found=$(command -v "$browser") && break
done
[ -n "$found" ] || { echo "bench: there is no chromium; make package-deps installs it, or set CHROMIUM"; exit 1; }

"$bench/generate" "${RECORDS:-100000}" > "$room/applicants.csv"
echo "load of the machine: $(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo unknown)"
for format in "--format html=$room/native.html" "--annotate $room/native.xlsx"; do
    # shellcheck disable=SC2086
    echo "duly check … ${format%%=*}: $("$bench/measure" 1 /dev/null "$build/duly" check -r rules/university-2003 "$room/applicants.csv" \
        --gate meeting --on 2003-12-20 --as-of 2003-12-20 --jobs 1 -qq $format) (seconds, processor, bytes)" | sed "s|$room/||"
done
node tests/bench/page.mjs "$found" build/browser/node_modules "$build/duly.html" "$room/applicants.csv" "$room"
