/* Most escapes are a table from an ASCII character to what stands for it. Nearly all text needs none, so that what stands for itself is
   found and copied in one go (escape_plain_bytes). Each format of output that other programs read has its own function, with what those
   programs are known to do with a text: what is escaped too little is an attack or a broken file, what is escaped too much stands there
   for people to see. */
#include "report/escape.h"

#include "base/ascii.h"
#include "base/eight.h"
#include "base/utf8.h"
#include "report/printable.h"

enum { ASCII = 128 };

typedef const char *const Escapes[ASCII];

static bool is_allowed(uint32_t code)
{
    return code >= ' ' ? code != 0xFFFE && code != 0xFFFF : code == '\t' || code == '\n' || code == '\r';
}

/* How many bytes at the start stand for themselves: nearly all do, and are copied in one go. */
static size_t escape_plain_bytes(Str s, Escapes escapes)
{
    size_t len = utf8_plain_len(s), at = 0;
    while (at < len && ((unsigned char) s.at[at] >= ASCII || !escapes[(unsigned char) s.at[at]]))
        at++;
    return at;
}

/* `harmful` is how a character is written that would steer a terminal or turn the direction of writing; NULL: as it is. */
static void escape_add_escaped(Text *out, Str s, Escapes escapes, const char *harmful)
{
    size_t size;
    for (; s.len; s = str_slice(s, size, s.len)) {
        size_t plain = escape_plain_bytes(s, escapes);
        text_add(out, str_slice(s, 0, plain));
        s = str_slice(s, plain, s.len);
        if (s.len == 0)
            break;
        uint32_t code = utf8_first(s, &size);
        if (code < ASCII && escapes[code])
            text_add(out, str_of(escapes[code]));
        else if (harmful && code > '\r' && utf8_is_harmful(code) && is_allowed(code))
            text_format(out, harmful, (unsigned) code);
        else
            text_add_code(out, is_allowed(code) ? code : UTF8_REPLACEMENT);
    }
}

static const char shown[] = "<U+%04X>";

/* ---- XML */

void escape_xml(Text *out, Str s)
{
    /* A parser would turn blanks other than these into blanks, and CR into LF. */
    static Escapes escapes = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\t'] = "&#9;", ['\n'] = "&#10;", ['\r'] = "&#13;",
    };
    escape_add_escaped(out, s, escapes, "&#x%X;");
}

/* ---- Markdown */

/* Whether a renderer would make a link of what begins with these: http://..., www.... */
static bool begins_link(Str s, size_t at)
{
    return (s.at[at] == ':' && at + 1 < s.len && s.at[at + 1] == '/') ||
           (s.at[at] == '.' && at > 0 && (s.at[at - 1] == 'w' || s.at[at - 1] == 'W'));
}

void escape_markdown(Text *out, Str s)
{
    static const char marks[] = "\\`*_{}[]<>#|~&!@$";
    Text line = { 0 };
    printable_add(&line, s);
    for (size_t i = 0; i < line.len; i++) {
        if (strchr(marks, line.at[i]) || begins_link(text_str(&line), i))
            text_add_char(out, '\\');
        text_add_char(out, line.at[i]);
    }
    text_free(&line);
}

/* ---- workflow commands */

void escape_command(Text *out, Str s)
{
    static Escapes escapes = { ['%'] = "%25", ['\r'] = "%0D", ['\n'] = "%0A" };
    escape_add_escaped(out, s, escapes, shown);
}

void escape_command_property(Text *out, Str s)
{
    static Escapes escapes = { ['%'] = "%25", ['\r'] = "%0D", ['\n'] = "%0A", [':'] = "%3A", [','] = "%2C" };
    escape_add_escaped(out, s, escapes, shown);
}

void escape_azure(Text *out, Str s)
{
    static Escapes escapes = { ['%'] = "%AZP25", ['\r'] = "%0D", ['\n'] = "%0A" };
    escape_add_escaped(out, s, escapes, shown);
}

void escape_azure_property(Text *out, Str s)
{
    static Escapes escapes = { ['%'] = "%AZP25", ['\r'] = "%0D", ['\n'] = "%0A", [';'] = "%3B", [']'] = "%5D" };
    escape_add_escaped(out, s, escapes, shown);
}

/* A command is looked for anywhere in a line: "##vso[" and "##[". */
void escape_azure_line(Text *out, Str s)
{
    static Escapes escapes = { ['#'] = "# ", ['\r'] = " ", ['\n'] = " " };
    escape_add_escaped(out, s, escapes, shown);
}

/* ---- SARIF */

void escape_sarif(Text *out, Str s)
{
    /* Not everybody undoes the escapes of brackets, so they stand only where there would be a link. */
    static Escapes braces = { ['{'] = "{{", ['}'] = "}}" };
    static Escapes links = { ['{'] = "{{", ['}'] = "}}", ['['] = "\\[", [']'] = "\\]", ['\\'] = "\\\\" };
    escape_add_escaped(out, s, str_find(s, STR("]("), 0) == SIZE_MAX ? braces : links, NULL);
}

/* ---- CSV */

/* Spreadsheets run what begins so, also behind blanks, and some of them in full width; an apostrophe before it keeps it a text. No
   ASCII character above @ begins one. */
static bool is_formula(Str s)
{
    static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠" };
    while (s.len && s.at[0] == ' ')
        s = str_slice(s, 1, s.len);
    if (s.len == 0 || (s.at[0] != '\xEF' && !strchr("=+-@\t\r\n", s.at[0]))) /* a zero byte counts as one of these, and is none */
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts_with(s, str_of(starts[i])))
            return true;
    return false;
}

/* What divides fields in any of the ways that spreadsheets read CSV: a semicolon does, where a comma stands for the decimal point. */
static bool wants_quotes(Str s)
{
    static const bool divides[256] = { [0] = true, [','] = true, [';'] = true, ['"'] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true };
    for (size_t i = 0; i < s.len; i++)
        if (divides[(unsigned char) s.at[i]])
            return true;
    return s.len > 0 && (s.at[0] == ' ' || s.at[s.len - 1] == ' ');
}

static inline uint64_t escape_beyond_plain(uint64_t word)
{
    return eight_beyond_printable(word) | eight_has(word, ',') | eight_has(word, ';') | eight_has(word, '"');
}

/* Whether a text is printable ASCII that divides nothing, and neither a blank nor what begins a formula stands at its start: it needs no other look. The last
   eight are looked at with those before them. */
static bool is_plain_cell(Str s)
{
    uint64_t beyond = 0;
    if (s.len < 4 || !(ascii_is_letter_or_digit(s.at[0]) || s.at[0] == '/') || s.at[s.len - 1] == ' ')
        return s.len == 0;
    for (size_t at = 0; s.len >= 8 && at < s.len - 8; at += 8)
        beyond |= escape_beyond_plain(eight_at(s.at + at));
    return ((beyond | escape_beyond_plain(s.len >= 8 ? eight_at(s.at + s.len - 8) : short_word(s))) & EIGHT_HIGH) == 0;
}

void escape_csv(Text *out, Str s)
{
    static Escapes nothing = { 0 }, quotes = { ['"'] = "\"\"" };
    if (is_plain_cell(s)) {
        text_add(out, s);
        return;
    }
    bool quoted = wants_quotes(s);
    if (!quoted && !is_formula(s) && utf8_is_plain(s)) { /* as nearly all are */
        text_add(out, s);
        return;
    }
    text_add(out, quoted ? STR("\"") : STR(""));
    text_add(out, is_formula(s) ? STR("'") : STR(""));
    escape_add_escaped(out, s, quoted ? quotes : nothing, shown);
    text_add(out, quoted ? STR("\"") : STR(""));
}

/* ---- URIs */

static bool escape_is_plain(char c)
{
    return ascii_is_letter_or_digit(c) || (c && strchr("-._~/", c));
}

void escape_uri(Text *out, Str path)
{
    if (str_starts_with(path, STR("/")))
        text_add(out, STR("file://"));
    if (str_starts_with(path, STR("./")))
        path = str_slice(path, 2, path.len);
    for (size_t i = 0; i < path.len; i++) {
        if (escape_is_plain(path.at[i]))
            text_add_char(out, path.at[i]);
        else
            text_format(out, "%%%02X", (unsigned) (unsigned char) path.at[i]);
    }
}

/* ---- style sheets */

void escape_css(Text *out, Str s)
{
    size_t size;
    text_add_char(out, '"');
    for (; s.len; s = str_slice(s, size, s.len)) {
        uint32_t code = utf8_first(s, &size);
        bool plain = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
        if (plain)
            text_add_char(out, (char) code);
        else
            text_format(out, "\\%06X", (unsigned) (code ? code : UTF8_REPLACEMENT));
    }
    text_add_char(out, '"');
}
