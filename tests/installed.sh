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
# Records, rules and reports that are in memory; columns of Arrow.
for program in form columns; do
    # shellcheck disable=SC2046
    $cc tests/example/$program.c $(pkg-config --cflags --libs duly) -o "$prefix/$program" || fail "the example $program does not build"
done
told=$(LD_LIBRARY_PATH="$prefix/lib" "$prefix/form") || fail "the form failed: $told"
[ "$told" = "form:1: error[of-age] is 17
form:2: error[of-age] cannot be decided: age is empty" ] || fail "the form said: $told"
printf '%s\n' 'pack: {name: guests}' 'tables: {guest: {file: guests, key: no, fields: {no: {type: string}, age: {type: int}}}}' \
    'rules: [{id: of-age, for: guest, require: "guest.age >= 18", message: "a is {guest.age}"}]' >"$prefix/guests.yaml"
told=$(LD_LIBRARY_PATH="$prefix/lib" "$prefix/columns" "$prefix/guests.yaml") || fail "the columns failed: $told"
[ "$told" = "1 found: a is" ] || fail "the columns said: $told"
extra=$(nm -D --defined-only "$prefix/lib/libduly.so" | awk '$2 ~ /[TDB]/ && $3 !~ /^duly_/ { print $3 }')
[ -z "$extra" ] || fail "symbols that are not duly_*: $extra"
${MAKE:-make} -s uninstall PREFIX="$prefix" >/dev/null
left=$(find "$prefix" -name '*duly*')
[ -z "$left" ] || fail "left after uninstall: $left"
echo "installed library: built, ran and was removed"
