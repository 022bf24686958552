/* Records of old workbooks, and the texts in them. A record has 8,224 bytes at most; what is longer goes on in records that continue it,
   and a text may be cut anywhere between two of its characters, to go on in the other width of them. */
#include "codec/xls_parts.h"

enum { HEAD = 4 };

bool xls_next_record(Str stream, size_t *at, XlsRecord *record)
{
    if (*at > stream.len || stream.len - *at < HEAD)
        return false;
    size_t start = *at + HEAD, len = xls_u16(stream, *at + 2);
    if (stream.len - start < len)
        return false;
    *record = (XlsRecord) { xls_u16(stream, *at), str_slice(stream, start, start + len), start };
    *at = start + len;
    return true;
}

XlsCursor xls_cursor(Str stream, const XlsRecord *record, size_t offset)
{
    size_t end = record->at + record->body.len;
    return (XlsCursor) { stream, record->at + offset, end, record->at + offset > end };
}

/* Passes on to the record that continues this one, at its end. */
static bool go_on(XlsCursor *cursor)
{
    XlsRecord next;
    size_t at = cursor->end;
    if (cursor->is_broken || !xls_next_record(cursor->stream, &at, &next) || next.type != XLS_CONTINUE) {
        cursor->is_broken = true;
        return false;
    }
    cursor->at = next.at;
    cursor->end = at;
    return true;
}

static uint32_t take_byte(XlsCursor *cursor)
{
    while (cursor->at >= cursor->end)
        if (!go_on(cursor))
            return 0;
    return xls_u8(cursor->stream, cursor->at++);
}

uint32_t xls_take(XlsCursor *cursor, unsigned bytes)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < bytes; i++)
        number |= take_byte(cursor) << 8 * i;
    return cursor->is_broken ? 0 : number;
}

static void xls_record_pass(XlsCursor *cursor, uint64_t bytes)
{
    while (bytes > 0 && !cursor->is_broken) {
        size_t there = cursor->end - cursor->at;
        size_t passed = bytes < there ? (size_t) bytes : there;
        cursor->at += passed;
        bytes -= passed;
        if (bytes > 0)
            go_on(cursor);
    }
}

/* ---- UTF-16, with or without the upper halves */

enum { IS_FULL = 1, HAS_PHONETICS = 4, HAS_RUNS = 8 };

/* A character code of two bytes or one; the record that continues this one says anew which. */
static uint32_t take_unit(XlsCursor *cursor, bool *is_full)
{
    if (cursor->at >= cursor->end && go_on(cursor))
        *is_full = take_byte(cursor) & IS_FULL;
    return xls_take(cursor, *is_full ? 2 : 1);
}

static bool is_surrogate(uint32_t unit, uint32_t first)
{
    return unit >= first && unit < first + 0x400;
}

/* Puts pairs together; a half that stands alone is no character. */
static void add_unit(Text *text, uint32_t *half, uint32_t unit)
{
    bool joins = *half && is_surrogate(unit, 0xDC00);
    if (*half && !joins)
        text_add_code(text, 0xFFFD);
    if (joins)
        text_add_code(text, 0x10000 + ((*half - 0xD800) << 10) + (unit - 0xDC00));
    else if (!is_surrogate(unit, 0xD800))
        text_add_code(text, is_surrogate(unit, 0xDC00) ? 0xFFFD : unit);
    *half = is_surrogate(unit, 0xD800) ? unit : 0;
}

static void take_wide(XlsCursor *cursor, Text *text, uint32_t length)
{
    uint32_t flags = xls_take(cursor, 1), half = 0;
    uint32_t runs = flags & HAS_RUNS ? xls_take(cursor, 2) : 0, phonetics = flags & HAS_PHONETICS ? xls_take(cursor, 4) : 0;
    bool is_full = flags & IS_FULL;
    for (uint32_t i = 0; i < length && !cursor->is_broken; i++) {
        uint32_t unit = take_unit(cursor, &is_full);
        if (!cursor->is_broken)
            add_unit(text, &half, unit);
    }
    if (half)
        text_add_code(text, 0xFFFD);
    xls_record_pass(cursor, (uint64_t) runs * 4 + phonetics);
}

/* ---- the bytes of a code page */

/* What is no text in it stays as it is, and is found in its place. */
static void xls_record_decode(Text *text, Decoder *decoder, Str bytes)
{
    size_t room;
    char decoded[1024];
    memcpy(decoder_room(decoder, &room), bytes.at, bytes.len);
    decoder_put(decoder, bytes.len);
    decoder_put(decoder, 0);
    for (size_t got; (got = decoder_take(decoder, decoded, sizeof decoded)) > 0;)
        text_add(text, (Str) { decoded, got });
}

static void take_narrow(XlsCursor *cursor, Text *text, uint32_t length, Decoder *decoder)
{
    char bytes[UINT16_MAX];
    uint32_t count = 0;
    for (; count < length; count++) {
        bytes[count] = (char) take_byte(cursor);
        if (cursor->is_broken)
            break;
    }
    if (decoder && count)
        xls_record_decode(text, decoder, (Str) { bytes, count });
    else
        text_add(text, (Str) { bytes, count });
}

/* Some programs count a zero that ends the text. */
static Str without_end(Str text)
{
    while (text.len && text.at[text.len - 1] == 0)
        text.len--;
    return text;
}

Str xls_take_text(XlsCursor *cursor, Arena *arena, XlsWriting writing, unsigned length_bytes)
{
    Text text = { 0 };
    uint32_t length = xls_take(cursor, length_bytes);
    if (writing.is_wide)
        take_wide(cursor, &text, length);
    else
        take_narrow(cursor, &text, length, writing.decoder);
    Str result = arena_str(arena, without_end(text_str(&text)));
    text_free(&text);
    return result;
}
