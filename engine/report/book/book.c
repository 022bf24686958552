/* Sheets. A row's cells are sorted before they are written, since a reader may refuse others. Texts stand in their cells and not in a
   table of shared ones, which would have to be kept. */
#include "report/book/book.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "report/book/book_parts.h"
#include "report/escape.h"
#include "report/printable.h"
#include "report/facts.h"

enum { SHEET_UNITS = 31, ROW_BYTES = 1 << 15, HEAD_BYTES = 1 << 20, MOST_LINKS = 65530, LINE_POINTS = 15, MOST_LINES = 27 };

/* ---- opening */

void book_open_within(Book *book, Arena *arena, Package *package, unsigned first_style)
{
    *book = (Book) { .arena = arena,
                     .package = package,
                     .names = map_in(arena),
                     .clean = text_in(arena),
                     .xml = text_in(arena),
                     .first_style = first_style };
}

void book_open(Book *book, Arena *arena)
{
    book_open_within(book, arena, package_open(arena), 0);
    book->types = package_part(book->package, STR("[Content_Types].xml")); /* first, for programs that look no further */
}

/* Sheets have names of at most 31 units, without []:*?/\, and no apostrophe at either end: none at all spares links from escaping. */
static void book_add_name(Text *out, Str name)
{
    for (size_t at = 0, size; at < name.len; at += size) {
        uint32_t code = utf8_first(str_slice(name, at, name.len), &size);
        bool is_torn = code == UTF8_REPLACEMENT && size == 1, is_bad = code < 0x80 && (code < 0x20 || strchr("[]:*?/\\'", (int) code));
        text_add_code(out, is_torn || is_bad || utf8_is_harmful(code) || code == 0xFFFE || code == 0xFFFF ? '_' : code);
    }
}

/* As programs compare names, without case: in Latin, Greek, Cyrillic and full-width letters. The rarer Latin ones count as one: at
   worst a name gets a number that it did not need. */
static uint32_t lower(uint32_t code)
{
    static const struct {
        uint32_t first, last, distance;
    } capitals[] = { { 'A', 'Z', 32 },     { 0xC0, 0xDE, 32 },   { 0x391, 0x3AB, 32 },
                     { 0x400, 0x40F, 80 }, { 0x410, 0x42F, 32 }, { 0xFF21, 0xFF3A, 32 } };
    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++)
        if (code >= capitals[i].first && code <= capitals[i].last)
            return code + capitals[i].distance;
    return code >= 0x100 && code <= 0x24F ? 0x100 : code;
}

static Str book_fold(Arena *arena, Str name)
{
    Text text = text_in(arena);
    for (size_t at = 0, size; at < name.len; at += size)
        text_add_code(&text, lower(utf8_decode(name.at + at, &size)));
    return text_str(&text);
}

/* "History" is a name that Excel keeps for itself. */
static bool is_free(const Book *book, Str name)
{
    Str folded = book_fold(book->arena, name);
    return !str_is(folded, "history") && map_get(book->names, folded) == MAP_NONE;
}

static Str book_make_name(Book *book, Str asked)
{
    Text text = text_in(book->arena);
    book_add_name(&text, asked.len ? asked : STR("Sheet"));
    Str whole = text_str(&text), name = str_slice(whole, 0, book_fitting(whole, SHEET_UNITS));
    for (unsigned number = 2; !is_free(book, name); number++) {
        Str ending = arena_format(book->arena, " (%u)", number);
        name = arena_format(book->arena, "%.*s%.*s", STR_ARG(str_slice(whole, 0, book_fitting(whole, SHEET_UNITS - ending.len))),
                            STR_ARG(ending));
    }
    return name;
}

BookSheet *book_sheet_in(Book *book, Str name, Str part)
{
    BookSheet *sheet = arena_new(book->arena, BookSheet);
    *sheet = (BookSheet) { .name = book_make_name(book, name),
                           .number = book->sheets.count + 1,
                           .columns = text_in(book->arena),
                           .validations = text_in(book->arena),
                           .rows = text_in(book->arena),
                           .cells = text_in(book->arena) };
    map_add(book->names, book_fold(book->arena, sheet->name), (uint32_t) sheet->number);
    sheet->part = package_part(book->package, part);
    arena_push(book->arena, &book->sheets, sheet);
    return sheet;
}

BookSheet *book_sheet(Book *book, Str name)
{
    BookSheet *sheet = book_sheet_in(book, name, arena_format(book->arena, "xl/worksheets/sheet%zu.xml", book->sheets.count + 1));
    sheet->is_shown = book->sheets.count == 1;
    return sheet;
}

BookSheet *book_sheet_there(Book *book, Str name)
{
    BookSheet *sheet = arena_new(book->arena, BookSheet);
    sheet->name = arena_str(book->arena, name);
    map_add(book->names, book_fold(book->arena, name), 0);
    return sheet;
}

Str book_sheet_name(const BookSheet *sheet)
{
    return sheet->name;
}

/* ---- what stands above the rows */

void book_width(BookSheet *sheet, uint32_t first, uint32_t last, double width)
{
    sheet->width += (last - first + 1) * width;
    for (uint32_t i = first; i <= last && i < BOOK_KNOWN_WIDTHS; i++)
        sheet->widths[i] = width;
    text_format(&sheet->columns, "<col min=\"%u\" max=\"%u\" width=\"%.2f\" customWidth=\"1\"/>", first + 1, last + 1, width);
}

void book_column(Book *book, BookSheet *sheet, uint32_t column, double width, BookFormat format)
{
    sheet->width += width;
    text_format(&sheet->columns, "<col min=\"%u\" max=\"%u\" width=\"%.2f\" style=\"%u\" customWidth=\"1\"/>", column + 1, column + 1,
                width, book->first_style + book_style(format, 0));
}

void book_validate(BookSheet *sheet, uint32_t column, Str attributes, Str formulas)
{
    Text *out = &sheet->validations;
    text_format(out, "<dataValidation %.*s errorStyle=\"warning\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" sqref=\"",
                STR_ARG(attributes));
    book_add_address(out, 1, column, "");
    text_add_char(out, ':');
    book_add_address(out, BOOK_ROWS - 1, column, "");
    text_format(out, "\">%.*s</dataValidation>", STR_ARG(formulas));
    sheet->validation_count++;
}

void book_hide(BookSheet *sheet)
{
    sheet->is_hidden = true;
}

void book_freeze(BookSheet *sheet, uint32_t rows, uint32_t columns)
{
    sheet->frozen_rows = rows;
    sheet->frozen_columns = columns;
}

static void add_pane(Text *out, const BookSheet *sheet)
{
    if (!sheet->frozen_rows && !sheet->frozen_columns)
        return;
    text_add(out, STR("<pane"));
    if (sheet->frozen_columns)
        text_format(out, " xSplit=\"%u\"", sheet->frozen_columns);
    if (sheet->frozen_rows)
        text_format(out, " ySplit=\"%u\"", sheet->frozen_rows);
    text_add(out, STR(" topLeftCell=\""));
    book_add_address(out, sheet->frozen_rows, sheet->frozen_columns, "");
    text_format(out, "\" activePane=\"%s\" state=\"frozen\"/>",
                !sheet->frozen_rows      ? "topRight"
                : !sheet->frozen_columns ? "bottomLeft"
                                         : "bottomRight");
}

static void begin_rows(Book *book, BookSheet *sheet)
{
    Text text = text_in(book->arena);
    text_format(&text,
                XML_HEAD "<worksheet xmlns=\"%s\" xmlns:r=\"%s\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
                         "<sheetViews><sheetView%s workbookViewId=\"0\">",
                ooxml_main(book->is_strict), ooxml_relations(book->is_strict), sheet->is_shown ? " tabSelected=\"1\"" : "");
    add_pane(&text, sheet);
    text_add(&text, STR("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"));
    if (sheet->columns.len)
        text_format(&text, "<cols>%.*s</cols>", STR_ARG(text_str(&sheet->columns)));
    text_add(&text, STR("<sheetData>"));
    part_add(sheet->part, text_str(&text));
    sheet->is_begun = true;
}

static void send_rows(Book *book, BookSheet *sheet)
{
    if (!sheet->is_begun)
        begin_rows(book, sheet);
    part_add(sheet->part, text_str(&sheet->rows));
    text_clear(&sheet->rows);
}

/* ---- rows */

static int compare_cells(const void *a, const void *b)
{
    const BookRowCell *one = a, *other = b;
    return one->column < other->column ? -1 : one->column > other->column;
}

static bool are_sorted(const BookSheet *sheet)
{
    for (size_t i = 1; i < sheet->row_cells.count; i++)
        if (sheet->row_cells.at[i].column < sheet->row_cells.at[i - 1].column)
            return false;
    return true;
}

static void book_end_row(Book *book, BookSheet *sheet)
{
    if (sheet->row_cells.count == 0)
        return;
    if (!are_sorted(sheet))
        qsort(sheet->row_cells.at, sheet->row_cells.count, sizeof *sheet->row_cells.at, compare_cells);
    text_add(&sheet->rows, STR("<row r=\""));
    text_add_count(&sheet->rows, sheet->row + 1);
    if (sheet->lines > 1)
        text_format(&sheet->rows, "\" ht=\"%u", (unsigned) (sheet->lines < MOST_LINES ? sheet->lines : MOST_LINES) * LINE_POINTS);
    text_add(&sheet->rows, STR("\">"));
    sheet->lines = 0;
    for (size_t i = 0; i < sheet->row_cells.count; i++)
        text_add(&sheet->rows, str_slice(text_str(&sheet->cells), sheet->row_cells.at[i].start, sheet->row_cells.at[i].end));
    text_add(&sheet->rows, STR("</row>"));
    sheet->row_cells.count = 0;
    text_clear(&sheet->cells);
    if (sheet->rows.len > (sheet->is_begun ? ROW_BYTES : HEAD_BYTES)) /* the pane is only known behind the heading */
        send_rows(book, sheet);
}

/* Begins a cell: its address and style. NULL: it has no place. */
static Text *begin_cell(Book *book, BookCell cell, BookFormat format, unsigned decimals)
{
    BookSheet *sheet = cell.sheet;
    if (cell.row >= BOOK_ROWS || cell.column >= BOOK_COLUMNS) {
        book->lost++;
        return NULL;
    }
    if (cell.row != sheet->row)
        book_end_row(book, sheet);
    sheet->row = cell.row;
    BookRowCell place = { .column = cell.column, .start = sheet->cells.len };
    arena_push(book->arena, &sheet->row_cells, place);
    text_add(&sheet->cells, STR("<c r=\""));
    book_add_address(&sheet->cells, cell.row, cell.column, "");
    text_add_char(&sheet->cells, '"');
    unsigned style = book->first_style + book_style(format, decimals);
    if (style) {
        text_add(&sheet->cells, STR(" s=\""));
        text_add_count(&sheet->cells, style);
        text_add_char(&sheet->cells, '"');
    }
    return &sheet->cells;
}

static void book_end_cell(BookSheet *sheet, Str rest)
{
    text_add(&sheet->cells, rest);
    sheet->row_cells.at[sheet->row_cells.count - 1].end = sheet->cells.len;
}

/* ---- texts */

size_t book_fitting(Str text, size_t most)
{
    size_t at = 0;
    for (size_t size, units = 0; at < text.len; at += size) {
        units += utf8_decode(text.at + at, &size) > 0xFFFF ? 2 : 1;
        if (units > most)
            break;
    }
    return at;
}

/* Lines stay lines, and tabs tabs. Whether it was cut. */
bool book_add_clean(Text *out, Str s, size_t most)
{
    for (size_t start = 0, end; start < s.len; start = end + 1) {
        for (end = start; end < s.len && s.at[end] != '\n' && s.at[end] != '\t';)
            end++;
        bool is_return = end < s.len && s.at[end] == '\n' && end > start && s.at[end - 1] == '\r';
        printable_add(out, str_slice(s, start, is_return ? end - 1 : end));
        if (end < s.len)
            text_add_char(out, s.at[end]);
    }
    if (out->len <= most)
        return false;
    size_t len = book_fitting(text_str(out), most);
    if (len == out->len)
        return false;
    out->len = book_fitting(text_str(out), most - 1);
    text_add(out, STR("…"));
    return true;
}

/* In place of the one before. */
static Str book_clean(Book *book, Str s, size_t most)
{
    text_clear(&book->clean);
    book->cut += book_add_clean(&book->clean, s, most);
    return text_str(&book->clean);
}

/* Not every program finds out by itself how high a row must be whose texts are broken into lines. */
static void book_count_lines(BookSheet *sheet, uint32_t column, Str s)
{
    double width = column < BOOK_KNOWN_WIDTHS ? sheet->widths[column] : 0;
    uint32_t lines = 0;
    for (Str line; width > 1 && take_line(&s, &line);)
        lines += 1 + (uint32_t) ((double) utf8_width(line) / (width - 1));
    sheet->lines = lines > sheet->lines ? lines : sheet->lines;
}

static void book_put_text(Book *book, BookCell cell, Str s, BookFormat format)
{
    Text *out = begin_cell(book, cell, format, 0);
    if (!out)
        return;
    if (format == BOOK_WRAP)
        book_count_lines(cell.sheet, cell.column, s);
    bool is_clean = s.len <= BOOK_CELL_UNITS && utf8_is_plain(s);
    text_add(out, STR(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
    book_add_escaped(out, is_clean ? s : book_clean(book, s, BOOK_CELL_UNITS));
    book_end_cell(cell.sheet, STR("</t></is></c>"));
}

void book_text(Book *book, BookCell cell, Str s, BookFormat format)
{
    if (s.len)
        book_put_text(book, cell, s, format);
}

void book_phrase(Book *book, BookCell cell, const Voice *voice, WordsId phrase, BookFormat format)
{
    book_text(book, cell, say(voice, phrase, NULL), format);
}

void book_texts(Book *book, BookSheet *sheet, uint32_t row, const BookText *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        book_text(book, (BookCell) { sheet, row, texts[i].column }, texts[i].text, texts[i].format);
}

void book_headings(Book *book, BookSheet *sheet, uint32_t row, const Voice *voice, const BookHeading *headings, size_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (headings[i].width > 0)
            book_width(sheet, i, i, headings[i].width);
        book_phrase(book, (BookCell) { sheet, row, i }, voice, headings[i].phrase, BOOK_HEAD);
    }
}

void book_link(Book *book, BookCell cell, BookCell to, Str s, BookFormat format)
{
    BookSheet *sheet = cell.sheet;
    bool can_lead = sheet->links.count < MOST_LINKS && cell.row < BOOK_ROWS && cell.column < BOOK_COLUMNS;
    if (s.len)
        book_put_text(book, cell, s, can_lead ? format : BOOK_PLAIN);
    if (!s.len || !can_lead)
        return;
    BookLink link = { cell.row, cell.column, to };
    arena_push(book->arena, &sheet->links, link);
}

/* ---- other values */

void book_blank(Book *book, BookCell cell, BookFormat format)
{
    if (begin_cell(book, cell, format, 0))
        book_end_cell(cell.sheet, STR("/>"));
}

static void book_put_number(Book *book, BookCell cell, Str number, BookFormat format, unsigned decimals)
{
    Text *out = begin_cell(book, cell, format, decimals);
    if (!out)
        return;
    text_add(out, STR("><v>"));
    text_add(out, number);
    book_end_cell(cell.sheet, STR("</v></c>"));
}

void book_count(Book *book, BookCell cell, uint64_t count, BookFormat format)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long) count);
    book_put_number(book, cell, (Str) { digits, (size_t) len }, format, 0);
}

static size_t count_digits(Str s, size_t at)
{
    size_t count = 0;
    while (at + count < s.len && ascii_is_digit(s.at[at + count]))
        count++;
    return count;
}

bool book_number(Book *book, BookCell cell, Str s, BookFormat format)
{
    size_t sign = s.len && s.at[0] == '-', whole = count_digits(s, sign), at = sign + whole, decimals = 0;
    if (at < s.len && s.at[at] == '.')
        decimals = count_digits(s, at + 1);
    at += decimals ? decimals + 1 : 0;
    bool has_zeros = whole > 1 && s.at[sign] == '0', is_minus_zero = sign && whole == 1 && s.at[1] == '0' && !decimals;
    if (whole == 0 || at != s.len || has_zeros || is_minus_zero || whole + decimals > BOOK_DECIMALS)
        return false;
    /* Zeros at the end are only seen where the cell says how many decimals it shows. */
    book_put_number(book, cell, s, format, decimals && s.at[s.len - 1] == '0' ? (unsigned) decimals : 0);
    return true;
}

uint64_t book_number_of_day(Date day)
{
    enum { FROM_1900_TO_1970 = 25569 };
    return date_year(day) > 1900 ? (uint64_t) (date_to_day(day) + FROM_1900_TO_1970) : 0;
}

void book_day(Book *book, BookCell cell, duly_date day, BookFormat format)
{
    uint64_t number = day.year > 1900 ? book_number_of_day(date_pack(day.year, day.month, day.day)) : 0;
    if (number)
        book_count(book, cell, number, format);
}

BookFormat book_severity(const duly_finding *finding)
{
    static const BookFormat formats[] = { [DULY_ERROR] = BOOK_ERROR, [DULY_WARNING] = BOOK_WARNING, [DULY_INFO] = BOOK_INFO };
    return finding->outcome == DULY_WAIVED ? BOOK_WAIVED : formats[finding->severity];
}

/* ---- comments */

static void begin_comments(Book *book, BookSheet *sheet)
{
    sheet->comments = package_part(book->package, arena_format(book->arena, "xl/comments%zu.xml", sheet->number));
    part_add(sheet->comments, STR(XML_HEAD "<comments xmlns=\"" OOXML_MAIN "\"><authors><author>duly</author></authors><commentList>"));
}

uint32_t book_lines_of(Str text)
{
    enum { LINES = 24, BYTES = 60 };
    size_t lines = 2 + text.len / BYTES;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return (uint32_t) (lines < LINES ? lines : LINES);
}

void book_comment(Book *book, BookCell cell, Str s)
{
    if (cell.row >= BOOK_ROWS || cell.column >= BOOK_COLUMNS || s.len == 0)
        return;
    if (!cell.sheet->comments)
        begin_comments(book, cell.sheet);
    Str text = book_clean(book, s, BOOK_COMMENT_UNITS);
    Text *xml = &book->xml;
    text_clear(xml);
    text_add(xml, STR("<comment ref=\""));
    book_add_address(xml, cell.row, cell.column, "");
    text_add(xml, STR("\" authorId=\"0\"><text><t xml:space=\"preserve\">"));
    book_add_escaped(xml, text);
    text_add(xml, STR("</t></text></comment>"));
    part_add(cell.sheet->comments, text_str(xml));
    BookNote note = { cell.row, cell.column, book_lines_of(text) };
    arena_push(book->arena, &cell.sheet->notes, note);
}

/* ---- what stands below the rows */

void book_filter(BookCell from, uint32_t row, uint32_t column)
{
    BookSheet *sheet = from.sheet;
    sheet->has_filter = true;
    sheet->filter_from = from;
    sheet->filter_row = row < BOOK_ROWS ? row : BOOK_ROWS - 1;
    sheet->filter_column = column;
}

/* Within apostrophes: a name of somebody else's may hold them. */
static void book_add_quoted(Text *out, Str name)
{
    for (size_t start = 0, end; start < name.len; start = end) {
        end = str_find(name, STR("'"), start);
        end = end == SIZE_MAX ? name.len : end + 1;
        escape_xml(out, str_slice(name, start, end));
        if (name.at[end - 1] == '\'')
            escape_xml(out, STR("'"));
    }
}

static void add_link(Text *out, const BookLink *link)
{
    text_add(out, STR("<hyperlink ref=\""));
    book_add_address(out, link->row, link->column, "");
    text_add(out, STR("\" location=\"'"));
    book_add_quoted(out, link->to.sheet->name);
    text_add(out, STR("'!"));
    book_add_address(out, link->to.row, link->to.column, "");
    text_add(out, STR("\"/>"));
}

/* As many pages beside one another as its columns need to be read; the pages have numbers. */
static void add_paper(Text *out, const BookSheet *sheet)
{
    enum { LETTERS = 220 };
    text_add(out, STR("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>"));
    text_format(out, "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"%u\" fitToHeight=\"0\"/>",
                1 + (unsigned) (sheet->width / LETTERS));
    text_add(out, STR("<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"));
}

static void end_sheet(Book *book, BookSheet *sheet)
{
    Text text = text_in(book->arena);
    book_end_row(book, sheet);
    send_rows(book, sheet);
    text_add(&text, STR("</sheetData>"));
    if (sheet->has_filter) {
        text_add(&text, STR("<autoFilter ref=\""));
        book_add_address(&text, sheet->filter_from.row, sheet->filter_from.column, "");
        text_add_char(&text, ':');
        book_add_address(&text, sheet->filter_row, sheet->filter_column, "");
        text_add(&text, STR("\"/>"));
    }
    if (sheet->validation_count)
        text_format(&text, "<dataValidations count=\"%zu\">%.*s</dataValidations>", sheet->validation_count,
                    STR_ARG(text_str(&sheet->validations)));
    text_add(&text, sheet->links.count ? STR("<hyperlinks>") : STR(""));
    for (size_t i = 0; i < sheet->links.count; i++)
        add_link(&text, &sheet->links.at[i]);
    text_add(&text, sheet->links.count ? STR("</hyperlinks>") : STR(""));
    add_paper(&text, sheet);
    text_add(&text, sheet->comments ? STR("<legacyDrawing r:id=\"rId1\"/></worksheet>") : STR("</worksheet>"));
    part_add(sheet->part, text_str(&text));
    part_end(sheet->part);
    if (!sheet->comments)
        return;
    part_add(sheet->comments, STR("</commentList></comments>"));
    part_end(sheet->comments);
    book_add_drawing(book, sheet);
    book_add_relations(book, sheet);
}

Str book_limits(const Book *book, const Voice *voice)
{
    Str cut = book->cut ? say_number(voice, WORDS_BOOK_CUT, book->cut) : (Str) { 0 };
    Str lost = book->lost ? say_number(voice, WORDS_BOOK_LOST, book->lost) : (Str) { 0 };
    return arena_format(voice->arena, "%.*s%s%.*s", STR_ARG(cut), cut.len && lost.len ? " " : "", STR_ARG(lost));
}

/* ---- closing */

void book_end_sheets(Book *book)
{
    for (size_t i = 0; i < book->sheets.count; i++)
        end_sheet(book, book->sheets.at[i]);
}

void book_finish(Book *book, Output *out, duly_date made)
{
    book->made = made;
    book_end_sheets(book);
    book_add_frame(book);
    package_write(book->package, out);
}
