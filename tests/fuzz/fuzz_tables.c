/* Any bytes as the files of three tables that refer to one another, with a rule about groups: whatever the batches, the same
   outcomes and the same groups come out, and nothing is read that is not there. Files are divided by a line of '='. */
#include <stdlib.h>

#include "read/reader.h"
#include "run/evaluate.h"
#include "run/groupjudge.h"

enum { TABLES = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char pack_text[] =
    "pack: {name: fuzz}\n"
    "tables:\n"
    "  loan:\n"
    "    key: id\n"
    "    fields:\n"
    "      id: {type: string}\n"
    "      book: {type: ref, table: book}\n"
    "      readers: {type: list, of: ref, table: reader}\n"
    "      fee: {type: double}\n"
    "      lent_on: {type: date}\n"
    "  book:\n"
    "    key: id\n"
    "    fields:\n"
    "      id: {type: string}\n"
    "      next: {type: ref, table: book}\n"
    "      weeks: {type: int}\n"
    "      name: {type: string}\n"
    "      loans: {type: many, table: loan, by: book}\n"
    "    derived: {long: book.weeks > 4}\n"
    "  reader:\n"
    "    key: id\n"
    "    fields: {id: {type: string}, kind: {type: enum, values: [a, b]}, loans: {type: many, table: loan, by: readers}}\n"
    "rules:\n"
    "- {id: r1, for: loan, require: \"loan.book.next.weeks > 1 && loan.book.next.long\"}\n"
    "- {id: r2, for: loan, require: \"loan.readers.all(r, r.kind == 'a' && r.loans.exists(l, l.book.id == loan.book.id))\"}\n"
    "- {id: r3, for: loan, require: \"loan.book.loans.map(l, l.?fee.orValue(0.0)).size() < 3\", message: \"{loan.readers} "
    "{loan.book.name}\"}\n"
    "- {id: r4, for: loan, group_by: {book: loan.book.id, month: loan.lent_on.month()}, require: \"count() < 2 || sum(loan.book.weeks) > "
    "7\",\n"
    "   message: \"{count()} {distinct(loan.fee)} {min(loan.lent_on)} {max(loan.book.name)} {avg(loan.book.weeks)}\"}\n"
    "- {id: r5, for: loan, unique: loan.fee}\n";

static void expect(bool held)
{
    if (!held)
        abort();
}

typedef struct {
    Arena arena;
    const Plan *plan;
    Str files[TABLES];
    Sides *sides;
    Groups groups[2];
    Text outcomes, messages;
} Trial;

static Reader *open_table(Trial *trial, uint32_t table)
{
    ReadOptions options = { 0 };
    Str problem = { 0 };
    Input *input = input_of_bytes(&trial->arena, STR("fuzz.csv"), trial->files[table], 0);
    return reader_open(&trial->arena, input, reader_format(STR("csv")), &trial->plan->tables[table].table->table, &options, &problem);
}

static void load_side(Trial *trial, uint32_t table, uint32_t rows)
{
    Batch batch;
    Reader *reader = open_table(trial, table);
    batch_init(&batch, rows);
    while (reader && reader_next(reader, &batch))
        sides_add(trial->sides, &batch);
    sides_end(trial->sides, table, reader && reader->problem.len == 0);
    batch_free(&batch);
    if (reader)
        reader_close(reader);
}

static void add_finding(void *context, const Finding *finding)
{
    Trial *trial = context;
    expect(finding->is_group && finding->record_count <= finding->record_total);
    text_format(&trial->messages, "%.*s %.*s\n", STR_ARG(finding->message), STR_ARG(finding->fingerprint));
}

static void show_batch(Trial *trial, const Sheet *sheet, const BatchResult *result)
{
    for (uint32_t row = 0; row < sheet->rows; row++) {
        for (uint32_t rule = 0; rule < sheet->table->rule_count; rule++)
            text_add_char(&trial->outcomes, (char) ('0' + sheet->outcomes[rule][row]));
        text_add_char(&trial->outcomes, '\n');
    }
    for (uint32_t i = 0; i < result->record_count; i++)
        for (uint32_t f = 0; f < result->records[i].finding_count; f++)
            text_format(&trial->messages, "%.*s\n", STR_ARG(result->records[i].findings[f].message));
    for (uint32_t i = 0; i < sheet->table->group_count; i++)
        groups_join(&trial->arena, &trial->groups[i], &sheet->table->groups[i], &result->groups[i], sheet->sides);
}

static void judge_groups(Trial *trial)
{
    uint64_t counts[OUTCOME_COUNT] = { 0 };
    const TablePlan *table = &trial->plan->tables[0];
    expect(table->group_count == 2);
    for (uint32_t i = 0; i < table->group_count; i++) {
        GroupJudge judge = { .plan = trial->plan,
                             .table = table,
                             .rule = &table->groups[i],
                             .groups = &trial->groups[i],
                             .context = trial,
                             .finding = add_finding };
        groups_judge(&judge, counts);
    }
}

static void judge(Trial *trial, uint32_t rows)
{
    Batch batch;
    BatchResult result = { 0 };
    bool present[TABLES] = { true, true, true };
    trial->sides = sides_new(trial->plan, present);
    for (uint32_t table = 0; table < TABLES; table++)
        if (sides_want(trial->sides, table))
            load_side(trial, table, rows);
    sides_link(trial->sides);
    Sheet *sheet = sheet_new(trial->plan, &trial->plan->tables[0], trial->sides, rows);
    Reader *reader = open_table(trial, 0);
    batch_init(&batch, rows);
    while (reader && reader_next(reader, &batch)) {
        Task task = { .batch = &batch };
        evaluate(sheet, &task, &result);
        show_batch(trial, sheet, &result);
    }
    judge_groups(trial);
    batch_free(&batch);
    result_free(&result);
    sheet_free(sheet);
    sides_free(trial->sides);
    if (reader)
        reader_close(reader);
}

static void divide(Str bytes, Str files[TABLES])
{
    for (uint32_t i = 0; i < TABLES; i++) {
        size_t end = i + 1 < TABLES ? str_find(bytes, STR("\n=\n"), 0) : SIZE_MAX;
        files[i] = end == SIZE_MAX ? bytes : str_slice(bytes, 0, end + 1);
        bytes = end == SIZE_MAX ? (Str) { bytes.at, 0 } : str_slice(bytes, end + 3, bytes.len);
    }
}

static void trial_free(Trial *trial)
{
    text_free(&trial->outcomes);
    text_free(&trial->messages);
    arena_free(&trial->arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("pack.yaml"), { pack_text, sizeof pack_text - 1 } };
    const Pack *pack = pack_load_source(&arena, &source, &diags);
    expect(pack != NULL);
    PlanOptions options = {
        .pack = pack, .as_of = date_pack(2003, 12, 31), .gate_procedure = INDEX_NONE, .gate_step = INDEX_NONE, .language = STR("en")
    };
    Trial whole = { .plan = plan_new(&arena, &options) }, cut = { .plan = whole.plan };
    divide((Str) { (const char *) data, size }, whole.files);
    memcpy(cut.files, whole.files, sizeof cut.files);
    judge(&whole, BATCH_ROWS);
    judge(&cut, 3);
    expect(str_equal(text_str(&whole.outcomes), text_str(&cut.outcomes)));
    expect(str_equal(text_str(&whole.messages), text_str(&cut.messages)));
    trial_free(&whole);
    trial_free(&cut);
    arena_free(&arena);
    return 0;
}
