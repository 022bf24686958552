/* Numbers and texts as bytes. What is taken out is never trusted: a length is held to what is left, a count to how many there can be,
   and after the first thing that does not fit all else is 0, so that a reader of a record looks at `failed` once, at its end. */
#include "base/bytes.h"

#include "base/varint.h"

enum { WORD = sizeof(uint64_t) };

void bytes_number(Text *out, uint64_t number)
{
    char room[VARINT_MOST];
    text_add(out, (Str) { room, varint_put(room, number) });
}

void bytes_word(Text *out, uint64_t word)
{
    char room[WORD];
    for (int i = 0; i < WORD; i++)
        room[i] = (char) (word >> 8 * i);
    text_add(out, (Str) { room, WORD });
}

void bytes_double(Text *out, double number)
{
    uint64_t word;
    memcpy(&word, &number, sizeof word);
    bytes_word(out, word);
}

void bytes_text(Text *out, Str text)
{
    bytes_number(out, text.len);
    text_add(out, text);
}

static uint64_t base_bytes_fail(Bytes *bytes)
{
    bytes->failed = true;
    bytes->rest = (Str) { 0 };
    return 0;
}

uint64_t bytes_take_number(Bytes *bytes)
{
    uint64_t number = 0;
    for (size_t len = 0; len < bytes->rest.len && len < VARINT_MOST; len++) {
        unsigned char byte = (unsigned char) bytes->rest.at[len];
        number |= (uint64_t) (byte & 0x7F) << 7 * len;
        if (byte < 0x80) {
            bytes->rest = str_slice(bytes->rest, len + 1, bytes->rest.len);
            return number;
        }
    }
    return base_bytes_fail(bytes);
}

uint32_t bytes_take_below(Bytes *bytes, uint64_t limit)
{
    uint64_t number = bytes_take_number(bytes);
    return (uint32_t) (number < limit && number < UINT32_MAX ? number : base_bytes_fail(bytes));
}

uint32_t bytes_take_count(Bytes *bytes, size_t least)
{
    uint64_t number = bytes_take_number(bytes);
    return (uint32_t) (number <= bytes->rest.len / least && number < UINT32_MAX ? number : base_bytes_fail(bytes));
}

bool bytes_take_flag(Bytes *bytes)
{
    return bytes_take_below(bytes, 2) == 1;
}

uint64_t bytes_take_word(Bytes *bytes)
{
    uint64_t word = 0;
    if (bytes->rest.len < WORD)
        return base_bytes_fail(bytes);
    for (int i = 0; i < WORD; i++)
        word |= (uint64_t) (unsigned char) bytes->rest.at[i] << 8 * i;
    bytes->rest = str_slice(bytes->rest, WORD, bytes->rest.len);
    return word;
}

double bytes_take_double(Bytes *bytes)
{
    uint64_t word = bytes_take_word(bytes);
    double number;
    memcpy(&number, &word, sizeof number);
    return number;
}

Str bytes_take_text(Bytes *bytes)
{
    uint64_t len = bytes_take_number(bytes);
    if (len > bytes->rest.len)
        base_bytes_fail(bytes);
    if (bytes->failed)
        return (Str) { 0 };
    Str text = str_slice(bytes->rest, 0, (size_t) len);
    bytes->rest = str_slice(bytes->rest, (size_t) len, bytes->rest.len);
    return text;
}

void bytes_fail(Bytes *bytes)
{
    base_bytes_fail(bytes);
}

bool bytes_are_done(const Bytes *bytes)
{
    return !bytes->failed && bytes->rest.len == 0;
}
