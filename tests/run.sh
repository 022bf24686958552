#!/bin/sh
# Runs every test of one configuration, JOBS at a time: run.sh BUILD-FOLDER. Prints what fails, and last how many passed and failed; with
# TIMES=1 also how long each took, and of the processors' time how much.
out=$1
cd "$(dirname "$0")/.." || exit 2
work=$out/tests
rm -rf "$work" && mkdir -p "$work" || exit 2
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1
# Under sanitizers a third of what takes longest there and is looked at whole without them; EVERY=1 looks at all of it (.ci/run does).
[ "$out" = build ] || export EVERY="${EVERY:-3}"
python="sh tests/python.sh"
count=0

# run NAME COMMAND...: notes it down. No word of a command has a blank. They are begun in this order: those that take long stand first.
run() {
    name=$1
    shift
    count=$((count + 1))
    printf '%s\n' "$name" >"$work/$count"
    printf '%s\n' "$*" >>"$work/$count"
}

# What a browser shows, and what people read, are the same bytes under sanitizers.
[ "$out" != build ] || run "browser" sh tests/browser.sh "$out/duly"
run "broken files of packs" "$out/unit/pack/test_pack_breakage"
# Sanitizers have allocations of their own, which are not to be made to fail.
[ "$out" != build ] || run "faults" $python tests/torture.py "$out/duly" "$out/torture.so"
run "tables of the rules" $python tests/rule_tables.py "$out/duly"
run "one language" $python tests/language.py "$out/duly"
[ "$out" != build ] || run "names of things" $python tests/names.py "$out/duly"
for part in 1 2 3 4; do
    # shellcheck disable=SC2046
    run "command line, part $part" sh tests/cli/run.sh "$out/duly" $(find "$PWD/tests/cli" -name '*.txt' | sort | awk "NR % 4 == $part % 4")
done
run "broken packs" sh tests/breakage.sh "$out/duly"
run "private fields" sh tests/private.sh "$out/duly"
run "signals" $python tests/process.py "$out/duly"
run "parts of a run" $python tests/parts.py "$out/duly" 600
run "formats" sh tests/formats.sh "$out/duly"
run "workbooks" $python tests/workbooks.py "$out/duly"
run "marked workbooks" $python tests/marked.py "$out/duly"
run "marked workbooks of other programs" $python tests/marked_kinds.py "$out/duly"
run "watching" sh tests/watch.sh "$out/duly"
run "examples of the manuals" $python tests/manual.py "$out/duly"
run "claims of the README" sh tests/claims.sh "$out/duly"
run "completion and manual pages" sh tests/completion.sh "$out/duly"
run "hook" sh tests/hook.sh "$out/duly"
run "schemas" $python tests/schema.py "$out/duly" rules fixtures/meeting-2003
run "the year 2003" $python tests/year.py "$out/duly"
run "timelines" $python tests/timelines.py "$out/duly"
run "a third language" sh tests/words.sh "$out"
run "undecided outcomes" $python tests/undecided.py "$out/duly"
run "hardening" sh tests/hardened.sh "$out"
for pack in rules/*/ fixtures/scholarship/rules/; do
    run "lint of $pack" "$out/duly" lint "$pack"
    run "examples of $pack" "$out/duly" test "$pack"
    # Their examples see every clause both true and false, and notice every change.
    run "proof of $pack" "$out/duly" test --coverage --mutate "$pack"
done
for replay in "$out"/replay/fuzz_*; do
    case $replay in *.d) continue ;; esac
    what=${replay##*/fuzz_}
    run "replay of the corpus of $what" "$replay" "tests/fuzz/corpus/$what"
done
for test in "$out"/unit/*/test_* "$out"/unit/*/*/test_*; do
    case $test in *.d | */test_pack_breakage) continue ;; esac
    run "$test" "$test"
done
for cases in tests/conformance/*.ndjson ../shared/cel/open.ndjson; do
    [ ! -f "$cases" ] || run "conformance: $cases" "$out/conformance" "$cases"
done

seq "$count" | xargs -n 1 -P "${JOBS:-$(getconf _NPROCESSORS_ONLN)}" sh tests/run_one.sh "$work"
grep -h '^NOT TRIED' "$work"/*.log
failed=$(find "$work" -name '*.failed' | wc -l)
passed=$(find "$work" -name '*.passed' | wc -l)
echo "$out: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -eq "$count" ]
