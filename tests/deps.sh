#!/bin/sh
# Installs what is missing, and does nothing when nothing is: deps.sh APT-PACKAGES DNF-PACKAGES BREW-PACKAGES
# LIBRARY-OR-PROGRAM... ; "python:yaml" is a module of Python.
apt=$1 dnf=$2 brew=$3
shift 3
missing=
compiler=${CC:-cc}
command -v "${compiler%% *}" >/dev/null 2>&1 || missing=" a C compiler" # CC="ccache gcc" is one, too
command -v pkg-config >/dev/null 2>&1 || missing="$missing pkg-config"
for library; do
    case $library in
    python:*) sh "$(dirname "$0")/python.sh" -c "import ${library#python:}" 2>/dev/null || missing="$missing $library" ;;
    *) pkg-config --exists "$library" 2>/dev/null || command -v "$library" >/dev/null || missing="$missing $library" ;;
    esac
done
[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null 2>&1; then
    sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    echo "missing:$missing; installing: $apt" >&2
    # The lists of a fresh machine may be old or not there.
    $sudo apt-get install -y -q $apt >/dev/null 2>&1 ||
        { $sudo apt-get update -q >/dev/null && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q $apt >/dev/null; } ||
        { echo "could not install: $apt" >&2; exit 1; }
    exit 0
fi
echo "missing:$missing. Please install:" >&2
echo "  Debian, Ubuntu:  apt-get install $apt" >&2
echo "  Fedora:          dnf install $dnf" >&2
echo "  macOS:           brew install $brew" >&2
exit 1
