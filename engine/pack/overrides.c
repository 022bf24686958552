/* Overlays: what a pack changes of the one that it extends.

   It is done in two parts, at two times. What says something of a rule anew (texts, examples, the condition) takes the place of the node
   in its draft, before the rule is read: it is then checked once, in the same surroundings, only as part of another file (condition_in,
   message_in, examples_in). What stands beside a rule (severity, enabled) waits until all rules are there; then it is also told which
   ids mean nothing, and what may not be said of a rule.

   The changes of several packs stand in loader->overrides from the innermost outwards: whoever comes last has the last word. */
#include "pack/rules.h"
#include "pack/shapes.h"

/* ---- parameters */

static void override_parameter(Loader *loader, const YamlPair *pair)
{
    if (shape_is_empty(pair->value)) {
        complain(loader, E_WRONG_KIND, pair->key->span, "'%.*s' has no value", STR_ARG(pair->key->text));
        return;
    }
    uint32_t index = refer_to_parameter(loader, pair->key->text, pair->key->span, " to change");
    if (index != INDEX_NONE)
        parameter_replace(loader, &loader->pack->parameters[index], pair);
}

void override_parameters(Loader *loader)
{
    for (size_t i = 0; i < loader->overrides.count; i++) {
        const YamlNode *node = loader->overrides.at[i].parameters;
        loader->source = loader->overrides.at[i].source;
        if (!node || !shape_expect(loader, node, YAML_MAPPING, "a mapping from names to values"))
            continue;
        for (uint32_t j = 0; j < node->count; j++)
            override_parameter(loader, &node->pairs[j]);
    }
}

/* ---- rules */

typedef struct {
    const YamlNode *severity, *enabled, *title, *source, *message, *examples, *require, *when, *let, *clears_on, *equivalent;
} RuleChange;

static const Key change_keys[] = {
    { "severity", KEY_OPTIONAL, shape_node, offsetof(RuleChange, severity), "severity", "another severity" },
    { "enabled", KEY_OPTIONAL, shape_node, offsetof(RuleChange, enabled), "bool", "`false` switches the rule off, `true` on again" },
    { "title", KEY_OPTIONAL, shape_node, offsetof(RuleChange, title), "local", "another title" },
    { "source", KEY_OPTIONAL, shape_node, offsetof(RuleChange, source), "local", "another source" },
    { "message", KEY_OPTIONAL, shape_node, offsetof(RuleChange, message), "local", "another message" },
    { "examples", KEY_OPTIONAL, shape_node, offsetof(RuleChange, examples), "example[]",
      "other examples, where a figure that is changed makes the rule's own wrong" },
    { "require", KEY_OPTIONAL, shape_node, offsetof(RuleChange, require), "expression",
      "another condition; `when`, `let` and `clears_on` are then those beside it, and `examples` have to be" },
    { "when", KEY_OPTIONAL, shape_node, offsetof(RuleChange, when), "expression", "beside `require`: which records are judged" },
    { "let", KEY_OPTIONAL, shape_node, offsetof(RuleChange, let), "expression{}", "beside `require`: names for expressions" },
    { "clears_on", KEY_OPTIONAL, shape_node, offsetof(RuleChange, clears_on), "expression",
      "beside `require`: the first day on which it would hold" },
    { "equivalent", KEY_OPTIONAL, shape_node, offsetof(RuleChange, equivalent), "equivalent[]",
      "beside `require`: changes that make no difference, each with the reason" },
};
const Shape change_shape = SHAPE("the change of a rule", change_keys);

/* What an overlay says of a rule, before it is known whether there is such a rule; NULL: nothing. */
static const YamlNode *overrides_said_of(const OverrideNodes *overrides, Str id)
{
    const YamlNode *rules = overrides->rules;
    for (uint32_t i = 0; rules && rules->kind == YAML_MAPPING && i < rules->count; i++)
        if (str_equal(rules->pairs[i].key->text, id) && rules->pairs[i].value->kind == YAML_MAPPING)
            return rules->pairs[i].value;
    return NULL;
}

/* The condition is one thing: nothing of the old one stays, and its examples speak of the new one. */
static void take_condition(const YamlNode *said, const Source *source, RuleDraft *draft)
{
    draft->require = yaml_get(said, "require");
    draft->when = yaml_get(said, "when");
    draft->let = yaml_get(said, "let");
    draft->clears_on = yaml_get(said, "clears_on");
    draft->equivalent = yaml_get(said, "equivalent");
    if (!draft->rule.replaces_in) { /* an overlay on an overlay: the first place is where it comes from */
        draft->rule.replaces_in = draft->rule.file;
        draft->rule.replaces_at = draft->rule.span;
    }
    draft->condition_in = draft->rule.file = source;
    draft->rule.span = draft->require->span;
}

static void overrides_take_text(Loader *loader, const YamlNode *said, const char *key, LocalText *text)
{
    const YamlNode *node = yaml_get(said, key);
    if (node)
        shape_local_text(loader, node, text);
}

static void overrides_take(Loader *loader, const YamlNode *said, RuleDraft *draft)
{
    const YamlNode *message = yaml_get(said, "message"), *examples = yaml_get(said, "examples");
    overrides_take_text(loader, said, "title", &draft->rule.title);
    overrides_take_text(loader, said, "source", &draft->rule.cite);
    if (message) {
        draft->message = message;
        draft->message_in = loader->source;
    }
    if (examples) {
        draft->examples = examples;
        draft->examples_in = loader->source;
    }
    if (yaml_get(said, "require"))
        take_condition(said, loader->source, draft);
}

void override_draft(Loader *loader, RuleDraft *draft)
{
    const Source *own = loader->source;
    for (size_t i = 0; i < loader->overrides.count; i++) {
        const YamlNode *said = overrides_said_of(&loader->overrides.at[i], draft->rule.id);
        loader->source = loader->overrides.at[i].source;
        if (said)
            overrides_take(loader, said, draft);
    }
    loader->source = own;
}

/* Parts that only make sense together, or not at all for some rules. */
static void check_change(Loader *loader, uint32_t index, const RuleChange *change)
{
    const Rule *rule = &loader->pack->rules[index];
    const YamlNode *first = change->require ? change->require : change->examples;
    const YamlNode *beside[] = { change->when, change->let, change->clears_on, change->equivalent };
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (beside[i] && !change->require)
            complain(loader, E_MISSING_KEY, beside[i]->span, "this stands beside 'require', which says the condition anew");
    if (change->require && !change->examples)
        complain(loader, E_MISSING_KEY, change->require->span, "another condition needs 'examples' of its own");
    if (change->require && rule->is_made)
        complain(loader, E_BAD_VALUE, change->require->span, "'%.*s' is no rule with a condition: change the figures it takes",
                 STR_ARG(rule->id));
    if (first && loader->next_version[index] != INDEX_NONE)
        complain(loader, E_BAD_VALUE, first->span, "'%.*s' has several versions: only its texts can be changed", STR_ARG(rule->id));
    if (rule->builtin && (first || change->message))
        complain(loader, E_BAD_VALUE, (first ? first : change->message)->span, "'%.*s' is a rule of duly itself", STR_ARG(rule->id));
}

static void change_rule(Loader *loader, uint32_t index, const RuleChange *change, Span at)
{
    Rule *rule = &loader->pack->rules[index];
    size_t severity = change->severity ? shape_word(loader, change->severity, "severity", severity_words, SEVERITY_COUNT) : SEVERITY_COUNT;
    if (severity < SEVERITY_COUNT)
        rule->severity = (Severity) severity;
    bool enabled = !loader->switched_off[index];
    if (change->enabled)
        shape_bool(loader, change->enabled, &enabled);
    if (rule->builtin && !enabled)
        complain(loader, E_BAD_VALUE, change->enabled->span, "'%.*s' is a rule of duly itself: it cannot be switched off",
                 STR_ARG(rule->id));
    else
        loader->switched_off[index] = !enabled;
    rule->overridden_in = loader->source;
    rule->overridden_at = at;
}

/* What an overlay makes of `enabled` of a rule. A word that is none is complained about later. */
static bool enabled_by(const OverrideNodes *overrides, Str id, bool enabled)
{
    const YamlNode *rules = overrides->rules;
    for (uint32_t i = 0; rules && rules->kind == YAML_MAPPING && i < rules->count; i++) {
        const YamlNode *change = rules->pairs[i].value;
        const YamlNode *word = str_equal(rules->pairs[i].key->text, id) ? yaml_get(change, "enabled") : NULL;
        if (word && word->kind == YAML_SCALAR)
            return !str_is(word->text, "false");
    }
    return enabled;
}

/* Where records are judged, a rule that is switched off keeps its id, so that others may name it, and nothing else of it is read.
   Whoever looks at the pack itself reads all of it. */
bool override_unwanted(const Loader *loader, Str id, bool enabled)
{
    for (size_t i = 0; loader->to_judge && i < loader->overrides.count; i++)
        enabled = enabled_by(&loader->overrides.at[i], id, enabled);
    return loader->to_judge && !enabled;
}

static void override_rule(Loader *loader, const YamlPair *pair)
{
    const Pack *pack = loader->pack;
    RuleChange change = { 0 };
    uint32_t index = map_get(&loader->rule_ids, pair->key->text);
    if (!shape_read(loader, pair->value, &change_shape, &change, pair->key->span))
        return;
    if (index != MAP_NONE && index < pack->rule_count) {
        check_change(loader, index, &change);
        for (; index != INDEX_NONE; index = loader->next_version[index])
            change_rule(loader, index, &change, pair->key->span);
    } else if (!loader->partial && loader->diags->left_out == 0) {
        complain(loader, E_REFERENCE, pair->key->span, "there is no rule '%.*s' to change", STR_ARG(pair->key->text));
        Choice choice = choice_of(pair->key->text);
        for (uint32_t i = 0; i < pack->rule_count; i++)
            choice_add(&choice, pack->rules[i].id);
        choice_hint(loader, &choice);
    }
}

void override_rules(Loader *loader)
{
    for (size_t i = 0; i < loader->overrides.count; i++) {
        const YamlNode *node = loader->overrides.at[i].rules;
        loader->source = loader->overrides.at[i].source;
        if (!node || !shape_expect(loader, node, YAML_MAPPING, "a mapping from ids of rules to what changes"))
            continue;
        for (uint32_t j = 0; j < node->count; j++)
            override_rule(loader, &node->pairs[j]);
    }
}
