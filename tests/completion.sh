#!/bin/sh
# Completion and manual pages, in the shells and readers that people have: completion.sh PROGRAM.
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
cp "$1" "$work/bin/duly" || exit 2
PATH=$work/bin:$PATH
export PATH
failed=0

expect() { # WHAT EXPECTED GOT
    [ "$2" = "$3" ] && return
    printf 'completion: %s\n    expected: %s\n    got:      %s\n' "$1" "$2" "$3"
    failed=1
}

for program in bash zsh fish mandoc; do
    command -v $program >/dev/null || { echo "completion: $program is not there; make test-deps installs it"; exit 1; }
done
for shell in bash zsh fish; do
    duly completion $shell >"$work/$shell"
    expect "$shell reads its script" "" "$($shell -n "$work/$shell" 2>&1)"
done

# bash: the words as bash splits them, = for itself.
in_bash() {
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _duly; echo "${COMPREPLY[*]}"' - "$work/bash" duly "$@"
}
expect "a command" "check" "$(in_bash ch)"
expect "options" "--format --fail-on" "$(in_bash check --f)"
expect "choices" "warning" "$(in_bash check --fail-on w)"
expect "formats behind =" "sarif" "$(in_bash check --format = sar)"
expect "rules of a pack" "quorum" "$(in_bash check -r rules/university-2003 --only quo)"
expect "the second of a list" "quorum,step-order" "$(in_bash check -r rules/university-2003 --skip quorum,step-o)"
expect "steps" "approval" "$(in_bash check -r rules/university-2003 --gate appr)"
expect "rules of the pack that a command is about" "quorum" "$(in_bash test rules/university-2003 --only quo)"
expect "files" "fixtures/meeting-2003-forms" "$(in_bash check fixtures/meeting-2003-)"
expect "kinds of schema" "waivers" "$(in_bash schema w)"
expect "nothing where there is no pack" "" "$(in_bash check -r /nowhere --only quo)"

in_fish() { fish --no-config -c ". $work/fish; complete -C '$1'" | sed 's/	.*//' | tr '\n' ' '; }
expect "a command in fish" "check " "$(in_fish 'duly ch')"
expect "rules in fish" "quorum " "$(in_fish 'duly check -r rules/university-2003 --only quo')"

for command in "" $(duly completion --words -- "" | cut -f 1); do
    duly help --man $command >"$work/page.1"
    expect "the manual page of duly $command" "" "$(mandoc -T lint -W error "$work/page.1" 2>&1)"
    expect "its name" 1 "$(grep -c '^\.SH NAME' "$work/page.1")"
done

[ $failed -eq 0 ] && echo "completion: as expected"
exit $failed
