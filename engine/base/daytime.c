/* One reader goes through the parts from left to right: the half of the day, the hour, what stands behind it. The halves are a table,
   since people count their hours differently in each: 晚上8点 is 20:00 and 凌晨1点 is 1:00. What may mean two times is refused: 上午12:30
   is half past midnight to a spreadsheet and half past noon to who writes it. */
#include "base/ascii.h"
#include "base/daytime.h"

enum { NO_HOUR = -1 };

/* ---- pieces */

static void daytime_skip_blanks(Str *rest)
{
    while (rest->len && rest->at[0] == ' ')
        *rest = str_slice(*rest, 1, rest->len);
}

/* Blanks before what is taken are taken, too; where it does not stand, they stay. */
static bool daytime_take(Str *rest, const char *word)
{
    Str s = *rest;
    daytime_skip_blanks(&s);
    bool taken = str_starts_with(s, str_of(word));
    if (taken)
        *rest = str_slice(s, strlen(word), s.len);
    return taken;
}

static bool take_any(Str *rest, const char *const *words)
{
    for (; *words; words++)
        if (daytime_take(rest, *words))
            return true;
    return false;
}

/* From `least` to two digits. */
static bool daytime_take_number(Str *rest, size_t least, int64_t *out)
{
    size_t len = 0;
    Str s = *rest;
    daytime_skip_blanks(&s);
    while (len < s.len && ascii_is_digit(s.at[len]))
        len++;
    bool taken = len >= least && len <= 2 && str_to_int(str_slice(s, 0, len), out);
    if (taken)
        *rest = str_slice(s, len, s.len);
    return taken;
}

/* ".25" behind the seconds. */
static bool take_fraction(Str *rest, int64_t *nanos)
{
    if (!rest->len || rest->at[0] != '.')
        return true;
    size_t at = 1;
    for (int64_t unit = DAYTIME_SECOND / 10; at < rest->len && ascii_is_digit(rest->at[at]); at++, unit /= 10)
        *nanos += (rest->at[at] - '0') * unit;
    *rest = str_slice(*rest, at, rest->len);
    return at > 1;
}

typedef struct {
    int64_t hour, minute, second, nanos;
} Clock;

/* ":30", ":30:15.25" behind the hour. */
static bool take_colons(Str *rest, Clock *clock)
{
    static const char *const colons[] = { ":", "：", "∶", "︰", NULL };
    if (!take_any(rest, colons) || !daytime_take_number(rest, 2, &clock->minute))
        return false;
    return !take_any(rest, colons) || (daytime_take_number(rest, 2, &clock->second) && take_fraction(rest, &clock->nanos));
}

/* "时", "点半", "时05分", "点30", "时30分15秒" behind the hour. */
/* 9点05 and 9点30 are times; of 9点5 nobody knows whether 9:05 or 9:50 was meant, so minutes without 分 take two digits. */
static bool take_words(Str *rest, Clock *clock)
{
    static const char *const hours[] = { "点钟", "點鐘", "点整", "點整", "时整", "時整", "点", "點", "时", "時", NULL };
    static const struct {
        const char *word;
        int minute;
    } quarters[] = { { "半", 30 }, { "一刻", 15 }, { "三刻", 45 } };
    if (!take_any(rest, hours))
        return false;
    for (size_t i = 0; i < sizeof quarters / sizeof *quarters; i++) {
        if (!daytime_take(rest, quarters[i].word))
            continue;
        clock->minute = quarters[i].minute;
        return true;
    }
    Str before = *rest;
    if (!daytime_take_number(rest, 1, &clock->minute))
        return true;
    if (!daytime_take(rest, "分"))
        return daytime_take_number(&before, 2, &clock->minute);
    return !daytime_take_number(rest, 1, &clock->second) || daytime_take(rest, "秒");
}

/* ---- halves of a day */

/* What an hour from `first` to `last` is counted on by; `noon` is what 12 means, NO_HOUR where nobody knows. Hours that are counted
   from midnight anyway (下午14:05) stay as they are. */
typedef struct {
    const char *word;
    int8_t first, last, add, noon;
} Half;

static const Half halves[] = {
    { "am", 0, 11, 0, 0 },         { "pm", 1, 11, 12, 12 },        { "上午", 0, 11, 0, NO_HOUR }, { "下午", 1, 11, 12, 12 },
    { "午前", 0, 11, 0, NO_HOUR }, { "午後", 0, 11, 12, NO_HOUR }, { "凌晨", 0, 6, 0, 0 },        { "清晨", 4, 11, 0, NO_HOUR },
    { "早晨", 4, 11, 0, NO_HOUR }, { "早上", 4, 11, 0, NO_HOUR },  { "中午", 11, 11, 0, 12 },     { "中午", 1, 2, 12, 12 },
    { "傍晚", 4, 8, 12, NO_HOUR }, { "晚上", 5, 11, 12, NO_HOUR },
};
enum { HALVES = sizeof halves / sizeof *halves };

/* "AM", "a.m.", "P.M": in small letters and without the dots. */
static bool take_latin(Str *rest, char which)
{
    Str s = *rest;
    if (!s.len || (s.at[0] | 0x20) != which)
        return false;
    size_t at = 1;
    at += at < s.len && s.at[at] == '.';
    if (at >= s.len || (s.at[at] | 0x20) != 'm')
        return false;
    at++;
    at += at < s.len && s.at[at] == '.';
    *rest = str_slice(s, at, s.len);
    return true;
}

/* The first row of the half that stands here; NULL: none does. */
static const Half *take_half(Str *rest)
{
    daytime_skip_blanks(rest);
    for (size_t i = 0; i < HALVES; i++)
        if (halves[i].word[1] == 'm' ? take_latin(rest, halves[i].word[0]) : daytime_take(rest, halves[i].word))
            return &halves[i];
    return NULL;
}

/* The hour of the day; NO_HOUR where the half and the hour do not go together. */
static int64_t hour_in(const Half *half, int64_t hour)
{
    if (!half)
        return hour;
    const char *word = half->word;
    for (; half < halves + HALVES && str_is(str_of(word), half->word); half++) {
        if (hour == 12)
            return half->noon;
        if (hour >= half->first && hour <= half->last)
            return hour + half->add;
        if (half->add && hour >= half->first + half->add && hour <= half->last + half->add)
            return hour;
    }
    return NO_HOUR;
}

/* ---- the whole */

static DaytimeResult daytime_make(const Half *half, Clock clock, int64_t *nanos)
{
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59)
        return DAYTIME_NO_SUCH;
    int64_t hour = hour_in(half, clock.hour);
    if (hour == NO_HOUR)
        return DAYTIME_UNCLEAR;
    *nanos = hour * DAYTIME_HOUR + clock.minute * DAYTIME_MINUTE + clock.second * DAYTIME_SECOND + clock.nanos;
    return DAYTIME_OK;
}

DaytimeResult daytime_parse_exact(Str s, int64_t *nanos)
{
    Clock clock = { 0 };
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.at[i]) && s.at[i] != ':' && s.at[i] != '.')
            return DAYTIME_MALFORMED;
    bool whole = daytime_take_number(&s, 1, &clock.hour) && take_colons(&s, &clock) && s.len == 0;
    return whole ? daytime_make(NULL, clock, nanos) : DAYTIME_MALFORMED;
}

DaytimeResult daytime_parse(Str s, int64_t *nanos)
{
    Clock clock = { 0 };
    const Half *half = take_half(&s);
    if (!daytime_take_number(&s, 1, &clock.hour))
        return DAYTIME_MALFORMED;
    Str behind = s;
    bool has_minutes = take_colons(&s, &clock);
    bool has_words = !has_minutes && s.len == behind.len && take_words(&s, &clock);
    if (!has_minutes && !has_words && (s.len < behind.len || clock.minute))
        return DAYTIME_MALFORMED;
    if (!half)
        half = take_half(&s);
    bool is_bare = !has_minutes && !has_words && !half;
    daytime_skip_blanks(&s);
    return is_bare || s.len ? DAYTIME_MALFORMED : daytime_make(half, clock, nanos);
}

void daytime_print(Text *out, int64_t nanos)
{
    int clock = (int) (nanos / DAYTIME_SECOND), fraction = (int) (nanos % DAYTIME_SECOND);
    text_format(out, "%02d:%02d", clock / 3600, clock / 60 % 60);
    if (clock % 60 || fraction)
        text_format(out, ":%02d", clock % 60);
    if (!fraction)
        return;
    size_t end = out->len;
    text_format(out, ".%09d", fraction);
    while (out->len > end && out->at[out->len - 1] == '0')
        out->len--;
}
