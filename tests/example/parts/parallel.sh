#!/bin/sh
# A check in parts with GNU parallel: parallel.sh PARTS FOLDER CHECK-OPTIONS... -- MERGE-OPTIONS...
#   sh parallel.sh 8 /tmp/parts -r rules/permits batch/ --as-of 2024-06-01 -- --format html=report.html
# A part whose process ends otherwise than well is checked again; it stands under its name only when it is whole.
set -eu
parts=$1 folder=$2
shift 2
check=''
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    check="$check '$(printf '%s' "$1" | sed "s/'/'\\\\''/g")'"
    shift
done
[ $# -eq 0 ] || shift
mkdir -p "$folder"
seq "$parts" | parallel --will-cite --retries 3 "duly check $check --jobs 1 --part {}/$parts --format part=$folder/{}.part"
exec duly merge $(seq -f "$folder/%g.part" "$parts") "$@"
