/* Everything of a pack compiled once and thrown away: what has no variables is evaluated then, and what can only fail is told. Whoever
   judges compiles again, and only the rules that are asked.

   All rules of a table go through one compiler, so what they have in common is compiled once; names of `let` are forgotten after their
   rule. */
#include "pack/loader.h"

typedef struct {
    const Expr *expr;
    NodeId node;
} Known;

typedef struct {
    const Table *table;
    Compiler *compiler;
    Arena *arena;
    ARRAY(Known) known; /* what names stand for, so that each is compiled once */
} Trial;

/* The as-of date and parameters differ from run to run: inputs that stand behind the fields, never constants. */
static NodeId trial_resolve(void *host, Compiler *compiler, const Symbol *symbol)
{
    Trial *trial = host;
    if (symbol->kind == SYMBOL_HOST)
        return compile_input(compiler, trial->table->field_count + symbol->slot, symbol->type);
    for (size_t i = 0; symbol->kind == SYMBOL_EXPR && i < trial->known.count; i++)
        if (trial->known.at[i].expr == symbol->expr)
            return trial->known.at[i].node;
    return NODE_NONE;
}

/* A field, perhaps one that references lead to: nothing in it is constant, and what a derived one computes is tried with its table. Most
   of what messages tell is such a part. */
static bool trial_is_field(const Expr *expr)
{
    while (expr->kind == EXPR_SELECT && expr->symbol)
        expr = expr->select.operand;
    return expr->kind == EXPR_NAME && expr->symbol && expr->symbol->kind == SYMBOL_RECORD;
}

static void try_expr(Trial *trial, const Expr *expr)
{
    if (expr && !trial_is_field(expr))
        compile_expr(trial->compiler, expr, NODE_NONE);
}

static void try_named(Trial *trial, const Named *named, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const Expr *expr = named[i].value.expr;
        Known known = { expr, compile_expr(trial->compiler, expr, NODE_NONE) };
        arena_push(trial->arena, &trial->known, known);
    }
}

static void try_grouping(Trial *trial, const Grouping *grouping)
{
    for (uint32_t i = 0; i < grouping->key_count; i++)
        try_expr(trial, grouping->keys[i].value.expr);
    for (size_t i = 0; i < grouping->aggregates.list.count; i++)
        try_expr(trial, grouping->aggregates.list.at[i]->arg);
}

static void try_rule(Trial *trial, const Rule *rule)
{
    size_t known = trial->known.count;
    compiler_source(trial->compiler, rule->file);
    if (rule->grouping)
        try_grouping(trial, rule->grouping);
    try_named(trial, rule->lets, rule->let_count);
    try_expr(trial, rule->when.expr);
    try_expr(trial, rule->require.expr);
    try_expr(trial, rule->clears_on.expr);
    for (uint32_t i = 0; rule->interval && i < INTERVAL_PARTS; i++)
        try_expr(trial, rule->interval->parts[i].expr);
    for (uint32_t i = 0; i < rule->message_count; i++)
        for (uint32_t j = 0; j < rule->messages[i].text.count; j++)
            try_expr(trial, rule->messages[i].text.parts[j].expr);
    trial->known.count = known;
}

static void try_statistic(Trial *trial, const Statistic *statistic)
{
    try_rule(trial, &statistic->rule);
    for (uint32_t i = 0; i < statistic->measure_count; i++)
        try_expr(trial, statistic->measures[i].value.expr);
}

static void try_procedure(Trial *trial, const Procedure *procedure)
{
    for (uint32_t i = 0; i < procedure->step_count; i++) {
        compiler_source(trial->compiler, procedure->steps[i].file);
        try_expr(trial, procedure->steps[i].candidates.expr);
    }
    for (uint32_t i = 0; i < procedure->end_count; i++) {
        compiler_source(trial->compiler, procedure->ends[i].file);
        try_expr(trial, procedure->ends[i].when.expr);
        try_expr(trial, procedure->ends[i].on.expr);
    }
}

static void try_table(const Pack *pack, uint32_t index, Diags *diags)
{
    Arena arena = { 0 };
    const PackTable *table = &pack->tables[index];
    Trial trial = { .table = &table->table, .arena = &arena };
    CompileOptions options = {
        .resolve = trial_resolve, .host = &trial, .diags = diags, .source = table->table.source, .calendars = pack_calendars(pack, DATE_MAX)
    };
    trial.compiler = compiler_new(&arena, &options);
    try_named(&trial, table->derived, table->derived_count);
    if (table->procedure != INDEX_NONE)
        try_procedure(&trial, &pack->procedures[table->procedure]);
    for (uint32_t i = BUILTIN_COUNT; i < pack->rule_count; i++)
        if (pack->rules[i].table == index)
            try_rule(&trial, &pack->rules[i]);
    for (uint32_t i = 0; i < pack->statistic_count; i++)
        if (pack->statistics[i].rule.table == index)
            try_statistic(&trial, &pack->statistics[i]);
    compiler_drop(trial.compiler);
    arena_free(&arena);
}

void trial_compile(Loader *loader)
{
    for (uint32_t i = 0; i < loader->pack->table_count; i++)
        try_table(loader->pack, i, loader->diags);
}
