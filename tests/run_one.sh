#!/bin/sh
# Runs one test of those that run.sh has noted down, and tells of it at once: run_one.sh FOLDER NUMBER.
test=$1/$2
{ read -r name && read -r command; } <"$test"
began=$(date +%s)
if $command >"$test.log" 2>&1 </dev/null; then
    : >"$test.passed"
else
    { printf 'FAILED: %s\n' "$name"; sed 's/^/    /' "$test.log"; } >"$test.failed"
    cat "$test.failed"
fi
[ -n "$TIMES" ] || exit 0
times >"$test.times" # of the children, in the last line
tail -n 1 "$test.times" | sed 's/[ms]/ /g' |
    awk -v passed=$(($(date +%s) - began)) -v name="$name" '{ printf "%d s, %.1f s busy: %s\n", passed, $1 * 60 + $2 + $3 * 60 + $4, name }'
