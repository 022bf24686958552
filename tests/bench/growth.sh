#!/bin/sh
# What one more of something costs, at sizes that double: records, rules, fields, groups. Where the last column stays what it is, the time
# grows with the number and no faster.
#
#   growth.sh BUILD_FOLDER         part of make bench; SIZE=100000 TRIES=1 for smaller rosters, measured once
set -eu

build=$1
bench=$build/bench
size=${SIZE:-1000000}
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$bench"
${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -O3 tests/bench/measure.c -o "$bench/measure"

# A pack of so many fields and rules, each rule about a field of its own where there are as many; more sections follow.
pack() {
    awk -v fields="$1" -v rules="$2" 'BEGIN {
        print "pack: {name: growth}\ntables:\n  person:\n    key: id\n    fields:\n      id: {type: string}"
        for (i = 1; i <= fields; i++) printf "      f%d: {type: int}\n", i
        print "rules:"
        for (i = 1; i <= rules; i++) printf "  - {id: r%d, for: person, message: \"{person.f%d} is below %d\", require: person.f%d >= %d}\n",
            i, i % fields + 1, i, i % fields + 1, -i }'
}

# So many records, each with a key of its own; those of `%x` are of no shape, and hashed.
roster() {
    awk -v records="$1" -v fields="$2" -v key="$3" 'BEGIN {
        printf "id"; for (i = 1; i <= fields; i++) printf ",f%d", i; print ""
        for (n = 0; n < records; n++) {
            printf key, key == "%x" ? n * 40503 % 1073741789 : n
            for (i = 1; i <= fields; i++) printf ",%d", (n + i) % 97
            print "" } }'
}

# WHAT COUNT: the row of a run with the pack and the roster in the room.
row() {
    seconds=$("$bench/measure" "${TRIES:-3}" /dev/null "$build/duly" check -r "$room/pack.yaml" --table "person=$room/roster.csv" \
        --as-of 2003-12-31 --jobs 1 -qq --skip "${skipped:-waiver}" 2> /dev/null)
    echo "$seconds" | awk -v what="$1" -v count="$2" '{ printf "%-34s %9d %9.3f %8.1f %10.0f\n", what, count, $2, $3 / 1048576, $2 / count * 1e9 }'
}

doubled() {
    for times in 1 2 4 8; do
        "$1" $(($2 * times / 8))
    done
}

records() {
    roster "$1" 4 'A%08d' > "$room/roster.csv"
    row "records" "$1"
}

rules() {
    pack 100 "$1" > "$room/pack.yaml"
    row "rules, on a thousand records" "$1"
}

fields() {
    pack "$1" "$1" > "$room/pack.yaml"
    roster 1000 "$1" 'A%08d' > "$room/roster.csv"
    row "fields with a rule, likewise" "$1"
}

groups() {
    roster "$1" 1 "$key" > "$room/roster.csv"
    row "records, groups of them $shape" "$1"
}

printf '%-34s %9s %9s %8s %10s\n' 'more of' count 'CPU s' MiB 'ns for one'
pack 4 8 > "$room/pack.yaml"
doubled records "$size"
roster 1000 100 'A%08d' > "$room/roster.csv"
doubled rules 10000
doubled fields 960
pack 1 1 > "$room/pack.yaml"
echo '  - {id: group, for: person, message: m, group_by: {id: person.id}, require: count() < 100000000}' >> "$room/pack.yaml"
skipped=duplicate-key
shape="in pages" key='A%08d'
doubled groups "$size"
shape="by a hash" key='%x'
doubled groups "$size"
