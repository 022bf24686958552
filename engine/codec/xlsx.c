/* A workbook: which part of the archive is which. */
#include "codec/xlsx.h"

#include "codec/workbook_parts.h"

enum { MOST_RELATIONS = 1 << 14 };

typedef struct {
    Str id, type, target;
} Relation;

typedef struct {
    Arena *arena;
    ARRAY(Relation) list; /* in the arena */
} Relations;

struct Xlsx {
    Arena *arena;
    XlsxZip *zip;
    Relations relations;
    ARRAY(XlsxSheet) sheets;
    bool is_1904, is_uncalculated;
    Str list_part;
    Str strings_part, styles_part; /* empty: there is none */
    bool has_texts;                /* they were read */
    XlsxStrings strings;
    XlsxStyles styles;
};

/* ---- relations: a part's name for another */

static void start_relation(Xml *xml, Str name, const char **attributes)
{
    Relations *relations = xml->context;
    if (!str_is(name, "Relationship"))
        return;
    Relation relation = { arena_str(xml->arena, xml_attribute(attributes, "Id")), arena_str(xml->arena, xml_attribute(attributes, "Type")),
                          arena_str(xml->arena, xml_attribute(attributes, "Target")) };
    if (relations->list.count == MOST_RELATIONS)
        xml_fail(xml, STR("there are more relations than any workbook has"));
    else
        arena_push(xml->arena, &relations->list, relation);
}

static void end_nothing(Xml *xml, Str name)
{
    (void) xml;
    (void) name;
}

static bool xlsx_read_part(Xlsx *book, Str part, Xml *xml, Str *problem)
{
    Input *input = xlsx_zip_part(book->zip, book->arena, part, problem);
    if (!input)
        return false;
    xml_open(xml, book->arena, input);
    bool read = xml_read_all(xml);
    *problem = xml->problem;
    return read;
}

static bool read_relations(Xlsx *book, Str part, Relations *relations, Str *problem)
{
    Xml xml = { .context = relations, .start = start_relation, .end = end_nothing };
    return xlsx_read_part(book, part, &xml, problem);
}

static size_t last_folder(Text *path)
{
    size_t end = path->len ? path->len - 1 : 0;
    while (end > 0 && path->at[end - 1] != '/')
        end--;
    return end;
}

/* Targets are named as seen from the folder of their part, or from the top; with . and .. as paths have them, and with backslashes
   where a program knows no better. */
static Str target_part(Arena *arena, Str folder, Str target)
{
    Text path = { 0 };
    if (!str_starts_with(target, STR("/")) && !str_starts_with(target, STR("\\")))
        text_add(&path, folder);
    for (size_t start = 0, end; start < target.len; start = end + 1) {
        for (end = start; end < target.len && target.at[end] != '/' && target.at[end] != '\\';)
            end++;
        Str name = str_slice(target, start, end);
        if (str_is(name, ".."))
            path.len = last_folder(&path);
        else if (name.len && !str_is(name, "."))
            text_format(&path, "%.*s%s", STR_ARG(name), end < target.len ? "/" : "");
    }
    Str part = arena_str(arena, text_str(&path));
    text_free(&path);
    return part;
}

static Str xlsx_folder_of(Str part)
{
    size_t end = part.len;
    while (end > 0 && part.at[end - 1] != '/')
        end--;
    return str_slice(part, 0, end);
}

static Str find_by_type(const Relations *relations, Arena *arena, Str folder, Str ending)
{
    for (size_t i = 0; i < relations->list.count; i++)
        if (str_ends_with(relations->list.at[i].type, ending))
            return target_part(arena, folder, relations->list.at[i].target);
    return (Str) { 0 };
}

static Str find_by_id(const Relations *relations, Arena *arena, Str folder, Str id)
{
    for (size_t i = 0; i < relations->list.count; i++)
        if (id.len && str_equal(relations->list.at[i].id, id))
            return target_part(arena, folder, relations->list.at[i].target);
    return (Str) { 0 };
}

/* ---- the list of sheets; until the end its parts are ids of relations */

static void start_sheet(Xlsx *book, Xml *xml, const char **attributes)
{
    Str state = xml_attribute(attributes, "state"), id = (Str) { 0 };
    for (const char **attribute = attributes; *attribute; attribute += 2)
        if (str_ends_with(str_of(attribute[0]), STR(":id")))
            id = arena_str(book->arena, str_of(attribute[1]));
    XlsxSheet sheet = { arena_str(book->arena, xml_attribute(attributes, "name")), str_is(state, "hidden") || str_is(state, "veryHidden"),
                        id };
    if (book->sheets.count == XLSX_MAX_SHEETS)
        xml_fail(xml, STR("there are more than 4096 sheets"));
    else
        arena_push(book->arena, &book->sheets, sheet);
}

static bool xlsx_is_true(Str attribute)
{
    return str_is(attribute, "1") || str_is(attribute, "true");
}

static void start_part(Xml *xml, Str name, const char **attributes)
{
    Xlsx *book = xml->context;
    Str date1904 = xml_attribute(attributes, "date1904");
    if (str_is(name, "workbookPr"))
        book->is_1904 = xlsx_is_true(date1904);
    else if (str_is(name, "calcPr"))
        book->is_uncalculated = xlsx_is_true(xml_attribute(attributes, "fullCalcOnLoad"));
    else if (str_is(name, "sheet"))
        start_sheet(book, xml, attributes);
}

Str xlsx_relations_part(Arena *arena, Str part)
{
    Str folder = xlsx_folder_of(part);
    return arena_format(arena, "%.*s_rels/%.*s.rels", STR_ARG(folder), STR_ARG(str_slice(part, folder.len, part.len)));
}

/* Charts and dialogues stand among the sheets, and have no rows. */
static void keep_worksheets(Xlsx *book, Str folder)
{
    size_t kept = 0;
    for (size_t i = 0; i < book->sheets.count; i++) {
        XlsxSheet sheet = book->sheets.at[i];
        sheet.part = find_by_id(&book->relations, book->arena, folder, sheet.part);
        if (sheet.part.len && str_find(sheet.part, STR("chartsheets/"), 0) == SIZE_MAX &&
            str_find(sheet.part, STR("dialogsheets/"), 0) == SIZE_MAX)
            book->sheets.at[kept++] = sheet;
    }
    book->sheets.count = kept;
}

/* The part that lists the sheets; empty: this is no workbook. */
static Str xlsx_find_list(Xlsx *book, Str *problem)
{
    Relations top = { 0 };
    Str usual = STR("xl/workbook.xml"), part = { 0 };
    if (xlsx_zip_has(book->zip, STR("_rels/.rels"))) {
        if (!read_relations(book, STR("_rels/.rels"), &top, problem))
            return (Str) { 0 };
        part = find_by_type(&top, book->arena, STR(""), STR("/officeDocument"));
    }
    if (part.len == 0 && xlsx_zip_has(book->zip, usual))
        part = usual;
    Str other = xlsx_zip_other(book->zip, book->arena);
    if (other.len || part.len == 0)
        *problem = other.len ? other : STR("this is an archive, but no workbook");
    return problem->len ? (Str) { 0 } : part;
}

/* Texts and formats may be named, and not be there: cells that need them say so. */
static Str optional_part(Xlsx *book, Str folder, Str type)
{
    Str part = find_by_type(&book->relations, book->arena, folder, type);
    return part.len && xlsx_zip_has(book->zip, part) ? part : (Str) { 0 };
}

static bool read_workbook(Xlsx *book, Str *problem)
{
    Str part = xlsx_find_list(book, problem), folder = xlsx_folder_of(part);
    Xml xml = { .context = book, .start = start_part, .end = end_nothing };
    if (part.len == 0 || !xlsx_read_part(book, part, &xml, problem) ||
        !read_relations(book, xlsx_relations_part(book->arena, part), &book->relations, problem))
        return false;
    book->list_part = part;
    keep_worksheets(book, folder);
    book->strings_part = optional_part(book, folder, STR("/sharedStrings"));
    book->styles_part = optional_part(book, folder, STR("/styles"));
    if (book->sheets.count == 0)
        *problem = STR("the workbook has no sheet");
    return book->sheets.count > 0;
}

Xlsx *xlsx_of_zip(Arena *arena, XlsxZip *zip, Str *problem)
{
    Xlsx *book = arena_new(arena, Xlsx);
    book->arena = arena;
    book->zip = zip;
    return read_workbook(book, problem) ? book : NULL;
}

XlsxZip *xlsx_archive(const Xlsx *book)
{
    return book->zip;
}

Str xlsx_list_part(const Xlsx *book)
{
    return book->list_part;
}

Str xlsx_styles_part(const Xlsx *book)
{
    return book->styles_part;
}

Str xlsx_target_part(Arena *arena, Str part, Str target)
{
    return target_part(arena, xlsx_folder_of(part), target);
}

XlsxSheets xlsx_sheets(const Xlsx *book)
{
    return (XlsxSheets) { book->sheets.at, book->sheets.count };
}

/* ---- rows */

static void free_texts(void *object)
{
    Xlsx *book = object;
    array_free(&book->strings.list);
    array_free(&book->styles.list);
}

/* What the cells of all sheets refer to is read when the first sheet is. */
static bool xlsx_read_texts(Xlsx *book, Str *problem)
{
    if (book->has_texts)
        return true;
    book->has_texts = true;
    arena_defer(book->arena, free_texts, book);
    Input *input;
    if (book->styles_part.len && (!(input = xlsx_zip_part(book->zip, book->arena, book->styles_part, problem)) ||
                                  !xlsx_styles_read(book->arena, input, &book->styles, problem)))
        return false;
    return book->strings_part.len == 0 || ((input = xlsx_zip_part(book->zip, book->arena, book->strings_part, problem)) &&
                                           xlsx_strings_read(book->arena, input, &book->strings, problem));
}

XlsxRows *xlsx_rows_open(Xlsx *book, const XlsxSheet *sheet, Str *problem)
{
    if (!xlsx_read_texts(book, problem))
        return NULL;
    Input *input = xlsx_zip_part(book->zip, book->arena, sheet->part, problem);
    XlsxContext context = { &book->strings, &book->styles, book->is_1904, book->is_uncalculated };
    return input ? xlsx_rows_of(book->arena, input, &context) : NULL;
}

/* ---- the program that wrote it: <Application> of its properties */

typedef struct {
    Text program;
    bool is_inside;
} Properties;

static void start_property(Xml *xml, Str name, const char **attributes)
{
    (void) attributes;
    ((Properties *) xml->context)->is_inside = str_is(name, "Application");
}

static void end_property(Xml *xml, Str name)
{
    (void) name;
    ((Properties *) xml->context)->is_inside = false;
}

static void xlsx_add_property(Xml *xml, Str text)
{
    enum { LONGEST = 256 };
    Properties *properties = xml->context;
    if (properties->is_inside && properties->program.len + text.len <= LONGEST)
        text_add(&properties->program, text);
}

Str xlsx_program(Xlsx *book)
{
    Properties properties = { 0 };
    Str part = STR("docProps/app.xml"), problem = { 0 };
    Xml xml = { .context = &properties, .start = start_property, .end = end_property, .text = xlsx_add_property };
    bool read = xlsx_zip_has(book->zip, part) && xlsx_read_part(book, part, &xml, &problem);
    Str program = read ? arena_str(book->arena, str_trim(text_str(&properties.program))) : (Str) { 0 };
    text_free(&properties.program);
    return program;
}

/* Where the sheet cannot be unpacked, its rows say so. */
XlsxMerges xlsx_merges(Xlsx *book, const XlsxSheet *sheet, Arena *arena)
{
    Str problem;
    Input *input = xlsx_zip_part(book->zip, arena, sheet->part, &problem);
    return input ? xlsx_merges_of(arena, input) : (XlsxMerges) { 0 };
}
