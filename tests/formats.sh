#!/bin/sh
# Holds the reports for other programs against schemas and parsers that are not ours: formats.sh PATH-OF-DULY. A validator that is not
# there is a failure: a check that was skipped would look like one that passed.
cd "$(dirname "$0")/.." || exit 2
duly=$1
schemas=tests/schemas
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
    echo "formats: $1"
    failed=1
}

for program in xmllint jsonschema python3; do
    command -v $program >/dev/null || fail "$program is not there; make test-deps installs it"
done
[ -x "$duly" ] || fail "there is no program '$duly'"
[ $failed -eq 0 ] || exit 1

is_json() { jsonschema -i "$2" "$schemas/$1" >"$work/log" 2>&1; }
is_junit() { xmllint --noout --schema $schemas/junit-jenkins.xsd "$1" >"$work/log" 2>&1; }
is_xml() { xmllint --noout "$1" >"$work/log" 2>&1; }

# expect COMMAND...: it must succeed.
expect() {
    "$@" || { fail "$*"; sed 's/^/    /' "$work/log"; }
}

# refuse COMMAND...: a validator that takes everything proves nothing.
refuse() {
    ! "$@" || fail "not refused: $*"
}

validate() { # FOLDER-AND-STEM
    expect is_junit "$1.junit.xml"
    expect is_json sarif-2.1.0.json "$1.sarif"
    [ ! -f "$1.gitlab.xml" ] || expect is_xml "$1.gitlab.xml"
    [ ! -f "$1.gitlab.json" ] || expect is_json gitlab-codequality.json "$1.gitlab.json"
}

# report STEM PACK BATCH ARGUMENT...: every format from one run, and that they tell of as many findings.
report() {
    stem=$work/$1
    shift
    "$duly" check -r "$@" -f json="$stem.json" -f csv="$stem.csv" -f text="$stem.txt" \
        -f concise="$stem.concise" -f markdown="$stem.md" -f junit="$stem.junit.xml" -f gitlab-junit="$stem.gitlab.xml" \
        -f sarif="$stem.sarif" -f github="$stem.github" -f gitlab="$stem.gitlab.json" >"$work/log" 2>&1
    [ $? -le 1 ] || fail "no report: $(cat "$work/log")"
    validate "$stem"
    expect python3 tests/formats.py "$stem"
}

for stem in full clean nothing; do
    validate fixtures/reports/formats/$stem
done
report meeting rules/university-2003 fixtures/meeting-2003 --as-of 2003-12-20 --gate meeting
report audit rules/university-2003 fixtures/meeting-2003 --as-of 2003-12-20
report one rules/university-2003 fixtures/meeting-2003 --as-of 2003-12-20 --only quorum
report clean rules/university-2003 fixtures/meeting-2003 --as-of 2003-12-20 --only ragged-row
report waived fixtures/scholarship/rules fixtures/scholarship/batch --as-of 2024-12-02
report few rules/university-2003 fixtures/meeting-2003 --as-of 2003-12-20 --max-findings 3

# calendar STEM ARGUMENT...: what is due, as a calendar; the same in every run.
calendar() {
    stem=$work/$1
    shift
    for time in 1 2; do
        "$duly" due -r fixtures/scholarship/rules fixtures/scholarship/batch "$@" -f ics="$stem.ics.$time" -f json="$stem.json" \
            >"$work/log" 2>&1
        [ $? -le 1 ] || fail "no calendar: $(cat "$work/log")"
    done
    cmp -s "$stem.ics.1" "$stem.ics.2" || fail "two runs give two calendars"
    expect is_calendar "$stem.ics.1" "$stem.json"
}
is_calendar() { sh tests/python.sh tests/ics.py "$1" "$2" >"$work/log" 2>&1; }

calendar due --as-of 2024-12-02
calendar private --as-of 2024-12-02 --redact --lang zh
calendar unknown --as-of 2026-12-02
calendar none --as-of 2024-12-02 --only average-high-enough
sed 's/^DTSTART;VALUE=DATE:2024/DTSTART;VALUE=DATE:2023/' "$work/due.ics.1" >"$work/bad.ics"
refuse is_calendar "$work/bad.ics" "$work/due.json"

refuse is_junit "$work/meeting.gitlab.xml"

# What `duly test` tells, with clauses and changes, one of them explained.
"$duly" test -cm -f junit="$work/proof.xml" fixtures/reports/pack rules/university-2003 >/dev/null
expect is_junit "$work/proof.xml"
sed 's/"kind": "fail"/"kind": "failed"/' "$work/meeting.sarif" >"$work/bad.sarif"
refuse is_json sarif-2.1.0.json "$work/bad.sarif"
sed 's/"begin": [0-9]*/"begin": 0/' "$work/meeting.gitlab.json" >"$work/bad.json"
refuse is_json gitlab-codequality.json "$work/bad.json"

[ $failed -eq 0 ] && echo "formats: valid, and in agreement"
exit $failed
