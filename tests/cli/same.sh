#!/bin/sh
# Compares standard input with a file, but for what other files decide (comparable.sed): `duly ... | same.sh FILE`. ACCEPT=1 rewrites the file.
comparable=$(dirname "$0")/../support/comparable.sed
if [ -n "$ACCEPT" ]; then
    # What is expected lies in folders that are read meanwhile, and is whole until the new is.
    now=$(mktemp) && sed -f "$comparable" >"$now" && cat "$now" >"$1" && rm "$now"
else
    sed -f "$comparable" | diff "$1" - || exit 1
fi
echo "as in $1"
