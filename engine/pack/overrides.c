/* Overlays: what a pack changes of the one that it extends. */
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
    const YamlNode *severity, *enabled;
} RuleChange;

static const Key change_keys[] = {
    { "severity", KEY_OPTIONAL, shape_node, offsetof(RuleChange, severity), "severity", "another severity" },
    { "enabled", KEY_OPTIONAL, shape_node, offsetof(RuleChange, enabled), "bool",
      "`false` switches the rule off, `true` on again" },
};
const Shape change_shape = SHAPE("the change of a rule", change_keys);

static void change_rule(Loader *loader, uint32_t index, const RuleChange *change, Span at)
{
    static const char *const words[] = {
        [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_INFO] = "info"
    };
    Rule *rule = &loader->pack->rules[index];
    size_t severity = change->severity ? shape_word(loader, change->severity, "severity", words, 3) : 3;
    if (severity < 3)
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
