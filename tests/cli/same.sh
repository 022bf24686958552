#!/bin/sh
# Compares standard input with a file: `duly ... | same.sh FILE`. ACCEPT=1 rewrites the file.
if [ -n "$ACCEPT" ]; then
    cat >"$1"
else
    diff "$1" - || exit 1
fi
echo "as in $1"
