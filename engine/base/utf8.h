/* UTF-8: validation, decoding, counting, and the width of text on a terminal. */
#ifndef DULY_BASE_UTF8_H
#define DULY_BASE_UTF8_H

#include "base/str.h"

/* Byte offset of the first byte that is not part of well-formed UTF-8, or s.len. */
size_t utf8_valid_len(Str s);

/* Decodes the code point at `at` of valid UTF-8 and tells its size in bytes (1 to 4). */
uint32_t utf8_decode(const char *at, size_t *size);

/* The same of any text that is not empty: a byte that begins none is UTF8_REPLACEMENT, and its size 1. */
enum { UTF8_REPLACEMENT = 0xFFFD };
uint32_t utf8_first(Str s, size_t *size);

/* Writes a code point (not a surrogate, at most 0x10FFFF) and returns its size in bytes. */
size_t utf8_encode(uint32_t code, char out[4]);

/* Whether the eight bytes at `at` are all ASCII. */
static inline bool utf8_eight_are_ascii(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (word & 0x8080808080808080u) == 0;
}

/* How many bytes at the start are plain: printable ASCII and Chinese characters (U+4000 to U+9FFF), none of which is a control, a blank
   other than a space, a mark that nobody sees or one that would steer what shows it. They are well-formed. */
size_t utf8_plain_len(Str s);

static inline bool utf8_is_plain(Str s)
{
    return utf8_plain_len(s) == s.len;
}

/* The start of a valid text that has at most so many bytes, and no character that is cut. */
Str utf8_start(Str s, size_t most);

/* Number of code points of valid UTF-8. */
size_t utf8_count(Str s);
size_t utf8_count_plainly(Str s); /* byte by byte: what tests hold it to */

/* Byte offset of the code point with this index (0-based), or SIZE_MAX beyond the end; index == count gives s.len. */
size_t utf8_offset(Str s, size_t index);

/* Whether a code point is a blank: ASCII ones and line ends, no-break, narrow, zero-width and ideographic spaces, and the byte
   order mark, which spreadsheets leave in the middle of texts. */
bool utf8_is_blank(uint32_t code);

/* Whether a code point is a Chinese character, or one of the two signs that stand in for one. */
bool utf8_is_han(uint32_t code);

/* Whether a code point is a mark that nobody sees and that stands for nothing: soft hyphens, joiners, marks of direction, variation
   selectors, fillers, the mark of byte order. */
bool utf8_is_invisible(uint32_t code);

/* Whether a code point would steer whatever shows it: control characters, marks that turn the direction of writing, line ends
   beyond ASCII, invisible signs that stand for letters, the mark of byte order. */
bool utf8_is_harmful(uint32_t code);

/* Columns on a terminal: 2 for wide East Asian and emoji, 0 for combining marks, else 1. */
size_t utf8_width(Str s);

#endif
