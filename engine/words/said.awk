# Makes the table of base/said.c from files such as zh.po: of each language the sentences, in the order of their bytes.
#
#   LC_ALL=C awk -f said.awk zh.po …
#
# Stops where a translation asks for other values than the sentence has, or a sentence stands twice.

function fail(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
    failed = 1
    exit 1
}

# What stands between the quotes, as C has it in memory: its order is that of the bytes.
function plain(quoted) {
    gsub(/\\n/, "\n", quoted)
    gsub(/\\r/, "\r", quoted)
    gsub(/\\033/, "\033", quoted)
    gsub(/\\"/, "\"", quoted)
    gsub(/\\\\/, "\\", quoted)
    return quoted
}

# The kinds of the values of a format by their numbers, as printf counts them: %.*s takes two, and is known by the second. A format
# numbers its values (%2$s, %3$.*2$s) or has them in order. Gives how many values stand there, and whether they are numbered.
function values(format, kinds,    found, number, count, all) {
    split("", kinds)
    numbered = 0
    gsub(/%%/, "", format)
    while (match(format, /%([0-9]+\$)?[-0-9.]*(\*([0-9]+\$)?)?(ll|l|z)?[sducxXfg]/)) {
        found = substr(format, RSTART + 1, RLENGTH - 1)
        format = substr(format, RSTART + RLENGTH)
        if (match(found, /^[0-9]+\$/)) {
            numbered = 1
            number = substr(found, 1, RLENGTH - 1) + 0
            found = substr(found, RLENGTH + 1)
            sub(/\*[0-9]+\$/, "*", found)
        } else {
            count += found ~ /\*/ ? 2 : 1
            number = count
        }
        kinds[number] = found
        all++
    }
    return all + 0
}

# A translation may leave out values where it numbers those that it has: what is "s" in "records" is nothing elsewhere.
function fits(english, translated,    wanted, given, number, count) {
    count = values(english, wanted)
    if (values(translated, given) != count && !numbered)
        return 0
    for (number in given)
        if (given[number] != wanted[number])
            return 0
    return 1
}

FNR == 1 {
    language = FILENAME
    sub(/.*\//, "", language)
    sub(/\.po$/, "", language)
    languages[++language_count] = language
    counts[language] = 0
}
/^msgid "/ { english = substr($0, 7) }
/^msgstr "/ && english != "\"\"" {
    translated = substr($0, 8)
    if ((language, english) in texts)
        fail(english " stands here twice")
    if (!fits(english, translated))
        fail("the values of " translated " are not those of " english)
    texts[language, english] = translated
    list[language, ++counts[language]] = english
    keys[english] = plain(substr(english, 2, length(english) - 2))
}

END {
    if (failed)
        exit 1
    for (l = 1; l <= language_count; l++) {
        language = languages[l]
        count = counts[language]
        for (gap = int(count / 2); gap > 0; gap = int(gap / 2))
            for (i = gap + 1; i <= count; i++) {
                moved = list[language, i]
                for (j = i; j > gap && keys[list[language, j - gap]] > keys[moved]; j -= gap)
                    list[language, j] = list[language, j - gap]
                list[language, j] = moved
            }
        printf "static const Said said_%s[] = {\n", language
        for (i = 1; i <= count; i++)
            printf "    { %s, %s },\n", list[language, i], texts[language, list[language, i]]
        print "};"
    }
    print "static const SaidLanguage said_languages[] = {"
    for (l = 1; l <= language_count; l++)
        printf "    { \"%s\", said_%s, %d },\n", languages[l], languages[l], counts[languages[l]]
    print "};"
}
