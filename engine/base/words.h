/* The catalogue: every sentence that duly says to people, in every language it speaks.
 *
 * The sentences are data, a file a language: engine/words/en.txt declares them with the values they need, in the order in which
 * C gives them, and any other file there translates them. A language is added by adding its file; nothing in C names one. Where a
 * language lacks a sentence, English is said (a test counts those). Two forms are known, for the number 1 and for all others:
 * what a language needs beyond that is put into words that do not bend ("findings: 3"). */
#ifndef DULY_BASE_WORDS_H
#define DULY_BASE_WORDS_H

#include "base/text.h"

typedef enum {
#include "words/ids.inc"
    WORDS_COUNT
} WordsId;

/* The most values that a sentence has. */
enum { WORDS_VALUES = 5 };

/* Adds a sentence with its values in place, those that en.txt names, in that order; `values` may be NULL where there are none.
   Where the first value is the number 1, its form for one is taken if it has one. `language` is a tag such as "zh" or "zh-Hans";
   English where it is none of the catalogue's. */
void words_add(Text *out, Str language, WordsId id, const Str *values);

/* Adds a text, the days in it (2003-06-01) as people write them in that language. One within a longer word or number stays. */
void words_add_days(Text *out, Str language, Str text);

/* A sentence without values. It lives as long as the program. */
Str words_get(Str language, WordsId id);

/* Whether somebody who asks for a language means this one: "zh" is meant by "zh", "zh-Hans" and "zh_CN", not by "zhx". */
bool words_is_meant(const char *tag, Str asked);
/* The languages of the catalogue, English first; what a tag comes down to: "zh" for "zh_CN", "en" for what
   is not known; whether it is known. */
size_t words_language_count(void);
Str words_language(size_t index);
Str words_language_of(Str tag);
bool words_knows(Str tag);
/* The same tag, living as long as the program; empty: English, or not known. For the memory in which sentences are made. */
Str words_language_known(Str tag);

/* Whether the language of this index has the sentence itself. */
bool words_has(size_t language, WordsId id);

#endif
