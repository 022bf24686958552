#!/bin/sh
# Arrow from a producer that is not ours: GDAL reads a CSV and gives it as a stream of record batches; the findings are those of the file.
# arrow.sh BUILD-FOLDER WORK-FOLDER
# apt: libgdal-dev
# has: gdal-config
out=$1 work=$2
libraries="yaml-0.1 libpcre2-8 jansson nettle expat"
# shellcheck disable=SC2046,SC2086
${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Iengine/base -Iengine/api $(gdal-config --cflags) $(pkg-config --cflags $libraries) \
    tests/engines/arrow_gdal.c "$out/libduly.a" -o "$work/arrow" $(gdal-config --libs) $(pkg-config --libs $libraries) -lm -lpthread -ldl || exit 1
"$work/arrow" rules/university-2003 fixtures/meeting-2003/applicants.csv "" 2003-12-20 meeting || exit 1
"$work/arrow" rules/university-year fixtures/year-2003/batch/admissions.csv admission 2003-12-31 || exit 1
cp fixtures/scholarship/batch/holders.csv "$work" || exit 1 # waivers lie beside it, which a stream has none of
"$work/arrow" fixtures/scholarship/rules "$work/holders.csv" holder 2024-12-31 || exit 1
echo "Arrow: what GDAL reads is found as in the files"
