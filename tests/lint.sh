#!/bin/sh
# What the compiler does not see: layers point one way, banned functions, no word of a domain in the engine.
# Prints each offence; exits with 1 if there was one.
cd "$(dirname "$0")/.." || exit 2
status=0
sources=$(git ls-files -co --exclude-standard 'engine/*.c' 'engine/*.h') # also in the rooms of a layer

offence() {
    [ -z "$2" ] && return
    printf '%s:\n%s\n' "$1" "$2"
    status=1
}

# One layer includes only itself and what stands to its left; read and lang stand beside each other.
upward=$(awk -F'[/"]' '
    BEGIN {
        n = split("base codec model read lang pack run prove api report cli python", layer, " ")
        for (i = 1; i <= n; i++) rank[layer[i]] = i
    }
    /^#include ".*\.inc"/ { next } # made by the build
    /^#include "/ {
        split(FILENAME, file, "/"); from = file[2]; to = $2
        if ($0 ~ /"duly_text\.h"/ || ((from == "api" || from == "report") && $0 ~ /"duly(_result|_source)?\.h"/)) next # public headers are installed beside each other
        if (!(to in rank)) { print FILENAME ": " $0 " names no layer"; next }
        if (rank[to] > rank[from] || (from == "lang" && to == "read")) print FILENAME ": includes " to "/" $3
        # The command line and the reports are clients of the public header like any other.
        if ((from == "report" || from == "cli") && to ~ /^(model|read|lang|pack|run|prove)$/) print FILENAME ": includes " to "/" $3
    }' $sources)
offence "includes that point up the layers" "$upward"

banned='\b(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|atoi|atol|atof|gets|gmtime|localtime|mktime|setlocale|rand|srand|alloca|system|popen)\('
offence "banned functions" "$(grep -nE "$banned" $sources | grep -v 'setlocale(.*/\* lint: ')"
# What stands in quotes or in a comment calls nothing: the expression language has a time('09:30') of its own.
offence "time zones and clocks belong to the command line alone" \
    "$(for file in $sources; do
        sed -E 's/"([^"\\]|\\.)*"//g; s#/\*.*\*/##' "$file" | grep -nE "\b((localtime_r|clock_gettime)\(|time\([^'])" | sed "s|^|$file:|"
    done | grep -v '^engine/cli/')"
# A test has the name of the file that it tests; these have a subject of their own, which lies across files.
subjects='^api/(locale|memory|nothing|source)$|^pack/pack_(broken|breakage)$|^read/merged$'
offence "unit tests without a file in engine/ of their name" "$(cd tests/unit && for test in */test_*.c */*/test_*.c; do
        name=$(dirname "$test")/$(basename "${test%.c}" | sed 's/^test_//; s/_narrow$//')
        [ -n "$(find "../../engine/$(dirname "$name")" -maxdepth 1 -name "$(basename "$name").*")" ] || echo "$name"
    done | grep -vE "$subjects")"
offence "// comments" "$(grep -nE '(^|[^:"'"'"'])//' $sources | grep -vE '"[^"]*//[^"]*"|/\*.*//')"
offence "words of a domain inside engine/" "$(grep -rniE 'party|politic|applicant|organi[sz]er|league' engine)"
# What people read stands in engine/words. Here is what reads other languages, and what makes messages that are expressions.
reads_han='^engine/(base/(calendar|daytime)|codec/xlsx|model/(cell|nothing|people)|read/(above|headings|columns|row_kind|delimiter|survey|yaml_signs)|codec/(yaml_signs|filekind|xlsx_format)|pack/fields)'
offence "sentences outside the catalogue (engine/words)" "$(grep -nP '[\x{4e00}-\x{9fff}]' $sources | grep -vE "$reads_han|/\*.*\*/")"
offence "sentences that a language lacks, or that nobody says" "$(sh tests/python.sh tests/sentences.py | grep -v '^sentences: 0 missing$')"
offence "sentences that nobody says" "$(sed -nE 's/^([A-Z][A-Z0-9_]*)(\([a-z_, ]*\))?: .*/\1/p' engine/words/en.txt | while read -r name; do
    grep -qwE "WORDS_$name|[{]%$name" $sources engine/report/html/page.html || echo "$name"; done)"
# How C is laid out is not a matter of taste here: `make format` does it. Rows of an initialiser do not count as lines of a function.
offence "files that 'make format' would change" "$(git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format --dry-run 2>&1 |
    sed -n 's/^\([^:]*\):.*-Wclang-format-violations.*/\1/p' | sort -u)"
offence "functions of more than 40 lines" "$(awk '
    /^\{$/ { start = FNR; rows = 0 }
    /^ *(\.[a-z_]+|\[[A-Z_]+\]) =/ { rows++ }
    /^\}$/ && start { if (FNR - start - 1 - rows > 40) print FILENAME ":" start ": " FNR - start - 1 - rows; start = 0 }' $sources)"
# A search for a function finds one. Names that macros put together (READER, rows, templates) and those of the program's edges stay.
shared='aggregate_count|degree_of|describe|group_of|is_known|memory_of|pack_of|read_date|read_list|title_of|words_of'
offence "functions with the name of one in another file" "$(for file in $(echo "$sources" | grep '\.c$' | grep -v '^engine/\(python\|wasm\)/'); do
    grep -hE '^(WIDE_TARGET )?static [^=]*\(' "$file" | grep -v ';$' | sed -E 's/^[^(]*[ *]([a-z_A-Z0-9]+)\(.*/\1/' | sort -u
done | sort | uniq -d | grep -vwE "$shared")"
# Structures that cross the library's edge begin with their size, but for values, which duly.h lists (its "Sizes"); who hands one over says it.
values='duly_(text|date|pair|texts|pairs|buffer|values|expr_(variable|instant|period|items))'
offence "public structures that do not begin with their size" "$(awk -v values="$values" '
    /^typedef enum/ { sized = 1 }
    /^(typedef )?(struct|union)( duly_[a-z_]+)? \{$/ { getline first; sized = first ~ /^    size_t size;/; named = $(NF - 1) ~ /^duly_/ ? $(NF - 1) : "" }
    /^\} ?[a-z_]*;$/ {
        name = named != "" ? named : $2; sub(/;/, "", name)
        if (name ~ /^duly_/ && !sized && name !~ "^" values "$" && name != "duly_expr_value") print FILENAME ": " name
        sized = 1; named = ""
    }' engine/api/duly.h engine/api/duly_expr.h engine/report/duly_report.h engine/base/duly_*.h)"
given='duly_(sink|reader|test_sink|rule|step|pack_info|explanation|value)'
offence "structures handed over without their size" "$(awk -v given="$given" '
    FNR == 1 { inside = 0; open = "" }
    /^\{$/ { inside = 1 }
    /^\}/ { inside = 0 }
    open != "" { if ($0 !~ /^ *\.size = /) print open; open = "" }
    { line = FILENAME ":" FNR ": " $0 }
    $0 ~ "(^|[^a-z_])" given " [a-z_]+ = \\{|" given "\\) \\{" {
        rest = $0; sub("^.*" given "(\\)| [a-z_]+ =) \\{", "", rest)
        if (rest == "") open = line
        else if (rest !~ /^ \.size = / || rest ~ /, [a-z_]+ = \{ (0|\.[^s])/) print line
    }
    inside && $0 ~ "^ +(static |const )*" given " [a-z_]+(, [a-z_]+)*;$" { print line }
    ' $(git ls-files -co --exclude-standard 'engine/report/*.c' 'engine/cli/*.c' 'engine/python/*.c' 'tests/*.[ch]' | grep -v 'tests/unit/api/test_sized.c') |
    grep -v 'duly_sink own = { 0 };')"
offence "classes of characters that base/ascii.h has" "$(grep -nE ">= '0' && .*<= '9'|>= '[aA]' && .*<= '[fzFZ]'|< '0' \|\| .*> '9'|== ' ' \|\| [^|]*== '.t'\)?( \|\||;|\))" $sources |
    grep -vE 'base/ascii.h|code >=|\\f')"
# The files of make share their variables.
offence "variables of make with two values" "$(sed -nE 's/^([A-Z][A-Z0-9_]*) *:?= .*/\1/p' Makefile engine/*/*.mk | sort | uniq -d)"
offence "files and folders at the top that have another place" "$(git ls-files -co --exclude-standard | cut -d/ -f1 | sort -u |
    grep -vE '^(\..*|engine|rules|fixtures|tests|Makefile|(README|CONTRIBUTING|CHANGELOG)\.md|LICENSE|action\.yml)$')"
# What a session says of the day on which it was written is wrong on the next one.
today="$(date +%F)|$(date +%Y年%-m月%-d日)"
offence "sessions that hold today, and do not say that it is meant" "$(for file in $(grep -lE "(as of|as-of|截至) ?($today)" tests/cli/*.txt); do
    grep '^\$' "$file" | grep -qE "$today" || echo "$file"; done)"
offence "tabs in C files" "$(grep -nP '^\t' $sources)"
offence "trailing blanks" "$(grep -nE ' +$' $sources)"
[ $status -eq 0 ] && echo "lint: nothing to complain about, 0 sentences missing"
exit $status
