/* Statistics: the records of a table in groups, and what is measured of each.

   A statistic is a rule about groups that is not judged: `for`, `when` and `group_by` are read by what reads them of rules, so it has a
   draft of one inside, and measures stand in place of the condition. */
#include "pack/expressions.h"
#include "pack/grouping.h"
#include "pack/shapes.h"

typedef struct {
    RuleDraft rule; /* `for`, `when` and `group_by` are read as with rules about groups */
    const YamlNode *measures, *compare;
    LocalText title;
    bool total;
} StatisticDraft;

#define IN_RULE(member) offsetof(StatisticDraft, rule) + offsetof(RuleDraft, member)

static const Key statistic_keys[] = {
    { "id", KEY_REQUIRED, shape_node, IN_RULE(id), "id", "its name" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(StatisticDraft, title), "local", "what stands above the table" },
    { "for", KEY_REQUIRED, shape_node, IN_RULE(table), "name", "the table whose records are counted" },
    { "when", KEY_OPTIONAL, shape_node, IN_RULE(when), "expression", "only records for which this is true" },
    { "group_by", KEY_OPTIONAL, shape_node, IN_RULE(group_by), "expression{}|expression|expression[]",
      "a line for each; all records in one where nothing is said" },
    { "measures", KEY_REQUIRED, shape_node, offsetof(StatisticDraft, measures), "measure{}", "a column for each" },
    { "total", KEY_OPTIONAL, shape_bool, offsetof(StatisticDraft, total), "bool", "`true`: a line for all groups together" },
    { "compare", KEY_OPTIONAL, shape_node, offsetof(StatisticDraft, compare), "comparison",
      "the same with another value of a parameter, such as the year before" },
    { "source", KEY_OPTIONAL, shape_local_text, IN_RULE(rule) + offsetof(Rule, cite), "local", "where it is asked for" },
};
const Shape statistic_shape = SHAPE("a statistic", statistic_keys);

typedef struct {
    const YamlNode *value, *weight;
    LocalText title;
    Str format;
} MeasureDraft;

static const Key measure_keys[] = {
    { "value", KEY_REQUIRED, shape_node, offsetof(MeasureDraft, value), "expression", "what is measured of a group" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(MeasureDraft, title), "local", "what stands above the column" },
    { "format", KEY_OPTIONAL, shape_str, offsetof(MeasureDraft, format), "text", "how a number is written: 0, 0.00, 0.0%" },
    { "weight", KEY_OPTIONAL, shape_node, offsetof(MeasureDraft, weight), "scalar",
      "how much it counts for the score of the group; its value is then one of 0 to 100" },
};
const Shape measure_shape = SHAPE("a measure", measure_keys);

typedef struct {
    const YamlNode *parameter, *offset;
} ComparisonDraft;

static const Key comparison_keys[] = {
    { "parameter", KEY_REQUIRED, shape_node, offsetof(ComparisonDraft, parameter), "name", "a parameter that is a whole number" },
    { "offset", KEY_REQUIRED, shape_node, offsetof(ComparisonDraft, offset), "scalar", "what is added to it: -1" },
};
const Shape comparison_shape = SHAPE("a comparison", comparison_keys);

/* ---- measures */

static bool statistics_is_number(const Type *type)
{
    return type->kind == KIND_INT || type->kind == KIND_UINT || type->kind == KIND_DOUBLE;
}

/* "0", "0.00", and whatever stands behind: "%". */
static bool statistics_read_format(Loader *loader, const YamlNode *node, Str format, Measure *measure)
{
    size_t at = format.len > 0 && format.at[0] == '0', digits = 0;
    if (at == 1 && format.len > 1 && format.at[1] == '.')
        for (at = 2; at < format.len && format.at[at] == '0'; at++)
            digits++;
    if (at == 0 || digits > 9 || (at == 2 && digits == 0)) {
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no format of a number", STR_ARG(format));
        diag_hint(loader->diags, "write 0 for whole numbers, 0.00 for two places, 0.0%% with a sign behind");
        return false;
    }
    measure->has_format = true;
    measure->digits = (uint8_t) digits;
    measure->suffix = str_slice(format, at, format.len);
    return true;
}

static void read_weight(Loader *loader, const YamlNode *node, Measure *measure)
{
    const Type *type = measure->value.expr ? measure->value.expr->type : &TYPE_ERROR;
    if (!shape_expect(loader, node, YAML_SCALAR, "a number"))
        return;
    if (!str_to_double(node->text, &measure->weight) || measure->weight <= 0)
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no weight: a number above 0 is", STR_ARG(node->text));
    if (type->kind != KIND_ERROR && !statistics_is_number(type))
        complain(loader, E_TYPE, measure->value.span, "what counts for a score is a number from 0 to 100");
}

static void read_measure(Loader *loader, const YamlPair *pair, const Env *env, Measure *measure)
{
    MeasureDraft draft = { .value = pair->value };
    if (pair->value->kind == YAML_MAPPING) {
        draft.value = NULL;
        shape_read(loader, pair->value, &measure_shape, &draft, pair->key->span);
    }
    measure->name = pair->key->text;
    measure->title = draft.title;
    if (draft.value)
        measure->value = expression_read(loader, draft.value, env, NULL);
    if (draft.format.len > 0)
        statistics_read_format(loader, yaml_get(pair->value, "format"), draft.format, measure);
    if (draft.weight)
        read_weight(loader, draft.weight, measure);
}

static void read_measures(Loader *loader, const YamlNode *node, const Env *env, Statistic *statistic)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to measures"))
        return;
    if (!within_limit(loader, node->span, node->count, PACK_MAX_MEASURES, "measures"))
        return;
    if (node->count == 0)
        complain(loader, E_MISSING_KEY, node->span, "a statistic measures something: name: count()");
    statistic->measures = arena_array(loader->arena, Measure, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        if (!shape_identifier(loader, node->pairs[i].key, "a measure"))
            continue;
        Measure *measure = &statistic->measures[statistic->measure_count++];
        read_measure(loader, &node->pairs[i], env, measure);
        statistic->has_score |= measure->weight > 0;
    }
}

/* ---- the rest */

static void read_compare(Loader *loader, const YamlNode *node, Statistic *statistic)
{
    ComparisonDraft draft = { 0 };
    if (!shape_read(loader, node, &comparison_shape, &draft, node->span) || !draft.parameter || !draft.offset)
        return;
    if (!shape_expect(loader, draft.parameter, YAML_SCALAR, "the name of a parameter") ||
        !shape_expect(loader, draft.offset, YAML_SCALAR, "a whole number"))
        return;
    uint32_t index = refer_to_parameter(loader, draft.parameter->text, draft.parameter->span, "");
    const Type *type = index == INDEX_NONE ? &TYPE_ERROR : loader->pack->parameters[index].type;
    if (type->kind == KIND_ERROR)
        return;
    if (type->kind != KIND_INT)
        complain(loader, E_BAD_VALUE, draft.parameter->span, "the parameter '%.*s' is no whole number", STR_ARG(draft.parameter->text));
    else if (!str_to_int(draft.offset->text, &statistic->offset) || statistic->offset == 0 || statistic->offset > 1000000 ||
             statistic->offset < -1000000)
        complain(loader, E_BAD_VALUE, draft.offset->span, "'%.*s' is nothing that could be added to it", STR_ARG(draft.offset->text));
    else
        statistic->compared = index;
}

static bool statistics_find_id(Loader *loader, const YamlNode *node, Statistic *statistic)
{
    if (!node || !shape_id(loader, node, "a statistic"))
        return false;
    statistic->id = node->text;
    statistic->rule.id = node->text;
    for (uint32_t i = 0; i < loader->pack->statistic_count; i++)
        if (str_equal(loader->pack->statistics[i].id, node->text))
            return complain(loader, E_DUPLICATE_NAME, node->span, "there is a statistic '%.*s' already", STR_ARG(node->text));
    return true;
}

static void statistics_read_body(Loader *loader, StatisticDraft *draft, Statistic *statistic)
{
    static const YamlNode no_groups = { .kind = YAML_MAPPING };
    RuleDraft *rule = &draft->rule;
    rule->rule.table = rule->table ? refer_to_table(loader, rule->table) : INDEX_NONE;
    if (!rule->group_by)
        rule->group_by = &no_groups;
    Env *env = grouping_read(loader, rule);
    Grouping *grouping = (Grouping *) rule->rule.grouping;
    grouping->aggregates.allows_total = true;
    if (rule->when)
        rule->rule.when = expression_read(loader, rule->when, grouping->aggregates.rows, &TYPE_BOOL);
    if (draft->measures)
        read_measures(loader, draft->measures, env, statistic);
    if (draft->compare)
        read_compare(loader, draft->compare, statistic);
    statistic->rule = rule->rule;
}

static void read_statistic(Loader *loader, const YamlNode *node)
{
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    StatisticDraft draft = { .rule = rule_draft(loader, at) };
    Statistic statistic = { .compared = INDEX_NONE };
    if (!shape_read(loader, node, &statistic_shape, &draft, at))
        return;
    statistics_read_body(loader, &draft, &statistic);
    statistic.title = draft.title;
    statistic.total = draft.total;
    if (statistics_find_id(loader, draft.rule.id, &statistic) && statistic.rule.grouping)
        loader->pack->statistics[loader->pack->statistic_count++] = statistic;
}

void statistics_reserve(Loader *loader, size_t count)
{
    loader->pack->statistics = arena_array(loader->arena, Statistic, count < PACK_MAX_STATISTICS ? count : PACK_MAX_STATISTICS);
}

void load_statistics(Loader *loader, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of statistics"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        size_t count = loader->pack->statistic_count + 1u;
        if (!within_limit(loader, node->items[i]->span, count, PACK_MAX_STATISTICS, "statistics"))
            return;
        read_statistic(loader, node->items[i]);
    }
}
