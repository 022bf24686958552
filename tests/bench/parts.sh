#!/bin/sh
# A run in parts beside one run: parts.sh BUILD-FOLDER [RECORDS [PARTS]], ten million and eight where nothing is said. Prints seconds and memory of
# each, and fails where the reports are not the same bytes. Takes some 3 GB of disk below TMPDIR.
build=$1 records=${2:-10000000} parts=${3:-8}
cd "$(dirname "$0")/../.." || exit 2
room=$(mktemp -d) || exit 2
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM
measure=$room/measure
${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Itests -O3 tests/bench/measure.c -o "$measure" || exit 2

# Keys of which one in a million stands there twice, groups by reader and by month, figures that are sorted, distinct values.
cat >"$room/pack.yaml" <<'EOF'
pack: {name: loans}
tables:
  loan:
    file: loans
    key: id
    fields:
      id: {type: string, required: true}
      reader: {type: string}
      day: {type: date}
      fee: {type: double}
      note: {type: string}
rules:
  - {id: cheap, for: loan, require: loan.fee < 999.0, message: "fee {loan.fee}"}
  - {id: note-once, for: loan, unique: loan.note}
  - {id: of-reader, for: loan, group_by: {reader: loan.reader}, require: count() <= 105, message: "{count()} of {reader}"}
  - {id: month, for: loan, group_by: {month: loan.day.monthStart()}, require: "median(loan.fee) < 400.0",
     message: "{count()}, {sum(loan.fee)}, {median(loan.fee)}, {percentile(loan.fee, 90)}, {distinct(loan.reader)}"}
EOF
awk -v records="$records" 'BEGIN {
    print "id,reader,day,fee,note"
    for (i = 0; i < records; i++)
        printf "L%d,R%d,2024-%02d-%02d,%d.%02d,n%d\n", i % 1000000 == 999999 ? i - 7 : i, i * 7919 % (records / 100 + 1), i % 12 + 1, i % 28 + 1,
            i * 31 % 1000, i % 100, i % 500000 == 0 ? 0 : i
}' >"$room/loans.csv"
words="-r $room/pack.yaml $room/loans.csv --as-of 2024-12-31 -qq"

run() {
    name=$1
    shift
    printf '%-10s %s\n' "$name" "$("$measure" 1 /dev/null "$build/duly" "$@")"
}
echo "$records records, $(wc -c <"$room/loans.csv") bytes; seconds, and bytes of memory:"
# shellcheck disable=SC2086
run whole check $words --jobs 2 --format "ndjson=$room/whole.ndjson" --format "csv=$room/whole.csv"
for i in $(seq "$parts"); do
    # shellcheck disable=SC2086
    run "$i/$parts" check $words --part "$i/$parts" --memory 256M --format "part=$room/$i.part"
done
echo "parts: $(cat "$room"/*.part | wc -c) bytes"
run merge merge -qq "$room"/*.part --format "ndjson=$room/merged.ndjson" --format "csv=$room/merged.csv"
cmp "$room/whole.ndjson" "$room/merged.ndjson" && cmp "$room/whole.csv" "$room/merged.csv" && echo "the bytes of one run: $(wc -l <"$room/whole.csv") lines"
