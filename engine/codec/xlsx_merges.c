/* Merged cells. They stand behind the rows of a sheet, and rows stream: so the sheet is passed once before, as bytes and not as XML,
   and only what follows the rows is parsed. What is wrong with the sheet is met when its rows are read. */
#include "codec/xlsx_parts.h"

#include <stdlib.h>

enum { CHUNK = 64 << 10, CARRIED = 64, MOST_MERGES = 1 << 20 };

/* ---- what follows the rows, as an input of its own: "<worksheet>" and the bytes behind "</sheetData" */

typedef struct {
    Input *sheet;
    char bytes[CHUNK + CARRIED]; /* the end of the chunk before and a chunk */
    size_t at, len;              /* what of them is to be handed on */
    bool found;
} Tail;

static const char opening[] = "<worksheet>";

/* Whether the name at a place ends the element: "</sheetData>", with a prefix or without. */
/* The same letters in a cell are preceded by no </, for there < is written &lt;. */
static bool ends_rows(Str bytes, size_t name)
{
    size_t at = name;
    while (at > 0 && name - at < CARRIED / 2 && bytes.at[at - 1] != '<')
        at--;
    return at > 0 && bytes.at[at - 1] == '<' && bytes.at[at] == '/';
}

static bool merges_find_end(Tail *tail)
{
    Str bytes = { tail->bytes, tail->len }, name = STR("sheetData");
    for (size_t at = 0; (at = str_find(bytes, name, at)) != SIZE_MAX; at++)
        if (ends_rows(bytes, at)) {
            tail->at = at + name.len;
            return true;
        }
    return false;
}

/* Passes bytes until the rows have ended; below 0 on failure, 0 at the end of the sheet. */
static long pass_rows(Tail *tail)
{
    long got = 1;
    tail->len = 0;
    while (!tail->found) {
        size_t kept = tail->len < CARRIED ? tail->len : CARRIED;
        memmove(tail->bytes, tail->bytes + tail->len - kept, kept);
        got = tail->sheet->read(tail->sheet, tail->bytes + kept, CHUNK);
        if (got <= 0)
            return got;
        tail->len = kept + (size_t) got;
        tail->found = merges_find_end(tail);
    }
    return got;
}

static long xlsx_merges_read_tail(Input *input, char *buffer, size_t size)
{
    Tail *tail = input->state;
    if (!tail->found) {
        long got = pass_rows(tail);
        if (got <= 0)
            return got;
        memcpy(buffer, opening, sizeof opening - 1);
        return sizeof opening - 1;
    }
    if (tail->at == tail->len)
        return tail->sheet->read(tail->sheet, buffer, size);
    size_t len = tail->len - tail->at < size ? tail->len - tail->at : size;
    memcpy(buffer, tail->bytes + tail->at, len);
    tail->at += len;
    return (long) len;
}

static void close_tail(Input *input)
{
    Tail *tail = input->state;
    input_close(tail->sheet);
}

/* ---- the merged cells */

/* "B2:D4"; false when it is none, or a single cell. */
static bool read_range(Str ref, XlsxMerge *merge)
{
    size_t colon = str_find(ref, STR(":"), 0);
    if (colon == SIZE_MAX)
        return false;
    return xlsx_read_address(str_slice(ref, 0, colon), &merge->first_column, &merge->first_row) &&
           xlsx_read_address(str_slice(ref, colon + 1, ref.len), &merge->last_column, &merge->last_row) &&
           merge->first_column <= merge->last_column && merge->first_row <= merge->last_row;
}

static void xlsx_merges_start(Xml *xml, Str name, const char **attributes)
{
    XlsxMerges *merges = xml->context;
    XlsxMerge merge;
    if (str_is(name, "mergeCell") && merges->count < MOST_MERGES && read_range(xml_attribute(attributes, "ref"), &merge))
        arena_push(xml->arena, merges, merge);
}

static void xlsx_merges_end(Xml *xml, Str name)
{
    (void) xml;
    (void) name;
}

static int xlsx_merges_compare(const void *a, const void *b)
{
    const XlsxMerge *one = a, *other = b;
    if (one->first_row != other->first_row)
        return one->first_row < other->first_row ? -1 : 1;
    return one->first_column < other->first_column ? -1 : one->first_column > other->first_column;
}

void xlsx_merges_sort(XlsxMerges *merges)
{
    if (merges->count)
        qsort(merges->at, merges->count, sizeof *merges->at, xlsx_merges_compare);
}

XlsxMerges xlsx_merges_of(Arena *arena, Input *sheet)
{
    XlsxMerges merges = { 0 };
    Tail *tail = arena_new(arena, Tail);
    tail->sheet = sheet;
    Input *input = arena_new(arena, Input);
    *input = (Input) { .read = xlsx_merges_read_tail, .close = close_tail, .name = sheet->name, .state = tail };
    Xml xml = { .context = &merges, .start = xlsx_merges_start, .end = xlsx_merges_end };
    xml_open(&xml, arena, input);
    xml_read_all(&xml);
    xlsx_merges_sort(&merges);
    return merges;
}
