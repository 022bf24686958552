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

/* Judges a CSV of the pack's first table in batches of some rows; visit sees each batch and its result. */
static inline void judge_csv(const Plan *plan, const char *csv, uint32_t batch_rows,
                             void (*visit)(void *context, const Sheet *sheet), void *context)
{
    Arena arena = { 0 };
    Str problem = { 0 };
    Batch batch = { 0 };
    BatchResult result = { 0 };
    ReadOptions options = { 0 };
    Input *input = input_of_bytes(&arena, STR("items.csv"), str_of(csv), 0);
    Reader *reader = reader_open(&arena, input, reader_format(STR("csv")), &plan->tables[0].table->table, &options, &problem);
    assert_non_null(reader);
    Sheet *sheet = sheet_new(plan, &plan->tables[0], BATCH_ROWS);
    batch_init(&batch, batch_rows);
    while (reader_next(reader, &batch)) {
        Task task = { .batch = &batch };
        evaluate(sheet, &task, &result);
        visit(context, sheet);
    }
    assert_int_equal(reader->problem.len, 0);
    sheet_free(sheet);
    batch_free(&batch);
    result_free(&result);
    reader_close(reader);
    arena_free(&arena);
}

#endif
