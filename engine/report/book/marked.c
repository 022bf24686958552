/* The archive of a workbook that is marked, and the parts that say what is in it. Most entries are copied as they lie, compressed; the few
   that are concerned (marked_replace) pass a patch, and stand in `replaced`, so that they are not copied as well. What is added has names
   that nobody has (marked_new_part), and what is added must be told in four places or programs call the workbook damaged: the types of
   parts, the relations of the list of sheets, that list itself, and the relations of each sheet that gets comments.

   The order at the end matters: sheets first, since they give rise to styles, comments and relations; then the styles; the lists last.

   A workbook in the strict form of the standard has other names of namespaces and relations: what is added has those of the workbook. */
#include "report/book/marked_parts.h"

#include <errno.h>

#include "codec/workbook_parts.h"
#include "report/escape.h"

/* ---- problems and parts */

void marked_fail(Original *original, Str problem)
{
    if (original->problem.len == 0)
        original->problem = problem;
}

/* The number of the entry of that name; the count of entries: there is none. */
static size_t marked_entry_of(Original *original, Str part)
{
    size_t count = xlsx_zip_count(original->zip), index = 0;
    Str problem;
    for (XlsxEntry entry; index < count; index++)
        if (xlsx_zip_entry(original->zip, &original->scratch, index, &entry, &problem) && xlsx_part_is(part, entry.name))
            break;
    return index;
}

Part *marked_replace(Original *original, Str name)
{
    ArenaMark mark = arena_mark(&original->scratch);
    size_t index = marked_entry_of(original, name);
    XlsxEntry entry = { .name = name };
    Str problem;
    if (index < xlsx_zip_count(original->zip) && xlsx_zip_entry(original->zip, &original->scratch, index, &entry, &problem))
        original->replaced[index] = true;
    Part *part = package_part(original->package, entry.name);
    arena_back(&original->scratch, &mark);
    return part;
}

static Input *marked_open_part(Original *original, Str name, const char *otherwise)
{
    Str problem = { 0 };
    if (otherwise && !xlsx_zip_has(original->zip, name))
        return input_of_bytes(original->arena, name, str_of(otherwise), 0);
    Input *input = xlsx_zip_part(original->zip, original->arena, name, &problem);
    if (!input)
        marked_fail(original, problem);
    return input;
}

void marked_patch(Original *original, Str name, const char *otherwise, Patch *patch)
{
    Input *input = original->problem.len ? NULL : marked_open_part(original, name, otherwise);
    Str problem = { 0 };
    if (!input)
        return;
    patch->part = patch->part ? patch->part : marked_replace(original, name);
    if (!patch_run(patch, original->arena, input, &problem))
        marked_fail(original, problem);
}

bool marked_look(Original *original, Str name, Patch *patch)
{
    Input *input = marked_open_part(original, name, NULL);
    Str problem = { 0 };
    bool read = input && patch_run(patch, original->arena, input, &problem);
    if (problem.len)
        marked_fail(original, problem);
    return read;
}

Str marked_new_part(Original *original, const char *stem, const char *ending)
{
    Str name = arena_format(original->arena, "%s%s", stem, ending);
    for (unsigned number = 2; xlsx_zip_has(original->zip, name) || map_get(original->new_parts, name) != MAP_NONE; number++)
        name = arena_format(original->arena, "%s%u%s", stem, number, ending);
    map_add(original->new_parts, name, 0);
    return name;
}

void marked_add_type(Original *original, Str part, const char *type)
{
    text_format(&original->new_types, "<Override PartName=\"/%.*s\" ContentType=\"%s\"/>", STR_ARG(part), type);
}

/* ---- relations */

typedef struct {
    Original *original;
    MarkedRelations *relations;
} RelationReading;

static void take_relation(Patch *patch, Str name, const char **attributes)
{
    RelationReading *reading = patch->context;
    Arena *arena = reading->original->arena;
    if (!str_is(name, "Relationship"))
        return;
    MarkedRelation relation = { arena_str(arena, xml_attribute(attributes, "Id")), arena_str(arena, xml_attribute(attributes, "Type")),
                                xlsx_target_part(arena, reading->relations->part, xml_attribute(attributes, "Target")) };
    arena_push(arena, &reading->relations->list, relation);
}

MarkedRelations marked_relations(Original *original, Str part)
{
    MarkedRelations relations = { .part = part };
    RelationReading reading = { original, &relations };
    Patch patch = { .context = &reading, .start = take_relation };
    Str file = xlsx_relations_part(original->arena, part);
    if (xlsx_zip_has(original->zip, file))
        marked_look(original, file, &patch);
    relations.old = relations.list.count;
    return relations;
}

static bool has_id(const MarkedRelations *relations, Str id)
{
    for (size_t i = 0; i < relations->list.count; i++)
        if (str_equal(relations->list.at[i].id, id))
            return true;
    return false;
}

Str marked_related(const MarkedRelations *relations, const char *ending)
{
    for (size_t i = 0; i < relations->list.count; i++)
        if (str_ends_with(relations->list.at[i].type, str_of(ending)))
            return relations->list.at[i].target;
    return (Str) { 0 };
}

Str marked_relate(Original *original, MarkedRelations *relations, const char *type, Str target)
{
    Str id = { 0 };
    for (unsigned number = 1; id.len == 0 || has_id(relations, id); number++)
        id = arena_format(original->arena, "duly%u", number);
    marked_relate_as(original, relations, id, type, target);
    return id;
}

void marked_relate_as(Original *original, MarkedRelations *relations, Str id, const char *type, Str target)
{
    const char *whole = type[0] == '/' ? ooxml_relations(original->is_strict) : "";
    MarkedRelation relation = { id, arena_format(original->arena, "%s%s", whole, type), target };
    arena_push(original->arena, &relations->list, relation);
}

static void put_relations(Patch *patch, Str name)
{
    const MarkedRelations *relations = patch->context;
    if (patch->depth > 0 || !str_is(name, "Relationships"))
        return;
    for (size_t i = relations->old; i < relations->list.count; i++) {
        const MarkedRelation *relation = &relations->list.at[i];
        patch_put(patch, arena_format(patch->arena, "<Relationship Id=\"%.*s\" Type=\"%.*s\" Target=\"/%.*s\"/>", STR_ARG(relation->id),
                                      STR_ARG(relation->type), STR_ARG(relation->target)));
    }
}

void marked_write_relations(Original *original, const MarkedRelations *relations)
{
    static const char none[] = XML_HEAD "<Relationships xmlns=\"" OOXML_PACKAGE "relationships\"/>";
    MarkedRelations all = *relations;
    Patch patch = { .context = &all, .end = put_relations };
    if (relations->list.count > relations->old)
        marked_patch(original, xlsx_relations_part(original->arena, relations->part), none, &patch);
}

/* ---- the list of sheets */

static void take_sheet(Patch *patch, Str name, const char **attributes)
{
    Original *original = patch->context;
    uint64_t id;
    if (patch->depth == 0)
        original->is_strict = str_find(text_str(&patch->tag), STR(OOXML_STRICT_MAIN), 0) != SIZE_MAX;
    if (!str_is(name, "sheet"))
        return;
    arena_push(original->arena, &original->names, arena_str(original->arena, xml_attribute(attributes, "name")));
    if (str_to_uint(xml_attribute(attributes, "sheetId"), &id) && id > original->last_sheet_id)
        original->last_sheet_id = id;
}

static void put_sheet(Patch *patch, Str name)
{
    const Original *original = patch->context;
    if (patch->depth != 1 || !str_is(name, "sheets"))
        return;
    Text text = text_in(patch->arena);
    text_format(&text, "<sheet xmlns:r=\"%s\" name=\"", ooxml_relations(original->is_strict));
    escape_xml(&text, original->added_name);
    text_format(&text, "\" sheetId=\"%llu\" r:id=\"%.*s\"/>", (unsigned long long) original->last_sheet_id + 1,
                STR_ARG(original->added_id));
    patch_put(patch, text_str(&text));
}

/* ---- the types of parts */

static void marked_take_type(Patch *patch, Str name, const char **attributes)
{
    Original *original = patch->context;
    (void) name;
    original->knows_boxes |= str_equal_but_for_case(xml_attribute(attributes, "Extension"), STR("vml"));
    original->has_macros |= str_find(xml_attribute(attributes, "ContentType"), STR("macroEnabled"), 0) != SIZE_MAX;
}

static void put_types(Patch *patch, Str name)
{
    Original *original = patch->context;
    if (patch->depth > 0 || !str_is(name, "Types"))
        return;
    if (!original->knows_boxes)
        patch_put(patch, STR("<Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>"));
    patch_put(patch, text_str(&original->new_types));
}

static const char types_part[] = "[Content_Types].xml";

/* ---- opening */

static void marked_release(void *object)
{
    arena_free(&((Original *) object)->scratch);
}

static Xlsx *open_xlsx(Arena *arena, Str path, Str *problem)
{
    Input *input = input_open(arena, arena_str(arena, path).at, problem);
    if (!input)
        return NULL;
    Workbook *book = workbook_open(arena, input, problem);
    input_close(input);
    return book ? workbook_xlsx_of(book) : NULL;
}

Original *marked_open(Arena *arena, Str path, Str *problem)
{
    Xlsx *xlsx = open_xlsx(arena, path, problem);
    if (!xlsx)
        return NULL;
    Original *original = arena_new(arena, Original);
    *original =
        (Original) { .arena = arena, .xlsx = xlsx, .zip = xlsx_archive(xlsx), .new_parts = map_in(arena), .new_types = text_in(arena) };
    arena_defer(arena, marked_release, original);
    Patch list = { .context = original, .start = take_sheet }, types = { .context = original, .start = marked_take_type };
    original->replaced = arena_array(arena, bool, xlsx_zip_count(original->zip) + 1);
    if (marked_look(original, xlsx_list_part(xlsx), &list) && marked_look(original, str_of(types_part), &types))
        original->relations = marked_relations(original, xlsx_list_part(xlsx));
    *problem = original->problem;
    return problem->len ? NULL : original;
}

XlsxSheets marked_sheets(const Original *original)
{
    return xlsx_sheets(original->xlsx);
}

XlsxMerges marked_merges(Original *original, const XlsxSheet *sheet, Arena *arena)
{
    return xlsx_merges(original->xlsx, sheet, arena);
}

bool marked_has_macros(const Original *original)
{
    return original->has_macros;
}

void marked_begin(Original *original, Book *book, MarkedReply reply)
{
    original->reply = reply;
    original->package = package_open(original->arena);
    original->types = marked_replace(original, str_of(types_part)); /* first, for programs that look no further */
    original->book = book;
    marked_read_styles(original);
    book_open_within(book, original->arena, original->package, marked_first_style(original));
    book->is_strict = original->is_strict;
}

BookSheet *marked_add_sheet(Original *original, Str name)
{
    Str part = marked_new_part(original, XLSX_FOUND_PART, ".xml");
    for (size_t i = 0; i < original->names.count; i++)
        book_sheet_there(original->book, original->names.at[i]);
    BookSheet *sheet = book_sheet_in(original->book, name, part);
    original->added_name = book_sheet_name(sheet);
    original->added_id = marked_relate(original, &original->relations, "/worksheet", part);
    marked_add_type(original, part, OOXML_TYPE "worksheet+xml");
    return sheet;
}

/* ---- finishing */

static void copy_entry(Original *original, size_t index)
{
    XlsxEntry entry;
    Str problem = { 0 };
    char chunk[1 << 14];
    if (!xlsx_zip_entry(original->zip, original->arena, index, &entry, &problem)) {
        marked_fail(original, problem);
        return;
    }
    Part *part =
        package_copied(original->package, entry.name, &(PackedPart) { entry.checksum, entry.method, entry.size, entry.is_old_name });
    uint64_t copied = 0;
    Input *input = entry.packed_size ? xlsx_zip_packed(original->zip, original->arena, index, &problem) : NULL;
    for (long got; input && (got = input->read(input, chunk, sizeof chunk)) > 0; copied += (uint64_t) got)
        part_add_packed(part, (Str) { chunk, (size_t) got });
    if (copied != entry.packed_size)
        marked_fail(original, problem.len ? problem : arena_format(original->arena, "%.*s is damaged", STR_ARG(entry.name)));
    if (input)
        input_close(input);
}

static bool begin_again(Original *original, Input *finished)
{
    bool begun = finished->seek(finished, 0);
    if (!begun)
        marked_fail(original, arena_format(original->arena, "cannot read a temporary file: %s", strerror(errno)));
    return begun;
}

static void copy_all(Original *original, Input *finished, Output *out)
{
    char chunk[1 << 14];
    long got;
    while ((got = finished->read(finished, chunk, sizeof chunk)) > 0)
        output_add(out, (Str) { chunk, (size_t) got });
    if (got < 0)
        marked_fail(original, arena_str(original->arena, str_of(finished->problem)));
}

/* To a temporary file first; what cannot be read again there goes no further. */
static void marked_hand_over(Original *original, Output *out)
{
    Output *written;
    Input *finished;
    if (!temporary_pair(original->arena, &written, &finished)) {
        marked_fail(original, arena_format(original->arena, "cannot make a temporary file: %s", strerror(errno)));
        return;
    }
    package_write(original->package, written);
    if (!output_flush(written))
        marked_fail(original, arena_str(original->arena, output_problem(written)));
    else if (begin_again(original, finished) && marked_read_again(original, finished) && begin_again(original, finished))
        copy_all(original, finished, out);
    input_close(finished);
}

Str marked_finish(Original *original, Output *out)
{
    Patch list = { .context = original, .end = put_sheet }, types = { .context = original, .end = put_types, .part = original->types };
    book_end_sheets(original->book);
    marked_write_styles(original);
    marked_patch(original, xlsx_list_part(original->xlsx), NULL, &list);
    marked_write_people(original);
    marked_write_relations(original, &original->relations);
    marked_patch(original, str_of(types_part), NULL, &types);
    for (size_t i = 0; i < xlsx_zip_count(original->zip) && original->problem.len == 0; i++)
        if (!original->replaced[i])
            copy_entry(original, i);
    Str problem = package_finish(original->package);
    if (original->problem.len == 0 && problem.len > 0)
        output_refuse(out, problem);
    else if (original->problem.len == 0)
        marked_hand_over(original, out);
    return original->problem;
}
