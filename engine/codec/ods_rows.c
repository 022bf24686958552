/* The rows of a sheet of an OpenDocument workbook. Cells and rows that repeat are written once with a number, which may be all columns or
   a million rows: those that hold nothing are counted, and those that hold something are given again, but never kept. */
#include "codec/ods_parts.h"

typedef struct {
    Xml xml;
    size_t wanted, seen; /* sheets: the number of the one that is read; so many have begun */
    Arena *batch;        /* of the caller */
    Arena kept;          /* texts of a row that stands for several: the batch may end between two of them, and all that is in it */
    Arena *texts;        /* one of these, for the row that is read */
    ARRAY(XlsxCell) cells;
    ARRAY(XlsxCell) copies_given; /* of a row that stands for several, in the batch */
    uint64_t row;                 /* the first that the current element stands for, from 1 */
    uint64_t repeated;            /* it stands for so many; */
    uint64_t given;               /* so many of them were given */
    uint64_t column;              /* where the next cell stands, from 0 */
    uint64_t copies;              /* of cells that hold something, beside the first */
    uint32_t number;              /* of the row that was given last */
    uint32_t depth, aside;        /* of elements below a cell; below one that is no content, 0: not so */
    bool in_spreadsheet, in_sheet, in_row, in_cell, in_paragraph, is_hidden;
    /* the cell that is read: */
    OdsCell cell;
    uint64_t cell_repeated;
    bool is_covered, has_paragraph;
    Text text;
    Text value;
} OdsRows;

/* ---- cells */

static bool is_true_error(const char **attributes)
{
    for (; *attributes; attributes += 2)
        if (str_ends_with(str_of(attributes[0]), STR("calcext:value-type")))
            return str_is(str_of(attributes[1]), "error");
    return false;
}

/* office:value-type, and not what an extension says beside it. */
static Str ods_rows_type_of(const char **attributes)
{
    for (; *attributes; attributes += 2)
        if (str_ends_with(str_of(attributes[0]), STR(":value-type")) && !str_starts_with(str_of(attributes[0]), STR("calcext:")))
            return str_of(attributes[1]);
    return (Str) { 0 };
}

static Str ods_rows_value_of(Str type, const char **attributes)
{
    static const struct {
        const char *type, *attribute;
    } kinds[] = { { "date", "date-value" }, { "time", "time-value" }, { "boolean", "boolean-value" }, { "string", "string-value" } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(type, kinds[i].type))
            return xml_attribute(attributes, kinds[i].attribute);
    return xml_attribute(attributes, "value");
}

static void ods_rows_start_cell(OdsRows *rows, const char **attributes, bool is_covered)
{
    Str type = ods_rows_type_of(attributes);
    rows->in_cell = true;
    rows->depth = 1;
    rows->aside = 0;
    rows->is_covered = is_covered;
    rows->in_paragraph = rows->has_paragraph = false;
    rows->cell_repeated = ods_count(attributes, "number-columns-repeated");
    rows->cell = (OdsCell) { .type = arena_str(rows->texts, type),
                             .has_formula = xml_attribute(attributes, "formula").len > 0,
                             .is_error = is_true_error(attributes) };
    text_clear(&rows->text);
    text_clear(&rows->value);
    text_add(&rows->value, ods_rows_value_of(type, attributes));
}

static void add_copies(OdsRows *rows, XlsxCell cell)
{
    if (rows->cell_repeated > XLSX_MAX_COLUMN - rows->column) {
        xml_fail(&rows->xml, STR("the sheet has more columns than any spreadsheet program reads"));
        return;
    }
    rows->copies += rows->cell_repeated * rows->repeated - 1;
    if (rows->copies > ODS_MAX_REPEATED) {
        xml_fail(&rows->xml, STR("the sheet repeats cells more often than any sheet holds: this is not read"));
        return;
    }
    for (uint64_t i = 0; i < rows->cell_repeated; i++) {
        cell.column = (uint32_t) (rows->column + i);
        array_push(&rows->cells, cell);
    }
}

static void ods_rows_end_cell(OdsRows *rows)
{
    XlsxCell cell = { 0 };
    rows->in_cell = false;
    rows->cell.text = text_str(&rows->text);
    rows->cell.value = text_str(&rows->value);
    rows->cell.is_shown = rows->has_paragraph;
    if (!rows->is_covered)
        ods_show(rows->texts, &rows->cell, &cell);
    if (cell.text.len)
        add_copies(rows, cell);
    bool is_beyond = rows->cell_repeated > XLSX_MAX_COLUMN - rows->column;
    rows->column = is_beyond ? XLSX_MAX_COLUMN : rows->column + rows->cell_repeated;
}

/* ---- what stands in a cell: paragraphs, with marks for blanks */

static void ods_rows_add_text(OdsRows *rows, Str text)
{
    if (rows->text.len + text.len > XLSX_MAX_CELL_BYTES)
        xml_fail(&rows->xml, STR("a text is longer than 1 MiB"));
    else
        text_add(&rows->text, text);
}

static void add_blanks(OdsRows *rows, const char **attributes)
{
    uint64_t count = ods_count(attributes, "c");
    for (uint64_t i = 0; i < count && !rows->xml.problem.len; i++)
        ods_rows_add_text(rows, STR(" "));
}

static void ods_rows_start_within_cell(OdsRows *rows, Str name, const char **attributes)
{
    rows->depth++;
    if (rows->aside || ods_is_aside(name)) {
        rows->aside++;
    } else if (str_is(name, "p") || str_is(name, "h")) {
        if (rows->has_paragraph)
            ods_rows_add_text(rows, STR("\n"));
        rows->has_paragraph = rows->in_paragraph = true;
    } else if (str_is(name, "s")) {
        add_blanks(rows, attributes);
    } else if (str_is(name, "tab") || str_is(name, "line-break")) {
        ods_rows_add_text(rows, str_is(name, "tab") ? STR("\t") : STR("\n"));
    }
}

static void ods_rows_end_within_cell(OdsRows *rows, Str name)
{
    if (--rows->depth == 0)
        ods_rows_end_cell(rows);
    else if (rows->aside)
        rows->aside--;
    else if (str_is(name, "p") || str_is(name, "h"))
        rows->in_paragraph = false;
}

/* ---- rows */

static void ods_rows_start_row(OdsRows *rows, const char **attributes)
{
    Str visibility = xml_attribute(attributes, "visibility");
    rows->row += rows->repeated;
    rows->repeated = ods_count(attributes, "number-rows-repeated");
    if (rows->repeated > XLSX_MAX_ROW)
        rows->repeated = XLSX_MAX_ROW;
    rows->given = 0;
    rows->column = 0;
    arena_reset(&rows->kept);
    rows->kept.language = rows->batch->language;
    rows->texts = rows->repeated > 1 ? &rows->kept : rows->batch;
    rows->cells.count = 0;
    rows->is_hidden = str_is(visibility, "collapse") || str_is(visibility, "filter");
    rows->in_row = true;
}

static void ods_rows_end_row(OdsRows *rows)
{
    rows->in_row = false;
    if (rows->cells.count == 0)
        return;
    if (rows->row + rows->repeated - 1 > XLSX_MAX_ROW)
        xml_fail(&rows->xml, STR("the sheet has more rows than any spreadsheet program reads"));
    else
        xml_pause(&rows->xml);
}

/* ---- the parser's events */

static void ods_rows_start_sheet(OdsRows *rows)
{
    rows->in_sheet = true;
    rows->seen++;
    rows->row = 1;
    rows->repeated = 0;
}

static void ods_rows_start(Xml *xml, Str name, const char **attributes)
{
    OdsRows *rows = xml->context;
    bool is_wanted = rows->in_sheet && rows->seen == rows->wanted + 1, is_covered = str_is(name, "covered-table-cell");
    if (rows->in_cell)
        ods_rows_start_within_cell(rows, name, attributes);
    else if (rows->in_row && (is_covered || str_is(name, "table-cell")))
        ods_rows_start_cell(rows, attributes, is_covered);
    else if (is_wanted && !rows->in_row && str_is(name, "table-row"))
        ods_rows_start_row(rows, attributes);
    else if (rows->in_sheet && str_is(name, "table"))
        rows->depth++;
    else if (rows->in_spreadsheet && str_is(name, "table"))
        ods_rows_start_sheet(rows);
    else if (str_is(name, "spreadsheet"))
        rows->in_spreadsheet = true;
}

static void ods_rows_end(Xml *xml, Str name)
{
    OdsRows *rows = xml->context;
    if (rows->in_cell)
        ods_rows_end_within_cell(rows, name);
    else if (rows->in_row && str_is(name, "table-row"))
        ods_rows_end_row(rows);
    else if (rows->in_sheet && str_is(name, "table") && rows->depth > 0)
        rows->depth--;
    else if (str_is(name, "table"))
        rows->in_sheet = false;
}

static void ods_rows_text(Xml *xml, Str text)
{
    OdsRows *rows = xml->context;
    if (rows->in_cell && rows->in_paragraph && !rows->aside)
        ods_rows_add_text(rows, text);
}

/* ---- reading */

void *ods_rows_of(Arena *arena, Input *content, size_t sheet)
{
    OdsRows *rows = arena_new(arena, OdsRows);
    *rows = (OdsRows) { .xml = { .context = rows, .start = ods_rows_start, .end = ods_rows_end, .text = ods_rows_text }, .wanted = sheet };
    xml_open(&rows->xml, arena, content);
    return rows;
}

static void copy_cells(OdsRows *rows)
{
    rows->copies_given.count = 0;
    for (size_t i = 0; i < rows->cells.count; i++) {
        XlsxCell cell = rows->cells.at[i];
        cell.text = arena_str(rows->batch, cell.text);
        cell.exact = arena_str(rows->batch, cell.exact);
        cell.shown = arena_str(rows->batch, cell.shown);
        array_push(&rows->copies_given, cell);
    }
}

bool ods_next(void *of, Arena *arena, XlsxRow *row)
{
    OdsRows *rows = of;
    bool again = rows->given > 0 && rows->given < rows->repeated && rows->cells.count > 0 && !rows->in_row;
    rows->batch = rows->texts = arena;
    if (!again && (rows->seen > rows->wanted + 1 || !xml_go_on(&rows->xml)))
        return false;
    bool is_one = rows->repeated == 1;
    if (!is_one)
        copy_cells(rows);
    rows->number = (uint32_t) (rows->row + rows->given++);
    *row = (XlsxRow) { rows->number, rows->is_hidden, is_one ? rows->cells.at : rows->copies_given.at, (uint32_t) rows->cells.count };
    return true;
}

Str ods_problem(const void *rows)
{
    return ((const OdsRows *) rows)->xml.problem;
}

uint32_t ods_number(const void *rows)
{
    return ((const OdsRows *) rows)->number;
}

void ods_close(void *of)
{
    OdsRows *rows = of;
    xml_close(&rows->xml);
    array_free(&rows->cells);
    array_free(&rows->copies_given);
    arena_free(&rows->kept);
    text_free(&rows->text);
    text_free(&rows->value);
}
