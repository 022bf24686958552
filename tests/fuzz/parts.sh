#!/bin/sh
# Inputs for fuzz_part, of the pack and the batch beside it: parts.sh PATH-OF-DULY FOLDER. To be made anew when parts are written in another way.
duly=$(realpath "$1") && mkdir -p "$2" && to=$(realpath "$2") && cd "$(dirname "$0")/../.." || exit 2

# part NAME I/N WORD...: so that what comes last is said first.
part() {
    name=$1 share=$2
    shift 2
    to_file="-f part=$to/$name"
    [ "$1" != stats ] || to_file="-o $to/$name"
    # shellcheck disable=SC2086
    "$duly" "$@" -r tests/fuzz/part/pack.yaml tests/fuzz/part --as-of 2024-06-01 --part "$share" $to_file 2>/dev/null || exit 1
}

part whole 1/1 check -v
part gate 1/1 check --gate returned --redact --lang zh
part figures 1/1 stats
for share in 1 2 3; do part "share-$share" $share/3 check; done
cat "$to"/share-[123] >"$to/shares" && rm "$to"/share-[123] # one behind the other: of one run
cat "$to/whole" "$to/gate" >"$to/strangers"
