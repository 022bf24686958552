/* The catalogue of sentences: finding one, and putting values into it. */
#include "base/words.h"

typedef struct {
    const char *one;  /* for the number 1; NULL: as for all others */
    const char *many; /* places for values are {0}, {1}, …; NULL: English has to do */
} Sentence;

typedef struct {
    const char *tag;
    const Sentence *sentences; /* by WordsId */
} Language;

#include "words/sentences.inc"

enum { LANGUAGE_COUNT = sizeof languages / sizeof *languages, ENGLISH = 0 };

/* ---- languages */

bool words_is_meant(const char *tag, Str asked)
{
    size_t len = strlen(tag);
    return str_starts_with(asked, str_of(tag)) && (asked.len == len || asked.at[len] == '-' || asked.at[len] == '_');
}

static size_t words_find(Str asked)
{
    size_t i = 0;
    while (i < LANGUAGE_COUNT && !words_is_meant(languages[i].tag, asked))
        i++;
    return i;
}

static size_t words_index_of(Str asked)
{
    size_t found = words_find(asked);
    return found < LANGUAGE_COUNT ? found : ENGLISH;
}

size_t words_language_count(void)
{
    return LANGUAGE_COUNT;
}

Str words_language(size_t index)
{
    return str_of(languages[index].tag);
}

Str words_language_of(Str tag)
{
    return words_language(words_index_of(tag));
}

Str words_language_known(Str tag)
{
    size_t found = words_find(tag);
    return found < LANGUAGE_COUNT && found != ENGLISH ? words_language(found) : (Str) { 0 };
}

bool words_knows(Str tag)
{
    return words_find(tag) < LANGUAGE_COUNT;
}

bool words_has(size_t language, WordsId id)
{
    return languages[language].sentences[id].many != NULL;
}

/* ---- sentences */

static const Sentence *sentence_of(Str language, WordsId id)
{
    size_t index = words_index_of(language);
    return &languages[words_has(index, id) ? index : ENGLISH].sentences[id];
}

Str words_get(Str language, WordsId id)
{
    return str_of(sentence_of(language, id)->many);
}

void words_add(Text *out, Str language, WordsId id, const Str *values)
{
    const Sentence *sentence = sentence_of(language, id);
    const char *at = sentence->one && values && str_is(values[0], "1") ? sentence->one : sentence->many;
    for (const char *place; values && (place = strchr(at, '{')) != NULL; at = place + 3) {
        text_add(out, (Str) { at, (size_t) (place - at) });
        text_add(out, values[place[1] - '0']);
    }
    text_add(out, str_of(at));
}

/* ---- days */

enum { YEAR = 4, MONTH = 5, MONTH_END = 7, DAY = 8, DAY_LENGTH = 10 };

static bool is_word(char c)
{
    return c == '-' || (unsigned char) (c - '0') < 10 || (unsigned char) ((c | 0x20) - 'a') < 26;
}

static bool is_day_at(Str text, size_t at)
{
    static const char form[] = "0000-00-00";
    if (text.len - at < DAY_LENGTH || (at > 0 && is_word(text.at[at - 1])))
        return false;
    for (size_t i = 0; i < DAY_LENGTH; i++)
        if (form[i] == '-' ? text.at[at + i] != '-' : (unsigned char) (text.at[at + i] - '0') > 9)
            return false;
    return text.len - at == DAY_LENGTH || !is_word(text.at[at + DAY_LENGTH]);
}

static Str without_zero(Str digits)
{
    return digits.at[0] == '0' ? str_slice(digits, 1, digits.len) : digits;
}

void words_add_days(Text *out, Str language, Str text)
{
    size_t from = 0, end = words_index_of(language) == ENGLISH ? 0 : text.len;
    for (size_t at = 0; at < end; at++) {
        if (!is_day_at(text, at))
            continue;
        Str day = str_slice(text, at, at + DAY_LENGTH);
        text_add(out, str_slice(text, from, at));
        words_add(out, language, WORDS_DAY,
                  (Str[]) { str_slice(day, 0, YEAR), without_zero(str_slice(day, MONTH, MONTH_END)),
                            without_zero(str_slice(day, DAY, DAY_LENGTH)) });
        from = at + DAY_LENGTH;
        at = from - 1;
    }
    text_add(out, str_slice(text, from, text.len));
}
