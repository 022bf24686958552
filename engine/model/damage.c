/* Nearly no text is damaged, and most of it is never looked at otherwise: so whole windows of a file are passed in one go by the bytes
   that damage cannot do without, and only where one of them stands are cells looked at.

   There are two looks, then. damage_is_possible may say yes where there is nothing, and must never say no where there is something,
   however the text is cut into cells; damage_of is exact, for one cell. A test holds the quick one against the slow one on texts made at
   random. */
#include "model/damage.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "base/wide.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static size_t damage_skip_digits(Str s, size_t at)
{
    while (at < s.len && ascii_is_digit(s.at[at]))
        at++;
    return at;
}

/* ---- characters */

/* Of most texts no more is asked. */
typedef struct {
    bool has_control, has_high;
} Bytes;

static Bytes look_at_bytes(Str s)
{
    bool control = false;
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char) s.at[i];
        control |= (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
        all |= c;
    }
    return (Bytes) { control, all >= 0x80 };
}

/* U+0080 to U+009F at `at`. */
static bool is_high_control(const char *at)
{
    return at[0] == '\xC2' && (unsigned char) at[1] < 0xA0;
}

/* U+FFFD, U+FFFE, U+FFFF. */
static bool is_lost(const char *at)
{
    return at[0] == '\xEF' && at[1] == '\xBF' && (unsigned char) at[2] >= 0xBD;
}

static Damage look_at_characters(Str s)
{
    Bytes bytes = look_at_bytes(s);
    if (bytes.has_high && utf8_valid_len(s) < s.len)
        return DAMAGE_BYTES;
    if (bytes.has_control)
        return DAMAGE_CONTROL;
    for (size_t i = 0; bytes.has_high && i < s.len; i++) {
        if (is_high_control(s.at + i))
            return DAMAGE_CONTROL;
        if (is_lost(s.at + i))
            return DAMAGE_LOST;
    }
    return DAMAGE_NONE;
}

/* ---- what spreadsheets leave */

/* A column too narrow for its numbers is saved as it looks. */
static bool is_hashes(Str s)
{
    size_t count = 0;
    while (count < s.len && s.at[count] == '#')
        count++;
    return count == s.len && count >= 3;
}

/* The last of them are LibreOffice's "Err:502". */
static bool damage_is_error(Str s)
{
    static const char *const words[] = {
        "#N/A",    "#REF!",  "#NAME?",    "#VALUE!",   "#DIV/0!",   "#NUM!",    "#NULL!",     "#SPILL!",   "#CALC!",
        "#FIELD!", "#BUSY!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#PYTHON!", "#EXTERNAL!", "#TIMEOUT!", "#GETTING_DATA",
        "#ERROR!", "#NV",    "#BEZUG!",   "#WERT!",    "#ZAHL!",    "#MACRO?",  "#TASK!",
    };
    if (s.len < 3 || (s.at[0] != '#' && s.at[0] != 'E'))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_but_for_case(s, str_of(words[i])))
            return true;
    return is_hashes(s) || (s.len == 7 && str_starts_with(s, STR("Err:5")) && damage_skip_digits(s, 4) == s.len);
}

/* Behind an exponent E+17 or E+017; Java writes E17, from 10 million on. SIZE_MAX: there is none. */
/* 1e5 is a number that somebody wrote; 1.1E+17 is what a spreadsheet left of an identity number of eighteen digits. */
static size_t damage_skip_exponent(Str s, size_t at, bool has_decimals)
{
    if (at + 1 >= s.len || (s.at[at] != 'E' && s.at[at] != 'e'))
        return SIZE_MAX;
    bool has_plus = s.at[at + 1] == '+';
    size_t start = at + (has_plus ? 2 : 1), end = damage_skip_digits(s, start);
    if (has_plus)
        return end - start == 2 || end - start == 3 ? end : SIZE_MAX;
    bool is_java = has_decimals && s.at[at] == 'E' && (end - start == 2 || (end - start == 1 && s.at[start] >= '7'));
    return is_java ? end : SIZE_MAX;
}

/* sign? one to three digits, (point or comma, digits)?, exponent: with a comma where decimals have one, with three digits of exponent
   from LibreOffice. */
static bool is_rounded(Str s)
{
    if (s.len < 5)
        return false;
    size_t start = s.at[0] == '-' || s.at[0] == '+', at = damage_skip_digits(s, start), digits = at - start;
    if (digits < 1 || digits > 3)
        return false;
    bool has_decimals = at < s.len && (s.at[at] == '.' || s.at[at] == ',');
    if (has_decimals) {
        size_t end = damage_skip_digits(s, at + 1);
        if (end == at + 1)
            return false;
        has_decimals = s.at[at] == '.' && digits == 1;
        at = end;
    }
    return damage_skip_exponent(s, at, has_decimals) == s.len;
}

/* ---- a text */

Damage damage_of_beginning(Str text)
{
    return damage_is_error(text) ? DAMAGE_ERROR : is_rounded(text) ? DAMAGE_ROUNDED : DAMAGE_NONE;
}

Damage damage_of(Str text)
{
    Damage damage = utf8_is_plain(text) ? DAMAGE_NONE : look_at_characters(text);
    return damage == DAMAGE_NONE ? damage_of_plain(text) : damage;
}

/* Joiners shape emoji and letters, soft hyphens say where a word may break: in running text they belong there. In a key, a name or a
   text with a pattern they make two of what looks like one. */
bool damage_hides(const Field *field, Str text)
{
    if (utf8_is_plain(text))
        return false;
    bool is_prose = field->kind == FIELD_STRING && !field->pattern && !field->required;
    for (size_t at = 0, size = 1; at < text.len; at += size) {
        bool is_long = text.len - at >= 8 && utf8_eight_are_ascii(text.at + at);
        size = is_long ? 8 : 1;
        if (is_long || (unsigned char) text.at[at] < 0x80)
            continue;
        uint32_t code = utf8_decode(text.at + at, &size);
        bool shapes = code == 0xAD || code == 0x34F || code == 0x200C || code == 0x200D || (code >= 0x180B && code <= 0x180E) ||
                      (code >= 0xFE00 && code <= 0xFE0F) || code >= 0xE0000;
        if (utf8_is_invisible(code) && !(is_prose && shapes))
            return true;
    }
    return false;
}

Damage damage_in(const Field *field, Str text)
{
    FieldKind kind = field->kind == FIELD_LIST ? field->of : field->kind;
    Damage damage = damage_of(text);
    if (damage == DAMAGE_ROUNDED && kind == FIELD_DOUBLE)
        return DAMAGE_NONE;
    bool is_text = (kind == FIELD_STRING || kind == FIELD_REF) && !field->pattern;
    return damage == DAMAGE_NONE && is_text && damage_hides(field, text) ? DAMAGE_HIDDEN : damage;
}

/* ---- a long text */

/* Whether the bytes at `at` may begin a code above ASCII that is damage. */
static bool may_begin_code(Str s, size_t at)
{
    Str three = str_slice(s, at, s.len - at < 3 ? s.len : at + 3);
    unsigned char next = three.len > 1 ? (unsigned char) three.at[1] : 0;
    if (three.len < 3)
        return true;
    switch ((unsigned char) three.at[0]) {
    case 0xC2: return next < 0xA0 || next == 0xAD;
    case 0xCD: return next == 0x8F;
    case 0xD8: return next == 0x9C;
    case 0xE0: return false;
    case 0xE3: return next == 0x85 && three.at[2] == '\xA4';
    case 0xE1: return next == 0xA0 || next == 0x85 || next == 0x9E;
    case 0xE2:
        return (next == 0x80 || next == 0x81) && utf8_is_invisible(0x2000u + (next - 0x80u) * 64 + ((unsigned char) three.at[2] & 0x3F));
    case 0xEF:
        return is_lost(three.at) || (next == 0xB8 && (unsigned char) three.at[2] < 0x90) || (next == 0xBB && three.at[2] == '\xBF') ||
               (next == 0xBE && three.at[2] == '\xA0') || (next == 0xBF && (unsigned char) three.at[2] >= 0xB9);
    default: return true;
    }
}

/* "Err:5", or as much of it as there is. */
static bool may_begin_error(Str s, size_t at)
{
    Str error = STR("Err:5"), left = str_slice(s, at, s.len);
    error.len = left.len < error.len ? left.len : error.len;
    return str_starts_with(left, error);
}

/* A '+' counts behind an E, an E between digits or where it begins an error, a '#' before another or before a letter; at the edges of
   the text, where what stands beside them is not seen, always. */
static bool counts(Str s, size_t at)
{
    unsigned char c = (unsigned char) s.at[at];
    char before = at > 0 ? s.at[at - 1] : 'E', next = at + 1 < s.len ? s.at[at + 1] : '#';
    switch (c) {
    case '\r': return false;
    case '+': return before == 'E' || before == 'e';
    case 'E': return ((at == 0 || ascii_is_digit(before)) && (at + 1 == s.len || ascii_is_digit(next))) || may_begin_error(s, at);
    case '#': return next == '#' || ascii_is_letter(next);
    default: return c < 0x80 || may_begin_code(s, at);
    }
}

static bool is_mark(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F || c == '+' || c == '#' || c == 'E' || (c & 0xFC) == 0xE0 || c == 0xC2 ||
           c == 0xCD || c == 0xD8 || c == 0xEF || c == 0xF3;
}

#if defined(__SSE2__)

static inline __m128i equals(__m128i bytes, char c)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

static inline __m128i high_marks(__m128i bytes)
{
    __m128i low_leads = equals(_mm_and_si128(bytes, _mm_set1_epi8('\xFC')), '\xE0');
    __m128i pairs = _mm_or_si128(_mm_or_si128(equals(bytes, '\xC2'), equals(bytes, '\xCD')), equals(bytes, '\xD8'));
    return _mm_or_si128(_mm_or_si128(low_leads, pairs), _mm_or_si128(equals(bytes, '\xEF'), equals(bytes, '\xF3')));
}

/* A bit for each of sixteen bytes that is_mark. */
static inline unsigned damage_marks_at(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *) (const void *) at);
    __m128i low = _mm_cmpeq_epi8(_mm_subs_epu8(bytes, _mm_set1_epi8(0x1F)), _mm_setzero_si128());
    __m128i usual = _mm_or_si128(equals(bytes, '\t'), equals(bytes, '\n'));
    __m128i signs =
        _mm_or_si128(_mm_or_si128(equals(bytes, '+'), equals(bytes, '#')), _mm_or_si128(equals(bytes, 'E'), equals(bytes, 0x7F)));
    __m128i marks = _mm_or_si128(_mm_andnot_si128(usual, low), signs);
    if (_mm_movemask_epi8(bytes))
        marks = _mm_or_si128(marks, high_marks(bytes));
    return (unsigned) _mm_movemask_epi8(marks);
}

#else

static inline unsigned damage_marks_at(const char *at)
{
    unsigned marks = 0;
    for (unsigned i = 0; i < 16; i++)
        marks |= (unsigned) is_mark((unsigned char) at[i]) << i;
    return marks;
}

#endif

#if defined(WIDE_LOOPS)

/* Marks by the halves of a byte: rows say in which groups a byte with this upper half may be, columns the same of the lower half, and a byte
   that is in one of them by both is a mark. Two rows share a group, so what is found is looked at again. */
WIDE_TARGET static inline unsigned damage_wide_marks_at(const char *at)
{
    enum { LOW = 1, CONTROL = 2, SIGN = 4, LETTER = 8, DELETE = 16, PAIR = 32, D_OR_F = 64, E = -128 };
    const __m256i rows =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(LOW, CONTROL, SIGN, 0, LETTER, 0, 0, DELETE, 0, 0, 0, 0, PAIR, D_OR_F, E, D_OR_F));
    enum { ANY = LOW | CONTROL };
    const __m256i columns = _mm256_broadcastsi128_si256(
        _mm_setr_epi8((char) (ANY | E), (char) (ANY | E), (char) (ANY | PAIR | E), (char) (ANY | SIGN | D_OR_F | E), ANY, ANY | LETTER, ANY,
                      ANY, ANY | D_OR_F, CONTROL, CONTROL, ANY | SIGN, ANY, ANY | PAIR, ANY, (char) (ANY | DELETE | E)));
    const __m256i half = _mm256_set1_epi8(0x0F);
    __m256i bytes = _mm256_loadu_si256((const __m256i *) (const void *) at);
    __m256i upper = _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
    __m256i lower = _mm256_shuffle_epi8(columns, _mm256_and_si256(bytes, half));
    __m256i others = _mm256_cmpeq_epi8(_mm256_and_si256(upper, lower), _mm256_setzero_si256());
    return ~(unsigned) _mm256_movemask_epi8(others);
}

/* How far a text can be passed; its length where nothing in it may be damage. */
WIDE_TARGET static size_t pass_wide(Str text)
{
    size_t at = 0;
    for (; at + 32 <= text.len; at += 32)
        for (unsigned marks = damage_wide_marks_at(text.at + at); marks; marks &= marks - 1) {
            size_t mark = at + (unsigned) __builtin_ctz(marks);
            if (is_mark((unsigned char) text.at[mark]) && counts(text, mark))
                return at;
        }
    return at;
}

static size_t pass_many(Str text)
{
    return wide_is_there() ? pass_wide(text) : 0;
}

#else

static size_t pass_many(Str text)
{
    (void) text;
    return 0;
}

#endif

bool damage_is_possible(Str text)
{
    size_t at = pass_many(text);
    for (; at + 16 <= text.len; at += 16)
        for (unsigned marks = damage_marks_at(text.at + at); marks; marks &= marks - 1)
            if (counts(text, at + (unsigned) __builtin_ctz(marks)))
                return true;
    for (; at < text.len; at++)
        if (is_mark((unsigned char) text.at[at]) && counts(text, at))
            return true;
    return false;
}
