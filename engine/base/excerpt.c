/* Lines are shown as they stand, but for what would steer a terminal: a roster may hold escape sequences, and a report of it must not
   run them. A mark below a line counts columns and not bytes or characters, for Han letters are two columns wide and combining marks
   none; of a long line a window around the mark is shown. */
#include "base/excerpt.h"

#include "base/utf8.h"

enum { WINDOW = 160, LEAD = 40 }; /* columns of a line that are shown, and those kept before what is marked */

/* A character of a line: where its bytes end, what is shown for it, and on how many columns. */
typedef struct {
    size_t end, width;
    uint32_t code;
} Glyph;

static Glyph glyph_at(Str s, size_t at)
{
    size_t size;
    uint32_t code = utf8_first(str_slice(s, at, s.len), &size);
    if (utf8_is_harmful(code))
        return (Glyph) { at + size, 1, code == '\t' ? code : UTF8_REPLACEMENT };
    return (Glyph) { at + size, code == UTF8_REPLACEMENT ? 1 : utf8_width(str_slice(s, at, at + size)), code };
}

void excerpt_add_harmless(Text *out, Str s)
{
    for (size_t at = 0; at < s.len;) {
        Glyph glyph = glyph_at(s, at);
        text_add_code(out, glyph.code == '\t' ? ' ' : glyph.code);
        at = glyph.end;
    }
}

static size_t columns_between(Str line, size_t start, size_t end)
{
    size_t columns = 0;
    for (size_t at = start; at < end;) {
        Glyph glyph = glyph_at(line, at);
        columns += glyph.width;
        at = glyph.end;
    }
    return columns;
}

Window excerpt_window(Str line, size_t around)
{
    Window window = { 0, line.len, false, false };
    if (columns_between(line, 0, line.len) <= WINDOW)
        return window;
    size_t before = columns_between(line, 0, around);
    while (before > LEAD) {
        Glyph glyph = glyph_at(line, window.start);
        window.start = glyph.end;
        before -= glyph.width;
    }
    window.end = window.start;
    for (size_t columns = 0; window.end < line.len && columns < WINDOW;) {
        Glyph glyph = glyph_at(line, window.end);
        window.end = glyph.end;
        columns += glyph.width;
    }
    window.cut_before = window.start > 0;
    window.cut_after = window.end < line.len;
    return window;
}

void excerpt_add_line(Text *out, Str line, Window window)
{
    if (window.cut_before)
        text_add(out, STR("…"));
    for (size_t at = window.start; at < window.end;) {
        Glyph glyph = glyph_at(line, at);
        text_add_code(out, glyph.code);
        at = glyph.end;
    }
    if (window.cut_after)
        text_add(out, STR("…"));
    text_add_char(out, '\n');
}

/* Blanks up to the span, tabs kept so that whatever width they have is the same above, then the marks. */
void excerpt_add_marks(Text *out, Str line, Window window, Span span, char mark)
{
    text_add_repeat(out, ' ', window.cut_before);
    size_t at = window.start;
    while (at < span.start) {
        Glyph glyph = glyph_at(line, at);
        text_add_repeat(out, glyph.code == '\t' ? '\t' : ' ', glyph.width);
        at = glyph.end;
    }
    size_t end = span.end < window.end ? span.end : window.end;
    size_t width = at < end ? columns_between(line, at, end) : 0;
    text_add_repeat(out, mark, width ? width : 1);
}

Span excerpt_span(Place place, Span span)
{
    uint32_t len = place.line_end - place.line_start;
    Span inside = { span.start - place.line_start, span.end - place.line_start };
    if (inside.start > len)
        inside.start = len;
    if (span.end < span.start || inside.end > len)
        inside.end = len;
    return inside;
}

size_t excerpt_digits(uint32_t number)
{
    size_t count = 1;
    while (number >= 10) {
        number /= 10;
        count++;
    }
    return count;
}

/* ---- several marks */

typedef struct {
    Place place;
    Str line;
    Window window;
} Shown;

static Shown show_line(Text *out, const Source *source, uint32_t offset)
{
    Shown shown = { .place = source_place(source, offset) };
    shown.line = str_slice(source->text, shown.place.line_start, shown.place.line_end);
    shown.window = excerpt_window(shown.line, offset - shown.place.line_start);
    text_format(out, " %u | ", (unsigned) shown.place.line);
    excerpt_add_line(out, shown.line, shown.window);
    return shown;
}

void excerpt_add(Text *out, const Source *source, const Mark *marks, size_t count)
{
    Shown shown = { .place = { .line = 0 } };
    for (size_t i = 0; i < count; i++) {
        if (source_place(source, marks[i].span.start).line != shown.place.line)
            shown = show_line(out, source, marks[i].span.start);
        text_add_repeat(out, ' ', excerpt_digits(shown.place.line) + 2);
        text_add(out, STR("| "));
        excerpt_add_marks(out, shown.line, shown.window, excerpt_span(shown.place, marks[i].span), '-');
        text_add_char(out, ' ');
        excerpt_add_harmless(out, marks[i].note);
        text_add_char(out, '\n');
    }
}
