/* Text laid out on a page of so many columns: paragraphs wrapped with a hanging indent, padding, colours. */
#ifndef DULY_REPORT_TEXT_PAGE_H
#define DULY_REPORT_TEXT_PAGE_H

#include "base/io.h"

typedef enum { PLAIN, STRONG, DIM, RED, YELLOW, GREEN, CYAN, STYLE_COUNT } Style;

typedef struct {
    size_t width;
    bool colour;
} Page;

/* Adds a text in a style; page_begin and page_end where it comes in parts. The text must be harmless. */
void page_add(const Page *page, Text *out, Style style, Str s);
void page_begin(const Page *page, Text *out, Style style);
void page_end(const Page *page, Text *out, Style style);

/* Blanks until the text, begun at byte `from`, stands on so many columns. */
void page_pad(Text *out, size_t from, size_t columns);

/* Writes a paragraph and a line end: the first line behind `indent` blanks, the following ones behind `hanging`. Lines are broken
   at blanks and beside wide characters, never before a closing mark; a word that is too long stands on a line of its own. */
void page_paragraph(const Page *page, Output *out, size_t indent, size_t hanging, Str s);

#endif
