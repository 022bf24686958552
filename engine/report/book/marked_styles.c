/* The styles of a workbook with those that remarks need: each the style that a cell had, with another fill. Behind the styles that are
   there come the looks of the sheet that is added, then these. */
#include "report/book/marked_parts.h"

enum { MOST_STYLES = 64000 };

static Str no_styles(const Original *original)
{
    static const char styles[] =
        XML_HEAD "<styleSheet xmlns=\"%s\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
                 "<fills count=\"2\">" BOOK_GIVEN "</fills>"
                 "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\">"
                 "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"1\"><xf numFmtId=\"0\" "
                 "fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>";
    return arena_format(original->arena, styles, ooxml_main(original->is_strict));
}

/* ---- reading */

typedef struct {
    Original *original;
    unsigned *counted; /* what the children of the list at hand count */
    bool in_list;      /* of the styles of cells */
    size_t start;      /* of one of them */
} Reading;

static void begin_list(Reading *reading, Str name)
{
    MarkedStyles *styles = &reading->original->styles;
    const struct {
        const char *name;
        unsigned *count;
    } lists[] = { { "fonts", &styles->fonts }, { "fills", &styles->fills }, { "borders", &styles->borders } };
    styles->has_fills |= str_is(name, "fills");
    reading->counted = NULL;
    reading->in_list = str_is(name, "cellXfs");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (str_is(name, lists[i].name))
            reading->counted = lists[i].count;
}

static void read_start(Patch *patch, Str name, const char **attributes)
{
    Reading *reading = patch->context;
    (void) attributes;
    if (patch->depth == 1)
        begin_list(reading, name);
    if (patch->depth != 2)
        return;
    reading->start = patch->out.len;
    if (reading->counted)
        ++*reading->counted;
}

static void marked_styles_read_end(Patch *patch, Str name)
{
    Reading *reading = patch->context;
    Original *original = reading->original;
    if (patch->depth != 2 || !reading->in_list || !str_is(name, "xf"))
        return;
    Str style = arena_format(original->arena, "%.*s%.*s", STR_ARG(str_slice(text_str(&patch->out), reading->start, patch->out.len)),
                             STR_ARG(text_str(&patch->tag)));
    arena_push(original->arena, &original->styles.list, style);
}

void marked_read_styles(Original *original)
{
    MarkedStyles *styles = &original->styles;
    Reading reading = { .original = original };
    Patch patch = { .context = &reading, .start = read_start, .end = marked_styles_read_end };
    Str part = xlsx_styles_part(original->xlsx);
    if (part.len) {
        marked_look(original, part, &patch);
    } else {
        Str problem;
        patch_run(&patch, original->arena, input_of_bytes(original->arena, STR("styles"), no_styles(original), 0), &problem);
    }
    styles->coloured = arena_array(original->arena, unsigned, (styles->list.count + 1) * MARKED_SEVERITIES);
}

unsigned marked_first_style(const Original *original)
{
    return (unsigned) original->styles.list.count;
}

unsigned marked_style(Original *original, unsigned style, BookFormat format)
{
    MarkedStyles *styles = &original->styles;
    size_t count = styles->list.count;
    if (style >= count || count + styles->added.count > MOST_STYLES)
        return marked_first_style(original) + (unsigned) format;
    unsigned *coloured = &styles->coloured[style * MARKED_SEVERITIES + (unsigned) (format - BOOK_ERROR) / 2];
    if (*coloured)
        return *coloured;
    ColouredStyle added = { style, format };
    *coloured = (unsigned) (count + BOOK_FORMAT_COUNT + styles->added.count);
    arena_push(original->arena, &styles->added, added);
    return *coloured;
}

/* ---- writing: lists get longer, and those that are not there come in their place */

typedef enum { STYLES_FONTS, STYLES_FILLS, STYLES_BORDERS, STYLES_CELLS, STYLES_LISTS } StyleList;

typedef struct {
    Original *original;
    bool done[STYLES_LISTS];
} Writing;

static unsigned first_fill(const MarkedStyles *styles)
{
    return styles->has_fills ? styles->fills : BOOK_GIVEN_FILLS;
}

static unsigned marked_styles_count_of(const MarkedStyles *styles, StyleList list)
{
    switch (list) {
    case STYLES_FONTS: return styles->fonts + BOOK_FORMAT_COUNT;
    case STYLES_FILLS: return first_fill(styles) + BOOK_FORMAT_COUNT;
    case STYLES_BORDERS: return styles->borders + BOOK_BORDERS;
    default: return (unsigned) (styles->list.count + BOOK_FORMAT_COUNT + styles->added.count);
    }
}

static void add_coloured(Text *out, const Original *original, ColouredStyle coloured)
{
    Text style = text_in(original->arena);
    unsigned fill = first_fill(&original->styles) + (unsigned) coloured.format;
    text_add(&style, original->styles.list.at[coloured.style]);
    tag_set(&style, "fillId", arena_format(original->arena, "%u", fill));
    tag_set(&style, "applyFill", STR("1"));
    text_add(out, text_str(&style));
}

/* Styles that are copied have their prefix already. */
static void put_styles(Patch *patch, const Original *original)
{
    const MarkedStyles *styles = &original->styles;
    Text text = text_in(original->arena);
    BookStyles first = { styles->fonts, first_fill(styles), styles->borders, false };
    book_add_looks(&text, &first, 0);
    patch_put(patch, text_str(&text));
    for (size_t i = 0; i < styles->added.count; i++)
        add_coloured(&patch->out, original, styles->added.at[i]);
}

static void put_list(Patch *patch, const Original *original, StyleList list)
{
    Text text = text_in(original->arena);
    if (list == STYLES_FONTS)
        book_add_fonts(&text);
    if (list == STYLES_FILLS && !original->styles.has_fills)
        text_add(&text, STR(BOOK_GIVEN));
    if (list == STYLES_FILLS)
        book_add_fills(&text);
    if (list == STYLES_BORDERS)
        book_add_borders(&text);
    patch_put(patch, text_str(&text));
    if (list == STYLES_CELLS)
        put_styles(patch, original);
}

/* What may stand in a part of styles, in its order, and the list that is the same. */
static const struct {
    const char *name;
    StyleList list;
} order[] = { { "numFmts", STYLES_LISTS },      { "fonts", STYLES_FONTS },   { "fills", STYLES_FILLS },     { "borders", STYLES_BORDERS },
              { "cellStyleXfs", STYLES_LISTS }, { "cellXfs", STYLES_CELLS }, { "cellStyles", STYLES_LISTS } };
enum { ORDER = sizeof order / sizeof *order };

static size_t marked_styles_rank_of(Str name)
{
    size_t rank = 0;
    while (rank < ORDER && !str_is(name, order[rank].name))
        rank++;
    return rank;
}

static void put_missing(Patch *patch, Writing *writing, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        StyleList list = order[i].list;
        if (list == STYLES_LISTS || writing->done[list])
            continue;
        writing->done[list] = true;
        patch_put(patch,
                  arena_format(patch->arena, "<%s count=\"%u\">", order[i].name, marked_styles_count_of(&writing->original->styles, list)));
        put_list(patch, writing->original, list);
        patch_put(patch, arena_format(patch->arena, "</%s>", order[i].name));
    }
}

static void write_start(Patch *patch, Str name, const char **attributes)
{
    Writing *writing = patch->context;
    (void) attributes;
    if (patch->depth != 1)
        return;
    size_t rank = marked_styles_rank_of(name);
    put_missing(patch, writing, rank);
    if (rank == ORDER || order[rank].list == STYLES_LISTS)
        return;
    writing->done[order[rank].list] = true;
    patch_set(patch, "count", arena_format(patch->arena, "%u", marked_styles_count_of(&writing->original->styles, order[rank].list)));
}

static void write_end(Patch *patch, Str name)
{
    Writing *writing = patch->context;
    size_t rank = marked_styles_rank_of(name);
    if (patch->depth == 0)
        put_missing(patch, writing, ORDER);
    else if (patch->depth == 1 && rank < ORDER && order[rank].list != STYLES_LISTS)
        put_list(patch, writing->original, order[rank].list);
}

void marked_write_styles(Original *original)
{
    Writing writing = { .original = original };
    Patch patch = { .context = &writing, .start = write_start, .end = write_end };
    Str part = xlsx_styles_part(original->xlsx);
    if (part.len == 0) {
        part = marked_new_part(original, "xl/styles", ".xml");
        marked_add_type(original, part, OOXML_TYPE "styles+xml");
        marked_relate(original, &original->relations, "/styles", part);
    }
    marked_patch(original, part, no_styles(original).at, &patch);
}
