#!/bin/sh
# Holds the page (--format html) against a browser, a validator of HTML and one of accessibility: browser.sh PATH-OF-DULY. A program that
# is not there is a failure: a check that was skipped would look like one that passed.
cd "$(dirname "$0")/.." || exit 2
duly=$1
modules=build/browser/node_modules
failed=0

for program in node pdftotext; do
    command -v $program >/dev/null || { echo "browser: $program is not there; make test-deps installs it"; failed=1; }
done
for browser in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    found=$(command -v "$browser") && break
done
[ -n "$found" ] || { echo "browser: there is no chromium; make test-deps installs it, or set CHROMIUM"; failed=1; }
[ -d $modules ] || { echo "browser: there is no $modules; make test-deps installs it"; failed=1; }
[ -x "$duly" ] || { echo "browser: there is no program '$duly'"; failed=1; }
[ $failed -eq 0 ] || exit 1

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
node tests/browser/page.mjs "$duly" "$found" "$modules" "$work"
