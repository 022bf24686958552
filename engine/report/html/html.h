/* A writer of HTML that text cannot break out of: markup is string literals of this program and the style sheet and script compiled
   into it; whatever else goes out is escaped, with control characters and marks that turn the direction of writing shown. */
#ifndef DULY_REPORT_HTML_HTML_H
#define DULY_REPORT_HTML_HTML_H

#include "base/hash.h"
#include "base/io.h"
#include "report/dates.h"
#include "base/words.h"

typedef struct Html Html;

/* Writes to `out`, which stays the caller's. The language is that of html_phrase and must live as long. */
Html *html_open(Arena *arena, Output *out, Str language);
Str html_language(const Html *html);

/* Markup: takes a literal and nothing else. */
#define html_markup(html, literal) html_add_markup((html), STR(literal))
void html_add_markup(Html *html, Str literal);

/* The content of an element. html_lines keeps the line ends of a text of several lines. */
void html_text(Html *html, Str s);
void html_lines(Html *html, Str s);
/* The same for what comes from files, in an element of its own, so that its direction of writing stays inside it. */
void html_value(Html *html, Str s);
/* ` name="value"`, inside a tag that is still open. */
#define html_attribute(html, name, value) html_add_attribute((html), STR(name), (value))
void html_add_attribute(Html *html, Str name, Str value);
#define html_attribute_number(html, name, number) html_add_attribute_number((html), STR(name), (number))
void html_add_attribute_number(Html *html, Str name, int64_t number);

void html_number(Html *html, uint64_t number);
void html_day(Html *html, duly_date date);
void html_phrase(Html *html, WordsId id, const Str *values);
void html_phrase_number(Html *html, WordsId id, uint64_t number);

/* The style sheet and the script of the page, and the hash under which its policy lets them in: 44 characters and a zero byte. */
typedef enum { HTML_STYLE, HTML_SCRIPT } HtmlAsset;
Str html_asset_text(HtmlAsset asset);
void html_asset(Html *html, HtmlAsset asset);
void html_hash(Str asset, char out[45]);

#endif
