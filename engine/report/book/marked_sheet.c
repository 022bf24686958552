/* The cells of a sheet, as its part passes: those with remarks get another style, and stand there afterwards if they did not. */
#include <stdlib.h>

#include "report/book/marked_parts.h"

typedef struct {
    uint64_t first, last; /* from 1 */
    Str style;
} ColumnStyle;

typedef struct {
    Original *original;
    const CellRemarks *remarks;
    size_t next;          /* that was not placed yet */
    uint64_t row, column; /* from 1: at hand; the last that passed */
    Str row_style;
    bool in_data, in_row, is_behind;
    ARRAY(ColumnStyle) columns;
    MarkedRelations *relations;
    Str boxes;     /* the part with the boxes of comments; empty: none yet */
    Str new_boxes; /* the id of the one that is added */
    MarkedTally tally;
} Sheet;

/* ---- cells that are not there */

static bool is_placed(const Sheet *sheet)
{
    return sheet->next == sheet->remarks->count;
}

static const CellRemark *next_of(const Sheet *sheet)
{
    return &sheet->remarks->at[sheet->next];
}

static unsigned number_in_style(Str style)
{
    uint64_t number = 0;
    return str_to_uint(style, &number) && number < UINT32_MAX ? (unsigned) number : 0;
}

/* An empty cell looks as its row says, or its column. */
static unsigned style_of_empty(const Sheet *sheet, uint32_t column, Str row_style)
{
    for (size_t i = 0; row_style.len == 0 && i < sheet->columns.count; i++)
        if (column + 1 >= sheet->columns.at[i].first && column + 1 <= sheet->columns.at[i].last)
            return number_in_style(sheet->columns.at[i].style);
    return number_in_style(row_style);
}

static void marked_sheet_put_cell(Patch *patch, Sheet *sheet)
{
    const CellRemark *remark = next_of(sheet);
    unsigned style = marked_style(sheet->original, style_of_empty(sheet, remark->column, sheet->row_style), remark->format);
    XlsxAddress address = xlsx_address(remark->column, (uint64_t) remark->row + 1);
    patch_put(patch, arena_format(patch->arena, "<c r=\"%s\" s=\"%u\"/>", address.text, style));
    sheet->tally.cells++;
    sheet->next++;
}

/* Those of the row at hand before a column, from 1. */
static void marked_sheet_put_cells(Patch *patch, Sheet *sheet, uint64_t before)
{
    while (!is_placed(sheet) && next_of(sheet)->row + 1 == sheet->row && (uint64_t) next_of(sheet)->column + 1 < before)
        marked_sheet_put_cell(patch, sheet);
}

/* Rows before one, from 1, that are not there. */
static void put_rows(Patch *patch, Sheet *sheet, uint64_t before)
{
    while (!is_placed(sheet) && (uint64_t) next_of(sheet)->row + 1 < before) {
        sheet->row = (uint64_t) next_of(sheet)->row + 1;
        sheet->row_style = (Str) { 0 };
        patch_put(patch, arena_format(patch->arena, "<row r=\"%u\">", (unsigned) sheet->row));
        marked_sheet_put_cells(patch, sheet, UINT64_MAX);
        patch_put(patch, STR("</row>"));
        sheet->tally.rows++;
    }
}

/* ---- cells and rows that are there */

static void pass_cell(Patch *patch, Sheet *sheet, const char **attributes)
{
    uint32_t column = (uint32_t) sheet->column, row;
    Str address = xml_attribute(attributes, "r");
    if (address.len && !xlsx_read_address(address, &column, &row))
        xml_fail(&patch->xml, STR("a cell has no address"));
    sheet->column = (uint64_t) column + 1;
    marked_sheet_put_cells(patch, sheet, sheet->column);
    if (is_placed(sheet) || next_of(sheet)->row + 1 != sheet->row || next_of(sheet)->column != column)
        return;
    unsigned style = marked_style(sheet->original, number_in_style(xml_attribute(attributes, "s")), next_of(sheet)->format);
    patch_set(patch, "s", arena_format(patch->arena, "%u", style));
    sheet->next++;
}

/* A row says which columns it spans; where a cell is added beyond, it says so again. */
static void marked_sheet_widen(Patch *patch, const Sheet *sheet, Str spans)
{
    size_t colon = str_find(spans, STR(":"), 0);
    uint64_t last = 0, needed = 0;
    for (size_t i = sheet->next; i < sheet->remarks->count && sheet->remarks->at[i].row + 1 == sheet->row; i++)
        needed = (uint64_t) sheet->remarks->at[i].column + 1;
    if (colon != SIZE_MAX && str_to_uint(str_slice(spans, colon + 1, spans.len), &last) && needed > last)
        patch_set(patch, "spans", arena_format(patch->arena, "1:%u", (unsigned) needed));
}

static void pass_row(Patch *patch, Sheet *sheet, const char **attributes)
{
    uint64_t number = sheet->row + 1;
    Str written = xml_attribute(attributes, "r");
    if (written.len && !str_to_uint(written, &number))
        xml_fail(&patch->xml, STR("a row has no number"));
    put_rows(patch, sheet, number);
    bool is_styled = str_is(xml_attribute(attributes, "customFormat"), "1") || str_is(xml_attribute(attributes, "customFormat"), "true");
    sheet->row = number;
    sheet->column = 0;
    sheet->in_row = true;
    sheet->row_style = (Str) { 0 };
    if (is_placed(sheet) || next_of(sheet)->row + 1 != number)
        return;
    if (is_styled)
        sheet->row_style = arena_str(patch->arena, xml_attribute(attributes, "s"));
    marked_sheet_widen(patch, sheet, xml_attribute(attributes, "spans"));
}

static void pass_column(Patch *patch, Sheet *sheet, const char **attributes)
{
    ColumnStyle column = { .style = arena_str(patch->arena, xml_attribute(attributes, "style")) };
    if (str_to_uint(xml_attribute(attributes, "min"), &column.first) && str_to_uint(xml_attribute(attributes, "max"), &column.last))
        arena_push(patch->arena, &sheet->columns, column);
}

/* ---- the boxes of comments: a sheet names their part between what it draws and what follows */

static bool follows_boxes(Str name)
{
    static const char *const names[] = { "legacyDrawingHF", "drawingHF",       "picture",    "oleObjects",
                                         "controls",        "webPublishItems", "tableParts", "extLst" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

static Str new_boxes_part(Sheet *sheet)
{
    return marked_new_part(sheet->original, "xl/drawings/vmlDrawingDuly", ".vml");
}

static void put_boxes(Patch *patch, Sheet *sheet)
{
    if (sheet->boxes.len || sheet->new_boxes.len || !sheet->is_behind)
        return;
    sheet->boxes = new_boxes_part(sheet);
    sheet->new_boxes = marked_relate(sheet->original, sheet->relations, "/vmlDrawing", sheet->boxes);
    patch_put(patch, arena_format(patch->arena, "<legacyDrawing xmlns:r=\"%s\" r:id=\"%.*s\"/>",
                                  ooxml_relations(sheet->original->is_strict), STR_ARG(sheet->new_boxes)));
}

/* Programs have left names of boxes that they took out: then ours are those. */
static void find_boxes(Patch *patch, Sheet *sheet, const char **attributes)
{
    Str id = { 0 };
    for (; *attributes; attributes += 2)
        if (str_ends_with(str_of(attributes[0]), STR(":id")))
            id = str_of(attributes[1]);
    for (size_t i = 0; i < sheet->relations->list.count; i++)
        if (str_equal(sheet->relations->list.at[i].id, id))
            sheet->boxes = sheet->relations->list.at[i].target;
    if (sheet->boxes.len)
        return;
    sheet->boxes = new_boxes_part(sheet);
    marked_relate_as(sheet->original, sheet->relations, arena_str(patch->arena, id), "/vmlDrawing", sheet->boxes);
}

/* ---- the sheet */

static void marked_sheet_start(Patch *patch, Str name, const char **attributes)
{
    Sheet *sheet = patch->context;
    marked_tally(&sheet->tally, name);
    if (patch->depth == 1) {
        sheet->in_data = str_is(name, "sheetData");
        sheet->is_behind |= sheet->in_data;
        if (str_is(name, "legacyDrawing"))
            find_boxes(patch, sheet, attributes);
        else if (follows_boxes(name))
            put_boxes(patch, sheet);
    } else if (patch->depth == 2 && sheet->in_data && str_is(name, "row")) {
        pass_row(patch, sheet, attributes);
    } else if (patch->depth == 2 && str_is(name, "col")) {
        pass_column(patch, sheet, attributes);
    } else if (patch->depth == 3 && sheet->in_data && str_is(name, "c")) {
        pass_cell(patch, sheet, attributes);
    }
}

static void marked_sheet_end(Patch *patch, Str name)
{
    Sheet *sheet = patch->context;
    if (patch->depth == 2 && sheet->in_data && str_is(name, "row"))
        marked_sheet_put_cells(patch, sheet, UINT64_MAX);
    else if (patch->depth == 1 && str_is(name, "sheetData"))
        put_rows(patch, sheet, UINT64_MAX);
    else if (patch->depth == 0)
        put_boxes(patch, sheet);
}

void marked_sheet(Original *original, const XlsxSheet *of, CellRemarks *remarks)
{
    if (remarks->count == 0)
        return;
    MarkedRelations relations = marked_relations(original, of->part);
    Sheet sheet = { .original = original, .remarks = remarks, .relations = &relations, .tally = { .part = of->part } };
    Patch patch = { .context = &sheet, .start = marked_sheet_start, .end = marked_sheet_end };
    marked_patch(original, of->part, NULL, &patch);
    arena_push(original->arena, &original->tallies, sheet.tally);
    if (original->problem.len == 0)
        marked_write_notes(original, &relations, sheet.boxes, remarks);
    marked_write_relations(original, &relations);
}
