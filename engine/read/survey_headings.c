/* Without a dictionary a heading is known by its looks: the first row that has texts, none of them twice and none of them a number or
   a day, over more than half of the columns that are filled below. */
#include "base/calendar.h"
#include "base/said.h"
#include "base/utf8.h"
#include "codec/csv.h"
#include "codec/workbook.h"
#include "model/cell.h"
#include "read/formats.h"
#include "read/heading_block.h"
#include "read/sheets.h"
#include "read/survey.h"

/* ---- which row */

static bool looks_like_heading(Str cell)
{
    enum { LETTERS = 60 };
    double number;
    Date day, last;
    bool is_value = str_to_double(cell, &number) || date_parse(cell, &day) || date_parse_month(cell, &day, &last);
    return !is_value && utf8_valid_len(cell) == cell.len && utf8_count(cell) <= LETTERS;
}

static uint32_t survey_headings_count_filled(const TopRow *row)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->count; i++)
        count += cell_trim(row->cells[i]).len > 0;
    return count;
}

static bool is_heading(const TopRow *row)
{
    uint32_t filled = 0, repeated = 0;
    for (uint32_t i = 0; i < row->count; i++) {
        Str cell = cell_trim(row->cells[i]);
        bool is_there = false;
        if (cell.len && !looks_like_heading(cell))
            return false;
        for (uint32_t k = 0; cell.len && k < i; k++)
            is_there |= str_equal(cell_trim(row->cells[k]), cell);
        filled += cell.len > 0;
        repeated += is_there;
    }
    return filled > 0 && repeated * 2 <= filled;
}

/* `count`: none. */
static size_t find_row(const TopRow *rows, size_t count)
{
    uint32_t widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = survey_headings_count_filled(&rows[i]) > widest ? survey_headings_count_filled(&rows[i]) : widest;
    for (size_t i = 0; i < count; i++)
        if (survey_headings_count_filled(&rows[i]) * 2 > widest && is_heading(&rows[i]))
            return i;
    return count;
}

/* A heading on several lines of its cell is one text: between Latin letters a blank stands for the end of a line. */
static Str on_one_line(Arena *arena, Str heading)
{
    Text text = { 0 };
    for (size_t i = 0; i < heading.len; i++) {
        char c = heading.at[i];
        bool is_latin = text.len > 0 && (unsigned char) text.at[text.len - 1] < 0x80;
        if (c != '\n' && c != '\r')
            text_add_char(&text, c);
        else if (is_latin && text.at[text.len - 1] != ' ' && i + 1 < heading.len && (unsigned char) heading.at[i + 1] < 0x80)
            text_add_char(&text, ' ');
    }
    Str result = arena_str(arena, text_str(&text));
    text_free(&text);
    return result;
}

static bool is_repeated(const HeadingBlock *block, uint32_t column)
{
    for (uint32_t i = 0; i < block->count; i++)
        if (i != column && headings_same(block->at[i].joined, block->at[column].joined))
            return true;
    return false;
}

/* Which of two columns a heading means that stands over both nobody can tell. */
static void take_columns(Arena *arena, const HeadingBlock *block, SurveyHeadings *out)
{
    Str *at = arena_array(arena, Str, block->count), *repeated = arena_array(arena, Str, block->count);
    for (uint32_t i = 0; i < block->count; i++) {
        Str heading = on_one_line(arena, cell_trim(block->at[i].joined));
        if (heading.len == 0)
            continue;
        if (is_repeated(block, i))
            repeated[out->repeated_count++] = heading;
        else
            at[out->count++] = heading;
    }
    out->at = at;
    out->repeated = repeated;
}

static bool survey_headings_take_row(Arena *arena, const SheetTop *top, const XlsxMerges *merges, SurveyHeadings *out, Str *problem)
{
    static const Table nothing = { .name = { "", 0 } };
    size_t row = find_row(top->rows, top->count);
    if (row == top->count) {
        *problem = str_of(said(arena->language, top->count ? "no row names the columns: one of the first must have a text over each of them"
                                                           : "there is nothing in it"));
        return false;
    }
    HeadingBlock block = heading_block(arena, headings_new(arena, &nothing), top->rows, top->count, row, merges);
    take_columns(arena, &block, out);
    if (out->count == 0)
        *problem = arena_format(arena, "'%.*s' stands over several columns: each needs a heading of its own", STR_ARG(out->repeated[0]));
    return out->count > 0;
}

/* ---- workbooks */

/* The sheet that is named, or the first that is not hidden and holds something. */
static const XlsxSheet *find_sheet(Arena *arena, Workbook *book, Str name, SheetTop *top, Str *problem)
{
    XlsxSheets sheets = workbook_sheets(book);
    for (size_t i = 0; i < sheets.count; i++) {
        const XlsxSheet *sheet = &sheets.at[i];
        if (name.len ? !str_equal(sheet->name, name) : sheet->hidden)
            continue;
        if (!sheet_read_top(arena, book, sheet, top, problem))
            return NULL;
        if (top->count || name.len)
            return sheet;
    }
    *problem = name.len ? arena_format(arena, "the workbook has no sheet '%.*s'", STR_ARG(name))
                        : str_of(said(arena->language, "there is nothing in it"));
    return NULL;
}

static bool survey_headings_book_headings(Arena *arena, Input *input, Str name, SurveyHeadings *out, Str *problem)
{
    SheetTop top = { 0 };
    Workbook *book = workbook_open(arena, input, problem);
    const XlsxSheet *sheet = book ? find_sheet(arena, book, name, &top, problem) : NULL;
    if (!sheet)
        return false;
    XlsxMerges merges = workbook_merges(book, sheet, arena);
    out->sheet = arena_str(arena, sheet->name);
    return survey_headings_take_row(arena, &top, &merges, out, problem);
}

/* ---- text: read as any other file is, so that its encoding is found out in the same way */

static bool open_top(Reader *reader, char delimiter)
{
    Csv *csv = csv_open(reader->input, delimiter);
    TopRow *rows = arena_array(reader->arena, TopRow, TOP_ROWS);
    SheetTop *top = arena_new(reader->arena, SheetTop);
    CsvRecord record;
    uint64_t line;
    csv_begin(csv, reader->arena);
    *top = (SheetTop) { rows, 0 };
    while (top->count < TOP_ROWS && csv_next(csv, &record)) {
        Str *cells = arena_array(reader->arena, Str, record.count);
        memcpy(cells, record.fields, record.count * sizeof *cells);
        rows[top->count] = (TopRow) { cells, record.count, record.line };
        top->count += survey_headings_count_filled(&rows[top->count]) > 0;
    }
    Str problem = csv_problem_in(csv, reader->arena, &line);
    bool is_read = problem.len == 0 || reader_stop(reader, line, problem); /* takes the sentence before what holds it goes */
    csv_end(csv);
    csv_close(csv);
    reader->state = top;
    return is_read;
}

static bool open_usual(Reader *reader)
{
    return open_top(reader, 0);
}

static bool open_tabs(Reader *reader)
{
    return open_top(reader, '\t');
}

static void survey_headings_close_top(Reader *reader)
{
    (void) reader;
}

static const ReaderFormat top_usual = { "top", "", open_usual, NULL, survey_headings_close_top, NULL };
static const ReaderFormat top_tabs = { "top", "", open_tabs, NULL, survey_headings_close_top, NULL };

/* ---- records that name their fields: all of them, from the first record to the last */

static bool keyed_headings(Reader *reader, SurveyHeadings *out, Str *problem)
{
    Batch batch;
    batch_init(&batch, BATCH_ROWS);
    while (reader_next(reader, &batch))
        ;
    batch_free(&batch);
    Str *at = arena_array(reader->arena, Str, reader->unknown_count);
    for (size_t i = 0; i < reader->unknown_count; i++)
        at[out->count++] = reader->unknown[i].heading;
    out->at = at;
    if (out->count == 0 && reader->problem.len == 0)
        *problem = str_of(said(reader->arena->language, "no record names a field: each must have fields with their values"));
    return out->count > 0 && reader->problem.len == 0;
}

static bool text_headings(Arena *arena, Input *input, const ReaderFormat *format, const ReadOptions *options, SurveyHeadings *out,
                          Str *problem)
{
    Str stem = path_stem(input->name);
    const Table nothing = { .name = arena_str(arena, stem) };
    bool is_tabs = format == &format_tsv || format == &format_txt;
    bool has_columns = format == &format_csv || is_tabs;
    const ReaderFormat *top = !has_columns ? format : is_tabs ? &top_tabs : &top_usual;
    Reader *reader = reader_open(arena, input, top, &nothing, options, problem);
    if (!reader)
        return false;
    bool taken = has_columns ? survey_headings_take_row(arena, reader->state, NULL, out, problem) : keyed_headings(reader, out, problem);
    if (!taken && problem->len == 0)
        *problem = reader->problem;
    reader_close(reader);
    return taken;
}

bool survey_headings(Arena *arena, const char *path, const ReaderFormat *format, const ReadOptions *options, SurveyHeadings *out,
                     Str *problem)
{
    Input *input = input_open(arena, path, problem);
    if (!input)
        return false;
    if (!format->find)
        return text_headings(arena, input, format, options, out, problem);
    bool taken = survey_headings_book_headings(arena, input, options->sheet, out, problem);
    input_close(input);
    return taken;
}
