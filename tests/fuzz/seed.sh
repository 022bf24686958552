#!/bin/sh
# Texts for fuzz_command of the packs and batches that are there: seed.sh FOLDER [each]. Each has command lines, then a file behind each
# "== NAME"; with `each` it is one command, and what is too large for many runs is left out.
here=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
mkdir -p "$1" && to=$(cd "$1" && pwd) || exit 2
each=$2 largest=12000
day='--as-of 2004-03-01'

# files FOLDER AS PATTERN...: texts below a folder, by their names under AS, none that is large.
files() {
    from=$1 as=$2
    find "$here/$from" -type f -size -24k \( -name '*.yaml' -o -name '*.csv' -o -name '*.ndjson' -o -name '*.json' -o -name '*.txt' \) | sort |
        while read -r file; do
            printf '== %s%s\n' "$as" "${file#"$here/$from"}"
            cat "$file"
            echo
        done
}

# seed NAME PACK BATCH COMMAND...
seed() {
    name=$1 pack=$2 batch=$3
    shift 3
    {
        printf '%s\n' "$@"
        files "$pack" pack
        [ "$name" = "${name#2003}" ] || { files rules/core core && files rules/national national; } # which it extends
        [ -z "$batch" ] || files "$batch" batch
    } >"$to/$name.txt"
    [ -z "$each" ] || split "$to/$name.txt" $#
}

# One command of so many, and the files.
split() {
    for number in $(seq "$2"); do
        awk -v number="$number" '/^== / { files = 1 } NR == number || files' "$1" >"${1%.txt}-$number.txt"
        [ "$(wc -c <"${1%.txt}-$number.txt")" -lt $largest ] || rm "${1%.txt}-$number.txt"
    done
    rm "$1"
}

for pair in "library fixtures/library/rules fixtures/library/batch" "hours fixtures/opening-hours/pack fixtures/opening-hours/batch" \
    "private tests/private/pack tests/private/batch" "two tests/torture/pack tests/torture/batch" "ends fixtures/ends/rules ''" \
    "core rules/core fixtures/meeting-2003" "2003 rules/university-2003 fixtures/meeting-2003"; do
    # shellcheck disable=SC2086
    set -- $pair
    batch=$3
    [ "$batch" != "''" ] || batch=
    [ -d "$here/$2" ] || continue
    for format in text json ndjson concise csv html markdown junit gitlab-junit sarif github gitlab xlsx; do
        seed "$1-$format" "$2" "$batch" "check -r pack batch $day -v -f $format" "check -r pack batch $day --redact -f $format=report" \
            "check -r pack batch $day --lang zh -qf $format"
    done
    seed "$1-rest" "$2" "$batch" "due -r pack batch $day" "stats -r pack batch $day" "check -r pack batch $day -qq --annotate marked.xlsx" \
        "diff pack pack batch $day" "explain -r pack batch $day A0000001" "explain -r pack batch $day L1" "map -r pack batch -o batch/mapping.yaml" "check -r pack batch --show-mapping"
    seed "$1-pack" "$2" "" "lint pack" "lint --resolved pack" "doc pack" "doc pack -f html --lang zh" "test pack" "schema" "help check" "completion bash"
done
seed overlays fixtures/overlays "" "lint pack/school" "lint --resolved pack/school" "test --coverage --mutate pack/school" "doc pack/school" \
    "diff pack/city pack/school pack $day"
