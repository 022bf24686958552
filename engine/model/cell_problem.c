/* What is wrong with a cell, in words. Works it out anew: this runs only for cells that somebody is told about. */
#include "base/ascii.h"
#include "base/diag.h"
#include "base/daytime.h"
#include "base/instant.h"
#include "base/said.h"
#include "base/utf8.h"
#include "model/cell.h"
#include "model/damage.h"
#include "model/parts.h"

enum { SHOWN_CODES = 60, SHOWN_VALUES = 8 };

/* The beginning of a text in quotes; bytes and characters that cannot be shown become U+FFFD. */
static void cell_problem_add_quoted(Text *out, Str s)
{
    bool is_foreign = out->language.len > 0;
    text_add(out, is_foreign ? STR("“") : STR("'"));
    size_t shown = 0;
    for (size_t i = 0, size; i < s.len; i += size, shown++) {
        if (shown == SHOWN_CODES) {
            text_add(out, STR("…"));
            break;
        }
        uint32_t code = utf8_first(str_slice(s, i, s.len), &size);
        text_add_code(out, code < 0x20 || code == 0x7F ? UTF8_REPLACEMENT : code);
    }
    text_add(out, is_foreign ? STR("”") : STR("'"));
}

/* Decoders write half of a surrogate pair as if it were a character. */
static bool is_half_pair(Str s)
{
    return s.len >= 3 && s.at[0] == '\xED' && ((unsigned char) s.at[1] & 0xE0) == 0xA0;
}

static void add_undecodable(Text *out, Str s)
{
    Str bad = str_slice(s, utf8_valid_len(s), s.len);
    cell_problem_add_quoted(out, s);
    if (is_half_pair(bad))
        text_say(out, " holds half of a character, which is no text");
    else
        text_format(out, " holds the byte 0x%02X, which is no text in the file's encoding", (unsigned char) bad.at[0]);
}

/* The first code of a text that nobody sees; 0: there is none. */
static uint32_t first_invisible(Str s)
{
    for (size_t at = 0, size; at < s.len; at += size) {
        uint32_t code = utf8_decode(s.at + at, &size);
        if (utf8_is_invisible(code))
            return code;
    }
    return 0;
}

static void add_unreadable_string(Text *out, Str s)
{
    Damage damage = damage_of(s);
    if (damage == DAMAGE_BYTES) {
        add_undecodable(out, s);
        return;
    }
    cell_problem_add_quoted(out, s);
    switch (damage) {
    case DAMAGE_CONTROL: text_say(out, " holds a control character"); break;
    case DAMAGE_LOST:
        text_say(out, " holds a sign (U+FFFD) that a program wrote in place of a character it could not read: enter the text again");
        break;
    case DAMAGE_ERROR:
        text_say(out, " is what a spreadsheet shows where it has no value or no room for it: correct the formula or widen the column, "
                      "and save again");
        break;
    case DAMAGE_ROUNDED:
        text_say(out, " is what a spreadsheet left of a long number: its digits are lost; format the column as text and enter it "
                      "again");
        break;
    case DAMAGE_HIDDEN:
    case DAMAGE_NONE:
    case DAMAGE_BYTES:
        text_format(out, " holds a mark that nobody sees (U+%04X): type the text anew", (unsigned) first_invisible(s));
        break;
    }
}

/* ---- why a date or a number cannot be read */

/* Every digit is written 9 and every other ASCII character as itself: the shape of what somebody wrote. */
static bool has_shape(Str s, const char *shape)
{
    size_t at = 0;
    for (; *shape && at < s.len; shape++) {
        bool digit = ascii_is_digit(s.at[at]);
        if (*shape != '9' ? s.at[at] != *shape : !digit)
            return false;
        at++;
    }
    return *shape == 0 && at == s.len;
}

static bool has_any_shape(Str s, const char *const *shapes)
{
    for (; *shapes; shapes++)
        if (has_shape(s, *shapes))
            return true;
    return false;
}

static const char *why_no_date(Str s)
{
    static const char *const short_years[] = {
        "99-9-9",  "99-99-9", "99-9-99",  "99-99-99",   "99/9/9",      "99/99/9",     "99/9/99",      "99/99/99", "99.9.9",
        "99.99.9", "99.9.99", "99.99.99", "99年9月9日", "99年99月9日", "99年9月99日", "99年99月99日", NULL,
    };
    static const char *const late_years[] = {
        "9/9/9999",   "99/9/9999", "9/99/9999", "99/99/9999", "9-9-9999",   "99-9-9999", "9-99-9999",
        "99-99-9999", "9.9.9999",  "99.9.9999", "9.99.9999",  "99.99.9999", NULL,
    };
    static const char *const day_numbers[] = { "99999", NULL };
    static const char *const years[] = { "9999", "9999年", "9999级", "9999届", NULL };
    static const char *const counts[] = { "9", "99", "999", "9次", "99次", "9天", "99天", "9人", "99人", "9小时", "99小时", NULL };
    Date first, last;
    if (has_any_shape(s, short_years))
        return " has a year of two digits, which may be of either century: write all four";
    if (has_any_shape(s, late_years))
        return " may mean two days: write the year first, then the month, then the day";
    if (has_any_shape(s, day_numbers))
        return " is a spreadsheet's number of a day, not a date: give the column a date format and save it again";
    if (has_any_shape(s, years))
        return " names a year alone, not a day";
    if (has_any_shape(s, counts))
        return " is a count, not a day: the column may be about how many or how long, not about when";
    if (date_parse_month(s, &first, &last) && date_month(first) < date_month(last))
        return " may mean January (.1) or October (.10): write 01 or 10";
    if (date_parse_month(s, &first, &last))
        return " names a month but no day, which this field does not allow (month_only)";
    return str_find(s, STR(":"), 0) != SIZE_MAX ? " is not a date alone: a time of day follows it" : " is not a date";
}

static const char *number_hint(Str s, const char *usual)
{
    bool percent = str_ends_with(s, STR("%")) || str_ends_with(s, STR("％"));
    bool comma = str_find(s, STR(","), 0) != SIZE_MAX || str_find(s, STR("，"), 0) != SIZE_MAX;
    if (percent)
        return " is a percentage: write the number alone, as the field counts it";
    return comma ? " has a comma that may divide thousands or decimals: write the number without it" : usual;
}

static const char *why_no_int(Str s)
{
    return number_hint(s, " is not a whole number");
}

static const char *why_no_double(Str s)
{
    return number_hint(s, " is not a number");
}

static const char *why_no_truth(Str s)
{
    (void) s;
    return " is neither true nor false (yes or no, 1 or 0, 是 or 否)";
}

static const char *why_no_timestamp(Str s)
{
    static const char *const hints[] = {
        [LACK_OTHER] = " is not a time such as 2003-06-01T09:30:00Z",
        [LACK_ZONE] = " has no time zone: write 2003-06-01T09:30:00Z for UTC, or +08:00 and the like in place of Z",
        [LACK_SECONDS] = " has no seconds: write them, as in 2003-06-01T09:30:00Z",
        [LACK_TIME] = " is a day without a time: write both, as in 2003-06-01T09:30:00Z",
    };
    return hints[instant_lack(s)];
}

/* The length of the day at the beginning of a text, "2003-06-01" or "2003年6月1日"; 0: there is none. */
static size_t day_before(Str s)
{
    Date date;
    for (size_t len = s.len; len >= 8; len--)
        if (date_parse(str_slice(s, 0, len), &date))
            return len;
    return 0;
}

/* "9:30-10:00", "9:30至10:00": behind a time stands a dash, or a word as one. */
static bool is_span(Str s)
{
    static const char *const dashes[] = { "-", "–", "—", "~", "～", "至", "到" };
    int64_t nanos;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = str_find(s, str_of(dashes[i]), 0);
        if (at != SIZE_MAX && daytime_parse(str_slice(s, 0, at), &nanos) != DAYTIME_MALFORMED)
            return true;
    }
    return false;
}

static const char *why_no_time(Str s)
{
    static const char *const numbers[] = { "9", "99", "999", "9999", "99999", "999999", "9.99", "99.99", "9.9", "99.9", NULL };
    static const char *const minutes[] = { "9:9", "99:9", "9点9", "99点9", "9：9", "99：9", NULL };
    static const char *const lengths[] = { "分钟", "小时", "min", "h", NULL };
    int64_t nanos;
    double number;
    DaytimeResult result = daytime_parse(s, &nanos);
    if (result == DAYTIME_NO_SUCH)
        return " is no time of a day, which has 24 hours of 60 minutes: from 00:00 to 23:59";
    if (result == DAYTIME_UNCLEAR)
        return " has a half of the day that does not tell which hour is meant: write the hours from 0 to 23, such as 14:05";
    if (str_starts_with(s, STR("0.")) && str_to_double(s, &number))
        return " is a spreadsheet's number of a time, not a time: give the column a time format and save it again";
    if (has_any_shape(s, numbers))
        return " is a number, not a time of day: write hours and minutes with a colon, such as 09:30";
    if (has_any_shape(s, minutes))
        return " has one digit for the minutes, which may be 05 or 50: write both";
    if (day_before(s))
        return day_before(s) == s.len ? " is a day, not a time of day such as 09:30"
                                      : " holds a day as well: write the time of day alone, such as 09:30";
    if (is_span(s))
        return " is a span: write when it begins and when it ends in fields of their own";
    for (size_t i = 0; lengths[i]; i++)
        if (str_ends_with(s, str_of(lengths[i])))
            return " is a length of time, not a time of day such as 09:30";
    return " is not a time of day such as 09:30";
}

static void add_unreadable(Text *out, FieldKind kind, Str s)
{
    static const char *(*const reasons[FIELD_KIND_COUNT])(Str) = {
#define FIELD_TYPE(id, word, reader, type, traits, why) [FIELD_##id] = why,
#include "model/field.def"
    };
    const char *sentence = reasons[kind] ? reasons[kind](s) : NULL;
    bool is_number = kind == FIELD_DOUBLE && damage_of(s) == DAMAGE_ROUNDED;
    if (!sentence || (damage_of(s) != DAMAGE_NONE && !is_number)) {
        add_unreadable_string(out, s);
        return;
    }
    cell_problem_add_quoted(out, s);
    text_say(out, sentence);
}

static Str find_likely(const EnumValues *values, Str s)
{
    Nearest nearest = nearest_to(s);
    for (size_t i = 0; i < values->count; i++) {
        nearest_try(&nearest, values->at[i].id);
        for (size_t j = 0; j < values->at[i].label.count; j++)
            nearest_try(&nearest, values->at[i].label.at[j].text);
        for (size_t j = 0; j < values->at[i].also_count; j++)
            nearest_try(&nearest, values->at[i].also[j].text);
    }
    return nearest_found(&nearest);
}

/* A value as people write it: by its label in their language. English is the language that values are written in. */
static void cell_problem_add_value(Text *out, const EnumValue *value)
{
    Str label = out->language.len > 0 ? local_text(&value->label, out->language) : (Str) { 0 };
    text_add(out, label.len > 0 ? label : value->id);
}

static void add_unknown_value(Text *out, const EnumValues *values, Str s)
{
    cell_problem_add_quoted(out, s);
    text_say(out, " is none of ");
    for (size_t i = 0; i < values->count && i < SHOWN_VALUES; i++) {
        text_say(out, i ? ", " : "");
        cell_problem_add_value(out, &values->at[i]);
    }
    if (values->count > SHOWN_VALUES)
        text_format(out, ", … (%zu values)", values->count);
    Str likely = find_likely(values, s);
    if (likely.len)
        text_format(out, "; did you mean '%.*s'?", STR_ARG(likely));
}

static void add_misfit(Text *out, const Field *field, Str s, Matcher *matcher)
{
    bool too_costly = pattern_search(field->pattern, matcher, s, 0, NULL) == MATCH_LIMIT;
    cell_problem_add_quoted(out, s);
    text_format(out, " %s the pattern %.*s", too_costly ? "takes too long to compare with" : "does not fit", STR_ARG(field->pattern_text));
}

static void add_out_of_bounds(Text *out, const Field *field, Value value)
{
    Order order;
    bool below = field->has_min && value_order(value, field->min, &order) && order == ORDER_LESS;
    value_show(out, value);
    bool is_time = value.kind == KIND_DATE || value.kind == KIND_TIMESTAMP || value.kind == KIND_TIME;
    text_say(out, below ? (is_time ? " is earlier than " : " is less than ") : (is_time ? " is later than " : " is more than "));
    value_show(out, below ? field->min : field->max);
}

/* One value: of the cell, or of the list in it. */
static void add_problem(Text *out, const Field *field, Str s, Arena *arena, Matcher *matcher)
{
    Value value;
    switch (cell_read(field, s, arena, matcher, &value)) {
    case CELL_OK:
    case CELL_MONTH:
        cell_problem_add_quoted(out, s);
        text_say(out, " is fine");
        break;
    case CELL_EMPTY: text_say(out, "the cell is empty"); break;
    case CELL_ABSENT: /* has no text */
    case CELL_UNREADABLE: add_unreadable(out, field->kind, s); break;
    case CELL_UNKNOWN: add_unknown_value(out, &field->values, s); break;
    case CELL_NOT_ALLOWED:
        if (value.kind == KIND_STRING)
            add_misfit(out, field, s, matcher);
        else
            add_out_of_bounds(out, field, value);
        break;
    }
}

/* The field of one element of a list. */
static Field element_field(const Field *list)
{
    Field element = *list;
    element.kind = list->of;
    return element;
}

/* The first element that is not accepted; empty where there is none. */
static Str find_bad_part(const Field *list, const Field *element, Str s, Arena *arena, Matcher *matcher)
{
    Parts parts = parts_of(list, arena, s);
    for (Str part; parts_next(&parts, &part);) {
        Value value;
        CellResult result = cell_read(element, part, arena, matcher, &value);
        if (cell_is_unreadable(result) || result == CELL_NOT_ALLOWED)
            return part;
    }
    return STR("");
}

static Str cell_problem_take(Arena *arena, Text *out)
{
    Str sentence = arena_str(arena, text_str(out));
    text_free(out);
    return sentence;
}

Str cell_damage(Str text, Arena *arena)
{
    Text out = { .language = arena->language };
    add_unreadable_string(&out, cell_trim(text));
    return cell_problem_take(arena, &out);
}

Str cell_problem(const Field *field, Str text, Arena *arena, Matcher *matcher)
{
    Field element;
    Str s = cell_trim(text), bad = { NULL, 0 };
    if (field->kind == FIELD_LIST) {
        element = element_field(field);
        bad = find_bad_part(field, &element, s, arena, matcher);
    }
    Text out = { .language = arena->language };
    if (bad.len)
        add_problem(&out, &element, bad, arena, matcher);
    else
        add_problem(&out, field, s, arena, matcher);
    return cell_problem_take(arena, &out);
}
