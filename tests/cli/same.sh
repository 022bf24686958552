#!/bin/sh
# Compares standard input with a file: `duly ... | same.sh FILE`. ACCEPT=1 rewrites the file.
if [ -n "$ACCEPT" ]; then
    # What is expected lies in folders that are read meanwhile, and is whole until the new is.
    now=$(mktemp) && cat >"$now" && cat "$now" >"$1" && rm "$now"
else
    diff "$1" - || exit 1
fi
echo "as in $1"
