#!/bin/sh
# Installs into an empty folder, builds the examples against the installed library through pkg-config, and runs the first both with the
# shared and with the static library.
cd "$(dirname "$0")/.." || exit 2
prefix=$(mktemp -d) || exit 2
trap 'rm -rf "$prefix"' EXIT
fail() {
    echo "installed library: $1"
    exit 1
}

${MAKE:-make} -s install PREFIX="$prefix" >/dev/null || fail "make install failed"
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
cc=${CC:-cc}
# shellcheck disable=SC2046
$cc tests/example/count.c $(pkg-config --cflags --libs duly) -o "$prefix/shared" || fail "the example does not build"
$cc tests/example/count.c $(pkg-config --cflags duly) "$prefix/lib/libduly.a" \
    $(pkg-config --static --libs duly | sed 's/-lduly//') -o "$prefix/static" || fail "the example does not link statically"
for program in shared static; do
    told=$(LD_LIBRARY_PATH="$prefix/lib" "$prefix/$program" rules/university-2003 fixtures/meeting-2003) ||
        fail "the example failed: $told"
    case $told in
    "duly "*" blocked") ;;
    *) fail "the example said: $told" ;;
    esac
done
# shellcheck disable=SC2046
$cc tests/example/filter.c $(pkg-config --cflags --libs duly) -o "$prefix/filter" || fail "the filter does not build"
told=$(printf 'Ann,17\nBert,20\nMallory,40\n' | LD_LIBRARY_PATH="$prefix/lib" "$prefix/filter" 'age >= 18 && !name.isBlocked()')
[ "$told" = "Bert,20" ] || fail "the filter said: $told"
# Rules, records, columns and reports in memory: a program each, as a user builds it.
printf '%s\n' 'pack: {name: guests}' 'tables: {guest: {file: guests, key: name, fields: {name: {type: string}, age: {type: int}, comes_on: {type: date}}}}' \
    'rules: [{id: of-age, for: guest, require: "guest.age >= 18", message: "is {guest.age}"}]' >"$prefix/guests.yaml"
printf 'name,age\nAnn,17\nBert,18\nCid,16\n' >"$prefix/guests.csv"
printf '%s\n' 'pack: {name: verdicts}' 'tables: {told: {file: verdicts, key: key, fields: {key: {type: string}, verdict: {type: string}}}}' \
    'rules: [{id: most, for: told, group_by: {all: "true"}, require: "count(told.verdict == '"'blocked'"') <= 1", message: "{count()}"},' \
    '  {id: ready, for: told, require: "told.verdict == '"'ready'"'", message: "no"}]' >"$prefix/verdicts.yaml"
example() {
    expected=$1 name=$2
    shift 2
    # shellcheck disable=SC2046
    $cc -Wall -Wextra -Werror "tests/example/$name.c" $(pkg-config --cflags --libs duly) -o "$prefix/$name" || fail "the example $name does not build"
    told=$(LD_LIBRARY_PATH="$prefix/lib" "$prefix/$name" "$@" 2>&1) || fail "the example $name failed: $told"
    case $told in
    $expected) ;;
    *) fail "the example $name said: $told" ;;
    esac
    lines=$(grep -vcE '^$|^/\*|^   [a-zA-Z]' "tests/example/$name.c")
    [ "$lines" -le 33 ] || fail "the example $name has $lines lines"
}
example 'guests/rules.yaml:2:*guests: 1 rule' pack
example 'Ann is 17
Bert cannot be decided: age is empty' rows "$prefix/guests.yaml"
example 'all: 1 ready, 1 blocked' columns "$prefix/guests.yaml"
# Two that are not ready, one group of blocked ones, and ten columns that the second pack does not know.
example '13 findings' stream "$prefix/guests.yaml" "$prefix/guests.csv" "$prefix/verdicts.yaml"
example '<!DOCTYPE html>*is 17*</html>' report "$prefix/guests.yaml" guests.csv <"$prefix/guests.csv"
extra=$(nm -D --defined-only "$prefix/lib/libduly.so" | awk '$2 ~ /[TDB]/ && $3 !~ /^duly_/ { print $3 }')
[ -z "$extra" ] || fail "symbols that are not duly_*: $extra"
${MAKE:-make} -s uninstall PREFIX="$prefix" >/dev/null
left=$(find "$prefix" -name '*duly*')
[ -z "$left" ] || fail "left after uninstall: $left"
echo "installed library: built, ran and was removed"
