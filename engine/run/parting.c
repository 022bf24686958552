/* Where a batch is cut. The files of a table, one behind the other, are so many bytes; share i of n is what lies between the (i-1)/n-th and
   the i/n-th of them, and a batch of records belongs to the share in which it begins. So shares follow one another as records do, and
   whoever joins them in their order meets everything in the order of the whole. Whose end lies in a share reads a file to that end,
   and tells what is to be told of the file. A share of a file is found by reading what stands before it: which line a record begins on, and
   whether a line end stands in quotes, nobody knows otherwise. Files that are too large for that come cut, one to each part. */
#include "run/parting.h"

#include "model/identity.h"
#include "run/part.h"
#include "run/groupbytes.h"
#include "run/recordbytes.h"

/* What keys and groups may take before they are written as a run, where --memory says nothing. */
enum { USUAL_MEMORY = 256 << 20 };

typedef struct {
    uint64_t low, high; /* of the bytes of its table, where this file lies; */
    uint64_t lines;     /* what its lines are counted on from */
    bool is_share;      /* all of it is this share */
    bool is_read_out;   /* its end was met, wherever this share ends */
} Stretch;

struct Parting {
    PartOut out;
    Stretch *files;      /* by file */
    uint64_t *from, *to; /* by table: the share, in bytes of its files */
    PartFields *keys;    /* by table */
    PartTail tail;
    Unsorted unsorted; /* keys, until they are written */
    size_t most;       /* bytes that states may take in memory */
    Text block, text;
};

/* ---- which share */

/* The part-th of `count` equal shares of so many bytes begins here. Multiplied first, bytes might not fit. */
static uint64_t parting_position_of(uint64_t bytes, uint64_t part, uint64_t count)
{
    return part == count ? UINT64_MAX : bytes / count * part + bytes % count * part / count;
}

/* A file of which nobody knows the size counts as a byte, so that it belongs to a share. */
static void parting_measure(Run *run, Parting *parting)
{
    const PartOptions *part = &run->options->part;
    for (size_t i = 0; i < run->files.count; i++) {
        uint32_t table = run->files.at[i].table;
        bool is_first = i == 0 || run->files.at[i - 1].table != table;
        uint64_t low = is_first ? 0 : parting->files[i - 1].high;
        parting->files[i].low = low;
        parting->files[i].high = low + (run->sizes[i] ? run->sizes[i] : 1);
        parting->files[i].lines = is_first ? 0 : parting->files[i - 1].lines + PART_LINES;
        parting->to[table] = parting->files[i].high;
    }
    for (uint32_t i = 0; i < run->pack->table_count; i++) {
        uint64_t bytes = parting->to[i];
        parting->from[i] = parting_position_of(bytes, part->number - 1, part->count);
        parting->to[i] = parting_position_of(bytes, part->number, part->count);
    }
}

uint64_t parting_lines(const Run *run, size_t index)
{
    return run->parting->files[index].lines;
}

static bool parting_is_own(const Run *run, size_t index, uint64_t position)
{
    uint32_t table = run->files.at[index].table;
    const Stretch *file = &run->parting->files[index];
    return file->is_share || (position >= run->parting->from[table] && position < run->parting->to[table]);
}

bool parting_reads(const Run *run, size_t index)
{
    uint32_t table = run->files.at[index].table;
    const Stretch *file = &run->parting->files[index];
    return file->is_share || (run->parting->from[table] < file->high && run->parting->to[table] > file->low);
}

static bool has_end(const Run *run, size_t index)
{
    return parting_is_own(run, index, run->parting->files[index].high - 1);
}

bool parting_has_read_out(const Run *run, size_t index)
{
    return run->parting->files[index].is_read_out;
}

/* Text may take more bytes than it did in the file: then the rest of it lies at its end. */
static uint64_t position(const Run *run, size_t index)
{
    const Stretch *file = &run->parting->files[index];
    uint64_t taken = run->reader->taken;
    return taken < file->high - file->low ? file->low + taken : file->high - 1;
}

/* A batch goes to one share, so that those of a short roster are short: many records to each of many shares, and all parts have to agree
   on where a batch ends. Where records name their fields, what names nothing is told before the records of its batch. */
static uint32_t rows_of(const Run *run, size_t index)
{
    enum { RECORD_BYTES = 32, BATCHES = 4 /* a share */ };
    const Stretch *file = &run->parting->files[index];
    uint64_t rows = (file->high - file->low) / RECORD_BYTES / run->options->part.count / BATCHES;
    bool is_usual = file->is_share || run->reader->mapping.keyed || rows > BATCH_ROWS;
    return is_usual ? BATCH_ROWS : rows < 1 ? 1 : (uint32_t) rows;
}

bool parting_fill(Run *run, Batch *batch)
{
    size_t index = run->reading;
    batch->capacity = rows_of(run, index);
    for (;;) {
        uint64_t at = position(run, index);
        bool is_behind = !run->parting->files[index].is_share && at >= run->parting->to[run->files.at[index].table];
        run->parting->files[index].is_read_out = !is_behind && !reader_next(run->reader, batch);
        if (is_behind || run->parting->files[index].is_read_out)
            return false;
        if (parting_is_own(run, index, at))
            return true;
    }
}

/* ---- what there can be no parts of */

static bool refuse(Run *run, const char *format, Str name)
{
    complaint_add(&run->complaints, SEVERITY_ERROR, (Str) { 0 }, format, STR_ARG(name));
    run_tell_complaints(run);
    return false;
}

/* One whose cells decide nothing but whether references lead somewhere is needed in whole all the same. */
static bool can_share(Run *run, uint32_t table)
{
    Str name = run->pack->tables[table].table.name;
    if (run->present[table] && sides_want(run->sides, table))
        return refuse(run, "records refer to those of '%.*s': each part needs all of them, and --share leaves it but a share", name);
    return true;
}

static bool finds_shares(Run *run, Parting *parting)
{
    Strs shares = run->options->part.shares;
    for (size_t i = 0; i < shares.count; i++) {
        uint32_t table = 0;
        while (table < run->pack->table_count && !str_equal(run->pack->tables[table].table.name, shares.at[i]))
            table++;
        if (table == run->pack->table_count)
            return refuse(run, "--share '%.*s': the pack has no such table", shares.at[i]);
        if (!can_share(run, table))
            return false;
        for (size_t k = 0; k < run->files.count; k++)
            parting->files[k].is_share |= run->files.at[k].table == table;
    }
    return true;
}

/* A stream has no length, and each part would need it. */
static bool has_stream(Run *run, const Parting *parting)
{
    for (size_t i = 0; i < run->files.count; i++)
        if (run->options->part.count > 1 && !parting->files[i].is_share && run->inputs[i] && !run->inputs[i]->seek)
            return !refuse(run,
                           "a stream cannot be cut: where '%.*s' brings nothing but the share of this part, name its table with --share",
                           run->files.at[i].path);
    return false;
}

/* Whether a record is the second with its key is known when all parts are there, and then rules are not asked again. */
static bool has_rule_after_keys(Run *run)
{
    const Rule *rules = run->pack->rules;
    for (uint32_t i = 0; i < run->pack->rule_count; i++)
        for (uint32_t k = 0; run->selection.selected[i] && k < rules[i].after_count; k++)
            if (rules[i].after[k] == BUILTIN_DUPLICATE_KEY)
                return !refuse(
                    run, "'%.*s' stands after duplicate-key, which is known only of the whole: without it (--skip) there can be parts",
                    rules[i].id);
    return false;
}

/* ---- states */

static size_t states_size(const Run *run)
{
    size_t size = unsorted_size(&run->parting->unsorted) + run->group_memory.used_bytes;
    for (uint32_t i = 0; i < run->pack->table_count; i++)
        for (uint32_t k = 0; k < run->plan->tables[i].group_count; k++)
            size += groups_size(&run->groups[i][k]);
    return size;
}

static void write_groups(Run *run, uint32_t table, uint32_t index)
{
    Parting *parting = run->parting;
    const Groups *groups = &run->groups[table][index];
    Arena arena = { 0 };
    for (uint32_t number = 0; number < groups_count(groups); number++) {
        arena_reset(&arena);
        text_clear(&parting->text);
        groups_write(&parting->text, groups, &run->plan->tables[table].groups[index], number);
        unsorted_add(&parting->unsorted, part_kind_of_groups(run, table, index),
                     fingerprint_of((Fingerprint) { 0 }, groups_key(groups, number, &arena)).low, text_str(&parting->text));
    }
    arena_free(&arena);
    unsorted_write(&parting->unsorted, &parting->out, &parting->tail.runs);
}

static void write_states(Run *run)
{
    Parting *parting = run->parting;
    unsorted_write(&parting->unsorted, &parting->out, &parting->tail.runs);
    for (uint32_t i = 0; i < run->pack->table_count; i++)
        for (uint32_t k = 0; k < run->plan->tables[i].group_count; k++)
            write_groups(run, i, k);
    unsorted_free(&parting->unsorted);
    arena_free(&run->group_memory);
    run_make_groups(run);
}

/* The key of each record, with all that a finding about it needs. */
static void note_keys(Run *run, const Job *job)
{
    const Batch *batch = &job->batch;
    Parting *parting = run->parting;
    const PartFields *fields = &parting->keys[run->table->index];
    uint32_t kind = part_kind_of_keys(run, run->table->index);
    for (uint32_t row = 0; job->has_keys && row < batch->rows; row++) {
        if (batch->identities[row].len == 0)
            continue;
        Fingerprint print = fingerprint_of((Fingerprint) { 0 }, batch->identities[row]);
        text_clear(&parting->text);
        bytes_word(&parting->text, print.high);
        bytes_number(&parting->text, run->lines_before / PART_LINES);
        bytes_number(&parting->text, batch->first_record + row);
        bytes_number(&parting->text, batch->lines[row]);
        for (size_t i = 0; i < fields->count; i++)
            bytes_text(&parting->text, batch->cells[fields->at[i]] ? batch->cells[fields->at[i]][row] : (Str) { 0 });
        unsorted_add(&parting->unsorted, kind, print.low, text_str(&parting->text));
    }
}

/* ---- writing */

static void parting_write_block(Parting *parting, BlockKind kind)
{
    part_put(&parting->out, kind, text_str(&parting->block));
    text_clear(&parting->block);
}

static void parting_add_file(PartTail *tail)
{
    array_push(&tail->files, 0);
    array_push(&tail->ends, 0);
}

bool parting_begin(Run *run)
{
    const PartOptions *part = &run->options->part;
    Parting *parting = arena_new(&run->arena, Parting);
    *parting = (Parting) { .out = { part->context, part->add, 0 }, .most = run->options->memory ? run->options->memory : USUAL_MEMORY };
    parting->files = arena_array(&run->arena, Stretch, run->files.count);
    parting->from = arena_array(&run->arena, uint64_t, run->pack->table_count);
    parting->to = arena_array(&run->arena, uint64_t, run->pack->table_count);
    parting->keys = arena_array(&run->arena, PartFields, run->pack->table_count);
    parting_measure(run, parting);
    if (!finds_shares(run, parting) || has_stream(run, parting) || has_rule_after_keys(run))
        return false;
    for (uint32_t i = 0; i < run->pack->table_count; i++)
        parting->keys[i] = part_key_fields(&run->arena, &run->pack->tables[i].table);
    for (size_t i = 0; i < run->files.count; i++)
        parting_add_file(&parting->tail);
    run->parting = parting;
    PartHead head = part_head_of(run);
    part_start(&parting->out);
    part_head_write(&parting->block, &head);
    parting_write_block(parting, BLOCK_HEAD);
    return true;
}

/* Read by take_mapping of merging.c: all that findings, reports and repeats.c ask of a mapping. What a file says that is not written
   here, a merged run does not know. */
static void parting_write_mapping(Text *out, const Mapping *mapping)
{
    bytes_text(out, mapping->path);
    bytes_text(out, mapping->sheet);
    bytes_number(out, mapping->keyed);
    bytes_number(out, mapping->header_line);
    for (uint32_t i = 0; i < mapping->table->field_count; i++) {
        bytes_number(out, mapping->column_of[i]);
        bytes_number(out, mapping->absent && mapping->absent[i]);
        bytes_text(out, mapping->above_of ? mapping->above_of[i] : (Str) { 0 });
    }
}

void parting_begin_file(Run *run, size_t index)
{
    Parting *parting = run->parting;
    parting->tail.files.at[index] = parting->out.offset;
    bytes_number(&parting->block, index);
    bytes_number(&parting->block, run->reader->unknown_count);
    parting_write_mapping(&parting->block, &run->reader->mapping);
    parting_write_block(parting, BLOCK_FILE);
}

void parting_batch(Run *run, const Job *job)
{
    Parting *parting = run->parting;
    RecordContext context = { .pack = run->pack, .waivers = &run->waivers, .table = run->table->index };
    bytes_number(&parting->block, job->batch.first_record);
    bytes_number(&parting->block, job->batch.rows);
    bytes_number(&parting->block, job->unknown_until);
    bytes_number(&parting->block, job->result.record_count);
    for (uint32_t i = 0; i < job->result.record_count; i++)
        record_write(&parting->block, &context, &job->result.records[i]);
    parting_write_block(parting, BLOCK_BATCH);
    note_keys(run, job);
    if (states_size(run) > parting->most / 2) /* they take room in both forms while they are written */
        write_states(run);
}

/* Read by take_info of merging.c; likewise write_unknown, by take_unknown. */
static void write_info(Text *out, const FileInfo *info)
{
    bytes_number(out, info->bytes);
    bytes_text(out, info->encoding);
    bytes_number(out, info->basis);
    bytes_number(out, info->bad_bytes);
    bytes_text(out, info->shown);
    bytes_text(out, info->others);
    bytes_number(out, info->is_hopeless);
    bytes_number(out, info->blank_rows);
    bytes_text(out, info->sha256);
    bytes_number(out, info->records);
    bytes_number(out, info->hidden);
    bytes_number(out, info->passed_count);
    bytes_number(out, info->passed_kept);
    for (size_t i = 0; i < info->passed_kept; i++) {
        bytes_number(out, info->passed[i].line);
        bytes_text(out, info->passed[i].text);
    }
}

static void write_unknown(Text *out, const Reader *reader)
{
    bytes_number(out, reader->unknown_count);
    for (size_t i = 0; i < reader->unknown_count; i++) {
        const UnknownColumn *unknown = &reader->unknown[i];
        bytes_text(out, unknown->heading);
        bytes_text(out, unknown->suggestion);
        bytes_text(out, unknown->repeats);
        bytes_text(out, unknown->contradicts);
        bytes_number(out, unknown->is_left_out);
        bytes_number(out, unknown->column);
        bytes_number(out, unknown->line);
    }
}

void parting_end_file(Run *run, size_t index)
{
    Parting *parting = run->parting;
    const FileInfo unknown = { 0 }; /* how far a reader looked ahead says nothing */
    bool is_end = has_end(run, index);
    parting->tail.ends.at[index] = parting->out.offset;
    bytes_number(&parting->block, is_end);
    write_info(&parting->block, is_end ? &run->reader->info : &unknown);
    write_unknown(&parting->block, run->reader);
    bytes_text(&parting->block, run->reader->problem);
    bytes_number(&parting->block, run->reader->problem_line);
    for (uint32_t i = 0; i < run->table->table->table.field_count; i++)
        bytes_number(&parting->block, run->left_out && run->left_out[i]);
    parting_write_block(parting, BLOCK_FILE_END);
    if (run->reader->problem.len > 0)
        run_fail_file(run, index, run->reader->problem_line, run->reader->problem);
    run->is_whole[run->table->index] &= run->reader->problem.len == 0 && !run->stopped;
}

void parting_end(Run *run)
{
    Parting *parting = run->parting;
    write_states(run);
    for (size_t i = 0; i < run->files.count; i++)
        if (run->fates[i].is_told) {
            PartFailure failure = { (uint32_t) i, run->fates[i].told_at, run->fates[i].told };
            array_push(&parting->tail.failures, failure);
        }
    part_tail_write(&parting->block, run, &parting->tail);
    part_close(&parting->out, text_str(&parting->block));
    text_free(&parting->block);
    text_free(&parting->text);
    unsorted_free(&parting->unsorted);
    array_free(&parting->tail.failures);
    array_free(&parting->tail.files);
    array_free(&parting->tail.ends);
    array_free(&parting->tail.runs);
}
