/* A file is read twice. First each cell is tried as a value of every type, and the types that all cells of a column fit are kept. Then
   it is read as those types say, as a check reads it: what does not come out well after all stays a text, so that nobody is accused by
   a guess. */
#include "read/survey.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/calendar.h"
#include "base/utf8.h"
#include "model/cell.h"
#include "model/identity.h"
#include "model/nothing.h"
#include "read/headings.h"

/* ---- what is tried */

/* Fields that nobody declared, to try cells on: what fits one of them is what a check would read. */
enum { TRIED_TEXT, TRIED_DATE, TRIED_TIMESTAMP, TRIED_TIME, TRIED_INT, TRIED_YEAR, TRIED_DOUBLE, TRIED_BOOL, TRIED };

static const Field tried[TRIED] = {
    [TRIED_TEXT] = { .kind = FIELD_STRING },
    [TRIED_DATE] = { .kind = FIELD_DATE, .month_only = MONTH_ANY_DAY },
    [TRIED_TIMESTAMP] = { .kind = FIELD_TIMESTAMP },
    [TRIED_TIME] = { .kind = FIELD_TIME },
    [TRIED_INT] = { .kind = FIELD_INT },
    [TRIED_YEAR] = { .kind = FIELD_INT, .is_year = true },
    [TRIED_DOUBLE] = { .kind = FIELD_DOUBLE },
    [TRIED_BOOL] = { .kind = FIELD_BOOL },
};

/* ---- words of headings that say something in any trade */

static const char *const code_words[] = { "编号", "学号", "工号", "证号",   "号码", "代码", "账号",
                                          "id",   "no",   "no.",  "number", "code", "key",  NULL };
static const char *const name_words[] = { "姓名", "名字", "name", NULL };
static const char *const private_words[] = { "身份证", "证件",    "公民身份", "电话",    "手机",      "联系方式", "住址",      "地址",
                                             "邮箱",   "邮件",    "qq",       "微信",    "phone",     "mobile",   "telephone", "email",
                                             "e-mail", "address", "passport", "id card", "id number", "identity", "护照",      "银行",
                                             "曾用名", "配偶",    "父亲",     "母亲",    "家庭成员",  "宗教",     "健康",      "病史",
                                             "bank",   "iban",    "religion", "health",  NULL };

/* Whether a word stands there; a Latin one with no letter before and behind it. */
static bool stands_at(Str heading, size_t at, Str word)
{
    bool same = at + word.len <= heading.len;
    for (size_t i = 0; same && i < word.len; i++)
        same = ascii_lower(heading.at[at + i]) == word.at[i];
    bool is_inside = ascii_is_letter(word.at[0]) && ((at > 0 && ascii_is_letter(heading.at[at - 1])) ||
                                                     (at + word.len < heading.len && ascii_is_letter(heading.at[at + word.len])));
    return same && !is_inside;
}

static bool speaks_of(Str heading, const char *const *words)
{
    for (; *words; words++)
        for (size_t at = 0; at < heading.len; at++)
            if (stands_at(heading, at, str_of(*words)))
                return true;
    return false;
}

/* ---- one column, while its cells come in */

typedef struct {
    SurveyColumn column;
    SurveyFit fits[TRIED];
    ARRAY(Str) values; /* different ones, up to one more than a choice has */
    uint64_t telephones, identities, zeros, long_numbers, divided;
    bool is_counted, has_lists; /* 1, 2, 3 so far; a record names several texts itself */
    size_t longest_part;
    Str separator;
    Map seen;          /* by identity, until one stands there twice */
    bool is_doubled;   /* one does */
    SurveyFit as_read; /* the second time */
} Gathered;

typedef struct {
    Arena *arena;
    Gathered *columns;
    uint32_t count;
    Table table;
    Matcher *matcher;
    uint64_t records;
    Date *days;       /* of the current record: first and last of each column; 0: none */
    uint64_t *both;   /* [earlier][later]: records that have both days */
    bool *is_crossed; /* on one of them the first may be behind the second */
} Gathering;

static void count_fit(Arena *arena, SurveyFit *fit, CellResult result, Str text, uint64_t line)
{
    fit->fit += result == CELL_OK || result == CELL_MONTH || result == CELL_NOT_ALLOWED;
    fit->months += result == CELL_MONTH;
    fit->empty += result == CELL_EMPTY;
    if (!cell_is_unreadable(result) || fit->misfit++ > 0)
        return;
    fit->odd = arena_str(arena, text);
    fit->odd_line = line;
}

static void keep_value(Arena *arena, Gathered *column, Str text)
{
    for (size_t i = 0; i < column->values.count; i++)
        if (str_equal(column->values.at[i], text))
            return;
    if (column->values.count <= SURVEY_VALUES)
        arena_push(arena, &column->values, arena_str(arena, text));
}

static bool survey_is_digits(Str text, size_t count)
{
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.at[i]))
            return false;
    return text.len == count;
}

static void look_at_number(Gathered *column, Str text, uint64_t record)
{
    enum { TELEPHONE = 11, IDENTITY = 18, LONG = 9 };
    int64_t number;
    bool is_number = survey_is_digits(text, text.len);
    column->telephones += text.at[0] == '1' && survey_is_digits(text, TELEPHONE);
    column->identities += text.len == IDENTITY && survey_is_digits(str_slice(text, 0, IDENTITY - 1), IDENTITY - 1);
    column->zeros += is_number && text.len > 1 && text.at[0] == '0';
    column->long_numbers += is_number && text.len > LONG;
    column->is_counted &= str_to_whole(text, &number) && number == (int64_t) record;
}

/* "甲、乙; 丙": short texts with a mark between them. */
static void look_at_parts(Gathered *column, Str text)
{
    static const char *const marks[] = { "、", ";", "；", NULL };
    for (const char *const *mark = marks; *mark; mark++) {
        Str sign = str_of(*mark);
        size_t at = 0, end = str_find(text, sign, 0);
        if (end == SIZE_MAX || (column->separator.len && !str_equal(column->separator, sign)))
            continue;
        column->separator = sign;
        column->divided++;
        for (; at <= text.len; at = end + sign.len) {
            end = str_find(text, sign, at);
            end = end == SIZE_MAX ? text.len : end;
            column->longest_part = end - at > column->longest_part ? end - at : column->longest_part;
        }
        return;
    }
}

static void try_cell(Gathering *gathering, Gathered *column, Str cell, uint64_t line)
{
    Arena scratch = { 0 };
    Str text = cell_trim(cell);
    for (int i = 0; i < TRIED; i++) {
        Value value;
        CellResult result = cell_read(&tried[i], cell, &scratch, gathering->matcher, &value);
        count_fit(gathering->arena, &column->fits[i], result, text, line);
    }
    if (text.len && !nothing_is_said(&tried[TRIED_TEXT], text)) {
        column->column.has_question |= str_find(text, STR("?"), 0) != SIZE_MAX;
        keep_value(gathering->arena, column, text);
        look_at_number(column, text, gathering->records);
        look_at_parts(column, text);
    } else
        column->is_counted = false;
    arena_free(&scratch);
}

/* ---- reading the file with a table */

typedef void Look(Gathering *gathering, Gathered *column, uint32_t field, Str cell, uint64_t line);
typedef void LookBehind(Gathering *gathering);

static void look_first(Gathering *gathering, Gathered *column, uint32_t field, Str cell, uint64_t line)
{
    (void) field;
    try_cell(gathering, column, cell, line);
}

static void look_at_batch(Gathering *gathering, const Batch *batch, Look *look, LookBehind *behind)
{
    for (uint32_t row = 0; row < batch->rows; row++) {
        gathering->records++;
        for (uint32_t field = 0; field < gathering->count; field++)
            if (batch->cells[field])
                look(gathering, &gathering->columns[field], field, batch->cells[field][row], batch->lines[row]);
        if (behind)
            behind(gathering);
    }
    for (uint32_t i = 0; i < batch->bad_count; i++) {
        uint32_t field = batch->bad[i].field;
        if (field == FIELD_NONE)
            continue;
        gathering->columns[field].has_lists |= batch->mapping->keyed;
        gathering->columns[field].as_read.misfit++;
    }
}

typedef struct {
    const char *path;
    const ReaderFormat *format;
    ReadOptions options;
    const volatile int *stop;
} Surveyed;

static bool survey_read_all(Gathering *gathering, const Surveyed *source, Look *look, LookBehind *behind, Str *problem)
{
    Arena memory = { .language = gathering->arena->language };
    Input *input = input_open(gathering->arena, source->path, problem);
    Reader *reader = input ? reader_open(&memory, input, source->format, &gathering->table, &source->options, problem) : NULL;
    if (!reader) {
        *problem = arena_str(gathering->arena, *problem);
        arena_free(&memory);
        return false;
    }
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    gathering->records = 0;
    while (!(source->stop && *source->stop) && reader_next(reader, &batch))
        look_at_batch(gathering, &batch, look, behind);
    batch_free(&batch);
    *problem = arena_str(gathering->arena, reader->problem);
    reader_close(reader);
    arena_free(&memory);
    return problem->len == 0;
}

/* ---- which type */

static bool survey_fits(const Gathered *column, int type)
{
    return column->fits[type].fit > 0 && column->fits[type].misfit == 0;
}

static bool is_choice(const Gathered *column)
{
    enum { LETTERS = 16, FEW = 4 };
    for (size_t i = 0; i < column->values.count; i++)
        if (utf8_valid_len(column->values.at[i]) < column->values.at[i].len || utf8_count(column->values.at[i]) > LETTERS)
            return false;
    uint64_t filled = column->fits[TRIED_TEXT].fit;
    return column->values.count > 1 && column->values.count <= SURVEY_VALUES && filled >= FEW && filled >= 2 * column->values.count;
}

static FieldKind kind_of_text(Gathered *column)
{
    enum { PART_BYTES = 36, ONE_OF = 4 };
    uint64_t filled = column->fits[TRIED_TEXT].fit;
    if (column->has_lists || (column->divided * ONE_OF >= filled && column->divided > 0 && column->longest_part <= PART_BYTES))
        return FIELD_LIST;
    if (speaks_of(column->column.heading, name_words))
        return FIELD_NAME;
    return is_choice(column) && !speaks_of(column->column.heading, code_words) ? FIELD_ENUM : FIELD_STRING;
}

/* Numbers that stand for something are no quantities: 007, telephones, numbers of papers. */
static bool is_code(const Gathered *column)
{
    return column->zeros > 0 || column->long_numbers > 0 || speaks_of(column->column.heading, code_words);
}

static FieldKind survey_kind_of(Gathered *column)
{
    if (column->fits[TRIED_TEXT].fit == 0 && !column->has_lists)
        return FIELD_STRING;
    if (!is_code(column)) {
        column->column.is_year = !survey_fits(column, TRIED_INT) && survey_fits(column, TRIED_YEAR);
        if (survey_fits(column, TRIED_BOOL) && !survey_fits(column, TRIED_INT))
            return FIELD_BOOL;
        if (survey_fits(column, TRIED_DATE))
            return FIELD_DATE;
        if (survey_fits(column, TRIED_TIME))
            return FIELD_TIME;
        if (survey_fits(column, TRIED_TIMESTAMP))
            return FIELD_TIMESTAMP;
        if (survey_fits(column, TRIED_INT) || column->column.is_year)
            return FIELD_INT;
        if (survey_fits(column, TRIED_DOUBLE))
            return FIELD_DOUBLE;
    }
    return kind_of_text(column);
}

/* Most, but not all: somebody should look at the others. */
static void look_at_misfits(Gathered *column)
{
    static const struct {
        int type;
        FieldKind kind;
    } most[] = { { TRIED_DATE, FIELD_DATE }, { TRIED_DOUBLE, FIELD_DOUBLE } };
    enum { ENOUGH = 3, OF = 4 };
    FieldKind kind = column->column.kind;
    column->column.almost = FIELD_STRING;
    for (size_t i = 0; i < 2 && !is_code(column) && (kind == FIELD_STRING || kind == FIELD_ENUM || kind == FIELD_LIST); i++) {
        const SurveyFit *fit = &column->fits[most[i].type];
        if (column->column.almost != FIELD_STRING || fit->misfit == 0 || fit->fit * OF < column->fits[TRIED_TEXT].fit * ENOUGH)
            continue;
        column->column.almost = most[i].kind;
        column->column.misfits = *fit;
        column->column.kind = FIELD_STRING;
    }
}

static void set_field(const Gathering *gathering, uint32_t index)
{
    SurveyColumn *column = &gathering->columns[index].column;
    Field *field = &gathering->table.fields[index];
    *field = (Field) { .name = field->name,
                       .kind = column->kind,
                       .of = column->of,
                       .separator = column->separator,
                       .headers = field->headers,
                       .header_count = 1,
                       .month_only = column->has_months ? MONTH_ANY_DAY : MONTH_REFUSED,
                       .is_year = column->is_year };
    field->values.at = arena_array(gathering->arena, EnumValue, column->value_count);
    field->values.count = column->value_count;
    for (size_t i = 0; i < column->value_count; i++)
        field->values.at[i].id = column->values[i];
}

static void decide(const Gathering *gathering, uint32_t index)
{
    Gathered *gathered = &gathering->columns[index];
    SurveyColumn *column = &gathered->column;
    uint64_t filled = gathered->fits[TRIED_TEXT].fit;
    column->kind = survey_kind_of(gathered);
    column->is_private =
        speaks_of(column->heading, private_words) || (filled > 0 && (gathered->telephones == filled || gathered->identities == filled));
    if (column->is_private && column->kind == FIELD_ENUM) /* its values are people's own, and a draft is passed on */
        column->kind = FIELD_STRING;
    column->of = FIELD_STRING;
    column->is_blank = filled == 0 && !gathered->has_lists;
    look_at_misfits(gathered);
    column->has_months = column->kind == FIELD_DATE && gathered->fits[TRIED_DATE].months > 0;
    column->separator = column->kind == FIELD_LIST ? gathered->separator : (Str) { 0 };
    column->is_serial = filled > 0 && (gathered->is_counted || headings_number_rows(column->heading));
    if (column->kind == FIELD_ENUM) {
        column->values = gathered->values.at;
        column->value_count = gathered->values.count;
    }
    set_field(gathering, index);
}

/* ---- the second reading */

static void look_for_double(Gathering *gathering, Gathered *column, const Field *field, Str cell)
{
    Str identity = column->is_doubled ? (Str) { 0 } : identity_of_cell(field, cell, gathering->arena, gathering->matcher);
    if (column->is_doubled || identity.len == 0)
        return;
    uint32_t before = column->seen.count;
    map_add(&column->seen, arena_str(gathering->arena, identity), before);
    column->is_doubled = column->seen.count == before;
}

static void keep_days(const Gathering *gathering, uint32_t field, CellResult result, Value value)
{
    Date last = cell_has_value(result) ? value.date : 0;
    gathering->days[2 * field] = result == CELL_MONTH ? date_pack(date_year(last), date_month(last), 1) : last;
    gathering->days[2 * field + 1] = last;
}

static void survey_look_again(Gathering *gathering, Gathered *column, uint32_t index, Str cell, uint64_t line)
{
    const Field *field = &gathering->table.fields[index];
    Arena scratch = { 0 };
    Value value;
    CellResult result = cell_read(field, cell, &scratch, gathering->matcher, &value);
    count_fit(gathering->arena, &column->as_read, result, cell_trim(cell), line);
    if (cell_has_value(result))
        look_for_double(gathering, column, field, cell);
    if (field->kind == FIELD_DATE)
        keep_days(gathering, index, result, value);
    if (cell_has_value(result) && (field->kind == FIELD_INT || field->kind == FIELD_DOUBLE))
        column->column.is_not_below_0 &= field->kind == FIELD_INT ? value.i >= 0 : value.d >= 0;
    arena_free(&scratch);
}

static void survey_compare_days(Gathering *gathering)
{
    const Date *days = gathering->days;
    for (uint32_t a = 0; a < gathering->count; a++)
        for (uint32_t b = 0; days[2 * a] && b < gathering->count; b++)
            if (a != b && days[2 * b]) {
                gathering->both[a * gathering->count + b]++;
                gathering->is_crossed[a * gathering->count + b] |= date_to_day(days[2 * a + 1]) > date_to_day(days[2 * b]);
            }
    memset(gathering->days, 0, 2 * gathering->count * sizeof *gathering->days);
}

static void survey_settle(const Gathering *gathering, uint32_t index)
{
    Gathered *gathered = &gathering->columns[index];
    SurveyColumn *column = &gathered->column;
    if (gathered->as_read.misfit > 0 && column->kind != FIELD_STRING) {
        *column = (SurveyColumn) { .heading = column->heading,
                                   .kind = FIELD_STRING,
                                   .almost = FIELD_STRING,
                                   .is_private = column->is_private,
                                   .has_question = column->has_question };
        gathered->as_read = gathered->fits[TRIED_TEXT];
        gathered->is_doubled = true;
        set_field(gathering, index);
    }
    column->is_full = gathering->records > 0 && gathered->as_read.fit == gathering->records;
    column->is_unique = column->is_full && gathering->records > 1 && !gathered->is_doubled;
    map_free(&gathered->seen);
}

/* ---- the whole */

/* Numbers of papers before other texts, those before numbers; a name only where there is nothing else; what is personal last. */
static int fitness(const SurveyColumn *column)
{
    FieldKind kind = column->kind;
    if (!column->is_unique || column->is_serial || (kind != FIELD_STRING && kind != FIELD_INT && kind != FIELD_NAME))
        return 0;
    int worth = speaks_of(column->heading, code_words) ? 7 : kind == FIELD_STRING ? 5 : kind == FIELD_INT ? 3 : 1;
    return worth + !column->is_private;
}

static void survey_find_key(Survey *survey)
{
    int best = 0;
    survey->key = FIELD_NONE;
    for (uint32_t i = 0; i < survey->count; i++)
        if (fitness(&survey->columns[i]) > best) {
            best = fitness(&survey->columns[i]);
            survey->key = i;
        }
}

static uint32_t find_later(const Gathering *gathering, uint32_t earlier)
{
    for (uint32_t i = earlier + 1; i < gathering->count; i++) {
        size_t at = (size_t) earlier * gathering->count + i;
        if (gathering->columns[i].column.kind == FIELD_DATE && gathering->both[at] && !gathering->is_crossed[at])
            return i;
    }
    return FIELD_NONE;
}

static void find_orders(const Gathering *gathering, Survey *survey)
{
    SurveyOrder *orders = arena_array(gathering->arena, SurveyOrder, gathering->count);
    for (uint32_t i = 0; i < gathering->count; i++) {
        uint32_t later = gathering->columns[i].column.kind == FIELD_DATE ? find_later(gathering, i) : FIELD_NONE;
        if (later != FIELD_NONE)
            orders[survey->order_count++] = (SurveyOrder) { i, later, gathering->both[(size_t) i * gathering->count + later] };
    }
    survey->orders = orders;
}

static void survey_begin(Gathering *gathering, Arena *arena, const char *path, const SurveyHeadings *headings)
{
    uint32_t count = (uint32_t) headings->count;
    *gathering = (Gathering) { .arena = arena, .count = count, .matcher = matcher_new(arena) };
    gathering->columns = arena_array(arena, Gathered, count);
    gathering->days = arena_array(arena, Date, 2 * (size_t) count);
    gathering->both = arena_array(arena, uint64_t, (size_t) count * count);
    gathering->is_crossed = arena_array(arena, bool, (size_t) count *count);
    gathering->table = (Table) { .name = arena_str(arena, path_stem(str_of(path))), .key = FIELD_NONE, .label = FIELD_NONE };
    gathering->table.fields = arena_array(arena, Field, count);
    gathering->table.field_count = count;
    for (uint32_t i = 0; i < count; i++) {
        Gathered *column = &gathering->columns[i];
        Field *field = &gathering->table.fields[i];
        *column = (Gathered) { .is_counted = true, .column = { .heading = headings->at[i], .is_not_below_0 = true } };
        *field =
            (Field) { .name = arena_format(arena, "column_%u", (unsigned) i + 1), .headers = &column->column.heading, .header_count = 1 };
        if (gathering->table.label == FIELD_NONE && speaks_of(headings->at[i], name_words))
            gathering->table.label = i;
    }
}

static void survey_end(const Gathering *gathering, Survey *out)
{
    SurveyColumn *columns = arena_array(gathering->arena, SurveyColumn, gathering->count);
    for (uint32_t i = 0; i < gathering->count; i++) {
        survey_settle(gathering, i);
        columns[i] = gathering->columns[i].column;
    }
    out->columns = columns;
    out->count = gathering->count;
    out->records = gathering->records;
    survey_find_key(out);
    find_orders(gathering, out);
}

bool survey_file(Arena *arena, const char *path, Str sheet, Encoding encoding, const volatile int *stop, Survey *out, Str *problem)
{
    Surveyed source = { path, reader_format(path_extension(str_of(path))), { .encoding = encoding, .sheet = sheet }, stop };
    SurveyHeadings headings = { 0 };
    Gathering gathering;
    if (path_kind(path) == PATH_FOLDER) {
        *problem = STR("this is a folder, not a file");
        return false;
    }
    if (!source.format) {
        *problem = STR("files with this extension cannot be read");
        return false;
    }
    if (path_kind(path) == PATH_OTHER) {
        *problem = STR("it is looked at more than once, which a pipe or a device is not good for: put it into a file first");
        return false;
    }
    if (!survey_headings(arena, path, source.format, &source.options, &headings, problem))
        return false;
    survey_begin(&gathering, arena, path, &headings);
    source.options.sheet = headings.sheet;
    out->repeated = headings.repeated;
    out->repeated_count = headings.repeated_count;
    if (!survey_read_all(&gathering, &source, look_first, NULL, problem))
        return false;
    for (uint32_t i = 0; i < gathering.count; i++) {
        decide(&gathering, i);
        gathering.columns[i].as_read = (SurveyFit) { 0 };
    }
    if (!survey_read_all(&gathering, &source, survey_look_again, survey_compare_days, problem))
        return false;
    survey_end(&gathering, out);
    return true;
}
