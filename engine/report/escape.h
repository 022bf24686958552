/* Text that comes from files, written so that a format takes it for text and nothing else. Bytes that are not UTF-8 and characters
   that XML 1.0 forbids (most control characters) become U+FFFD in all of them. What else would steer a terminal or turn the
   direction of writing is written as a reference in XML, and as <U+202E> in formats that have none. */
#ifndef DULY_REPORT_ESCAPE_H
#define DULY_REPORT_ESCAPE_H

#include "base/text.h"

/* For the content of an element, and of an attribute in double quotes. */
void escape_xml(Text *out, Str s);

/* Inline text on one line: no emphasis, link, tag or cell begins or ends in it, and its direction of writing does not turn. */
void escape_markdown(Text *out, Str s);

/* For a workflow command: its message, and a property of it. */
void escape_command(Text *out, Str s);
void escape_command_property(Text *out, Str s);

/* The same for Azure Pipelines; and a line that is to be none, wherever its data would begin one. */
void escape_azure(Text *out, Str s);
void escape_azure_property(Text *out, Str s);
void escape_azure_line(Text *out, Str s);

/* The text of a message in SARIF, where {0} is a place for a value and [text](place) a link. */
void escape_sarif(Text *out, Str s);

/* A cell of CSV (RFC 4180). A spreadsheet would take what begins with = + - @ (full-width forms too), a tab or a line end for a
   formula, also behind blanks: an apostrophe then stands before it. */
void escape_csv(Text *out, Str s);

/* A path as a URI: relative without ./ at its start, absolute with file://; all but ASCII letters, digits and - . _ ~ / in
   percent. */
void escape_uri(Text *out, Str path);

/* A string of a style sheet, with its quotes: all but ASCII letters and digits by number. */
void escape_css(Text *out, Str s);

#endif
