/* A title above the table may happen to hold a word that is a heading ("单位：…"), a heading names many fields: so rows are
   compared with each other. */
#include "read/columns.h"

#include "codec/xlsx.h"

/* ---- which row */

static uint32_t count_filled(const TopRow *row)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->count; i++)
        count += str_trim(row->cells[i]).len > 0;
    return count;
}

/* Each field counts once, however many columns would be it. */
static uint32_t count_fields(const Headings *headings, const TopRow *row)
{
    uint32_t count = 0;
    Arena scratch = { 0 };
    bool *seen = arena_array(&scratch, bool, headings->table->field_count);
    for (uint32_t i = 0; i < row->count; i++) {
        uint32_t field = headings_find(headings, row->cells[i]);
        if (field == FIELD_NONE || seen[field])
            continue;
        seen[field] = true;
        count++;
    }
    arena_free(&scratch);
    return count;
}

bool columns_settle(const Headings *headings, const TopRow *row)
{
    uint32_t fields = count_fields(headings, row);
    return fields >= 2 && fields * 2 >= count_filled(row);
}

size_t columns_find(const Headings *headings, const TopRow *rows, size_t count)
{
    uint32_t most = 0;
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        uint32_t fields = count_fields(headings, &rows[i]);
        if (fields <= most)
            continue;
        most = fields;
        best = i;
    }
    return best;
}

Str columns_problem(const Reader *reader, size_t count)
{
    Str table = reader->mapping.table->name;
    if (reader_has_bad_bytes(reader, 0))
        return arena_format(reader->arena, "no heading is a field of '%.*s', and the file has bytes that are no %.*s: name its "
                            "encoding (--encoding)", STR_ARG(table), STR_ARG(reader->info.encoding));
    if (count == 1)
        return arena_format(reader->arena, "no heading is a field of '%.*s': a row must name the columns", STR_ARG(table));
    return arena_format(reader->arena, "no heading is a field of '%.*s': one of the first %zu rows must name the columns",
                        STR_ARG(table), count);
}

/* ---- which column */

static void add_unknown(Reader *reader, const UnknownColumn *unknown)
{
    reader->unknown[reader->unknown_count] = *unknown;
    reader->unknown[reader->unknown_count++].heading = arena_str(reader->arena, unknown->heading);
}

/* Spreadsheets leave columns without a heading behind: nobody needs to hear of them. */
static uint32_t match_column(Reader *reader, const Headings *headings, Str heading, uint32_t column)
{
    Mapping *mapping = &reader->mapping;
    uint32_t field = headings_find(headings, heading);
    UnknownColumn unknown = { .heading = heading, .column = column + 1, .line = mapping->header_line };
    if (field != FIELD_NONE && mapping->column_of[field] == 0) {
        mapping->column_of[field] = column + 1;
        mapping->heading_of[field] = arena_str(reader->arena, str_trim(heading));
        return field;
    }
    if (field != FIELD_NONE)
        unknown.repeats = mapping->table->fields[field].name;
    else
        unknown.suggestion = headings_suggest(headings, heading);
    if (str_trim(heading).len)
        add_unknown(reader, &unknown);
    return FIELD_NONE;
}

/* "column 4", or in a workbook "D1". */
static Str name_column(const Reader *reader, uint32_t column)
{
    if (reader->mapping.sheet.len)
        return arena_str(reader->arena, str_of(xlsx_address(column - 1, reader->mapping.header_line).text));
    return arena_format(reader->arena, "column %u", (unsigned) column);
}

/* The same heading twice; where two headings are one field, the first of them counts and the other is told. */
static bool refuse_repeats(Reader *reader)
{
    const Mapping *mapping = &reader->mapping;
    for (size_t i = 0; i < reader->unknown_count; i++) {
        const UnknownColumn *unknown = &reader->unknown[i];
        uint32_t field = unknown->repeats.len ? table_find(mapping->table, unknown->repeats) : FIELD_NONE;
        if (field == FIELD_NONE || !headings_same(unknown->heading, mapping->heading_of[field]))
            continue;
        Str first = name_column(reader, mapping->column_of[field]), second = name_column(reader, unknown->column);
        const char *advice = field == mapping->table->key
                                 ? "two lists stand side by side, and the second would not be read; put one below the other"
                                 : "nobody can tell which of the two is meant; rename or remove one";
        reader_stop(reader, unknown->line, arena_format(reader->arena, "'%.*s' in %.*s and '%.*s' in %.*s are the same field (%.*s): %s",
                    STR_ARG(mapping->heading_of[field]), STR_ARG(first), STR_ARG(str_trim(unknown->heading)), STR_ARG(second),
                    STR_ARG(unknown->repeats), advice));
        return true;
    }
    return false;
}

uint32_t *columns_match(Reader *reader, const Headings *headings, const TopRow *row)
{
    reader->mapping.header_line = (uint32_t) row->line;
    reader->unknown = arena_array(reader->arena, UnknownColumn, row->count);
    uint32_t *field_of = arena_array(reader->arena, uint32_t, row->count);
    for (uint32_t i = 0; i < row->count; i++)
        field_of[i] = match_column(reader, headings, row->cells[i], i);
    return refuse_repeats(reader) ? NULL : field_of;
}
