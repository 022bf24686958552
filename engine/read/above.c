/* A line of a title may hold several of them, "单位：计算机学院　　填表人：张三": a word that no field has ends the value before it just as well.
   Blanks may stand within a word ("填 报 单 位："), and the value may stand in the next cell. */
#include "read/above.h"

#include "base/utf8.h"
#include "model/cell.h"
#include "model/nothing.h"
#include "model/renames.h"

typedef struct {
    Reader *reader;
    const Headings *headings;
    const TopRow *row;
    uint32_t column; /* from 0, of the cell that is looked at */
} Looking;

/* ---- signs */

static bool is_colon(Str text, size_t at, size_t *size)
{
    uint32_t code = utf8_decode(text.at + at, size);
    return code == ':' || code == 0xFF1A || code == 0xFE55;
}

/* The next colon from a place on; text.len: none. */
static size_t find_colon(Str text, size_t from, size_t *size)
{
    for (size_t at = from; at < text.len; at += *size)
        if (is_colon(text, at, size))
            return at;
    *size = 0;
    return text.len;
}

/* The place behind the next blanks; text.len: none follow. */
static size_t behind_blanks(Str text, size_t from)
{
    bool is_behind = false;
    for (size_t at = from, size; at < text.len; at += size) {
        bool is_blank = utf8_is_blank(utf8_decode(text.at + at, &size));
        if (is_behind && !is_blank)
            return at;
        is_behind |= is_blank;
    }
    return text.len;
}

/* ---- values */

static Str without_rule(Str text)
{
    while (text.len && text.at[0] == '_')
        text = cell_trim(str_slice(text, 1, text.len));
    while (text.len && text.at[text.len - 1] == '_')
        text = cell_trim(str_slice(text, 0, text.len - 1));
    return text;
}

/* "计算机学院（盖章）": a place for the seal. */
static Str without_seal(Str text)
{
    static const char *const seals[] = { "（盖章", "(盖章", "（公章", "(公章", "（章）", "(章)", "（签章", "(签章" };
    for (size_t i = 0; i < sizeof seals / sizeof *seals; i++) {
        size_t at = str_find(text, str_of(seals[i]), 0);
        text = at == SIZE_MAX ? text : str_slice(text, 0, at);
    }
    return text;
}

/* What stands behind a gap, a day perhaps, is another thing: "计算机学院        年  月  日". */
static Str before_gap(Str text)
{
    size_t gap = 0, start = 0;
    for (size_t at = 0, size; at < text.len; at += size) {
        uint32_t code = utf8_decode(text.at + at, &size);
        start = gap == 0 ? at : start;
        gap = utf8_is_blank(code) ? gap + (code == 0x3000 ? 2 : 1) : 0;
        if (gap > 1)
            return str_slice(text, 0, start);
    }
    return text;
}

static AboveValue *find_field(const Reader *reader, uint32_t field)
{
    for (size_t i = 0; i < reader->above_count; i++)
        if (reader->above[i].field == field)
            return &reader->above[i];
    return NULL;
}

static void above_tell_other(const Looking *looking, const AboveValue *first, const AboveValue *other)
{
    Reader *reader = looking->reader;
    Arena *arena = reader->arena;
    reader->unknown[reader->unknown_count++] =
        (UnknownColumn) { .heading = arena_format(arena, "%.*s：%.*s", STR_ARG(other->label), STR_ARG(other->value)),
                          .contradicts = arena_format(arena, "%.*s：%.*s", STR_ARG(first->label), STR_ARG(first->value)),
                          .column = looking->column + 1,
                          .line = other->line };
}

static void above_take(const Looking *looking, uint32_t field, Str label, Str written)
{
    Reader *reader = looking->reader;
    Str value = cell_trim(without_seal(before_gap(without_rule(cell_trim(written)))));
    bool is_field = field != FIELD_NONE && field != FIELD_LEFT_OUT;
    bool says_nothing = !is_field || value.len == 0 || nothing_is_said(&reader->mapping.table->fields[field], value);
    if (says_nothing || reader->above_count == ABOVE_MOST)
        return;
    AboveValue *first = find_field(reader, field);
    AboveValue found = { .field = field,
                         .label = arena_str(reader->arena, cell_trim(label)),
                         .value = arena_str(reader->arena, value),
                         .line = looking->row->line,
                         .has_column = reader->mapping.column_of[field] != 0 };
    if (first && str_equal(first->value, found.value))
        return;
    found.disagrees = first && !found.has_column;
    if (found.disagrees) {
        first->disagrees = true;
        above_tell_other(looking, first, &found);
    }
    reader->above[reader->above_count++] = found;
}

/* ---- words */

/* Of "填 报 单 位" no part is a word; a letter or a digit is one. */
static bool is_one_sign(Str piece)
{
    size_t size;
    Str sign = cell_trim(piece);
    return utf8_count(sign) == 1 && utf8_decode(sign.at, &size) >= 0x80;
}

/* The word that ends a stretch of text: the longest end of it, from a blank on, that a field has; else its last piece. Gives its place. */
/* In "计算机学院 填表人" the value of the last word and the next word stand together: what begins the word is found from the longest end that
   means a field to the shortest. */
static size_t above_find_label(const Headings *headings, Str stretch, uint32_t *field)
{
    size_t last = 0, at = 0;
    *field = headings_above(headings, stretch);
    while (*field == FIELD_NONE && at < stretch.len) {
        size_t next = behind_blanks(stretch, at);
        bool is_apart = next < stretch.len && !is_one_sign(str_slice(stretch, at, next));
        last = is_apart ? next : last;
        at = next;
        if (is_apart)
            *field = headings_above(headings, str_slice(stretch, at, stretch.len));
    }
    return last;
}

/* The next cell of the row that holds something. */
static Str next_cell(const TopRow *row, uint32_t column)
{
    for (uint32_t i = column + 1; i < row->count; i++)
        if (cell_trim(row->cells[i]).len)
            return cell_trim(row->cells[i]);
    return (Str) { 0 };
}

/* A value in a cell of its own is no word itself. */
static Str value_beside(const Looking *looking)
{
    size_t size;
    Str next = next_cell(looking->row, looking->column);
    bool is_word = find_colon(next, 0, &size) < next.len || headings_above(looking->headings, next) != FIELD_NONE;
    return is_word ? (Str) { 0 } : next;
}

static void look_at_cell(const Looking *looking, Str text)
{
    uint32_t field = FIELD_NONE;
    Str label = { 0 };
    size_t from = 0, size, colon = find_colon(text, 0, &size);
    if (colon == text.len) {
        above_take(looking, headings_above(looking->headings, text), text, value_beside(looking));
        return;
    }
    for (;; colon = find_colon(text, from, &size)) {
        uint32_t next = FIELD_NONE;
        Str stretch = str_slice(text, from, colon);
        size_t end = colon < text.len ? above_find_label(looking->headings, stretch, &next) : stretch.len;
        above_take(looking, field, label, str_slice(stretch, 0, end));
        label = str_slice(stretch, end, stretch.len);
        field = next;
        if (colon == text.len)
            return;
        from = colon + size;
        if (cell_trim(str_slice(text, from, text.len)).len == 0) {
            above_take(looking, field, label, value_beside(looking));
            return;
        }
    }
}

void above_read(Reader *reader, const Headings *headings, const TopRow *rows, size_t count)
{
    const Table *table = reader->mapping.table;
    bool may = false;
    for (uint32_t i = 0; i < table->field_count; i++)
        may |= table->fields[i].above_count + table->fields[i].above_pattern_count > 0;
    if (!may || count == 0)
        return;
    reader->above = arena_array(reader->arena, AboveValue, ABOVE_MOST);
    for (size_t i = 0; i < count; i++)
        for (uint32_t column = 0; column < rows[i].count; column++) {
            Str text = cell_trim(rows[i].cells[column]);
            Looking looking = { reader, headings, &rows[i], column };
            if (text.len && utf8_valid_len(text) == text.len)
                look_at_cell(&looking, text);
        }
    reader->mapping.above_of = arena_array(reader->arena, Str, table->field_count);
    for (size_t i = 0; i < reader->above_count; i++)
        if (!reader->above[i].has_column && !reader->above[i].disagrees)
            reader->mapping.above_of[reader->above[i].field] = reader->above[i].value;
}

void above_fill(const Mapping *mapping, Batch *batch)
{
    for (uint32_t field = 0; mapping->above_of && field < mapping->table->field_count; field++) {
        if (mapping->above_of[field].len == 0)
            continue;
        batch_fill_cells(batch, field, mapping->above_of[field]);
        batch->is_sound = false; /* it was not among what was looked through for this batch */
    }
}
