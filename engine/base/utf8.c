/* UTF-8 as Unicode defines it: shortest forms only, no surrogates, nothing above 0x10FFFF (table 3-7 of the standard).

   Nearly all text is printable ASCII or common Chinese characters, so both are passed in words of eight bytes, or 32 where the processor
   can; utf8_plain_len tells how far nothing has to be asked of single characters, neither where damage is looked for nor where reports
   escape. With that, reading 20,000 records took 303 million instructions in place of 487. The quick look and the slow one must agree:
   tests hold one against the other. */
#include "base/utf8.h"

#include "base/eight.h"
#include "base/wide.h"

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

Str utf8_start(Str s, size_t most)
{
    size_t end = s.len < most ? s.len : most;
    while (end > 0 && end < s.len && is_tail((unsigned char) s.at[end]))
        end--;
    return str_slice(s, 0, end);
}

/* Size of the well-formed sequence at `at`, which has `left` bytes; 0 where there is none. */
static size_t sequence_size(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (left < size)
        return 0;
    for (size_t i = 1; i < size; i++)
        if (!is_tail(at[i]))
            return 0;
    /* The second byte tells overlong forms, surrogates and what lies above the last code point. */
    unsigned char second = at[1];
    bool bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
               (first == 0xF4 && second > 0x8F);
    return bad ? 0 : size;
}

/* How many of eight bytes are ASCII, up to the first that is not. */
static size_t leading_ascii(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word &= 0x8080808080808080u;
    if (word == 0)
        return 8;
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    return (size_t) (little ? __builtin_ctzll(word) : __builtin_clzll(word)) / 8;
}

/* Most Chinese characters: three bytes, and nothing about the second one to look at. */
static bool is_common_three(const unsigned char *at)
{
    return (((at[0] & 0xF0) ^ 0xE0) | ((at[1] & 0xC0) ^ 0x80) | ((at[2] & 0xC0) ^ 0x80)) == 0 && at[0] != 0xE0 && at[0] != 0xED;
}

#if defined(WIDE_LOOPS)

/* How far a long text is well-formed, but for its last bytes; *size is 0 where it is not. Chinese characters follow one another: behind one
   the next is looked for where it would stand. */
WIDE_TARGET static size_t valid_wide(Str s, size_t *size)
{
    const unsigned char *at = (const unsigned char *) s.at;
    size_t i = 0;
    while (*size > 0 && s.len - i >= 32) {
        unsigned high = (unsigned) _mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *) (const void *) (at + i)));
        if (high == 0) {
            i += 32;
            continue;
        }
        i += (size_t) __builtin_ctz(high);
        if (s.len - i < 3 || !is_common_three(at + i))
            i += *size = sequence_size(at + i, s.len - i);
        while (s.len - i >= 3 && is_common_three(at + i))
            i += 3;
    }
    return i;
}

static size_t valid_of_long(Str s, size_t *size)
{
    return s.len >= 64 && wide_is_there() ? valid_wide(s, size) : 0;
}

#else

static size_t valid_of_long(Str s, size_t *size)
{
    (void) s, (void) size;
    return 0;
}

#endif

/* The loop that looks at many bytes at once ends eight before the end. */
size_t utf8_valid_len(Str s)
{
    const unsigned char *at = (const unsigned char *) s.at;
    size_t size = 1, i = valid_of_long(s, &size);
    while (size > 0 && s.len - i >= 8) {
        size = leading_ascii(at + i);
        if (size == 0)
            size = is_common_three(at + i) ? 3 : sequence_size(at + i, s.len - i);
        i += size;
    }
    while (size > 0 && i < s.len) {
        size = sequence_size(at + i, s.len - i);
        i += size;
    }
    return i;
}

/* ---- plain text: nearly all there is, and of it nothing has to be asked character by character */

static bool utf8_is_printable(unsigned char byte)
{
    return byte >= ' ' && byte < 0x7F;
}

/* The high bit of a byte stays clear for 0x20 to 0x7E alone: less than 0x20 borrows into it, 0x7F is carried into it. */
static bool eight_are_printable(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return ((word | (word - 0x2020202020202020u) | (word + 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

/* U+4000 to U+9FFF. */
static bool is_plain_three(const unsigned char *at)
{
    return at[0] >= 0xE4 && at[0] <= 0xE9 && is_tail(at[1]) && is_tail(at[2]);
}

/* The last bytes of a text that has eight are looked at with those before them. */
size_t utf8_plain_len(Str s)
{
    size_t i = 0;
    while (i < s.len) {
        const unsigned char *at = (const unsigned char *) s.at + i;
        size_t from = s.len - i >= 8 || s.len < 8 ? i : s.len - 8;
        if (s.len >= 8 && eight_are_printable(s.at + from))
            i = from + 8;
        else if (utf8_is_printable(at[0]))
            i++;
        else if (s.len - i >= 3 && is_plain_three(at))
            do
                i += 3;
            while (s.len - i >= 3 && is_plain_three((const unsigned char *) s.at + i));
        else
            break;
    }
    return i;
}

/* ---- code points */

uint32_t utf8_decode(const char *at, size_t *size)
{
    const unsigned char *byte = (const unsigned char *) at;
    if (byte[0] < 0x80) {
        *size = 1;
        return byte[0];
    }
    *size = byte[0] < 0xE0 ? 2 : byte[0] < 0xF0 ? 3 : 4;
    uint32_t code = byte[0] & (0xFFu >> (*size + 1));
    for (size_t i = 1; i < *size; i++)
        code = code << 6 | (byte[i] & 0x3Fu);
    return code;
}

uint32_t utf8_first(Str s, size_t *size)
{
    if (utf8_valid_len(str_slice(s, 0, s.len < 4 ? s.len : 4)) > 0)
        return utf8_decode(s.at, size);
    *size = 1;
    return UTF8_REPLACEMENT;
}

size_t utf8_encode(uint32_t code, char out[4])
{
    static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char) (0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char) (lead[size] | code);
    return size;
}

/* How many of eight bytes go on with a character that another one has begun. */
static inline size_t count_tails(uint64_t word)
{
    return (word >> 7 & ~(word >> 6) & EIGHT_TIMES(1)) * EIGHT_TIMES(1) >> 56;
}

size_t utf8_count_plainly(Str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += !is_tail((unsigned char) s.at[i]);
    return count;
}

/* Eight bytes at a time. Of the last ones, which are read with those before them, these are shifted out. */
size_t utf8_count(Str s)
{
    size_t tails = 0, rest = s.len % 8;
    if (s.len < 4 || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
        return utf8_count_plainly(s);
    for (size_t i = 0; i < s.len - rest; i += 8)
        tails += count_tails(eight_at(s.at + i));
    if (s.len < 8)
        tails += count_tails(four_at(s.at) | (uint64_t) four_at(s.at + s.len - 4) >> 8 * (8 - s.len) << 32);
    else if (rest > 0)
        tails += count_tails(eight_at(s.at + s.len - 8) >> 8 * (8 - rest));
    return s.len - tails;
}

size_t utf8_offset(Str s, size_t index)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_tail((unsigned char) s.at[i]) && index-- == 0)
            return i;
    return index == 0 ? s.len : SIZE_MAX;
}

bool utf8_is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || (code >= 0x2000 && code <= 0x200B) ||
           code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF;
}

bool utf8_is_han(uint32_t code)
{
    return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF) ||
           code == 0x3005 || code == 0x3007;
}

typedef struct {
    uint32_t first, last;
} CodeRange;

static bool utf8_is_in(const CodeRange *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

bool utf8_is_invisible(uint32_t code)
{
    static const CodeRange invisible[] = {
        { 0xAD, 0xAD },     { 0x34F, 0x34F },   { 0x61C, 0x61C },   { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 },
        { 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0x3164, 0x3164 },
        { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE0FFF },
    };
    return code >= 0xAD && utf8_is_in(invisible, sizeof invisible / sizeof *invisible, code);
}

bool utf8_is_harmful(uint32_t code)
{
    static const CodeRange harmful[] = {
        { 0, 0x1F },        { 0x7F, 0x9F },     { 0x61C, 0x61C },   { 0x200E, 0x200F },
        { 0x2028, 0x202E }, { 0x2066, 0x2069 }, { 0xFEFF, 0xFEFF }, { 0xE0000, 0xE007F },
    };
    return utf8_is_in(harmful, sizeof harmful / sizeof *harmful, code);
}
