/* Reading cells. field.def names the reader of each type; a single cell and a whole column go through the same (READER).

   A reader looks twice. The first look is at the text as it stands, which is nearly always enough; the second (plain) leaves out what
   people type and nobody sees: full-width signs, blanks, marks of direction. What neither understands may say in words that there is
   nothing (nothing.h), and is unreadable otherwise. No reader guesses: where a cell may mean two values it has none, and a person is
   told why (cell_problem.c, which works it out anew). */
#include "model/cell.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/daytime.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "model/cell_usual.h"
#include "model/damage.h"
#include "model/nothing.h"
#include "model/parts.h"
#include "model/people.h"

/* What every reader may use. The text it is given is trimmed and not empty. */
typedef struct {
    const Field *field;
    Arena *arena;
    Matcher *matcher;
    int day_of_month; /* that months come to; 0: the last */
} Reading;

/* ---- blanks and marks that nobody sees at the ends, and the apostrophe by which spreadsheets tell text from a number */

static bool cell_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The size of a blank of several bytes, of which these are the first. */
static size_t wide_blank(Str s)
{
    size_t size = 0;
    if (s.len < 2 || !cell_may_begin_blank(s.at[0]) || utf8_valid_len(str_slice(s, 0, s.at[0] == '\xC2' ? 2 : s.len < 3 ? s.len : 3)) < 2)
        return 0;
    uint32_t code = utf8_decode(s.at, &size);
    return utf8_is_blank(code) || utf8_is_invisible(code) ? size : 0;
}

static size_t blank_at_start(Str s)
{
    return s.len && cell_is_blank(s.at[0]) ? 1 : wide_blank(s);
}

static size_t blank_at_end(Str s)
{
    if (s.len && cell_is_blank(s.at[s.len - 1]))
        return 1;
    for (size_t size = 2; size <= 3 && size <= s.len; size++)
        if (wide_blank(str_slice(s, s.len - size, s.len)) == size)
            return size;
    return 0;
}

Str cell_trim_ends(Str s)
{
    size_t blank;
    while ((blank = blank_at_start(s)) > 0)
        s = str_slice(s, blank, s.len);
    while ((blank = blank_at_end(s)) > 0)
        s.len -= blank;
    bool marked = s.len >= 2 && s.at[0] == '\'' && ascii_is_digit(s.at[1]);
    return marked ? str_slice(s, 1, s.len) : s;
}

/* ---- a second look: what could not be read as it stands is read again in plain characters */

/* Full-width letters, digits and signs become ASCII; blanks and marks that nobody sees are left out, but for blanks that part two
   numbers ("12 5" is not 125); the text itself where nothing changes. */
static Str plain(const Reading *reading, Str text)
{
    if (utf8_valid_len(text) < text.len)
        return text;
    char *out = arena_alloc(reading->arena, text.len + 1);
    size_t len = 0;
    bool parted = false;
    for (size_t at = 0, size; at < text.len; at += size) {
        uint32_t code = utf8_decode(text.at + at, &size);
        if (code >= 0xFF01 && code <= 0xFF5E)
            code = code - 0xFF01 + '!';
        if (utf8_is_invisible(code))
            continue;
        bool is_blank_here = utf8_is_blank(code);
        if (!is_blank_here && parted && len > 0 && ascii_is_digit(out[len - 1]) && code >= '0' && code <= '9')
            out[len++] = ' ';
        parted = is_blank_here;
        if (!is_blank_here)
            len += utf8_encode(code, out + len);
    }
    return len == text.len ? text : (Str) { out, len };
}

/* Commas between groups of three digits, where nothing else can be meant: "1,234,567", "1,234.5", and in whole numbers "1,234". False
   where they stand otherwise: of a double, 1,234 may be one and a bit, as half of Europe writes it. */
static bool take_commas_out(const Reading *reading, Str *text, bool is_whole)
{
    Str s = *text;
    size_t start = s.len && (s.at[0] == '-' || s.at[0] == '+'), end = start, commas = 0, since = 0, len = 0;
    char *out = arena_alloc(reading->arena, s.len + 1);
    for (; end < s.len && (ascii_is_digit(s.at[end]) || s.at[end] == ','); end++) {
        bool comma = s.at[end] == ',';
        if (comma && (since == 0 || since > 3 || (commas > 0 && since != 3)))
            return false;
        commas += comma;
        since = comma ? 0 : since + 1;
    }
    bool has_fraction = end < s.len && s.at[end] == '.';
    if (commas == 0 || since != 3 || (commas == 1 && !is_whole && !has_fraction))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != ',')
            out[len++] = s.at[i];
    *text = (Str) { out, len };
    return true;
}

/* "00:00", "0:00:00", "00:00:00.000" behind a day: what programs add that know times only. */
static Str without_midnight(Str text)
{
    size_t end = str_find(text, STR(" "), 0);
    if (end == SIZE_MAX)
        end = str_find(text, STR("T"), 0);
    if (end == SIZE_MAX || str_find(text, STR(":"), end) == SIZE_MAX)
        return text;
    for (size_t i = end + 1; i < text.len; i++)
        if (text.at[i] != '0' && text.at[i] != ':' && text.at[i] != '.')
            return text;
    return str_slice(text, 0, end);
}

/* ---- what the dictionary allows */

static CellResult check_bounds(const Field *field, Value value)
{
    Order order;
    if (field->has_min && value_order(value, field->min, &order) && order == ORDER_LESS)
        return CELL_NOT_ALLOWED;
    if (field->has_max && value_order(value, field->max, &order) && order == ORDER_MORE)
        return CELL_NOT_ALLOWED;
    return CELL_OK;
}

static bool cell_fits_pattern(const Reading *reading, Str text)
{
    const Pattern *pattern = reading->field->pattern;
    return !pattern || pattern_search(pattern, reading->matcher, text, 0, NULL) == MATCH_YES;
}

/* A text that no reader takes for a value: it may say that there is none. */
static CellResult without_value(const Reading *reading, Str text, CellResult otherwise)
{
    return nothing_is_said(reading->field, text) ? CELL_EMPTY : otherwise;
}

/* ---- readers */

/* A text that fits the pattern in plain characters only is taken in these. */
static CellResult read_string(const Reading *reading, Str text, Str *out)
{
    bool is_plain = utf8_is_plain(text);
    if ((is_plain ? damage_of_plain(text) : damage_in(reading->field, text)) != DAMAGE_NONE)
        return CELL_UNREADABLE;
    *out = text;
    bool has_pattern = reading->field->pattern != NULL;
    if (!has_pattern && nothing_is_said(reading->field, text))
        return CELL_EMPTY;
    if (cell_fits_pattern(reading, text))
        return !is_plain && damage_hides(reading->field, text) ? CELL_UNREADABLE : CELL_OK;
    if (has_pattern && nothing_is_said(reading->field, text))
        return CELL_EMPTY;
    Str again = plain(reading, text);
    if (str_equal(again, text) || !cell_fits_pattern(reading, again))
        return CELL_NOT_ALLOWED;
    *out = again;
    return CELL_OK;
}

/* "16人", "9票": what is counted by ones, and says no more than the number. A unit such as 个月 or 天 may be another one than the field's. */
static Str without_counter(Str text)
{
    static const char *const counters[] = { "人", "名", "位", "票", "张" };
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
        if (str_ends_with(text, str_of(counters[i])) && ascii_is_digit(text.at[0]))
            return cell_trim(str_slice(text, 0, text.len - strlen(counters[i])));
    return text;
}

/* Programs that know one kind of number write whole ones "24.0". */
static bool read_whole_again(const Reading *reading, Str text, int64_t *out)
{
    text = without_counter(plain(reading, text));
    if (damage_of(text) != DAMAGE_NONE)
        return false;
    if (str_to_int(text, out) || str_to_whole(text, out))
        return true;
    return take_commas_out(reading, &text, true) && (str_to_int(text, out) || str_to_whole(text, out));
}

enum { THIS_CENTURY = 2000, LAST_CENTURY = 1900, FIRST_OF_LAST = 70 };

/* "2023级", "2023届", "2023年", "23级", "23": the year 2023. One digit is the number that it is. */
/* Of two digits those below 70 are of this century. */
static bool cell_read_year(const Reading *reading, Str text, int64_t *out)
{
    static const char *const marks[] = { "级", "届", "年" };
    text = plain(reading, text);
    size_t len = text.len;
    for (size_t i = 0; len == text.len && i < sizeof marks / sizeof *marks; i++)
        if (str_ends_with(text, str_of(marks[i])))
            len -= strlen(marks[i]);
    bool marked = len < text.len;
    if ((len != 2 && (!marked || len != 4)) || !ascii_is_digit(text.at[0]) || !str_to_int(str_slice(text, 0, len), out))
        return false;
    if (len == 2 && (marked || *out >= 10))
        *out += *out < FIRST_OF_LAST ? THIS_CENTURY : LAST_CENTURY;
    return true;
}

static CellResult read_int(const Reading *reading, Str text, int64_t *out)
{
    if (reading->field->is_year && cell_read_year(reading, text, out))
        return check_bounds(reading->field, value_int(*out));
    if (!str_to_int(text, out) && !read_whole_again(reading, text, out))
        return without_value(reading, text, CELL_UNREADABLE);
    return check_bounds(reading->field, value_int(*out));
}

static bool read_double_again(const Reading *reading, Str text, double *out)
{
    text = plain(reading, text);
    return str_to_double(text, out) || (take_commas_out(reading, &text, false) && str_to_double(text, out));
}

static CellResult read_double(const Reading *reading, Str text, double *out)
{
    if (!str_to_double(text, out) && !read_double_again(reading, text, out))
        return without_value(reading, text, CELL_UNREADABLE);
    return check_bounds(reading->field, value_double(*out));
}

/* The last day is meant of one month only: of what may be two it is not known which. */
static bool read_month(const Reading *reading, Str text, Date *out)
{
    Date first, last;
    if (reading->field->month_only == MONTH_REFUSED || !date_parse_month(text, &first, &last))
        return false;
    *out = last;
    if (reading->field->month_only == MONTH_LAST_DAY)
        return date_month(first) == date_month(last);
    int behind = reading->day_of_month - date_day(first);
    if (reading->day_of_month > 0 && (!date_add_days(first, behind, out) || *out > last))
        *out = last;
    return true;
}

/* Under a heading that speaks of one day stand the first and the last: "公示时间: 2024.3.1-3.7". The field is the first of them. */
static bool read_first_day(const Reading *reading, Str text, Date *out)
{
    Date last;
    return reading->field->span_to && date_parse_span(text, out, &last);
}

static CellResult read_date_again(const Reading *reading, Str text, Date *out)
{
    Str again = plain(reading, without_midnight(text));
    if (date_parse(again, out) || read_first_day(reading, again, out))
        return check_bounds(reading->field, value_date(*out));
    if (!read_month(reading, again, out))
        return without_value(reading, text, CELL_UNREADABLE);
    CellResult result = check_bounds(reading->field, value_date(*out));
    return result == CELL_OK && reading->field->month_only == MONTH_ANY_DAY ? CELL_MONTH : result;
}

static CellResult read_date(const Reading *reading, Str text, Date *out)
{
    return date_parse(text, out) ? check_bounds(reading->field, value_date(*out)) : read_date_again(reading, text, out);
}

static CellResult find_truth(Str text, uint8_t *out)
{
    static const struct {
        const char *word;
        Truth truth;
    } words[] = {
        { "true", TRUTH_TRUE }, { "false", TRUTH_FALSE },  { "yes", TRUTH_TRUE },    { "no", TRUTH_FALSE }, { "1", TRUTH_TRUE },
        { "0", TRUTH_FALSE },   { "是", TRUTH_TRUE },      { "否", TRUTH_FALSE },    { "有", TRUTH_TRUE },  { "无", TRUTH_FALSE },
        { "√", TRUTH_TRUE },    { "×", TRUTH_FALSE },      { "y", TRUTH_TRUE },      { "n", TRUTH_FALSE },  { "t", TRUTH_TRUE },
        { "f", TRUTH_FALSE },   { "✓", TRUTH_TRUE },       { "✗", TRUTH_FALSE },     { "✔", TRUTH_TRUE },   { "✘", TRUTH_FALSE },
        { "完成", TRUTH_TRUE }, { "未完成", TRUTH_FALSE }, { "已完成", TRUTH_TRUE },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal_but_for_case(text, str_of(words[i].word))) {
            *out = (uint8_t) words[i].truth;
            return CELL_OK;
        }
    }
    return CELL_UNREADABLE;
}

static CellResult read_truth(const Reading *reading, Str text, uint8_t *out)
{
    if (find_truth(text, out) == CELL_OK || find_truth(plain(reading, text), out) == CELL_OK)
        return CELL_OK;
    return without_value(reading, text, CELL_UNREADABLE);
}

static bool cell_has_label(const EnumValue *value, Str text)
{
    for (size_t i = 0; i < value->label.count; i++)
        if (str_equal(value->label.at[i].text, text))
            return true;
    for (size_t i = 0; i < value->also_count; i++)
        if (str_equal(value->also[i].text, text))
            return true;
    return false;
}

/* A value's own name goes before any label, whichever value the label belongs to. Values are few: nothing is hashed. */
static const EnumValue *find_enum(const EnumValues *values, Str text)
{
    for (size_t i = 0; i < values->count; i++)
        if (str_equal(values->at[i].id, text))
            return &values->at[i];
    for (size_t i = 0; i < values->count; i++)
        if (cell_has_label(&values->at[i], text))
            return &values->at[i];
    return NULL;
}

/* A tick is 是 wherever a value may be written so, and a cross 否. */
static const EnumValue *find_ticked(const EnumValues *values, Str text)
{
    static const char *const signs[][2] = {
        { "√", "是" }, { "✓", "是" }, { "✔", "是" }, { "×", "否" }, { "✗", "否" }, { "✘", "否" },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_is(text, signs[i][0]))
            return find_enum(values, str_of(signs[i][1]));
    return NULL;
}

static CellResult read_enum(const Reading *reading, Str text, Str *out)
{
    const EnumValue *value = find_enum(&reading->field->values, text);
    if (!value && damage_of(text) != DAMAGE_NONE)
        return CELL_UNREADABLE;
    if (!value)
        value = find_enum(&reading->field->values, plain(reading, text));
    if (!value)
        value = find_ticked(&reading->field->values, text);
    *out = value ? value->id : text;
    return value ? CELL_OK : without_value(reading, text, CELL_UNKNOWN);
}

/* "1899-12-30 09:30:00": a time of day as programs write it that know moments only, with the day from which workbooks count. */
static Str without_first_day(Str text)
{
    static const char *const days[] = { "1899-12-30", "1899-12-31", "1900-01-00" };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        size_t len = strlen(days[i]);
        if (str_starts_with(text, str_of(days[i])) && text.len > len && (text.at[len] == ' ' || text.at[len] == 'T'))
            return str_slice(text, len + 1, text.len);
    }
    return text;
}

static CellResult read_time(const Reading *reading, Str text, int64_t *out)
{
    if (daytime_parse(text, out) != DAYTIME_OK && daytime_parse(plain(reading, without_first_day(text)), out) != DAYTIME_OK)
        return without_value(reading, text, CELL_UNREADABLE);
    return check_bounds(reading->field, value_time(*out));
}

static CellResult read_timestamp(const Reading *reading, Str text, Value *out)
{
    int64_t seconds;
    int32_t nanos;
    if (instant_parse_cell(text, &seconds, &nanos) != INSTANT_OK)
        return without_value(reading, text, CELL_UNREADABLE);
    *out = value_timestamp(seconds, nanos);
    return check_bounds(reading->field, *out);
}

/* Of a field that has no cells. */
static CellResult read_nothing(const Reading *reading, Str text, Value *out)
{
    (void) reading;
    (void) text;
    *out = value_missing();
    return CELL_EMPTY;
}

/* ---- lists */

static CellResult cell_read_value(const Reading *reading, FieldKind kind, Str text, Value *out);

typedef ARRAY(Value) ValueList;

/* An element that says that there is none is none. */
static CellResult cell_read_part(const Reading *reading, Str part, ValueList *items)
{
    Value value;
    CellResult result = cell_read_value(reading, reading->field->of, part, &value);
    if (cell_has_value(result))
        arena_push(reading->arena, items, value);
    return result;
}

/* Blanks part the values of an enum and days where every piece is one. */
static bool read_words(const Reading *reading, Str part, ValueList *items)
{
    size_t before = items->count;
    for (Str word; part_next_word(&part, &word);) {
        if (cell_read_part(reading, word, items) == CELL_OK)
            continue;
        items->count = before;
        return false;
    }
    return true;
}

/* Several names of people; and the number of one, which says nothing by itself. */
static bool cell_read_names(const Reading *reading, Str part, ValueList *items)
{
    bool is_parted = reading->field->of == FIELD_NAME && !reading->field->separator.len;
    if (!is_parted || !people_in(part))
        return is_parted && people_is_number(part);
    People people = { part, false };
    for (Str name; people_next(&people, &name);)
        cell_read_part(reading, name, items);
    return true;
}

/* Whether it may be several with nothing but blanks between them. */
static bool may_be_words(const Field *field, CellResult result)
{
    return !field->separator.len && (result == CELL_UNKNOWN || (result == CELL_UNREADABLE && field->of == FIELD_DATE));
}

static CellResult read_list(const Reading *reading, Str text, Value *out)
{
    ValueList items = { 0 };
    CellResult worst = CELL_OK;
    Parts parts = parts_of(reading->field, reading->arena, text);
    for (Str part; parts_next(&parts, &part);) {
        if (!parts.is_array && cell_read_names(reading, part, &items))
            continue;
        CellResult result = part.len ? cell_read_part(reading, part, &items) : CELL_EMPTY;
        if (may_be_words(reading->field, result) && read_words(reading, part, &items))
            continue;
        if (cell_is_unreadable(result))
            return result;
        if (result == CELL_NOT_ALLOWED || (result == CELL_MONTH && worst == CELL_OK))
            worst = result;
    }
    if (items.count == 0)
        return CELL_EMPTY;
    List *list = arena_new(reading->arena, List);
    *list = (List) { (uint32_t) items.count, items.at };
    *out = value_list(list);
    return worst;
}

/* ---- a cell, and a column of cells */

static const uint8_t status_of[] = {
    [CELL_OK] = STATUS_OK,          [CELL_EMPTY] = STATUS_MISSING, [CELL_UNREADABLE] = STATUS_ERROR, [CELL_UNKNOWN] = STATUS_ERROR,
    [CELL_NOT_ALLOWED] = STATUS_OK, [CELL_MONTH] = STATUS_OK,      [CELL_ABSENT] = STATUS_ERROR,
};

Value cell_no_value(CellResult result)
{
    return status_of[result] == STATUS_ERROR ? value_error() : value_missing();
}

enum { CELL_TO_READ = UINT8_MAX /* the result of a row of a column that nobody has read yet */ };

static inline size_t next_to_read(const uint8_t *results, size_t row, size_t rows)
{
    while (row < rows && results[row] != CELL_TO_READ)
        row++;
    return row;
}

/* What a row of field.def names: both ways go through one function, so that a cell on its own and one of a column are never read
   differently. Rows of a column without a value are filled with `absent`. */
#define READER(name, T, value_of, absent)                                                                                 \
    static CellResult name##_cell(const Reading *reading, Str text, Value *out)                                           \
    {                                                                                                                     \
        T value = { 0 };                                                                                                  \
        CellResult result = read_##name(reading, text, &value);                                                           \
        *out = value_of(value);                                                                                           \
        return result;                                                                                                    \
    }                                                                                                                     \
    static void name##_column(const Reading *reading, const Str *cells, size_t rows, const Column *out, uint8_t *results) \
    {                                                                                                                     \
        T *data = out->data;                                                                                              \
        for (size_t row = next_to_read(results, 0, rows); row < rows; row = next_to_read(results, row + 1, rows)) {       \
            Str text = cell_trim(cells[row]);                                                                             \
            T value = { 0 };                                                                                              \
            CellResult result = text.len ? read_##name(reading, text, &value) : CELL_EMPTY;                               \
            data[row] = status_of[result] == STATUS_OK ? value : absent;                                                  \
            results[row] = (uint8_t) result;                                                                              \
        }                                                                                                                 \
    }

#define AS_IT_IS(value) (value)
#define VALUE_OF_TRUTH(value) value_bool((value) == TRUTH_TRUE)

static const Str no_text = { "", 0 };

READER(string, Str, value_str, no_text)
READER(enum, Str, value_str, no_text)
READER(int, int64_t, value_int, 0)
READER(double, double, value_double, 0)
READER(date, Date, value_date, DATE_MIN)
READER(truth, uint8_t, VALUE_OF_TRUTH, result == CELL_EMPTY ? TRUTH_MISSING : TRUTH_ERROR)
READER(time, int64_t, value_time, 0)
READER(timestamp, Value, AS_IT_IS, cell_no_value(result))
READER(list, Value, AS_IT_IS, cell_no_value(result))
READER(nothing, Value, AS_IT_IS, value_missing())

static const struct {
    CellResult (*cell)(const Reading *, Str, Value *);
    void (*column)(const Reading *, const Str *, size_t, const Column *, uint8_t *);
} readers[FIELD_KIND_COUNT] = {
#define FIELD_TYPE(id, word, reader, type, traits, why) [FIELD_##id] = { reader##_cell, reader##_column },
#include "model/field.def"
};

static CellResult cell_read_value(const Reading *reading, FieldKind kind, Str text, Value *out)
{
    CellResult result = readers[kind].cell(reading, text, out);
    if (result == CELL_EMPTY || cell_is_unreadable(result))
        *out = cell_no_value(result);
    return result;
}

CellResult cell_read_on(const Field *field, Str text, int day_of_month, Arena *arena, Matcher *matcher, Value *out)
{
    Reading reading = { field, arena, matcher, day_of_month };
    *out = value_missing();
    text = cell_trim(text);
    return text.len ? cell_read_value(&reading, field->kind, text, out) : CELL_EMPTY;
}

CellResult cell_read(const Field *field, Str text, Arena *arena, Matcher *matcher, Value *out)
{
    return cell_read_on(field, text, 0, arena, matcher, out);
}

static void check_usual_bounds(const Field *field, size_t rows, const Column *out, uint8_t *results)
{
    for (size_t row = 0; row < rows; row++) {
        Value value =
            field->kind == FIELD_DATE ? value_date(((const Date *) out->data)[row]) : value_int(((const int64_t *) out->data)[row]);
        if (results[row] == CELL_OK)
            results[row] = (uint8_t) check_bounds(field, value);
    }
}

/* Whether its texts are what they are written as, but for damage and words for nothing. */
static bool has_plain_texts(const Field *field)
{
    return field_kind_has(field->kind, TRAIT_TEXT) && !field->pattern && !field->has_empty;
}

/* Reads the cells that look as most do, and leaves the rest. */
static void read_usual(const Field *field, CellTexts cells, const Column *out, uint8_t *results)
{
    if (field->kind == FIELD_DATE)
        usual_dates(cells.at, cells.rows, out->data, results);
    else if (field->kind == FIELD_INT && !field->is_year)
        usual_ints(cells.at, cells.rows, out->data, results);
    else if (field->kind == FIELD_BOOL)
        usual_truths(cells.at, cells.rows, out->data, results);
    else if (cells.is_sound && has_plain_texts(field))
        usual_texts(cells.at, cells.rows, out->data, results);
    else
        memset(results, 0, cells.rows);
    for (size_t row = 0; row < cells.rows; row++)
        results[row] = results[row] ? CELL_OK : CELL_TO_READ;
    if ((field->has_min || field->has_max) && field_kind_has(field->kind, TRAIT_BOUNDS) && memchr(results, CELL_OK, cells.rows))
        check_usual_bounds(field, cells.rows, out, results);
}

/* As status_of says, without looking into a table: many at a time. */
static void set_statuses(const uint8_t *restrict results, size_t rows, uint8_t *restrict statuses)
{
    for (size_t row = 0; row < rows; row++) {
        uint8_t result = results[row], is_error = (result == CELL_UNREADABLE) | (result == CELL_UNKNOWN) | (result == CELL_ABSENT);
        statuses[row] = (uint8_t) ((result == CELL_EMPTY) * STATUS_MISSING + is_error * STATUS_ERROR);
    }
}

void cells_read(const Field *field, CellTexts cells, Arena *arena, Matcher *matcher, const Column *out, uint8_t *results)
{
    Reading reading = { field, arena, matcher, 0 };
    if (cells.rows == 0)
        return;
    read_usual(field, cells, out, results);
    if (memchr(results, CELL_TO_READ, cells.rows))
        readers[field->kind].column(&reading, cells.at, cells.rows, out, results);
    if (out->status)
        set_statuses(results, cells.rows, out->status);
}
