/* People part the names in a cell by whatever their keyboard has: unless the dictionary names the one separator of a field, all of
   these do. Strokes part names of people alone: in other texts they may stand for something. Blanks do not, since a name may hold
   one: they part where every piece is known (see part_next_word), or is the name of a person by itself. */
#include "model/parts.h"

#include "base/utf8.h"
#include "model/cell.h"

static const char *const marks[] = { ";", ",", "\n", "\r", "、", "，", "；", "/", "|", "／", "｜" };

enum { MARKS = sizeof marks / sizeof *marks, STROKES = 4 };

/* The first mark at or after the start of a text; SIZE_MAX: none. */
static size_t find_mark(Str text, size_t count, size_t *size)
{
    for (size_t at = 0; at < text.len; at++)
        for (size_t i = 0; i < count; i++) {
            Str mark = str_of(marks[i]);
            if (!str_starts_with(str_slice(text, at, text.len), mark))
                continue;
            *size = mark.len;
            return at;
        }
    return SIZE_MAX;
}

static size_t find_separator(const Field *field, Str text, size_t *size)
{
    *size = field->separator.len;
    if (field->separator.len)
        return str_find(text, field->separator, 0);
    return find_mark(text, field->of == FIELD_NAME ? MARKS : MARKS - STROKES, size);
}

static void take(Str *rest, Str *part, size_t end, size_t size)
{
    bool is_last = end == SIZE_MAX;
    *part = cell_trim(str_slice(*rest, 0, is_last ? rest->len : end));
    *rest = is_last ? (Str) { NULL, 0 } : str_slice(*rest, end + size, rest->len);
}

bool part_next(const Field *field, Str *rest, Str *part)
{
    size_t size = 0;
    if (!rest->at)
        return false;
    size_t end = find_separator(field, *rest, &size);
    take(rest, part, end, size);
    return true;
}

Str part_separator_in(const Field *field, Str text)
{
    size_t size = 0, at = find_separator(field, text, &size);
    return at == SIZE_MAX ? (Str) { 0 } : str_slice(text, at, at + size);
}

static size_t find_blank(Str text, size_t *size)
{
    for (size_t at = 0; at < text.len; at += *size)
        if (utf8_is_blank(utf8_decode(text.at + at, size)))
            return at;
    return SIZE_MAX;
}

bool part_next_word(Str *rest, Str *part)
{
    size_t size = 0;
    do {
        if (!rest->at)
            return false;
        size_t end = find_blank(*rest, &size);
        take(rest, part, end, size);
    } while (part->len == 0);
    return true;
}

/* Names in Chinese characters have two to four, and as many again behind a dot: one letter alone is half a name, whose letters were
   set apart to line up with longer ones. */
static bool is_whole_name(Str word)
{
    enum { LEAST = 2, MOST = 4, DOT = 0xB7 };
    size_t letters = 0, most = MOST, size;
    for (size_t at = 0; at < word.len; at += size) {
        uint32_t code = utf8_decode(word.at + at, &size);
        if (code == DOT)
            most += MOST;
        else if (!utf8_is_han(code))
            return false;
        else
            letters++;
    }
    return letters >= LEAST && letters <= most;
}

bool part_is_names(Str part)
{
    size_t names = 0;
    for (Str word; part_next_word(&part, &word); names++)
        if (!is_whole_name(word))
            return false;
    return names > 1;
}
