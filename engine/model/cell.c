/* Reading cells. There is one reader for each type of data; a single cell and a whole column go through the same. */
#include "model/cell.h"

#include "base/instant.h"
#include "base/utf8.h"

/* What every reader may use. The text it is given is trimmed and not empty. */
typedef struct {
    const Field *field;
    Arena *arena;
    Matcher *matcher;
} Reading;

/* ---- blanks at the ends: ASCII ones and the full-width space U+3000 */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t blank_at_start(Str s)
{
    if (s.len && is_blank(s.at[0]))
        return 1;
    return str_starts_with(s, STR("\xE3\x80\x80")) ? 3 : 0;
}

static size_t blank_at_end(Str s)
{
    if (s.len && is_blank(s.at[s.len - 1]))
        return 1;
    return str_ends_with(s, STR("\xE3\x80\x80")) ? 3 : 0;
}

/* Most cells have nothing to trim, and their first and last bytes tell: all blanks begin with an ASCII control, a space, or
   the first byte of U+3000, and end likewise. */
static bool may_have_blanks(Str s)
{
    unsigned char first = (unsigned char) s.at[0], last = (unsigned char) s.at[s.len - 1];
    return first <= ' ' || first >= 0x80 || last <= ' ' || last >= 0x80;
}

Str cell_trim(Str s)
{
    size_t blank;
    if (s.len == 0 || !may_have_blanks(s))
        return s;
    while ((blank = blank_at_start(s)) > 0)
        s = str_slice(s, blank, s.len);
    while ((blank = blank_at_end(s)) > 0)
        s.len -= blank;
    return s;
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

static bool fits_pattern(const Reading *reading, Str text)
{
    const Pattern *pattern = reading->field->pattern;
    return !pattern || pattern_search(pattern, reading->matcher, text, 0, NULL) == MATCH_YES;
}

/* Control characters other than tabs and line ends do not occur in what people write. */
static bool is_readable(Str s)
{
    bool fine = true;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char) s.at[i];
        fine &= (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || c == '\r';
    }
    return fine && utf8_valid_len(s) == s.len;
}

/* ---- readers */

static CellResult read_string(const Reading *reading, Str text, Str *out)
{
    if (!is_readable(text))
        return CELL_UNREADABLE;
    *out = text;
    return fits_pattern(reading, text) ? CELL_OK : CELL_NOT_ALLOWED;
}

static CellResult read_int(const Reading *reading, Str text, int64_t *out)
{
    if (!str_to_int(text, out))
        return CELL_UNREADABLE;
    return check_bounds(reading->field, value_int(*out));
}

static CellResult read_double(const Reading *reading, Str text, double *out)
{
    if (!str_to_double(text, out))
        return CELL_UNREADABLE;
    return check_bounds(reading->field, value_double(*out));
}

static CellResult read_date(const Reading *reading, Str text, Date *out)
{
    if (!date_parse(text, out))
        return CELL_UNREADABLE;
    return check_bounds(reading->field, value_date(*out));
}

static bool equals_ignoring_case(Str text, const char *word)
{
    for (size_t i = 0; i < text.len; i++, word++) {
        char c = text.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char) (c - 'A' + 'a');
        if (*word == 0 || c != *word)
            return false;
    }
    return *word == 0;
}

static CellResult read_truth(const Reading *reading, Str text, uint8_t *out)
{
    static const struct {
        const char *word;
        Truth truth;
    } words[] = {
        { "true", TRUTH_TRUE }, { "false", TRUTH_FALSE }, { "yes", TRUTH_TRUE }, { "no", TRUTH_FALSE },
        { "1", TRUTH_TRUE },    { "0", TRUTH_FALSE },     { "是", TRUTH_TRUE },  { "否", TRUTH_FALSE },
        { "有", TRUTH_TRUE },   { "无", TRUTH_FALSE },    { "√", TRUTH_TRUE },   { "×", TRUTH_FALSE },
    };
    (void) reading;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (equals_ignoring_case(text, words[i].word)) {
            *out = (uint8_t) words[i].truth;
            return CELL_OK;
        }
    }
    return CELL_UNREADABLE;
}

static bool has_label(const EnumValue *value, Str text)
{
    for (size_t i = 0; i < value->label.count; i++)
        if (str_equal(value->label.at[i].text, text))
            return true;
    return false;
}

/* A value's own name goes before any label, whichever value the label belongs to. */
static const EnumValue *find_enum(const EnumValues *values, Str text)
{
    for (size_t i = 0; i < values->count; i++)
        if (str_equal(values->at[i].id, text))
            return &values->at[i];
    for (size_t i = 0; i < values->count; i++)
        if (has_label(&values->at[i], text))
            return &values->at[i];
    return NULL;
}

static CellResult read_enum(const Reading *reading, Str text, Str *out)
{
    const EnumValue *value = find_enum(&reading->field->values, text);
    if (!value && !is_readable(text))
        return CELL_UNREADABLE;
    *out = value ? value->id : text;
    return value ? CELL_OK : CELL_NOT_ALLOWED;
}

static CellResult read_timestamp(const Reading *reading, Str text, Value *out)
{
    int64_t seconds;
    int32_t nanos;
    (void) reading;
    if (instant_parse(text, &seconds, &nanos) != INSTANT_OK)
        return CELL_UNREADABLE;
    *out = value_timestamp(seconds, nanos);
    return CELL_OK;
}

/* ---- one cell as a tagged value */

static CellResult read_value(const Reading *reading, FieldKind kind, Str text, Value *out);

/* The next part of a list, trimmed; false after the last. */
static bool next_part(const Field *field, Str *rest, Str *part)
{
    if (!rest->at)
        return false;
    Str separator = field->separator.len ? field->separator : STR(";");
    size_t end = str_find(*rest, separator, 0);
    bool is_last = end == SIZE_MAX;
    *part = cell_trim(str_slice(*rest, 0, is_last ? rest->len : end));
    *rest = is_last ? (Str) { NULL, 0 } : str_slice(*rest, end + separator.len, rest->len);
    return true;
}

static uint32_t count_parts(const Field *field, Str text)
{
    uint32_t count = 0;
    for (Str part; next_part(field, &text, &part);)
        count += part.len > 0;
    return count;
}

static CellResult read_list(const Reading *reading, Str text, Value *out)
{
    const Field *field = reading->field;
    uint32_t count = count_parts(field, text);
    if (count == 0)
        return CELL_EMPTY;
    Value *items = arena_array(reading->arena, Value, count);
    CellResult worst = CELL_OK;
    uint32_t filled = 0;
    for (Str part; next_part(field, &text, &part);) {
        if (part.len == 0)
            continue;
        CellResult result = read_value(reading, field->of, part, &items[filled++]);
        if (result == CELL_UNREADABLE)
            return CELL_UNREADABLE;
        if (result == CELL_NOT_ALLOWED)
            worst = CELL_NOT_ALLOWED;
    }
    List *list = arena_new(reading->arena, List);
    *list = (List) { count, items };
    *out = value_list(list);
    return worst;
}

static CellResult read_value(const Reading *reading, FieldKind kind, Str text, Value *out)
{
    union {
        Str text;
        int64_t i;
        double d;
        Date date;
        uint8_t truth;
    } cell = { .text = { NULL, 0 } };
    CellResult result = CELL_EMPTY;
    switch (kind) {
    case FIELD_STRING:
    case FIELD_REF: result = read_string(reading, text, &cell.text); *out = value_str(cell.text); break;
    case FIELD_ENUM: result = read_enum(reading, text, &cell.text); *out = value_str(cell.text); break;
    case FIELD_INT: result = read_int(reading, text, &cell.i); *out = value_int(cell.i); break;
    case FIELD_DOUBLE: result = read_double(reading, text, &cell.d); *out = value_double(cell.d); break;
    case FIELD_BOOL: result = read_truth(reading, text, &cell.truth); *out = value_bool(cell.truth == TRUTH_TRUE); break;
    case FIELD_DATE: result = read_date(reading, text, &cell.date); *out = value_date(cell.date); break;
    case FIELD_TIMESTAMP: result = read_timestamp(reading, text, out); break;
    case FIELD_LIST: result = read_list(reading, text, out); break;
    case FIELD_MANY: /* has no cell */
    case FIELD_KIND_COUNT: break;
    }
    if (result == CELL_EMPTY || result == CELL_UNREADABLE)
        *out = value_missing();
    return result;
}

CellResult cell_read(const Field *field, Str text, Arena *arena, Matcher *matcher, Value *out)
{
    Reading reading = { field, arena, matcher };
    *out = value_missing();
    text = cell_trim(text);
    return text.len ? read_value(&reading, field->kind, text, out) : CELL_EMPTY;
}

/* ---- columns */

static const uint8_t status_of[] = {
    [CELL_OK] = STATUS_OK,
    [CELL_EMPTY] = STATUS_MISSING,
    [CELL_UNREADABLE] = STATUS_MISSING,
    [CELL_NOT_ALLOWED] = STATUS_OK,
};

/* Rows without a value are filled with `absent`. */
#define COLUMN_READER(name, T, read, absent)                                                                  \
    static void name(const Reading *reading, const Str *cells, size_t rows, const Column *out, uint8_t *results) \
    {                                                                                                         \
        T *data = out->data;                                                                                  \
        for (size_t row = 0; row < rows; row++) {                                                             \
            Str text = cell_trim(cells[row]);                                                                 \
            T value = absent;                                                                                 \
            CellResult result = text.len ? read(reading, text, &value) : CELL_EMPTY;                          \
            data[row] = status_of[result] == STATUS_OK ? value : absent;                                      \
            results[row] = (uint8_t) result;                                                                  \
        }                                                                                                     \
    }

static const Str no_text = { "", 0 };

COLUMN_READER(read_strings, Str, read_string, no_text)
COLUMN_READER(read_enums, Str, read_enum, no_text)
COLUMN_READER(read_ints, int64_t, read_int, 0)
COLUMN_READER(read_doubles, double, read_double, 0)
COLUMN_READER(read_dates, Date, read_date, DATE_MIN)
COLUMN_READER(read_truths, uint8_t, read_truth, TRUTH_MISSING)
COLUMN_READER(read_timestamps, Value, read_timestamp, value_missing())
COLUMN_READER(read_lists, Value, read_list, value_missing())

static void read_nothing(const Reading *reading, const Str *cells, size_t rows, const Column *out, uint8_t *results)
{
    (void) reading;
    (void) cells;
    for (size_t row = 0; row < rows; row++) {
        column_set(out, row, value_missing());
        results[row] = CELL_EMPTY;
    }
}

void cells_read(const Field *field, const Str *cells, size_t rows, Arena *arena, Matcher *matcher,
                const Column *out, uint8_t *results)
{
    static void (*const readers[FIELD_KIND_COUNT])(const Reading *, const Str *, size_t, const Column *, uint8_t *) = {
        [FIELD_STRING] = read_strings, [FIELD_INT] = read_ints,   [FIELD_DOUBLE] = read_doubles,
        [FIELD_BOOL] = read_truths,    [FIELD_DATE] = read_dates, [FIELD_TIMESTAMP] = read_timestamps,
        [FIELD_ENUM] = read_enums,     [FIELD_REF] = read_strings, [FIELD_LIST] = read_lists,
        [FIELD_MANY] = read_nothing,
    };
    Reading reading = { field, arena, matcher };
    readers[field->kind](&reading, cells, rows, out, results);
    if (!out->status)
        return;
    for (size_t row = 0; row < rows; row++)
        out->status[row] = status_of[results[row]];
}
