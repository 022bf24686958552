/* Finding a sentence among the translated ones, which the build has sorted; and putting values into formats whose order it changes.

   C has no way to call printf with arguments in another order, and %2$s of POSIX would want the original to number them as well. So the
   English format is read for what its arguments are, each is taken and printed by itself, and the pieces are put where the translation
   wants them. Only directives that the sentences have are known. */
#include "base/ascii.h"
#include "base/said.h"
#include "base/words.h"

#include <stdio.h>
#include <stdlib.h>

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

static const SaidLanguage *said_language_of(Str asked)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        if (words_is_meant(said_languages[i].tag, asked))
            return &said_languages[i];
    return NULL;
}

static const char *said_find(const SaidLanguage *language, Str english)
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
    const SaidLanguage *known = language.len > 0 ? said_language_of(language) : NULL;
    const char *found = known ? said_find(known, str_of(english)) : NULL;
    return found ? found : english;
}

Str said_str(Str language, Str english)
{
    const SaidLanguage *known = language.len > 0 ? said_language_of(language) : NULL;
    const char *found = known ? said_find(known, english) : NULL;
    return found ? str_of(found) : english;
}

/* ---- formats */

enum { SLOTS = 16 /* as printf counts its arguments: %.*s takes two */, DIGITS = 32 };

typedef struct {
    Str texts[SLOTS];
    char digits[SLOTS][DIGITS]; /* of numbers */
    size_t count;
    va_list args;
} Values;

/* "%04X", "%2$.*1$s". */
typedef struct {
    size_t slot;        /* of the value, from 1; 0: the next one */
    bool star, is_size; /* its width is a value; it is as long as a pointer */
    int longs;          /* how many letters l: a long, a long long */
    int width;          /* of hexadecimal digits */
    char letter;
} Directive;

static const char *said_read_number(const char *at, size_t *number)
{
    for (*number = 0; ascii_is_digit(*at); at++)
        *number = *number * 10 + (size_t) (*at - '0');
    return at;
}

/* `at` is behind the sign; gives what is behind the letter. */
static const char *read_directive(const char *at, Directive *directive)
{
    size_t number;
    *directive = (Directive) { 0 };
    const char *behind = said_read_number(at, &number);
    if (*behind == '$') {
        directive->slot = number;
        at = behind + 1;
    }
    for (; *at && !strchr("sducXf", *at); at++) {
        directive->star |= *at == '*';
        directive->is_size |= *at == 'z';
        directive->longs += *at == 'l';
        if (*at >= '1' && *at <= '9' && at[1] != '$')
            directive->width = *at - '0';
    }
    directive->letter = *at;
    return *at ? at + 1 : at;
}

/* Each of its own width, which machines differ in. */
static unsigned long long take_unsigned(Values *values, const Directive *directive)
{
    if (directive->is_size)
        return va_arg(values->args, size_t);
    if (directive->longs > 1)
        return va_arg(values->args, unsigned long long);
    return directive->longs ? va_arg(values->args, unsigned long) : va_arg(values->args, unsigned);
}

static long long take_signed(Values *values, const Directive *directive)
{
    if (directive->is_size)
        return (long long) va_arg(values->args, size_t);
    if (directive->longs > 1)
        return va_arg(values->args, long long);
    return directive->longs ? va_arg(values->args, long) : va_arg(values->args, int);
}

static size_t print_number(Values *values, const Directive *directive, char *digits)
{
    int len = 0;
    switch (directive->letter) {
    case 'd': len = snprintf(digits, DIGITS, "%lld", take_signed(values, directive)); break;
    case 'f': len = snprintf(digits, DIGITS, "%.0f", va_arg(values->args, double)); break;
    case 'X': len = snprintf(digits, DIGITS, "%0*X", directive->width, va_arg(values->args, unsigned)); break;
    case 'c': len = snprintf(digits, DIGITS, "%c", va_arg(values->args, int)); break;
    case 'u': len = snprintf(digits, DIGITS, "%llu", take_unsigned(values, directive)); break;
    }
    return len > 0 ? (size_t) len : 0;
}

static void said_take_value(Values *values, Str language, const Directive *directive)
{
    int width = 0;
    if (directive->star) {
        width = va_arg(values->args, int);
        values->count++;
    }
    size_t slot = values->count++;
    if (slot >= SLOTS)
        abort(); /* no sentence has so many values: the build has read them all */
    if (directive->letter != 's') {
        values->texts[slot] = (Str) { values->digits[slot], print_number(values, directive, values->digits[slot]) };
        return;
    }
    const char *text = va_arg(values->args, const char *);
    values->texts[slot] = directive->star ? (Str) { text, (size_t) width } : said_str(language, str_of(text));
}

static void take_values(Values *values, Str language, const char *format)
{
    while ((format = strchr(format, '%')) != NULL) {
        Directive directive;
        if (format[1] == '%') {
            format += 2;
            continue;
        }
        format = read_directive(format + 1, &directive);
        said_take_value(values, language, &directive);
    }
}

static void put_values(Text *out, const Values *values, const char *format)
{
    size_t next = 0;
    for (const char *sign; (sign = strchr(format, '%')) != NULL;) {
        Directive directive;
        text_add(out, (Str) { format, (size_t) (sign - format) });
        if (sign[1] == '%') {
            text_add_char(out, '%');
            format = sign + 2;
            continue;
        }
        format = read_directive(sign + 1, &directive);
        next += directive.star;
        size_t slot = directive.slot ? directive.slot - 1 : next++;
        text_add(out, values->texts[slot]);
    }
    text_add(out, str_of(format));
}

bool said_add(Text *out, Str language, const char *format, va_list args)
{
    const char *translated = said(language, format);
    if (translated == format)
        return false;
    Values values = { .count = 0 };
    va_copy(values.args, args);
    take_values(&values, language, format);
    va_end(values.args);
    put_values(out, &values, translated);
    return true;
}

void text_say(Text *text, const char *sentence)
{
    text_add(text, str_of(said(text->language, sentence)));
}
