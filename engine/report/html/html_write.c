/* Every byte of a page passes here. */
#include "report/html/html.h"

#include <inttypes.h>
#include <stdio.h>

#include "report/escape.h"
#include "report/printable.h"
#include "report/facts.h"

struct Html {
    Output *out;
    Str language;
    Text shown, escaped; /* emptied after each use */
};

Html *html_open(Arena *arena, Output *out, Str language)
{
    Html *html = arena_new(arena, Html);
    *html = (Html) { .out = out, .language = language, .shown = text_in(arena), .escaped = text_in(arena) };
    return html;
}

Str html_language(const Html *html)
{
    return html->language;
}

void html_add_markup(Html *html, Str literal)
{
    output_add(html->out, literal);
}

/* ---- text */

void html_text(Html *html, Str s)
{
    text_clear(&html->shown);
    text_clear(&html->escaped);
    printable_add(&html->shown, s);
    escape_xml(&html->escaped, text_str(&html->shown));
    output_add(html->out, text_str(&html->escaped));
}

void html_lines(Html *html, Str s)
{
    for (;;) {
        size_t end = str_find(s, STR("\n"), 0);
        if (end == SIZE_MAX)
            break;
        html_text(html, str_slice(s, 0, end));
        html_markup(html, "\n");
        s = str_slice(s, end + 1, s.len);
    }
    html_text(html, s);
}

void html_value(Html *html, Str s)
{
    html_markup(html, "<bdi>");
    html_text(html, s);
    html_markup(html, "</bdi>");
}

void html_add_attribute(Html *html, Str name, Str value)
{
    html_markup(html, " ");
    html_add_markup(html, name);
    html_markup(html, "=\"");
    html_text(html, value);
    html_markup(html, "\"");
}

void html_add_attribute_number(Html *html, Str name, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    html_add_attribute(html, name, str_of(text));
}

void html_number(Html *html, uint64_t number)
{
    html_text(html, str_of(number_of(number).text));
}

void html_day(Html *html, duly_date date)
{
    html_text(html, str_of(day_of(date).text));
}

/* ---- phrases */

void html_phrase(Html *html, WordsId id, const Str *values)
{
    Text phrase = { 0 };
    words_add(&phrase, html->language, id, values);
    html_text(html, text_str(&phrase));
    text_free(&phrase);
}

void html_phrase_number(Html *html, WordsId id, uint64_t number)
{
    html_phrase(html, id, (Str[]) { str_of(number_of(number).text) });
}

/* ---- the style sheet and the script */

static const char style[] =
#include "report/html/html.css.inc"
    ;
static const char script[] =
#include "report/html/html.js.inc"
    ;

Str html_asset_text(HtmlAsset asset)
{
    return asset == HTML_STYLE ? (Str) { style, sizeof style - 1 } : (Str) { script, sizeof script - 1 };
}

void html_asset(Html *html, HtmlAsset asset)
{
    output_add(html->out, html_asset_text(asset));
}

void html_hash(Str asset, char out[45])
{
    Sha256 hash;
    sha256_start(&hash);
    sha256_add(&hash, asset);
    sha256_end_base64(&hash, out);
}
