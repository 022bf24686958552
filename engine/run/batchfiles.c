/* Finds the files of a batch. Which table a file holds its headings tell; its name where they do not. */
#include "run/batchfiles.h"

#include <stdlib.h>

#include "base/words.h"
#include "read/columns.h"
#include "read/formats.h"
#include "run/compose.h"
#include "run/finder.h"

const Table *finder_table(const Finder *finder, uint32_t table)
{
    return &finder->pack->tables[table].table;
}

const ReaderFormat *finder_format(Str path)
{
    return reader_format(str_is(path, "-") ? STR("csv") : path_extension(path));
}

Str finder_extensions(Arena *arena)
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

static bool is_in_memory(const BatchFile *file)
{
    return file->bytes || file->source;
}

Input *batchfile_open(Arena *arena, const BatchFile *file, Str *problem)
{
    Str bytes = { 0 };
    if (!is_in_memory(file))
        return input_open(arena, arena_str(arena, file->path).at, problem);
    if (file->bytes)
        bytes = (Str) { file->bytes->bytes, file->bytes->byte_count };
    return input_of_bytes(arena, file->path, bytes, 0);
}

/* What was named twice, or lies in a folder that was named too, is read once. */
static void batchfiles_give(Finder *finder, const BatchFile *given)
{
    bool is_one = !is_in_memory(given);
    Str real = is_one ? path_real(finder->arena, arena_str(finder->arena, given->path).at) : (Str) { 0 };
    Str known = arena_format(finder->arena, "%u#%.*s#%.*s", (unsigned) given->table, STR_ARG(given->sheet), STR_ARG(real));
    uint32_t count = (uint32_t) finder->found.count;
    if (is_one && map_add(&finder->seen, known, count) != count)
        return;
    BatchFile file = *given;
    file.path = arena_str(finder->arena, given->path);
    file.sheet = arena_str(finder->arena, given->sheet);
    arena_push(finder->arena, &finder->found, file);
}

static bool has_format(Finder *finder, const BatchFile *file)
{
    if (file->format)
        return true;
    Str known = finder_extensions(finder->arena);
    complaint_add(finder->complaints, SEVERITY_ERROR, file->path, "files of this kind cannot be read; known are %.*s", STR_ARG(known));
    return false;
}

static BatchFile split_sheet(const Finder *finder, Str written)
{
    Str sheet, path = reader_split_sheet(finder->arena, written, &sheet);
    return (BatchFile) { .table = INDEX_NONE, .path = path, .format = finder_format(path), .sheet = sheet };
}

/* ---- workbooks: one may hold several tables, and several sheets one */

static bool match_sheets(const Finder *finder, const BatchFile *book, SheetTables *sheets, Str *problem)
{
    const Pack *pack = finder->pack;
    const Table **tables = arena_array(finder->arena, const Table *, pack->table_count);
    for (uint32_t i = 0; i < pack->table_count; i++)
        tables[i] = &pack->tables[i].table;
    Arena memory = { .language = finder->arena->language };
    TableList list = { tables, pack->table_count };
    SheetTables found = { 0 };
    Str why = { 0 };
    Input *input = batchfile_open(&memory, book, &why);
    bool matched = input && book->format->find(&memory, input, &list, &found, &why);
    SheetTable *kept = arena_array(finder->arena, SheetTable, found.count);
    for (size_t i = 0; matched && i < found.count; i++) {
        kept[i] = found.at[i];
        kept[i].name = arena_str(finder->arena, found.at[i].name);
    }
    *sheets = (SheetTables) { kept, matched ? found.count : 0, found.is_report, found.is_marked };
    *problem = arena_str(finder->arena, why);
    if (input)
        input_close(input);
    arena_free(&memory);
    return matched;
}

bool finder_is_beside(const Finder *finder, Str path, Str sheet)
{
    const Str given[] = { finder->options->agenda, finder->options->waivers, finder->options->mapping, finder->options->baseline };
    bool found = false;
    for (size_t i = 0; i < sizeof given / sizeof *given && !found; i++) {
        Str of = { 0 }, file = given[i].len ? reader_split_sheet(finder->arena, given[i], &of) : given[i];
        found = file.len && str_equal(of, sheet) && path_is_same(arena_str(finder->arena, path).at, arena_str(finder->arena, file).at);
    }
    return found;
}

/* An agenda on a sheet of the roster is no second roster, unless it is the only one. */
static bool is_agenda_beside(const Finder *finder, const BatchFile *book, const SheetTables *sheets, size_t index)
{
    bool has_other = false;
    for (size_t i = 0; i < sheets->count; i++)
        has_other |= i != index && sheets->at[i].table == sheets->at[index].table && !sheets->at[i].is_hidden && !sheets->at[i].is_blank;
    return has_other && finder_is_beside(finder, book->path, sheets->at[index].name);
}

/* Gives the sheets of a workbook that hold a table: of `only` that one, INDEX_NONE: of all that are not named outright. Hidden ones are read
   where they are named, and told. */
static size_t give_sheets(Finder *finder, const BatchFile *book, uint32_t only, const SheetTables *sheets, Refusal *refusal)
{
    size_t given = 0;
    for (size_t i = 0; i < sheets->count; i++) {
        const SheetTable *sheet = &sheets->at[i];
        bool is_table = sheet->table < finder->pack->table_count, is_named = is_table && finder->named[sheet->table];
        if (sheet->is_blank || is_agenda_beside(finder, book, sheets, i))
            continue;
        if (!is_table)
            arena_push(finder->arena, &refusal->sheets, finder->redact ? words_get(finder->language, WORDS_PRIVATE) : sheet->name);
        else if (sheet->is_hidden)
            arena_push(finder->arena, &refusal->hidden, sheet->name);
        if (!is_table || sheet->is_hidden)
            continue;
        if (only == INDEX_NONE ? is_named : sheet->table != only)
            continue;
        BatchFile file = *book;
        file.table = (uint32_t) sheet->table;
        file.sheet = sheet->name;
        batchfiles_give(finder, &file);
        given++;
    }
    return given;
}

/* ---- files whose headings, or keys, tell what they are */

typedef struct {
    uint32_t fields;
    bool is_sure;
} FileFit;

/* Records that name their fields are looked at, as far as a batch goes. */
static void batchfiles_read_keys(Reader *reader)
{
    Batch batch;
    batch_init(&batch, TOP_ROWS);
    if (reader->mapping.keyed)
        reader_next(reader, &batch);
    batch_free(&batch);
}

/* Sure is a file of whose headings two are fields, and at least half of them; or one with the key or the label and SURE_FIELDS of them,
   since an office's roster may have forty columns that no pack speaks of. */
static FileFit fit_of(const Reader *reader, const Table *table)
{
    FileFit fit = { 0, false };
    bool named = false;
    for (uint32_t i = 0; i < table->field_count; i++) {
        bool found = reader->mapping.keyed ? reader->mapping.heading_of[i].len > 0 : reader->mapping.column_of[i] > 0;
        fit.fields += found;
        named |= found && (i == table->key || i == table->label);
    }
    bool most = fit.fields >= 2 && fit.fields * 2 >= fit.fields + reader->unknown_count;
    fit.is_sure = reader->mapping.keyed ? named && most : most || (named && fit.fields >= SURE_FIELDS);
    return fit;
}

/* How many fields of a table the headings of a file, or of a sheet that is named, are; 0: too few to be sure. */
static uint32_t batchfiles_count_headings(const Finder *finder, const BatchFile *file, const Table *table, Str *why)
{
    Arena memory = { .language = finder->arena->language };
    Str problem = { 0 };
    FileFit fit = { 0, false };
    Input *input = batchfile_open(&memory, file, &problem);
    ReadOptions options = { .encoding = finder->encoding, .sheet = file->sheet, .source = file->source, .looks = true };
    Reader *reader = input ? reader_open(&memory, input, file->format, table, &options, &problem) : NULL;
    *why = reader ? (Str) { 0 } : arena_str(finder->arena, problem);
    if (reader) {
        batchfiles_read_keys(reader);
        fit = fit_of(reader, table);
        reader_close(reader);
    }
    arena_free(&memory);
    return fit.is_sure ? fit.fields : 0;
}

/* What cannot be looked at must not pass for a pipe, which is read in another way. */
static bool is_file(const Finder *finder, const BatchFile *file)
{
    PathKind kind;
    Str problem;
    if (is_in_memory(file))
        return true;
    if (path_look(finder->arena, arena_str(finder->arena, file->path).at, &kind, &problem))
        return kind == PATH_FILE;
    complaint_add(finder->complaints, SEVERITY_ERROR, file->path, "%.*s", STR_ARG(problem));
    return false;
}

/* The one table whose fields a file, or a sheet that is named, has most of; INDEX_NONE: none for certain. */
static uint32_t table_by_headings(const Finder *finder, const BatchFile *file, Str *problem)
{
    uint32_t best = INDEX_NONE, most = 0;
    if ((file->format->find && file->sheet.len == 0) || !is_file(finder, file))
        return INDEX_NONE;
    for (uint32_t i = 0; i < finder->pack->table_count; i++) {
        uint32_t count = batchfiles_count_headings(finder, file, finder_table(finder, i), problem);
        if (count == 0 || count < most)
            continue;
        best = count > most ? i : INDEX_NONE;
        most = count;
    }
    return best;
}

/* ---- files */

uint32_t finder_table_of_name(const Finder *finder, Str path)
{
    Str stem = path_stem(path);
    for (uint32_t i = 0; i < finder->pack->table_count; i++)
        if (str_equal(stem, finder_table(finder, i)->file))
            return i;
    return INDEX_NONE;
}

/* On the command line a file may also be called like the table itself, and where there is but one table it is that. */
static uint32_t table_of_named_file(const Finder *finder, Str path)
{
    uint32_t table = finder_table_of_name(finder, path);
    Str stem = path_stem(path);
    for (uint32_t i = 0; table == INDEX_NONE && i < finder->pack->table_count; i++)
        if (str_equal(stem, finder_table(finder, i)->name))
            table = i;
    return table == INDEX_NONE && finder->pack->table_count == 1 ? 0 : table;
}

static bool batchfiles_is_named(const Finder *finder, uint32_t table)
{
    return table != INDEX_NONE && finder->named[table];
}

/* Whether a workbook has the sheet that is named. */
static bool batchfiles_has_sheet(const Finder *finder, const BatchFile *file)
{
    SheetTables sheets = { 0 };
    Str ignored;
    bool found = false;
    if (!file->sheet.len || !file->format->find || !match_sheets(finder, file, &sheets, &ignored))
        return false;
    for (size_t i = 0; i < sheets.count; i++)
        found |= str_equal(sheets.at[i].name, file->sheet);
    return found;
}

/* A sheet that is named is known by its headings first: its file is called after all that is in it. A file is known by its name first,
   since whoever called it after a table meant that. */
static uint32_t table_of_file(const Finder *finder, const BatchFile *file, bool of_folder, Str *problem)
{
    Str why = { 0 };
    uint32_t by_headings = file->sheet.len ? table_by_headings(finder, file, &why) : INDEX_NONE;
    uint32_t by_name = of_folder ? finder_table_of_name(finder, file->path) : table_of_named_file(finder, file->path);
    if (by_headings == INDEX_NONE && by_name == INDEX_NONE && file->sheet.len == 0)
        by_headings = table_by_headings(finder, file, &why);
    bool is_of_none =
        by_headings == INDEX_NONE && by_name == INDEX_NONE && finder->pack->table_count > 1 && batchfiles_has_sheet(finder, file);
    if (file->sheet.len)
        *problem =
            is_of_none ? arena_format(finder->arena, "no row of the sheet '%.*s' names the columns of a table", STR_ARG(file->sheet)) : why;
    return by_headings != INDEX_NONE ? by_headings : by_name;
}

size_t finder_add_file(Finder *finder, const BatchFile *named, bool of_folder, Refusal *refusal)
{
    BatchFile file = *named;
    SheetTables sheets = { 0 };
    bool is_book = file.format->find && file.sheet.len == 0 && is_file(finder, &file);
    if (is_book && match_sheets(finder, &file, &sheets, &refusal->problem)) {
        refusal->is_report = sheets.is_report || (of_folder && sheets.is_marked);
        size_t given = refusal->is_report ? 0 : give_sheets(finder, &file, INDEX_NONE, &sheets, refusal);
        if (given > 0 || refusal->is_report)
            return given;
    }
    file.table = table_of_file(finder, &file, of_folder, &refusal->problem);
    if (file.table == INDEX_NONE)
        return 0;
    if (!(of_folder && batchfiles_is_named(finder, file.table)))
        batchfiles_give(finder, &file);
    return 1;
}

static bool is_there(Finder *finder, const BatchFile *file)
{
    if (is_in_memory(file) || str_is(file->path, "-"))
        return true;
    PathKind kind = path_kind(arena_str(finder->arena, file->path).at);
    if (kind == PATH_FILE || kind == PATH_OTHER)
        return true;
    complaint_add(finder->complaints, SEVERITY_ERROR, file->path,
                  kind == PATH_FOLDER ? "this is a folder, not a file" : "there is no such file or folder");
    return false;
}

/* Of a sheet that was named and cannot be read, the sentence says enough. */
static void tell_unknown_file(Finder *finder, Str path, Str sheet, Str problem)
{
    Text tables = { 0 };
    for (uint32_t i = 0; i < finder->pack->table_count; i++) {
        Str name = finder_table(finder, i)->name;
        text_format(&tables, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name));
    }
    if (problem.len)
        complaint_add(finder->complaints, SEVERITY_ERROR, path, "%.*s", STR_ARG(problem));
    else
        complaint_add(finder->complaints, SEVERITY_ERROR, path, "neither its name nor its headings tell which table it holds");
    Str mark = sheet.len ? STR("#") : STR("");
    if (!(problem.len && sheet.len))
        complaint_hint(finder->complaints, "say so: --table NAME=%.*s%.*s%.*s, where NAME is one of %.*s", STR_ARG(path), STR_ARG(mark),
                       STR_ARG(sheet), STR_ARG(text_str(&tables)));
    text_free(&tables);
}

/* A sentence of the catalogue with one value, about a file or a folder. */
static void batchfiles_tell(Finder *finder, Severity severity, Str path, WordsId words, Str value)
{
    Text text = { 0 };
    words_add(&text, finder->language, words, &value);
    complaint_add(finder->complaints, severity, path, "%.*s", STR_ARG(text_str(&text)));
    text_free(&text);
}

static void tell_sheets(Finder *finder, Str path, const Str *sheets, size_t count, WordsId words)
{
    Text text = { 0 };
    for (size_t i = 0; i < count; i++)
        text_format(&text, "%s#%.*s", i ? ", " : "", STR_ARG(sheets[i]));
    if (count > 0)
        batchfiles_tell(finder, SEVERITY_INFO, path, words, text_str(&text));
    text_free(&text);
}

static void batchfiles_add_file(Finder *finder, BatchFile file)
{
    Refusal refusal = { 0 };
    if (!is_there(finder, &file) || !has_format(finder, &file))
        return;
    size_t given = finder_add_file(finder, &file, false, &refusal);
    if (refusal.is_report)
        batchfiles_tell(finder, SEVERITY_WARNING, (Str) { 0 }, WORDS_OWN_WORKBOOKS, file.path);
    else if (given == 0)
        tell_unknown_file(finder, file.path, file.sheet, refusal.problem);
    if (given == 0 || refusal.is_report)
        return;
    tell_sheets(finder, file.path, refusal.sheets.at, refusal.sheets.count, WORDS_OF_NO_TABLE);
    tell_sheets(finder, file.path, refusal.hidden.at, refusal.hidden.count, WORDS_HIDDEN_SHEETS);
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
        nearest_try(&nearest, finder_table(finder, i)->name);
    complaint_nearest(finder->complaints, &nearest);
    return INDEX_NONE;
}

/* All sheets of a workbook that hold the table; where none does for certain, reading it says why. */
static void give_named(Finder *finder, const BatchFile *file)
{
    SheetTables sheets = { 0 };
    Refusal refusal = { 0 };
    bool is_book = file->format->find && file->sheet.len == 0 && is_file(finder, file);
    if (is_book && match_sheets(finder, file, &sheets, &refusal.problem) && give_sheets(finder, file, file->table, &sheets, &refusal) > 0)
        return;
    batchfiles_give(finder, file);
}

static void batchfiles_add_to_table(Finder *finder, BatchFile *file, Str table)
{
    file->table = find_named_table(finder, table);
    bool there = is_there(finder, file);
    if (!there || !has_format(finder, file) || file->table == INDEX_NONE)
        return;
    give_named(finder, file);
    finder->named[file->table] = true;
}

static void add_table_file(Finder *finder, Str option)
{
    size_t equals = str_find(option, STR("="), 0);
    if (equals == SIZE_MAX || equals == 0 || equals + 1 == option.len) {
        complaint_add(finder->complaints, SEVERITY_ERROR, (Str) { 0 }, "'%.*s' names no table's file: write table=path", STR_ARG(option));
        return;
    }
    BatchFile file = split_sheet(finder, str_slice(option, equals + 1, option.len));
    batchfiles_add_to_table(finder, &file, str_slice(option, 0, equals));
}

static void add_batch(Finder *finder, Str path)
{
    Str name = arena_str(finder->arena, path);
    if (!str_is(path, "-") && path_kind(name.at) == PATH_FOLDER)
        finder_add_folder(finder, name);
    else
        batchfiles_add_file(finder, split_sheet(finder, name));
}

/* ---- what is no file */

static bool batchfiles_take_source(Finder *finder, const duly_source *given, BatchFile *file)
{
    Str problem = { 0 };
    *file = (BatchFile) { .table = INDEX_NONE, .path = given->name.len ? given->name : STR("memory"), .format = &format_rows };
    int ways = (given->next != NULL) + (given->stream != NULL) + (given->bytes != NULL);
    if (ways != 1) {
        complaint_add(finder->complaints, SEVERITY_ERROR, file->path,
                      "records from memory come from a callback, a stream or bytes: one of them");
        return false;
    }
    if (given->bytes) {
        file->bytes = given;
        file->format = finder_format(file->path);
        return true;
    }
    file->source = source_open(finder->arena, given, &problem);
    if (!file->source)
        complaint_add(finder->complaints, SEVERITY_ERROR, file->path, "%.*s", STR_ARG(problem));
    return file->source != NULL;
}

static void add_source(Finder *finder, const duly_source *given)
{
    BatchFile file;
    if (!batchfiles_take_source(finder, given, &file))
        return;
    if (given->table.len)
        batchfiles_add_to_table(finder, &file, given->table);
    else
        batchfiles_add_file(finder, file);
}

/* ---- all of it */

static bool has_rules(const Pack *pack, uint32_t table, const bool *selected)
{
    for (uint32_t rule = BUILTIN_COUNT; rule < pack->rule_count; rule++)
        if (pack->rules[rule].table == table && (!selected || selected[rule]))
            return true;
    return false;
}

static bool batchfiles_has_file(const BatchFiles *files, uint32_t table)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->at[i].table == table)
            return true;
    return false;
}

/* A table that need not be there is missed only by who names one of its rules: then `named` says which were. */
static void batchfiles_tell_absent(Finder *finder, const BatchFiles *files, const bool *named)
{
    Text absent = { 0 };
    unsigned count = 0;
    for (uint32_t t = 0; t < finder->pack->table_count; t++) {
        const PackTable *table = &finder->pack->tables[t];
        bool missed = table->is_optional ? named && has_rules(finder->pack, t, named) : has_rules(finder->pack, t, NULL);
        if (!batchfiles_has_file(files, t) && missed)
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

/* A run takes up one table after the other (run.c). Within one the order is that in which files were named, or of their names in a
   folder. */
static BatchFiles sort_by_table(const Finder *finder)
{
    BatchFiles files = { .at = arena_array(finder->arena, BatchFile, finder->found.count) };
    for (uint32_t t = 0; t < finder->pack->table_count; t++)
        for (size_t i = 0; i < finder->found.count; i++)
            if (finder->found.at[i].table == t)
                files.at[files.count++] = finder->found.at[i];
    return files;
}

BatchFiles batchfiles_find(Arena *arena, const Pack *pack, const RunOptions *options, const bool *selected, Complaints *complaints)
{
    Finder finder = { .arena = arena,
                      .pack = pack,
                      .options = options,
                      .complaints = complaints,
                      .language = options->language,
                      .encoding = encoding_of(options),
                      .redact = options->redact,
                      .named = arena_array(arena, bool, pack->table_count) };
    if (options->batch.count == 0 && options->table_files.count == 0 && options->source_count == 0)
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "no batch was named: give a folder or files");
    for (size_t i = 0; i < options->table_files.count; i++)
        add_table_file(&finder, options->table_files.at[i]);
    for (size_t i = 0; i < options->source_count; i++)
        add_source(&finder, &options->sources[i]);
    for (size_t i = 0; i < options->batch.count; i++)
        add_batch(&finder, options->batch.at[i]);
    BatchFiles files = sort_by_table(&finder);
    map_free(&finder.seen);
    if (files.count > 0 && complaints->errors == 0)
        batchfiles_tell_absent(&finder, &files, options->only.count > 0 ? selected : NULL);
    return files;
}
