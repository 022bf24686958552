/* OpenDocument workbooks (OASIS, .ods): one part holds all sheets one after another. It is gone through once when the workbook is opened,
   for the names of the sheets, which of them are hidden, and the cells that are merged; then once for each sheet whose rows are read. */
#include "base/map.h"
#include "codec/ods_parts.h"

enum { MOST_STYLES = 1 << 16, MOST_MERGES = 1 << 16 };

struct Ods {
    Arena *arena;
    XlsxZip *zip;
    ARRAY(XlsxSheet) sheets;
    XlsxMerges *merges; /* by sheet */
};

/* ---- going through the sheets */

typedef struct {
    Ods *book;
    Map hidden;                     /* styles of sheets that are not shown */
    Str style;                      /* that is read, of a sheet; empty: none */
    uint32_t depth;                 /* of elements below a cell */
    uint64_t row, repeated, column; /* the row from 1, the first that the element stands for */
    bool in_spreadsheet, in_sheet, in_cell;
    size_t merge_count;
    ARRAY(XlsxMerges) merges;
} Survey;

bool ods_is_aside(Str element)
{
    static const char *const names[] = { "annotation", "shapes", "frame", "g", "custom-shape", "control", "line", "rect", "detective" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(element, names[i]))
            return true;
    return false;
}

uint64_t ods_count(const char **attributes, const char *name)
{
    uint64_t count;
    Str written = xml_attribute(attributes, name);
    return str_to_uint(written, &count) && count > 0 ? count : 1;
}

static void note_style(Survey *survey, Xml *xml, Str name, const char **attributes)
{
    if (str_is(name, "style")) {
        bool of_sheet = str_is(xml_attribute(attributes, "family"), "table");
        survey->style = of_sheet ? arena_str(xml->arena, xml_attribute(attributes, "name")) : (Str) { 0 };
    } else if (str_is(name, "table-properties") && survey->style.len && str_is(xml_attribute(attributes, "display"), "false") &&
               survey->hidden.count < MOST_STYLES) {
        map_add(&survey->hidden, survey->style, 1);
    }
}

static void ods_start_sheet(Survey *survey, Xml *xml, const char **attributes)
{
    Str style = xml_attribute(attributes, "style-name");
    XlsxSheet sheet = { .name = arena_str(xml->arena, xml_attribute(attributes, "name")),
                        .hidden = map_get(&survey->hidden, style) != MAP_NONE };
    if (survey->book->sheets.count == XLSX_MAX_SHEETS) {
        xml_fail(xml, STR("there are more than 4096 sheets"));
        return;
    }
    arena_push(xml->arena, &survey->book->sheets, sheet);
    arena_push(xml->arena, &survey->merges, ((XlsxMerges) { 0 }));
    survey->in_sheet = true;
    survey->row = 1;
    survey->repeated = 0;
}

/* Cells that lie beyond what a sheet can hold are of no use; where they hold something the reading of the rows says so. */
static void note_merge(Survey *survey, Xml *xml, const char **attributes)
{
    uint64_t columns = ods_count(attributes, "number-columns-spanned"), rows = ods_count(attributes, "number-rows-spanned");
    uint64_t last_row = survey->row + rows - 1, last_column = survey->column + columns - 1;
    if ((columns == 1 && rows == 1) || columns > XLSX_MAX_COLUMN || rows > XLSX_MAX_ROW || last_row > XLSX_MAX_ROW ||
        last_column >= XLSX_MAX_COLUMN || survey->merge_count == MOST_MERGES)
        return;
    XlsxMerge merge = { (uint32_t) survey->row, (uint32_t) last_row, (uint32_t) survey->column, (uint32_t) last_column };
    survey->merge_count++;
    arena_push(xml->arena, &survey->merges.at[survey->merges.count - 1], merge);
}

static void ods_advance(uint64_t *at, uint64_t by)
{
    const uint64_t most = (uint64_t) 1 << 40;
    *at = by > most - (*at < most ? *at : most) ? most : *at + by;
}

static void start_within_sheet(Survey *survey, Xml *xml, Str name, const char **attributes)
{
    bool is_cell = str_is(name, "table-cell");
    if (str_is(name, "table-row")) {
        ods_advance(&survey->row, survey->repeated);
        survey->repeated = ods_count(attributes, "number-rows-repeated");
        survey->column = 0;
    } else if (is_cell || str_is(name, "covered-table-cell")) {
        if (is_cell)
            note_merge(survey, xml, attributes);
        ods_advance(&survey->column, ods_count(attributes, "number-columns-repeated"));
        survey->in_cell = true;
        survey->depth = 1;
    }
}

static void ods_start(Xml *xml, Str name, const char **attributes)
{
    Survey *survey = xml->context;
    if (survey->in_cell)
        survey->depth++;
    else if (survey->in_sheet)
        start_within_sheet(survey, xml, name, attributes);
    else if (survey->in_spreadsheet && str_is(name, "table"))
        ods_start_sheet(survey, xml, attributes);
    else if (str_is(name, "spreadsheet"))
        survey->in_spreadsheet = true;
    else
        note_style(survey, xml, name, attributes);
}

static void ods_end(Xml *xml, Str name)
{
    Survey *survey = xml->context;
    if (survey->in_cell)
        survey->in_cell = --survey->depth > 0;
    else if (survey->in_sheet)
        survey->in_sheet = !str_is(name, "table");
    else if (str_is(name, "style"))
        survey->style = (Str) { 0 };
}

static bool survey_sheets(Ods *book, Str *problem)
{
    Survey survey = { .book = book };
    Xml xml = { .context = &survey, .start = ods_start, .end = ods_end };
    Input *content = xlsx_zip_part(book->zip, book->arena, STR("content.xml"), problem);
    if (!content)
        return false;
    xml_open(&xml, book->arena, content);
    bool read = xml_read_all(&xml);
    *problem = xml.problem;
    if (read && !survey.in_spreadsheet)
        *problem = STR("this is an OpenDocument file, but no workbook; save its table in a workbook (.ods or .xlsx)");
    else if (read && book->sheets.count == 0)
        *problem = STR("the workbook has no sheet");
    for (size_t i = 0; i < survey.merges.count; i++)
        xlsx_merges_sort(&survey.merges.at[i]);
    book->merges = survey.merges.at;
    map_free(&survey.hidden);
    return problem->len == 0;
}

/* ---- opening */

bool ods_is(XlsxZip *zip)
{
    return xlsx_zip_has(zip, STR("META-INF/manifest.xml")) && !xlsx_zip_has(zip, STR("[Content_Types].xml"));
}

static void start_entry(Xml *xml, Str name, const char **attributes)
{
    (void) attributes;
    if (str_is(name, "encryption-data"))
        *(bool *) xml->context = true;
}

static void end_entry(Xml *xml, Str name)
{
    (void) xml;
    (void) name;
}

/* The list of parts says which of them are encrypted. */
static bool ods_is_encrypted(Ods *book, Str *problem)
{
    bool encrypted = false;
    Xml xml = { .context = &encrypted, .start = start_entry, .end = end_entry };
    Input *manifest = xlsx_zip_part(book->zip, book->arena, STR("META-INF/manifest.xml"), problem);
    if (!manifest)
        return false;
    xml_open(&xml, book->arena, manifest);
    if (!xml_read_all(&xml))
        *problem = xml.problem;
    if (encrypted)
        *problem = STR("the workbook is encrypted; open it with its password and save it without one");
    return encrypted;
}

void *ods_of_zip(Arena *arena, XlsxZip *zip, Str *problem)
{
    Ods *book = arena_new(arena, Ods);
    book->arena = arena;
    book->zip = zip;
    if (ods_is_encrypted(book, problem) || problem->len)
        return NULL;
    return survey_sheets(book, problem) ? book : NULL;
}

/* ---- what it can do */

static XlsxSheets ods_sheets_of(const void *book)
{
    const Ods *ods = book;
    return (XlsxSheets) { ods->sheets.at, ods->sheets.count };
}

static void *codec_ods_rows_of(void *book, const XlsxSheet *sheet, Str *problem)
{
    const Ods *ods = book;
    Input *content = xlsx_zip_part(ods->zip, ods->arena, STR("content.xml"), problem);
    return content ? ods_rows_of(ods->arena, content, (size_t) (sheet - ods->sheets.at)) : NULL;
}

static XlsxMerges ods_merges_of(void *book, const XlsxSheet *sheet, Arena *arena)
{
    const Ods *ods = book;
    const XlsxMerges *merges = &ods->merges[sheet - ods->sheets.at];
    XlsxMerges copy = { 0 };
    for (size_t i = 0; i < merges->count; i++)
        arena_push(arena, &copy, merges->at[i]);
    return copy;
}

const WorkbookKind workbook_ods = {
    .sheets = ods_sheets_of,
    .rows = codec_ods_rows_of,
    .next = ods_next,
    .problem = ods_problem,
    .number = ods_number,
    .close = ods_close,
    .merges = ods_merges_of,
};
