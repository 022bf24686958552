/* Sheets are compared by the fields that their headings name, so that one workbook may hold several tables, and notes beside
   them. */
#include "read/sheets.h"

#include "read/columns.h"

/* ---- the top of a sheet */

static TopRow keep_row(Arena *arena, const XlsxRow *row)
{
    uint32_t width = row->cells[row->count - 1].column + 1;
    Str *cells = arena_array(arena, Str, width);
    for (uint32_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != XLSX_BAD)
            cells[row->cells[i].column] = arena_str(arena, row->cells[i].text);
    return (TopRow) { cells, width, row->number };
}

bool sheet_read_top(Arena *arena, Workbook *book, const XlsxSheet *sheet, SheetTop *top, Str *problem)
{
    WorkbookRows *rows = workbook_rows_open(book, sheet, problem);
    if (!rows)
        return false;
    TopRow *kept = arena_array(arena, TopRow, TOP_ROWS);
    XlsxRow row;
    *top = (SheetTop) { kept, 0 };
    while (top->count < TOP_ROWS && workbook_next(rows, arena, &row))
        kept[top->count++] = keep_row(arena, &row);
    *problem = workbook_problem(rows);
    workbook_rows_close(rows);
    return problem->len == 0;
}

/* ---- one table */

/* How many fields of the table the best row names, and whether that row is sure to be its heading: most of it is fields, or some of
   it is and says who a record is. */
typedef struct {
    uint32_t fields;
    bool is_sure;
} Fit;

/* Whether a field says who a record is, alone. */
static bool names_record(const Table *table, uint32_t field)
{
    bool names = field == table->label;
    for (uint32_t i = 0; i < table->way_count; i++)
        names |= table->ways[i].count == 1 && table->ways[i].fields[0] == field;
    return names;
}

static Fit fit_headings(const Headings *headings, const SheetTop *top)
{
    size_t best = columns_find(headings, top->rows, top->count);
    Fit fit = { 0, false };
    if (best == top->count)
        return fit;
    bool named = false;
    for (uint32_t i = 0; i < top->rows[best].count; i++) {
        uint32_t field = headings_guess(headings, top->rows[best].cells[i]);
        fit.fields += field != FIELD_NONE;
        named |= field != FIELD_NONE && names_record(headings->table, field);
    }
    fit.is_sure = columns_settle(headings, &top->rows[best]) || (named && fit.fields >= SURE_FIELDS);
    return fit;
}

static bool is_called(const XlsxSheet *sheet, const Table *table)
{
    Str name = str_trim(sheet->name);
    bool found = str_equal(name, table->name) || str_equal(name, table->file);
    for (size_t i = 0; i < table->title.count; i++)
        found |= str_equal(name, table->title.at[i].text);
    return found;
}

static Str list_sheets(Arena *arena, XlsxSheets sheets)
{
    enum { SHOWN = 12 };
    Text text = { 0 };
    for (size_t i = 0; i < sheets.count && i < SHOWN; i++)
        text_format(&text, "%s'%.*s'%s", i ? ", " : "", STR_ARG(sheets.at[i].name), sheets.at[i].hidden ? " (hidden)" : "");
    if (sheets.count > SHOWN)
        text_format(&text, " and %zu more", sheets.count - SHOWN);
    Str result = arena_str(arena, text_str(&text));
    text_free(&text);
    return result;
}

static const XlsxSheet *find_named(Arena *arena, XlsxSheets sheets, Str name, Str *problem)
{
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < sheets.count; i++) {
        if (str_equal(sheets.at[i].name, name))
            return &sheets.at[i];
        nearest_try(&nearest, sheets.at[i].name);
    }
    Str likely = nearest_found(&nearest);
    if (likely.len)
        *problem = arena_format(arena, "the workbook has no sheet '%.*s'; did you mean '%.*s'?", STR_ARG(name), STR_ARG(likely));
    else
        *problem = arena_format(arena, "the workbook has no sheet '%.*s'; it has %.*s", STR_ARG(name), STR_ARG(list_sheets(arena, sheets)));
    return NULL;
}

static size_t count_visible(XlsxSheets sheets, const XlsxSheet **only)
{
    size_t count = 0;
    for (size_t i = 0; i < sheets.count; i++) {
        if (sheets.at[i].hidden)
            continue;
        *only = &sheets.at[i];
        count++;
    }
    return count;
}

/* Sheets of one table that fit equally well are not chosen from by chance. */
typedef struct {
    const XlsxSheet *first, *second;
    uint32_t fields;
} Best;

static void try_sheet(Best *best, const XlsxSheet *sheet, uint32_t fields)
{
    if (fields == 0 || fields < best->fields)
        return;
    if (fields > best->fields)
        *best = (Best) { sheet, NULL, fields };
    else if (!best->second)
        best->second = sheet;
}

static const XlsxSheet *tell_best(Arena *arena, XlsxSheets sheets, const Table *table, const Best *best, Str *problem)
{
    if (!best->first)
        *problem = arena_format(arena, "no sheet has a heading that is a field of '%.*s'; the sheets are %.*s", STR_ARG(table->name),
                                STR_ARG(list_sheets(arena, sheets)));
    else if (best->second)
        *problem = arena_format(arena,
                                "the sheets '%.*s' and '%.*s' may both be the table '%.*s'; name the one that is meant "
                                "behind the file: #%.*s",
                                STR_ARG(best->first->name), STR_ARG(best->second->name), STR_ARG(table->name), STR_ARG(best->first->name));
    return best->second ? NULL : best->first;
}

const XlsxSheet *sheet_find(Arena *arena, Workbook *book, const Table *table, Str name, Str *problem)
{
    XlsxSheets sheets = workbook_sheets(book);
    const XlsxSheet *only = NULL;
    if (name.len)
        return find_named(arena, sheets, name, problem);
    if (count_visible(sheets, &only) == 1)
        return only;
    for (size_t i = 0; i < sheets.count; i++)
        if (!sheets.at[i].hidden && is_called(&sheets.at[i], table))
            return &sheets.at[i];
    const Headings *headings = headings_new(arena, table);
    Best best = { 0 };
    for (size_t i = 0; i < sheets.count; i++) {
        SheetTop top;
        if (sheets.at[i].hidden)
            continue;
        if (!sheet_read_top(arena, book, &sheets.at[i], &top, problem))
            return NULL;
        try_sheet(&best, &sheets.at[i], fit_headings(headings, &top).fields);
    }
    return tell_best(arena, sheets, table, &best, problem);
}

/* ---- several tables */

/* The table whose fields a sheet names most of; `count`: none for certain. */
static size_t sheets_find_table(Headings *const *headings, const TableList *tables, const XlsxSheet *sheet, const SheetTop *top)
{
    uint32_t most = 0;
    size_t best = tables->count;
    for (size_t i = 0; i < tables->count; i++)
        if (is_called(sheet, tables->at[i]))
            return i;
    for (size_t i = 0; i < tables->count; i++) {
        Fit fit = fit_headings(headings[i], top);
        if (!fit.is_sure || fit.fields < most)
            continue;
        best = fit.fields > most ? i : tables->count;
        most = fit.fields;
    }
    return best;
}

bool sheets_match(Arena *arena, Input *input, const TableList *tables, SheetTables *sheets, Str *problem)
{
    Workbook *book = workbook_open(arena, input, problem);
    if (!book)
        return false;
    Headings **headings = arena_array(arena, Headings *, tables->count);
    for (size_t i = 0; i < tables->count; i++)
        headings[i] = headings_new(arena, tables->at[i]);
    XlsxSheets all = workbook_sheets(book);
    SheetTable *found = arena_array(arena, SheetTable, all.count);
    for (size_t i = 0; i < all.count; i++) {
        SheetTop top;
        if (!sheet_read_top(arena, book, &all.at[i], &top, problem))
            return false;
        found[i] = (SheetTable) { all.at[i].name, tables->count, all.at[i].hidden, top.count == 0 };
        if (top.count > 0)
            found[i].table = sheets_find_table(headings, tables, &all.at[i], &top);
    }
    *sheets = (SheetTables) { found, all.count, str_is(workbook_program(book), "duly"), workbook_is_marked(book) };
    return true;
}
