/* The marked workbook, read again before anybody has it. It takes the place of the workbook that came, which may be the only one: what is
   handed over must open, hold every part that was there, unchanged where nothing was to be changed, and every row and value of the
   sheets that were marked. That is looked at in the bytes that were written, with the reader and not with what wrote them. */
#include "base/said.h"
#include "codec/workbook_parts.h"
#include "report/book/marked_parts.h"

/* ---- sheets, counted as they stand */

static void count_element(Xml *xml, Str name, const char **attributes)
{
    (void) attributes;
    MarkedTally *tally = xml->context;
    marked_tally(tally, name);
}

void marked_tally(MarkedTally *tally, Str name)
{
    tally->rows += str_is(name, "row");
    tally->cells += str_is(name, "c");
    tally->values += str_is(name, "v") || str_is(name, "f") || str_is(name, "is");
}

static void pass_end(Xml *xml, Str name)
{
    (void) xml;
    (void) name;
}

/* All of a part, which unpacks it, compares its checksum, and finds whatever is no XML. */
static MarkedTally again_read_part(Original *original, XlsxZip *zip, Str name)
{
    MarkedTally tally = { .part = name };
    Xml xml = { .context = &tally, .start = count_element, .end = pass_end };
    Str problem = { 0 };
    Input *input = xlsx_zip_part(zip, original->arena, name, &problem);
    if (!input) {
        marked_fail(original, problem);
        return tally;
    }
    xml_open(&xml, original->arena, input);
    if (!xml_read_all(&xml))
        marked_fail(original, xml.problem);
    return tally;
}

static void compare_tally(Original *original, const MarkedTally *is)
{
    for (size_t i = 0; i < original->tallies.count; i++) {
        const MarkedTally *was = &original->tallies.at[i];
        if (str_equal(was->part, is->part) && (was->rows != is->rows || was->cells != is->cells || was->values != is->values))
            marked_fail(original, arena_format(original->arena, "%.*s has other rows or cells than it should", STR_ARG(is->part)));
    }
}

/* ---- parts */

/* Boxes of comments are looked at as XML where they were XML: buttons have texts that are not. */
static bool was_xml(Original *original, Str name)
{
    MarkedTally tally = { .part = name };
    Xml xml = { .context = &tally, .start = count_element, .end = pass_end };
    Str problem;
    Input *input = xlsx_zip_has(original->zip, name) ? xlsx_zip_part(original->zip, original->arena, name, &problem) : NULL;
    if (!input)
        return true;
    xml_open(&xml, original->arena, input);
    return xml_read_all(&xml);
}

static bool is_xml(Original *original, Str name)
{
    return str_ends_with(name, STR(".xml")) || str_ends_with(name, STR(".rels")) ||
           (str_ends_with(name, STR(".vml")) && was_xml(original, name));
}

/* By name: where an entry of the archive that came stands. Names of one archive are told apart by case alone where they differ. */
static Map entries_of(Original *original)
{
    Map entries = { 0 };
    Str problem;
    for (size_t i = 0; i < xlsx_zip_count(original->zip); i++) {
        XlsxEntry entry;
        if (xlsx_zip_entry(original->zip, original->arena, i, &entry, &problem))
            map_add(&entries, arena_str(original->arena, entry.name), (uint32_t) i);
    }
    return entries;
}

static bool is_copy(Original *original, uint32_t index, const XlsxEntry *is)
{
    XlsxEntry was;
    Str problem;
    return xlsx_zip_entry(original->zip, original->arena, index, &was, &problem) && was.checksum == is->checksum &&
           was.method == is->method && was.size == is->size && was.packed_size == is->packed_size;
}

/* What was copied is there as it was; the rest is read. */
static void compare_entry(Original *original, XlsxZip *zip, const Map *entries, size_t index, size_t *kept)
{
    XlsxEntry entry;
    Str problem;
    if (!xlsx_zip_entry(zip, original->arena, index, &entry, &problem)) {
        marked_fail(original, problem);
        return;
    }
    uint32_t before = map_get(entries, entry.name);
    *kept += before != MAP_NONE;
    if (before != MAP_NONE && !original->replaced[before]) {
        if (!is_copy(original, before, &entry))
            marked_fail(original, arena_format(original->arena, "%.*s is not as it was", STR_ARG(entry.name)));
    } else if (is_xml(original, entry.name)) {
        MarkedTally tally = again_read_part(original, zip, arena_str(original->arena, entry.name));
        compare_tally(original, &tally);
    }
}

static void compare_entries(Original *original, XlsxZip *zip)
{
    size_t kept = 0;
    Map entries = entries_of(original);
    for (size_t i = 0; i < xlsx_zip_count(zip) && original->problem.len == 0; i++)
        compare_entry(original, zip, &entries, i, &kept);
    if (original->problem.len == 0 && kept != xlsx_zip_count(original->zip))
        marked_fail(original, STR("a part of it is missing"));
    map_free(&entries);
}

/* ---- the list of sheets */

static void compare_sheets(Original *original, const Xlsx *again)
{
    XlsxSheets were = xlsx_sheets(original->xlsx), are = xlsx_sheets(again);
    bool same = are.count == were.count + 1 && str_equal(are.at[were.count].name, original->added_name);
    for (size_t i = 0; same && i < were.count; i++)
        same = str_equal(were.at[i].name, are.at[i].name);
    if (!same)
        marked_fail(original, STR("its sheets are not those it should have"));
}

bool marked_read_again(Original *original, Input *finished)
{
    Str problem = { 0 };
    Workbook *book = workbook_open(original->arena, finished, &problem);
    const Xlsx *again = book ? workbook_xlsx_of(book) : NULL;
    if (again) {
        compare_sheets(original, again);
        compare_entries(original, xlsx_archive(again));
    } else {
        marked_fail(original, problem.len ? problem : STR("it is no workbook"));
    }
    if (original->problem.len)
        original->problem = arena_format(original->arena, "what was made of it could not be read again, and was not kept: %.*s",
                                         STR_ARG(said_str(original->arena->language, original->problem)));
    return original->problem.len == 0;
}
