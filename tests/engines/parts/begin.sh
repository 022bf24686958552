# What the tests of parts on engines have in common; they are given the build folder and a folder of their own. A batch that takes a moment,
# the report of one run over it, and a worker that is lost midway (duly, beside this file).
DULY=$(cd "$1" && pwd)/duly work=$2 LOST=$2/lost
export DULY LOST
PATH=$PWD/tests/engines/parts:$PATH
export PATH
mkdir "$work/batch"
for table in books readers reminders shelves stocktaking till; do cp fixtures/library/batch/$table.csv "$work/batch"; done
awk -F, 'NR == 1 { print; next } { row[NR] = $0 } END { for (i = 0; i < 4000; i++) for (n in row) { one = row[n]; sub(/^L/, "L" i "-", one); print one } }' \
    fixtures/library/batch/loans.csv >"$work/batch/loans.csv"
check="-r fixtures/library/rules $work/batch --as-of 2024-06-01"
# shellcheck disable=SC2086
"$DULY" check $check -q --format csv="$work/whole.csv" --format json="$work/whole.json"
outputs="-q --format csv=$work/merged.csv --format json=$work/merged.json"

# What came of it: the bytes of one run, though a worker was killed midway.
held() {
    [ -e "$LOST/midway" ] || { echo "$1: no worker was killed midway"; exit 1; }
    cmp "$work/whole.csv" "$work/merged.csv" && cmp "$work/whole.json" "$work/merged.json" || exit 1
    [ "$(wc -l <"$work/whole.csv")" -gt 1000 ] || { echo "$1: hardly anything was found"; exit 1; }
    echo "a worker was killed midway, and it is the bytes of one run"
}
