#!/bin/sh
# Looks for races between threads: races.sh PATH-OF-DULY, built with SAN=thread. Whatever is done with 2, 3 or 8 threads comes out as with
# one, and the sanitizer has nothing to say. The batch is longer than what is handed to a thread at once.
cd "$(dirname "$0")/.." || exit 2
duly=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export TSAN_OPTIONS="halt_on_error=1 exitcode=66 ${TSAN_OPTIONS:-}"
failed=0 compared=0

mkdir "$work/batch"
awk 'BEGIN { print "id,book,Number,lent_on,back_on"
    for (i = 0; i < 12000; i++) printf "L%d,B%d,%d,2024-01-%02d,%s\n", i, i % 997, i % 5, i % 28 + 1, i % 3 ? "" : "x" }' >"$work/batch/loans.csv"
awk 'BEGIN { print "id,title,weeks"; for (i = 0; i < 990; i++) printf "B%d,book %d,%d\n", i, i, i % 4 }' >"$work/batch/books.csv"
printf -- '- {rule: long-enough, key: L4, document: D, granted: 2024-01-01, expires: 2025-01-01}\n' >"$work/batch/waivers.yaml"
printf 'L1\nL7\nL11999\nL12001\n' >"$work/agenda.txt"

# compare WORDS...: with one thread, then with more.
compare() {
    "$duly" "$@" -j 1 >"$work/one" 2>&1
    status=$?
    [ $status -le 1 ] || { echo "races: duly $*: status $status with one thread"; head -5 "$work/one"; failed=1; }
    for jobs in 2 3 8; do
        "$duly" "$@" -j $jobs >"$work/more" 2>&1
        now=$?
        compared=$((compared + 1))
        if [ $now -ne $status ] || ! cmp -s "$work/one" "$work/more"; then
            echo "races: duly $* -j $jobs: status $now, not $status as with one thread, or another text"
            grep -A20 'WARNING: ThreadSanitizer' "$work/more" | sed 's/^/    /'
            failed=1
        fi
    done
}

day=2024-03-01
for format in json csv html verdicts; do
    compare check -r tests/torture/pack --as-of $day "$work/batch" -f "$format"
done
compare check -r tests/torture/pack --as-of $day "$work/batch" --redact -qf ndjson
compare check -r tests/torture/pack --as-of $day "$work/batch" --gate return --agenda "$work/agenda.txt" -v
compare check -r tests/torture/pack --as-of $day "$work/batch" --max-findings 10
compare due -r tests/torture/pack --as-of $day "$work/batch" -f csv
compare explain -r tests/torture/pack --as-of $day "$work/batch" L7
compare diff tests/torture/pack tests/torture/pack --as-of $day "$work/batch"
compare check -r rules/university-2003 fixtures/meeting-2003 --gate meeting --on 2003-12-20 --as-of 2003-12-20 -f json
compare test --coverage --mutate rules/core
[ $failed -eq 0 ] && echo "races: $compared runs, none"
exit $failed
