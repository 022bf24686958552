/* Nearly every sequence of bytes is text in some encoding of two bytes; what tells them apart is how usual the characters are. Each class
   of characters has a price in tenths of a bit: the logarithm of how many there are, dearer where they are seldom used. A text costs least
   in the encoding that it was written in. */
#include "codec/encoding.h"
#include "base/ascii.h"

typedef struct {
    uint8_t lead[2], trail[2]; /* from, to; no trail: one byte */
    uint16_t price;
} Class;

/* The first that fits counts. */
static const Class gb18030[] = {
    { { 0xB0, 0xD7 }, { 0xA1, 0xFE }, 119 },
    { { 0xA1, 0xA3 }, { 0xA1, 0xFE }, 110 },
    { { 0xD8, 0xF7 }, { 0xA1, 0xFE }, 200 },
    { { 0x81, 0xFE }, { 0x40, 0x7E }, 220 },
    { { 0x81, 0xFE }, { 0x80, 0xFE }, 220 },
    { { 0x81, 0xFE }, { '0', '9' }, 250 },
    { { 0, 0 }, { 0, 0 }, 0 },
};
static const Class big5[] = {
    { { 0xA4, 0xC6 }, { 0x40, 0x7E }, 124 }, { { 0xA4, 0xC6 }, { 0xA1, 0xFE }, 124 }, { { 0xA1, 0xA3 }, { 0x40, 0x7E }, 110 },
    { { 0xA1, 0xA3 }, { 0xA1, 0xFE }, 110 }, { { 0xC9, 0xF9 }, { 0x40, 0x7E }, 200 }, { { 0xC9, 0xF9 }, { 0xA1, 0xFE }, 200 },
    { { 0x81, 0xFE }, { 0x40, 0x7E }, 230 }, { { 0x81, 0xFE }, { 0xA1, 0xFE }, 230 }, { { 0, 0 }, { 0, 0 }, 0 },
};
static const Class euc_kr[] = {
    { { 0xB0, 0xC8 }, { 0xA1, 0xFE }, 112 },
    { { 0xA1, 0xA3 }, { 0xA1, 0xFE }, 110 },
    { { 0xCA, 0xFD }, { 0xA1, 0xFE }, 200 },
    { { 0x81, 0xFE }, { 0x41, 0x5A }, 220 },
    { { 0x81, 0xFE }, { 0x61, 0x7A }, 220 },
    { { 0x81, 0xFE }, { 0x81, 0xFE }, 220 },
    { { 0, 0 }, { 0, 0 }, 0 },
};
static const Class shift_jis[] = {
    { { 0x82, 0x82 }, { 0x9F, 0xF1 }, 70 },  { { 0x83, 0x83 }, { 0x40, 0x96 }, 75 },  { { 0x81, 0x81 }, { 0x40, 0xFC }, 100 },
    { { 0x82, 0x82 }, { 0x4F, 0x9A }, 110 }, { { 0x88, 0x97 }, { 0x40, 0x7E }, 120 }, { { 0x88, 0x97 }, { 0x80, 0xFC }, 120 },
    { { 0x81, 0x9F }, { 0x40, 0x7E }, 200 }, { { 0x81, 0x9F }, { 0x80, 0xFC }, 200 }, { { 0xE0, 0xFC }, { 0x40, 0x7E }, 210 },
    { { 0xE0, 0xFC }, { 0x80, 0xFC }, 210 }, { { 0xA1, 0xDF }, { 0, 0 }, 90 },        { { 0, 0 }, { 0, 0 }, 0 },
};
static const Class windows_1252[] = {
    { { 0xC0, 0xD6 }, { 0, 0 }, 70 },  { { 0xD8, 0xDE }, { 0, 0 }, 70 },  { { 0xDF, 0xF6 }, { 0, 0 }, 50 },
    { { 0xF8, 0xFF }, { 0, 0 }, 50 },  { { 0x91, 0x97 }, { 0, 0 }, 100 }, { { 0xA0, 0xBF }, { 0, 0 }, 110 },
    { { 0x80, 0x80 }, { 0, 0 }, 90 },  { { 0x82, 0x8C }, { 0, 0 }, 130 }, { { 0x98, 0x9C }, { 0, 0 }, 130 },
    { { 0x8E, 0x8E }, { 0, 0 }, 130 }, { { 0x9E, 0x9F }, { 0, 0 }, 130 }, { { 0xD7, 0xD7 }, { 0, 0 }, 110 },
    { { 0xF7, 0xF7 }, { 0, 0 }, 110 }, { { 0, 0 }, { 0, 0 }, 0 },
};

static const Class *const classes[ENCODING_COUNT] = {
    [ENCODING_GB18030] = gb18030,           [ENCODING_BIG5] = big5, [ENCODING_EUC_KR] = euc_kr, [ENCODING_SHIFT_JIS] = shift_jis,
    [ENCODING_WINDOWS_1252] = windows_1252,
};

static bool lies_in(uint8_t byte, const uint8_t range[2])
{
    return byte >= range[0] && byte <= range[1];
}

/* A character at the start of the bytes; NULL: none. */
static const Class *find_class(const Class *class, Str bytes)
{
    for (; class->price > 0; class ++) {
        bool fits = lies_in((uint8_t) bytes.at[0], class->lead);
        if (fits && (class->trail[1] == 0 || (bytes.len > 1 && lies_in((uint8_t) bytes.at[1], class->trail))))
            return class;
    }
    return NULL;
}

enum { NO_TEXT = UINT32_MAX };

/* Letters with accents stand alone: one beside another is dear. */
static uint32_t price_of(Encoding encoding, Str bytes)
{
    uint64_t price = 0;
    bool beside = false;
    for (size_t at = 0; at < bytes.len;) {
        if ((uint8_t) bytes.at[at] < 0x80) {
            beside = false;
            at++;
            continue;
        }
        const Class *class = find_class(classes[encoding], str_slice(bytes, at, bytes.len));
        bool is_cut = !class && at + 1 == bytes.len;
        if (!class && !is_cut)
            return NO_TEXT;
        price += is_cut ? 0u : class->price + (encoding == ENCODING_WINDOWS_1252 && beside ? 40u : 0u);
        beside = true;
        at += is_cut || class->trail[1] == 0 ? 1 : 2;
    }
    return price < NO_TEXT ? (uint32_t) price : NO_TEXT - 1;
}

uint64_t encoding_price_of_utf8(const Utf8Scan *scan)
{
    enum { CHARACTER = 119, BAD_BYTE = 250 };
    return scan->characters * CHARACTER + scan->bad * BAD_BYTE;
}

size_t encoding_candidates(Str bytes, uint64_t limit, Encoding out[ENCODING_COUNT])
{
    enum { DEARER = 80 }; /* eight bits: one in 256 */
    uint32_t prices[ENCODING_COUNT], least = NO_TEXT;
    size_t count = 0;
    for (Encoding encoding = 0; encoding < ENCODING_COUNT; encoding++) {
        prices[encoding] = classes[encoding] ? price_of(encoding, bytes) : NO_TEXT;
        least = prices[encoding] < least ? prices[encoding] : least;
    }
    for (Encoding encoding = 0; least < NO_TEXT && least <= limit && encoding < ENCODING_COUNT; encoding++)
        if (prices[encoding] < NO_TEXT && prices[encoding] - least <= DEARER)
            out[count++] = encoding;
    return count;
}

/* ---- UTF-8 that is perhaps something else */

/* Two bytes of UTF-8 that are a common character in GB18030. */
static bool is_pair(Str bytes, size_t at)
{
    uint8_t lead = (uint8_t) bytes.at[at], trail = at + 1 < bytes.len ? (uint8_t) bytes.at[at + 1] : 0;
    return lead >= 0xC2 && lead <= 0xD7 && trail >= 0xA1 && trail <= 0xBF;
}

bool encoding_may_be_chinese(Str bytes)
{
    size_t pairs = 0;
    for (size_t at = 0; at < bytes.len;) {
        if ((uint8_t) bytes.at[at] < 0x80) {
            at++;
            continue;
        }
        bool behind_letter = at > 0 && ascii_is_letter(bytes.at[at - 1]);
        size_t start = at;
        while (at < bytes.len && (uint8_t) bytes.at[at] >= 0x80) {
            if (!is_pair(bytes, at))
                return false;
            at += 2;
        }
        if (behind_letter || at == start + 2 || (at < bytes.len && ascii_is_letter(bytes.at[at])))
            return false;
        pairs += (at - start) / 2;
    }
    return pairs > 0;
}

/* ---- what to show */

static bool ends_cell(char c)
{
    return c == ',' || c == ';' || c == '\t' || c == '|' || c == '"' || c == '\r' || c == '\n';
}

Str encoding_sample(Str bytes)
{
    enum { LONGEST = 40 };
    size_t at = 0;
    while (at < bytes.len && (uint8_t) bytes.at[at] < 0x80)
        at++;
    size_t start = at, end = at;
    while (start > 0 && at - start < LONGEST / 2 && !ends_cell(bytes.at[start - 1]))
        start--;
    while (end < bytes.len && end - start < LONGEST && !ends_cell(bytes.at[end]))
        end++;
    return str_slice(bytes, start, end);
}
