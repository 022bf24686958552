#!/bin/sh
# The hook and the workflow to copy: hook.sh PROGRAM. A commit of a broken rule is refused, one of a sound rule is not.
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/repository"
cp "$1" "$work/bin/duly" || exit 2
here=$(pwd)
PATH=$work/bin:$PATH
export PATH GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
failed=0

commit() { git -C "$work/repository" -c user.name=x -c user.email=x@example.org commit -q -a -m "$1" >"$work/log" 2>&1; }
fail() {
    echo "hook: $1"
    sed 's/^/    /' "$work/log"
    failed=1
}

git init -q "$work/repository"
mkdir "$work/repository/rules"
cp -r fixtures/reports/pack "$work/repository/rules/ours"
git -C "$work/repository" add -A
commit "the rules" || fail "the first commit failed"
cp "$here/tests/example/pre-commit" "$work/repository/.git/hooks/pre-commit"

rules=$work/repository/rules/ours/pack.yaml
echo '# a remark' >>"$rules"
commit "a remark" || fail "a sound change was refused"
sed -i 's/days(28)/days(29)/' "$rules"
git -C "$work/repository" diff --quiet && fail "the threshold was not found"
! commit "another threshold" || fail "a change whose examples fail was let through"
sed -i 's/days(29)/days(28)/; s/^    require:/    requires:/' "$rules"
! commit "a misspelt key" || fail "a broken pack was let through"

# What is staged counts, and not what lies in the folder.
git -C "$work/repository" checkout -q -- . && sed -i 's/days(28)/days(29)/' "$rules" && git -C "$work/repository" add -A && sed -i 's/days(29)/days(28)/' "$rules"
! git -C "$work/repository" -c user.name=x -c user.email=x@example.org commit -q -m "staged" >"$work/log" 2>&1 || fail "a change that is staged was let through, since the folder is sound"
git -C "$work/repository" reset -q --hard

# A pack that extends the one that changed is looked at too.
mkdir "$work/repository/rules/local"
printf 'pack: {name: local, format: 1, extends: ../ours}\nno_such_key: 1\n' >"$work/repository/rules/local/pack.yaml"
git -C "$work/repository" add -A
git -C "$work/repository" -c user.name=x -c user.email=x@example.org commit -q --no-verify -m "a local pack, unseen"
echo '# another remark' >>"$rules"
! commit "a remark" || fail "a pack that extends the one that changed was not looked at"
grep -q no_such_key "$work/log" || fail "the pack that extends is not named"

# Where that is broken itself the one that extends it is not looked at, and this is said. Folders may have blanks in their names.
git -C "$work/repository" reset -q --hard
sed -i 's/days(28)/days(29)/' "$rules"
! commit "another threshold" || fail "a change whose examples fail was let through below another pack"
grep -q "^rules/local: not looked at, since it stands on rules/ours" "$work/log" || fail "what stands on a broken pack is not named"
! grep -q no_such_key "$work/log" || fail "what stands on a broken pack was looked at"
git -C "$work/repository" reset -q --hard
git -C "$work/repository" mv rules/local "rules/our local"
! commit "a folder with a blank" || fail "a pack in a folder with a blank was passed over"
grep -q "rules/our local" "$work/log" || fail "a pack in a folder with a blank was not looked at"

sh tests/python.sh -c "import sys, yaml; [yaml.safe_load(open(path)) for path in sys.argv[1:]]" tests/example/workflow.yml \
    .pre-commit-hooks.yaml >"$work/log" 2>&1 || fail "not YAML"
[ $failed -eq 0 ] && echo "hook: as expected"
exit $failed
