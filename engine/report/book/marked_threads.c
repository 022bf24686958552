/* Conversations on cells (MS-XLSX 2.1.37: threadedComments, persons). Where a cell has one, Excel shows that and not its comment, which is
   there for programs that know no conversations and is made anew from it: what is added to the comment alone, nobody sees who uses Excel,
   and it is gone when the workbook is saved. So a remark on such a cell is a reply in its conversation, by a person of our own; the comment
   gets it too, in the words in which Excel tells a reply there (marked_notes.c). What was settled is open again: else the reply would stand
   folded away.

   The same run writes the same bytes. So a reply is of the day of the run, or of the moment of what was said last where that is later, and
   its id is made of what it replies to and what it says. */
#include "base/ascii.h"
#include "base/hash.h"
#include "report/book/marked_parts.h"

#define OFFICE_2017 "http://schemas.microsoft.com/office/2017/10/relationships"
#define OUR_PERSON "{64756C79-0000-4000-8000-000000000001}"

/* On the cell of one remark. */
typedef struct {
    Str root, last, moment; /* ids of its first and last comment, and when that was made; no root: the cell has none */
} Thread;

typedef struct {
    Original *original;
    CellRemarks *remarks;
    Thread *threads; /* by remark */
    size_t count;    /* of remarks on cells that have one */
    bool is_done;    /* the replies are there */
} Threads;

/* ---- what is there */

static Thread *thread_at(const Threads *threads, const char **attributes)
{
    CellRemark *remark = marked_remark_at(threads->remarks, xml_attribute(attributes, "ref"));
    return remark ? &threads->threads[remark - threads->remarks->at] : NULL;
}

static void take_comment(Patch *patch, Str name, const char **attributes)
{
    Threads *threads = patch->context;
    Thread *thread = str_is(name, "threadedComment") ? thread_at(threads, attributes) : NULL;
    Str id = xml_attribute(attributes, "id"), parent = xml_attribute(attributes, "parentId"), moment = xml_attribute(attributes, "dT");
    if (!thread || id.len == 0)
        return;
    threads->count += thread->root.len == 0;
    if (thread->root.len == 0)
        thread->root = arena_str(patch->arena, parent.len ? parent : id);
    thread->last = arena_str(patch->arena, id);
    if (str_compare(moment, thread->moment) > 0)
        thread->moment = arena_str(patch->arena, moment);
}

/* ---- replies */

/* As ids are written: {8-4-4-4-12}. */
static Str new_id(const Threads *threads, const Thread *thread, const CellRemark *remark)
{
    char hex[65];
    Sha256 hash;
    sha256_start(&hash);
    sha256_add(&hash, thread->last);
    sha256_add(&hash, remark->comment);
    sha256_end(&hash, hex);
    for (char *c = hex; *c; c++)
        *c = ascii_upper(*c);
    return arena_format(threads->original->arena, "{%.8s-%.4s-%.4s-%.4s-%.12s}", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static void put_replies(Patch *patch, Threads *threads)
{
    Original *original = threads->original;
    for (size_t i = 0; i < threads->remarks->count && !threads->is_done; i++) {
        const CellRemark *remark = &threads->remarks->at[i];
        const Thread *thread = &threads->threads[i];
        if (thread->root.len == 0)
            continue;
        Str moment = str_compare(thread->moment, original->reply.moment) > 0 ? thread->moment : original->reply.moment;
        Str id = new_id(threads, thread, remark), text = marked_escaped(original, patch->arena, remark->comment);
        patch_put(patch, arena_format(patch->arena,
                                      "<threadedComment ref=\"%s\" dT=\"%.*s\" personId=\"" OUR_PERSON
                                      "\" id=\"%.*s\" parentId=\"%.*s\"><text>%.*s</text></threadedComment>",
                                      xlsx_address(remark->column, (uint64_t) remark->row + 1).text, STR_ARG(moment), STR_ARG(id),
                                      STR_ARG(thread->root), STR_ARG(text)));
    }
    threads->is_done = true;
}

static void start_threads(Patch *patch, Str name, const char **attributes)
{
    Threads *threads = patch->context;
    const Thread *thread = str_is(name, "threadedComment") ? thread_at(threads, attributes) : NULL;
    Str done = xml_attribute(attributes, "done");
    if (patch->depth == 1 && str_is(name, "extLst"))
        put_replies(patch, threads);
    else if (thread && str_equal(xml_attribute(attributes, "id"), thread->root) && (str_is(done, "1") || str_is(done, "true")))
        patch_set(patch, "done", STR("0"));
}

static void end_threads(Patch *patch, Str name)
{
    (void) name;
    if (patch->depth == 0)
        put_replies(patch, patch->context);
}

void marked_reply(Original *original, const MarkedRelations *relations, CellRemarks *remarks)
{
    Str part = marked_related(relations, "/threadedComment");
    if (part.len == 0 || !xlsx_zip_has(original->zip, part))
        return;
    Threads threads = { .original = original, .remarks = remarks, .threads = arena_array(original->arena, Thread, remarks->count) };
    Patch look = { .context = &threads, .start = take_comment };
    Patch patch = { .context = &threads, .start = start_threads, .end = end_threads };
    if (!marked_look(original, part, &look) || threads.count == 0)
        return;
    for (size_t i = 0; i < remarks->count; i++)
        remarks->at[i].is_reply = threads.threads[i].root.len > 0;
    original->has_replies = true;
    marked_patch(original, part, NULL, &patch);
}

/* ---- who replies */

typedef struct {
    bool is_there;
} People;

static void take_person(Patch *patch, Str name, const char **attributes)
{
    People *people = patch->context;
    people->is_there |= str_is(name, "person") && str_is(xml_attribute(attributes, "id"), OUR_PERSON);
}

static void put_person(Patch *patch)
{
    People *people = patch->context;
    if (!people->is_there)
        patch_put(patch, STR("<person displayName=\"duly\" id=\"" OUR_PERSON "\" userId=\"duly\" providerId=\"None\"/>"));
    people->is_there = true;
}

static void start_people(Patch *patch, Str name, const char **attributes)
{
    (void) attributes;
    if (patch->depth == 1 && str_is(name, "extLst"))
        put_person(patch);
}

static void end_people(Patch *patch, Str name)
{
    (void) name;
    if (patch->depth == 0)
        put_person(patch);
}

void marked_write_people(Original *original)
{
    static const char none[] = XML_HEAD "<personList xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"/>";
    People people = { false };
    Patch look = { .context = &people, .start = take_person }, patch = { .context = &people, .start = start_people, .end = end_people };
    Str part = original->has_replies ? marked_related(&original->relations, "/person") : (Str) { 0 };
    if (!original->has_replies || (xlsx_zip_has(original->zip, part) && marked_look(original, part, &look) && people.is_there))
        return;
    if (part.len == 0) {
        part = marked_new_part(original, "xl/persons/personDuly", ".xml");
        marked_add_type(original, part, "application/vnd.ms-excel.person+xml");
        marked_relate(original, &original->relations, OFFICE_2017 "/person", part);
    }
    marked_patch(original, part, none, &patch);
}
