#!/bin/sh
# Single expressions, by duly and by two evaluators in JavaScript: `expr.sh BUILD_FOLDER`. make bench-expr
set -eu

build=$1
packages="@marcbachmann/cel-js@8 @bufbuild/cel@0.6 @bufbuild/protobuf@2"

"$build/bench/expr"
echo

if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    echo "node and npm are not here: evaluators in JavaScript are left out."
    exit 0
fi

mkdir -p "$build/bench/npm"
# shellcheck disable=SC2086
if ! npm install --prefix "$build/bench/npm" --no-audit --no-fund --silent $packages; then
    echo "npm cannot install $packages: evaluators in JavaScript are left out."
    exit 0
fi

source=$PWD/tests/bench
cd "$build/bench/npm"
node "$source/expr.mjs" "$source/expr.c"
