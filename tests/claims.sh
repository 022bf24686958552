#!/bin/sh
# What the README promises, tried on real files: claims.sh PROGRAM.
duly=$1
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

claim() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n    expected: %s\n    got:      %s\n' "$1" "$2" "$3"
    fi
}

# Rule, key and outcome of every finding about a record, one a line.
findings() {
    "$duly" check -r rules/university-2003 "$@" --as-of 2003-12-20 --format ndjson |
        sed -n 's/^{"rule":"\([^"]*\)","severity":"[^"]*","outcome":"\([^"]*\)".*"key":"\([^"]*\)".*/\3 \1 \2/p'
}

# One batch in five formats gives the same findings, before the meeting and in the audit.
for mode in "--gate=meeting" "--jobs=2"; do
    findings fixtures/meeting-2003 "$mode" >"$work/csv"
    claim "findings in the CSV ($mode)" yes "$([ "$(wc -l <"$work/csv")" -gt 30 ] && echo yes)"
    for form in tsv ndjson json yaml; do
        findings "fixtures/meeting-2003-forms/$form" "$mode" >"$work/$form"
        claim "the same findings from $form ($mode)" "" "$(diff "$work/csv" "$work/$form" | head -3)"
    done
done

# The same bytes, whatever the number of threads.
for jobs in 1 2 5; do
    "$duly" check -r rules/university-2003 fixtures/meeting-2003 --as-of 2003-12-20 --format json --jobs $jobs >"$work/jobs$jobs"
done
claim "the same report from 1, 2 and 5 threads" "" "$(cmp "$work/jobs1" "$work/jobs2"; cmp "$work/jobs1" "$work/jobs5")"

# Editing a threshold changes the result, with no build in between.
cp -r rules "$work/rules"
count() {
    "$duly" check -r "$work/rules/university-2003" fixtures/meeting-2003 --as-of 2003-12-20 --gate meeting --only training-lasted-a-year --format ndjson |
        grep -c '"rule":"training-lasted-a-year","severity":"error","outcome":"violation"'
}
before=$(count)
sed -i 's/^\( *training_months:.*value: \)12/\113/' "$work/rules/core/parameters.yaml"
claim "the threshold stands in parameters.yaml" 1 "$(grep -c 'training_months:.*value: 13' "$work/rules/core/parameters.yaml")"
claim "a longer training blocks more" yes "$([ "$(count)" -gt "$before" ] && echo yes)"

# Mistakes in an edit are refused, with the place inside the expression and a suggestion.
broken() {
    cp -r rules "$work/$1"
    cat >"$work/$1/university-2003/mine.yaml"
    "$duly" lint "$work/$1/university-2003" 2>&1
    echo "exit $?"
}
told=$(broken field <<'YAML'
rules:
  - id: mine
    for: applicant
    require: applicant.categroy == 'adult'
YAML
)
claim "a misspelled field" "mine.yaml:4:24 'category'? exit 2" \
    "$(echo "$told" | grep -o "mine.yaml:4:24" | head -1) $(echo "$told" | grep -o "'category'?" | head -1) $(echo "$told" | tail -1)"
told=$(broken enum <<'YAML'
rules:
  - id: mine
    for: applicant
    require: applicant.category != 'adlut'
YAML
)
claim "an unknown enum value" "mine.yaml:4:36 'adult'? exit 2" \
    "$(echo "$told" | grep -o "mine.yaml:4:36" | head -1) $(echo "$told" | grep -o "'adult'?" | head -1) $(echo "$told" | tail -1)"
told=$(broken types <<'YAML'
rules:
  - id: mine
    for: applicant
    require: applicant.listed_on >= 12
YAML
)
claim "a date compared with a number" "mine.yaml:4 E204 exit 2" \
    "$(echo "$told" | grep -o "mine.yaml:4" | head -1) $(echo "$told" | grep -o "E204" | head -1) $(echo "$told" | tail -1)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
