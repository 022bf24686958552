#!/bin/sh
# Plants a value in every private field and looks for it in all that every format and command writes under --redact:
# private.sh PATH-OF-DULY. A format or a command that comes later is looked at too: the lists are asked of the program.
cd "$(dirname "$0")/.." || exit 2
duly=$1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
looked=0

# What the private cells hold, as it stands there and as a report may write it; days that follow from a private one too.
secrets='zq|481516|4815[.]25|1999.?0?7.?23|2017.?0?7.?23|2003.?0?5.?1[678]|2003.?0?9.?29|2003.?0?6.?1[678]|2003.?0?5.?20'

fail() {
    echo "private: $1"
    failed=1
}

# look NAME: in what stands in $work/out, workbooks unpacked, and in what was said beside it, $work/said.
look() {
    looked=$((looked + 1))
    if head -c 2 "$work/out" | grep -q '^PK'; then
        python3 -c 'import sys, zipfile; f = zipfile.ZipFile(sys.argv[1]); [sys.stdout.buffer.write(f.read(n)) for n in f.namelist()]' \
            "$work/out" >"$work/unpacked" && mv "$work/unpacked" "$work/out"
    fi
    [ -f "$work/said" ] && cat "$work/said" >>"$work/out" && rm -f "$work/said"
    # The pack says of itself which values an enum has, headings of the pack are no data, and a hash may hold any letters.
    sed 's/sha256-[A-Za-z0-9+\/]*=//g; s/zqbook, zqmap/the values/g; s/== .zqmap.//g; s/zqmap or zqbook//g' "$work/out" | grep -aoE "$secrets" >"$work/found" &&
        fail "$1 tells: $(sort -u "$work/found" | tr '\n' ' ')"
}

set -- --as-of 2003-12-31

# formats COMMAND OPERAND...: those it has.
formats() {
    "$duly" "$@" -f no-such-format 2>&1 | sed -n 's/^   = there are //p' | tr -d ','
}

[ -n "$(formats check x)" ] || fail "there is no list of formats"
for format in $(formats check x); do
    for more in "" "-v" "--lang zh" "--gate return" "--gate return -v"; do
        # shellcheck disable=SC2086
        "$duly" check --redact -r tests/private/pack tests/private/batch "$@" $more -f "$format" >"$work/out" 2>"$work/said"
        [ $? -le 1 ] || fail "check -f $format $more: $(head -1 "$work/said")"
        look "check -f $format $more"
    done
done

for format in $(formats due x); do
    "$duly" due --redact -r tests/private/pack tests/private/batch "$@" -f "$format" >"$work/out" 2>"$work/said"
    [ $? -le 1 ] || fail "due -f $format: $(head -1 "$work/said")"
    look "due -f $format"
done
# A draft is passed on: it holds no cell of a column that is personal, be its values few, or one of them odd.
{
    echo 'no,手机,家庭住址,护照号,bank account,e-mail,birth identity,joined'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "$((i / 2)),481516$((i % 2)),zq$((i % 2)),zq$((i % 3)),zq$((i % 2)),zq$((i % 2)),$([ $i -lt 9 ] && echo 2003-05-0$i || echo zq),2003-05-0$((i % 3 + 1))"; done
} >"$work/roster.csv"
"$duly" init "$work/roster.csv" -o "$work/drafted" >"$work/out" 2>"$work/said" || fail "init: $(head -1 "$work/said")"
grep -c 'private: true' "$work/drafted/pack.yaml" | grep -q '^6$' || fail "init takes other columns for personal: $(grep private "$work/drafted/pack.yaml")"
cat "$work/drafted/pack.yaml" >>"$work/out"
look init

cp -r tests/private/pack "$work/new"
sed -i.old 's/loan.count < 5/loan.count < 4/; s/ was born on/ (born/; s/loan.grown_on$/loan.grown_on + days(1)/' "$work/new/pack.yaml"
for format in $(formats diff x y z); do
    "$duly" diff --redact tests/private/pack "$work/new" tests/private/batch "$@" -f "$format" >"$work/out" 2>"$work/said"
    [ $? -eq 1 ] || fail "diff -f $format: $(head -1 "$work/said")"
    look "diff -f $format"
done

# What stands in a file beside the cells of its fields: headings and keys that nobody claims, surplus cells, rows above the heading,
# texts that are broken.
mkdir "$work/odd"
head='id,name,born_on,kind,count,weight,lent,desks,lent_on,back_on,shelf'
row='L-zqa,zqname,1999-07-23,zqbook,5,1.5,true,zqdesk,2003-05-17,2003-05-18,a'
printf 'zqtitle\n%s,zqheading,zqheading2\n%s,zqcell,zqcell2,zqsurplus\n%s\n' "$head" "$row" "$row" >"$work/odd/surplus.csv"
printf '%s,id,name\n%s,zqagain,zqagain2\n' "$head" "$row" >"$work/odd/twice.csv"
printf '%s\n%s\n"zqopen,zqopen2\n' "$head" "$row" >"$work/odd/open.csv"
printf '%s\n"zqquoted"zqbehind,zqshort\n' "$head" >"$work/odd/behind.csv"
printf '[{"id": "L-zqa", "zqkey": "zqvalue"},\n{"id": "zqbroken" "zqtext"}]\n' >"$work/odd/broken.json"
printf '[{"id": "L-zqa", "zqkey": {"zqdeep": 1}}, ["zqlist"], "zqstring", zqword]\n' >"$work/odd/word.json"
printf '{"id": "L-zqa", "zqkey": 1}\n{"id": zqword}\n["zqlist"]\n{"id": "L-zqb", "id": "zqtwice", "name": ["zqlist"]}\n{"zqopen\n' >"$work/odd/lines.ndjson"
printf -- '- {id: L-zqa, zqkey: {zqdeep: 1}}\n- zqscalar\n- {id: L-zqb, name: x, name: zqtwice}\n- {id: "zqopen\n' >"$work/odd/open.yaml"
printf -- '- {id: *zqalias}\n' >"$work/odd/alias.yaml"
printf -- '- {id: !zqtag L-zqa, name: &zqanchor x}\n- zqkey: [\n' >"$work/odd/tag.yaml"
for file in "$work"/odd/*; do
    name=${file##*/}
    for format in $(formats check x); do
        "$duly" check --redact -r tests/private/pack --table "loan=$file" "$@" -v -f "$format" >"$work/out" 2>"$work/said"
        look "check -f $format of $name"
    done
    rm -f "$work/out"
    "$duly" check --redact -qq -r tests/private/pack --table "loan=$file" "$@" --annotate "$work/out" 2>"$work/told"
    [ -f "$work/out" ] && look "--annotate of $name"
    cp "$work/told" "$work/out" && look "--annotate of $name"
    for command in "check --show-mapping" "due -f json" "stats" "explain" "diff tests/private/pack $work/new"; do
        more="-r tests/private/pack"
        case "$command $name" in "explain alias.yaml" | "explain behind.csv") continue ;; esac # no such record: the key is echoed
        case $command in diff*) more= ;; explain) more="$more L-zqa" ;; esac
        # shellcheck disable=SC2086
        "$duly" $command --redact $more --table "loan=$file" --as-of 2003-12-31 >"$work/out" 2>&1
        look "$command of $name"
    done
done

# A workbook has more places than cells: names of sheets and of the file, comments, properties, titles, columns that are no field, another
# sheet, hidden rows; and beside it lie a mapping and an agenda with lines of their own.
cat >"$work/book.py" <<'PYTHON'
import sys, openpyxl
from openpyxl.comments import Comment
book = openpyxl.Workbook()
book.properties.creator, book.properties.title, book.properties.description = "zqcreator", "zqproperty", "zqdescription"
book.properties.keywords, book.properties.lastModifiedBy = "zqkeyword", "zqlast"
sheet = book.active
sheet.title = sys.argv[2]
sheet.append(["zqtitle of the list"])
sheet.append(sys.argv[3].split(",") + ["zqheading"])
sheet.append(sys.argv[4].split(",") + ["zqcell"])
sheet.append(["L-zqhidden"] + sys.argv[4].split(",")[1:])
sheet.append(["zqtotal", None, None, None, 481516])
sheet.row_dimensions[4].hidden = True
sheet["B3"].comment = Comment("zqcomment", "zqauthor")
sheet["B3"].hyperlink = "https://zqlink.example/"
sheet.oddHeader.center.text = "zqheader"
book.create_sheet("zqnotes").append(["zqnote", "zqnote2"])
book.save(sys.argv[1])
PYTHON
mkdir "$work/books"
sh tests/python.sh "$work/book.py" "$work/books/loans.xlsx" loans "$head" "$row" || fail "there is no workbook"
printf 'zqheading: -\nzqunused: name\n名zq: -\nkind: {zqvalue: zqbook}\n' >"$work/books/mapping.yaml"
printf 'L-zqa\nL-zqabsent\nzqname\nzqname\n' >"$work/agenda.txt"
printf 'zqbroken: [\n' >"$work/broken.yaml"
printf 'name,id\nzqperson,L-zqother\nzqperson,L-zqother\n' >"$work/agenda.csv"
for format in $(formats check x); do
    for more in "" "-v" "--gate return --agenda $work/agenda.txt" "--gate return --agenda $work/agenda.csv -v"; do
        # shellcheck disable=SC2086
        "$duly" check --redact -r tests/private/pack "$work/books" "$@" $more -f "$format" >"$work/out" 2>"$work/said"
        case $? in 0 | 1) ;; 3) [ "$more" != "${more#--gate}" ] ;; *) false ;; esac || fail "check -f $format $more of a workbook: $(head -1 "$work/said")"
        look "check -f $format ${more%% /*} of a workbook"
    done
done
for command in "check --show-mapping" "check -f json --mapping $work/broken.yaml" "due" "due -f ics" "stats" "explain" "map" "diff tests/private/pack $work/new"; do
    more="-r tests/private/pack" key=
    case $command in diff*) more= ;; explain) key=L-zqa ;; esac
    # shellcheck disable=SC2086
    "$duly" $command --redact $more "$work/books" $key --as-of 2003-12-31 >"$work/out" 2>&1
    look "$command of a workbook"
done
"$duly" check --redact -qq -r tests/private/pack "$work/books" "$@" --annotate "$work/out" 2>"$work/said"
[ -f "$work/out" ] && look "--annotate of a workbook"
"$duly" map --redact -r tests/private/pack "$work/books" -o "$work/map.yaml" --force >"$work/said" 2>&1
cp "$work/map.yaml" "$work/out" && look "map -o of a workbook"
"$duly" map -r tests/private/pack "$work/books" >"$work/out" 2>&1
grep -q zqheading "$work/out" || fail "map tells nothing of a workbook, with --redact or without"

# Waivers: why somebody was let off, and lines that cannot be used. Who grants, and the document, are told.
mkdir "$work/waived"
cp tests/private/batch/loans.csv "$work/waived"
for line in 'document: letter, expires: 2004-12-31, reason: zqreason' 'document: letter, expires: zqday' 'document: letter, expires: 2004-12-31, zqmore: x' \
    'document: letter, expires: 2004-12-31, values: {zqfield: zqvalue}' 'document: letter, expires: 2004-12-31, values: {born_on: [zqvalue]}' \
    'document: letter, expires: 2004-12-31, table: zqtable' 'document: letter, expires: 2003-01-01, granted: 2003-05-17' 'document: [zqlist' ''; do
    printf -- '- {rule: %s, key: L-zqone, %s}\n' "$([ -n "$line" ] && echo grown-up || echo zqrule)" "${line:-document: letter, expires: 2004-12-31}" >"$work/waived/waivers.yaml"
    for format in $(formats check x); do
        "$duly" check --redact -r tests/private/pack "$work/waived" "$@" -v -f "$format" >"$work/out" 2>"$work/said"
        look "check -f $format of a waiver: $line"
    done
    "$duly" explain --redact -r tests/private/pack "$work/waived" L-zqone "$@" 2>&1 | sed 's/L-zqone//' >"$work/out"
    look "explain of a waiver: $line"
done

# A baseline that was made without --redact is not compared with, and one that is broken tells nothing.
"$duly" check -r tests/private/pack tests/private/batch "$@" -f json >"$work/whole.json" 2>"$work/said"
"$duly" check --redact -r tests/private/pack tests/private/batch "$@" -f json >"$work/redacted.json" 2>"$work/said"
sed 's/"message":/"message" zqbroken:/' "$work/redacted.json" >"$work/broken.json"
sed 's/"rule": "[a-z-]*"/"rule": "zqrule"/; s/"key": "[^"]*"/"key": "zqkey"/' "$work/redacted.json" >"$work/other.json"
for baseline in whole redacted broken other; do
    for format in $(formats check x); do
        "$duly" check --redact -r tests/private/pack "$work/odd/surplus.csv" --baseline "$work/$baseline.json" "$@" -v -f "$format" >"$work/out" 2>"$work/said"
        look "check -f $format, baseline $baseline"
    done
done

# Ways to look at the same records.
for more in --records "--timings -v" "--max-findings 1" "--elsewhere count" "--only no-*"; do
    # shellcheck disable=SC2086
    "$duly" check --redact -r tests/private/pack tests/private/batch "$@" $more >"$work/out" 2>"$work/said"
    look "check $more"
done
for by in rule step unit; do
    "$duly" due --redact -r tests/private/pack tests/private/batch --as-of 2003-12-31 --by $by >"$work/out" 2>"$work/said"
    look "due --by $by"
done

# Without --redact the values must be found: a search that finds nothing anywhere proves nothing.
"$duly" check -r tests/private/pack tests/private/batch "$@" -f json >"$work/out" 2>&1
for secret in zqname zqdesk zqbook zqcount zqborn zqnobody 481516 4815.25 1999-07-23 2017-07-23 2003-05-18 2003-05-20; do
    grep -q "$secret" "$work/out" || fail "$secret is told nowhere, with --redact or without"
done

# Where the key is private a finding has no fingerprint: from a hash the key could be guessed. The same findings have one otherwise.
fingerprints() {
    "$duly" check "$@" --as-of 2003-12-31 -r tests/private/pack tests/private/batch --only no-message -f ndjson 2>/dev/null |
        grep -cE '"fingerprint":"[0-9a-f]{32}"'
}
[ "$(fingerprints --redact)" -eq 0 ] || fail "fingerprints tell keys apart"
[ "$(fingerprints)" -ge 2 ] || fail "there are no fingerprints without --redact either"

# The planted texts beside them are found too where nothing is kept back.
for file in "$work"/odd/surplus.csv "$work"/odd/broken.json "$work"/odd/lines.ndjson; do
    "$duly" check -r tests/private/pack --table "loan=$file" "$@" >"$work/out" 2>&1
    "$duly" check -r tests/private/pack --table "loan=$file" "$@" --show-mapping >>"$work/out" 2>&1
    grep -q 'zqheading\|zqtext\|zqword' "$work/out" || fail "nothing is told of ${file##*/}, with --redact or without"
done

[ $looked -ge 200 ] || fail "only $looked outputs were looked at"
[ $failed -eq 0 ] && echo "private: $looked outputs, nothing told"
exit $failed
