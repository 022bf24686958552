/* A title above the table may happen to hold a word that is a heading ("单位：…"), a heading names many fields: so rows are compared with
   each other.

   Which column is which field is found way by way, and not column by column: all columns are tried by the surest way before any is tried
   by the next. Else a column on the left that says a field roughly would take it from one on the right that says it exactly. A column
   that was understood when its field was taken already is remembered (taken): the same heading twice stops the reading, since nobody can
   tell which of the two is meant, and a guess would judge people by the wrong one. */
#include "read/columns.h"

#include "codec/xlsx.h"
#include "model/cell.h"
#include "model/identity.h"
#include "model/renames.h"
#include "read/above.h"
#include "read/claims.h"
#include "read/heading_block.h"
#include "read/span.h"

/* ---- which row */

static uint32_t columns_count_filled(const TopRow *row)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->count; i++)
        count += cell_trim(row->cells[i]).len > 0;
    return count;
}

/* Each field counts once, however many columns would be it. Rows that cannot come to more than `most` are not looked at to their end: that
   a cell is no heading is dear to find out, and most rows have no others. */
static uint32_t count_more_fields(const Headings *headings, const TopRow *row, uint32_t most)
{
    uint32_t count = 0;
    Arena scratch = { 0 };
    bool *seen = arena_array(&scratch, bool, headings->table->field_count);
    for (uint32_t i = 0; i < row->count && (most == 0 || count + (row->count - i) > most); i++) {
        uint32_t field = headings_guess(headings, row->cells[i]);
        if (field == FIELD_NONE || seen[field])
            continue;
        seen[field] = true;
        count++;
    }
    arena_free(&scratch);
    return count;
}

static uint32_t count_fields(const Headings *headings, const TopRow *row)
{
    return count_more_fields(headings, row, 0);
}

bool columns_settle(const Headings *headings, const TopRow *row)
{
    uint32_t fields = count_fields(headings, row);
    return fields >= 2 && fields * 2 >= columns_count_filled(row);
}

size_t columns_find(const Headings *headings, const TopRow *rows, size_t count)
{
    uint32_t most = 0;
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        uint32_t fields = count_more_fields(headings, &rows[i], most);
        if (fields <= most)
            continue;
        most = fields;
        best = i;
    }
    return best;
}

uint32_t columns_named(const Headings *headings, const TopRow *rows, size_t count)
{
    size_t best = columns_find(headings, rows, count);
    return best == count ? 0 : count_fields(headings, &rows[best]);
}

/* The encoding may be why no heading is known. */
static Str doubt_in_words(const Reader *reader)
{
    const FileInfo *info = &reader->info;
    Str bytes = STR("");
    if (reader_has_bad_bytes(reader, 0))
        bytes = arena_format(reader->arena, ", and the file has bytes that are no %.*s", STR_ARG(info->encoding));
    if (info->others.len)
        return arena_format(reader->arena, "%.*s%s may be %.*s: name its encoding (--encoding)", STR_ARG(bytes),
                            bytes.len ? "; it" : ", and the file", STR_ARG(info->others));
    if (bytes.len && info->is_hopeless)
        return arena_format(reader->arena, "%.*s, nor of another encoding that --encoding knows", STR_ARG(bytes));
    return bytes.len ? arena_format(reader->arena, "%.*s: name its encoding (--encoding)", STR_ARG(bytes)) : bytes;
}

Str columns_problem(const Reader *reader, size_t count)
{
    Str table = reader->mapping.table->name, doubt = doubt_in_words(reader);
    if (doubt.len)
        return arena_format(reader->arena, "no heading is a field of '%.*s'%.*s", STR_ARG(table), STR_ARG(doubt));
    if (count == 1)
        return arena_format(reader->arena, "no heading is a field of '%.*s': a row must name the columns", STR_ARG(table));
    return arena_format(reader->arena, "no heading is a field of '%.*s': one of the first %zu rows must name the columns", STR_ARG(table),
                        count);
}

/* ---- which column */

static void add_unknown(Reader *reader, const UnknownColumn *unknown)
{
    reader->unknown[reader->unknown_count] = *unknown;
    reader->unknown[reader->unknown_count++].heading = arena_str(reader->arena, unknown->heading);
}

/* "1", "2", "一", "甲" below a text: the parts of one thing. */
static bool is_ordinal(Str leaf)
{
    static const char *const words[] = { "1", "2", "3", "4", "一", "二", "三", "四", "甲", "乙", "丙", "丁", "①", "②", "③", "④" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(leaf, words[i]))
            return true;
    return false;
}

/* Ways to understand what stands above a column, the surest first; every column is looked at in one way before the next way is tried, so
   that a field goes to the column that says it best wherever that stands.

   GIVEN             what somebody said in mapping.yaml
   PLAIN             a heading of one row, as it stands
   PART_ALONE        the lowest of several rows, by itself: "日期" below "讨论"
   TOGETHER          all rows, joined: "讨论日期"
   ..._FREELY        the same, with what stands in brackets left out or put first (headings_guess)
   ABOVE             what stands above the parts of one thing: "联系人" above "1" and "2" */
enum { GIVEN, PLAIN, PART_ALONE, TOGETHER, PART_FREELY, TOGETHER_FREELY, ABOVE, WAYS };

/* The text that is to be understood in a way; empty: it is not one for this column. */
static Str columns_text_of(const ColumnHeading *heading, int way)
{
    bool is_single = str_equal(heading->joined, heading->leaf);
    switch (way) {
    case GIVEN: return heading->shown;
    case PLAIN: return heading->is_grouped ? (Str) { 0 } : heading->leaf;
    case PART_ALONE: return heading->is_grouped ? heading->leaf : (Str) { 0 };
    case TOGETHER:
    case TOGETHER_FREELY: return is_single ? (Str) { 0 } : heading->joined;
    case PART_FREELY: return heading->leaf;
    default: return !heading->is_grouped || is_ordinal(heading->leaf) ? heading->above : (Str) { 0 };
    }
}

typedef struct {
    Reader *reader;
    const Headings *headings;
    const HeadingBlock *block;
    uint32_t *field_of;
    uint32_t *taken;     /* by column: the field that it would be, had no other column been it before; FIELD_NONE */
    const TopRow *below; /* rows below the heading, so many of them */
    size_t below_count;
} Matching;

/* What somebody said of the column, by all that stands above it or by its own part. */
static uint32_t given_field(const Matching *matching, uint32_t column)
{
    const ColumnHeading *heading = &matching->block->at[column];
    Str texts[3] = { heading->shown, heading->joined, heading->leaf };
    uint32_t field = FIELD_NONE;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && field == FIELD_NONE; i++)
        field = texts[i].len > 0 ? headings_given(matching->headings, texts[i]) : (uint32_t) FIELD_NONE;
    return field;
}

/* The field of the nearest column before, as far as columns are understood. */
static uint32_t field_before(const Matching *matching, uint32_t column)
{
    uint32_t field = FIELD_NONE;
    while (column > 0 && field == FIELD_NONE)
        field = matching->field_of[--column];
    return field;
}

static uint32_t understand(const Matching *matching, uint32_t column, int way)
{
    Str text = columns_text_of(&matching->block->at[column], way);
    if (text.len == 0 || matching->field_of[column] != FIELD_NONE)
        return FIELD_NONE;
    uint32_t given = given_field(matching, column);
    if (given == FIELD_LEFT_OUT || way == GIVEN)
        return given == FIELD_LEFT_OUT ? (uint32_t) FIELD_NONE : given;
    const HeadingClaims *claims = headings_claims(matching->headings, text);
    uint32_t before = field_before(matching, column);
    if (claims)
        return claims_settle(claims, &matching->reader->mapping, matching->below, matching->below_count, column, before);
    return way < PART_FREELY ? headings_find_behind(matching->headings, text, before) : headings_guess(matching->headings, text);
}

static void match_column(const Matching *matching, uint32_t column, int way)
{
    Mapping *mapping = &matching->reader->mapping;
    const ColumnHeading *heading = &matching->block->at[column];
    uint32_t field = understand(matching, column, way);
    if (field == FIELD_NONE)
        return;
    if (mapping->column_of[field]) {
        matching->taken[column] = matching->taken[column] == FIELD_NONE ? field : matching->taken[column];
        return;
    }
    mapping->column_of[field] = column + 1;
    mapping->heading_of[field] = arena_str(matching->reader->arena, heading->shown);
    mapping->matched_of[field] = arena_str(matching->reader->arena, columns_text_of(heading, way));
    matching->field_of[column] = field;
}

/* A column of its own goes before one that it shares with another day. */
static void match_spans(const Matching *matching)
{
    Mapping *mapping = &matching->reader->mapping;
    for (uint32_t i = 0; i < mapping->table->field_count; i++)
        if (mapping->table->fields[i].span_to && mapping->column_of[i] && headings_is_span(matching->headings, i, mapping->matched_of[i]))
            span_map(mapping, i);
}

/* Spreadsheets leave columns without a heading behind: nobody needs to hear of them. */
static void tell_unmatched(const Matching *matching, uint32_t column)
{
    const Mapping *mapping = &matching->reader->mapping;
    const ColumnHeading *heading = &matching->block->at[column];
    uint32_t taken = matching->taken[column];
    UnknownColumn unknown = { .heading = heading->shown, .column = column + 1, .line = mapping->header_line };
    if (matching->field_of[column] != FIELD_NONE || heading->shown.len == 0)
        return;
    unknown.is_left_out = given_field(matching, column) == FIELD_LEFT_OUT;
    if (unknown.is_left_out)
        add_unknown(matching->reader, &unknown);
    if (unknown.is_left_out)
        return;
    if (taken != FIELD_NONE)
        unknown.repeats = mapping->table->fields[taken].name;
    else
        unknown.suggestion = headings_suggest(matching->headings, heading->leaf);
    add_unknown(matching->reader, &unknown);
}

/* "column 4", or in a workbook "D1". */
static Str name_column(const Reader *reader, uint32_t column)
{
    if (reader->mapping.sheet.len)
        return arena_str(reader->arena, str_of(xlsx_address(column - 1, reader->mapping.header_line).text));
    return arena_format(reader->arena, "column %u", (unsigned) column);
}

/* Whether the key is there again, under another heading, and a second list begins with it: it stands behind a gap, or before another field
   that is there again and was there before it. Headings that have their translations beside them are of one list. */
static bool begins_list(const Matching *matching, uint32_t column)
{
    const Mapping *mapping = &matching->reader->mapping;
    const KeyWay *way = identity_way(mapping);
    uint32_t key = way ? way->fields[0] : FIELD_NONE;
    if (key == FIELD_NONE || matching->taken[column] != key)
        return false;
    for (uint32_t i = column + 1; i < matching->block->count; i++)
        if (matching->taken[i] != FIELD_NONE && matching->taken[i] != key && mapping->column_of[matching->taken[i]] <= column)
            return true;
    return column > 0 && matching->block->at[column - 1].shown.len == 0;
}

static bool is_repeat(const Matching *matching, const UnknownColumn *unknown, uint32_t field)
{
    const Mapping *mapping = &matching->reader->mapping;
    return headings_same(unknown->heading, mapping->heading_of[field]) || begins_list(matching, unknown->column - 1);
}

/* The same heading twice, or a second list; where else two headings are one field, the first of them counts and the other is told. */
static bool refuse_repeats(const Matching *matching)
{
    Reader *reader = matching->reader;
    const Mapping *mapping = &reader->mapping;
    for (size_t i = 0; i < reader->unknown_count; i++) {
        const UnknownColumn *unknown = &reader->unknown[i];
        uint32_t field = unknown->repeats.len ? table_find(mapping->table, unknown->repeats) : FIELD_NONE;
        if (field == FIELD_NONE || !is_repeat(matching, unknown, field))
            continue;
        Str first = name_column(reader, mapping->column_of[field]), second = name_column(reader, unknown->column);
        const KeyWay *way = identity_way(mapping);
        const char *advice = way && field == way->fields[0]
                                 ? "two lists stand side by side, and the second would not be read; put one below the other"
                                 : "nobody can tell which of the two is meant; rename or remove one";
        reader_stop(reader, unknown->line,
                    arena_format(reader->arena, "'%.*s' in %.*s and '%.*s' in %.*s are the same field (%.*s): %s",
                                 STR_ARG(mapping->heading_of[field]), STR_ARG(first), STR_ARG(str_trim(unknown->heading)), STR_ARG(second),
                                 STR_ARG(unknown->repeats), advice));
        return true;
    }
    return false;
}

bool columns_is_claimed(const Headings *headings, const TopRow *row)
{
    bool found = false;
    for (uint32_t i = 0; i < row->count && !found; i++)
        found = headings_claims(headings, row->cells[i]) != NULL;
    return found;
}

uint32_t *columns_match(Reader *reader, const Headings *headings, const HeadingBlock *block, const TopRow *rows, size_t count)
{
    Matching matching = { .reader = reader, .headings = headings, .block = block };
    matching.field_of = arena_array(reader->arena, uint32_t, block->count);
    matching.taken = arena_array(reader->arena, uint32_t, block->count);
    matching.below = rows + block->last + 1;
    matching.below_count = count - block->last - 1;
    reader->mapping.header_line = (uint32_t) block->last_line;
    reader->mapping.header_first = (uint32_t) block->first_line;
    reader->unknown = arena_array(reader->arena, UnknownColumn, block->count + ABOVE_MOST);
    for (uint32_t i = 0; i < block->count; i++)
        matching.field_of[i] = matching.taken[i] = FIELD_NONE;
    for (int way = 0; way < WAYS; way++)
        for (uint32_t i = 0; i < block->count; i++)
            match_column(&matching, i, way);
    match_spans(&matching);
    for (uint32_t i = 0; i < block->count; i++)
        tell_unmatched(&matching, i);
    return !reader->options->looks && refuse_repeats(&matching) ? NULL : matching.field_of;
}
