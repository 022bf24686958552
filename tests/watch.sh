#!/bin/sh
# duly check --watch, while a script edits the files: watch.sh PATH-OF-DULY.
cd "$(dirname "$0")/.." || exit 2
duly=$1
work=$(mktemp -d) || exit 2
failed=0
trap 'kill "$watcher" 2>/dev/null; rm -rf "$work"' EXIT

# wait_for TIMES PATTERN: until it stands in the output so often; ten seconds are enough for anything here.
wait_for() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
        [ "$(grep -c "$2" "$work/out")" -ge "$1" ] && return 0
        sleep 0.25
    done
    echo "watch: '$2' was not told $1 times:"
    sed 's/^/    /' "$work/out"
    failed=1
    return 1
}

mkdir "$work/pack" "$work/batch"
cat >"$work/pack/pack.yaml" <<'END'
pack: {name: shop}
tables:
  item: {file: items, key: id, fields: {id: {type: string}, n: {type: int}}}
rules:
  - {id: enough, title: Too few, for: item, require: item.n >= 5, message: "only {item.n}"}
END
printf 'id,n\na,1\n' >"$work/batch/items.csv"

"$duly" check -r "$work/pack" "$work/batch" --as-of 2003-12-20 -f concise -f json="$work/./batch/report.json" --watch \
    >"$work/out" 2>&1 &
watcher=$!
wait_for 1 'waiting for a change'
wait_for 1 'error.enough. only 1'

# A record, written in place.
printf 'id,n\na,2\n' >"$work/batch/items.csv"
wait_for 1 'items.csv has changed'
wait_for 1 'error.enough. only 2'
wait_for 2 'waiting for a change'

# A record, in a file that takes the place of the old one, as editors do it.
printf 'id,n\na,3\n' >"$work/batch/.items.csv.new"
mv "$work/batch/.items.csv.new" "$work/batch/items.csv"
wait_for 1 'error.enough. only 3'
wait_for 3 'waiting for a change'

# A mistake in the pack is told and waited out; so is its end.
sed 's/item.n >= 5/item.m >= 5/' "$work/pack/pack.yaml" >"$work/bad.yaml"
cp "$work/pack/pack.yaml" "$work/good.yaml"
cp "$work/bad.yaml" "$work/pack/pack.yaml"
wait_for 1 "there is no field 'm'" || wait_for 1 'error.E'
wait_for 4 'waiting for a change'
sed 's/only {item.n}/no more than {item.n}/' "$work/good.yaml" >"$work/pack/pack.yaml"
wait_for 1 'no more than 3'
wait_for 5 'waiting for a change'

# A file that is saved half-way, and one beside it that is sound: the watch goes on, and the end of it is seen.
printf 'rules:\n  - {id: more, title: Too many, for: item, require: item.n < 9' >"$work/pack/more.yaml"
wait_for 1 'more.yaml:2:[0-9]*: error.E103' || wait_for 1 'more.yaml:.*error'
wait_for 6 'waiting for a change'
printf 'rules:\n  - {id: more, title: Too many, for: item, require: item.n < 3, message: "{item.n} are too many"}\n' >"$work/pack/more.yaml"
wait_for 1 '3 are too many'
wait_for 7 'waiting for a change'

# A file that is new; and what the run writes itself is no change.
echo '[]' >"$work/batch/waivers.yaml"
wait_for 8 'waiting for a change'
sleep 1.5
[ "$(grep -c 'waiting for a change' "$work/out")" -eq 8 ] || { echo "watch: ran again without a change"; cat "$work/out"; failed=1; }
[ -s "$work/batch/report.json" ] || { echo "watch: there is no report"; failed=1; }

kill -INT "$watcher"
wait "$watcher"
status=$?

# What is named by an option, and what comes to lie beside a file, is of the batch too; a report may be called as the records begin.
mkdir "$work/one" && cp "$work/batch/items.csv" "$work/one/items.csv" && echo a >"$work/agenda.txt" && : >"$work/out"
"$duly" check -r "$work/good.yaml" "$work/one/items.csv" --as-of 2003-12-20 -f concise -f json="$work/one/item" --agenda "$work/agenda.txt" \
    --watch >"$work/out" 2>&1 &
watcher=$!
wait_for 1 'waiting for a change'
echo b >"$work/agenda.txt"
wait_for 1 'agenda.txt has changed'
wait_for 2 'waiting for a change'
echo '[]' >"$work/one/waivers.yaml"
wait_for 1 'waivers.yaml has changed'
wait_for 3 'waiting for a change'
printf 'id,n\na,4\n' >"$work/one/items.csv"
wait_for 1 'items.csv has changed'
kill -INT "$watcher"
wait "$watcher"
[ $status -eq 130 ] || { echo "watch: ended with $status, not 130"; failed=1; }
[ $failed -eq 0 ] && echo "watch: seen"
exit $failed
