#!/bin/sh
# A package for Debian of the program that was built: deb.sh BUILD VERSION. It holds the program, its manual pages, completion and the packs
# of rules; what it depends on is what the program was linked with, and the two libraries that it loads late. Whoever builds it for others
# says who they are, as for other packages, in DEBFULLNAME and DEBEMAIL.
set -eu
cd "$(dirname "$0")/../.."
out=$1 version=$2
maintainer="${DEBFULLNAME:-The duly authors} <${DEBEMAIL:-duly@packages.debian.org}>"
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
umask 022

${MAKE:-make} -s install DESTDIR="$work/all" PREFIX=/usr >/dev/null
for part in bin share; do
    mkdir -p "$root/usr"
    cp -R "$work/all/usr/$part" "$root/usr/$part"
done
strip --remove-section=.comment --remove-section=.note "$root/usr/bin/duly"
mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
mkdir -p "$root/usr/share/duly" "$root/usr/share/doc/duly" "$root/DEBIAN"
cp -R rules "$root/usr/share/duly/rules"
gzip -9n "$root"/usr/share/man/man1/*.1
gzip -9nc CHANGELOG.md >"$root/usr/share/doc/duly/NEWS.gz"
gzip -9nc README.md >"$root/usr/share/doc/duly/README.md.gz"

day=$(git log -1 --format=%cD 2>/dev/null || date -R)
cat <<END | gzip -9n >"$root/usr/share/doc/duly/changelog.gz"
duly ($version) unstable; urgency=medium

  * What changed is told in NEWS.gz.

 -- $maintainer  $day
END
{
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: duly\n\nFiles: *\n'
    printf '%s\nLicense: Expat\n' "$(sed -n 's/^Copyright (c) /Copyright: /p' LICENSE)"
    sed -e '1,/^Copyright/d' -e '/./,$!d' LICENSE | sed -e 's/^$/./' -e 's/^/ /'
} >"$root/usr/share/doc/duly/copyright"

# dpkg-shlibdeps wants a source package around it.
mkdir "$work/debian"
printf 'Source: duly\n\nPackage: duly\nArchitecture: any\n' >"$work/debian/control"
linked=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/duly" 2>/dev/null | sed 's/^shlibs:Depends=//')
needed=$(objdump -p "$root/usr/bin/duly" | sed -n 's/^ *NEEDED *//p')
late=
for library in $(strings "$root/usr/bin/duly" | grep -E '^lib[a-z]+\.so\.[0-9]+$' | grep -vxF "$needed" | sort -u); do
    late="$late, $(dpkg -S "*/$library" | sed -n '1s/:.*//p')"
done
cat >"$root/DEBIAN/control" <<END
Package: duly
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $linked$late
Recommends: tzdata
Section: utils
Priority: optional
Description: checks that a batch of records followed its procedure
 The rules are YAML files that anyone may edit, with conditions in CEL and a
 calendar; the records come from workbooks, CSV, NDJSON, JSON or YAML. What
 comes out is a list of who may not go on, why, and from which day on they may:
 as a page, a workbook, a calendar, or for programs.
END
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
dpkg-deb --build --root-owner-group "$root" "$out/duly_${version}_$architecture.deb" >/dev/null
echo "$out/duly_${version}_$architecture.deb: $(wc -c <"$out/duly_${version}_$architecture.deb") bytes"
