/* Where the bytes of a scalar come from. The decoded text and the raw bytes are walked side by side: characters appear in both in the
   same order, and only line ends, indentation and escapes differ.

   libyaml says where a scalar begins and ends, counted in characters, and gives its text; what became of each byte it does not say. An
   expression within a text over several lines is told at its place all the same, so that is worked out afterwards, for scalars that do
   not stand in the file as they are. Nothing depends on it but places: where the walk should ever lose its way it goes on with the bytes
   where it stands (put), within the span of the scalar. */
#include "base/utf8.h"
#include "base/ascii.h"
#include "codec/yaml_parts.h"

/* ---- characters and bytes */

static bool begins_character(char c)
{
    return ((unsigned char) c & 0xC0) != 0x80;
}

Characters characters_of(Str file)
{
    uint32_t base = str_starts_with(file, STR("\xEF\xBB\xBF")) ? 3 : 0;
    return (Characters) { .text = file, .base = base, .at = base };
}

uint32_t character_offset(Characters *characters, size_t index)
{
    Str text = characters->text;
    uint32_t at = characters->at;
    size_t now = characters->index;
    for (; now + 8 <= index && at + 8 <= text.len && utf8_eight_are_ascii(text.at + at); now += 8)
        at += 8;
    for (; now < index && at < text.len; now++)
        do
            at++;
        while (at < text.len && !begins_character(text.at[at]));
    for (; now > index; now--)
        do
            at--;
        while (!begins_character(text.at[at]));
    characters->index = now;
    characters->at = at;
    return at;
}

size_t yaml_line_end(Str text, size_t at, size_t end)
{
    Str rest = str_slice(text, at, end);
    if (rest.len == 0 || (unsigned char) rest.at[0] - 0x0Eu < 0xC2u - 0x0Eu)
        return 0;
    if (str_starts_with(rest, STR("\r\n")) || str_starts_with(rest, STR("\xC2\x85")))
        return 2;
    if (rest.at[0] == '\n' || rest.at[0] == '\r')
        return 1;
    bool separator = str_starts_with(rest, STR("\xE2\x80\xA8")) || str_starts_with(rest, STR("\xE2\x80\xA9"));
    return separator ? 3 : 0;
}

/* ---- walking side by side */

typedef struct {
    Str file;
    size_t at, end; /* of the raw bytes still to come */
    Str text;
    size_t done; /* bytes of the text that have their origin */
    uint32_t *origin;
    size_t indent; /* blanks before the lines of a block scalar */
} Walk;

static char raw(const Walk *w)
{
    return w->at < w->end ? w->file.at[w->at] : 0;
}

static size_t raw_line_end(const Walk *w, size_t at)
{
    return yaml_line_end(w->file, at, w->end);
}

static size_t text_line_end(const Walk *w)
{
    return yaml_line_end(w->text, w->done, w->text.len);
}

static size_t character_size(const Walk *w)
{
    size_t size;
    utf8_decode(w->text.at + w->done, &size);
    return size;
}

/* The next character of the text comes from `from`, as a whole. */
static void yaml_origin_put(Walk *w, size_t from)
{
    for (size_t size = character_size(w); size; size--)
        w->origin[w->done++] = (uint32_t) from;
}

/* The next character of the text stands in the file as it is. */
static bool put_same(Walk *w)
{
    size_t size = character_size(w);
    if (w->end - w->at < size || memcmp(w->file.at + w->at, w->text.at + w->done, size) != 0)
        return false;
    for (; size; size--)
        w->origin[w->done++] = (uint32_t) w->at++;
    return true;
}

/* As many of ASCII as stand in both as they are, up to the line's end: most of what there is. */
static void put_plain(Walk *w)
{
    const char *file = w->file.at, *text = w->text.at;
    while (w->at < w->end && w->done < w->text.len && file[w->at] == text[w->done] && (unsigned char) (file[w->at] - ' ') < 0x60)
        w->origin[w->done++] = (uint32_t) w->at++;
}

static size_t yaml_origin_skip_blanks(const Walk *w, size_t at)
{
    while (at < w->end && ascii_is_gap(w->file.at[at]))
        at++;
    return at;
}

/* Behind the blanks and line ends at `at`. */
static size_t yaml_origin_skip_white(const Walk *w, size_t at)
{
    for (;;) {
        at = yaml_origin_skip_blanks(w, at);
        size_t line_end = raw_line_end(w, at);
        if (line_end == 0)
            return at;
        at += line_end;
    }
}

/* ---- plain and quoted scalars */

/* The line ends at the cursor, with blanks around them, are each one of the text. */
static void walk_line_ends(Walk *w)
{
    for (;;) {
        w->at = yaml_origin_skip_blanks(w, w->at);
        size_t line_end = raw_line_end(w, w->at);
        if (line_end == 0)
            return;
        if (w->done < w->text.len && text_line_end(w))
            yaml_origin_put(w, w->at);
        w->at += line_end;
    }
}

/* Blanks around a line end go; one line end is a blank, more are one less. */
static void walk_fold(Walk *w)
{
    size_t first = yaml_origin_skip_blanks(w, w->at);
    w->at = first + raw_line_end(w, first);
    if (w->text.at[w->done] == ' ') {
        yaml_origin_put(w, first);
        w->at = yaml_origin_skip_white(w, w->at);
    } else {
        walk_line_ends(w);
    }
}

/* Bytes of the escape at the cursor. */
static size_t yaml_origin_escape_size(const Walk *w)
{
    char kind = w->at + 1 < w->end ? w->file.at[w->at + 1] : 0;
    size_t line_end = raw_line_end(w, w->at + 1);
    size_t size = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : line_end ? 1 + line_end : 2;
    return size < w->end - w->at ? size : w->end - w->at;
}

static void walk_escape(Walk *w)
{
    bool joins_lines = raw_line_end(w, w->at + 1) > 0;
    size_t from = w->at;
    w->at += yaml_origin_escape_size(w);
    if (joins_lines)
        walk_line_ends(w); /* here none is one less */
    else
        yaml_origin_put(w, from);
}

static void walk_character(Walk *w)
{
    bool white = ascii_is_gap(w->text.at[w->done]) || text_line_end(w);
    if (white && raw_line_end(w, yaml_origin_skip_blanks(w, w->at))) {
        size_t before = w->done;
        walk_fold(w);
        if (w->done > before)
            return;
    }
    if (!white)
        w->at = yaml_origin_skip_white(w, w->at);
    if (!put_same(w))
        yaml_origin_put(w, w->at);
}

static void walk_flow(Walk *w, Written written)
{
    while (w->done < w->text.len) {
        if (written == WRITTEN_DOUBLE && raw(w) == '\\') {
            walk_escape(w);
        } else if (written == WRITTEN_SINGLE && raw(w) == '\'') {
            yaml_origin_put(w, w->at);
            w->at = w->end - w->at < 2 ? w->end : w->at + 2;
        } else {
            walk_character(w);
        }
    }
}

/* ---- block scalars */

/* Blanks before the first line that holds something else; SIZE_MAX: there is none. */
static size_t first_indent(Str text, size_t at, size_t end)
{
    for (size_t blanks = 0; at < end; blanks++, at++) {
        size_t line_end = yaml_line_end(text, at, end);
        if (line_end == 0 && text.at[at] != ' ')
            return blanks;
        if (line_end) {
            at += line_end - 1;
            blanks = SIZE_MAX;
        }
    }
    return SIZE_MAX;
}

/* The indentation is what the file has and the text has not. */
static size_t find_indent(const Walk *w)
{
    size_t in_file = first_indent(w->file, w->at, w->end), in_text = first_indent(w->text, 0, w->text.len);
    return in_text < in_file ? in_file - in_text : in_text == in_file ? 0 : in_file;
}

static void skip_indent(Walk *w)
{
    for (size_t left = w->indent; left && raw(w) == ' '; left--)
        w->at++;
}

static void walk_block(Walk *w)
{
    skip_indent(w);
    while (w->done < w->text.len) {
        put_plain(w);
        size_t line_end = raw_line_end(w, w->at);
        if (w->done == w->text.len) {
            return;
        } else if (line_end) {
            if (w->text.at[w->done] == ' ' || text_line_end(w))
                yaml_origin_put(w, w->at);
            w->at += line_end;
            skip_indent(w);
        } else if (!put_same(w)) {
            if (ascii_is_gap(raw(w)))
                w->at++;
            else
                yaml_origin_put(w, w->at);
        }
    }
}

static size_t yaml_origin_find_line_end(const Walk *w)
{
    size_t at = w->at;
    while (at < w->end && !raw_line_end(w, at))
        at++;
    return at;
}

uint32_t yaml_align(Str file, Span span, Written written, Str text, uint32_t *origin)
{
    Walk w = { .file = file, .at = span.start, .end = span.end, .text = text, .origin = origin };
    bool quoted = written == WRITTEN_SINGLE || written == WRITTEN_DOUBLE;
    if (written == WRITTEN_LITERAL || written == WRITTEN_FOLDED) {
        size_t header_end = yaml_origin_find_line_end(&w);
        w.at = header_end + raw_line_end(&w, header_end);
        w.indent = find_indent(&w);
        walk_block(&w);
        span.end = (uint32_t) (text.len ? w.at : header_end);
    } else {
        w.at += quoted && w.at < w.end;
        w.end -= quoted && w.at < w.end;
        walk_flow(&w, written);
    }
    origin[text.len] = quoted ? (uint32_t) w.end : span.end;
    return span.end;
}
