#!/bin/sh
# Holds the forms of duly that others install against the program that was built here: packages.sh BUILD VERSION. What is not there is a
# failure: a check that was skipped would look like one that passed.
cd "$(dirname "$0")/.." || exit 2
out=$1 version=$2
modules=build/browser/node_modules
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

for browser in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    found=$(command -v "$browser") && break
done
[ -n "$found" ] || { echo "packages: there is no chromium; make package-deps installs it, or set CHROMIUM"; failed=1; }
for fox in ${FIREFOX:-firefox-esr firefox}; do
    firefox=$(command -v "$fox") && break
done
[ -n "$firefox" ] || { echo "packages: there is no firefox; make package-deps installs it, or set FIREFOX"; failed=1; }
for program in node npm npx iconv script dpkg-deb lintian; do
    command -v $program >/dev/null || { echo "packages: $program is not there; make package-deps installs it"; failed=1; }
done
[ $failed -eq 0 ] || exit 1

run() {
    started=$(date +%s)
    "$@" || failed=1
    echo "    in $(($(date +%s) - started)) s"
}
mkdir "$work/same" "$work/desk" "$work/firefox"
run node --no-warnings tests/packages/same.mjs "$out/duly" "$out/wasm/duly.wasm" "$work/same"
run sh tests/packages/npm.sh "$out/duly" "$out/duly-$version.tgz" $modules
run node tests/browser/desk.mjs "$out/duly" "$found" $modules "$work/desk" "$out/duly.html"
run node --no-warnings --experimental-websocket tests/browser/firefox.mjs "$out/duly" "$firefox" "$work/firefox" "$out/duly.html"
run sh tests/packages/deb.sh "$out/duly_${version}_$(dpkg --print-architecture).deb"
run sh tests/packages/action.sh "$out/duly-$version.tgz"
exit $failed
