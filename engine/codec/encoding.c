/* UTF-8 is so strict that other text hardly ever fits it; GB18030 allows nearly everything, so it is asked only of what is no
   UTF-8, and must look like Chinese besides. */
#include "codec/encoding.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* ---- names and marks */

static const struct {
    const char *name;
    Encoding encoding;
} names[] = {
    { "auto", ENCODING_AUTO },
    { "utf-8", ENCODING_UTF8 },
    { "gb18030", ENCODING_GB18030 },
    { "gbk", ENCODING_GB18030 },
    { "utf-16", ENCODING_UTF16LE },
    { "utf-16le", ENCODING_UTF16LE },
    { "utf-16be", ENCODING_UTF16BE },
    { "big5", ENCODING_BIG5 },
    { "shift-jis", ENCODING_SHIFT_JIS },
    { "euc-kr", ENCODING_EUC_KR },
    { "windows-1252", ENCODING_WINDOWS_1252 },
};

const char *encoding_name_at(size_t index)
{
    return index < sizeof names / sizeof *names ? names[index].name : NULL;
}

/* Other programs call them so. */
static const struct {
    const char *name;
    Encoding encoding;
} aliases[] = {
    { "gb2312", ENCODING_GB18030 },
    { "cp936", ENCODING_GB18030 },
    { "ms936", ENCODING_GB18030 },
    { "windows-936", ENCODING_GB18030 },
    { "euc-cn", ENCODING_GB18030 },
    { "cp950", ENCODING_BIG5 },
    { "ms950", ENCODING_BIG5 },
    { "windows-950", ENCODING_BIG5 },
    { "sjis", ENCODING_SHIFT_JIS },
    { "cp932", ENCODING_SHIFT_JIS },
    { "ms932", ENCODING_SHIFT_JIS },
    { "windows-932", ENCODING_SHIFT_JIS },
    { "windows-31j", ENCODING_SHIFT_JIS },
    { "cp949", ENCODING_EUC_KR },
    { "ms949", ENCODING_EUC_KR },
    { "windows-949", ENCODING_EUC_KR },
    { "uhc", ENCODING_EUC_KR },
    { "ks-c-5601", ENCODING_EUC_KR },
    { "cp1252", ENCODING_WINDOWS_1252 },
    { "ansi-1252", ENCODING_WINDOWS_1252 },
    { "latin1", ENCODING_WINDOWS_1252 },
    { "iso-8859-1", ENCODING_WINDOWS_1252 },
    { "cp65001", ENCODING_UTF8 },
    { "utf-8-sig", ENCODING_UTF8 },
};

/* The next sign that counts: neither case nor what parts a name's pieces does. */
static char next_sign(Str name, size_t *at)
{
    while (*at < name.len && (name.at[*at] == '-' || name.at[*at] == '_' || name.at[*at] == ' '))
        ++*at;
    char c = *at < name.len ? name.at[(*at)++] : 0;
    return ascii_lower(c);
}

static bool is_same_name(Str a, Str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        char c = next_sign(a, &i);
        if (c != next_sign(b, &j))
            return false;
        if (c == 0)
            return true;
    }
}

Encoding encoding_named(Str name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_same_name(name, str_of(names[i].name)))
            return names[i].encoding;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (is_same_name(name, str_of(aliases[i].name)))
            return aliases[i].encoding;
    return ENCODING_COUNT;
}

const char *encoding_name(Encoding encoding)
{
    static const char *const own[ENCODING_COUNT] = {
        [ENCODING_AUTO] = "auto",           [ENCODING_UTF8] = "utf-8",       [ENCODING_GB18030] = "gb18030",
        [ENCODING_UTF16LE] = "utf-16le",    [ENCODING_UTF16BE] = "utf-16be", [ENCODING_BIG5] = "big5",
        [ENCODING_SHIFT_JIS] = "shift-jis", [ENCODING_EUC_KR] = "euc-kr",    [ENCODING_WINDOWS_1252] = "windows-1252",
    };
    return own[encoding];
}

Encoding encoding_of_mark(Str beginning, size_t *size)
{
    static const struct {
        Str mark;
        Encoding encoding;
    } marks[] = {
        { { "\xEF\xBB\xBF", 3 }, ENCODING_UTF8 },
        { { "\xFF\xFE", 2 }, ENCODING_UTF16LE },
        { { "\xFE\xFF", 2 }, ENCODING_UTF16BE },
        { { "\x84\x31\x95\x33", 4 }, ENCODING_GB18030 },
    };
    *size = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!str_starts_with(beginning, marks[i].mark))
            continue;
        *size = marks[i].mark.len;
        return marks[i].encoding;
    }
    return ENCODING_AUTO;
}

/* ---- UTF-8 in pieces */

/* A first byte that may begin a character bounds the one that follows. */
static void begin_character(Utf8Scan *scan, uint8_t byte)
{
    bool fits = byte >= 0xC2 && byte <= 0xF4;
    scan->bad += !fits;
    scan->seen = fits;
    scan->wanted = !fits ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    scan->low = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    scan->high = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
}

static void scan_byte(Utf8Scan *scan, uint8_t byte)
{
    if (scan->wanted > 0 && byte >= scan->low && byte <= scan->high) {
        scan->low = 0x80;
        scan->high = 0xBF;
        scan->seen++;
        scan->characters += --scan->wanted == 0;
        return;
    }
    utf8_scan_end(scan);
    if (byte >= 0x80)
        begin_character(scan, byte);
}

void utf8_scan_end(Utf8Scan *scan)
{
    if (scan->wanted > 0)
        scan->bad += scan->seen;
    scan->wanted = 0;
}

void utf8_scan(Utf8Scan *scan, Str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        scan_byte(scan, (uint8_t) bytes.at[i]);
}

void utf8_check(Utf8Scan *scan, Str bytes)
{
    for (size_t i = 0; i < bytes.len;) {
        if (scan->wanted == 0)
            i += utf8_valid_len(str_slice(bytes, i, bytes.len));
        for (bool stuck = true; i < bytes.len && (stuck || scan->wanted > 0); stuck = false)
            scan_byte(scan, (uint8_t) bytes.at[i++]);
    }
}

/* ---- GB18030 in pieces */

enum { GB_START, GB_LEAD_COMMON, GB_LEAD, GB_SECOND, GB_THIRD };

static uint8_t gb_first(EncodingScan *scan, uint8_t byte)
{
    if (byte < 0x80)
        return GB_START;
    if (byte == 0x80 || byte == 0xFF) {
        scan->gb.bad++;
        return GB_START;
    }
    return byte >= 0xB0 && byte <= 0xF7 ? GB_LEAD_COMMON : GB_LEAD;
}

/* The byte after a first one: of a pair, or a digit, which makes it four. */
static uint8_t gb_second(EncodingScan *scan, uint8_t byte)
{
    if (ascii_is_digit((char) byte))
        return GB_SECOND;
    if (byte < 0x40 || byte == 0x7F || byte == 0xFF) {
        scan->gb.bad++;
        return gb_first(scan, byte);
    }
    scan->gb.characters++;
    scan->gb.common += scan->gb.state == GB_LEAD_COMMON && byte >= 0xA1;
    return GB_START;
}

/* Pairs have a second byte from 0x40 on, characters of four bytes digits in second and fourth place: GB18030 has no other forms. */
static uint8_t gb_next(EncodingScan *scan, uint8_t byte)
{
    bool third = scan->gb.state == GB_SECOND && byte >= 0x81 && byte <= 0xFE;
    bool fourth = scan->gb.state == GB_THIRD && ascii_is_digit((char) byte);
    if (scan->gb.state == GB_START)
        return gb_first(scan, byte);
    if (scan->gb.state <= GB_LEAD)
        return gb_second(scan, byte);
    scan->gb.characters += fourth;
    scan->gb.bad += !third && !fourth;
    return third ? GB_THIRD : fourth ? GB_START : gb_first(scan, byte);
}

/* ---- finding out */

static bool encoding_is_plain(uint8_t byte)
{
    return (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n' || byte == '\r';
}

static void encoding_count_units(EncodingScan *scan, Str bytes)
{
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        uint8_t first = (uint8_t) bytes.at[i], second = (uint8_t) bytes.at[i + 1];
        scan->zeros += (uint64_t) (first == 0) + (second == 0);
        scan->plain[0] += second == 0 && encoding_is_plain(first);
        scan->plain[1] += first == 0 && encoding_is_plain(second);
        scan->plain_pairs += encoding_is_plain(first) && encoding_is_plain(second);
    }
}

void encoding_scan(EncodingScan *scan, Str bytes)
{
    scan->bytes += bytes.len;
    encoding_count_units(scan, bytes);
    for (size_t i = 0; i < bytes.len;) {
        bool between = scan->gb.state == GB_START && scan->utf8.wanted == 0;
        if (between && bytes.len - i >= 8 && utf8_eight_are_ascii(bytes.at + i)) {
            i += 8;
            continue;
        }
        scan_byte(&scan->utf8, (uint8_t) bytes.at[i]);
        scan->gb.state = gb_next(scan, (uint8_t) bytes.at[i++]);
    }
}

/* Every text of rows has line ends and delimiters, and in UTF-16 each of these has a zero byte, always on the same side. Two bytes that
   are both ASCII may be a Chinese character; where nearly all are, a few zeros are a slip. */
static Encoding utf16_by_zeros(const EncodingScan *scan)
{
    uint64_t units = scan->bytes / 2;
    for (int order = 0; order < 2; order++)
        if (scan->plain[order] * 20 >= units && scan->plain[order] > 10 * scan->plain[!order] &&
            scan->plain[order] * 4 >= scan->plain_pairs)
            return order == 0 ? ENCODING_UTF16LE : ENCODING_UTF16BE;
    return ENCODING_AUTO;
}

/* 256 characters of UTF-8 without a slip: in another encoding of two bytes that would be chance upon chance. */
bool encoding_is_certain(const EncodingScan *scan)
{
    enum { ENOUGH = 256 };
    if (scan->zeros >= ENOUGH)
        return true;
    return scan->utf8.characters >= ENOUGH && scan->utf8.bad == 0;
}

static bool looks_chinese(const EncodingScan *scan)
{
    return scan->gb.common * 2 >= scan->gb.characters;
}

Encoding encoding_decide(EncodingScan *scan, EncodingBasis *basis)
{
    bool unfinished = scan->gb.state != GB_START && scan->utf8.wanted == 0;
    utf8_scan_end(&scan->utf8);
    scan->gb.bad += unfinished;
    *basis = BASIS_ZEROS;
    if (scan->zeros > 0 && utf16_by_zeros(scan) != ENCODING_AUTO)
        return utf16_by_zeros(scan);
    *basis = BASIS_FITS;
    if (scan->utf8.bad == 0)
        return ENCODING_UTF8;
    bool is_chinese = scan->utf8.characters <= scan->utf8.bad && looks_chinese(scan);
    if (is_chinese && scan->gb.bad == 0)
        return ENCODING_GB18030;
    *basis = BASIS_MOSTLY;
    return is_chinese && scan->gb.characters > 8 * scan->gb.bad ? ENCODING_GB18030 : ENCODING_UTF8;
}
