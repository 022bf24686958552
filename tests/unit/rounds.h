/* Packs and rosters given as texts, judged without a run around them: what test_plan.c and test_run.c share. */
#ifndef DULY_TESTS_ROUNDS_H
#define DULY_TESTS_ROUNDS_H

#include "unit.h"

#include "read/reader.h"
#include "run/evaluate.h"

static inline const Pack *load_pack(Arena *arena, const char *text)
{
    Source *source = arena_new(arena, Source);
    *source = (Source) { STR("pack.yaml"), str_of(text) };
    Diags diags = { .arena = arena };
    const Pack *pack = pack_load_source(arena, source, &diags);
    Text out = { 0 };
    for (size_t i = 0; i < diags.list.count; i++)
        if (diags.list.at[i].severity == SEVERITY_ERROR)
            diag_print(&out, &diags.list.at[i], false);
    if (out.len)
        print_error("%.*s", STR_ARG(text_str(&out)));
    text_free(&out);
    assert_non_null(pack);
    return pack;
}

static inline PlanOptions audit(const Pack *pack, Date as_of)
{
    return (PlanOptions) { .pack = pack, .as_of = as_of, .gate_procedure = INDEX_NONE, .gate_step = INDEX_NONE };
}

static inline Reader *open_csv(Arena *arena, const Plan *plan, uint32_t table, const char *csv)
{
    Str problem = { 0 };
    ReadOptions options = { 0 };
    Input *input = input_of_bytes(arena, STR("items.csv"), str_of(csv), 0);
    Reader *reader = reader_open(arena, input, reader_format(STR("csv")), &plan->tables[table].table->table, &options, &problem);
    assert_non_null(reader);
    return reader;
}

static inline void load_side(Arena *arena, Sides *sides, const Plan *plan, uint32_t table, const char *csv)
{
    Batch batch = { 0 };
    Reader *reader = open_csv(arena, plan, table, csv);
    batch_init(&batch, BATCH_ROWS);
    while (reader_next(reader, &batch))
        sides_add(sides, &batch);
    sides_end(sides, table, true);
    batch_free(&batch);
    reader_close(reader);
}

/* The records of some tables of the pack, as CSV by table; NULL: the batch has none. */
static inline Sides *load_sides(Arena *arena, const Plan *plan, const char *const *csv)
{
    uint32_t count = plan->options.pack->table_count;
    bool *present = arena_array(arena, bool, count);
    for (uint32_t i = 0; i < count; i++)
        present[i] = csv[i] != NULL;
    Sides *sides = sides_new(plan, present);
    for (uint32_t i = 0; i < count; i++)
        if (csv[i] && sides_want(sides, i))
            load_side(arena, sides, plan, i, csv[i]);
    sides_link(sides);
    return sides;
}

/* Judges the records of the first table in batches of some rows; visit sees each batch and its result. */
static inline void judge_csvs(const Plan *plan, const char *const *csv, uint32_t batch_rows,
                              void (*visit)(void *context, const Sheet *sheet), void *context)
{
    Arena arena = { 0 };
    Batch batch = { 0 };
    BatchResult result = { 0 };
    Reader *reader = open_csv(&arena, plan, 0, csv[0]);
    Sides *sides = load_sides(&arena, plan, csv);
    Sheet *sheet = sheet_new(plan, &plan->tables[0], sides, BATCH_ROWS);
    batch_init(&batch, batch_rows);
    while (reader_next(reader, &batch)) {
        Task task = { .batch = &batch };
        evaluate(sheet, &task, &result);
        visit(context, sheet);
    }
    assert_int_equal(reader->problem.len, 0);
    sheet_free(sheet);
    sides_free(sides);
    batch_free(&batch);
    result_free(&result);
    reader_close(reader);
    arena_free(&arena);
}

/* The same where the batch has no other table. */
static inline void judge_csv(const Plan *plan, const char *text, uint32_t batch_rows, void (*visit)(void *context, const Sheet *sheet),
                             void *context)
{
    const char *csv[64] = { text };
    judge_csvs(plan, csv, batch_rows, visit, context);
}

#endif
