/* A writer of HTML that text cannot break out of: markup is literals of this program and the parts, style sheet and script compiled
   into it; whatever else goes out is escaped, with control characters and marks that turn the direction of writing shown. */
#ifndef DULY_REPORT_HTML_HTML_H
#define DULY_REPORT_HTML_HTML_H

#include "base/calendar.h"
#include "base/hash.h"
#include "base/io.h"
#include "report/voice.h"

typedef struct Html Html;

/* What is markup already. Only html_made makes it. */
typedef struct {
    Str html;
} Markup;
#define NO_MARKUP ((Markup) { { NULL, 0 } })

/* Writes to `out`, which stays the caller's. The voice is that of its sentences; what is put together aside lives in its arena. */
Html *html_open(Arena *arena, Output *out, Voice voice);
const Voice *html_voice(const Html *html);

/* One that is written into memory, to become the value of a part; and what was written. */
Html *html_aside(const Html *html);
Markup html_made(const Html *aside);

/* Markup: takes a literal and nothing else. */
#define html_markup(html, literal) html_add_markup((html), STR(literal))
void html_add_markup(Html *html, Str literal);

/* The content of an element, or of an attribute. html_lines keeps the line ends of a text of several lines. */
void html_text(Html *html, Str s);
void html_lines(Html *html, Str s);
/* The same for what comes from files, in an element of its own, so that its direction of writing stays inside it. */
void html_value(Html *html, Str s);
void html_number(Html *html, uint64_t number);
void html_phrase(Html *html, WordsId id, const Str *values);

/* Parts of the page, from page.html: PUT(html, place, .place = path) writes one, MADE gives it as markup. */
#include "report/html/page_parts.inc"
#define PUT(html, part, ...) put_##part((html), &(const struct put_##part) { __VA_ARGS__ })
#define MADE(html, part, ...) made_##part((html), &(const struct put_##part) { __VA_ARGS__ })

/* The style sheet and the script of the page, and the hash under which its policy lets them in: 44 characters and a zero byte. */
typedef enum { HTML_STYLE, HTML_SCRIPT } HtmlAsset;
Markup html_asset(HtmlAsset asset);
/* A style sheet of so few words that it is made here: `texts` stand in it as strings. */
Markup html_page_style(Arena *arena, Str left, Str right);
void html_hash(Markup asset, char out[45]);

#endif
