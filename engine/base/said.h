/* Sentences that stand in C, in the language of who reads them.
 *
 * What duly says of the author's files, of options and of itself stands in English where it is said: the format beside its values.
 * engine/words/zh.po and its like give the same in other languages, sentence by sentence, in the form that every translator's program
 * reads; values may change places there (%2$s). What a language lacks is said in English, and `make lint` counts that.
 * Sentences of findings and reports, which are made of parts, stand in the catalogue of base/words.h. */
#ifndef DULY_BASE_SAID_H
#define DULY_BASE_SAID_H

#include "base/str.h"

/* The sentence in a language such as "zh" or "zh-Hans"; itself where the language has none. For formats of printf, too. */
const char *said(Str language, const char *english) __attribute__((format_arg(2)));

/* The same for a text that may be one of duly's sentences, or not. */
Str said_str(Str language, Str english);

#endif
