/* Finds the files of a batch. Each table gets at most one. */
#include "run/batchfiles.h"

#include "read/columns.h"

typedef struct {
    Arena *arena;
    const Pack *pack;
    Complaints *complaints;
    Encoding encoding;   /* that was named */
    BatchFile *of_table; /* path empty: none found */
    bool *named;         /* by table: its file was named outright, what folders hold does not matter */
} Finder;

static const PackTable *table_at(const Finder *finder, uint32_t table)
{
    return &finder->pack->tables[table];
}

static const ReaderFormat *format_of(Str path)
{
    return reader_format(str_is(path, "-") ? STR("csv") : path_extension(path));
}

/* "csv, tsv, json, ..." */
static Str known_extensions(Arena *arena)
{
    Text text = { 0 };
    for (size_t i = 0; reader_format_at(i); i++) {
        Str words = str_of(reader_format_at(i)->extensions);
        for (size_t at = 0; at < words.len; at++) {
            if (at == 0 && i > 0)
                text_add(&text, STR(", "));
            text_add(&text, words.at[at] == ' ' ? STR(", ") : str_slice(words, at, at + 1));
        }
    }
    Str result = arena_str(arena, text_str(&text));
    text_free(&text);
    return result;
}

/* A second file for a table is not chosen by chance. */
static void give(Finder *finder, const BatchFile *given)
{
    BatchFile *file = &finder->of_table[given->table];
    Str path = given->path;
    if (file->path.len == 0) {
        *file = *given;
        file->path = arena_str(finder->arena, path);
        return;
    }
    Str name = table_at(finder, given->table)->table.name;
    complaint_add(finder->complaints, SEVERITY_ERROR, (Str) { 0 }, "two files hold the table '%.*s': %.*s and %.*s", STR_ARG(name),
                  STR_ARG(file->path), STR_ARG(path));
    complaint_hint(finder->complaints, "name the one that is meant: --table %.*s=%.*s", STR_ARG(name), STR_ARG(path));
}

static bool has_format(Finder *finder, Str path)
{
    if (format_of(path))
        return true;
    Str known = known_extensions(finder->arena);
    complaint_add(finder->complaints, SEVERITY_ERROR, path, "files of this kind cannot be read; known are %.*s", STR_ARG(known));
    return false;
}

/* "roster.xlsx#Sheet2" is a sheet of a workbook, unless there is a file of that name. */
static BatchFile split_sheet(const Finder *finder, Str written)
{
    size_t mark = SIZE_MAX;
    for (size_t at = 0; (at = str_find(written, STR("#"), at)) != SIZE_MAX; at++) {
        const ReaderFormat *format = format_of(str_slice(written, 0, at));
        if (mark == SIZE_MAX && format && format->find)
            mark = at;
    }
    BatchFile file = { .table = INDEX_NONE, .path = written, .format = format_of(written) };
    if (mark == SIZE_MAX || path_kind(arena_str(finder->arena, written).at) != PATH_MISSING)
        return file;
    file.path = str_slice(written, 0, mark);
    file.format = format_of(file.path);
    file.sheet = str_slice(written, mark + 1, written.len);
    return file;
}

/* ---- table=path */

static uint32_t find_named_table(Finder *finder, Str name)
{
    uint32_t table = pack_find_table(finder->pack, name);
    if (table != INDEX_NONE)
        return table;
    complaint_add(finder->complaints, SEVERITY_ERROR, (Str) { 0 }, "the pack has no table '%.*s'", STR_ARG(name));
    Nearest nearest = nearest_to(name);
    for (uint32_t i = 0; i < finder->pack->table_count; i++)
        nearest_try(&nearest, table_at(finder, i)->table.name);
    complaint_nearest(finder->complaints, &nearest);
    return INDEX_NONE;
}

static bool is_there(Finder *finder, Str path)
{
    if (str_is(path, "-"))
        return true;
    PathKind kind = path_kind(arena_str(finder->arena, path).at);
    if (kind == PATH_FILE || kind == PATH_OTHER)
        return true;
    complaint_add(finder->complaints, SEVERITY_ERROR, path,
                  kind == PATH_FOLDER ? "this is a folder, not a file" : "there is no such file or folder");
    return false;
}

static void add_table_file(Finder *finder, Str option)
{
    size_t equals = str_find(option, STR("="), 0);
    if (equals == SIZE_MAX || equals == 0 || equals + 1 == option.len) {
        complaint_add(finder->complaints, SEVERITY_ERROR, (Str) { 0 }, "'%.*s' names no table's file: write table=path", STR_ARG(option));
        return;
    }
    BatchFile file = split_sheet(finder, str_slice(option, equals + 1, option.len));
    file.table = find_named_table(finder, str_slice(option, 0, equals));
    bool there = is_there(finder, file.path);
    if (!there || !has_format(finder, file.path) || file.table == INDEX_NONE)
        return;
    give(finder, &file);
    finder->named[file.table] = true;
}

/* ---- workbooks: one may hold several tables */

static void give_sheet(Finder *finder, uint32_t table, const BatchFile *book, const SheetOf *sheets)
{
    Str name = table_at(finder, table)->table.name;
    BatchFile file = { table, book->path, book->format, sheets->first };
    if (sheets->second.len == 0) {
        give(finder, &file);
        return;
    }
    complaint_add(finder->complaints, SEVERITY_ERROR, book->path, "the sheets '%.*s' and '%.*s' may both be the table '%.*s'",
                  STR_ARG(sheets->first), STR_ARG(sheets->second), STR_ARG(name));
    complaint_hint(finder->complaints, "name the one that is meant: --table %.*s='%.*s#%.*s'", STR_ARG(name), STR_ARG(book->path),
                   STR_ARG(sheets->first));
}

/* Whether somebody said which file holds a table, or a file is called after it: what else looks as if it held the table is then let
   alone. */
static bool is_settled(const Finder *finder, uint32_t table)
{
    const Table *wanted = &table_at(finder, table)->table;
    Str stem = path_stem(finder->of_table[table].path);
    return finder->named[table] || (stem.len && (str_equal(stem, wanted->file) || str_equal(stem, wanted->name)));
}

/* By table: the sheet that holds it. False with a sentence. */
static bool match_sheets(const Finder *finder, const BatchFile *book, SheetOf *sheets, Str *problem)
{
    const Pack *pack = finder->pack;
    const Table **tables = arena_array(finder->arena, const Table *, pack->table_count);
    for (uint32_t i = 0; i < pack->table_count; i++)
        tables[i] = &pack->tables[i].table;
    Input *input = input_open(finder->arena, arena_str(finder->arena, book->path).at, problem);
    if (!input)
        return false;
    TableList list = { tables, pack->table_count };
    bool found = book->format->find(finder->arena, input, &list, sheets, problem);
    input_close(input);
    return found;
}

/* Gives the tables that a workbook holds, where `unsettled` asks for it only those that are not settled; how many. */
static size_t add_sheets(Finder *finder, const BatchFile *book, bool unsettled, Str *problem)
{
    size_t given = 0;
    SheetOf *sheets = arena_array(finder->arena, SheetOf, finder->pack->table_count);
    if (!match_sheets(finder, book, sheets, problem))
        return 0;
    for (uint32_t table = 0; table < finder->pack->table_count; table++) {
        bool is_taken = finder->named[table] || (unsettled && is_settled(finder, table));
        if (sheets[table].first.len == 0 || is_taken)
            continue;
        give_sheet(finder, table, book, &sheets[table]);
        given++;
    }
    return given;
}

static bool is_given(const Finder *finder, Str path)
{
    for (uint32_t table = 0; table < finder->pack->table_count; table++)
        if (str_equal(finder->of_table[table].path, path))
            return true;
    return false;
}

/* ---- files whose headings tell what they are */

/* How many fields of a table the headings of a file, or of a sheet that is named, are; 0: too few to be sure. */
static uint32_t count_headings(const Finder *finder, const BatchFile *file, const Table *table, Str *why)
{
    Arena memory = { .language = finder->arena->language };
    Str problem = { 0 };
    uint32_t count = 0;
    bool named = false;
    Input *input = input_open(&memory, arena_str(&memory, file->path).at, &problem);
    Reader *reader = input ? reader_open(&memory, input, file->format, table,
                                         &(ReadOptions) { .encoding = finder->encoding, .sheet = file->sheet }, &problem)
                           : NULL;
    *why = reader ? (Str) { 0 } : arena_str(finder->arena, problem);
    for (uint32_t i = 0; reader && !reader->mapping.keyed && i < table->field_count; i++) {
        bool found = reader->mapping.column_of[i] > 0;
        count += found;
        named |= found && (i == table->key || i == table->label);
    }
    bool settled = reader && count >= 2 && count * 2 >= count + reader->unknown_count;
    if (reader)
        reader_close(reader);
    arena_free(&memory);
    return settled || (named && count >= SURE_FIELDS) ? count : 0;
}

/* The one table whose fields a file of columns, or a sheet that is named, has most of; INDEX_NONE: none for certain. */
static uint32_t table_by_headings(const Finder *finder, const BatchFile *file, Str *problem)
{
    uint32_t best = INDEX_NONE, most = 0;
    if ((file->format->find && file->sheet.len == 0) || path_kind(arena_str(finder->arena, file->path).at) != PATH_FILE)
        return INDEX_NONE;
    for (uint32_t i = 0; i < finder->pack->table_count; i++) {
        uint32_t count = count_headings(finder, file, &table_at(finder, i)->table, problem);
        if (count == 0 || count < most)
            continue;
        best = count > most ? i : INDEX_NONE;
        most = count;
    }
    return best;
}

/* ---- files */

static uint32_t table_of_file(const Finder *finder, Str path)
{
    Str stem = path_stem(path);
    for (uint32_t i = 0; i < finder->pack->table_count; i++)
        if (str_equal(stem, table_at(finder, i)->table.file) || str_equal(stem, table_at(finder, i)->table.name))
            return i;
    return finder->pack->table_count == 1 ? 0 : INDEX_NONE;
}

static void tell_unknown_file(Finder *finder, Str path, Str problem)
{
    Text tables = { 0 };
    for (uint32_t i = 0; i < finder->pack->table_count; i++) {
        Str name = table_at(finder, i)->table.name;
        text_format(&tables, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name));
    }
    if (problem.len)
        complaint_add(finder->complaints, SEVERITY_ERROR, path, "%.*s", STR_ARG(problem));
    else
        complaint_add(finder->complaints, SEVERITY_ERROR, path, "neither its name nor its headings tell which table it holds");
    complaint_hint(finder->complaints, "say so: --table NAME=%.*s, where NAME is one of %.*s", STR_ARG(path), STR_ARG(text_str(&tables)));
    text_free(&tables);
}

static void add_file(Finder *finder, Str written)
{
    BatchFile file = split_sheet(finder, written);
    Str problem = { 0 };
    if (!is_there(finder, file.path) || !has_format(finder, file.path))
        return;
    if (file.format->find && file.sheet.len == 0 && add_sheets(finder, &file, false, &problem) > 0)
        return;
    file.table = table_of_file(finder, file.path);
    if (file.table == INDEX_NONE)
        file.table = table_by_headings(finder, &file, file.format->find ? &problem : &(Str) { 0 });
    if (file.table != INDEX_NONE)
        give(finder, &file);
    else
        tell_unknown_file(finder, file.path, problem);
}

/* ---- folders */

static bool is_table_file(Finder *finder, uint32_t table, Str name)
{
    return name.len > 0 && name.at[0] != '.' && str_equal(path_stem(name), table_at(finder, table)->table.file) && format_of(name) != NULL;
}

/* Who puts a pipe into a folder would have it waited for, perhaps for ever: it is read where it is named, and not found. */
static void tell_no_file(Finder *finder, uint32_t table, Str path)
{
    complaint_add(finder->complaints, SEVERITY_ERROR, path, "this is a pipe or a device, not a file, and is not read in a folder");
    complaint_hint(finder->complaints, "name it if it is meant: --table %.*s=%.*s", STR_ARG(table_at(finder, table)->table.name),
                   STR_ARG(path));
}

static size_t add_table_from_folder(Finder *finder, uint32_t table, Str folder, const Names *names)
{
    size_t found = 0;
    for (size_t i = 0; i < names->count; i++) {
        Str path = path_join(finder->arena, folder, names->at[i]);
        if (!is_table_file(finder, table, names->at[i]) || path_kind(path.at) == PATH_FOLDER)
            continue;
        found++;
        if (finder->named[table])
            continue;
        if (path_kind(path.at) == PATH_OTHER)
            tell_no_file(finder, table, path);
        else
            give(finder, &(BatchFile) { .table = table, .path = path, .format = format_of(path) });
    }
    return found;
}

/* Workbooks of a folder that cannot be read, and why. */
typedef struct {
    Str path, problem;
} UnreadBook;
typedef struct {
    ARRAY(UnreadBook) list; /* in the arena */
} Unread;

/* Nobody can tell what such a workbook holds: it may be the one that is meant, and is never passed over in silence. */
static void tell_unread(Finder *finder, const Unread *unread, Severity severity)
{
    for (size_t i = 0; i < unread->list.count; i++) {
        complaint_add(finder->complaints, severity, unread->list.at[i].path, "%.*s", STR_ARG(unread->list.at[i].problem));
        if (severity == SEVERITY_WARNING)
            complaint_hint(finder->complaints, "it is passed over; if it is not meant, move it out of the folder");
    }
}

static bool has_unsettled(const Finder *finder)
{
    for (uint32_t table = 0; table < finder->pack->table_count; table++)
        if (!is_settled(finder, table))
            return true;
    return false;
}

static size_t add_by_headings(Finder *finder, BatchFile *file)
{
    Str problem;
    file->table = is_given(finder, file->path) ? INDEX_NONE : table_by_headings(finder, file, &problem);
    if (file->table == INDEX_NONE || is_settled(finder, file->table))
        return 0;
    give(finder, file);
    return 1;
}

/* Tables that no file is called after may be sheets of the workbooks of a folder, or files of other names. What begins with ~$ is the lock of a workbook
   that somebody has open. */
static size_t add_others_from_folder(Finder *finder, Str folder, const Names *names, Unread *unread)
{
    size_t found = 0;
    for (size_t i = 0; i < names->count && has_unsettled(finder); i++) {
        Str path = path_join(finder->arena, folder, names->at[i]), problem = { 0 };
        BatchFile book = { .path = path, .format = format_of(path) };
        bool is_hidden = names->at[i].at[0] == '.' || str_starts_with(names->at[i], STR("~$"));
        if (is_hidden || !book.format || path_kind(path.at) != PATH_FILE)
            continue;
        found += book.format->find ? add_sheets(finder, &book, true, &problem) : add_by_headings(finder, &book);
        if (problem.len && !is_given(finder, path)) /* else it is told when it is read */
            arena_push(finder->arena, &unread->list, ((UnreadBook) { path, problem }));
    }
    return found;
}

static Str list_names(Arena *arena, const Names *names)
{
    enum { SHOWN = 12 };
    Text text = { 0 };
    for (size_t i = 0; i < names->count && i < SHOWN; i++)
        text_format(&text, "%s%.*s", i > 0 ? ", " : "", STR_ARG(names->at[i]));
    if (names->count > SHOWN)
        text_format(&text, " and %zu more", names->count - SHOWN);
    if (names->count == 0)
        text_add(&text, STR("nothing"));
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
            if (finder->of_table[t].path.len == 0)
                nearest_try(&nearest, table_at(finder, t)->table.file);
        if (nearest_found(&nearest).len == 0 || !format_of(names->at[i]) || nearest.distance >= best)
            continue;
        best = nearest.distance;
        is = names->at[i];
        meant = nearest_found(&nearest);
    }
    Str extension = path_extension(is);
    if (best != SIZE_MAX)
        complaint_hint(finder->complaints, "'%.*s' is there: did you mean '%.*s.%.*s'?", STR_ARG(is), STR_ARG(meant), STR_ARG(extension));
}

/* The first file of a table in a folder; empty: there is none. */
static Str first_table_file(Finder *finder, Str folder)
{
    Names names = { 0 };
    Str problem = { 0 };
    if (path_kind(folder.at) != PATH_FOLDER || !folder_names(finder->arena, folder.at, &names, &problem))
        return (Str) { 0 };
    for (size_t i = 0; i < names.count; i++)
        for (uint32_t table = 0; table < finder->pack->table_count; table++)
            if (is_table_file(finder, table, names.at[i]))
                return names.at[i];
    return (Str) { 0 };
}

/* The files may lie one folder deeper. */
static bool suggest_folder(Finder *finder, Str folder, const Names *names)
{
    enum { LOOKED_INTO = 32 };
    for (size_t i = 0; i < names->count && i < LOOKED_INTO; i++) {
        Str inside = path_join(finder->arena, folder, names->at[i]), file = first_table_file(finder, inside);
        if (file.len == 0)
            continue;
        complaint_hint(finder->complaints, "%.*s is in the folder in it: did you mean %.*s?", STR_ARG(file), STR_ARG(inside));
        return true;
    }
    return false;
}

static Str wanted_files(const Finder *finder)
{
    Text text = { 0 };
    for (uint32_t t = 0; t < finder->pack->table_count; t++) {
        Str file = table_at(finder, t)->table.file;
        text_format(&text, "%s%.*s", t > 0 ? ", " : "", STR_ARG(file));
    }
    Str result = arena_str(finder->arena, text_str(&text));
    text_free(&text);
    return result;
}

static void add_folder(Finder *finder, Str folder)
{
    Names names = { 0 };
    Str problem = { 0 };
    if (!folder_names(finder->arena, folder.at, &names, &problem)) {
        complaint_add(finder->complaints, SEVERITY_ERROR, folder, "%.*s", STR_ARG(problem));
        return;
    }
    Unread unread = { 0 };
    size_t found = 0;
    for (uint32_t table = 0; table < finder->pack->table_count; table++)
        found += add_table_from_folder(finder, table, folder, &names);
    found += add_others_from_folder(finder, folder, &names, &unread);
    tell_unread(finder, &unread, found > 0 ? SEVERITY_WARNING : SEVERITY_ERROR);
    if (found > 0 || unread.list.count > 0)
        return;
    Str listing = list_names(finder->arena, &names), wanted = wanted_files(finder), known = known_extensions(finder->arena);
    complaint_add(finder->complaints, SEVERITY_ERROR, folder,
                  "the folder holds no table's file (%.*s, with the ending %.*s); there is: %.*s", STR_ARG(wanted), STR_ARG(known),
                  STR_ARG(listing));
    if (!suggest_folder(finder, folder, &names))
        suggest_rename(finder, &names);
}

static void add_batch(Finder *finder, Str path)
{
    Str name = arena_str(finder->arena, path);
    if (!str_is(path, "-") && path_kind(name.at) == PATH_FOLDER)
        add_folder(finder, name);
    else
        add_file(finder, name);
}

/* ---- all of it */

static bool has_rules(const Pack *pack, uint32_t table, const bool *selected)
{
    for (uint32_t rule = BUILTIN_COUNT; rule < pack->rule_count; rule++)
        if (pack->rules[rule].table == table && (!selected || selected[rule]))
            return true;
    return false;
}

/* A table that need not be there is missed only by who names one of its rules: then `named` says which were. */
static void tell_absent(Finder *finder, const bool *named)
{
    Text absent = { 0 };
    unsigned count = 0;
    for (uint32_t t = 0; t < finder->pack->table_count; t++) {
        const PackTable *table = table_at(finder, t);
        bool missed = table->is_optional ? named && has_rules(finder->pack, t, named) : has_rules(finder->pack, t, NULL);
        if (finder->of_table[t].path.len == 0 && missed)
            text_format(&absent, "%s'%.*s' (%.*s)", count++ > 0 ? ", " : "", STR_ARG(table->table.name), STR_ARG(table->table.file));
    }
    if (count > 0)
        complaint_add(finder->complaints, SEVERITY_WARNING, (Str) { 0 },
                      count == 1 ? "the batch has no file for the table %.*s: its rules are judged on nothing"
                                 : "the batch has no files for the tables %.*s: their rules are judged on nothing",
                      STR_ARG(text_str(&absent)));
    text_free(&absent);
}

/* A name that is none is complained about elsewhere. */
static Encoding encoding_of(const RunOptions *options)
{
    Encoding encoding = options->encoding.len ? encoding_named(options->encoding) : ENCODING_AUTO;
    return encoding == ENCODING_COUNT ? ENCODING_AUTO : encoding;
}

BatchFiles batchfiles_find(Arena *arena, const Pack *pack, const RunOptions *options, const bool *selected, Complaints *complaints)
{
    Finder finder = { arena,
                      pack,
                      complaints,
                      encoding_of(options),
                      arena_array(arena, BatchFile, pack->table_count),
                      arena_array(arena, bool, pack->table_count) };
    if (options->batch.count == 0 && options->table_files.count == 0)
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "no batch was named: give a folder or files");
    for (size_t i = 0; i < options->table_files.count; i++)
        add_table_file(&finder, options->table_files.at[i]);
    for (size_t i = 0; i < options->batch.count; i++)
        add_batch(&finder, options->batch.at[i]);
    BatchFiles files = { .at = arena_array(arena, BatchFile, pack->table_count) };
    for (uint32_t t = 0; t < pack->table_count; t++)
        if (finder.of_table[t].path.len > 0)
            files.at[files.count++] = finder.of_table[t];
    if (files.count > 0 && complaints->errors == 0)
        tell_absent(&finder, options->only.count > 0 ? selected : NULL);
    return files;
}
