#!/bin/sh
# Installs what `npm pack` made into an empty folder, without a network, and uses it there: npm.sh DULY PACKAGE MODULES.
cd "$(dirname "$0")/../.." || exit 2
duly=$(realpath "$1") package=$(realpath "$2") modules=$(realpath "$3") top=$PWD
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "npm: $1"
    failed=1
}

mkdir "$work/user" && cd "$work/user" || exit 2
echo '{"private": true}' >package.json
npm install --silent --offline --no-audit --no-fund "$package" || fail "the package cannot be installed"
[ "$(ls node_modules)" = duly ] || fail "beside the package came: $(ls node_modules | tr '\n' ' ')"
find node_modules/duly -name '*.node' -o -name binding.gyp | grep . && fail "native code"
grep -E '"(preinstall|install|postinstall|prepare)"' node_modules/duly/package.json && fail "an install script"

# same ARGS...: both programs, here, with the same words.
same() {
    "$duly" "$@" >"$work/native.out" 2>"$work/native.err" <"${input:-/dev/null}"
    expected=$?
    npx --offline duly "$@" >"$work/npm.out" 2>"$work/npm.err" <"${input:-/dev/null}"
    status=$?
    [ $status -eq $expected ] || fail "duly $*: status $status instead of $expected"
    for stream in out err; do
        cmp "$work/native.$stream" "$work/npm.$stream" || fail "duly $*: std$stream differs: $(head -3 "$work/npm.$stream")"
    done
}
cp -R "$top/rules" "$top/fixtures/meeting-2003" . && cp "$top/fixtures/rosters/office.xlsx" .
[ "$(npx --offline duly --version | head -1)" = "$("$duly" --version | head -1)" ] || fail "another version"
same help check
same eval "'a\\\\b' + \"c:\\\\d\""
same check -r rules/university-2003 meeting-2003 --gate meeting --on 2003-12-20 --as-of 2003-12-20
same check -r "$PWD/rules/core" "./meeting-2003/../office.xlsx" --as-of 2003-12-20 --format json
same check -r rules/core not-there
same check -r rules/core office.xlsx --gate nothing
same lint rules/core
input=meeting-2003/applicants.csv same check -r rules/core --table applicant=- --as-of 2003-12-20 --format concise
for zone in Pacific/Kiritimati Etc/GMT+12; do # there is no hour at which both have the same day
    export TZ=$zone
    same check -r rules/core office.xlsx --format concise
    same check -r rules/core office.xlsx -q
done
unset TZ

# Files: a report takes its place, TMPDIR is used, and nothing is left there.
mkdir "$work/temporary"
TMPDIR="$work/temporary" npx --offline duly check -q -r rules/core office.xlsx --as-of 2003-12-20 --annotate marked.xlsx --format html=page.html >/dev/null
"$duly" check -q -r rules/core office.xlsx --as-of 2003-12-20 --annotate native.xlsx --format html=native.html >/dev/null
cmp marked.xlsx native.xlsx && cmp page.html native.html || fail "files differ"
[ -z "$(ls "$work/temporary")" ] || fail "left in TMPDIR: $(ls "$work/temporary")"
TMPDIR="$work/none" npx --offline duly check -q -r rules/core office.xlsx --as-of 2003-12-20 --annotate m.xlsx >/dev/null 2>"$work/err"
echo $? >"$work/status"
TMPDIR="$work/none" "$duly" check -q -r rules/core office.xlsx --as-of 2003-12-20 --annotate m2.xlsx >/dev/null 2>"$work/err2"
[ $? -eq "$(cat "$work/status")" ] || fail "without TMPDIR: status $(cat "$work/status"): $(cat "$work/err")"

# A terminal has colour, and a width that lines keep to.
# How far it has come depends on how long it took.
on_terminal() { script -qec "stty cols 70; $*" /dev/null </dev/null | sed -E 's/(\r\x1b\[K[^\r]*)*\r\x1b\[K//g'; }
export TERM=xterm
on_terminal "$duly" check -r rules/core office.xlsx --as-of 2003-12-20 >"$work/native.out"
on_terminal node_modules/.bin/duly check -r rules/core office.xlsx --as-of 2003-12-20 >"$work/npm.out"
grep -q "$(printf '\033')" "$work/npm.out" || fail "no colour on a terminal"
cmp "$work/native.out" "$work/npm.out" || fail "another look on a terminal"

cp "$top/tests/packages/npm.mjs" . && node npm.mjs "$top" || fail "the function"

# The types are what is there: the compiler takes what uses them rightly, and nothing else; and what it makes runs.
cp "$top/tests/packages/types.mts" . && node "$modules/typescript/bin/tsc" --strict --noUncheckedIndexedAccess --module nodenext --target es2022 types.mts ||
    fail "the types"
node types.mjs || fail "what is typed"
[ $failed -eq 0 ] && echo "npm: installed, and as the program is"
exit $failed
