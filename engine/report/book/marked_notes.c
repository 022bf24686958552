/* Comments of a sheet, and the boxes that programs show them in: added to those that are there. A cell has one comment: where it has one
   already, ours stands below. The boxes are in a language older than XML, which not every program writes as XML: they are taken as a
   text, and ours are put before its end. */
#include "report/book/marked_parts.h"
#include "base/ascii.h"

#include <stdlib.h>

enum { STEP = 1 << 20, BOX_BYTES = 256 << 20, BLOCK = 1024 };

static const char no_comments[] = XML_HEAD "<comments xmlns=\"%s\"><authors/><commentList/></comments>";

/* ---- comments */

typedef struct {
    Original *original;
    CellRemarks *remarks;
    CellRemark *at; /* the remark on the cell whose comment is at hand; NULL: none */
    size_t authors;
} Notes;

static int marked_notes_compare(const void *a, const void *b)
{
    const CellRemark *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return one->column < other->column ? -1 : one->column > other->column;
}

CellRemark *marked_remark_at(const CellRemarks *remarks, Str address)
{
    CellRemark wanted = { 0 };
    uint32_t row;
    if (!xlsx_read_address(address, &wanted.column, &row))
        return NULL;
    wanted.row = row - 1;
    return bsearch(&wanted, remarks->at, remarks->count, sizeof wanted, marked_notes_compare);
}

Str marked_escaped(Original *original, Arena *arena, Str comment)
{
    Text clean = text_in(arena), text = text_in(arena);
    original->book->cut += book_add_clean(&clean, comment, BOOK_COMMENT_UNITS);
    book_add_escaped(&text, text_str(&clean));
    return text_str(&text);
}

static void marked_notes_start(Patch *patch, Str name, const char **attributes)
{
    Notes *notes = patch->context;
    if (str_is(name, "author"))
        notes->authors++;
    else if (str_is(name, "comment"))
        notes->at = marked_remark_at(notes->remarks, xml_attribute(attributes, "ref"));
}

/* Below what stands there, in a run of its own; a reply as Excel tells it. */
static void add_to_comment(Patch *patch, Notes *notes)
{
    Str reply = notes->original->reply.heading;
    if (!notes->at || notes->at->is_said)
        return;
    notes->at->is_said = true;
    Str before = notes->at->is_reply ? arena_format(patch->arena, "%.*s\n    ", STR_ARG(reply)) : STR("\n");
    patch_put(patch, arena_format(patch->arena, "<r><t xml:space=\"preserve\">\n%.*s%.*s</t></r>", STR_ARG(before),
                                  STR_ARG(marked_escaped(notes->original, patch->arena, notes->at->comment))));
}

static void put_comments(Patch *patch, Notes *notes)
{
    for (size_t i = 0; i < notes->remarks->count; i++) {
        const CellRemark *remark = &notes->remarks->at[i];
        ArenaMark mark = arena_mark(&notes->original->scratch);
        if (remark->is_said)
            continue;
        Str text = marked_escaped(notes->original, &notes->original->scratch, remark->comment);
        patch_put(patch, arena_format(&notes->original->scratch,
                                      "<comment ref=\"%s\" authorId=\"%zu\"><text><t xml:space=\"preserve\">%.*s</t></text></comment>",
                                      xlsx_address(remark->column, (uint64_t) remark->row + 1).text, notes->authors - 1, STR_ARG(text)));
        patch_flush(patch);
        arena_back(&notes->original->scratch, &mark);
    }
}

static void marked_notes_end(Patch *patch, Str name)
{
    Notes *notes = patch->context;
    if (str_is(name, "authors")) {
        notes->authors++;
        patch_put(patch, STR("<author>duly</author>"));
    } else if (str_is(name, "text")) {
        add_to_comment(patch, notes);
    } else if (str_is(name, "commentList")) {
        put_comments(patch, notes);
    }
}

static void write_comments(Original *original, MarkedRelations *relations, CellRemarks *remarks)
{
    Notes notes = { .original = original, .remarks = remarks };
    Patch patch = { .context = &notes, .start = marked_notes_start, .end = marked_notes_end };
    Str part = marked_related(relations, "/comments");
    if (part.len == 0) {
        part = marked_new_part(original, "xl/commentsDuly", ".xml");
        marked_relate(original, relations, "/comments", part);
        marked_add_type(original, part, OOXML_TYPE "comments+xml");
    }
    marked_patch(original, part, arena_format(original->arena, no_comments, ooxml_main(original->is_strict)).at, &patch);
}

/* ---- boxes */

static const char no_boxes[] = BOOK_OPEN_BOXES "1\"/></o:shapelayout>\n</xml>";

static Str read_boxes(Original *original, Str part)
{
    Text bytes = text_in(original->arena);
    Str problem = { 0 };
    if (!xlsx_zip_has(original->zip, part))
        return str_of(no_boxes);
    Input *input = xlsx_zip_part(original->zip, original->arena, part, &problem);
    char chunk[1 << 14];
    for (long got; input && (got = input->read(input, chunk, sizeof chunk)) != 0;) {
        if (got < 0 || bytes.len > BOX_BYTES) {
            problem = got < 0 ? arena_str(original->arena, str_of(input->problem)) : STR("its comments have more boxes than any workbook");
            break;
        }
        text_add(&bytes, (Str) { chunk, (size_t) got });
    }
    if (input)
        input_close(input);
    if (problem.len)
        marked_fail(original, problem);
    return text_str(&bytes);
}

/* Boxes have numbers, by the thousand; the first thousand in which there is none yet. */
static unsigned free_block(Str bytes)
{
    uint64_t most = 0;
    Str name = STR("_x0000_s");
    for (size_t at = str_find(bytes, name, 0); at != SIZE_MAX; at = str_find(bytes, name, at)) {
        size_t end = at += name.len;
        uint64_t number;
        while (end < bytes.len && end - at < 9 && ascii_is_digit(bytes.at[end]))
            end++;
        if (str_to_uint(str_slice(bytes, at, end), &number) && number > most)
            most = number;
    }
    return (unsigned) (most / BLOCK + 1);
}

/* The drawing says which thousands are its own. */
static void add_opening(Text *out, Str bytes, unsigned block, size_t count)
{
    size_t map = str_find(bytes, STR("idmap"), 0), data = map == SIZE_MAX ? SIZE_MAX : str_find(bytes, STR("data=\""), map);
    size_t close = data == SIZE_MAX ? SIZE_MAX : str_find(bytes, STR("\""), data + 6);
    size_t at = close == SIZE_MAX ? 0 : close;
    text_add(out, str_slice(bytes, 0, at));
    for (size_t i = 0; close != SIZE_MAX && i <= count / BLOCK; i++)
        if (block + i > 1 || data + 6 == close)
            text_format(out, ",%u", block + (unsigned) i);
    text_add(out, str_slice(bytes, at, bytes.len));
}

static size_t last_end(Str bytes)
{
    size_t last = SIZE_MAX;
    for (size_t at = str_find(bytes, STR("</xml"), 0); at != SIZE_MAX; at = str_find(bytes, STR("</xml"), at + 1))
        last = at;
    return last;
}

/* Names of another program's spaces may not be ours. */
static void declare_spaces(Text *text)
{
    static const char *const spaces[][2] = { { "xmlns:v", "urn:schemas-microsoft-com:vml" },
                                             { "xmlns:o", "urn:schemas-microsoft-com:office:office" },
                                             { "xmlns:x", "urn:schemas-microsoft-com:office:excel" } };
    size_t start = str_find(text_str(text), STR("<xml"), 0);
    Text root = text_in(text->arena);
    if (start == SIZE_MAX)
        return;
    text_add(&root, str_slice(text_str(text), start, text->len));
    for (size_t i = 0; i < 3; i++)
        tag_set(&root, spaces[i][0], str_of(spaces[i][1]));
    text->len = start;
    text_add(text, text_str(&root));
}

static void add_boxes(Part *part, Text *text, const CellRemarks *remarks, unsigned id)
{
    if (str_find(text_str(text), STR("id=\"_x0000_t202\""), 0) == SIZE_MAX)
        book_add_box_type(text);
    for (size_t i = 0; i < remarks->count; i++) {
        const CellRemark *remark = &remarks->at[i];
        BookNote note = { remark->row, remark->column, book_lines_of(remark->comment) };
        if (!remark->is_said)
            book_add_box(text, &note, id++);
        if (text->len < STEP)
            continue;
        part_add(part, text_str(text));
        text_clear(text);
    }
}

static void write_boxes(Original *original, Str name, const CellRemarks *remarks)
{
    Str bytes = read_boxes(original, name);
    size_t end = last_end(bytes);
    if (end == SIZE_MAX && original->problem.len == 0)
        marked_fail(original, arena_format(original->arena, "%.*s, which has the boxes of its comments, has no end", STR_ARG(name)));
    if (original->problem.len)
        return;
    Text text = text_in(original->arena);
    unsigned block = free_block(bytes);
    Part *part = marked_replace(original, name);
    add_opening(&text, str_slice(bytes, 0, end), block, remarks->count);
    declare_spaces(&text);
    add_boxes(part, &text, remarks, block * BLOCK + 1);
    text_add(&text, str_slice(bytes, end, bytes.len));
    part_add(part, text_str(&text));
    part_end(part);
}

void marked_write_notes(Original *original, MarkedRelations *relations, Str boxes, CellRemarks *remarks)
{
    marked_reply(original, relations, remarks);
    write_comments(original, relations, remarks);
    if (original->problem.len == 0)
        write_boxes(original, boxes, remarks);
}
