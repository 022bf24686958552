#!/bin/sh
# Parts of a million records: the bytes of one run, for cuts drawn at random. million.sh BUILD-FOLDER WORK-FOLDER; RECORDS and SEED say other ones.
out=$1 work=$2
seed=${SEED:-$(date +%j)} # another one each day, and told
echo "seed $seed"
TMPDIR=$work sh tests/python.sh tests/parts.py "$out/duly" "${RECORDS:-1000000}" "$seed" million || exit 1
echo "a million in parts: the bytes of one run (seed $seed)"
