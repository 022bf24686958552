#!/bin/sh
# Debian's own opinion of the package, and what it leaves behind: deb.sh PACKAGE. It is installed into a root of its own.
cd "$(dirname "$0")/../.." || exit 2
package=$1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "deb: $1"
    failed=1
}

[ -f "$package" ] || { echo "deb: there is no $package"; exit 1; }
told=$(lintian --fail-on error,warning "$package" 2>&1) || fail "lintian: $told"

root=$work/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/log"
: >"$root/var/lib/dpkg/status"
into() { dpkg --root="$root" --force-not-root --force-depends --log=/dev/null "$@" >"$work/log" 2>&1 || fail "dpkg $*: $(cat "$work/log")"; }
files() { find "$root" -path "$root/var" -prune -o ! -type d -print; }
into -i "$package"
[ "$(cd / && "$root/usr/bin/duly" --version | head -1)" = "$(build/duly --version | head -1)" ] || fail "another version"
"$root/usr/bin/duly" check -q -r "$root/usr/share/duly/rules/core" fixtures/rosters/office.xlsx --as-of 2003-12-20 --format html="$work/page.html" >/dev/null
[ -s "$work/page.html" ] || fail "no report"
"$root/usr/bin/duly" lint "$root/usr/share/duly/rules/university-2003" >"$work/log" || fail "a pack that comes along: $(cat "$work/log")"
for file in share/man/man1/duly-check.1.gz share/bash-completion/completions/duly share/doc/duly/copyright; do
    [ -f "$root/usr/$file" ] || fail "there is no $file"
done
dpkg-deb -f "$package" Depends | tr ',' '\n' | sed 's/(.*//; s/ //g' | while read -r name; do
    dpkg -s "$name" >/dev/null 2>&1 || echo "$name"
done >"$work/unknown"
[ -s "$work/unknown" ] && fail "depends on what does not exist: $(cat "$work/unknown")"
for library in $(ldd "$root/usr/bin/duly" | sed -n 's/^\t\(lib[a-z0-9-]*\)\.so.*/\1/p') libzip libz; do
    case $library in libc | libm | libpthread | libdl) continue ;; esac
    owner=$(dpkg -S "*/$library.so.*" | sed -n '1s/:.*//p')
    dpkg-deb -f "$package" Depends | grep -q "$owner" || fail "does not depend on $owner, which has $library"
done
into --purge duly
[ -z "$(files)" ] || fail "left behind: $(files)"
[ $failed -eq 0 ] && echo "deb: installed, used and removed"
exit $failed
