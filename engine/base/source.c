/* Lines and columns of byte offsets. LF, CRLF and a lone CR end a line. */
#include "base/source.h"

static bool ends_line(Str text, size_t i)
{
    char c = text.at[i];
    return c == '\n' || (c == '\r' && (i + 1 == text.len || text.at[i + 1] != '\n'));
}

/* Most texts have no CR, and a loop that only looks for LF takes many bytes at a time. */
static uint32_t source_count_ends(Str text, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    if (from < to && memchr(text.at + from, '\r', to - from)) {
        for (uint32_t i = from; i < to; i++)
            count += ends_line(text, i);
        return count;
    }
    for (uint32_t i = from; i < to; i++)
        count += text.at[i] == '\n';
    return count;
}

/* Counts the bytes that begin a code point, so that it does no harm where the text is not UTF-8. */
static uint32_t count_codes(Str s)
{
    uint32_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char) s.at[i] & 0xC0) != 0x80;
    return count;
}

Place source_place(const Source *source, uint32_t offset)
{
    Str text = source->text;
    if (offset > text.len)
        offset = (uint32_t) text.len;
    Place place = { .line = 1 };
    for (uint32_t i = 0; i < offset; i++) {
        if (ends_line(text, i)) {
            place.line++;
            place.line_start = i + 1;
        }
    }
    place.line_end = offset;
    while (place.line_end < text.len && text.at[place.line_end] != '\n' && text.at[place.line_end] != '\r')
        place.line_end++;
    /* An offset between CR and LF still belongs to the line before them. */
    while (place.line_end > place.line_start && text.at[place.line_end - 1] == '\r')
        place.line_end--;
    place.column = 1 + count_codes(str_slice(text, place.line_start, offset));
    return place;
}

uint32_t line_walk_to(LineWalk *walk, const Source *source, uint32_t offset)
{
    if (offset > source->text.len)
        offset = (uint32_t) source->text.len;
    if (walk->source != source || offset < walk->offset)
        *walk = (LineWalk) { source, 0, 1 };
    walk->line += source_count_ends(source->text, walk->offset, offset);
    walk->offset = offset;
    return walk->line;
}
