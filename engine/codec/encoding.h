/* Encodings of text: what they are called, and what the bytes of a file tell about theirs. decoder.h turns them into UTF-8. */
#ifndef DULY_CODEC_ENCODING_H
#define DULY_CODEC_ENCODING_H

#include "base/str.h"

typedef enum {
    ENCODING_AUTO, /* to be found out */
    ENCODING_UTF8,
    ENCODING_GB18030, /* and what it contains: GBK, GB 2312 */
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_BIG5, /* these are read where somebody names them, and never taken for granted */
    ENCODING_SHIFT_JIS,
    ENCODING_EUC_KR,
    ENCODING_WINDOWS_1252,
    ENCODING_COUNT
} Encoding;

/* What an encoding was decided on. */
typedef enum {
    BASIS_NAMED,  /* somebody said so */
    BASIS_MARK,   /* the byte order mark at the beginning */
    BASIS_FITS,   /* all that was looked at is well-formed, and it is no UTF-8 if the encoding is another */
    BASIS_ZEROS,  /* zero bytes where UTF-16 has them in plain letters */
    BASIS_MOSTLY, /* nothing fits all of it; this fits most */
    BASIS_COUNT
} EncodingBasis;

/* "gb18030". */
const char *encoding_name(Encoding encoding);
/* The encoding of a name, in whatever case and with or without hyphens (also "gbk", "utf-16": the order of its mark, else little endian;
   and what other programs say, as "sjis", "cp949"); ENCODING_COUNT: none has it. */
Encoding encoding_named(Str name);
/* The names at an index, NULL after the last. */
const char *encoding_name_at(size_t index);

/* The encoding whose byte order mark stands at the beginning, with the size of the mark; ENCODING_AUTO: there is none. */
Encoding encoding_of_mark(Str beginning, size_t *size);

/* ---- UTF-8 in pieces */

typedef struct {
    uint8_t wanted, seen, low, high; /* of a character that has begun: bytes to come, bytes had, bounds of the next one */
    uint64_t characters;             /* above ASCII, in what utf8_scan was given */
    uint64_t bad;                    /* bytes that are part of none */
} Utf8Scan;

/* Counts characters and bad bytes. */
void utf8_scan(Utf8Scan *scan, Str bytes);
/* Counts bad bytes only, and is quick where there are none. */
void utf8_check(Utf8Scan *scan, Str bytes);
/* The end: a character that was begun is none. */
void utf8_scan_end(Utf8Scan *scan);

/* ---- finding out */

typedef struct {
    Utf8Scan utf8;
    struct {
        uint8_t state;
        uint64_t characters, common, bad;
    } gb; /* common: of the 6,763 Chinese characters of GB 2312 */
    uint64_t bytes, zeros;
    uint64_t plain[2];    /* code units of UTF-16, little and big endian, that would be ASCII */
    uint64_t plain_pairs; /* of bytes that both are */
} EncodingScan;

/* Looks at the next piece; pieces but the last have an even number of bytes. */
void encoding_scan(EncodingScan *scan, Str bytes);
/* So much of it is UTF-8, or UTF-16, that the rest cannot make it anything else. */
bool encoding_is_certain(const EncodingScan *scan);
/* What it is, by what was looked at. Never ENCODING_AUTO. */
Encoding encoding_decide(EncodingScan *scan, EncodingBasis *basis);

/* ---- doubts: of a stretch of a file that is no UTF-16 */

/* The encodings other than UTF-8 in which all of it is text, and as likely as in any; how many. None where it costs more than `limit` in
   the best of them: tenths of the bits that it would take to say which characters they are. */
size_t encoding_candidates(Str bytes, uint64_t limit, Encoding out[ENCODING_COUNT]);
/* What it costs to take it for UTF-8 with slips. */
uint64_t encoding_price_of_utf8(const Utf8Scan *scan);
/* Whether all that is above ASCII in this UTF-8 is as well common Chinese characters in GB18030, in runs as names are: few are. */
bool encoding_may_be_chinese(Str bytes);
/* The first cell with bytes above ASCII, or the beginning of it: what it says in each encoding settles which is right. */
Str encoding_sample(Str bytes);

#endif
