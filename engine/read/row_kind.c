/* What a list of people ends with is known by its words and by what it lacks: a total begins with a word of totals, a note or a
   signature with what it is, up to a colon. A row with a day in it is always a record: days are what is judged.

   Two mistakes are possible, and one is worse. A note that is taken for a record is told, with some empty cells, and a person sees what
   happened. A record that is taken for a note is a person whom nobody checks; so in doubt a row is a record, and what is passed over is
   told all the same. */
#include "read/row_kind.h"

#include "base/ascii.h"
#include "base/eight.h"
#include "base/utf8.h"
#include "model/cell.h"
#include "model/identity.h"
#include "read/headings.h"

enum { PASSED_KEPT = 64, PASSED_BYTES = 90 };

/* Keys begin alike, so it is their ends that are looked at. */
static uint32_t bit_of(Str text)
{
    enum { BITS = 8 * sizeof((RowNames *) NULL)->headings };
    uint64_t end = text.len >= 8 ? eight_at(text.at + text.len - 8) : short_word(text);
    return (uint32_t) (((end ^ text.len) * 0x9E3779B97F4A7C15u >> 32) % BITS);
}

static bool may_be_heading(const RowNames *names, Str text)
{
    uint32_t bit = bit_of(text);
    return names->headings[bit / 64] >> bit % 64 & 1;
}

RowNames row_names(const Mapping *mapping, const uint32_t *field_of, uint32_t width)
{
    const Table *table = mapping->table;
    RowNames names = { .mapping = mapping, .field_of = field_of, .width = width, .name_column = UINT32_MAX, .label_column = UINT32_MAX };
    if (table->label != FIELD_NONE && mapping->column_of[table->label])
        names.name_column = names.label_column = mapping->column_of[table->label] - 1;
    const KeyWay *way = identity_way(mapping);
    if (way && mapping->column_of[way->fields[0]])
        names.name_column = mapping->column_of[way->fields[0]] - 1;
    for (uint32_t i = 0; i < width; i++) {
        uint32_t bit = field_of[i] == FIELD_NONE ? 0 : bit_of(cell_trim(mapping->matched_of[field_of[i]]));
        names.field_count += field_of[i] != FIELD_NONE;
        names.headings[bit / 64] |= (uint64_t) (field_of[i] != FIELD_NONE) << bit % 64;
    }
    return names;
}

/* ---- words */

/* Where a text goes on behind a word that it begins with, whatever blanks stand between its characters ("合　计"), and a Latin word ends there;
   SIZE_MAX: it begins otherwise. */
static size_t behind_word(Str text, Str word)
{
    size_t at = 0, size;
    for (size_t i = 0; i < word.len; at += size) {
        if (at >= text.len || utf8_valid_len(text) < text.len)
            return SIZE_MAX;
        uint32_t code = utf8_decode(text.at + at, &size);
        if (utf8_is_blank(code))
            continue;
        if (i + size > word.len)
            return SIZE_MAX;
        for (size_t k = 0; k < size; k++)
            if (ascii_lower(text.at[at + k]) != word.at[i + k])
                return SIZE_MAX;
        i += size;
    }
    bool is_latin = (unsigned char) word.at[0] < 0x80;
    bool ends = !is_latin || at >= text.len || !ascii_is_letter(text.at[at]);
    return ends ? at : SIZE_MAX;
}

static bool begins_with(Str text, Str word)
{
    return behind_word(text, word) != SIZE_MAX;
}

static bool begins_with_any(Str text, const char *const *words)
{
    for (; *words; words++)
        if (begins_with(text, str_of(*words)))
            return true;
    return false;
}

/* What may follow a word of totals where names stand: nothing, a number, a sign, what is counted. Else it begins a name: 共计明, 总计划, Sum Li. */
static bool may_follow_total(Str rest)
{
    static const char *const counted[] = { "人", "名", "数", "共", "男", "女", NULL };
    size_t size;
    rest = cell_trim(rest);
    uint32_t code = rest.len ? utf8_decode(rest.at, &size) : 0;
    bool is_letter = code < 0x80 ? ascii_is_letter((char) code) : code >= 0x3400 && code <= 0x9FFF;
    return !is_letter || begins_with_any(rest, counted);
}

static bool is_total(Str text, bool may_be_name)
{
    static const char *const words[] = { "合计",     "小计",      "总计",        "共计", "累计", "total",
                                         "subtotal", "sub-total", "grand total", "sum",  NULL };
    char first = text.len ? ascii_lower(text.at[0]) : 0;
    bool possible = first == 't' || first == 's' || first == 'g' || (unsigned char) first >= 0x80;
    for (size_t i = 0; possible && words[i]; i++) {
        size_t behind = behind_word(text, str_of(words[i]));
        if (behind != SIZE_MAX && (!may_be_name || may_follow_total(str_slice(text, behind, text.len))))
            return true;
    }
    return false;
}

/* "12", "12人", "3.5%" */
static bool is_count(Str text)
{
    size_t digits = 0;
    while (digits < text.len && (ascii_is_digit(text.at[digits]) || text.at[digits] == '.'))
        digits++;
    Str rest = cell_trim(str_slice(text, digits, text.len));
    return digits > 0 && (rest.len == 0 || str_is(rest, "人") || str_is(rest, "名") || str_is(rest, "个") || str_is(rest, "%"));
}

/* Whether a text may be a note: most may not, and every row is asked. Those in ASCII begin with few letters and have a colon. */
static bool may_be_note(Str text)
{
    static const bool begins[256] = { ['n'] = true, ['r'] = true, ['s'] = true, ['p'] = true, ['a'] = true, ['c'] = true, ['d'] = true,
                                      ['N'] = true, ['R'] = true, ['S'] = true, ['P'] = true, ['A'] = true, ['C'] = true, ['D'] = true };
    unsigned char first = text.len ? (unsigned char) text.at[0] : 0;
    if (!begins[first])
        return first >= 0x80;
    uint64_t bits = 0;
    for (size_t at = 0; text.len >= 8 && at < text.len - 8; at += 8)
        bits |= eight_has(eight_at(text.at + at), ':');
    bits |= eight_has(text.len >= 8 ? eight_at(text.at + text.len - 8) : short_word(text), ':');
    return (bits & EIGHT_HIGH) != 0;
}

/* "填表人：…", "Note: …"; a time such as 9:30 is none. */
static bool is_note(Str text)
{
    static const char *const words[] = { "备注",   "注释",        "说明",        "填表",       "填报",   "制表",     "审核",
                                         "审批",   "复核",        "经办",        "负责人",     "联系人", "联系电话", "单位",
                                         "日期",   "盖章",        "签名",        "签字",       "note",   "remark",   "signature",
                                         "signed", "prepared by", "approved by", "checked by", "date",   NULL };
    if (!may_be_note(text))
        return false;
    size_t colon = str_find(text, STR(":"), 0), wide = str_find(text, STR("："), 0);
    if (begins_with(text, STR("注")) && (colon != SIZE_MAX || wide != SIZE_MAX))
        return true;
    return (colon != SIZE_MAX || wide != SIZE_MAX || str_find(text, STR("（"), 0) != SIZE_MAX) && begins_with_any(text, words);
}

/* ---- one row */

static Str cell_of(const RawCell *cells, uint32_t count, uint32_t column)
{
    for (uint32_t i = 0; i < count && cells[i].column <= column; i++)
        if (cells[i].column == column)
            return cell_trim(cells[i].text);
    return (Str) { 0 };
}

static uint32_t field_at(const RowNames *names, uint32_t column)
{
    return column < names->width ? names->field_of[column] : FIELD_NONE;
}

/* "党校培训" above "成绩" is a part of that column's heading. */
static bool is_heading_of(const Mapping *mapping, uint32_t field, Str text)
{
    Str rest = mapping->heading_of[field];
    if (headings_same(text, mapping->matched_of[field]))
        return true;
    while (rest.len) {
        size_t end = str_find(rest, STR("/"), 0);
        if (headings_same(text, end == SIZE_MAX ? rest : str_slice(rest, 0, end)))
            return true;
        rest = end == SIZE_MAX ? (Str) { 0 } : str_slice(rest, end + 1, rest.len);
    }
    return false;
}

static bool is_heading_again(const RowNames *names, const RawCell *cells, uint32_t count)
{
    uint32_t same = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t field = field_at(names, cells[i].column);
        if (field == FIELD_NONE)
            continue;
        if (!is_heading_of(names->mapping, field, cells[i].text))
            return false;
        same++;
    }
    return same >= 2;
}

static bool is_any_heading(const RowNames *names, Str text)
{
    bool found = false;
    if (!may_be_heading(names, text))
        return false;
    for (uint32_t i = 0; i < names->width && !found; i++)
        found = names->field_of[i] != FIELD_NONE && str_equal(text, cell_trim(names->mapping->matched_of[names->field_of[i]]));
    return found;
}

/* Few people are called by three headings. */
bool row_begins_other(const RowNames *names, const RawCell *cells, uint32_t count)
{
    enum { ENOUGH = 3 };
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++)
        known += is_any_heading(names, cell_trim(cells[i].text));
    return known >= ENOUGH && known * 2 >= count && !is_heading_again(names, cells, count);
}

bool row_stop_at_other(Reader *reader, uint64_t line)
{
    return reader_stop(
        reader, line,
        STR("this row names columns anew, and not as the heading above: another table begins here. Put it on a sheet or into a "
            "file of its own"));
}

static bool row_kind_has_day(const RowNames *names, const RawCell *cells, uint32_t count)
{
    Date date, last;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t field = field_at(names, cells[i].column);
        FieldKind kind = field == FIELD_NONE ? FIELD_STRING : names->mapping->table->fields[field].kind;
        Str text = cell_trim(cells[i].text);
        if (kind == FIELD_DATE && (cells[i].kind == RAW_DAY || date_parse(text, &date) || date_parse_month(text, &date, &last)))
            return true;
    }
    return false;
}

static bool are_notes(const RawCell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_note(cell_trim(cells[i].text)))
            return false;
    return true;
}

/* Few of the fields are filled, and neither of those that say who it is. */
static bool row_kind_is_nameless(const RowNames *names, const RawCell *cells, uint32_t count)
{
    uint32_t filled = 0;
    for (uint32_t i = 0; i < count; i++)
        filled += field_at(names, cells[i].column) != FIELD_NONE;
    return names->label_column != UINT32_MAX && cell_of(cells, count, names->label_column).len == 0 &&
           cell_of(cells, count, names->name_column).len == 0 && filled * 2 <= names->field_count;
}

/* "A0000001", "2003123456": a letter or a digit and then a digit begin no total and no note. */
static inline bool begins_number(Str text)
{
    return text.len >= 2 && ascii_is_digit(text.at[1]) && ascii_is_letter_or_digit(text.at[0]);
}

bool row_is_named(const RowNames *names, Str first, Str name)
{
    Str text = cell_trim(name);
    bool has_column = names->name_column < names->width;
    if (has_column && begins_number(text) && (first.at == name.at || begins_number(first)))
        return !is_any_heading(names, text);
    if (text.len == 0 || !has_column || is_total(cell_trim(first), false))
        return false;
    return !is_total(text, false) && !is_note(text) && !is_any_heading(names, text);
}

/* A value of an enum stands in the row: 男. Totals have numbers there. */
static bool has_choice(const RowNames *names, const RawCell *cells, uint32_t count)
{
    Arena scratch = { 0 };
    Value value;
    bool found = false;
    for (uint32_t i = 0; i < count && !found; i++) {
        uint32_t field = field_at(names, cells[i].column);
        const Field *declared = field == FIELD_NONE ? NULL : &names->mapping->table->fields[field];
        found = declared && declared->kind == FIELD_ENUM && cell_read(declared, cells[i].text, &scratch, NULL, &value) == CELL_OK;
    }
    arena_free(&scratch);
    return found;
}

static bool are_counts(const RawCell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_count(cell_trim(cells[i].text)))
            return false;
    return true;
}

/* A key beside the word of totals is somebody's, unless it is a count among counts; and so is a name that is such a word where more of a
   person stands. */
static bool is_total_row(const RowNames *names, const RawCell *cells, uint32_t count)
{
    bool has_key = names->name_column != names->label_column && names->name_column != cells[0].column &&
                   cell_of(cells, count, names->name_column).len > 0;
    bool is_name = cells[0].column == names->label_column;
    return is_total(cell_trim(cells[0].text), is_name) && !(is_name && has_choice(names, cells, count)) &&
           (!has_key || are_counts(cells + 1, count - 1));
}

bool row_is_record(const RowNames *names, const RawCell *cells, uint32_t count)
{
    if (count == 0 || row_kind_has_day(names, cells, count))
        return true;
    return !is_heading_again(names, cells, count) && !is_total_row(names, cells, count) && !are_notes(cells, count) &&
           !row_kind_is_nameless(names, cells, count);
}

/* ---- telling */

void row_pass(Reader *reader, uint64_t line, const RawCell *cells, uint32_t count)
{
    FileInfo *info = &reader->info;
    Text text = { 0 };
    if (info->passed_count++ >= PASSED_KEPT)
        return;
    if (!info->passed)
        info->passed = arena_array(reader->arena, PassedRow, PASSED_KEPT);
    for (uint32_t i = 0; i < count && text.len < PASSED_BYTES; i++)
        text_format(&text, "%s%.*s", i ? " " : "", STR_ARG(cell_trim(cells[i].text)));
    info->passed[info->passed_kept++] = (PassedRow) { line, arena_str(reader->arena, utf8_start(text_str(&text), PASSED_BYTES)) };
    text_free(&text);
}
