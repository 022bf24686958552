/* Finding a sentence among the translated ones, which the build has sorted. */
#include "base/said.h"

typedef struct {
    const char *english, *translated;
} Said;

typedef struct {
    const char *tag;
    const Said *sentences;
    size_t count;
} SaidLanguage;

#include "words/said.inc"

enum { LANGUAGE_COUNT = sizeof said_languages / sizeof *said_languages };

/* "zh" is meant by "zh", "zh-Hans" and "zh_CN", not by "zhx". */
static const SaidLanguage *language_of(Str asked)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        size_t len = strlen(said_languages[i].tag);
        if (str_starts_with(asked, str_of(said_languages[i].tag)) && (asked.len == len || asked.at[len] == '-' || asked.at[len] == '_'))
            return &said_languages[i];
    }
    return NULL;
}

static const char *find(const SaidLanguage *language, Str english)
{
    size_t low = 0, high = language->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(str_of(language->sentences[middle].english), english);
        if (order == 0)
            return language->sentences[middle].translated;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *said(Str language, const char *english)
{
    const SaidLanguage *known = language.len > 0 ? language_of(language) : NULL;
    const char *found = known ? find(known, str_of(english)) : NULL;
    return found ? found : english;
}

Str said_str(Str language, Str english)
{
    const SaidLanguage *known = language.len > 0 ? language_of(language) : NULL;
    const char *found = known ? find(known, english) : NULL;
    return found ? str_of(found) : english;
}
