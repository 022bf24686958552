# Makes the catalogue of sentences from its files, a file a language, English first.
#
#   awk -f words.awk -v want=ids en.txt            the names, for the enumeration in base/words.h
#   awk -f words.awk -v want=sentences en.txt …    the sentences, for the tables in base/words.c
#
# Stops with the place where a file names a sentence or a value that English does not have, or has a name twice.

function fail(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
    failed = 1
    exit 1
}

# {step} becomes {0}: what stands there is known by its number in C.
function numbered(sentence, name,    out, open, close_, place) {
    while ((open = index(sentence, "{")) > 0) {
        close_ = index(sentence, "}")
        if (close_ < open)
            fail("a bracket of " name " is not closed")
        place = substr(sentence, open + 1, close_ - open - 1)
        if (!((name, place) in places))
            fail("'{" place "}' is no value of " name)
        out = out substr(sentence, 1, open - 1) "{" places[name, place] "}"
        sentence = substr(sentence, close_ + 1)
    }
    return out sentence
}

function quoted(sentence) {
    gsub(/\\/, "\\\\", sentence)
    gsub(/"/, "\\\"", sentence)
    return "\"" sentence "\""
}

# "(step, day)": the values of a sentence, in the order in which C gives them.
function declare(name, list,    names, count, i) {
    if (name in declared)
        return
    declared[name] = list
    order[++sentence_count] = name
    gsub(/[() ]/, "", list)
    count = split(list, names, ",")
    for (i = 1; i <= count; i++)
        places[name, names[i]] = i - 1
}

FNR == 1 {
    language = FILENAME
    sub(/.*\//, "", language)
    sub(/\.txt$/, "", language)
    languages[++language_count] = language
}
/^#/ || /^ *$/ { next }
!match($0, /^[A-Z][A-Z0-9_]*(=1)?(\([a-z_, ]*\))?: /) { fail("not a name, a colon and a sentence") }
{
    name = substr($0, 1, RLENGTH - 2)
    sentence = substr($0, RLENGTH + 1)
    list = ""
    if (match(name, /\(.*/)) {
        list = substr(name, RSTART)
        name = substr(name, 1, RSTART - 1)
    }
    single = sub(/=1$/, "", name)
    if (sentence ~ /^".*"$/)
        sentence = substr(sentence, 2, length(sentence) - 2)
    if (language_count == 1 && !single)
        declare(name, list)
    else if (language_count > 1 && !(name in declared))
        fail("English has no sentence " name)
    if ((language, name, single) in texts)
        fail(name " stands here twice")
    texts[language, name, single] = single ? quoted(sentence) : quoted(numbered(sentence, name))
}

END {
    if (failed)
        exit 1
    if (want == "ids") {
        for (i = 1; i <= sentence_count; i++)
            printf "    WORDS_%s, /* %s */\n", order[i], declared[order[i]] == "" ? "no values" : substr(declared[order[i]], 2, length(declared[order[i]]) - 2)
        exit
    }
    for (l = 1; l <= language_count; l++) {
        language = languages[l]
        printf "static const Sentence sentences_%s[WORDS_COUNT] = {\n", language
        for (i = 1; i <= sentence_count; i++) {
            name = order[i]
            if ((language, name, 0) in texts)
                printf "    [WORDS_%s] = { %s, %s },\n", name, (language, name, 1) in texts ? texts[language, name, 1] : "NULL", texts[language, name, 0]
        }
        print "};"
    }
    print "static const Language languages[] = {"
    for (l = 1; l <= language_count; l++)
        printf "    { \"%s\", sentences_%s },\n", languages[l], languages[l]
    print "};"
}
