/* Days are read in two stages, some dozens at a time. The first gathers the bytes of each cell as whole words, whatever the cell is, so that
   nothing branches on what stands in it; the second is a loop over plain arrays of these words, which the compiler turns into vector
   instructions: whether all bytes are digits, what number they are, whether it is a day. A cell that is not in the usual form makes a word
   that is refused. Digits are added in pairs, then pairs of pairs: "2003" is 20 and 03, then 2003.

   (Reading a day through branches and calls took 110 instructions, of which 30 are left.) */
#include "model/cell_usual.h"

#include "base/wide.h"
#include "model/cell.h"

enum { GROUP = 64 /* cells: their words stay in the nearest cache */ };

static const char no_bytes[16] = { 0 };

/* Whether the bytes of a word are digits: the upper half of each says 3, and still does when six are added. */
static inline uint32_t are_four_digits(uint32_t word)
{
    return ((word & (word + 0x06060606u)) & 0xF0F0F0F0u) == 0x30303030u;
}

/* The bytes in the order in which a machine of the other kind would have them. */
static inline uint32_t first_byte_lowest(uint32_t word)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap32(word);
}

/* The number of four digits, the first of which is the lowest byte. */
static inline uint32_t four_digits(uint32_t word)
{
    uint32_t digits = word & 0x0F0F0F0Fu, pairs = digits * 10 + (digits >> 8);
    return (pairs & 0xFF) * 100 + (pairs >> 16 & 0xFF);
}

/* ---- days */

typedef struct {
    uint32_t year[GROUP], month[GROUP], day[GROUP]; /* of "2003-07-09" the bytes "2003", "-07-" and "7-09" */
} DayWords;

static void gather_days(DayWords *words, const Str *cells, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        const char *at = cells[row].len == 10 ? cells[row].at : no_bytes;
        memcpy(&words->year[row], at, 4);
        memcpy(&words->month[row], at + 4, 4);
        memcpy(&words->day[row], at + 6, 4);
    }
}

/* February has 28 days here: the 29th is for the other reader, which knows the years that have one. */
WIDE_INLINE void make_days_of(const DayWords *restrict words, size_t rows, Date *restrict out, uint8_t *restrict taken)
{
    for (size_t row = 0; row < rows; row++) {
        uint32_t years = first_byte_lowest(words->year[row]), between = first_byte_lowest(words->month[row]);
        uint32_t mark = between & 0xFF, is_mark = (mark == '-') | (mark == '/') | (mark == '.');
        uint32_t month_day = (between >> 8 & 0xFFFF) | (first_byte_lowest(words->day[row]) & 0xFFFF0000u); /* "0709" */
        uint32_t year = four_digits(years), parts = four_digits(month_day);
        /* Multiplying by 5243 / 2^19 is dividing by a hundred for all numbers of four digits. 30 | (month ^ month >> 3) is how many days
           the month has: from August on the odd months are the short ones. */
        uint32_t month = parts * 5243 >> 19, day = parts - month * 100; /* divided by a hundred, below 10,000 */
        uint32_t days = month == 2 ? 28 : 30 | (month ^ month >> 3);
        uint32_t digits = are_four_digits(years) & are_four_digits(month_day) & (mark == between >> 24);
        uint32_t is_day = (year - 1 < 9999) & (month - 1 < 12) & (day - 1 < days);
        out[row] = (Date) ((year * 12 + month - 1) << 5 | day);
        taken[row] = (uint8_t) (is_mark & digits & is_day);
    }
}

static void make_days(const DayWords *words, size_t rows, Date *out, uint8_t *taken)
{
    make_days_of(words, rows, out, taken);
}

#if defined(WIDE_LOOPS)

/* The same loop, for eight words at a time: without them numbers are multiplied in pieces. */
WIDE_TARGET static void make_days_wide(const DayWords *words, size_t rows, Date *out, uint8_t *taken)
{
    make_days_of(words, rows, out, taken);
}

#else
#define make_days_wide make_days
#endif

void usual_dates(const Str *cells, size_t rows, Date *out, uint8_t *taken)
{
    DayWords words;
    bool is_wide = wide_is_there();
    for (size_t from = 0; from < rows; from += GROUP) {
        size_t count = rows - from < GROUP ? rows - from : GROUP;
        gather_days(&words, cells + from, count);
        (is_wide ? make_days_wide : make_days)(&words, count, out + from, taken + from);
    }
}

/* ---- whole numbers: most have up to three digits, which are taken without asking how many */

/* The first, the middle and the last digit count so much in a number of so many. */
static const uint8_t first_counts[] = { 0, 0, 10, 100 }, middle_counts[] = { 0, 0, 0, 10 };

static inline bool take_three(Str text, int64_t *number)
{
    uint32_t first = (uint32_t) (unsigned char) text.at[0] - '0', middle = (uint32_t) (unsigned char) text.at[text.len / 2] - '0';
    uint32_t last = (uint32_t) (unsigned char) text.at[text.len - 1] - '0';
    *number = first * first_counts[text.len] + middle * middle_counts[text.len] + last;
    return (first <= 9) & (middle <= 9) & (last <= 9);
}

static bool cell_usual_take_eight(Str text, int64_t *number)
{
    bool bad = text.len - 1 >= 8;
    *number = 0;
    for (size_t i = 0; i < text.len && !bad; i++) {
        uint32_t digit = (uint32_t) (unsigned char) text.at[i] - '0';
        bad = digit > 9;
        *number = *number * 10 + digit;
    }
    return !bad;
}

void usual_ints(const Str *cells, size_t rows, int64_t *out, uint8_t *taken)
{
    for (size_t row = 0; row < rows; row++)
        taken[row] = cells[row].len - 1 < 3 ? take_three(cells[row], &out[row]) : cell_usual_take_eight(cells[row], &out[row]);
}

/* ---- texts: where damage was looked for already, the ends say whether there is more to do */

#define FOUR(first) [first] = true, [(first) + 1] = true, [(first) + 2] = true, [(first) + 3] = true
#define SIXTEEN(first) FOUR(first), FOUR((first) + 4), FOUR((first) + 8), FOUR((first) + 12)

/* Bytes with which a text may begin that is trimmed, or that says that there is nothing (nothing.c). */
static const bool is_suspicious[256] = {
    SIXTEEN(0),   SIXTEEN(16),  [' '] = true,  ['\''] = true, ['/'] = true,  ['\\'] = true, ['-'] = true,
    ['N'] = true, ['n'] = true, [0xC2] = true, [0xE2] = true, [0xE3] = true, [0xE6] = true, [0xEF] = true,
};

void usual_texts(const Str *cells, size_t rows, Str *out, uint8_t *taken)
{
    for (size_t row = 0; row < rows; row++) {
        Str text = cells[row];
        out[row] = text;
        unsigned char last = text.len ? (unsigned char) text.at[text.len - 1] : 0;
        taken[row] = last > ' ' && !is_suspicious[(unsigned char) text.at[0]] && (last < 0x80 || !cell_may_have_blanks(text));
    }
}

/* ---- truth: two words of a language, of which a file has one */

static bool is_bytes(Str text, const char *word, size_t len)
{
    return text.len == len && memcmp(text.at, word, len) == 0;
}

void usual_truths(const Str *cells, size_t rows, uint8_t *out, uint8_t *taken)
{
    for (size_t row = 0; row < rows; row++) {
        bool yes = is_bytes(cells[row], "true", 4) || is_bytes(cells[row], "是", 3);
        bool no = is_bytes(cells[row], "false", 5) || is_bytes(cells[row], "否", 3);
        out[row] = yes ? TRUTH_TRUE : no ? TRUTH_FALSE : TRUTH_MISSING;
        taken[row] = yes | no;
    }
}
