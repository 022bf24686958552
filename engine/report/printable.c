/* Nothing that a file holds may steer the terminal it is shown on: escapes of colours and cursors, marks that turn the direction of
   writing, ends of lines. They become visible, one character for each, rather than going away: whoever wonders why a cell is not what
   it seems sees it. */
#include "report/printable.h"

#include "base/utf8.h"

enum { ESCAPE = 0x1B, DELETE = 0x7F, PICTURES = 0x2400, PICTURE_OF_DELETE = 0x2421 };

static void add_code(Text *out, uint32_t code)
{
    if (code < ' ')
        text_add_code(out, PICTURES + code);
    else if (code == DELETE)
        text_add_code(out, PICTURE_OF_DELETE);
    else if (code == 0xFFFE || code == 0xFFFF) /* no characters: some formats cannot hold them */
        text_add_code(out, UTF8_REPLACEMENT);
    else if (utf8_is_harmful(code))
        text_format(out, "<U+%04X>", (unsigned) code);
    else
        text_add_code(out, code);
}

/* Bytes at the start that are shown as they are. */
static size_t printable_plain_bytes(Str s)
{
    size_t count = 0;
    while (count < s.len && s.at[count] >= ' ' && s.at[count] < DELETE)
        count++;
    return count;
}

void printable_add(Text *out, Str s)
{
    while (s.len) {
        size_t size = printable_plain_bytes(s);
        if (size)
            text_add(out, str_slice(s, 0, size));
        else
            add_code(out, utf8_first(s, &size));
        s = str_slice(s, size, s.len);
    }
}

void printable_add_cut(Text *out, Str s, size_t columns)
{
    Text whole = { 0 };
    printable_add(&whole, s);
    Str text = text_str(&whole);
    if (utf8_width(text) <= columns) {
        text_add(out, text);
        text_free(&whole);
        return;
    }
    size_t end = 0, width = 0;
    while (end < text.len) {
        size_t size;
        utf8_decode(text.at + end, &size);
        width += utf8_width(str_slice(text, end, end + size));
        if (width + 1 > columns)
            break;
        end += size;
    }
    text_add(out, str_slice(text, 0, end));
    text_add(out, STR("…"));
    text_free(&whole);
}

size_t printable_width(Str s)
{
    size_t width = 0, from = 0;
    for (size_t at = 0; at < s.len; at++) {
        if (s.at[at] != ESCAPE)
            continue;
        width += utf8_width(str_slice(s, from, at));
        while (at < s.len && s.at[at] != 'm')
            at++;
        from = at < s.len ? at + 1 : at;
    }
    return s.len ? width + utf8_width(str_slice(s, from, s.len)) : 0;
}
