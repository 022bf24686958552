#!/bin/sh
# Rosters of other shapes beside the same rules hard-coded in C: groups, keys that come once and again and again, NDJSON, a workbook of
# findings, a roster marked, many rules, and ten million records through a pipe; and what packs of many rules take to open and to run once.
#
#   shapes.sh BUILD_FOLDER         make bench; SHAPE_RECORDS=100000 and PIPED_RECORDS=1000000 for other sizes
#
# What both find is compared, rule by rule. Seconds are of processor time, and the ratio is theirs.
set -eu

build=$1
bench=$build/bench
records=${SHAPE_RECORDS:-1000000}
piped=${PIPED_RECORDS:-10000000}
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM

mkdir -p "$bench"
for program in shapes measure; do
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Itests -O3 "tests/bench/$program.c" -o "$bench/$program"
done

# A pack with the record rules so many times over; "groups" adds those about groups.
write_pack() {
    cat << 'PACK'
pack: {name: shapes}
tables:
  person:
    key: id
    fields:
      id: {type: string}
      unit: {type: string}
      met_on: {type: date}
      score: {type: int}
      hours: {type: int}
rules:
PACK
    awk -v times="$1" 'BEGIN { for (i = 0; i < times; i++) {
        printf "  - {id: score%s, for: person, message: m, require: person.score >= %d}\n", i ? i : "", 60 - i % 50
        printf "  - {id: hours%s, for: person, message: m, require: person.hours >= %d}\n", i ? i : "", 24 - i % 20 } }'
    [ "$2" = groups ] || return 0
    echo '  - {id: once, for: person, message: m, group_by: {id: person.id}, require: count() == 1}'
    echo '  - {id: many, for: person, message: m, group_by: {unit: person.unit, month: person.met_on.monthStart()}, require: count() <= 10}'
}

# A pack of so many rules, no two of which ask for the same.
write_different() {
    write_pack 0 none
    awk -v count="$1" 'BEGIN { for (i = 0; i < count; i++) {
        printf "  - id: rule%d\n    for: person\n    when: has(person.met_on)\n", i
        printf "    message: \"{person.score} and {person.hours} hours are less than %d\"\n", i
        printf "    require: person.score + %d >= person.hours || person.unit == \"U%d\"\n", i, i
        printf "    examples:\n      - pass: {score: %d, hours: 1, met_on: 2003-01-01}\n", i } }'
}

# Violations of each rule, out of the summary.
violations() {
    awk -F '"' '/"id": "(score|hours|once|many)"/ { match($0, /"violation": [0-9]+/); print $4, substr($0, RSTART + 13, RLENGTH - 13) }' "$1" |
        LC_ALL=C sort
}

# NAME RECORDS "SECONDS PROCESSOR PEAK" "SECONDS PROCESSOR PEAK of C". Where C takes no time to speak of, no ratio tells anything.
row() {
    echo "$3 $4" | awk -v name="$1" -v records="$2" '{ ratio = $5 < 0.005 ? "-" : sprintf("%.2f", $2 / $5)
        printf "%9d  %-36s %8.3f %8.1f %7.1f %8s\n", records, name, $2, $2 / records * 1e9, $3 / 1048576, ratio }'
}

# PACK FILE [OPTION...]: the times of a run.
check() {
    rules=$room/$1.yaml file=$2
    shift 2
    "$bench/measure" "$tries" /dev/null "$build/duly" check -r "$rules" --table "person=$file" --as-of 2003-12-31 --jobs 1 -qq "$@" 2> /dev/null
}

by_hand() {
    "$bench/measure" "$tries" "$room/expected" sh -c "$1"
}

compare() {
    violations "$room/found.json" > "$room/found"
    diff "$room/expected" "$room/found" || { echo "shapes: duly (>) does not find what C does (<)" && exit 1; }
}

measure_groups() {
    "$bench/shapes" csv "$records" "$1" > "$room/$1.csv"
    yardstick=$(by_hand "\"$bench/shapes\" check < \"$room/$1.csv\"")
    times=$(check groups "$room/$1.csv" --format "json=$room/found.json")
    compare
    row "groups, keys that come $1" "$records" "$times" "$yardstick"
}

# Through a pipe nothing can be read twice, and memory must not grow with the records but for their keys.
measure_pipe() {
    tries=1
    stream="\"$bench/shapes\" csv $piped once"
    alone=$(by_hand "$stream > /dev/null")
    yardstick=$(by_hand "$stream | \"$bench/shapes\" check")
    times=$("$bench/measure" 1 /dev/null sh -c "$stream | \"$build/duly\" check -r \"$room/groups.yaml\" --table person=- --as-of 2003-12-31 --jobs 1 -qq \
        --format json=\"$room/found.json\"" 2> /dev/null)
    compare
    echo "$alone $yardstick $times" | awk 'function less(a, b) { return a > b ? a - b : 0 }
        { print 0, less($5, $2), $6; print 0, less($8, $2), $9 }' > "$room/times"
    row "groups, through a pipe" "$piped" "$(sed -n 2p "$room/times")" "$(sed -n 1p "$room/times")"
}

# The same groups as queries, where there is Node and npm can bring DuckDB.
have_duckdb() {
    command -v node > /dev/null && command -v npm > /dev/null || return 1
    mkdir -p "$bench/npm"
    npm install --prefix "$bench/npm" --no-audit --no-fund --silent @duckdb/node-api > "$room/npm" 2>&1
}

measure_duckdb() {
    if ! have_duckdb; then
        echo "           (no row for DuckDB: it wants node, npm and what npm gets)"
        return 0
    fi
    cp tests/bench/duckdb.mjs "$bench/npm"
    times=$(cd "$bench/npm" && node duckdb.mjs "$1" "$room/found")
    diff "$room/expected" "$room/found" || { echo "shapes: DuckDB (>) does not find what C does (<)" && exit 1; }
    row "the same in DuckDB" "$records" "$times" "$yardstick"
}

write_pack 1 groups > "$room/groups.yaml"
write_pack 1 none > "$room/few.yaml"
write_pack 192 none > "$room/many.yaml"
tries=3

printf '%9s  %-36s %8s %8s %7s %8s\n' records 'what, by one thread' 'CPU s' ns/rec. MiB 'of C'
measure_groups once
measure_duckdb "$room/once.csv"
measure_groups again
row "two rules, CSV" "$records" "$(check few "$room/again.csv")" "$yardstick"
"$bench/shapes" ndjson "$records" again > "$room/again.ndjson"
row "two rules, NDJSON" "$records" "$(check few "$room/again.ndjson")" "$yardstick"
row "384 rules, CSV" "$records" "$(check many "$room/again.csv" --max-findings 1)" "$yardstick"
# The first so many records of the roster, as many as it has.
first_of() {
    head "-$(($1 + 1))" "$room/again.csv" > "$room/part.csv"
    count=$(($(wc -l < "$room/part.csv") - 1))
}

first_of 20000
yardstick=$(by_hand "\"$bench/shapes\" check < \"$room/part.csv\"")
row "groups, and a workbook of findings" "$count" "$(check groups "$room/part.csv" --format "xlsx=$room/found.xlsx")" "$yardstick"
first_of 100000
yardstick=$(by_hand "\"$bench/shapes\" check < \"$room/part.csv\"")
row "two rules, and the roster marked" "$count" "$(check few "$room/part.csv" --annotate "$room/marked.xlsx")" "$yardstick"
measure_pipe
for count in 1000 10000; do
    write_different "$count" > "$room/different.yaml"
    head -2 "$room/part.csv" > "$room/one.csv"
    check different "$room/one.csv" | awk -v count="$count" '{ printf "%9d rules that differ, on one record: %.0f ms, %.1f MiB\n", count, $2 * 1000, $3 / 1048576 }'
done
