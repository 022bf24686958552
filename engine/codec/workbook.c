/* Which kind of workbook a file is, and the way to what that kind can do. */
#include "codec/workbook.h"

#include "codec/filekind.h"
#include "codec/workbook_parts.h"

struct Workbook {
    const WorkbookKind *kind;
    void *book;
    Arena *arena;
};

struct WorkbookRows {
    const WorkbookKind *kind;
    void *rows;
};

/* ---- .xlsx */

static XlsxSheets sheets_of_xlsx(const void *book)
{
    return xlsx_sheets(book);
}

static Str program_of_xlsx(void *book)
{
    return xlsx_program(book);
}

static void *rows_of_xlsx(void *book, const XlsxSheet *sheet, Str *problem)
{
    return xlsx_rows_open(book, sheet, problem);
}

static bool next_of_xlsx(void *rows, Arena *arena, XlsxRow *row)
{
    return xlsx_next(rows, arena, row);
}

static Str problem_of_xlsx(const void *rows)
{
    return xlsx_problem(rows);
}

static uint32_t number_of_xlsx(const void *rows)
{
    return xlsx_row_number(rows);
}

static void workbook_close_xlsx(void *rows)
{
    xlsx_rows_close(rows);
}

static XlsxMerges merges_of_xlsx(void *book, const XlsxSheet *sheet, Arena *arena)
{
    return xlsx_merges(book, sheet, arena);
}

static const WorkbookKind workbook_xlsx = {
    .sheets = sheets_of_xlsx,
    .program = program_of_xlsx,
    .rows = rows_of_xlsx,
    .next = next_of_xlsx,
    .problem = problem_of_xlsx,
    .number = number_of_xlsx,
    .close = workbook_close_xlsx,
    .merges = merges_of_xlsx,
};

/* ---- opening */

static void free_bytes(void *bytes)
{
    workbook_bytes_free(bytes);
}

static bool workbook_open_archive(Workbook *book, WorkbookBytes *bytes, Str *problem)
{
    XlsxZip *zip = xlsx_zip_open(book->arena, bytes, problem);
    if (!zip)
        return false;
    bool is_ods = ods_is(zip);
    book->kind = is_ods ? &workbook_ods : &workbook_xlsx;
    book->book = is_ods ? ods_of_zip(book->arena, zip, problem) : (void *) xlsx_of_zip(book->arena, zip, problem);
    return book->book != NULL;
}

static bool open_old(Workbook *book, WorkbookBytes *bytes, Str *problem)
{
    book->kind = &workbook_xls;
    book->book = xls_of_bytes(book->arena, bytes, problem);
    return book->book != NULL;
}

Workbook *workbook_open(Arena *arena, Input *input, Str *problem)
{
    WorkbookBytes *bytes = arena_new(arena, WorkbookBytes);
    Workbook *book = arena_new(arena, Workbook);
    book->arena = arena;
    arena_defer(arena, free_bytes, bytes);
    if (!workbook_read_bytes(arena, input, bytes, problem))
        return NULL;
    Str head = workbook_head(arena, bytes);
    if (str_starts_with(head, STR("PK")))
        return workbook_open_archive(book, bytes, problem) ? book : NULL;
    if (file_kind_is_container(head) || file_kind_is_old_workbook(head))
        return open_old(book, bytes, problem) ? book : NULL;
    *problem = file_kind_no_workbook(head);
    return NULL;
}

Xlsx *workbook_xlsx_of(const Workbook *book)
{
    return book->kind == &workbook_xlsx ? book->book : NULL;
}

/* ---- what is asked of it */

XlsxSheets workbook_sheets(const Workbook *book)
{
    return book->kind->sheets(book->book);
}

Str workbook_program(Workbook *book)
{
    return book->kind->program ? book->kind->program(book->book) : (Str) { 0 };
}

bool workbook_is_marked(const Workbook *book)
{
    const Xlsx *xlsx = workbook_xlsx_of(book);
    return xlsx && xlsx_zip_has(xlsx_archive(xlsx), STR(XLSX_FOUND_PART ".xml"));
}

WorkbookRows *workbook_rows_open(Workbook *book, const XlsxSheet *sheet, Str *problem)
{
    void *rows = book->kind->rows(book->book, sheet, problem);
    if (!rows)
        return NULL;
    WorkbookRows *of = arena_new(book->arena, WorkbookRows);
    *of = (WorkbookRows) { book->kind, rows };
    return of;
}

bool workbook_next(WorkbookRows *rows, Arena *arena, XlsxRow *row)
{
    return rows->kind->next(rows->rows, arena, row);
}

Str workbook_problem(const WorkbookRows *rows)
{
    return rows->kind->problem(rows->rows);
}

uint32_t workbook_row_number(const WorkbookRows *rows)
{
    return rows->kind->number(rows->rows);
}

void workbook_rows_close(WorkbookRows *rows)
{
    rows->kind->close(rows->rows);
}

XlsxMerges workbook_merges(Workbook *book, const XlsxSheet *sheet, Arena *arena)
{
    return book->kind->merges ? book->kind->merges(book->book, sheet, arena) : (XlsxMerges) { 0 };
}
