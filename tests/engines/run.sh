#!/bin/sh
# Tries duly beside programs that are not ours, servers among them: run.sh BUILD-FOLDER [NAME...]. Every file of this folder that ends in
# .sh is a test, called with the build folder and an empty folder of its own, which is gone afterwards; what it starts ends with it. A line
# `# apt: PACKAGE...` tells what it needs of Debian, `# has: PROGRAM-OR-LIBRARY...` how to see that this is there (tests/deps.sh); what is
# missing is installed. What cannot be installed is a failure: a check that was skipped would look like one that passed.
cd "$(dirname "$0")/../.." || exit 2
out=$1
shift
failed=0 passed=0
named() {
    [ $# -eq 1 ] && return 0
    name=$1
    shift
    for wanted; do [ "$wanted" = "$name" ] && return 0; done
    return 1
}
for test in tests/engines/*.sh; do
    name=$(basename "$test" .sh)
    [ "$name" = run ] && continue
    if [ $# -gt 0 ]; then named "$name" "$@" || continue; fi
    apt=$(sed -n 's/^# apt: //p' "$test") has=$(sed -n 's/^# has: //p' "$test")
    work=$(mktemp -d) || exit 2
    began=$(date +%s)
    # shellcheck disable=SC2086
    if { [ -z "$has" ] || sh tests/deps.sh "$apt" "$apt" "$apt" $has; } >"$work.log" 2>&1 && sh "$test" "$out" "$work" >>"$work.log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(tail -1 "$work.log") ($(($(date +%s) - began)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        sed 's/^/    /' "$work.log"
    fi
    rm -rf "$work" "$work.log"
done
echo "engines: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
