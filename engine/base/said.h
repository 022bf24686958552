/* Sentences that stand in C, in the language of who reads them.
 *
 * What duly says of the author's files, of options and of itself stands in English where it is said: the format beside its values.
 * engine/words/zh.po and its like give the same in other languages, sentence by sentence, in the form that every translator's program
 * reads; values may change places there (%2$s). What a language lacks is said in English, and `make lint` counts that.
 * Sentences of findings and reports, which are made of parts, stand in the catalogue of base/words.h. */
#ifndef DULY_BASE_SAID_H
#define DULY_BASE_SAID_H

#include <stdarg.h>

#include "base/text.h"

/* The sentence in a language such as "zh" or "zh-Hans"; itself where the language has none. For formats of printf, too. */
const char *said(Str language, const char *english) __attribute__((format_arg(2)));

/* Adds a format that is one of the sentences, with its values; false, and nothing is added, where the language has none of this format.
   A value of %s that is a sentence or a word of duly itself is said in the language, too; one of %.*s, which comes from files, never. */
bool said_add(Text *out, Str language, const char *format, va_list args);

/* Adds a sentence without values, in the language of the text. */
void text_say(Text *text, const char *sentence);

/* The translation of a text that may be one of duly's sentences, or not. */
Str said_str(Str language, Str english);

#endif
