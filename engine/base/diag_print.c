/* Shows a problem to a person: its place, the line it stands in, carets below the span, the hint. Whatever a file
   holds, nothing but printable text goes out. */
#include "base/diag.h"

#include "base/excerpt.h"

typedef struct {
    const char *error, *warning, *info, *strong, *dim, *end;
} Palette;

static const Palette plain = { "", "", "", "", "", "" };
static const Palette ansi = { "\033[1;31m", "\033[1;33m", "\033[1;36m", "\033[1m", "\033[2m", "\033[0m" };

static const char *severity_colour(const Palette *palette, Severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR: return palette->error;
    case SEVERITY_WARNING: return palette->warning;
    case SEVERITY_INFO: return palette->info;
    case DULY_NEVER: break; /* nothing is so */
    }
    return "";
}

static void diag_print_add_heading(Text *out, const Diag *diag, const Palette *palette)
{
    text_format(out, "%s%s[%s]%s: %s", severity_colour(palette, diag->severity), severity_words[diag->severity], diag_info(diag->code)->id,
                palette->end, palette->strong);
    excerpt_add_harmless(out, diag->message);
    text_format(out, "%s\n", palette->end);
}

static void diag_print_add_gutter(Text *out, size_t width, const Palette *palette)
{
    text_add_repeat(out, ' ', width + 2);
    text_format(out, "%s|%s ", palette->dim, palette->end);
}

static void add_snippet(Text *out, const Diag *diag, Place place, const Palette *palette)
{
    Str line = str_slice(diag->source->text, place.line_start, place.line_end);
    Span span = excerpt_span(place, diag->span);
    Window window = excerpt_window(line, span.start);
    text_format(out, " %s%u |%s ", palette->dim, (unsigned) place.line, palette->end);
    excerpt_add_line(out, line, window);
    diag_print_add_gutter(out, excerpt_digits(place.line), palette);
    text_add(out, str_of(severity_colour(palette, diag->severity)));
    excerpt_add_marks(out, line, window, span, '^');
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
        excerpt_add_harmless(out, diag->source->name);
        text_format(out, ":%u:%u:%s ", (unsigned) place.line, (unsigned) place.column, palette->end);
        diag_print_add_heading(out, diag, palette);
        add_snippet(out, diag, place, palette);
        indent = excerpt_digits(place.line);
    } else {
        diag_print_add_heading(out, diag, palette);
    }
    if (diag->hint.len == 0)
        return;
    text_add_repeat(out, ' ', indent + 2);
    text_format(out, "%s=%s ", palette->dim, palette->end);
    excerpt_add_harmless(out, diag->hint);
    text_add_char(out, '\n');
}
