/* Every byte of a page passes here. */
#include "report/html/html.h"

#include "report/escape.h"
#include "report/printable.h"

struct Html {
    Output *out; /* NULL: into memory */
    Text memory;
    Voice voice;
    Text shown, escaped; /* emptied after each use */
};

Html *html_open(Arena *arena, Output *out, Voice voice)
{
    Html *html = arena_new(arena, Html);
    *html = (Html) { .out = out, .voice = voice, .memory = text_in(arena), .shown = text_in(arena), .escaped = text_in(arena) };
    return html;
}

const Voice *html_voice(const Html *html)
{
    return &html->voice;
}

Html *html_aside(const Html *html)
{
    return html_open(html->voice.arena, NULL, html->voice);
}

Markup html_made(const Html *aside)
{
    return (Markup) { text_str(&aside->memory) };
}

void html_add_markup(Html *html, Str literal)
{
    if (html->out)
        output_add(html->out, literal);
    else
        text_add(&html->memory, literal);
}

/* ---- text */

void html_text(Html *html, Str s)
{
    text_clear(&html->shown);
    text_clear(&html->escaped);
    printable_add(&html->shown, s);
    escape_xml(&html->escaped, text_str(&html->shown));
    html_add_markup(html, text_str(&html->escaped));
}

void html_lines(Html *html, Str s)
{
    for (size_t end; (end = str_find(s, STR("\n"), 0)) != SIZE_MAX; s = str_slice(s, end + 1, s.len)) {
        html_text(html, str_slice(s, 0, end));
        html_markup(html, "\n");
    }
    html_text(html, s);
}

void html_value(Html *html, Str s)
{
    html_markup(html, "<bdi>");
    html_text(html, s);
    html_markup(html, "</bdi>");
}

void html_number(Html *html, uint64_t number)
{
    html_text(html, str_of(number_of(number).text));
}

void html_phrase(Html *html, WordsId id, const Str *values)
{
    html_text(html, say(&html->voice, id, values));
}

/* ---- parts */

#include "report/html/page_code.inc"

/* ---- the style sheet and the script */

static const char style[] =
#include "report/html/html.css.inc"
    ;
static const char script[] =
#include "report/html/html.js.inc"
    ;

Markup html_asset(HtmlAsset asset)
{
    return (Markup) { asset == HTML_STYLE ? (Str) { style, sizeof style - 1 } : (Str) { script, sizeof script - 1 } };
}

Markup html_page_style(Arena *arena, Str left, Str right)
{
    Text out = text_in(arena);
    text_add(&out, STR("@page{@top-left{content:"));
    escape_css(&out, left);
    text_add(&out, STR("}@top-right{content:"));
    escape_css(&out, right);
    text_add(&out, STR("}}"));
    return (Markup) { text_str(&out) };
}

void html_hash(Markup asset, char out[45])
{
    Sha256 hash;
    sha256_start(&hash);
    sha256_add(&hash, asset.html);
    sha256_end_base64(&hash, out);
}
