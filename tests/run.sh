#!/bin/sh
# Runs every test of one configuration: run.sh BUILD-FOLDER. Prints what fails, and last how many passed and failed; with
# TIMES=1 also how long each took.
out=$1
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
log=$out/test.log

run() {
    name=$1
    shift
    began=$(date +%s)
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "$name"
        sed 's/^/    /' "$log"
    fi
    [ -z "$TIMES" ] || echo "$(($(date +%s) - began)) s: $name"
}

unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1
for test in "$out"/unit/*/test_* "$out"/unit/*/*/test_*; do
    case $test in *.d) continue ;; esac
    run "$test" "$test"
done
for replay in "$out"/replay/fuzz_*; do
    case $replay in *.d) continue ;; esac
    what=${replay##*/fuzz_}
    run "replay of the corpus of $what" "$replay" "tests/fuzz/corpus/$what"
done
for pack in rules/*/ fixtures/scholarship/rules/; do
    run "lint of $pack" "$out/duly" lint "$pack"
    run "examples of $pack" "$out/duly" test "$pack"
done
# Packs whose examples see every clause both true and false, and notice every change.
for pack in rules/*/ fixtures/scholarship/rules/; do
    run "proof of $pack" "$out/duly" test --coverage --mutate "$pack"
done
run "command line" sh tests/cli/run.sh "$out/duly"
run "completion and manual pages" sh tests/completion.sh "$out/duly"
run "hook" sh tests/hook.sh "$out/duly"
run "schemas" sh tests/python.sh tests/schema.py "$out/duly" rules fixtures/meeting-2003
run "private fields" sh tests/private.sh "$out/duly"
run "broken packs" sh tests/breakage.sh "$out/duly"
run "watching" sh tests/watch.sh "$out/duly"
run "the year 2003" sh tests/python.sh tests/year.py "$out/duly"
run "timelines" sh tests/python.sh tests/timelines.py "$out/duly"
run "a third language" sh tests/words.sh "$out"
run "one language" sh tests/python.sh tests/language.py "$out/duly"
run "undecided outcomes" sh tests/python.sh tests/undecided.py "$out/duly"
run "formats" sh tests/formats.sh "$out/duly"
run "workbooks" sh tests/python.sh tests/workbooks.py "$out/duly"
run "marked workbooks" sh tests/python.sh tests/marked.py "$out/duly"
run "hardening" sh tests/hardened.sh "$out"
# Sanitizers have allocations of their own, which are not to be made to fail.
if [ "$out" = build ]; then
    run "faults" sh tests/python.sh tests/torture.py "$out/duly" "$out/torture.so"
    grep '^NOT TRIED' "$log"
fi
run "parts of a run" sh tests/python.sh tests/parts.py "$out/duly" 600
run "signals" sh tests/python.sh tests/process.py "$out/duly"
run "claims of the README" sh tests/claims.sh "$out/duly"
run "tables of the rules" sh tests/python.sh tests/rule_tables.py "$out/duly"
run "examples of the manuals" sh tests/python.sh tests/manual.py "$out/duly"
for cases in tests/conformance/*.ndjson ../shared/cel/open.ndjson; do
    [ -f "$cases" ] && run "conformance: $cases" "$out/conformance" "$cases"
done
echo "$out: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
