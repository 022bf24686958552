/* Wrapping goes by pieces: a word, a wide character with the marks that stick to it, or a blank. */
#include "report/text/page.h"

#include "base/utf8.h"
#include "report/printable.h"

static const char *const codes[STYLE_COUNT] = {
    [PLAIN] = "",           [STRONG] = "\033[1m",  [DIM] = "\033[2m", [RED] = "\033[1;31m", [YELLOW] = "\033[1;33m",
    [GREEN] = "\033[1;32m", [CYAN] = "\033[1;36m",
};

void page_begin(const Page *page, Text *out, Style style)
{
    if (page->colour)
        text_add(out, str_of(codes[style]));
}

void page_end(const Page *page, Text *out, Style style)
{
    if (page->colour && style != PLAIN)
        text_add(out, STR("\033[0m"));
}

void page_add(const Page *page, Text *out, Style style, Str s)
{
    if (s.len == 0)
        return;
    page_begin(page, out, style);
    text_add(out, s);
    page_end(page, out, style);
}

void page_pad(Text *out, size_t from, size_t columns)
{
    size_t width = printable_width(str_slice(text_str(out), from, out->len));
    if (width < columns)
        text_add_repeat(out, ' ', columns - width);
}

/* ---- wrapping */

/* Marks that may not begin a line, and those that may not end one. */
static const char closing[] = "、。，．：；！？）】》」』〉”’…·";
static const char opening[] = "（【《「『〈“‘";

static bool page_is_among(const char *marks, Str glyph)
{
    return str_find(str_of(marks), glyph, 0) != SIZE_MAX;
}

/* The end of the character at `at`, with an escape for a colour taken as one. */
static size_t glyph_end(Str s, size_t at)
{
    size_t size = 1;
    if (s.at[at] == '\033') {
        while (at + size < s.len && s.at[at + size - 1] != 'm')
            size++;
        return at + size;
    }
    utf8_decode(s.at + at, &size);
    return at + size;
}

/* Whether a line may be broken between two characters. */
static bool may_break(Str before, Str after)
{
    if (before.len == 1 && after.len == 1) /* two letters: words are broken at their blanks alone */
        return false;
    if (page_is_among(closing, after) || page_is_among(opening, before))
        return false;
    size_t wide = printable_width(after);
    return wide == 2 || (wide == 1 && printable_width(before) == 2);
}

/* The end of the piece at `at`: all up to a blank or a place where a line may be broken. */
static size_t piece_end(Str s, size_t at)
{
    size_t end = glyph_end(s, at);
    Str last = str_slice(s, at, end);
    while (end < s.len && s.at[end] != ' ') {
        size_t next = glyph_end(s, end);
        Str glyph = str_slice(s, end, next);
        if (may_break(last, glyph))
            break;
        if (glyph.len == 1 || printable_width(glyph) > 0)
            last = glyph;
        end = next;
    }
    return end;
}

static size_t blanks_end(Str s, size_t at)
{
    while (at < s.len && s.at[at] == ' ')
        at++;
    return at;
}

void page_paragraph(const Page *page, Output *out, size_t indent, size_t hanging, Str s)
{
    Text line = { 0 };
    text_add_repeat(&line, ' ', indent);
    size_t column = indent;
    for (size_t at = 0, begins = indent; at < s.len;) {
        size_t start = blanks_end(s, at), end = start < s.len ? piece_end(s, start) : start;
        Str piece = str_slice(s, start, end);
        size_t width = printable_width(piece);
        if (column + (start - at) + width > page->width && column > begins) {
            text_add_char(&line, '\n');
            text_add_repeat(&line, ' ', hanging);
            column = begins = hanging;
            at = start;
        }
        text_add(&line, str_slice(s, at, end));
        column += start - at + width;
        at = end;
    }
    text_add_char(&line, '\n');
    output_add(out, text_str(&line));
    text_free(&line);
}
