#!/bin/sh
# Fetches the sources of the libraries that the program is linked with, in the versions installed here, as Debian has them:
# sources.sh FOLDER. Each is unpacked to FOLDER/NAME with Debian's patches; nothing of the system's own lists of packages is touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=$1
mkdir -p "$into/.apt/lists/partial" "$into/.apt/archives/partial"
cd "$into"

release=$(. /etc/os-release && echo "$VERSION_CODENAME")
cat >.apt/sources.list <<END
deb-src http://deb.debian.org/debian $release main
deb-src http://deb.debian.org/debian $release-updates main
deb-src http://deb.debian.org/debian-security $release-security main
END
with="-q -o Dir::Etc::sourcelist=$PWD/.apt/sources.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$PWD/.apt/lists
    -o Dir::Cache::archives=$PWD/.apt/archives -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root"
apt-get $with update >.apt/log 2>&1 || { cat .apt/log >&2; echo "The sources of the libraries cannot be fetched: is there a network?" >&2; exit 1; }

# An archive may have the binary of a version and its source no more: then the newest source that it has, and that is told.
fetch() {
    wanted=$(dpkg-query -W -f '${source:Version}' "$2")
    for version in "$wanted" $(apt-cache $with showsrc "$1" | sed -n 's/^Version: //p' | sort -Vru); do
        if apt-get $with source --download-only "$1=$version" >.apt/log 2>&1; then
            rm -rf "$1"
            dpkg-source --no-check -x "$1_${version#*:}.dsc" "$1" >.apt/log 2>&1 || { cat .apt/log >&2; exit 1; }
            echo "$version" >"$1/version"
            [ "$version" = "$wanted" ] || echo "$1: the source of $wanted is not to be had, $version is taken" >&2
            return
        fi
    done
    cat .apt/log >&2
    echo "The source of $1 cannot be fetched: is there a network?" >&2
    exit 1
}
fetch libyaml libyaml-dev
fetch pcre2 libpcre2-dev
fetch jansson libjansson-dev
fetch nettle nettle-dev
fetch libzip libzip-dev
fetch expat libexpat1-dev
fetch zlib zlib1g-dev
fetch freexl libfreexl-dev

# What their own builds make before they compile.
cp pcre2/src/config.h.generic pcre2/src/config.h
cp pcre2/src/pcre2.h.generic pcre2/src/pcre2.h
cp pcre2/src/pcre2_chartables.c.dist pcre2/src/pcre2_chartables.c
awk -f "$here/zip_errors.awk" libzip/lib/zip.h >libzip/lib/zip_err_str.c
touch complete
