/* A run without reading. Parts are opened in their order, held against one another, and what they say of the run becomes its options and
   its files. Then the records of each file are told as they were written, part by part, as if they came from the pool; run.c does not
   notice, for a Reader that is none has what the parts say of the file: the first that has some of it how it begins, the last how it ends.

   What no part could know is found here. A key that stood before, in whichever part, comes out of all keys in the order of their hashes,
   and goes in where the record is told (repeats.c). Groups come out of theirs, likewise: all that is known of one key comes together, in
   the order of the parts.

   A part is a file from somewhere: it may be of another pack, another batch, other options, twice the same, or damaged. The first four
   are told before anything else is, as errors of who calls; damage that is met further down ends the run as incomplete, since something
   was told by then. */
#include "run/merging.h"

#include "base/said.h"
#include "base/words.h"
#include "run/part.h"
#include "run/groupbytes.h"
#include "run/recordbytes.h"
#include "run/repeats.h"

#include <stdlib.h>

#ifndef DULY_VERSION
#define DULY_VERSION "0.1.0"
#endif

enum { PIECE = 8192 /* groups that are judged at a time */ };

/* One of them. Where tables are brought in shares (--share), each part has other files: then `shift` says how far its files lie behind
   those of the parts before, and `own` which of its own a file of the whole is. */
typedef struct {
    Str path;
    PartFile file;
    PartHead head;
    PartTail tail;
    Text head_bytes;
    uint64_t *shift; /* by table: so many files of it belong to parts before */
    size_t *own;     /* by file of the whole: its number in this part; SIZE_MAX: it has none of it */
} Part;

struct Merging {
    ARRAY(Part) parts; /* in their order */
    Text block;
    bool is_bad; /* something is wrong with a part, and that was told */
};

/* ---- whether they are parts of one run */

static bool merging_open_part(Run *run, Str path, Input *kept, Part *part)
{
    Str problem = { 0 };
    *part = (Part) { .path = path };
    Input *input = kept ? kept : input_open(&run->arena, arena_str(&run->arena, path).at, &problem);
    bool done = input && part_head_read(&run->arena, input, &part->file, &part->head, &problem);
    if (!done)
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "%.*s", STR_ARG(problem));
    return done;
}

static int compare_parts(const void *left, const void *right)
{
    const Part *a = left, *b = right;
    return a->head.number < b->head.number ? -1 : a->head.number > b->head.number;
}

/* "2, 5 and 6": not more than a few of them. */
static Str list_missing(Run *run, uint32_t count, uint32_t *missing)
{
    enum { SHOWN = 12 };
    const Merging *merging = run->merging;
    Text text = text_in(&run->arena);
    size_t at = 0;
    *missing = 0;
    for (uint32_t number = 1; number <= count; number++) {
        while (at < merging->parts.count && merging->parts.at[at].head.number < number)
            at++;
        if (at < merging->parts.count && merging->parts.at[at].head.number == number)
            continue;
        if (++*missing <= SHOWN)
            text_format(&text, "%s%u", *missing > 1 ? ", " : "", (unsigned) number);
    }
    text_add(&text, *missing > SHOWN ? STR(", …") : (Str) { 0 });
    return text_str(&text);
}

static void check_numbers(Run *run)
{
    const Merging *merging = run->merging;
    uint32_t count = merging->parts.at[0].head.count, missing;
    for (size_t i = 1; i < merging->parts.count; i++) {
        const Part *before = &merging->parts.at[i - 1], *part = &merging->parts.at[i];
        if (part->head.count != count) {
            complaint_add(&run->complaints, SEVERITY_ERROR, part->path,
                          "this is one of %u parts, and others are of %u: they are not of one run", (unsigned) part->head.count,
                          (unsigned) count);
            return;
        }
        if (part->head.number == before->head.number)
            complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "this is part %u, and so is %.*s: a share counts once",
                          (unsigned) part->head.number, STR_ARG(before->path));
    }
    Str list = list_missing(run, count, &missing);
    if (missing > 0)
        complaint_add(&run->complaints, SEVERITY_ERROR, (Str) { 0 }, "parts are missing, of %u: %.*s", (unsigned) count, STR_ARG(list));
}

static Str merging_shown(Run *run, Str value)
{
    Text text = text_in(&run->arena);
    for (size_t i = 0; i < value.len; i++)
        text_add_char(&text, value.at[i] == PART_DIVIDER ? ' ' : value.at[i]);
    return value.len ? text_str(&text) : STR("nothing");
}

static void check_options(Run *run, const Part *first, const Part *part)
{
    bool is_same = first->head.options.count == part->head.options.count && first->head.is_figures == part->head.is_figures &&
                   first->head.counts == part->head.counts && first->head.beside.count == part->head.beside.count;
    for (size_t i = 0; is_same && i < first->head.options.count; i++) {
        const PartOption *a = &first->head.options.at[i], *b = &part->head.options.at[i];
        if (str_equal(a->name, b->name) && str_equal(a->value, b->value))
            continue;
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path,
                      "it was checked with other options than %.*s: %.*s says '%.*s' here, and '%.*s' there", STR_ARG(first->path),
                      STR_ARG(b->name), STR_ARG(merging_shown(run, b->value)), STR_ARG(merging_shown(run, a->value)));
    }
    if (!is_same)
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "it is of another kind than %.*s", STR_ARG(first->path));
    Str other = part_other_beside(&first->head.beside, &part->head.beside);
    if (other.len > 0)
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "the file of %.*s was another one than that of %.*s", STR_ARG(other),
                      STR_ARG(first->path));
    if (first->head.clauses != part->head.clauses)
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "it was checked with other options than %.*s: one of them with -v",
                      STR_ARG(first->path));
}

/* The next file that all parts are to have, from there on; NULL: there is none. */
static const PartBatchFile *next_of_all(const PartHead *head, size_t *at)
{
    while (*at < head->files.count && head->is_share[head->files.at[*at].table])
        ++*at;
    return *at < head->files.count ? &head->files.at[(*at)++] : NULL;
}

static bool is_same_file(const PartBatchFile *a, const PartBatchFile *b)
{
    return a && b && a->table == b->table && a->bytes == b->bytes && str_equal(a->look, b->look) && str_equal(a->sheet, b->sheet) &&
           str_equal(path_name(a->path), path_name(b->path));
}

/* Tables that are not brought in shares are the same files to all, though they may lie elsewhere. */
static void merging_check_files(Run *run, const Part *first, const Part *part)
{
    const PartHead *a = &first->head, *b = &part->head;
    const PartBatchFile *here = NULL, *there = NULL;
    size_t i = 0, k = 0;
    bool is_same = a->table_count == b->table_count && (a->table_count == 0 || memcmp(a->is_share, b->is_share, a->table_count) == 0);
    do {
        there = next_of_all(a, &i);
        here = is_same ? next_of_all(b, &k) : NULL;
    } while (is_same && (here || there) && (is_same = is_same_file(here, there)));
    if (is_same)
        return;
    complaint_add(&run->complaints, SEVERITY_ERROR, part->path,
                  "it was cut from other files than %.*s, or they have changed meanwhile: %.*s", STR_ARG(first->path),
                  STR_ARG(here    ? here->path
                          : there ? there->path
                                  : STR("--share")));
    complaint_hint(&run->complaints,
                   "each part needs all files of the batch, and as they are for the others; only where a table comes cut, "
                   "one file for each part, --share TABLE says so");
}

static void merging_check_pack(Run *run, const Part *part)
{
    if (!str_is(part->head.pack_sha256, run->pack->sha256) || part->head.table_count != run->pack->table_count)
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path,
                      "it was checked with another pack than this one: %.*s was another one then", STR_ARG(part->head.pack_path));
    if (!str_is(part->head.version, DULY_VERSION))
        complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "duly %.*s wrote it, and this is another version",
                      STR_ARG(part->head.version));
}

/* ---- what they say of the run */

static Strs merging_take_list(Arena *arena, Str value)
{
    ARRAY(Str) list = { 0 };
    while (value.len > 0) {
        size_t end = 0;
        while (end < value.len && value.at[end] != PART_DIVIDER)
            end++;
        Str item = str_slice(value, 0, end);
        arena_push(arena, &list, item);
        value = end < value.len ? str_slice(value, end + 1, value.len) : (Str) { 0 };
    }
    return (Strs) { list.at, list.count };
}

static Date merging_take_date(Str value)
{
    Date date = 0;
    return value.len > 0 && date_parse_iso(value, &date) ? date : 0;
}

/* What part_add_options wrote, read back: what reports may want of a run is none of them. */
static void merging_take_options(Run *run, const PartHead *head, RunOptions *options)
{
    options->as_of = merging_take_date(part_option(head, "--as-of"));
    options->on = merging_take_date(part_option(head, "--on"));
    options->gate = part_option(head, "--gate");
    options->has_gate = options->gate.len > 0;
    options->only = merging_take_list(&run->arena, part_option(head, "--only"));
    options->skip = merging_take_list(&run->arena, part_option(head, "--skip"));
    options->elsewhere = merging_take_list(&run->arena, part_option(head, "--elsewhere"));
    options->set = merging_take_list(&run->arena, part_option(head, "--set"));
    options->language = part_option(head, "--lang");
    options->encoding = part_option(head, "--encoding");
    options->redact = part_option(head, "--redact").len > 0;
    options->agenda = part_option(head, "--agenda");
    options->mapping = part_option(head, "--mapping");
    options->waivers = part_option(head, "waivers.yaml");
    options->clauses = head->clauses;
    options->counts = head->counts;
}

static void add_files_of(Run *run, uint32_t table, size_t part_index, BatchFiles *files, size_t room)
{
    Part *part = &run->merging->parts.at[part_index];
    bool is_share = part->head.is_share[table];
    for (size_t i = 0; i < part->head.files.count; i++) {
        const PartBatchFile *file = &part->head.files.at[i];
        if (file->table != table || (!is_share && part_index > 0))
            continue;
        if (is_share)
            part->own[files->count] = i;
        if (files->count < room)
            files->at[files->count++] = (BatchFile) { .table = table, .path = file->path, .sheet = file->sheet };
    }
}

/* The number that a file has among those of its part need not be that of the first part where tables are brought in shares. */
static void merging_find_own(Run *run, const BatchFiles *files)
{
    Merging *merging = run->merging;
    for (size_t p = 0; p < merging->parts.count; p++) {
        Part *part = &merging->parts.at[p];
        size_t next = 0;
        for (size_t i = 0; i < files->count; i++) {
            uint32_t table = files->at[i].table;
            if (part->head.is_share[table])
                continue;
            while (next < part->head.files.count && part->head.is_share[part->head.files.at[next].table])
                next++;
            part->own[i] = next < part->head.files.count ? next++ : SIZE_MAX;
        }
    }
}

static void merging_find_files(Run *run)
{
    Merging *merging = run->merging;
    size_t room = 0;
    BatchFiles files = { 0 };
    for (size_t i = 0; i < merging->parts.count; i++)
        room += merging->parts.at[i].head.files.count;
    files.at = arena_array(&run->arena, BatchFile, room);
    for (size_t i = 0; i < merging->parts.count; i++) {
        merging->parts.at[i].shift = arena_array(&run->arena, uint64_t, run->pack->table_count);
        merging->parts.at[i].own = arena_array(&run->arena, size_t, room);
        for (size_t k = 0; k < room; k++)
            merging->parts.at[i].own[k] = SIZE_MAX;
    }
    for (uint32_t table = 0; table < run->pack->table_count; table++) {
        size_t first = files.count;
        for (size_t i = 0; i < merging->parts.count; i++) {
            merging->parts.at[i].shift[table] = merging->parts.at[i].head.is_share[table] ? files.count - first : 0;
            add_files_of(run, table, i, &files, room);
        }
    }
    merging_find_own(run, &files);
    run->files = files;
}

Merging *merging_open(Run *run, RunOptions *options)
{
    Merging *merging = run->merging = arena_new(&run->arena, Merging);
    Str kept = STR("a temporary file");
    Strs paths = options->kept_part ? (Strs) { &kept, 1 } : options->parts;
    for (size_t i = 0; i < paths.count; i++) {
        Part part;
        if (merging_open_part(run, paths.at[i], options->kept_part, &part))
            arena_push(&run->arena, &merging->parts, part);
    }
    if (run->complaints.errors > 0 || merging->parts.count == 0)
        return merging;
    qsort(merging->parts.at, merging->parts.count, sizeof *merging->parts.at, compare_parts);
    check_numbers(run);
    for (size_t i = 0; i < merging->parts.count; i++)
        merging_check_pack(run, &merging->parts.at[i]);
    for (size_t i = 1; run->complaints.errors == 0 && i < merging->parts.count; i++) {
        check_options(run, &merging->parts.at[0], &merging->parts.at[i]);
        merging_check_files(run, &merging->parts.at[0], &merging->parts.at[i]);
    }
    if (run->complaints.errors > 0)
        return merging;
    const PartHead *first = &merging->parts.at[0].head;
    for (size_t i = 0; i < first->notes.count; i++)
        arena_push(&run->arena, &run->complaints.list, first->notes.at[i]);
    merging_take_options(run, first, options);
    merging_find_files(run);
    return merging;
}

void merging_check_beside(Run *run)
{
    const Merging *merging = run->merging;
    PartOptionList here = part_beside_of(&run->arena, run);
    Str other = merging->parts.count > 0 ? part_other_beside(&merging->parts.at[0].head.beside, &here) : (Str) { 0 };
    if (other.len > 0 && run->complaints.errors == 0)
        complaint_add(&run->complaints, SEVERITY_ERROR, (Str) { 0 }, "the file of %.*s is another one than when the parts were checked",
                      STR_ARG(other));
}

/* ---- what is wrong further down */

/* What was told until then is not the whole. */
static void merging_fail_part(Run *run, const Part *part, Str problem)
{
    run->failed = true;
    if (run->merging->is_bad)
        return;
    run->merging->is_bad = true;
    complaint_add(&run->complaints, SEVERITY_ERROR, part->path, "%.*s", STR_ARG(problem));
    run_tell_complaints(run);
}

static bool read_block(Run *run, const Part *part, uint64_t *at, BlockKind *kind)
{
    Str problem = { 0 };
    if (!run->merging->is_bad && part_read(&run->arena, &part->file, at, kind, &run->merging->block, &problem))
        return true;
    merging_fail_part(run, part, problem);
    return false;
}

static void damaged(Run *run, const Part *part)
{
    merging_fail_part(run, part, STR("the part is damaged, or not whole: check this share again"));
}

static void merging_read_tail(Run *run, Part *part)
{
    BlockKind kind;
    uint64_t at = part->file.tail;
    if (!read_block(run, part, &at, &kind))
        return;
    Bytes bytes = { text_str(&run->merging->block), kind != BLOCK_TAIL };
    if (!part_tail_take(run, &bytes, &part->tail, part->head.files.count))
        damaged(run, part);
}

/* ---- a file */

static void take_mapping(Run *run, Bytes *bytes, Mapping *mapping)
{
    const Table *table = &run->table->table->table;
    bool *absent = arena_array(&run->arena, bool, table->field_count);
    *mapping = (Mapping) { .table = table, .absent = absent };
    mapping->path = arena_str(&run->arena, bytes_take_text(bytes));
    mapping->sheet = arena_str(&run->arena, bytes_take_text(bytes));
    mapping->keyed = bytes_take_flag(bytes);
    mapping->header_line = bytes_take_below(bytes, UINT32_MAX);
    mapping->column_of = arena_array(&run->arena, uint32_t, table->field_count);
    mapping->heading_of = mapping->matched_of = arena_array(&run->arena, Str, table->field_count);
    mapping->above_of = arena_array(&run->arena, Str, table->field_count);
    for (uint32_t i = 0; i < table->field_count && !bytes->failed; i++) {
        mapping->column_of[i] = bytes_take_below(bytes, UINT32_MAX);
        absent[i] = bytes_take_flag(bytes);
        mapping->above_of[i] = arena_str(&run->arena, bytes_take_text(bytes));
    }
}

static void take_info(Run *run, Bytes *bytes, FileInfo *info)
{
    info->bytes = bytes_take_number(bytes);
    info->encoding = arena_str(&run->arena, bytes_take_text(bytes));
    info->basis = (EncodingBasis) bytes_take_below(bytes, BASIS_COUNT);
    info->bad_bytes = bytes_take_number(bytes);
    info->shown = arena_str(&run->arena, bytes_take_text(bytes));
    info->others = arena_str(&run->arena, bytes_take_text(bytes));
    info->is_hopeless = bytes_take_flag(bytes);
    info->blank_rows = bytes_take_number(bytes);
    info->sha256 = arena_str(&run->arena, bytes_take_text(bytes));
    info->records = bytes_take_number(bytes);
    info->hidden = bytes_take_number(bytes);
    info->passed_count = bytes_take_number(bytes);
    info->passed_kept = bytes_take_count(bytes, 2);
    info->passed = arena_array(&run->arena, PassedRow, info->passed_kept);
    for (size_t i = 0; i < info->passed_kept && !bytes->failed; i++) {
        info->passed[i].line = bytes_take_number(bytes);
        info->passed[i].text = arena_str(&run->arena, bytes_take_text(bytes));
    }
    if (!run->options->hash_files)
        info->sha256 = (Str) { 0 };
}

static void take_unknown(Run *run, Bytes *bytes, Reader *reader)
{
    reader->unknown_count = bytes_take_count(bytes, 7);
    reader->unknown = arena_array(&run->arena, UnknownColumn, reader->unknown_count);
    for (size_t i = 0; i < reader->unknown_count && !bytes->failed; i++) {
        UnknownColumn *unknown = &reader->unknown[i];
        unknown->heading = arena_str(&run->arena, bytes_take_text(bytes));
        unknown->suggestion = arena_str(&run->arena, bytes_take_text(bytes));
        unknown->repeats = arena_str(&run->arena, bytes_take_text(bytes));
        unknown->contradicts = arena_str(&run->arena, bytes_take_text(bytes));
        unknown->is_left_out = bytes_take_flag(bytes);
        unknown->column = bytes_take_below(bytes, UINT32_MAX);
        unknown->line = bytes_take_number(bytes);
    }
}

static void leave_out_field(Run *run, uint32_t field)
{
    if (!run->left_out)
        run->left_out = arena_array(&run->arena, bool, run->table->table->table.field_count);
    run->left_out[field] = true;
}

/* The part that read a file to its end tells of it: the last of those that have some of it. */
static bool take_file_end(Run *run, const Part *part, size_t own, Reader *reader)
{
    BlockKind kind;
    uint64_t at = part->tail.ends.at[own];
    if (at == 0 || !read_block(run, part, &at, &kind))
        return false;
    Bytes bytes = { text_str(&run->merging->block), kind != BLOCK_FILE_END };
    bool is_end = bytes_take_flag(&bytes);
    take_info(run, &bytes, &reader->info);
    take_unknown(run, &bytes, reader);
    reader->problem = arena_str(&run->arena, bytes_take_text(&bytes));
    reader->problem_line = bytes_take_number(&bytes);
    for (uint32_t i = 0; i < run->table->table->table.field_count; i++)
        if (bytes_take_flag(&bytes))
            leave_out_field(run, i);
    if (!bytes_are_done(&bytes))
        damaged(run, part);
    return is_end && !run->merging->is_bad;
}

static bool take_file_begin(Run *run, const Part *part, size_t own, uint64_t *at, Reader *reader, size_t *unknown_ahead)
{
    BlockKind kind;
    if (!read_block(run, part, at, &kind))
        return false;
    Bytes bytes = { text_str(&run->merging->block), kind != BLOCK_FILE };
    if (bytes_take_number(&bytes) != own)
        bytes_fail(&bytes);
    *unknown_ahead = (size_t) bytes_take_number(&bytes);
    take_mapping(run, &bytes, &reader->mapping);
    if (!bytes_are_done(&bytes))
        damaged(run, part);
    return !run->merging->is_bad;
}

/* ---- its records */

typedef struct {
    Run *run;
    Repeats *repeats; /* NULL: nobody looks for them */
    uint64_t file;    /* among those of its table */
    uint64_t next;    /* the record that comes next */
    Arena memory;
} Replay;

/* What reports do not ask for would have been left out. */
static void merging_leave_out(const Run *run, RecordResult *record)
{
    if (!run->options->intervals)
        record->interval_count = 0;
    if (!run->options->steps) {
        record->step_count = 0;
        record->steps = NULL;
        record->end = NULL;
        record->ended_on = 0;
    }
    if (record->finding_count + record->interval_count == 0)
        record->content = (Str) { 0 };
}

static bool merging_is_told(const RecordResult *record)
{
    return record->verdict != VERDICT_NONE || record->finding_count > 0;
}

static bool merging_take_records(Replay *replay, Bytes *bytes, BatchResult *result)
{
    Run *run = replay->run;
    RecordContext context = { &replay->memory,           run->pack, &run->waivers, run->table->index, run->reader->mapping.path,
                              run->reader->mapping.sheet };
    uint32_t count = bytes_take_count(bytes, 14);
    result->records = arena_array(&replay->memory, RecordResult, count);
    for (uint32_t i = 0; i < count && !bytes->failed; i++) {
        record_take(&context, bytes, &result->records[i]);
        merging_leave_out(run, &result->records[i]);
    }
    result->record_count = count;
    return bytes_are_done(bytes);
}

static void drop_silent(BatchResult *result)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < result->record_count; i++)
        if (merging_is_told(&result->records[i]))
            result->records[kept++] = result->records[i];
    result->record_count = kept;
}

static void merging_tell_batch(Replay *replay, const Part *part)
{
    Run *run = replay->run;
    Bytes bytes = { text_str(&run->merging->block), false };
    BatchResult result = { 0 };
    uint64_t first = bytes_take_number(&bytes), rows = bytes_take_below(&bytes, BATCH_ROWS + 1);
    size_t unknown = bytes_take_below(&bytes, run->reader->unknown_count + 1);
    if (!merging_take_records(replay, &bytes, &result)) {
        damaged(run, part);
        return;
    }
    if (first != replay->next) {
        merging_fail_part(run, part,
                          STR("the file changed between its parts: a record that one of them ends with is not the one before the next"));
        return;
    }
    replay->next = first + rows;
    run_tell_unknown(run, unknown);
    if (replay->repeats)
        repeats_apply(replay->repeats, replay->file, first, rows, &result);
    drop_silent(&result);
    run_tell_records(run, &result);
    if (replay->repeats)
        repeats_told(replay->repeats);
    run->records += rows;
    run->sink->progress(run->sink->context, run->done_bytes, run->total_bytes, run->records);
    arena_free(&result.arena);
    arena_reset(&replay->memory);
}

static bool skip_runs(Run *run, const Part *part, uint64_t *at)
{
    Str problem = { 0 };
    bool is_run = true;
    while (is_run)
        if (!part_skip_run(&run->arena, &part->file, at, &is_run, &problem)) {
            merging_fail_part(run, part, problem);
            return false;
        }
    return true;
}

static void tell_part_of_file(Replay *replay, const Part *part, size_t own)
{
    Run *run = replay->run;
    uint64_t at = part->tail.files.at[own];
    BlockKind kind;
    if (at == 0 || !read_block(run, part, &at, &kind))
        return;
    while (!run_is_stopped(run) && skip_runs(run, part, &at) && read_block(run, part, &at, &kind) && kind == BLOCK_BATCH)
        merging_tell_batch(replay, part);
    if (!run->stopped && !run->merging->is_bad && kind != BLOCK_FILE_END)
        damaged(run, part);
}

/* The first of the parts that have something of a file says how it begins, the last how it ends. */
static bool find_file(Run *run, size_t index, Reader *reader, size_t *unknown_ahead)
{
    const Merging *merging = run->merging;
    bool has_begin = false, has_end = false;
    for (size_t i = 0; i < merging->parts.count && !merging->is_bad; i++) {
        const Part *part = &merging->parts.at[i];
        size_t own = part->own[index];
        if (own == SIZE_MAX || part->tail.files.at[own] == 0)
            continue;
        uint64_t at = part->tail.files.at[own];
        has_begin = has_begin || take_file_begin(run, part, own, &at, reader, unknown_ahead);
        has_end = take_file_end(run, part, own, reader) || has_end;
    }
    if (has_begin && !has_end && !run->failed)
        damaged(run, &merging->parts.at[0]);
    return has_begin && has_end && !merging->is_bad;
}

static void merging_tell_file(Replay *replay, size_t index)
{
    Run *run = replay->run;
    Merging *merging = run->merging;
    size_t unknown_ahead = 0;
    Reader reader = { .arena = &run->arena };
    run->reader = &reader;
    run->reading = index;
    run->unknown_told = 0;
    run->left_out = NULL;
    run->lines_before = replay->file * PART_LINES;
    replay->next = 0;
    if (!find_file(run, index, &reader, &unknown_ahead)) {
        run->is_whole[run->table->index] = false;
        return;
    }
    reader.info.path = reader.mapping.path;
    reader.info.sheet = reader.mapping.sheet;
    bool *left_out = run->left_out;
    run_begin_place(run);
    run->left_out = left_out;
    if (unknown_ahead <= reader.unknown_count)
        run_tell_unknown(run, unknown_ahead);
    for (size_t i = 0; i < merging->parts.count && !run_is_stopped(run); i++)
        if (merging->parts.at[i].own[index] != SIZE_MAX)
            tell_part_of_file(replay, &merging->parts.at[i], merging->parts.at[i].own[index]);
    if (!run->stopped && !merging->is_bad && replay->next != reader.info.records)
        damaged(run, &merging->parts.at[0]);
    run_end_file(run, index);
    run->done_bytes += reader.info.bytes;
}

static void tell_failures(Run *run, size_t index)
{
    const Merging *merging = run->merging;
    for (size_t i = 0; i < merging->parts.count; i++) {
        const PartTail *tail = &merging->parts.at[i].tail;
        for (size_t k = 0; k < tail->failures.count; k++)
            if (merging->parts.at[i].own[index] == tail->failures.at[k].file)
                run_fail_file(run, index, tail->failures.at[k].line, tail->failures.at[k].problem);
    }
}

/* ---- keys */

/* Of all parts, in their order. */
static void open_states(Run *run, uint32_t kind, Merged *merged)
{
    const Merging *merging = run->merging;
    *merged = (Merged) { .arena = &run->arena };
    for (size_t i = 0; i < merging->parts.count; i++)
        for (size_t k = 0; k < merging->parts.at[i].tail.runs.count; k++)
            if (merging->parts.at[i].tail.runs.at[k].kind == kind)
                merged_add(merged, &merging->parts.at[i].file, &merging->parts.at[i].tail.runs.at[k], (uint32_t) i);
}

static Repeats *find_repeats(Run *run)
{
    uint32_t table = run->table->index;
    Merged merged;
    Thing thing;
    if (!run->selection.selected[BUILTIN_DUPLICATE_KEY])
        return NULL;
    Repeats *repeats = repeats_new(run);
    open_states(run, part_kind_of_keys(run, table), &merged);
    while (!run_is_stopped(run) && merged_next(&merged, &thing))
        repeats_take(repeats, &thing, run->merging->parts.at[thing.source].shift[table]);
    if (merged.problem.len > 0)
        merging_fail_part(run, &run->merging->parts.at[0], merged.problem);
    merged_free(&merged);
    Str problem = repeats_sort(repeats);
    if (problem.len > 0)
        merging_fail_part(run, &run->merging->parts.at[0], problem);
    return repeats;
}

static void merging_tell_table(Run *run, size_t first, size_t end)
{
    Replay replay = { .run = run };
    run->table = &run->plan->tables[run->files.at[first].table];
    replay.repeats = find_repeats(run);
    replay.memory.language = run->arena.language;
    for (size_t i = first; i < end; i++) {
        replay.file = i - first;
        if (!run_is_stopped(run))
            merging_tell_file(&replay, i);
        tell_failures(run, i);
    }
    if (replay.repeats)
        repeats_free(replay.repeats);
    arena_free(&replay.memory);
}

void merging_tell(Run *run)
{
    Merging *merging = run->merging;
    for (size_t i = 0; i < merging->parts.count; i++)
        merging_read_tail(run, &merging->parts.at[i]);
    for (size_t first = 0, end = 0; !merging->is_bad && first < run->files.count; first = end) {
        while (end < run->files.count && run->files.at[end].table == run->files.at[first].table)
            end++;
        merging_tell_table(run, first, end);
    }
    text_free(&merging->block);
}

/* ---- groups */

void merging_open_groups(MergedGroups *groups)
{
    open_states(groups->run, part_kind_of_groups(groups->run, groups->table->index, groups->index), &groups->merged);
    groups->has_next = merged_next(&groups->merged, &groups->next);
}

static void take_group(MergedGroups *merged, Arena *arena, Groups *groups)
{
    const Part *part = &merged->run->merging->parts.at[merged->next.source];
    uint64_t lines = part->shift[merged->table->index] * PART_LINES;
    if (!groups_take(arena, groups, &merged->table->groups[merged->index], merged->next.bytes, lines))
        damaged(merged->run, part);
    merged->has_next = !merged->run->merging->is_bad && merged_next(&merged->merged, &merged->next);
}

/* Groups with one hash are given together: two keys may share it, and each must be whole. */
bool merging_groups(void *context, Arena *arena, Groups *groups)
{
    MergedGroups *merged = context;
    const GroupPlan *plan = &merged->table->groups[merged->index];
    uint64_t number = 0;
    while (merged->has_next && (groups_count(groups) < PIECE || merged->next.number == number)) {
        number = merged->next.number;
        take_group(merged, arena, groups);
    }
    if (plan->grouping->key_count == 0 && !merged->has_given)
        groups_at(arena, groups, plan, NULL);
    merged->has_given = true;
    return groups_count(groups) > 0 && !run_is_stopped(merged->run) && !merged->run->merging->is_bad;
}

void merging_close_groups(MergedGroups *groups)
{
    if (groups->merged.problem.len > 0)
        merging_fail_part(groups->run, &groups->run->merging->parts.at[0], groups->merged.problem);
    merged_free(&groups->merged);
}

void merging_all_groups(Run *run, const TablePlan *table, uint32_t index)
{
    MergedGroups merged = { .run = run, .table = table, .index = index };
    merging_open_groups(&merged);
    while (merged.has_next)
        take_group(&merged, &run->group_memory, &run->groups[table->index][index]);
    merging_close_groups(&merged);
}
