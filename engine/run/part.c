/* The head and the tail of a part, as bytes and back. The two halves of each stand in the same order, and what is added to one is added to
   the other; a part is read by the version of duly alone that wrote it. How many of something follow is taken with the least bytes that
   one of it has (bytes_take_count): more than fit into the rest are refused before there is memory for them.

   Options are kept by the names that people give them, so that two parts which differ can be told apart in words (merging.c). Sums of a
   tail are added to what a run has already, and what a part says of waivers, mappings and agendas goes the way of any batch. */
#include "run/part.h"

#include "base/hash.h"

#ifndef DULY_VERSION
#define DULY_VERSION "0.1.0"
#endif

/* ---- options */

static void add_option(Arena *arena, PartHead *head, const char *name, Str value)
{
    PartOption option = { str_of(name), value };
    arena_push(arena, &head->options, option);
}

static void part_add_list(Arena *arena, PartHead *head, const char *name, Strs list)
{
    Text text = text_in(arena);
    for (size_t i = 0; i < list.count; i++) {
        if (i > 0)
            text_add_char(&text, PART_DIVIDER);
        text_add(&text, list.at[i]);
    }
    add_option(arena, head, name, text_str(&text));
}

static void part_add_date(Arena *arena, PartHead *head, const char *name, Date date)
{
    char room[11] = "";
    if (date > 0)
        date_print(date, room);
    add_option(arena, head, name, arena_str(arena, str_of(room)));
}

static void part_add_options(Arena *arena, PartHead *head, const RunOptions *options, const Run *run)
{
    part_add_date(arena, head, "--as-of", options->as_of);
    add_option(arena, head, "--gate", options->has_gate ? options->gate : (Str) { 0 });
    part_add_date(arena, head, "--on", options->on);
    part_add_list(arena, head, "--only", options->only);
    part_add_list(arena, head, "--skip", options->skip);
    part_add_list(arena, head, "--elsewhere", options->elsewhere);
    part_add_list(arena, head, "--set", options->set);
    add_option(arena, head, "--lang", options->language);
    add_option(arena, head, "--encoding", options->encoding);
    add_option(arena, head, "--redact", options->redact ? STR("yes") : (Str) { 0 });
    add_option(arena, head, "--agenda", options->agenda);
    add_option(arena, head, "--mapping", run->renaming.path);
    add_option(arena, head, "waivers.yaml", options->waivers);
}

/* Files beside the batch are read by every part, and again when parts are merged: they may have changed meanwhile. */
PartOptionList part_beside_of(Arena *arena, const Run *run)
{
    PartOptionList beside = { 0 };
    const PartOption files[] = {
        { STR("--agenda"), run->agenda.sha256 },
        { STR("--mapping"), run->renaming.sha256 },
        { STR("waivers.yaml"), run->waivers.sha256 },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        arena_push(arena, &beside, files[i]);
    return beside;
}

Str part_other_beside(const PartOptionList *a, const PartOptionList *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (!str_equal(a->at[i].value, b->at[i].value))
            return a->at[i].name;
    return (Str) { 0 };
}

Str part_option(const PartHead *head, const char *name)
{
    for (size_t i = 0; i < head->options.count; i++)
        if (str_is(head->options.at[i].name, name))
            return head->options.at[i].value;
    return (Str) { 0 };
}

/* ---- the head */

static bool part_is_named(Strs names, Str name)
{
    bool named = false;
    for (size_t i = 0; i < names.count; i++)
        named |= str_equal(names.at[i], name);
    return named;
}

/* Parts lie on many machines, and so do copies of the batch: a file is known by its name, its size, and what stands at so many places of it,
   its ends among them. All of a short one is looked at. Files that come cut beforehand are other ones for each part anyway. */
static Str look_of(Run *run, size_t index)
{
    enum { PLACES = 64, PIECE = 4096 };
    Str problem = { 0 };
    Input *input = batchfile_open(&run->arena, &run->files.at[index], &problem);
    uint64_t size = run->sizes[index], step = size > (uint64_t) PLACES * PIECE ? (size - PIECE) / (PLACES - 1) : PIECE;
    char piece[PIECE], digits[65];
    Sha256 hash;
    sha256_start(&hash);
    for (uint64_t at = 0; problem.len == 0 && at < size; at += step) {
        size_t len = size - at < PIECE ? (size_t) (size - at) : PIECE;
        if (input_read_at(&run->arena, input, at, piece, len, &problem))
            sha256_add(&hash, (Str) { piece, len });
    }
    sha256_end(&hash, digits);
    if (input)
        input_close(input);
    if (problem.len > 0)
        run_fail_file(run, index, 0, problem);
    return arena_str(&run->arena, str_slice(str_of(digits), 0, 16));
}

PartHead part_head_of(Run *run)
{
    Arena *arena = &run->arena;
    const RunOptions *options = run->options;
    PartHead head = { .number = options->part.number,
                      .count = options->part.count,
                      .version = STR(DULY_VERSION),
                      .pack_path = run->pack->path,
                      .pack_sha256 = str_of(run->pack->sha256),
                      .is_figures = options->part.is_figures,
                      .counts = options->counts || options->statistics,
                      .clauses = options->clauses,
                      .is_share = arena_array(arena, bool, run->pack->table_count),
                      .table_count = run->pack->table_count };
    part_add_options(arena, &head, options, run);
    head.beside = part_beside_of(arena, run);
    for (uint32_t i = 0; i < head.table_count; i++)
        head.is_share[i] = part_is_named(options->part.shares, run->pack->tables[i].table.name);
    for (size_t i = 0; i < run->notes.count; i++)
        arena_push(arena, &head.notes, run->notes.at[i]);
    for (size_t i = 0; i < run->files.count; i++) {
        const BatchFile *file = &run->files.at[i];
        PartBatchFile told = { file->table, file->path, file->sheet, run->sizes[i], { 0 } };
        if (!head.is_share[file->table] && run->readable[i])
            told.look = look_of(run, i);
        arena_push(arena, &head.files, told);
    }
    return head;
}

static void write_options(Text *out, const PartOptionList *options)
{
    bytes_number(out, options->count);
    for (size_t i = 0; i < options->count; i++) {
        bytes_text(out, options->at[i].name);
        bytes_text(out, options->at[i].value);
    }
}

void part_head_write(Text *out, const PartHead *head)
{
    bytes_text(out, head->version);
    bytes_number(out, head->number);
    bytes_number(out, head->count);
    bytes_text(out, head->pack_path);
    bytes_text(out, head->pack_sha256);
    bytes_number(out, head->is_figures);
    bytes_number(out, head->counts);
    bytes_number(out, head->clauses);
    write_options(out, &head->options);
    write_options(out, &head->beside);
    bytes_number(out, head->table_count);
    for (uint32_t i = 0; i < head->table_count; i++)
        bytes_number(out, head->is_share[i]);
    bytes_number(out, head->notes.count);
    for (size_t i = 0; i < head->notes.count; i++) {
        bytes_number(out, head->notes.at[i].severity);
        bytes_text(out, head->notes.at[i].path);
        bytes_number(out, head->notes.at[i].line);
        bytes_text(out, head->notes.at[i].message);
        bytes_text(out, head->notes.at[i].hint);
    }
    bytes_number(out, head->files.count);
    for (size_t i = 0; i < head->files.count; i++) {
        bytes_number(out, head->files.at[i].table);
        bytes_text(out, head->files.at[i].path);
        bytes_text(out, head->files.at[i].sheet);
        bytes_number(out, head->files.at[i].bytes);
        bytes_text(out, head->files.at[i].look);
    }
}

static void part_take_options(Arena *arena, Bytes *bytes, PartOptionList *options)
{
    for (uint32_t left = bytes_take_count(bytes, 2); left > 0 && !bytes->failed; left--) {
        PartOption option = { .name = bytes_take_text(bytes) };
        option.value = bytes_take_text(bytes);
        arena_push(arena, options, option);
    }
}

/* None of them is an error, or there would be no part. */
static void take_notes(Arena *arena, Bytes *bytes, PartHead *head)
{
    for (uint32_t left = bytes_take_count(bytes, 5); left > 0 && !bytes->failed; left--) {
        Complaint note = { .severity = (Severity) bytes_take_below(bytes, SEVERITY_INFO + 1) };
        note.path = bytes_take_text(bytes);
        note.line = bytes_take_number(bytes);
        note.message = bytes_take_text(bytes);
        note.hint = bytes_take_text(bytes);
        arena_push(arena, &head->notes, note);
    }
}

static void take_files(Arena *arena, Bytes *bytes, PartHead *head)
{
    uint32_t table = 0;
    for (uint32_t left = bytes_take_count(bytes, 5); left > 0 && !bytes->failed; left--) {
        PartBatchFile file = { .table = bytes_take_below(bytes, head->table_count) };
        file.path = bytes_take_text(bytes);
        file.sheet = bytes_take_text(bytes);
        file.bytes = bytes_take_number(bytes);
        file.look = bytes_take_text(bytes);
        if (file.table < table && !bytes->failed) /* they stand in the order of the tables */
            bytes_fail(bytes);
        table = file.table;
        arena_push(arena, &head->files, file);
    }
}

static bool take_head(Arena *arena, Bytes *bytes, PartHead *head)
{
    *head = (PartHead) { .version = bytes_take_text(bytes) };
    head->number = bytes_take_below(bytes, UINT32_MAX);
    head->count = bytes_take_below(bytes, UINT32_MAX);
    head->pack_path = bytes_take_text(bytes);
    head->pack_sha256 = bytes_take_text(bytes);
    head->is_figures = bytes_take_flag(bytes);
    head->counts = bytes_take_flag(bytes);
    head->clauses = bytes_take_flag(bytes);
    part_take_options(arena, bytes, &head->options);
    part_take_options(arena, bytes, &head->beside);
    head->table_count = bytes_take_count(bytes, 1);
    head->is_share = arena_array(arena, bool, head->table_count);
    for (uint32_t i = 0; i < head->table_count && !bytes->failed; i++)
        head->is_share[i] = bytes_take_flag(bytes);
    take_notes(arena, bytes, head);
    take_files(arena, bytes, head);
    bool is_share_of_all = head->number > 0 && head->number <= head->count && head->count <= PART_MOST;
    return bytes_are_done(bytes) && is_share_of_all;
}

bool part_head_read(Arena *arena, Input *input, PartFile *file, PartHead *head, Str *problem)
{
    Text bytes = { 0 };
    BlockKind kind = BLOCK_TAIL;
    uint64_t at = PART_FIRST_BLOCK;
    bool done = part_open(arena, input, file, problem) && part_read(arena, file, &at, &kind, &bytes, problem);
    Bytes rest = { arena_str(arena, text_str(&bytes)), kind != BLOCK_HEAD };
    text_free(&bytes);
    if (!done || take_head(arena, &rest, head))
        return done;
    *problem = STR("this is no part that this version of duly can read: check its share again");
    return false;
}

/* ---- the tail: sums */

static void write_sums(Text *out, const Run *run)
{
    const RunSummary *summary = &run->summary;
    for (uint32_t i = 0; i < run->pack->table_count; i++) {
        bytes_number(out, summary->records[i]);
        bytes_number(out, run->is_whole[i]);
        for (uint32_t k = 0; k < run->plan->tables[i].group_count; k++)
            bytes_number(out, run->not_asked[i][k]);
    }
    for (uint32_t i = 0; i < run->pack->rule_count; i++)
        for (Outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
            bytes_number(out, summary->counts[i][outcome]);
    for (Verdict verdict = 0; verdict < VERDICT_COUNT; verdict++)
        bytes_number(out, summary->verdicts[verdict]);
    bytes_number(out, summary->not_judged);
    bytes_number(out, summary->wants_columns);
    bytes_number(out, run->decided);
}

static void take_sums(Run *run, Bytes *bytes)
{
    RunSummary *summary = &run->summary;
    for (uint32_t i = 0; i < run->pack->table_count; i++) {
        summary->records[i] += bytes_take_number(bytes);
        run->is_whole[i] &= bytes_take_flag(bytes);
        for (uint32_t k = 0; k < run->plan->tables[i].group_count; k++)
            run->not_asked[i][k] |= bytes_take_flag(bytes);
    }
    for (uint32_t i = 0; i < run->pack->rule_count; i++)
        for (Outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
            summary->counts[i][outcome] += bytes_take_number(bytes);
    for (Verdict verdict = 0; verdict < VERDICT_COUNT; verdict++)
        summary->verdicts[verdict] += bytes_take_number(bytes);
    summary->not_judged += bytes_take_number(bytes);
    summary->wants_columns += bytes_take_number(bytes);
    run->decided += bytes_take_number(bytes);
}

/* What the files beside the batch are good for. */
static void write_uses(Text *out, const Run *run)
{
    bytes_number(out, run->waivers.count);
    for (uint32_t i = 0; i < run->waivers.count; i++) {
        bytes_number(out, run->uses[i].state);
        bytes_text(out, run->uses[i].detail);
    }
    bytes_number(out, run->renaming.count);
    for (size_t i = 0; i < run->renaming.count; i++)
        bytes_number(out, run->renaming.used[i]);
    bytes_number(out, run->agenda.list.count);
    for (size_t i = 0; i < run->agenda.list.count; i++) {
        bytes_number(out, run->agenda.list.at[i].found);
        bytes_number(out, run->agenda.list.at[i].first);
    }
}

static void take_uses(Run *run, Bytes *bytes)
{
    if (bytes_take_number(bytes) != run->waivers.count)
        bytes_fail(bytes);
    for (uint32_t i = 0; i < run->waivers.count && !bytes->failed; i++) {
        WaiverUse use = { .waiver = i, .state = (WaiverState) bytes_take_below(bytes, WAIVER_USED + 1) };
        use.detail = bytes_take_text(bytes);
        BatchResult result = { .uses = { &use, 1, 1 } };
        run_keep_uses(run, &result);
    }
    if (bytes_take_number(bytes) != run->renaming.count)
        bytes_fail(bytes);
    for (size_t i = 0; i < run->renaming.count && !bytes->failed; i++)
        run->renaming.used[i] |= bytes_take_flag(bytes);
    if (bytes_take_number(bytes) != run->agenda.list.count)
        bytes_fail(bytes);
    for (size_t i = 0; i < run->agenda.list.count && !bytes->failed; i++) {
        AgendaEntry *entry = &run->agenda.list.at[i];
        uint64_t found = bytes_take_number(bytes), first = bytes_take_number(bytes);
        entry->first = entry->found ? entry->first : first;
        entry->found += found;
    }
}

static void write_wants(Text *out, const Run *run)
{
    size_t count = (size_t) run->pack->rule_count * run->pack->member_count, wanted = 0;
    for (size_t i = 0; i < count; i++)
        wanted += run->wants[i];
    bytes_number(out, wanted);
    for (size_t i = 0; i < count; i++)
        if (run->wants[i])
            bytes_number(out, i);
}

static void take_wants(Run *run, Bytes *bytes)
{
    uint64_t count = (uint64_t) run->pack->rule_count * run->pack->member_count;
    for (uint32_t left = bytes_take_count(bytes, 1); left > 0 && !bytes->failed; left--) {
        uint32_t want = bytes_take_below(bytes, count);
        if (!bytes->failed)
            run->wants[want] = true;
    }
}

void part_tail_write(Text *out, const Run *run, const PartTail *tail)
{
    write_sums(out, run);
    write_uses(out, run);
    write_wants(out, run);
    bytes_number(out, tail->failures.count);
    for (size_t i = 0; i < tail->failures.count; i++) {
        bytes_number(out, tail->failures.at[i].file);
        bytes_number(out, tail->failures.at[i].line);
        bytes_text(out, tail->failures.at[i].problem);
    }
    for (size_t i = 0; i < tail->files.count; i++) {
        bytes_number(out, tail->files.at[i]);
        bytes_number(out, tail->ends.at[i]);
    }
    bytes_number(out, tail->runs.count);
    for (size_t i = 0; i < tail->runs.count; i++) {
        bytes_number(out, tail->runs.at[i].kind);
        bytes_number(out, tail->runs.at[i].at);
        bytes_number(out, tail->runs.at[i].blocks);
    }
}

bool part_tail_take(Run *run, Bytes *bytes, PartTail *tail, size_t file_count)
{
    take_sums(run, bytes);
    take_uses(run, bytes);
    take_wants(run, bytes);
    for (uint32_t left = bytes_take_count(bytes, 3); left > 0 && !bytes->failed; left--) {
        PartFailure failure = { .file = bytes_take_below(bytes, file_count) };
        failure.line = bytes_take_number(bytes);
        failure.problem = arena_str(&run->arena, bytes_take_text(bytes));
        arena_push(&run->arena, &tail->failures, failure);
    }
    for (size_t i = 0; i < file_count && !bytes->failed; i++) {
        uint64_t at = bytes_take_number(bytes), end = bytes_take_number(bytes);
        arena_push(&run->arena, &tail->files, at);
        arena_push(&run->arena, &tail->ends, end);
    }
    for (uint32_t left = bytes_take_count(bytes, 3); left > 0 && !bytes->failed; left--) {
        SortedRun sorted = { .kind = bytes_take_below(bytes, UINT32_MAX) };
        sorted.at = bytes_take_number(bytes);
        sorted.blocks = bytes_take_number(bytes);
        arena_push(&run->arena, &tail->runs, sorted);
    }
    return bytes_are_done(bytes);
}

/* ---- states */

/* Kinds are numbered table by table: its keys, then its plans of groups. */
uint32_t part_kind_of_keys(const Run *run, uint32_t table)
{
    uint32_t kind = table;
    for (uint32_t i = 0; i < table; i++)
        kind += run->plan->tables[i].group_count;
    return kind;
}

uint32_t part_kind_of_groups(const Run *run, uint32_t table, uint32_t plan)
{
    return part_kind_of_keys(run, table) + 1 + plan;
}

static void part_add_field(Arena *arena, PartFields *fields, uint32_t field)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->at[i] == field)
            return;
    arena_push(arena, fields, field);
}

PartFields part_key_fields(Arena *arena, const Table *table)
{
    PartFields fields = { 0 };
    if (table->key != FIELD_NONE)
        part_add_field(arena, &fields, table->key);
    for (uint32_t i = 0; i < table->way_count; i++)
        for (uint32_t k = 0; k < table->ways[i].count; k++)
            part_add_field(arena, &fields, table->ways[i].fields[k]);
    return fields;
}
