/* Shows a problem to a person: its place, the line it stands in, carets below the span, the hint. Whatever a file
   holds, nothing but printable text goes out. */
#include "base/diag.h"

#include "base/utf8.h"

enum { WINDOW = 160, LEAD = 40 }; /* columns of a line that are shown, and those kept before the span */

#define REPLACEMENT 0xFFFDu

typedef struct {
    const char *error, *warning, *info, *strong, *dim, *end;
} Palette;

static const Palette plain = { "", "", "", "", "", "" };
static const Palette ansi = { "\033[1;31m", "\033[1;33m", "\033[1;36m", "\033[1m", "\033[2m", "\033[0m" };

/* A character of a line: where its bytes end, what is shown for it, and on how many columns. */
typedef struct {
    size_t end, width;
    uint32_t code;
} Glyph;

/* Control characters would steer the terminal, marks of direction would turn the text around. */
static bool is_harmless(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                     code == 0x200E || code == 0x200F || code == 0x061C;
    bool line_end = code == 0x2028 || code == 0x2029;
    return !control && !direction && !line_end;
}

static Glyph glyph_at(Str s, size_t at)
{
    size_t size = s.len - at < 4 ? s.len - at : 4;
    Str next = str_slice(s, at, at + size);
    if (utf8_valid_len(next) == 0)
        return (Glyph) { at + 1, 1, REPLACEMENT };
    uint32_t code = utf8_decode(next.at, &size);
    if (!is_harmless(code))
        return (Glyph) { at + size, 1, code == '\t' ? code : REPLACEMENT };
    return (Glyph) { at + size, utf8_width(str_slice(next, 0, size)), code };
}

static void add_harmless(Text *out, Str s)
{
    for (size_t at = 0; at < s.len;) {
        Glyph glyph = glyph_at(s, at);
        text_add_code(out, glyph.code == '\t' ? ' ' : glyph.code);
        at = glyph.end;
    }
}

/* The part of a line that is shown: its bytes, and whether something was cut off before it. */
typedef struct {
    size_t start, end;
    bool cut_before, cut_after;
} Window;

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

static Window choose_window(Str line, size_t span_start)
{
    Window window = { 0, line.len, false, false };
    if (columns_between(line, 0, line.len) <= WINDOW)
        return window;
    size_t before = columns_between(line, 0, span_start);
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

static void add_line(Text *out, Str line, Window window)
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

/* Blanks up to the span, tabs kept so that whatever width they have is the same above, then the carets. */
static void add_carets(Text *out, Str line, Window window, Span span)
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
    text_add_repeat(out, '^', width ? width : 1);
}

static size_t digits(uint32_t number)
{
    size_t count = 1;
    while (number >= 10) {
        number /= 10;
        count++;
    }
    return count;
}

static const char *severity_colour(const Palette *palette, Severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR: return palette->error;
    case SEVERITY_WARNING: return palette->warning;
    case SEVERITY_INFO: return palette->info;
    }
    return "";
}

static void add_heading(Text *out, const Diag *diag, const Palette *palette)
{
    static const char *const words[] = { "error", "warning", "info" };
    text_format(out, "%s%s[%s]%s: %s", severity_colour(palette, diag->severity), words[diag->severity],
                diag_info(diag->code)->id, palette->end, palette->strong);
    add_harmless(out, diag->message);
    text_format(out, "%s\n", palette->end);
}

static void add_gutter(Text *out, size_t width, const Palette *palette)
{
    text_add_repeat(out, ' ', width + 2);
    text_format(out, "%s|%s ", palette->dim, palette->end);
}

static void add_snippet(Text *out, const Diag *diag, Place place, const Palette *palette)
{
    Str line = str_slice(diag->source->text, place.line_start, place.line_end);
    Span span = { diag->span.start - place.line_start, diag->span.end - place.line_start };
    if (span.start > line.len)
        span.start = (uint32_t) line.len;
    if (diag->span.end < diag->span.start || span.end > line.len)
        span.end = (uint32_t) line.len;
    Window window = choose_window(line, span.start);
    text_format(out, " %s%u |%s ", palette->dim, (unsigned) place.line, palette->end);
    add_line(out, line, window);
    add_gutter(out, digits(place.line), palette);
    text_add(out, str_of(severity_colour(palette, diag->severity)));
    add_carets(out, line, window, span);
    text_format(out, "%s\n", palette->end);
}

void diag_excerpt(Text *out, const Diag *diag)
{
    if (diag->source)
        add_snippet(out, diag, source_place(diag->source, diag->span.start), &plain);
}

void diag_print(Text *out, const Diag *diag, bool colour)
{
    const Palette *palette = colour ? &ansi : &plain;
    size_t indent = 1;
    if (diag->source) {
        Place place = source_place(diag->source, diag->span.start);
        text_add(out, str_of(palette->strong));
        add_harmless(out, diag->source->name);
        text_format(out, ":%u:%u:%s ", (unsigned) place.line, (unsigned) place.column, palette->end);
        add_heading(out, diag, palette);
        add_snippet(out, diag, place, palette);
        indent = digits(place.line);
    } else {
        add_heading(out, diag, palette);
    }
    if (diag->hint.len == 0)
        return;
    text_add_repeat(out, ' ', indent + 2);
    text_format(out, "%s=%s ", palette->dim, palette->end);
    add_harmless(out, diag->hint);
    text_add_char(out, '\n');
}
