#!/bin/sh
# What action.yml runs, run as a workflow would: action.sh PACKAGE.
cd "$(dirname "$0")/../.." || exit 2
package=$(realpath "$1")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "action: $1"
    failed=1
}

sh tests/python.sh - >"$work/script" <<'END' || exit 1
import re, yaml
action = yaml.safe_load(open("action.yml", encoding="utf-8"))
step, = action["runs"]["steps"]
wanted = set(re.findall(r"inputs\.([\w-]+)", " ".join(step["env"].values())))
assert wanted == set(action["inputs"]), wanted ^ set(action["inputs"])
assert "${{" not in step["run"], "a value stands within the script"
assert action["outputs"]["status"]["value"] == "${{ steps.%s.outputs.status }}" % step["id"]
print(step["run"])
END

# act WORDS...: runs the step with these in the environment, and keeps its status.
act() {
    : >"$work/output" && : >"$work/summary.md"
    (cd "$work" && env GITHUB_ACTIONS=true GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary.md" npm_config_offline=true \
        npm_config_cache="$work/cache" RULES=rules/core BATCH=batch GATE= DAY= AS_OF=2003-12-20 FAIL_ON=error LANGUAGE_OF_REPORT=en REPORT= \
        PACKAGE="$package" "$@" bash --noprofile --norc -eo pipefail script >"$work/log" 2>&1)
    status=$?
}
cp -R rules "$work/rules"
mkdir "$work/batch" "$work/two words"
cp fixtures/meeting-2003/applicants.csv "$work/batch"
cp fixtures/rosters/office.xlsx "$work/two words"

act GATE=meeting DAY=2003-12-20 REPORT=page.html
[ $status -eq 1 ] || fail "status $status: $(cat "$work/log")"
grep -q '^status=1$' "$work/output" || fail "no status is given on"
grep -q '^::error file=batch/applicants.csv,line=4' "$work/log" || fail "no annotation: $(cat "$work/log")"
grep -q '^# ' "$work/summary.md" || fail "no summary"
[ -s "$work/page.html" ] || fail "no page"
act FAIL_ON=never
[ $status -eq 0 ] || fail "status $status although nothing may fail"
act BATCH="batch
two words/office.xlsx" FAIL_ON=never
grep -q 'two words/office.xlsx' "$work/log" || fail "two files: $(cat "$work/log")"
act BATCH='$(touch caught)' LANGUAGE_OF_REPORT='`touch caught`'
[ $status -eq 2 ] && [ ! -e "$work/caught" ] || fail "a value was run"
[ $failed -eq 0 ] && echo "action: annotates, sums up and fails where it should"
exit $failed
