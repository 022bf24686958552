#include "report/voice.h"

#include <stdio.h>

#include "report/dates.h"
#include "report/printable.h"

Str say(const Voice *voice, WordsId id, const Str *values)
{
    Text text = text_in(voice->arena);
    words_add(&text, voice->language, id, values);
    return text_str(&text);
}

Str say_number(const Voice *voice, WordsId id, uint64_t number)
{
    return SAY(voice, id, str_of(number_of(number).text));
}

void add_divider(const Voice *voice, Text *out)
{
    if (out->len)
        words_add(out, voice->language, WORDS_ALSO, NULL);
}

Str shown(Arena *arena, Str s)
{
    Text text = text_in(arena);
    printable_add(&text, s);
    return text_str(&text);
}

Str day_in(Arena *arena, duly_date date)
{
    return arena_str(arena, str_of(day_of(date).text));
}

Day day_spoken(Str language, duly_date date)
{
    Day day = { "" };
    Text text = { 0 };
    words_add_days(&text, language, str_of(day_of(date).text));
    snprintf(day.text, sizeof day.text, "%.*s", STR_ARG(text_str(&text)));
    text_free(&text);
    return day;
}

Str day_said(const Voice *voice, duly_date date)
{
    return arena_str(voice->arena, str_of(day_spoken(voice->language, date).text));
}

Str name_or_none(Str name)
{
    return str_is(name, DULY_KEPT_BACK) ? (Str) { 0 } : name;
}

Str value_said(const Voice *voice, Str value)
{
    return str_is(value, DULY_KEPT_BACK) ? words_get(voice->language, WORDS_PRIVATE) : value;
}

Str number_in(Arena *arena, uint64_t number)
{
    return arena_str(arena, str_of(number_of(number).text));
}

Number number_of(uint64_t number)
{
    Number out = { { 0 } };
    size_t len = 1, at;
    for (uint64_t rest = number / 10; rest > 0; rest /= 10)
        len++;
    for (at = len; at > 0; number /= 10)
        out.text[--at] = (char) ('0' + number % 10);
    return out;
}

void phrase_add_number(Text *out, Str language, WordsId id, uint64_t number)
{
    words_add(out, language, id, (Str[]) { str_of(number_of(number).text) });
}
