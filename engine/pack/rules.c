/* Rules: the author's, and those that come with the engine. */
#include "pack/rules.h"

#include "pack/examples.h"
#include "pack/expressions.h"
#include "pack/grouping.h"
#include "pack/shapes.h"

typedef struct {
    Date from, to;
} Effective;

static const Key rule_keys[] = {
    { "id", KEY_REQUIRED, shape_node, offsetof(RuleDraft, id), "id", "its name; do not change it once it is in use" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(RuleDraft, rule) + offsetof(Rule, title), "local",
      "a few words for what is wrong when it is violated" },
    { "for", KEY_REQUIRED, shape_node, offsetof(RuleDraft, table), "name", "the table whose records it judges" },
    { "gate", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, gate), "id", "the step before which it must hold" },
    { "day_of", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, day_of), "id",
      "the step whose day says which version and which figures are in force, where that is not the gate" },
    { "severity", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, severity), "severity", "an error blocks the record" },
    { "source", KEY_OPTIONAL, shape_local_text, offsetof(RuleDraft, rule) + offsetof(Rule, cite), "local",
      "document and article, or that it is inferred" },
    { "effective", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, effective), "effective", "the days on which it is in force" },
    { "enabled", KEY_OPTIONAL, shape_bool, offsetof(RuleDraft, enabled), "bool",
      "`false` switches it off; `duly lint` looks at it all the same" },
    { "let", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, let), "expression{}", "names for expressions that this rule uses" },
    { "when", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, when), "expression", "only records for which this is true are judged" },
    { "require", KEY_EITHER, shape_node, offsetof(RuleDraft, require), "expression", "the condition itself" },
    { "after", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, after), "id|id[]",
      "rules; where one of them is violated, this one is not applicable" },
    { "missing", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, missing), "missing", "what a missing value makes of it" },
    { "message", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, message), "local", "what the reader is told, with values in {braces}" },
    { "clears_on", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, clears_on), "expression", "the first day on which it would hold" },
    { "examples", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, examples), "example[]", "its tests" },
    { "equivalent", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, equivalent), "equivalent[]",
      "changes of the rule that make no difference, each with the reason" },
    { "group_by", KEY_OPTIONAL, shape_node, offsetof(RuleDraft, group_by), "expression{}|expression|expression[]",
      "makes groups of the records, of which the rule then speaks: names for what all records of a group have in common" },
    { "unique", KEY_EITHER, shape_node, offsetof(RuleDraft, unique), "expression{}|expression|expression[]",
      "no two records have this in common" },
};
const Shape rule_shape = SHAPE("a rule", rule_keys);

/* ---- the plain parts */

static void read_severity(Loader *loader, const YamlNode *node, Rule *rule)
{
    size_t word = shape_word(loader, node, "severity", severity_words, SEVERITY_COUNT);
    if (word < SEVERITY_COUNT)
        rule->severity = (Severity) word;
}

static void read_missing(Loader *loader, const YamlNode *node, Rule *rule)
{
    size_t word = shape_word(loader, node, "outcome of a missing value", missing_words, MISSING_COUNT);
    if (word < MISSING_COUNT)
        rule->missing = (MissingPolicy) word;
}

static const Key effective_keys[] = {
    { "from", KEY_OPTIONAL, shape_date, offsetof(Effective, from), "day", "the first day" },
    { "to", KEY_OPTIONAL, shape_date, offsetof(Effective, to), "day", "the last day" },
};
const Shape effective_shape = SHAPE("a time in force, such as {from: 2003-01-01},", effective_keys);

static void read_effective(Loader *loader, const YamlNode *node, Rule *rule)
{
    Effective effective = { DATE_MIN, DATE_MAX };
    shape_read(loader, node, &effective_shape, &effective, node->span);
    rule->from = effective.from;
    rule->to = effective.to;
    if (rule->from > rule->to)
        complain(loader, E_BAD_VALUE, node->span, "the rule ends before it begins: it is never in force");
}

/* ---- the parts that speak of a table */

static void read_lets(Loader *loader, const YamlNode *node, Rule *rule, Env *env)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to expressions"))
        return;
    if (!within_limit(loader, rule->span, node->count, PACK_MAX_LETS, "names of 'let'"))
        return;
    NamedPlace place = { .what = "a name of 'let'", .env = env };
    /* The checker points at symbols: they may not move. */
    env->symbols.at = arena_array(loader->arena, Symbol, node->count);
    env->symbols.capacity = node->count;
    rule->lets = named_read(loader, node, &place, &rule->let_count);
}

/* The pair whose message will be shown: see rule_message. */
static uint32_t wanted_language(const Loader *loader, const YamlNode *node)
{
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        Str language = node->pairs[i].key->text;
        if (str_equal(language, loader->language))
            return i;
        if (str_is(language, "en"))
            wanted = i;
    }
    return wanted;
}

static void read_messages(Loader *loader, const YamlNode *node, Rule *rule, const Env *env)
{
    if (node->kind == YAML_SEQUENCE) {
        shape_expect(loader, node, YAML_SCALAR, "a text, or one for each language,");
        return;
    }
    rule->messages = arena_array(loader->arena, Message, node->kind == YAML_SCALAR ? 1 : node->count);
    rule->message_count = 0; /* in place of those that the engine made */
    if (node->kind == YAML_SCALAR) {
        rule->messages[rule->message_count++] = message_read(loader, node, (Str) { 0 }, env);
        return;
    }
    uint32_t only = loader->to_judge ? wanted_language(loader, node) : INDEX_NONE;
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlPair *pair = &node->pairs[i];
        if (only != INDEX_NONE && i != only)
            continue;
        if (shape_language(loader, pair->key) && shape_expect(loader, pair->value, YAML_SCALAR, "a text"))
            rule->messages[rule->message_count++] = message_read(loader, pair->value, pair->key->text, env);
    }
}

static void read_condition(Loader *loader, RuleDraft *draft, Env *env)
{
    Rule *rule = &draft->rule;
    if (draft->let)
        read_lets(loader, draft->let, rule, env);
    if (draft->when)
        rule->when = expression_read(loader, draft->when, rule->grouping ? rule->grouping->aggregates.rows : env, &TYPE_BOOL);
    if (draft->require)
        rule->require = expression_read(loader, draft->require, env, &TYPE_BOOL);
    if (draft->clears_on)
        rule->clears_on = expression_read(loader, draft->clears_on, env, &TYPE_DATE);
    if (draft->equivalent && !loader->to_judge)
        rule->equivalents = equivalents_read(loader, draft->equivalent, &rule->equivalent_count);
}

static void read_examples(Loader *loader, RuleDraft *draft)
{
    Rule *rule = &draft->rule;
    rule->examples_in = loader->source;
    if (draft->examples && table_or_nowhere(loader, rule->table)->table.field_count)
        rule->examples = examples_read(loader, draft->examples, rule, &rule->example_count);
}

/* Each part is read as one of the file that it stands in: its own, or that of an overlay. */
void rule_read_expressions(Loader *loader, RuleDraft *draft, Env *env)
{
    const Source *own = loader->source;
    loader->source = draft->condition_in ? draft->condition_in : own;
    read_condition(loader, draft, env);
    loader->source = draft->message_in ? draft->message_in : own;
    if (draft->message)
        read_messages(loader, draft->message, &draft->rule, env);
    loader->source = draft->examples_in ? draft->examples_in : own;
    if (!loader->to_judge)
        read_examples(loader, draft);
    loader->source = own;
}

/* The day of another step stands in for that of the gate: a vote that is looked at before the approval was taken at the meeting. */
static void rules_read_steps(Loader *loader, const RuleDraft *draft, const PackTable *table, Rule *rule)
{
    if (draft->gate)
        rule->gate = refer_to_step(loader, table, draft->gate);
    rule->day_of = rule->gate;
    if (!draft->day_of)
        return;
    if (draft->gate)
        rule->day_of = refer_to_step(loader, table, draft->day_of);
    else
        complain(loader, E_MISSING_KEY, draft->day_of->span, "'day_of' is for rules with a gate");
}

static void read_about_table(Loader *loader, RuleDraft *draft)
{
    Rule *rule = &draft->rule;
    rule->table = draft->table ? refer_to_table(loader, draft->table) : INDEX_NONE;
    const PackTable *table = table_or_nowhere(loader, rule->table);
    rules_read_steps(loader, draft, table, rule);
    if (override_unwanted(loader, rule->id, draft->enabled))
        return;
    Env *env = grouping_read(loader, draft);
    if (!env) {
        env = arena_new(loader->arena, Env);
        env->parent = &table->env;
    }
    grouping_complete(loader, draft, env);
    rule_read_expressions(loader, draft, env);
}

/* ---- the whole */

static bool rules_check_id(Loader *loader, const YamlNode *node, const Rule *rule)
{
    Pack *pack = loader->pack;
    if (!shape_id(loader, node, "a rule"))
        return false;
    uint32_t twin = map_add(&loader->rule_ids, node->text, pack->rule_count);
    if (twin == pack->rule_count)
        return true;
    if (pack->rules[twin].builtin)
        return complain(loader, E_DUPLICATE_NAME, node->span, "'%.*s' is a rule of duly itself", STR_ARG(node->text));
    return version_fits(loader, rule, twin, node->span);
}

RuleDraft rule_draft(const Loader *loader, Span at)
{
    Rule rule = {
        .table = INDEX_NONE, .gate = INDEX_NONE, .day_of = INDEX_NONE, .from = DATE_MIN, .to = DATE_MAX, .file = loader->source, .span = at
    };
    return (RuleDraft) { .enabled = true, .rule = rule };
}

bool rule_read_plain(Loader *loader, RuleDraft *draft)
{
    Rule *rule = &draft->rule;
    if (draft->severity)
        read_severity(loader, draft->severity, rule);
    if (draft->missing)
        read_missing(loader, draft->missing, rule);
    if (draft->effective)
        read_effective(loader, draft->effective, rule);
    bool named = draft->id && rules_check_id(loader, draft->id, rule);
    if (named) {
        rule->id = draft->id->text;
        rule->span = draft->id->span;
    }
    return named;
}

void rule_add(Loader *loader, const RuleDraft *draft)
{
    Pack *pack = loader->pack;
    if (draft->after) {
        AfterNode after = { pack->rule_count, draft->after, loader->source };
        arena_push(loader->arena, &loader->afters, after);
    }
    version_add(loader, map_get(&loader->rule_ids, draft->rule.id), pack->rule_count);
    loader->switched_off[pack->rule_count] = !draft->enabled;
    pack->rules[pack->rule_count++] = draft->rule;
}

static void read_rule(Loader *loader, const YamlNode *node)
{
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    RuleDraft draft = rule_draft(loader, at);
    if (!shape_read(loader, node, &rule_shape, &draft, at))
        return;
    bool named = rule_read_plain(loader, &draft);
    override_draft(loader, &draft);
    read_about_table(loader, &draft);
    if (named)
        rule_add(loader, &draft);
}

void load_rules(Loader *loader, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of rules"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        size_t count = loader->pack->rule_count - BUILTIN_COUNT + 1u;
        if (!within_limit(loader, node->items[i]->span, count, PACK_MAX_RULES, "rules"))
            return;
        read_rule(loader, node->items[i]);
    }
}

/* ---- built-in rules */

static const struct {
    const char *id;
    WordsId title;
    Severity severity;
} builtins[BUILTIN_COUNT] = {
    [BUILTIN_UNREADABLE_VALUE] = { "unreadable-value", WORDS_TITLE_UNREADABLE_VALUE, SEVERITY_ERROR },
    [BUILTIN_REQUIRED_FIELD] = { "required-field", WORDS_TITLE_REQUIRED_FIELD, SEVERITY_ERROR },
    [BUILTIN_VALUE_NOT_ALLOWED] = { "value-not-allowed", WORDS_TITLE_VALUE_NOT_ALLOWED, SEVERITY_ERROR },
    [BUILTIN_DUPLICATE_KEY] = { "duplicate-key", WORDS_TITLE_DUPLICATE_KEY, SEVERITY_ERROR },
    [BUILTIN_UNKNOWN_REFERENCE] = { "unknown-reference", WORDS_TITLE_UNKNOWN_REFERENCE, SEVERITY_ERROR },
    [BUILTIN_UNKNOWN_COLUMN] = { "unknown-column", WORDS_TITLE_UNKNOWN_COLUMN, SEVERITY_WARNING },
    [BUILTIN_NO_COLUMN] = { "no-column", WORDS_TITLE_NO_COLUMN, SEVERITY_ERROR },
    [BUILTIN_RAGGED_ROW] = { "ragged-row", WORDS_TITLE_RAGGED_ROW, SEVERITY_WARNING },
    [BUILTIN_UNREADABLE_RECORD] = { "unreadable-record", WORDS_TITLE_UNREADABLE_RECORD, SEVERITY_ERROR },
    [BUILTIN_STEP_ORDER] = { "step-order", WORDS_TITLE_STEP_ORDER, SEVERITY_ERROR },
    [BUILTIN_STEP_AFTER_END] = { "step-after-end", WORDS_TITLE_STEP_AFTER_END, SEVERITY_ERROR },
    [BUILTIN_WAIVER] = { "waiver", WORDS_TITLE_WAIVER, SEVERITY_WARNING },
};

void rules_reserve(Loader *loader, size_t count)
{
    Pack *pack = loader->pack;
    count += loader->interval_count;
    size_t room = BUILTIN_COUNT + (count < PACK_MAX_RULES ? count : PACK_MAX_RULES);
    pack->rules = arena_array(loader->arena, Rule, room);
    loader->switched_off = arena_array(loader->arena, bool, room);
    loader->next_version = arena_array(loader->arena, uint32_t, room);
    for (size_t i = 0; i < room; i++)
        loader->next_version[i] = INDEX_NONE;
    for (uint32_t i = 0; i < BUILTIN_COUNT; i++) {
        Str id = str_of(builtins[i].id);
        map_add(&loader->rule_ids, id, i);
        pack->rules[pack->rule_count++] = (Rule) {
            .id = id,
            .title = local_words(loader->arena, builtins[i].title),
            .severity = builtins[i].severity,
            .builtin = true,
            .table = INDEX_NONE,
            .gate = INDEX_NONE,
            .day_of = INDEX_NONE,
            .from = DATE_MIN,
            .to = DATE_MAX,
        };
    }
    link_procedures(loader);
}
