/* Warnings: what a pack may do but had better not. They come when there are no errors, so every tree is whole; and nobody who judges
   sees them.

   A warning that is wrong is worse than one that is missing: whoever reads it has to find out why it does not hold. So each says only
   what is certain by the shape of the pack, and anything it does not understand is left alone. */
#include "base/pattern.h"
#include "pack/loader.h"

/* ---- parameters that nobody uses */

typedef struct {
    bool *used; /* per parameter */
} Usage;

static void mark_part(void *context, const Expr *expr)
{
    Usage *usage = context;
    const Symbol *symbol = expr->kind == EXPR_NAME || expr->kind == EXPR_SELECT ? expr->symbol : NULL;
    if (symbol && symbol->kind == SYMBOL_HOST && symbol->slot >= HOST_FIRST_PARAMETER)
        usage->used[symbol->slot - HOST_FIRST_PARAMETER] = true;
    expr_children(expr, mark_part, usage);
}

static void mark_used(void *context, const Source *file, const Expr *expr)
{
    (void) file;
    mark_part(context, expr);
}

static void advise_parameters(Loader *loader)
{
    const Pack *pack = loader->pack;
    Usage usage = { arena_array(loader->arena, bool, pack->parameter_count) };
    pack_walk(pack, mark_used, &usage);
    for (uint32_t i = 0; i < pack->statistic_count; i++)
        if (pack->statistics[i].compared != INDEX_NONE)
            usage.used[pack->statistics[i].compared] = true;
    for (uint32_t i = 0; i < pack->parameter_count; i++) {
        const Parameter *parameter = &pack->parameters[i];
        loader->source = parameter->file;
        if (!usage.used[i])
            complain(loader, W_UNUSED_PARAMETER, parameter->span, "no expression uses the parameter '%.*s'", STR_ARG(parameter->name));
    }
}

/* ---- patterns of fields, each alternative of which stands for a whole cell */

static void advice_advise_pattern(Loader *loader, const Field *field)
{
    PatternEnds ends = pattern_ends(field->pattern_text);
    if (ends.alternatives < 2 || (ends.started == ends.alternatives && ends.ended == ends.alternatives))
        return;
    loader->source = field->source;
    complain(loader, W_LOOSE_PATTERN, field->span,
             "the pattern of '%.*s' has alternatives, and not all are tied to both ends: a longer "
             "cell that holds one is accepted",
             STR_ARG(field->name));
    diag_hint(loader->diags, "put the alternatives in brackets, and ^ and $ around them: ^(?:a|b)$");
}

static void advise_tables(Loader *loader)
{
    for (uint32_t i = 0; i < loader->pack->table_count; i++) {
        const Table *table = &loader->pack->tables[i].table;
        for (uint32_t field = 0; field < table->field_count; field++)
            if (table->fields[field].pattern)
                advice_advise_pattern(loader, &table->fields[field]);
    }
}

/* ---- rules */

static void advise_message(Loader *loader, const Rule *rule, const Message *message)
{
    for (uint32_t i = 0; i < message->text.count; i++)
        if (message->text.parts[i].expr)
            return;
    complain(loader, W_SILENT_MESSAGE, expr_text_span(&message->origin, 0, message->origin.text.len),
             "the message of '%.*s' shows no value of the record", STR_ARG(rule->id));
    diag_hint(loader->diags, "put a value into it between braces: {…}");
}

static bool has_example(const Rule *rule, Outcome outcome)
{
    for (uint32_t i = 0; i < rule->example_count; i++)
        if (rule->examples[i].expected == outcome)
            return true;
    return false;
}

static void advise_rule(Loader *loader, const Rule *rule)
{
    static const char *const lacking[2][2] = { { "passes, and none that violates it", "passes" }, { "violates it", NULL } };
    bool passes = has_example(rule, OUTCOME_PASS), violates = has_example(rule, OUTCOME_VIOLATION);
    loader->source = rule->file;
    if (rule->cite.count == 0 && (!rule->is_made || rule->interval))
        complain(loader, W_NO_SOURCE, rule->span, "rule '%.*s' does not say where it is written", STR_ARG(rule->id));
    if ((!passes || !violates) && (!rule->is_made || rule->interval))
        complain(loader, W_NO_EXAMPLE, rule->span, "rule '%.*s' has no example that %s", STR_ARG(rule->id), lacking[passes][violates]);
    for (uint32_t i = 0; i < rule->message_count; i++)
        advise_message(loader, rule, &rule->messages[i]);
}

void advise(Loader *loader)
{
    for (uint32_t i = BUILTIN_COUNT; i < loader->pack->rule_count; i++) {
        advise_rule(loader, &loader->pack->rules[i]);
        advise_conditions(loader, i);
    }
    advise_other_conditions(loader);
    advise_tables(loader);
    advise_versions(loader);
    advise_parameters(loader);
    advise_calendars(loader);
    advise_divisions(loader);
    advise_intervals(loader);
}
