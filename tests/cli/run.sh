#!/bin/sh
# Replays the sessions beside this file with a program: run.sh PATH-OF-DULY [SESSION...]. In a session a line that begins with
# "$ " is a command; below it stands what it writes, and last "[exit N]". Lines between are comments. ACCEPT=1 rewrites
# the sessions.
here=$(cd "$(dirname "$0")" && pwd) || exit 2
duly=$(cd "$(dirname "$1")" && pwd)/$(basename "$1") || exit 2
[ -x "$duly" ] || { echo "there is no program $1"; exit 2; }
shift
[ $# -gt 0 ] || set -- "$here"/*.txt
cd "$here/../.." || exit 2

work=$(mktemp -d) && notes=$(mktemp -d) || exit 2
trap 'rm -rf "$work" "$notes"' EXIT
PATH=$work/bin:$here:$PATH
export PATH ACCEPT LC_ALL=C WORK="$work"
unset COLUMNS NO_COLOR FORCE_COLOR GITHUB_ACTIONS GITHUB_STEP_SUMMARY

# A folder that is empty but for the program: no session finds what another has left.
begin() {
    rm -rf "$work" && mkdir -p "$work/bin" && ln -s "$duly" "$work/bin/duly"
}

# The session as it goes now: commands and comments from the old one, the rest anew.
replay() {
    told=no
    while IFS= read -r line; do
        case $line in
        '$ '*)
            told=yes
            printf '%s\n' "$line"
            sh -c "${line#??}" >"$notes/output" 2>&1 </dev/null
            status=$?
            sed "s|$work|WORK|g" "$notes/output"
            printf '[exit %s]\n' "$status"
            ;;
        '[exit '*) told=no ;;
        *) [ $told = yes ] || printf '%s\n' "$line" ;;
        esac
    done
}

passed=0 failed=0
for session; do
    begin
    replay <"$session" >"$notes/now"
    if [ -n "$ACCEPT" ]; then
        cmp -s "$session" "$notes/now" || cp "$notes/now" "$session"
        passed=$((passed + 1))
    elif diff "$session" "$notes/now" >"$notes/difference"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $session (< as it should be, > as it is)"
        cat "$notes/difference"
    fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
