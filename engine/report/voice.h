/* What is said, in which language, and where the words live until they are written. Whatever is put together in a report is a text of
   the arena of its voice: nobody frees it, and whoever calls the report empties the arena behind each call. */
#ifndef DULY_REPORT_VOICE_H
#define DULY_REPORT_VOICE_H

#include "api/duly.h"
#include "base/text.h"
#include "base/words.h"

typedef struct {
    Arena *arena;
    Str language;
} Voice;

/* A sentence with its values; SAY(&voice, WORDS_AUDIT, as_of). */
Str say(const Voice *voice, WordsId id, const Str *values);
#define SAY(voice, id, ...) say((voice), (id), (Str[]) { __VA_ARGS__ })
/* One that has only a number in it. */
Str say_number(const Voice *voice, WordsId id, uint64_t number);

/* Adds what divides a sentence from what stands there already; nothing where nothing does. */
void add_divider(const Voice *voice, Text *out);

/* Made harmless for a terminal (report/printable.h). */
Str shown(Arena *arena, Str s);
/* "2003-06-01", or nothing where there is no day. */
Str day_in(Arena *arena, duly_date date);
Str number_in(Arena *arena, uint64_t number);

/* A day as a sentence says it (report/dates.h). */
Str day_said(const Voice *voice, duly_date date);
/* What is kept back under `redact` comes marked for machines. A name beside a key is left out then, a value is said to be kept back. */
Str name_or_none(Str name);
Str value_said(const Voice *voice, Str value);

/* A number as a text that lives where it is used. */
typedef struct {
    char text[24];
} Number;
Number number_of(uint64_t number);

/* A phrase that has only a number in it. */
void phrase_add_number(Text *out, Str language, WordsId id, uint64_t number);

#endif
