/* Rows of a host: looked at before they are believed, and kept where they are read twice.

   A host owns what it hands over until it is asked for the next rows. What is kept is copied whole, and only the columns that are
   wanted: the others need not even be there. */
#include "read/source.h"

#include "base/memory.h"

/* ---- the host's own callback */

typedef struct {
    bool (*next)(void *context, duly_rows *rows);
    void *context;
} Callback;

static bool call_host(RecordSource *source, duly_rows *rows)
{
    const Callback *callback = source->state;
    bool ok;
    MEMORY_OUTSIDE(ok = callback->next(callback->context, rows));
    return ok;
}

static bool open_callback(RecordSource *source, const duly_source *given, Str *problem)
{
    Callback *callback = arena_new(source->arena, Callback);
    Str *headings = arena_array(source->arena, Str, given->heading_count);
    *callback = (Callback) { given->next, given->context };
    source->next = call_host;
    source->state = callback;
    if (given->heading_count == 0 || !given->headings) {
        *problem = STR("records that come from memory name their columns first, and these have none");
        return false;
    }
    for (size_t i = 0; i < given->heading_count; i++)
        headings[i] = arena_str(source->arena, given->headings[i]);
    source->headings = headings;
    source->count = given->heading_count;
    return true;
}

RecordSource *source_open(Arena *arena, const duly_source *given, Str *problem)
{
    RecordSource *source = arena_new(arena, RecordSource);
    *source = (RecordSource) { .arena = arena, .name = arena_str(arena, given->name) };
    bool ok = given->stream ? source_open_arrow(source, given->stream, problem) : open_callback(source, given, problem);
    if (!ok)
        return NULL;
    source->wanted = arena_array(arena, bool, source->count);
    return source;
}

/* ---- what cannot be: a host is a program, and programs have mistakes */

static bool source_fail(RecordSource *source, Str sentence)
{
    source->is_over = true;
    source->problem = arena_str(source->arena, sentence);
    return false;
}

static bool check_columns(RecordSource *source, const duly_rows *rows)
{
    for (size_t i = 0; i < source->count; i++) {
        const duly_values *column = &rows->columns[i];
        if (!source->wanted[i])
            continue;
        if ((unsigned) column->type > DULY_INSTANTS || !column->values)
            return source_fail(source,
                               arena_format(source->arena, "the column '%.*s' was given without values", STR_ARG(source->headings[i])));
    }
    return true;
}

static bool ask(RecordSource *source, duly_rows *rows)
{
    *rows = (duly_rows) { .size = sizeof *rows };
    if (source->is_over)
        return false;
    if (!source->next(source, rows))
        return source_fail(source,
                           rows->problem.len ? rows->problem : STR("the program that gives the records failed, and does not say why"));
    source->is_over = rows->count == 0;
    if (source->is_over)
        return false;
    if (rows->count > UINT64_MAX / (source->count * sizeof(duly_text)))
        return source_fail(source, STR("more rows were given than there can be"));
    if (rows->cells)
        return true;
    return rows->columns ? check_columns(source, rows) : source_fail(source, STR("rows were given without cells"));
}

/* ---- keeping */

static const void *keep_bytes(Arena *arena, const void *bytes, size_t size)
{
    void *kept = arena_alloc(arena, size + 1);
    memcpy(kept, bytes, size);
    return kept;
}

static const duly_text *source_keep_texts(Arena *arena, const duly_text *texts, size_t count)
{
    duly_text *kept = arena_array(arena, duly_text, count);
    for (size_t i = 0; i < count; i++)
        if (texts[i].at)
            kept[i] = arena_str(arena, texts[i]);
    return kept;
}

static duly_values keep_column(Arena *arena, const duly_values *column, size_t count)
{
    static const size_t sizes[] = { [DULY_INTS] = sizeof(int64_t),
                                    [DULY_DOUBLES] = sizeof(double),
                                    [DULY_BOOLS] = 1,
                                    [DULY_DAYS] = sizeof(int32_t),
                                    [DULY_INSTANTS] = sizeof(int64_t) };
    duly_values kept = { .type = column->type };
    if (column->missing)
        kept.missing = keep_bytes(arena, column->missing, count);
    kept.values = column->type == DULY_TEXTS ? source_keep_texts(arena, column->values, count)
                                             : keep_bytes(arena, column->values, count * sizes[column->type]);
    return kept;
}

static void source_keep(RecordSource *source, const duly_rows *rows)
{
    size_t count = (size_t) rows->count;
    duly_rows kept = { .size = sizeof kept, .count = count };
    if (rows->cells) {
        kept.cells = source_keep_texts(source->arena, rows->cells, count * source->count);
    } else {
        duly_values *columns = arena_array(source->arena, duly_values, source->count);
        for (size_t i = 0; i < source->count; i++)
            if (source->wanted[i])
                columns[i] = keep_column(source->arena, &rows->columns[i], count);
        kept.columns = columns;
    }
    arena_push(source->arena, &source->kept, kept);
}

bool source_next(RecordSource *source, duly_rows *rows)
{
    if (source->given < source->kept.count) {
        *rows = source->kept.at[source->given++];
        return true;
    }
    if (!ask(source, rows))
        return false;
    if (!source->keeps)
        return true;
    source_keep(source, rows);
    *rows = source->kept.at[source->given++];
    return true;
}

void source_rewind(RecordSource *source)
{
    source->given = 0;
}
