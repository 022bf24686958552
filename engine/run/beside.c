/* A folder may be named, or a file in it: the same files lie beside the records either way. What cannot be looked at counts as there, since
   it cannot be read either, and that is told; a pipe does not, for who waits for it may wait for ever. */
#include "run/beside.h"

#include "base/io.h"
#include "base/map.h"

static bool is_a_table(const Pack *pack, const char *name)
{
    for (uint32_t i = 0; i < pack->table_count; i++)
        if (str_is(pack->tables[i].table.file, name))
            return true;
    return false;
}

/* "table=roster.xlsx" */
static Str file_of(Str option)
{
    size_t equals = str_find(option, STR("="), 0);
    return equals == SIZE_MAX ? option : str_slice(option, equals + 1, option.len);
}

/* Of "roster.csv", which is where one stands, it is "mapping.yaml" and not "./mapping.yaml". */
static Str path_beside(Arena *arena, Str batch, Str file, bool is_folder)
{
    Str folder = is_folder ? batch : str_slice(batch, 0, batch.len - path_name(batch).len);
    return path_join(arena, folder, file);
}

static Str look_beside(Arena *arena, Str written, const char *name, Complaints *complaints)
{
    PathKind kind;
    Str why, batch = arena_str(arena, written), file = arena_format(arena, "%s.yaml", name);
    if (str_is(batch, "-"))
        return (Str) { 0 };
    bool is_seen = path_look(arena, batch.at, &kind, &why);
    Str path = path_beside(arena, batch, file, !is_seen || kind == PATH_FOLDER);
    if (!is_seen || !path_look(arena, path.at, &kind, &why))
        return path;
    if (kind == PATH_OTHER)
        complaint_of_pipe(complaints, path, arena_format(arena, "--%s ", name).at);
    return kind == PATH_OTHER || kind == PATH_MISSING ? (Str) { 0 } : path;
}

typedef struct {
    const char *name;
    Str found;
    Map passed; /* others, which are told once each */
    Complaints *complaints;
} Looking;

/* One is read. Another one beside another part of the batch would be passed over in silence. */
static void take(Looking *looking, Str path)
{
    uint32_t count = looking->passed.count;
    if (looking->found.len == 0)
        looking->found = path;
    if (path.len == 0 || path_is_same(path.at, looking->found.at) || map_add(&looking->passed, path, count) != count)
        return;
    complaint_add(looking->complaints, SEVERITY_WARNING, path, "it is not read: this run takes %.*s", STR_ARG(looking->found));
    complaint_hint(looking->complaints, "put both into one file, and name that: --%s FILE", looking->name);
}

Str beside_find(Arena *arena, const Pack *pack, const RunOptions *options, const char *name, Complaints *complaints)
{
    Looking looking = { .name = name, .complaints = complaints };
    bool is_roster = is_a_table(pack, name);
    for (size_t i = 0; !is_roster && i < options->batch.count; i++)
        take(&looking, look_beside(arena, options->batch.at[i], name, complaints));
    for (size_t i = 0; !is_roster && i < options->table_files.count; i++)
        take(&looking, look_beside(arena, file_of(options->table_files.at[i]), name, complaints));
    map_free(&looking.passed);
    return looking.found;
}

/* ---- reading */

bool beside_read(Arena *arena, const RunOptions *options, Str path, size_t limit_bytes, Str *text, Str *problem)
{
    BesideTexts *texts = options->texts;
    for (size_t i = 0; texts && i < texts->list.count; i++) {
        if (str_equal(texts->list.at[i].path, path)) {
            *text = texts->list.at[i].text;
            return true;
        }
    }
    if (!file_read_until(arena, path.at, limit_bytes, options->stop, text, problem))
        return false;
    if (!texts)
        return true;
    BesideText kept = { arena_str(texts->arena, path), arena_str(texts->arena, *text) };
    arena_push(texts->arena, &texts->list, kept);
    return true;
}
