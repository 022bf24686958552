/* iconv, in pieces. What it cannot read is taken off byte by byte, as it is, and it goes on behind: the byte then stands in a cell, is
   no UTF-8 there, and is told as damage of that cell with its place. Replacing it here would hide it. */
#include "codec/decoder.h"

#include <errno.h>
#include <iconv.h>

enum { RAW_BYTES = 64 << 10 };

struct Decoder {
    iconv_t converter;
    bool is_utf16, is_big_endian;
    bool ended;
    uint64_t bad;
    size_t start, end; /* of what is unread in raw */
    char raw[RAW_BYTES];
};

#define NO_CONVERTER ((iconv_t) -1)

static void close_converter(void *decoder)
{
    if (((Decoder *) decoder)->converter != NO_CONVERTER)
        iconv_close(((Decoder *) decoder)->converter);
}

/* The encodings as their countries' systems extended them, else as their standards have them. */
static iconv_t open_converter(Encoding encoding)
{
    static const char *const names[ENCODING_COUNT][2] = {
        [ENCODING_UTF8] = { "UTF-8", NULL },       [ENCODING_GB18030] = { "GB18030", NULL },
        [ENCODING_UTF16LE] = { "UTF-16LE", NULL }, [ENCODING_UTF16BE] = { "UTF-16BE", NULL },
        [ENCODING_BIG5] = { "CP950", "BIG5" },     [ENCODING_SHIFT_JIS] = { "CP932", "SHIFT_JIS" },
        [ENCODING_EUC_KR] = { "CP949", "EUC-KR" }, [ENCODING_WINDOWS_1252] = { "CP1252", "WINDOWS-1252" },
    };
    iconv_t converter = iconv_open("UTF-8", names[encoding][0]);
    if (converter == NO_CONVERTER && names[encoding][1])
        converter = iconv_open("UTF-8", names[encoding][1]);
    if (converter == NO_CONVERTER && errno == ENOMEM)
        memory_fault();
    return converter;
}

Decoder *decoder_open(Arena *arena, Encoding encoding)
{
    Decoder *decoder = arena_new(arena, Decoder);
    decoder->converter = NO_CONVERTER;
    arena_defer(arena, close_converter, decoder); /* before there is anything to close */
    decoder->converter = open_converter(encoding);
    if (decoder->converter == NO_CONVERTER)
        return NULL;
    decoder->is_big_endian = encoding == ENCODING_UTF16BE;
    decoder->is_utf16 = encoding == ENCODING_UTF16LE || decoder->is_big_endian;
    return decoder;
}

char *decoder_room(Decoder *decoder, size_t *size)
{
    size_t unread = decoder->end - decoder->start;
    memmove(decoder->raw, decoder->raw + decoder->start, unread);
    decoder->start = 0;
    decoder->end = unread;
    *size = RAW_BYTES - unread;
    return decoder->raw + unread;
}

void decoder_put(Decoder *decoder, size_t len)
{
    decoder->ended = len == 0;
    decoder->end += len;
}

/* Half of a surrogate pair, or of a unit at the end, written as if it were a character: no UTF-8, but it can be told apart. */
static size_t pass_half(Decoder *decoder, char *buffer)
{
    const uint8_t *unit = (const uint8_t *) decoder->raw + decoder->start;
    size_t size = decoder->end - decoder->start < 2 ? 1 : 2;
    unsigned high = size == 1 ? 0xD8 : unit[decoder->is_big_endian ? 0 : 1], low = unit[decoder->is_big_endian && size == 2];
    decoder->start += size;
    buffer[0] = '\xED';
    buffer[1] = (char) (0x80 | (high << 2 & 0x3F) | low >> 6);
    buffer[2] = (char) (0x80 | (low & 0x3F));
    return 3;
}

static size_t pass_bad(Decoder *decoder, char *buffer)
{
    decoder->bad++;
    if (decoder->is_utf16)
        return pass_half(decoder, buffer);
    buffer[0] = decoder->raw[decoder->start++];
    return 1;
}

size_t decoder_take(Decoder *decoder, char *buffer, size_t size)
{
    size_t taken = 0;
    while (decoder->start < decoder->end && size - taken >= 4) {
        char *in = decoder->raw + decoder->start, *out = buffer + taken;
        size_t in_left = decoder->end - decoder->start, out_left = size - taken;
        size_t result = iconv(decoder->converter, &in, &in_left, &out, &out_left);
        int fault = result == (size_t) -1 ? errno : 0;
        decoder->start = decoder->end - in_left;
        taken = size - out_left;
        if (fault == EILSEQ || (fault == EINVAL && decoder->ended)) {
            /* Else it stays for the next call: iconv says so again. */
            if (size - taken >= 4)
                taken += pass_bad(decoder, buffer + taken);
        } else if (fault == EINVAL || fault == E2BIG) {
            break;
        }
    }
    return taken;
}

uint64_t decoder_bad(const Decoder *decoder)
{
    return decoder->bad;
}

Str decoder_text(Arena *arena, Encoding encoding, Str bytes)
{
    size_t room = bytes.len * 4 + 1, out_left = room, in_left = bytes.len;
    char *text = arena_alloc(arena, room), *out = text, *in = (char *) bytes.at; /* iconv does not write there */
    iconv_t converter = open_converter(encoding);
    if (converter == NO_CONVERTER)
        return STR("");
    iconv(converter, &in, &in_left, &out, &out_left);
    iconv_close(converter);
    return (Str) { text, room - out_left };
}
