/* A run from its options to its summary. The thread that calls does all that has an order: it finds the files, reads them, looks their
   keys up, hands batches to the pool (pool.c) and takes results back in the order in which they were read, joins groups, and tells. Others
   only turn a batch into a result (evaluate.c). So nothing that is told depends on how many there are, and no sink need know of threads.

   What is wrong with options and with files beside the batch is collected and told at once, before a record is read: whoever waits for a
   million of them should not learn behind them that a rule is misspelt. Then the files that references lead to are read a first time
   (load_sides), every file under the rules (check_all), and last comes what needs all records (tell_whole): groups, columns that files
   lack, statistics, waivers that did nothing. Of half a table none of that is told (is_whole).

   The same code serves three kinds of run: over files; over a share of them, which is written down and not told (run->parting:
   parting.c); over such parts, where no file is read (run->merging: merging.c). A run that may take but so much memory is the second
   and the third, one behind the other (bounded.c). */
#include "run/run.h"

#include "base/said.h"
#include "base/words.h"
#include "run/bounded.h"
#include "run/explanation.h"
#include "run/filefindings.h"
#include "run/fingerprint.h"
#include "run/groupjudge.h"
#include "run/merging.h"
#include "run/parting.h"

/* Now, where times are noted down. */
uint64_t run_clock(const Run *run)
{
    return run->options->clock ? run->options->clock() : 0;
}

void run_tell_complaints(Run *run)
{
    for (size_t i = 0; i < run->complaints.list.count; i++)
        run->sink->complaint(run->sink->context, &run->complaints.list.at[i]);
    run->complaints.list.count = 0;
}

bool run_is_stopped(Run *run)
{
    if (run->options->stop && *run->options->stop)
        run->stopped = true;
    return run->stopped || run->satisfied;
}

/* ---- telling */

/* How many of some more findings may still be shown. Waived ones are findings, and shown; but nothing fails for them, and they count
   for no severity. */
static uint32_t count_finding(Run *run, Finding *findings, uint32_t count)
{
    uint64_t limit = run->options->max_findings, shown = run->summary.findings - run->summary.left_out;
    for (uint32_t i = 0; i < count; i++) {
        Severity severity = findings[i].severity;
        findings[i].is_known = run->summary.baseline && baseline_knows(&run->baseline, &findings[i]);
        run->summary.known += findings[i].is_known;
        if (findings[i].outcome == OUTCOME_WAIVED)
            continue;
        run->summary.by_severity[severity]++;
        run->found |= run->options->may_fail[severity] && !findings[i].is_known;
    }
    uint32_t room = limit == 0 || limit - shown >= count ? count : (uint32_t) (limit - shown);
    run->summary.findings += count;
    run->summary.left_out += count - room;
    return room;
}

static void tell_about_file(Run *run, Finding finding)
{
    if (!run->selection.selected[finding.rule])
        return;
    run->summary.counts[finding.rule][finding.outcome]++;
    if (count_finding(run, &finding, 1) > 0)
        run->sink->finding(run->sink->context, &finding);
}

static FileContext file_context(Run *run)
{
    return (FileContext) { &run->about_files, run->plan, run->table, run->reader };
}

/* The same heading in another file of the table is another finding. */
static Finding apart_from_others(Run *run, Finding finding)
{
    uint32_t before = map_get(&run->unknown_prints, finding.fingerprint), times = before == MAP_NONE ? 0 : before + 1;
    if (before == MAP_NONE)
        map_add(&run->unknown_prints, arena_str(&run->arena, finding.fingerprint), 0);
    else
        finding.fingerprint =
            fingerprint_again(&run->about_files, finding.fingerprint, arena_format(&run->about_files, "%u", (unsigned) times));
    return finding;
}

void run_tell_unknown(Run *run, size_t until)
{
    FileContext context = file_context(run);
    for (; run->unknown_told < until; run->unknown_told++)
        if (!run->reader->unknown[run->unknown_told].is_left_out)
            tell_about_file(run, apart_from_others(run, file_unknown_column(&context, run->unknown_told)));
    arena_reset(&run->about_files);
}

/* Rules about files have no counts in batches: they are counted where they are told (tell_about_file). */
static void run_add_counts(Run *run, const BatchResult *result)
{
    for (uint32_t i = 0; i < run->table->rule_count; i++) {
        uint32_t rule = run->table->rules[i].rule;
        bool of_files = rule == BUILTIN_UNKNOWN_COLUMN || rule == BUILTIN_NO_COLUMN || rule == BUILTIN_WAIVER;
        for (Outcome outcome = 0; outcome < OUTCOME_COUNT && !of_files; outcome++)
            run->summary.counts[rule][outcome] += result->counts[i][outcome];
    }
    for (Verdict verdict = 0; verdict < VERDICT_COUNT; verdict++)
        run->summary.verdicts[verdict] += result->verdicts[verdict];
    run->summary.not_judged += result->not_judged;
    run->summary.wants_columns += result->wants_columns;
    run->decided += result->decided;
    for (size_t i = 0; i < result->wants.count; i++)
        run->wants[(size_t) result->wants.at[i].rule * run->pack->member_count + result->wants.at[i].member] = true;
}

void run_keep_uses(Run *run, const BatchResult *result)
{
    for (size_t i = 0; i < result->uses.count; i++) {
        const WaiverUse *use = &result->uses.at[i];
        if (use->state <= run->uses[use->waiver].state)
            continue;
        run->uses[use->waiver] = *use;
        run->uses[use->waiver].detail = arena_str(&run->arena, use->detail);
    }
}

static void tell_waivers(Run *run)
{
    WaiverContext context = { &run->about_files, run->pack, run->options->language, run->options->redact, !run->failed && !run->stopped };
    for (uint32_t i = 0; i < run->waivers.count; i++) {
        uint32_t rule = run->waivers.at[i].rule_index;
        Finding finding;
        if (rule != INDEX_NONE && !run->selection.selected[rule])
            continue;
        if (waiver_tell(&context, &run->waivers, i, &run->uses[i], &finding))
            tell_about_file(run, finding);
        else if (run->uses[i].state == WAIVER_USED)
            run->summary.counts[BUILTIN_WAIVER][OUTCOME_PASS]++;
    }
    arena_reset(&run->about_files);
}

/* Where one record is to be explained, nothing else is, and nothing of its table is read any more behind it, unless it is by a name, which
   others may have. Records of other tables
   may have the same key: that of a person and what only some persons have. */
static bool is_asked_for(Run *run, const RecordResult *record)
{
    if (run->options->explain.len == 0)
        return true;
    bool is_asked = record->explanation && !run->satisfied;
    run->satisfied |= is_asked && !record->explanation->by_label;
    run->explained |= is_asked;
    return is_asked;
}

/* Records without a key are known by what stands in them. Where it is the same, they are told apart by their order: no two share a
   fingerprint, and none has another one because of rows that differ from it. */
static void part_twins(Run *run, Arena *arena, RecordResult *record)
{
    uint64_t before = record->content.len ? keys_again(&run->contents, record->content) : 0;
    if (before == 0)
        return;
    Str number = arena_format(arena, "%llu", (unsigned long long) before);
    for (uint32_t i = 0; i < record->finding_count; i++)
        record->findings[i].fingerprint = fingerprint_again(arena, record->findings[i].fingerprint, number);
    for (uint32_t i = 0; i < record->interval_count; i++)
        record->intervals[i].fingerprint = fingerprint_again(arena, record->intervals[i].fingerprint, number);
}

/* In order, by whoever evaluated the batch. */
static void join_groups(void *context, Job *job)
{
    Run *run = context;
    uint64_t before = run_clock(run);
    for (uint32_t i = 0; i < job->table->group_count; i++) {
        groups_join(&run->group_memory, &run->groups[job->table->index][i], &job->table->groups[i], &job->result.groups[i], run->sides);
        run->not_asked[job->table->index][i] |= job->result.groups[i].not_asked;
    }
    run->timings.groups += run_clock(run) - before;
}

void run_tell_records(Run *run, BatchResult *result)
{
    uint64_t before = run_clock(run);
    for (uint32_t i = 0; i < result->record_count; i++) {
        RecordResult *record = &result->records[i];
        part_twins(run, &result->arena, record);
        record->finding_count = count_finding(run, record->findings, record->finding_count);
        if (is_asked_for(run, record))
            run->sink->record(run->sink->context, record);
    }
    run->timings.telling += run_clock(run) - before;
}

static void keep_left_out(Run *run, const bool *left_out)
{
    uint32_t fields = run->table->table->table.field_count;
    if (left_out && !run->left_out)
        run->left_out = arena_array(&run->arena, bool, fields);
    for (uint32_t i = 0; left_out && i < fields; i++)
        run->left_out[i] |= left_out[i];
}

/* Before the records of a batch comes what was found unknown while it was read: files whose records name their fields show new names at
   any time, and with one thread or with many they are told in the same place. */
static void run_tell_batch(Run *run, Job *job)
{
    keep_left_out(run, job->result.left_out);
    if (!run->parting)
        run_tell_unknown(run, job->unknown_until);
    run_add_counts(run, &job->result);
    run_keep_uses(run, &job->result);
    if (run->parting) { /* which writes groups away between batches */
        join_groups(run, job);
        parting_batch(run, job);
    } else {
        run_tell_records(run, &job->result);
    }
    run->records += job->batch.rows;
    run->summary.records[run->table->index] += job->batch.rows;
    run->sink->progress(run->sink->context, run->done_bytes + run->reader->info.bytes, run->total_bytes, run->records);
    pool_release(run->pool, job);
}

/* ---- reading */

/* That somebody stands in two files is told once for the two, not once for each person. */
void run_note_same(Run *run, size_t file, SameRecord record)
{
    SameRecords *same = &run->same[file];
    if (same->count < SAME_RECORDS_SHOWN) {
        same->shown[same->count] = record;
        same->shown[same->count].key = arena_str(&run->arena, record.key);
    }
    same->count++;
}

static void note_same(Run *run, const Batch *batch, uint32_t row, uint64_t first)
{
    const Places *places = &run->places[run->table->index];
    size_t file = places_find(places, first);
    const Str *keys = batch->cells[run->table->table->table.key];
    run_note_same(run, file, (SameRecord) { keys ? keys[row] : (Str) { 0 }, batch->lines[row], first - places->list.at[file].before });
}

/* In the order of the files: which of two records with one key is the second does not depend on threads. */
static void look_up_keys(Run *run, Job *job)
{
    const Batch *batch = &job->batch;
    uint64_t lines[BATCH_ROWS];
    job->has_keys = batch->identities && run->selection.selected[BUILTIN_DUPLICATE_KEY];
    if (!job->has_keys)
        return;
    if (run->parting) { /* which is the second is not known before all parts are there */
        memset(job->first_lines, 0, sizeof job->first_lines);
        return;
    }
    for (uint32_t row = 0; row < batch->rows; row++)
        lines[row] = run->lines_before + batch->lines[row];
    keys_add_all(&run->keys[run->table->index], batch->identities, lines, batch->rows, job->first_lines);
    for (uint32_t row = 0; row < batch->rows; row++) {
        uint64_t first = job->first_lines[row];
        job->first_lines[row] = first > run->lines_before ? first - run->lines_before : 0;
        if (first > 0 && first <= run->lines_before)
            note_same(run, batch, row, first);
    }
}

static bool fill(Run *run, Batch *batch)
{
    uint64_t before = run_clock(run);
    bool filled = run->parting ? parting_fill(run, batch) : reader_next(run->reader, batch);
    run->timings.reading += run_clock(run) - before;
    return filled;
}

static Job *run_collect(Run *run, bool wait)
{
    uint64_t before = run_clock(run);
    Job *job = pool_collect(run->pool, wait);
    run->collecting += run_clock(run) - before;
    return job;
}

static bool read_batch(Run *run)
{
    Job *job = pool_take(run->pool);
    if (!job) {
        run_tell_batch(run, run_collect(run, true));
        return true;
    }
    if (run_is_stopped(run) || !fill(run, &job->batch))
        return false;
    job->table = run->table;
    job->unknown_until = run->reader->unknown_count;
    job->lines_before = run->lines_before;
    run->last_line = job->batch.lines[job->batch.rows - 1];
    look_up_keys(run, job);
    job->has_chosen = run->agenda.path.len > 0 && run->table->index == run->agenda.table;
    if (job->has_chosen)
        agenda_choose(&run->agenda, run->pack, &job->batch, job->chosen);
    pool_submit(run->pool, job);
    for (Job *done; (done = run_collect(run, false)) != NULL;)
        run_tell_batch(run, done);
    return true;
}

static void read_records(Run *run)
{
    while (read_batch(run))
        ;
    for (Job *done; (done = run_collect(run, true)) != NULL;)
        run_tell_batch(run, done);
}

/* A file that was not read on because the run is to end is not at fault. */
void run_fail_file(Run *run, size_t index, uint64_t line, Str problem)
{
    run->failed = true;
    run_is_stopped(run);
    if (run->stopped || run->fates[index].is_told)
        return;
    run->fates[index].is_told = true;
    run->fates[index].told = arena_str(&run->arena, problem);
    run->fates[index].told_at = line;
    complaint_add(&run->complaints, SEVERITY_ERROR, run->files.at[index].path, "%.*s", STR_ARG(problem));
    run->complaints.list.at[run->complaints.list.count - 1].line = line;
    run_tell_complaints(run);
}

/* Each has its finding, in the cell where it stands; the file as a whole may have been taken for what it is not. */
static void tell_bad_bytes(Run *run)
{
    const FileInfo *info = &run->reader->info;
    complaint_add(&run->complaints, SEVERITY_WARNING, info->path, "%llu byte%s of the file %s no text in its encoding, %.*s",
                  (unsigned long long) info->bad_bytes, info->bad_bytes == 1 ? "" : "s", info->bad_bytes == 1 ? "is" : "are",
                  STR_ARG(info->encoding));
    if (info->others.len)
        complaint_hint(&run->complaints, "it may be %.*s: name what it is with --encoding", STR_ARG(info->others));
    else if (info->is_hopeless)
        complaint_hint(&run->complaints, "no other encoding that --encoding knows explains them: they came in where the file was written");
    else if (info->basis != BASIS_MARK)
        complaint_hint(&run->complaints, "if all of it is in another encoding, name that with --encoding");
    run_tell_complaints(run);
}

/* Few characters may be text in two encodings, and in the wrong one they are somebody else's name. */
static void tell_doubt(Run *run)
{
    const FileInfo *info = &run->reader->info;
    complaint_add(&run->complaints, SEVERITY_WARNING, info->path, "the file is read as %.*s%s%.*s%s, and may as well be %.*s",
                  STR_ARG(info->encoding), info->shown.len ? " ('" : "", STR_ARG(info->shown), info->shown.len ? "')" : "",
                  STR_ARG(info->others));
    complaint_hint(&run->complaints, "name the right one with --encoding, or save the file as UTF-8 with a byte order mark");
    run_tell_complaints(run);
}

static PassedRow *keep_passed(Arena *arena, const FileInfo *info)
{
    PassedRow *kept = arena_array(arena, PassedRow, info->passed_kept);
    for (size_t i = 0; i < info->passed_kept; i++)
        kept[i] = (PassedRow) { info->passed[i].line, arena_str(arena, info->passed[i].text) };
    return kept;
}

static void keep_info(Run *run, uint32_t table)
{
    FileInfo info = run->reader->info;
    info.path = arena_str(&run->arena, info.path);
    info.encoding = arena_str(&run->arena, info.encoding);
    info.sha256 = arena_str(&run->arena, info.sha256);
    info.sheet = arena_str(&run->arena, info.sheet);
    info.passed = keep_passed(&run->arena, &info);
    run->told[run->info.file_count++] = (RunFile) { info, table };
}

/* ---- files of one table */

static void tell_same(Run *run)
{
    const Places *places = &run->places[run->table->index];
    FileContext context = file_context(run);
    for (size_t i = 0; i + 1 < places->list.count; i++) {
        const SameRecords *same = &run->same[i];
        const FilePlace *place = &places->list.at[i];
        if (same->count > 0)
            tell_about_file(run, file_same_records(&context, place->path, place->sheet, same->count, same->shown));
    }
    arena_reset(&run->about_files);
}

/* Before a file is read, which counts its lines on from those of the files of its table before it. */
void run_begin_place(Run *run)
{
    Places *places = &run->places[run->table->index];
    const FilePlace place = { run->lines_before, arena_str(&run->arena, run->reader->mapping.path),
                              arena_str(&run->arena, run->reader->mapping.sheet) };
    run->same = arena_array(&run->arena, SameRecords, places->list.count);
    run->last_line = 0;
    run->left_out = NULL;
    arena_push(&run->arena, &places->list, place);
}

/* Not of a file that was read for references to its end, and now no further than to a record that was asked for. */
static void compare_with_first(Run *run, size_t index)
{
    const FileFate *fate = &run->fates[index];
    const FileInfo *info = &run->reader->info;
    bool is_cut = run->parting && !parting_has_read_out(run, index);
    if (!fate->was_read || is_cut || run->stopped || run->satisfied || run->reader->problem.len > 0)
        return;
    if (info->records != fate->records || info->bytes != fate->bytes)
        run_fail_file(run, index, 0, STR("the file changed while it was read"));
}

static void run_tell_file(Run *run, size_t index)
{
    run_tell_unknown(run, run->reader->unknown_count);
    tell_same(run);
    if (run->unknown_told == 0)
        run->summary.counts[BUILTIN_UNKNOWN_COLUMN][OUTCOME_PASS]++;
    if (run->reader->info.bad_bytes > 0)
        tell_bad_bytes(run);
    else if (run->reader->info.others.len > 0)
        tell_doubt(run);
    if (run->reader->problem.len > 0 && !run->satisfied)
        run_fail_file(run, index, run->reader->problem_line, run->reader->problem);
}

void run_end_file(Run *run, size_t index)
{
    run_tell_file(run, index);
    run->is_whole[run->table->index] &= run->reader->problem.len == 0 && !run->stopped;
    keep_info(run, run->table->index);
    run->columns[run->column_count] = columns_of(&run->arena, &run->reader->mapping, run->table->index);
    run->columns[run->column_count++].left_out = run->left_out;
}

static void end_reading(Run *run, size_t index)
{
    run->lines_before += run->last_line;
    if (run->parting)
        parting_end_file(run, index);
    else
        run_end_file(run, index);
    compare_with_first(run, index);
    run->done_bytes += run->reader->info.bytes;
    reader_close(run->reader);
}

/* Of many files each is opened when it is read: a process may have but so many open. */
static Input *run_take_input(Run *run, size_t index, Arena *arena, Str *problem)
{
    if (run->inputs[index])
        return run->inputs[index];
    Input *input = batchfile_open(arena, &run->files.at[index], problem);
    if (input)
        input->stop = run->options->stop;
    return input;
}

static void run_check_file(Run *run, size_t index)
{
    const BatchFile *file = &run->files.at[index];
    Arena memory = { .language = run->arena.language };
    Str problem = { 0 };
    ReadOptions options = { .redact = run->options->redact,
                            .hash = run->options->hash_files,
                            .encoding = run->encoding,
                            .sheet = file->sheet,
                            .source = file->source };
    run->table = &run->plan->tables[file->table];
    run->reading = index;
    run->unknown_told = 0;
    if (!run->readable[index]) {
        run->is_whole[file->table] = false;
        return;
    }
    if (run->parting && !parting_reads(run, index))
        return;
    Input *input = run_take_input(run, index, &memory, &problem);
    run->reader = input ? reader_open(&memory, input, file->format, &run->table->table->table, &options, &problem) : NULL;
    if (run->reader) {
        run_begin_place(run);
        if (run->parting)
            parting_begin_file(run, index);
        else
            run_tell_unknown(run, run->reader->unknown_count);
        read_records(run);
        end_reading(run, index);
    } else {
        run->is_whole[file->table] = false;
        run_fail_file(run, index, 0, problem);
    }
    arena_free(&memory);
}

/* ---- the records that references lead to */

static bool read_side(Run *run, Reader *reader, Batch *batch)
{
    while (!run_is_stopped(run) && reader_next(reader, batch))
        sides_add(run->sides, batch);
    return !run->stopped && reader->problem.len == 0;
}

static void keep_fate(Run *run, FileFate *fate, const Reader *reader, Str problem)
{
    if (reader) {
        fate->line = reader->problem_line;
        fate->records = reader->info.records;
        fate->bytes = reader->info.bytes;
        problem = reader->problem;
    }
    fate->problem = arena_str(&run->arena, problem);
}

/* What is wrong with the file is told when its records are judged, or behind that where it comes out right the second time. */
static bool load_side(Run *run, size_t index)
{
    const BatchFile *file = &run->files.at[index];
    FileFate *fate = &run->fates[index];
    Arena memory = { .language = run->arena.language };
    Str problem = { 0 };
    Batch batch;
    ReadOptions options = { .redact = run->options->redact, .encoding = run->encoding, .sheet = file->sheet, .source = file->source };
    if (file->source)
        file->source->keeps = true;
    Input *input =
        run->inputs[index] ? input_again(&run->arena, &run->inputs[index], &problem) : run_take_input(run, index, &memory, &problem);
    Reader *reader = input ? reader_open(&memory, input, file->format, &run->pack->tables[file->table].table, &options, &problem) : NULL;
    batch_init(&batch, BATCH_ROWS);
    fate->was_read = reader && read_side(run, reader, &batch);
    batch_free(&batch);
    keep_fate(run, fate, reader, problem);
    if (reader)
        reader_close(reader);
    arena_free(&memory);
    return fate->was_read;
}

/* Of a table that several files hold all must be there. */
static void load_sides_of(Run *run, uint32_t table)
{
    bool whole = true;
    for (size_t i = 0; i < run->files.count; i++)
        if (run->files.at[i].table == table)
            whole &= run->readable[i] && load_side(run, i);
    sides_end(run->sides, table, whole);
}

static bool selects_written_rule(const Run *run)
{
    for (uint32_t rule = BUILTIN_COUNT; rule < run->pack->rule_count; rule++)
        if (run->selection.selected[rule])
            return true;
    return false;
}

/* Where rules are asked, the finding about what the files lack says so. */
static void tell_needed(Run *run)
{
    Text absent = { 0 };
    bool counts_only = run->options->statistics && !selects_written_rule(run);
    for (uint32_t i = 0; counts_only && i < run->pack->table_count; i++) {
        const Table *table = &run->pack->tables[i].table;
        if (sides_need(run->sides, i) && !run->present[i])
            text_format(&absent, "%s'%.*s' (%.*s)", absent.len > 0 ? ", " : "", STR_ARG(table->name), STR_ARG(table->file));
    }
    if (absent.len > 0)
        complaint_add(&run->complaints, SEVERITY_WARNING, (Str) { 0 },
                      "rules look into records that the batch has no file for: %.*s; they cannot be decided there",
                      STR_ARG(text_str(&absent)));
    text_free(&absent);
    run_tell_complaints(run);
}

static void load_sides(Run *run)
{
    run->sides = sides_new(run->plan, run->present);
    for (uint32_t table = 0; table < run->pack->table_count; table++)
        if (run->present[table] && sides_want(run->sides, table))
            load_sides_of(run, table);
    sides_link(run->sides);
    tell_needed(run);
}

/* ---- groups */

void run_make_groups(Run *run)
{
    for (uint32_t i = 0; i < run->pack->table_count; i++) {
        uint32_t count = run->plan->tables[i].group_count;
        Roll *roll = count > 0 ? roll_new(&run->group_memory) : NULL;
        run->groups[i] = arena_array(&run->group_memory, Groups, count);
        for (uint32_t k = 0; k < count; k++)
            run->groups[i][k].roll = roll;
    }
}

static void make_tables(Run *run)
{
    uint32_t tables = run->pack->table_count;
    run->groups = arena_array(&run->arena, Groups *, tables);
    run->is_whole = arena_array(&run->arena, bool, tables);
    run->places = arena_array(&run->arena, Places, tables);
    run->keys = arena_array(&run->arena, Keys, tables);
    run->not_asked = arena_array(&run->arena, bool *, tables);
    for (uint32_t i = 0; i < tables; i++) {
        run->is_whole[i] = run->present[i];
        run->not_asked[i] = arena_array(&run->arena, bool, run->plan->tables[i].group_count);
    }
    run_make_groups(run);
}

static void run_tell_group(void *context, const Finding *finding)
{
    Run *run = context;
    Finding told = *finding;
    uint64_t before = run_clock(run);
    if (count_finding(run, &told, 1) > 0)
        run->sink->finding(run->sink->context, &told);
    run->timings.telling += run_clock(run) - before;
}

/* Where there are no keys, all records are one group, even if there are none. */
static void judge_groups(Run *run, const TablePlan *table)
{
    const Places *places = &run->places[table->index];
    for (uint32_t i = 0; i < table->group_count; i++) {
        const GroupPlan *plan = &table->groups[i];
        Groups *groups = &run->groups[table->index][i];
        if (plan->statistic || run->not_asked[table->index][i])
            continue;
        MergedGroups merged = { .run = run, .table = table, .index = i };
        if (plan->grouping->key_count == 0 && !run->merging)
            groups_at(&run->group_memory, groups, plan, NULL);
        GroupJudge judge = { .plan = run->plan,
                             .table = table,
                             .rule = plan,
                             .groups = run->merging ? NULL : groups,
                             .next = merging_groups,
                             .next_context = &merged,
                             .file = places->list.at[0].path,
                             .sheet = places->list.at[0].sheet,
                             .places = places,
                             .uses = run->uses,
                             .context = run,
                             .finding = run_tell_group };
        if (run->merging)
            merging_open_groups(&merged);
        run->decided += groups_judge(&judge, run->summary.counts[plan->rule]);
        if (run->merging)
            merging_close_groups(&merged);
    }
}

/* What is counted must be counted to the end: half of a table tells nothing about its groups. */
static void judge_all_groups(Run *run)
{
    uint64_t before = run_clock(run), told = run->timings.telling;
    for (uint32_t table = 0; table < run->pack->table_count; table++)
        if (run->is_whole[table] && run->places[table].list.count > 0)
            judge_groups(run, &run->plan->tables[table]);
    run->timings.groups += run_clock(run) - before - (run->timings.telling - told);
}

/* ---- columns that are not there */

/* What keeps a selected rule from being asked is told even where only that rule was asked for. */
static void tell_no_column(Run *run, const Finding *finding)
{
    run->selection.selected[BUILTIN_NO_COLUMN] = true;
    run->summary.about_columns++;
    tell_about_file(run, *finding);
}

static void tell_columns(Run *run)
{
    ColumnsContext context = { &run->arena, run->plan, run->present, run->wants };
    uint32_t room = 0;
    for (size_t i = 0; i < run->column_count; i++)
        room += run->pack->tables[run->columns[i].table].table.field_count;
    run->assumptions = arena_array(&run->arena, Assumption, room);
    for (size_t i = 0; i < run->column_count; i++) {
        Finding finding;
        if (!run->selection.repeats_columns && columns_tell(&context, &run->columns[i], &finding))
            tell_no_column(run, &finding);
        else
            run->summary.counts[BUILTIN_NO_COLUMN][OUTCOME_PASS]++;
        run->summary.assumption_count += columns_assumed(&context, &run->columns[i], run->assumptions + run->summary.assumption_count);
    }
    run->summary.assumptions = run->assumptions;
}

/* ---- statistics */

static void run_tell_statistic(Run *run, const TablePlan *table, uint32_t index)
{
    const GroupPlan *plan = &table->groups[index];
    bool has_beside = index + 1 < table->group_count && table->groups[index + 1].compared;
    for (uint32_t i = index; run->merging && i <= index + has_beside; i++)
        merging_all_groups(run, table, i);
    StatisticJob job = { .plan = run->plan, .table = table, .group = plan, .groups = &run->groups[table->index][index] };
    if (has_beside) {
        job.beside = plan + 1;
        job.groups_beside = job.groups + 1;
    }
    if (plan->grouping->key_count == 0)
        groups_at(&run->group_memory, job.groups, plan, NULL);
    StatisticResult result = statistic_result(&run->group_memory, &job);
    run->sink->statistic(run->sink->context, &result);
}

static void find_statistic(Run *run, const Statistic *statistic)
{
    const TablePlan *table = &run->plan->tables[statistic->rule.table];
    for (uint32_t i = 0; i < table->group_count; i++)
        if (table->groups[i].statistic == statistic && !table->groups[i].compared)
            run_tell_statistic(run, table, i);
}

/* Of a table that could not be read to its end nothing is told. */
static void tell_statistics(Run *run)
{
    for (uint32_t i = 0; run->options->statistics && i < run->pack->statistic_count; i++)
        if (run->is_whole[run->pack->statistics[i].rule.table])
            find_statistic(run, &run->pack->statistics[i]);
}

/* ---- the run */

/* So many files stay open from the first look at them until they are read. */
enum { KEPT_OPEN = 64 };

static void open_inputs(Run *run)
{
    run->inputs = arena_array(&run->arena, Input *, run->files.count);
    run->readable = arena_array(&run->arena, bool, run->files.count);
    run->sizes = arena_array(&run->arena, uint64_t, run->files.count);
    run->fates = arena_array(&run->arena, FileFate, run->files.count);
    for (size_t i = 0; i < run->files.count; i++) {
        Str problem = { 0 };
        run->inputs[i] = batchfile_open(&run->arena, &run->files.at[i], &problem);
        run->readable[i] = run->inputs[i] != NULL;
        if (run->readable[i]) {
            run->inputs[i]->stop = run->options->stop;
            run->sizes[i] = run->inputs[i]->size_bytes;
            run->total_bytes += run->sizes[i];
        } else {
            run_fail_file(run, i, 0, problem);
        }
        if (run->readable[i] && i >= KEPT_OPEN && run->inputs[i]->seek) {
            input_close(run->inputs[i]);
            run->inputs[i] = NULL;
        }
    }
}

/* Whether some violation can clear. */
static bool may_clear(const Pack *pack)
{
    bool may = false;
    for (uint32_t rule = 0; rule < pack->rule_count; rule++) {
        const Interval *interval = pack->rules[rule].interval;
        may |= pack->rules[rule].clears_on.expr || (interval && interval->parts[INTERVAL_FIRST].expr);
    }
    return may;
}

/* The same rules for days to come: the as-of date is a column there, and what only reports ask for is left out (forecast.c). */
static const Plan *plan_ahead(Run *run, const PlanOptions *given)
{
    PlanOptions options = *given;
    options.as_of = 0;
    options.known_on = given->as_of;
    options.explain = (Str) { 0 };
    options.intervals = options.steps = options.clauses = options.statistics = options.all_records = options.findings_only = false;
    options.clock = NULL;
    return plan_new(&run->arena, &options);
}

static const Plan *run_make_plan(Run *run)
{
    PlanOptions options = {
        .pack = run->pack,
        .selected = run->selection.selected,
        .set = run->selection.set,
        .as_of = run->selection.as_of,
        .gate_procedure = run->selection.gate_procedure,
        .gate_step = run->selection.gate_step,
        .on = run->selection.on,
        .language = run->options->language,
        .redact = run->options->redact,
        .waivers = &run->waivers,
        .intervals = run->options->intervals,
        .steps = run->options->steps,
        .repeats_columns = run->selection.repeats_columns,
        .elsewhere = run->selection.elsewhere,
        .clauses = run->options->clauses,
        .explain = run->options->explain,
        .clock = run->options->clock,
        .statistics = run->options->statistics || run->options->counts,
        .all_records = run->options->part.add != NULL,
        .findings_only = run->options->findings_only,
        .unheard = run->options->unheard,
    };
    if (may_clear(run->pack) && !run->options->unheard)
        options.ahead = plan_ahead(run, &options);
    return plan_new(&run->arena, &options);
}

static void run_begin(Run *run)
{
    const Pack *pack = run->pack;
    bool *judged = arena_array(&run->arena, bool, pack->table_count);
    run->uses = arena_array(&run->arena, WaiverUse, run->waivers.count);
    run->plan = run_make_plan(run);
    for (uint32_t i = 0; i < pack->table_count; i++)
        judged[i] = run->plan->tables[i].is_judged;
    run->summary.is_judged = judged;
    run->summary.renaming = &run->renaming;
    run->summary.records = arena_array(&run->arena, uint64_t, pack->table_count);
    run->summary.counts = arena_alloc_array(&run->arena, pack->rule_count, sizeof *run->summary.counts);
    run->wants = arena_array(&run->arena, bool, (size_t) pack->rule_count * pack->member_count);
    run->columns = arena_array(&run->arena, FileColumns, run->files.count);
    run->present = arena_array(&run->arena, bool, pack->table_count);
    for (size_t i = 0; i < run->files.count; i++)
        run->present[run->files.at[i].table] = true;
    run->told = arena_array(&run->arena, RunFile, run->files.count);
    run->info = (RunInfo) { .pack = pack, .options = run->options, .selection = &run->selection, .batch = &run->files, .files = run->told };
    if (!run->options->part.add) /* of what there can be no parts, nothing begins */
        run->sink->begin(run->sink->context, &run->info);
}

/* Statistics need records, and no rule for them. */
static bool counted_something(const Run *run)
{
    uint64_t records = 0;
    for (uint32_t i = 0; i < run->pack->statistic_count; i++)
        records += run->summary.records[run->pack->statistics[i].rule.table];
    return run->options->statistics && records > 0;
}

/* The columns that would change that. */
static Str wanted_columns(Run *run)
{
    Text text = { 0 };
    for (uint32_t member = 0; member < run->pack->member_count; member++) {
        bool wanted = false;
        for (uint32_t rule = 0; rule < run->pack->rule_count; rule++)
            wanted |= run->wants[(size_t) rule * run->pack->member_count + member];
        const Field *field = plan_field_of(run->pack, member);
        Str title = local_text(&field->title, run->options->language);
        if (wanted)
            text_format(&text, "%s%.*s", text.len > 0 ? ", " : "", STR_ARG(title.len ? title : field->name));
    }
    Str columns = arena_str(&run->arena, text_str(&text));
    text_free(&text);
    return columns;
}

static bool has_verdicts(const Run *run)
{
    const uint64_t *verdicts = run->summary.verdicts;
    return verdicts[VERDICT_READY] + verdicts[VERDICT_BLOCKED] + verdicts[VERDICT_UNDECIDED] > 0;
}

/* Records that were read are passed over before a step for one of these reasons; which, each of them may answer otherwise. */
static const char *why_nobody(const Run *run)
{
    const TablePlan *table =
        run->selection.gate_procedure == INDEX_NONE ? NULL : &run->plan->tables[run->pack->procedures[run->selection.gate_procedure].table];
    if (run->agenda.path.len > 0)
        return "no record was judged: the agenda names none of those in the batch";
    if (table && (table->candidates != NODE_NONE || table->ended != NODE_NONE))
        return "no record was judged: nobody in the batch is about to take this step";
    return "no record was judged: every one has taken this step already";
}

static void complain_of_nothing(Run *run, bool has_records)
{
    Str columns = wanted_columns(run);
    complaint_add(&run->complaints, SEVERITY_ERROR, (Str) { 0 }, "%s",
                  has_records               ? "no rule of the pack judged a record: nobody is ready by this run"
                  : run->summary.not_judged ? why_nobody(run)
                                            : "no record was judged");
    if (has_records && columns.len > 0)
        complaint_hint(&run->complaints, "the file has no column for what they ask: %.*s", STR_ARG(columns));
    run_tell_complaints(run);
}

/* A run that judged nothing must not look like a pass; nor one in which only built-in rules did. Who asks for open intervals or for figures
   asks for no judgement. */
static bool judged_nothing(Run *run)
{
    bool has_records = has_verdicts(run), asks = !run->options->intervals && !run->options->statistics && selects_written_rule(run);
    if (counted_something(run) || (has_records && (!asks || run->decided > 0)))
        return false;
    if (!run->stopped)
        complain_of_nothing(run, has_records);
    return true;
}

/* What was worked on in the pool counts there. */
static void end_timings(Run *run)
{
    run->timings.rules = arena_array(&run->arena, RuleTime, run->pack->rule_count);
    run->timings.rest = run_clock(run) - run->began - run->collecting;
    pool_add_timings(run->pool, &run->timings);
    timings_end(&run->timings, run->pack->rule_count);
    run->summary.timings = &run->timings;
}

/* Of several ends the one that says least for what was found: interrupted, incomplete, found, clean. */
static RunStatus run_end(Run *run)
{
    bool nothing = !run->explained && judged_nothing(run);
    if (run->options->clock && run->pool)
        end_timings(run);
    run->info.complete = !run->stopped && !run->failed;
    for (size_t i = 0; run->info.complete && i < run->baseline.list.count; i++)
        run->summary.fixed += baseline_is_gone(&run->baseline.list.at[i], run->selection.selected);
    run->sink->end(run->sink->context, &run->info, &run->summary);
    if (run->stopped)
        return RUN_INTERRUPTED;
    if (run->failed || nothing)
        return RUN_INCOMPLETE;
    return run->found ? RUN_FOUND : RUN_CLEAN;
}

/* What files beside the batch name, and no record is. */
static void run_tell_unread(Run *run)
{
    renaming_end(&run->renaming, &run->complaints);
    agenda_end(&run->agenda, &run->complaints);
    run->summary.absent = agenda_absent(&run->agenda, &run->arena, &run->summary.absent_count);
}

/* Files stand in the order of their tables, and those of one table one behind the other: lines are counted on within it. What is not
   read since the run ends is closed. */
static void check_all(Run *run)
{
    for (size_t i = 0; i < run->files.count; i++) {
        if (i == 0 || run->files.at[i].table != run->files.at[i - 1].table) {
            run->satisfied = false;
            run->lines_before = 0;
        }
        if (run->parting)
            run->lines_before = parting_lines(run, i);
        if (!run_is_stopped(run))
            run_check_file(run, i);
        else if (run->inputs[i])
            input_close(run->inputs[i]);
        if (run->fates[i].problem.len > 0)
            run_fail_file(run, i, run->fates[i].line, run->fates[i].problem);
    }
}

/* What can only be told when all is there. */
static void tell_whole(Run *run)
{
    judge_all_groups(run);
    tell_columns(run);
    tell_statistics(run);
    tell_waivers(run);
    if (!run->stopped && !run->failed && run->options->explain.len == 0)
        run_tell_unread(run);
    run_tell_complaints(run);
}

static RunStatus end_part(Run *run)
{
    parting_end(run);
    run->info.complete = !run->stopped && !run->failed;
    run->sink->end(run->sink->context, &run->info, &run->summary);
    return run->stopped ? RUN_INTERRUPTED : run->failed ? RUN_INCOMPLETE : RUN_CLEAN;
}

/* The pool comes last: its sheets hold on to the records that references lead to, which are not moved once they are linked. */
static void read_files(Run *run)
{
    open_inputs(run);
    run_begin(run);
    load_sides(run);
    make_tables(run);
    if (run->options->part.add && !parting_begin(run))
        return;
    if (run->parting)
        run->sink->begin(run->sink->context, &run->info);
    run->pool = pool_new(run->plan, run->sides, run->options->jobs, (InOrder) { run->parting ? NULL : join_groups, run });
    check_all(run);
}

/* Their records were judged, each in its part. */
static void merge_files(Run *run)
{
    run->fates = arena_array(&run->arena, FileFate, run->files.count);
    run_begin(run);
    run->sides = sides_new(run->plan, run->present);
    sides_link(run->sides);
    make_tables(run);
    tell_needed(run);
    merging_tell(run);
}

static RunStatus run_check_files(Run *run)
{
    run->summary.agenda = run->agenda.path;
    if (run->merging)
        merge_files(run);
    else
        read_files(run);
    bool is_part = run->options->part.add != NULL;
    if (!is_part)
        tell_whole(run);
    RunStatus status = !is_part ? run_end(run) : run->parting ? end_part(run) : RUN_MISUSED;
    if (run->pool)
        pool_free(run->pool);
    sides_free(run->sides);
    return status;
}

static Encoding run_find_encoding(Run *run)
{
    Str name = run->options->encoding;
    Encoding encoding = name.len ? encoding_named(name) : ENCODING_AUTO;
    if (encoding != ENCODING_COUNT)
        return encoding;
    complaint_add(&run->complaints, SEVERITY_ERROR, (Str) { 0 }, "there is no encoding '%.*s'", STR_ARG(name));
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; encoding_name_at(i); i++)
        nearest_try(&nearest, str_of(encoding_name_at(i)));
    complaint_nearest(&run->complaints, &nearest);
    return ENCODING_AUTO;
}

/* Tables that a batch need not have: their rules are not asked where it has none, unless they were named. */
static void leave_optional(Run *run)
{
    bool *given = arena_array(&run->arena, bool, run->pack->table_count);
    if (run->options->only.count > 0)
        return;
    for (size_t i = 0; i < run->files.count; i++)
        given[run->files.at[i].table] = true;
    for (uint32_t rule = BUILTIN_COUNT; rule < run->pack->rule_count; rule++) {
        uint32_t table = run->pack->rules[rule].table;
        if (run->pack->tables[table].is_optional && !given[table])
            run->selection.selected[rule] = false;
    }
}

static void run_find_files(Run *run)
{
    size_t before = run->complaints.list.count;
    run->files = batchfiles_find(&run->arena, run->pack, run->options, run->selection.selected, &run->complaints);
    for (size_t i = before; i < run->complaints.list.count; i++)
        arena_push(&run->arena, &run->notes, run->complaints.list.at[i]);
}

/* What reports may want of it is not known yet. */
static void set_up_part(RunOptions *options)
{
    if (!options->part.add || options->part.is_kept)
        return;
    options->part.is_figures = options->statistics;
    options->counts = options->hash_files = true;
    options->intervals = options->steps = !options->statistics;
    options->max_findings = 0;
    options->baseline = (Str) { 0 };
}

static void free_all(Run *run)
{
    agenda_free(&run->agenda);
    waivers_free(&run->waivers);
    baseline_free(&run->baseline);
    keys_free(&run->contents);
    for (uint32_t table = 0; run->keys && table < run->pack->table_count; table++)
        keys_free(&run->keys[table]);
    map_free(&run->unknown_prints);
    arena_free(&run->about_files);
    arena_free(&run->group_memory);
    arena_free(&run->arena);
}

static RunStatus end_misused(Run *run)
{
    run_tell_complaints(run);
    free_all(run);
    return RUN_MISUSED;
}

/* The order matters: what is said of headings gives another pack; whether there are waivers decides whether the rule about them is
   asked; the agenda wants the step that the selection found; which tables are optional is known with the files. */
RunStatus run_check(const Pack *pack, const RunOptions *given, const RunSink *sink)
{
    if (bounded_is_asked(given))
        return bounded_check(pack, given, sink);
    RunOptions options = *given;
    Run run = { .pack = pack, .options = &options, .sink = sink };
    set_up_part(&options);
    run.arena.language = run.about_files.language = run.group_memory.language = words_language_known(options.language);
    run.complaints.arena = &run.arena;
    run.began = run_clock(&run);
    if (options.parts.count > 0 || options.kept_part)
        merging_open(&run, &options);
    if (run.complaints.errors > 0)
        return end_misused(&run);
    run.pack = pack = renaming_take(&run.arena, pack, &options, &run.renaming, &run.complaints);
    options.waivers = waivers_find(&run.arena, pack, &options, &run.complaints);
    run.selection = selection_make(&run.arena, pack, &options, &run.complaints);
    run.agenda = agenda_read(&run.arena, pack, &options, &run.selection, &run.complaints);
    run.encoding = run_find_encoding(&run);
    if (!run.merging)
        run_find_files(&run);
    leave_optional(&run);
    if (options.baseline.len > 0) {
        baseline_read(&run.arena, pack, &options, &run.baseline, &run.complaints);
        run.summary.baseline = &run.baseline;
    }
    if (options.waivers.len > 0)
        run.waivers = waivers_read(&run.arena, pack, &options, &run.complaints);
    if (run.merging)
        merging_check_beside(&run);
    bool misused = run.complaints.errors > 0, stopped = run_is_stopped(&run);
    if (!stopped)
        run_tell_complaints(&run);
    RunStatus status = stopped ? RUN_INTERRUPTED : misused ? RUN_MISUSED : run_check_files(&run);
    free_all(&run);
    return status;
}
