/* People part the names in a cell by whatever their keyboard has: unless the dictionary names the one separator of a field, all of these
   do. Strokes part names of people alone: in other texts they may stand for something. Blanks do not, since a name may hold one: they
   part where every piece is known (see part_next_word), or is the name of a person by itself (people.h). What stands in brackets behind a
   name is said of one person, with whatever marks.

   Databases put a list in braces, {a,"b, c",NULL}, with quotes around what holds a mark: that is read as PostgreSQL writes it, whatever
   the separator is. */
#include "model/parts.h"

#include "base/utf8.h"
#include "model/cell.h"
#include "model/people.h"

static const char *const marks[] = { ";", ",", "\n", "\r", "、", "，", "；", "/", "|", "／", "｜" };

enum { MARKS = sizeof marks / sizeof *marks, STROKES = 4 };

/* The first byte of each mark. Names in Chinese characters have none of them. */
static bool may_part(char c)
{
    return c == ';' || c == ',' || c == '\n' || c == '\r' || c == '/' || c == '|' || c == '\xE3' || c == '\xEF';
}

/* The length of the mark that a text begins with; 0: none. */
static size_t mark_before(Str text, size_t count)
{
    if (!may_part(text.at[0]))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (str_starts_with(text, str_of(marks[i])))
            return strlen(marks[i]);
    return 0;
}

/* The first mark at or after the start of a text, and outside of brackets if those belong to names; SIZE_MAX: none. */
static size_t find_mark(Str text, bool is_names, size_t *size)
{
    size_t count = is_names ? MARKS : MARKS - STROKES;
    for (size_t at = 0; at < text.len; at++) {
        at += is_names ? people_behind_bracket(str_slice(text, at, text.len)) : 0;
        *size = at < text.len ? mark_before(str_slice(text, at, text.len), count) : 0;
        if (*size)
            return at;
    }
    return SIZE_MAX;
}

static size_t parts_find_separator(const Field *field, Str text, size_t *size)
{
    *size = field->separator.len;
    if (field->separator.len)
        return str_find(text, field->separator, 0);
    return find_mark(text, field->of == FIELD_NAME, size);
}

static void parts_take(Str *rest, Str *part, size_t end, size_t size)
{
    bool is_last = end == SIZE_MAX;
    *part = cell_trim(str_slice(*rest, 0, is_last ? rest->len : end));
    *rest = is_last ? (Str) { NULL, 0 } : str_slice(*rest, end + size, rest->len);
}

/* ---- as a database writes them */

/* Where the quoted element at the beginning of a text ends: behind its second quote; SIZE_MAX: it does not. */
static size_t end_of_quoted(Str text)
{
    for (size_t at = 1; at < text.len; at++) {
        if (text.at[at] == '"')
            return at + 1;
        at += text.at[at] == '\\';
    }
    return SIZE_MAX;
}

static Str without_escapes(Arena *arena, Str quoted)
{
    if (quoted.len == 0 || !memchr(quoted.at, '\\', quoted.len))
        return quoted;
    char *plain = arena_alloc(arena, quoted.len);
    size_t len = 0;
    for (size_t at = 0; at < quoted.len; at++) {
        at += quoted.at[at] == '\\' && at + 1 < quoted.len;
        plain[len++] = quoted.at[at];
    }
    return (Str) { plain, len };
}

/* Whether a text is such a list: each quote in it is closed, and nothing stands behind it but a comma. */
static bool is_array(Str text)
{
    if (text.len < 2 || text.at[0] != '{' || text.at[text.len - 1] != '}')
        return false;
    bool begins = true;
    for (size_t at = 1; at + 1 < text.len; at++) {
        if (text.at[at] == '{' || text.at[at] == '}' || (text.at[at] == '"' && !begins))
            return false;
        if (text.at[at] == '"') {
            size_t end = end_of_quoted(str_slice(text, at, text.len - 1));
            if (end == SIZE_MAX)
                return false;
            at += end;
            if (at + 1 < text.len && text.at[at] != ',')
                return false;
        }
        begins = text.at[at] == ',';
    }
    return true;
}

static void take_element(Parts *parts, Str *part)
{
    bool is_quoted = str_starts_with(parts->rest, STR("\""));
    size_t end = is_quoted ? end_of_quoted(parts->rest) : str_find(parts->rest, STR(","), 0);
    if (!is_quoted) {
        parts_take(&parts->rest, part, end, 1);
        if (str_equal_but_for_case(*part, STR("null")))
            *part = (Str) { 0 };
        return;
    }
    *part = cell_trim(without_escapes(parts->arena, str_slice(parts->rest, 1, end - 1)));
    parts->rest = end < parts->rest.len ? str_slice(parts->rest, end + 1, parts->rest.len) : (Str) { NULL, 0 };
}

/* ---- of any list */

Parts parts_of(const Field *field, Arena *arena, Str text)
{
    if (!is_array(text))
        return (Parts) { field, arena, text, false };
    return (Parts) { field, arena, str_slice(text, 1, text.len - 1), true };
}

bool parts_next(Parts *parts, Str *part)
{
    size_t size = 0;
    if (!parts->rest.at)
        return false;
    if (parts->is_array) {
        take_element(parts, part);
        return true;
    }
    size_t end = parts_find_separator(parts->field, parts->rest, &size);
    parts_take(&parts->rest, part, end, size);
    return true;
}

Str part_separator_in(const Field *field, Str text)
{
    size_t size = 0, at = parts_find_separator(field, text, &size);
    return at == SIZE_MAX ? (Str) { 0 } : str_slice(text, at, at + size);
}

/* Of a list that cannot be read nobody knows whether it is UTF-8. */
static size_t find_blank(Str text, size_t *size)
{
    for (size_t at = 0; at < text.len; at += *size)
        if (utf8_is_blank(utf8_first(str_slice(text, at, text.len), size)))
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
        parts_take(rest, part, end, size);
    } while (part->len == 0);
    return true;
}
