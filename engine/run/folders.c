/* The files of a folder, and of the folders in it. Names come in the order of their bytes, which is the same on every machine; links to
   folders are not followed, so that nothing goes round in circles or is read twice; what begins with a dot, or with ~$ (the lock of a
   workbook that somebody has open), is nobody's roster. All else that is not read is told. */
#include "run/finder.h"

#include "base/said.h"
#include "base/words.h"

/* What of a folder is not read, each kind told in one sentence. */
typedef struct {
    Finder *finder;
    Str root;
    size_t found;
    Text no_table, reports, links, others, hidden;
    size_t listed[5];
    ARRAY(UnreadBook) unread;
    ARRAY(Str) beside; /* an agenda and its like: records only where the folder has no others */
    size_t looked_at;
} Walk;

enum { SHOWN = 12 };

/* A path as seen from the folder that was named. */
static Str within(const Walk *walk, Str path)
{
    size_t from = walk->root.len;
    while (from < path.len && path.at[from] == '/')
        from++;
    return from <= path.len && str_starts_with(path, walk->root) ? str_slice(path, from, path.len) : path;
}

static void folders_list(Text *text, size_t *count, Str name, Str sheet)
{
    (*count)++;
    if (*count > SHOWN)
        return;
    text_format(text, "%s%.*s", text->len ? ", " : "", STR_ARG(name));
    if (sheet.len)
        text_format(text, "#%.*s", STR_ARG(sheet));
}

static void tell_list(Walk *walk, Text *text, size_t count, WordsId words)
{
    Text sentence = { 0 };
    if (count > SHOWN)
        text_format(text, ", +%zu", count - SHOWN);
    Str listed = text_str(text);
    words_add(&sentence, walk->finder->language, words, &listed);
    if (count > 0)
        complaint_add(walk->finder->complaints, SEVERITY_INFO, walk->root, "%.*s", STR_ARG(text_str(&sentence)));
    text_free(&sentence);
    text_free(text);
}

/* ---- one file */

/* Papers and archives that may well be somebody's roster, in a form that cannot be read. */
static bool is_paper(Str path)
{
    static const char *const extensions[] = { "pdf", "doc", "docx", "wps", "rtf", "xlsb", "numbers", "dbf", "mdb", "accdb",
                                              "zip", "rar", "7z",   "png", "jpg", "jpeg", "wpt",     "ett", "ofd" };
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (str_equal_but_for_case(path_extension(path), str_of(extensions[i])))
            return true;
    return false;
}

static void note_refusal(Walk *walk, Str path, const Refusal *refusal, size_t found)
{
    Str name = within(walk, path);
    if (refusal->is_report)
        folders_list(&walk->reports, &walk->listed[1], name, (Str) { 0 });
    else if (refusal->problem.len && found == 0)
        arena_push(walk->finder->arena, &walk->unread, ((UnreadBook) { path, refusal->problem }));
    else if (found == 0)
        folders_list(&walk->no_table, &walk->listed[0], name, (Str) { 0 });
    for (size_t i = 0; i < refusal->sheets.count && found > 0; i++)
        folders_list(&walk->no_table, &walk->listed[0], name, refusal->sheets.at[i]);
    for (size_t i = 0; i < refusal->hidden.count; i++)
        folders_list(&walk->hidden, &walk->listed[4], name, refusal->hidden.at[i]);
}

static Str head_of(Arena *arena, Str path)
{
    enum { HEAD_BYTES = 4096 };
    char *head = arena_alloc(arena, HEAD_BYTES);
    Str problem;
    Input *input = input_open(arena, path.at, &problem);
    long got = input ? input->read(input, head, HEAD_BYTES) : 0;
    if (input)
        input_close(input);
    return (Str) { head, got > 0 ? (size_t) got : 0 };
}

/* A report for programs, which would be read as records. */
static bool is_own_report(Arena *arena, Str path)
{
    enum { LONGEST_START = 32 }; /* {"format": 1, */
    Str extension = path_extension(path);
    if (!str_is(extension, "json") && !str_is(extension, "ndjson") && !str_is(extension, "jsonl"))
        return false;
    Str head = str_trim(head_of(arena, path));
    size_t says = str_find(head, STR("\"duly\":"), 0);
    return str_starts_with(head, STR("{")) &&
           (says <= LONGEST_START || (str_starts_with(head, STR("{\"rule\":")) && str_find(head, STR("\"outcome\":"), 0) != SIZE_MAX));
}

/* Text without a tab has no columns: most of it is prose. */
static bool is_prose(Arena *arena, Str path)
{
    return str_equal_but_for_case(path_extension(path), STR("txt")) && str_find(head_of(arena, path), STR("\t"), 0) == SIZE_MAX;
}

/* What a batch brings along that is no roster. */
static bool is_about_batch(Str name)
{
    return str_is(name, "waivers.yaml") || str_is(name, "mapping.yaml");
}

/* Who puts a pipe into a folder would have it waited for, perhaps for ever: it is read where it is named, and not found. */
static void tell_no_file(Walk *walk, Str path)
{
    uint32_t table = finder_table_of_name(walk->finder, path);
    if (table == INDEX_NONE)
        return;
    walk->found++;
    Str option = arena_format(walk->finder->arena, "--table %.*s=", STR_ARG(finder_table(walk->finder, table)->name));
    complaint_of_pipe(walk->finder->complaints, path, option.at);
}

static void folders_add_file(Walk *walk, Str path, PathKind kind)
{
    BatchFile file = { .table = INDEX_NONE, .path = path, .format = finder_format(path) };
    Refusal refusal = { 0 };
    bool is_named = finder_table_of_name(walk->finder, path) != INDEX_NONE, is_looked_at = kind == PATH_FILE && !is_named;
    if (is_about_batch(path_name(path)) && !is_named)
        return;
    if (!file.format && is_paper(path))
        folders_list(&walk->others, &walk->listed[3], within(walk, path), (Str) { 0 });
    if (!file.format)
        return;
    if (kind == PATH_OTHER) {
        tell_no_file(walk, path);
        return;
    }
    refusal.is_report = is_looked_at && is_own_report(walk->finder->arena, path);
    bool is_passed = refusal.is_report || (is_looked_at && is_prose(walk->finder->arena, path));
    size_t found = is_passed ? 0 : finder_add_file(walk->finder, &file, true, &refusal);
    walk->found += found;
    note_refusal(walk, path, &refusal, found);
}

/* ---- folders */

static void walk_folder(Walk *walk, Str folder, unsigned depth);

static void walk_into(Walk *walk, Str path, unsigned depth)
{
    bool is_pack = walk->finder->pack->path.len && path_is_same(path.at, arena_str(walk->finder->arena, walk->finder->pack->path).at);
    if (is_pack)
        return;
    if (depth == FINDER_DEPTH || path_is_link(path.at))
        folders_list(&walk->links, &walk->listed[2], within(walk, path), (Str) { 0 });
    else
        walk_folder(walk, path, depth + 1);
}

/* What cannot be looked at may be a part of the batch. */
static void folders_miss(Walk *walk, Str path, Str problem)
{
    complaint_add(walk->finder->complaints, SEVERITY_ERROR, path, "%.*s", STR_ARG(problem));
    walk->found++;
}

static void walk_name(Walk *walk, Str folder, Str name, unsigned depth)
{
    Str path = path_join(walk->finder->arena, folder, name);
    if (name.at[0] == '.' || str_starts_with(name, STR("~$")) || str_starts_with(name, STR("~WRL")))
        return;
    PathKind kind;
    Str problem;
    if (!path_look(walk->finder->arena, path.at, &kind, &problem))
        folders_miss(walk, path, problem);
    else if (kind == PATH_FOLDER)
        walk_into(walk, path, depth);
    else if (kind == PATH_FILE && finder_table_of_name(walk->finder, path) == INDEX_NONE &&
             finder_is_beside(walk->finder, path, (Str) { 0 }))
        arena_push(walk->finder->arena, &walk->beside, path);
    else if (kind != PATH_MISSING || finder_table_of_name(walk->finder, path) != INDEX_NONE)
        folders_add_file(walk, path, kind);
}

static void walk_folder(Walk *walk, Str folder, unsigned depth)
{
    Names names = { 0 };
    Str problem = { 0 };
    if (!folder_names(walk->finder->arena, folder.at, &names, &problem)) {
        folders_miss(walk, folder, problem);
        return;
    }
    for (size_t i = 0; i < names.count && walk->looked_at < FINDER_MOST_FILES; i++) {
        walk->looked_at++;
        walk_name(walk, folder, names.at[i], depth);
    }
}

/* ---- what was not found */

static Str list_names(Arena *arena, const Names *names)
{
    Text text = { .language = arena->language };
    for (size_t i = 0; i < names->count && i < SHOWN; i++)
        text_format(&text, "%s%.*s", i > 0 ? ", " : "", STR_ARG(names->at[i]));
    if (names->count > SHOWN)
        text_format(&text, " and %zu more", names->count - SHOWN);
    if (names->count == 0)
        text_say(&text, "nothing");
    Str result = arena_str(arena, text_str(&text));
    text_free(&text);
    return result;
}

/* The pair of a name that is there and a table's file that is not, nearest to one another. */
static void suggest_rename(Finder *finder, const Names *names)
{
    size_t best = SIZE_MAX;
    Str is = { 0 }, meant = { 0 };
    for (size_t i = 0; i < names->count; i++) {
        Nearest nearest = nearest_to(path_stem(names->at[i]));
        for (uint32_t t = 0; t < finder->pack->table_count; t++)
            nearest_try(&nearest, finder_table(finder, t)->file);
        if (nearest_found(&nearest).len == 0 || !finder_format(names->at[i]) || nearest.distance >= best)
            continue;
        best = nearest.distance;
        is = names->at[i];
        meant = nearest_found(&nearest);
    }
    Str extension = path_extension(is);
    if (best != SIZE_MAX)
        complaint_hint(finder->complaints, "'%.*s' is there: did you mean '%.*s.%.*s'?", STR_ARG(is), STR_ARG(meant), STR_ARG(extension));
}

static Str wanted_files(const Finder *finder)
{
    Text text = { 0 };
    for (uint32_t t = 0; t < finder->pack->table_count; t++) {
        Str file = finder_table(finder, t)->file;
        text_format(&text, "%s%.*s", t > 0 ? ", " : "", STR_ARG(file));
    }
    Str result = arena_str(finder->arena, text_str(&text));
    text_free(&text);
    return result;
}

static void tell_nothing(Finder *finder, Str folder)
{
    Names names = { 0 };
    Str problem = { 0 };
    if (!folder_names(finder->arena, folder.at, &names, &problem))
        return;
    Str listing = list_names(finder->arena, &names), wanted = wanted_files(finder), known = finder_extensions(finder->arena);
    complaint_add(finder->complaints, SEVERITY_ERROR, folder,
                  "the folder holds no table's file (%.*s, with the ending %.*s); there is: %.*s", STR_ARG(wanted), STR_ARG(known),
                  STR_ARG(listing));
    suggest_rename(finder, &names);
}

/* Nobody can tell what such a file holds: it may be the one that is meant, and is never passed over in silence. */
static void folders_tell_unread(Walk *walk, Severity severity)
{
    Finder *finder = walk->finder;
    for (size_t i = 0; i < walk->unread.count; i++) {
        complaint_add(finder->complaints, severity, walk->unread.at[i].path, "%.*s", STR_ARG(walk->unread.at[i].problem));
        if (severity == SEVERITY_WARNING)
            complaint_hint(finder->complaints, "it is passed over; if it is not meant, move it out of the folder");
    }
}

void finder_add_folder(Finder *finder, Str folder)
{
    Walk walk = { .finder = finder, .root = folder };
    walk_folder(&walk, folder, 0);
    for (size_t i = 0; walk.found == 0 && i < walk.beside.count; i++)
        folders_add_file(&walk, walk.beside.at[i], PATH_FILE);
    folders_tell_unread(&walk, walk.found > 0 ? SEVERITY_WARNING : SEVERITY_ERROR);
    bool is_empty = walk.found == 0 && walk.unread.count == 0;
    if (is_empty)
        tell_nothing(finder, folder);
    if (walk.looked_at >= FINDER_MOST_FILES)
        complaint_add(finder->complaints, SEVERITY_ERROR, folder, "the folder holds more files than are looked at (%d)", FINDER_MOST_FILES);
    tell_list(&walk, &walk.no_table, is_empty ? 0 : walk.listed[0], WORDS_OF_NO_TABLE);
    tell_list(&walk, &walk.hidden, walk.listed[4], WORDS_HIDDEN_SHEETS);
    tell_list(&walk, &walk.reports, walk.listed[1], WORDS_OWN_WORKBOOKS);
    tell_list(&walk, &walk.links, walk.listed[2], WORDS_FOLDERS_NOT_FOLLOWED);
    tell_list(&walk, &walk.others, walk.listed[3], WORDS_KINDS_NOT_READ);
}
