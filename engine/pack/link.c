/* What binds a pack together: what expressions may name, and rules that wait for one another.

   A name in an expression is found in an Env, and the checker leaves a pointer to the symbol in the tree. For records the symbols are
   the members of a Record: the fields, whose slot is their index, and behind them the derived fields. So a record gets its room for both
   before the first expression is checked.

   Derived fields of one table may say those of another through a reference, and nobody knows in which order: all are announced first
   (named_begin), then checked one after another, and one that is needed earlier is checked where it is needed (`demand`, named.c). Only
   among themselves may they name fields without the table before them (`bare`). */
#include "pack/expressions.h"
#include "pack/order.h"
#include "pack/shape.h"

/* ---- parameters and tables as expressions see them */

static void link_parameters(Loader *loader)
{
    Pack *pack = loader->pack;
    Arena *arena = loader->arena;
    pack->params = (Record) { .name = STR("params"), .member_word = STR("parameter"), .incomplete = loader->partial };
    pack->params.members = arena_array(arena, Symbol, pack->parameter_count);
    pack->params.by_name = map_in(arena);
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        record_add(&pack->params, (Symbol) {
                                      .name = pack->parameters[i].name,
                                      .kind = SYMBOL_HOST,
                                      .type = pack->parameters[i].type,
                                      .slot = HOST_FIRST_PARAMETER + i,
                                  });
}

static Symbol record_symbol(Arena *arena, const Record *record)
{
    return (Symbol) {
        .name = record->name,
        .kind = SYMBOL_RECORD,
        .type = type_record(arena, record, record->name),
        .record = record,
    };
}

/* A table without fields was complained about: whatever is said of its records is taken. */
static Symbol table_symbol(Arena *arena, const PackTable *table)
{
    if (table->table.field_count > 0)
        return record_symbol(arena, &table->record);
    return (Symbol) { .name = table->table.name, .kind = SYMBOL_INPUT, .type = &TYPE_ERROR };
}

/* Members may not move once expressions point to them: room for all is made at once. */
static size_t count_members(const Loader *loader, const PackTable *table)
{
    size_t count = table->table.field_count;
    for (size_t i = 0; i < loader->deriveds.count; i++)
        if (&loader->pack->tables[loader->deriveds.at[i].table] == table)
            count += loader->deriveds.at[i].node->count;
    return count;
}

/* What expressions may name whatever they are about. */
static void add_common(Loader *loader, PackTable *table)
{
    env_add(loader->arena, &table->env, record_symbol(loader->arena, &loader->pack->params));
    env_add(loader->arena, &table->env, (Symbol) { .name = STR("as_of"), .kind = SYMBOL_HOST, .type = &TYPE_DATE, .slot = HOST_AS_OF });
}

static void link_table(Loader *loader, PackTable *table, uint32_t first)
{
    Arena *arena = loader->arena;
    Record *record = &table->record;
    *record = (Record) { .name = table->table.name,
                         .member_word = STR("field"),
                         .first = first,
                         .key = table->table.key == FIELD_NONE ? (uint32_t) MEMBER_NONE : table->table.key,
                         .is_called = table->label != INDEX_NONE || table->table.way_count > 0 };
    record->members = arena_array(arena, Symbol, count_members(loader, table));
    record->by_name = map_in(arena);
    for (uint32_t i = 0; i < table->table.field_count; i++)
        record_add(record, (Symbol) {
                               .name = table->table.fields[i].name,
                               .kind = SYMBOL_INPUT,
                               .type = table->table.fields[i].type,
                               .slot = i,
                           });
    env_add(arena, &table->env, table_symbol(arena, table));
    add_common(loader, table);
}

/* They may name one another's through references: all are there before the first is looked at. */
static void link_derived(Loader *loader)
{
    Pack *pack = loader->pack;
    size_t count = loader->deriveds.count;
    NamedSets sets = { .at = arena_array(loader->arena, NamedSet *, count) };
    NamedPlace *places = arena_array(loader->arena, NamedPlace, count);
    for (size_t i = 0; i < count; i++) {
        const DerivedNode *derived = &loader->deriveds.at[i];
        PackTable *table = &pack->tables[derived->table];
        places[i] = (NamedPlace) { .what = "a derived field", .owner = table->table.name, .env = &table->env, .record = &table->record };
        loader->source = derived->source;
        table->env.bare = &table->record;
        named_begin(loader, derived->node, &places[i], &sets);
    }
    for (size_t i = 0; i < count; i++) {
        PackTable *table = &pack->tables[loader->deriveds.at[i].table];
        table->derived = named_end(sets.at[i], &table->derived_count);
    }
    for (uint32_t i = 0; i < pack->table_count; i++) {
        pack->tables[i].env.demand = NULL;
        pack->tables[i].env.bare = NULL;
    }
}

/* Whatever is said of a table that is not there is read as far as it goes: any name may be one of its own. */
static void make_nowhere(Loader *loader)
{
    PackTable *table = loader->nowhere = arena_new(loader->arena, PackTable);
    *table = (PackTable) {
        .label = INDEX_NONE, .section = INDEX_NONE, .procedure = INDEX_NONE, .table.key = FIELD_NONE, .env.incomplete = true
    };
    add_common(loader, table);
}

void link_tables(Loader *loader)
{
    Pack *pack = loader->pack;
    uint32_t members = 0;
    link_parameters(loader);
    make_nowhere(loader);
    for (uint32_t i = 0; i < pack->table_count; i++) {
        link_table(loader, &pack->tables[i], members);
        members += pack->tables[i].table.field_count;
    }
    pack->member_count = members;
    link_derived(loader);
}

/* ---- rules after rules */

static uint32_t refer_to_rule(Loader *loader, const YamlNode *node)
{
    uint32_t index = map_get(&loader->rule_ids, node->text);
    if (index != MAP_NONE)
        return index;
    if (loader->partial || loader->diags->left_out)
        return INDEX_NONE;
    complain(loader, E_REFERENCE, node->span, "there is no rule '%.*s'", STR_ARG(node->text));
    Choice choice = choice_of(node->text);
    for (uint32_t i = 0; i < loader->pack->rule_count; i++)
        choice_add(&choice, loader->pack->rules[i].id);
    choice_hint(loader, &choice);
    return INDEX_NONE;
}

static bool is_of_other_table(const Rule *rule, const Rule *other)
{
    return rule->table != INDEX_NONE && other->table != INDEX_NONE && rule->table != other->table;
}

/* With its id all versions of a rule are meant. */
static void link_add_after(Loader *loader, Rule *rule, const YamlNode *node)
{
    uint32_t index = refer_to_rule(loader, node);
    if (index == INDEX_NONE)
        return;
    if (is_of_other_table(rule, &loader->pack->rules[index])) {
        complain(loader, E_REFERENCE, node->span, "rule '%.*s' is about records of another table", STR_ARG(node->text));
        return;
    }
    if (loader->pack->rules[index].grouping)
        complain(loader, E_REFERENCE, node->span, "rule '%.*s' is about groups of records, not about one", STR_ARG(node->text));
    for (uint32_t i = 0; i < rule->after_count; i++)
        if (rule->after[i] == index)
            complain(loader, E_DUPLICATE_NAME, node->span, "'%.*s' stands here twice", STR_ARG(node->text));
    for (; index != INDEX_NONE; index = loader->next_version[index])
        rule->after[rule->after_count++] = index;
}

enum { MAX_AFTER = 100 };

static size_t count_after(const Loader *loader, const Scalars *ids)
{
    size_t count = 0;
    for (uint32_t i = 0; i < ids->count; i++)
        for (uint32_t at = map_get(&loader->rule_ids, ids->at[i]->text); at != MAP_NONE && at < loader->pack->rule_count;
             at = loader->next_version[at])
            count++;
    return count;
}

static void resolve_after(Loader *loader, const AfterNode *after)
{
    Rule *rule = &loader->pack->rules[after->rule];
    loader->source = after->source;
    Scalars ids = shape_scalars(loader, after->node, "a list of rules");
    if (!within_limit(loader, after->node->span, ids.count, MAX_AFTER, "rules in 'after'"))
        return;
    rule->after = arena_array(loader->arena, uint32_t, count_after(loader, &ids));
    for (uint32_t i = 0; i < ids.count; i++)
        link_add_after(loader, rule, ids.at[i]);
}

static void link_tell_circle(void *context, const uint32_t *things, uint32_t length)
{
    Loader *loader = context;
    const Rule *rules = loader->pack->rules;
    Text path = { 0 };
    for (uint32_t i = 0; i < length; i++)
        text_format(&path, "%.*s -> ", STR_ARG(rules[things[i]].id));
    text_add(&path, rules[things[0]].id);
    loader->source = rules[things[0]].file;
    complain(loader, E_CYCLE, rules[things[0]].span, "'after' goes in a circle: %.*s", STR_ARG(text_str(&path)));
    text_free(&path);
}

void link_rules(Loader *loader)
{
    Pack *pack = loader->pack;
    override_rules(loader);
    for (size_t i = 0; i < loader->afters.count; i++)
        resolve_after(loader, &loader->afters.at[i]);
    Indices *needs = arena_array(loader->arena, Indices, pack->rule_count);
    for (uint32_t i = 0; i < pack->rule_count; i++)
        needs[i] = (Indices) { .at = pack->rules[i].after, .count = pack->rules[i].after_count };
    uint32_t *order = arena_array(loader->arena, uint32_t, pack->rule_count);
    Ordering ordering = { needs, pack->rule_count, order, link_tell_circle, loader };
    order_by_need(loader->arena, &ordering);
}

/* ---- rules that are switched off */

static void renumber_after(Rule *rule, const uint32_t *moved)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < rule->after_count; i++)
        if (moved[rule->after[i]] != INDEX_NONE)
            rule->after[kept++] = moved[rule->after[i]];
    rule->after_count = kept;
}

/* After everything else. A rule that is switched off is checked like others, and may stand under `after` of those that are not; lint
   looks at it, and an overlay may switch it on. Those left move up, so what names rules by their number is numbered anew. */
void drop_rules(Loader *loader)
{
    Pack *pack = loader->pack;
    uint32_t kept = 0;
    uint32_t *moved = arena_array(loader->arena, uint32_t, pack->rule_count);
    pack->dropped = arena_array(loader->arena, Rule, pack->rule_count);
    for (uint32_t i = 0; i < pack->rule_count; i++)
        moved[i] = loader->switched_off[i] ? INDEX_NONE : kept++;
    for (uint32_t i = 0; i < pack->rule_count; i++)
        if (moved[i] != INDEX_NONE)
            pack->rules[moved[i]] = pack->rules[i];
        else
            pack->dropped[pack->dropped_count++] = pack->rules[i];
    pack->rule_count = kept;
    for (uint32_t i = 0; i < kept; i++)
        renumber_after(&pack->rules[i], moved);
}
