#!/bin/sh
# A third language is one more file: words.sh BUILD-FOLDER. The program $1/third/duly speaks English (en), Chinese (zh) and a made-up
# language (xx), in which every sentence is the English one in brackets. Then what a file of words may not say.
cd "$(dirname "$0")/.." || exit 2
out=$1
status=0
fail() { printf '%s\n' "$*"; status=1; }

said=$("$out/third/duly" check -r fixtures/library/rules fixtures/library/batch --as-of 2003-12-31 --lang xx 2>/dev/null)
printf '%s\n' "$said" | grep -q '⟦' || fail "nothing is said in the third language: $said"
printf '%s\n' "$said" | grep -E '^(audit as of|Rules|Blocked)' && fail "this is said in English where the third language has it"
for sentence in 'audit as of' 'records' 'blocked'; do
    printf '%s\n' "$said" | grep -q "⟦[^⟧]*$sentence" || fail "'$sentence' is not said in the third language"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
refused() {
    printf '%s\n' "$1" > "$folder/yy.txt"
    told=$(awk -f engine/words/words.awk -v want=sentences engine/words/en.txt "$folder/yy.txt" 2>&1 >/dev/null) && fail "taken: $1"
    case $told in *"yy.txt:1: $2"*) ;; *) fail "'$1' gives: $told" ;; esac
}
refused 'NO_SUCH_SENTENCE: x' 'English has no sentence NO_SUCH_SENTENCE'
refused 'RECORDS: {figure}' "'{figure}' is no value of RECORDS"
refused 'records: x' 'not a name, a colon and a sentence'
refused 'RECORDS: {number' 'a bracket of RECORDS is not closed'
printf 'RULES: a\nRULES: b\n' > "$folder/yy.txt"
awk -f engine/words/words.awk -v want=sentences engine/words/en.txt "$folder/yy.txt" >/dev/null 2>&1 && fail "taken: a sentence twice"

# And what a file of translations may not say.
untrue() {
    printf 'msgid "%s"\nmsgstr "%s"\n' "$1" "$2" > "$folder/yy.po"
    LC_ALL=C awk -f engine/words/said.awk "$folder/yy.po" >/dev/null 2>"$folder/told" && fail "taken: $1: $2"
    grep -q 'yy.po:2: ' "$folder/told" || fail "'$2' gives: $(cat "$folder/told")"
}
untrue 'cannot open %s' 'x'
untrue 'cannot open %s' '%d'
untrue 'cannot open %s' '%2$s'
untrue '%s is %.*s' '%2$s %1$s'
untrue 'nothing' '%s'
exit $status
