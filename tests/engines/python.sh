#!/bin/sh
# The module for Python, with Debian's Python and its pandas, and with GDAL's Arrow stream: python.sh BUILD-FOLDER WORK-FOLDER
# apt: python3-pandas libgdal32
# has: python:pandas
out=$1 work=$2
PYTHONPATH="$out/python" sh tests/python.sh tests/engines/python_module.py "$work" || exit 1
# As others would install it, in an environment of its own.
sh tests/python.sh -m zipfile -e "$(ls "$out"/python/duly-*-abi3-*.whl)" "$work/installed" || exit 1
(cd / && PYTHONPATH="$work/installed" sh "$OLDPWD/tests/python.sh" -c 'import duly; print(duly.version())') || exit 1
echo "Python: the session in its documentation, rows, frames, streams and faults"
