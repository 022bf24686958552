/* Examples: a record each, given as cells, and the outcome expected of it. Cells, not values: what a test shows is then what a file with
   that cell would do, spellings, blanks and all.

   A cell that cannot be read is a mistake of the example, but in one that expects `undecided`: there it may be what it is about. */
#include "pack/examples.h"

#include "model/cell.h"
#include "model/parts.h"
#include "pack/scalar.h"
#include "pack/shapes.h"

typedef struct {
    const YamlNode *outcome[OUTCOME_COUNT], *company;
    Date as_of, on;
    const YamlNode *set, *gate, *absent;
} ExampleDraft;

static const Key example_keys[] = {
    { "pass", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, outcome[OUTCOME_PASS]), "record|record[]", "the record passes" },
    { "violation", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, outcome[OUTCOME_VIOLATION]), "record|record[]",
      "the record violates the rule" },
    { "undecided", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, outcome[OUTCOME_UNDECIDED]), "record|record[]",
      "it cannot be decided" },
    { "not-applicable", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, outcome[OUTCOME_NOT_APPLICABLE]), "record|record[]",
      "the rule does not apply to the record" },
    { "waived", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, outcome[OUTCOME_WAIVED]), "record|record[]", "the violation is waived" },
    { "as_of", KEY_OPTIONAL, shape_date, offsetof(ExampleDraft, as_of), "day", "the day of the check" },
    { "gate", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, gate), "id", "the step that the record is about to take" },
    { "on", KEY_OPTIONAL, shape_date, offsetof(ExampleDraft, on), "day", "the day of that step" },
    { "set", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, set), "record", "other values for parameters" },
    { "absent", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, absent), "text|text[]",
      "fields that the file has no column for; of another table `table.field`" },
    { "with", KEY_OPTIONAL, shape_node, offsetof(ExampleDraft, company), "records{}", "the records beside it, by table" },
};
const Shape example_shape = SHAPE("an example", example_keys);

/* ---- cells */

/* A list as it would stand in a cell. False after complaining. */
static bool join_items(Loader *loader, const Field *field, const YamlNode *node, Str *out)
{
    if (field->kind != FIELD_LIST)
        return complain(loader, E_EXAMPLE, node->span, "'%.*s' holds one value, not a list", STR_ARG(field->name));
    Text joined = { 0 };
    bool fits = true;
    for (uint32_t i = 0; fits && i < node->count; i++) {
        const YamlNode *item = node->items[i];
        fits = shape_expect(loader, item, YAML_SCALAR, "a single value");
        Str held = fits ? part_separator_in(field, item->text) : (Str) { 0 };
        if (held.len > 0)
            fits = complain(loader, E_EXAMPLE, item->span, "'%.*s' holds the separator of the list, '%.*s'", STR_ARG(item->text),
                            STR_ARG(held));
        if (i > 0)
            text_add(&joined, field->separator.len ? field->separator : STR(";"));
        text_add(&joined, fits ? item->text : (Str) { 0 });
    }
    *out = arena_str(loader->arena, text_str(&joined));
    text_free(&joined);
    return fits;
}

static bool cell_text(Loader *loader, const Field *field, const YamlNode *node, Str *out)
{
    *out = (Str) { 0 };
    if (node->kind == YAML_SEQUENCE)
        return join_items(loader, field, node, out);
    if (node->kind == YAML_MAPPING)
        return complain(loader, E_EXAMPLE, node->span, "a cell holds a single value or a list, not a mapping");
    if (!shape_is_empty(node))
        *out = node->text;
    return true;
}

static void check_cell(Loader *loader, const Field *field, const ExampleCell *cell)
{
    Value value;
    Arena scratch = { .language = loader->diags->arena->language };
    CellResult result = cell_read(field, cell->text, &scratch, loader->matcher, &value);
    if (cell_is_unreadable(result) || result == CELL_NOT_ALLOWED) {
        Str sentence = cell_problem(field, cell->text, &scratch, loader->matcher);
        complain(loader, E_EXAMPLE, cell->span, "%.*s", STR_ARG(sentence));
    }
    arena_free(&scratch);
}

static void read_cells(Loader *loader, const YamlNode *node, bool sound, ExampleRecord *record)
{
    const Table *table = &loader->pack->tables[record->table].table;
    if (!shape_expect(loader, node, YAML_MAPPING, "a record such as {field: value}, or {} for an empty one,"))
        return;
    record->cells = arena_array(loader->arena, ExampleCell, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlPair *pair = &node->pairs[i];
        ExampleCell cell = { .field = refer_to_field(loader, table, pair->key), .span = pair->value->span };
        if (cell.field == INDEX_NONE)
            continue;
        const Field *field = &table->fields[cell.field];
        if (field->kind == FIELD_MANY) {
            complain(loader, E_EXAMPLE, pair->key->span, "'%.*s' has no cell: give the records themselves under 'with'",
                     STR_ARG(field->name));
            continue;
        }
        if (field->type->kind == KIND_ERROR || !cell_text(loader, field, pair->value, &cell.text))
            continue;
        if (sound)
            check_cell(loader, field, &cell);
        record->cells[record->cell_count++] = cell;
    }
}

/* ---- parameters */

static void examples_set_parameter(Loader *loader, const YamlPair *pair, Value *set)
{
    uint32_t index = refer_to_parameter(loader, pair->key->text, pair->key->span, " to set");
    if (index == INDEX_NONE)
        return;
    if (shape_is_empty(pair->value)) {
        complain(loader, E_WRONG_KIND, pair->key->span, "'%.*s' has no value", STR_ARG(pair->key->text));
        return;
    }
    const Parameter *parameter = &loader->pack->parameters[index];
    const Type *type = scalar_value(loader, pair->value, &set[index]);
    if (type->kind == KIND_ERROR || parameter->type->kind == KIND_ERROR || type_equal(type, parameter->type))
        return;
    Str wanted = type_text(loader->arena, parameter->type), found = type_text(loader->arena, type);
    complain(loader, E_EXAMPLE, pair->value->span, "the parameter '%.*s' is of type %.*s, but this is of type %.*s",
             STR_ARG(parameter->name), STR_ARG(wanted), STR_ARG(found));
}

static const Value *read_set(Loader *loader, const YamlNode *node)
{
    uint32_t count = loader->pack->parameter_count;
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names of parameters to values"))
        return NULL;
    Value *set = arena_array(loader->arena, Value, count);
    for (uint32_t i = 0; i < count; i++)
        set[i] = value_missing();
    for (uint32_t i = 0; i < node->count; i++)
        examples_set_parameter(loader, &node->pairs[i], set);
    return set;
}

/* ---- the records beside it */

static void read_company_of(Loader *loader, const YamlPair *pair, Example *example)
{
    uint32_t table = refer_to_table(loader, pair->key);
    const YamlNode *node = pair->value;
    if (table == INDEX_NONE || !shape_expect(loader, node, YAML_SEQUENCE, "a list of records"))
        return;
    if (!within_limit(loader, node->span, node->count, PACK_MAX_COMPANY, "records of a table in an example"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        ExampleRecord record = { .table = table };
        read_cells(loader, node->items[i], example->expected != OUTCOME_UNDECIDED, &record);
        example->company[example->company_count++] = record;
    }
}

static void read_company(Loader *loader, const YamlNode *node, Example *example)
{
    size_t count = 0;
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from tables to lists of records"))
        return;
    for (uint32_t i = 0; i < node->count; i++)
        count += node->pairs[i].value->kind == YAML_SEQUENCE ? node->pairs[i].value->count : 0;
    example->company = arena_array(loader->arena, ExampleRecord, count);
    for (uint32_t i = 0; i < node->count; i++)
        read_company_of(loader, &node->pairs[i], example);
}

/* ---- columns that are not there */

static bool names_member(const Pack *pack, uint32_t table, Str name, bool *absent)
{
    uint32_t field = table_find(&pack->tables[table].table, name);
    if (field == FIELD_NONE)
        return str_find(name, STR("."), 0) != SIZE_MAX && pack_mark_fields(pack, name, absent);
    absent[pack->tables[table].record.first + field] = true;
    return true;
}

static void complain_of_absent(Loader *loader, const Table *table, const YamlNode *name)
{
    complain(loader, E_REFERENCE, name->span, "'%.*s' is no field of '%.*s'", STR_ARG(name->text), STR_ARG(table->name));
    Choice choice = choice_of(name->text);
    for (uint32_t i = 0; i < table->field_count; i++)
        choice_add(&choice, table->fields[i].name);
    choice_hint(loader, &choice);
}

/* A cell of a column that is not there has nothing in it. */
static void check_absent(Loader *loader, const PackTable *table, const Example *example)
{
    for (uint32_t i = 0; i < example->cell_count; i++)
        if (example->absent[table->record.first + example->cells[i].field])
            complain(loader, E_EXAMPLE, example->cells[i].span, "'%.*s' is said to be absent: then it has no value",
                     STR_ARG(table->table.fields[example->cells[i].field].name));
}

static void read_absent(Loader *loader, const YamlNode *node, uint32_t table, Example *example)
{
    const Pack *pack = loader->pack;
    Scalars names = shape_scalars(loader, node, "a list of fields");
    bool *absent = arena_array(loader->arena, bool, pack->member_count);
    for (uint32_t i = 0; i < names.count; i++)
        if (!names_member(pack, table, names.at[i]->text, absent) && !loader->partial)
            complain_of_absent(loader, &pack->tables[table].table, names.at[i]);
    example->absent = absent;
    check_absent(loader, &pack->tables[table], example);
}

/* ---- the record, or the group of them */

static void read_single(Loader *loader, const YamlNode *node, uint32_t table, Example *example)
{
    ExampleRecord record = { .table = table };
    read_cells(loader, node, example->expected != OUTCOME_UNDECIDED, &record);
    example->cells = record.cells;
    example->cell_count = record.cell_count;
}

static void examples_read_group(Loader *loader, const YamlNode *node, uint32_t table, Example *example)
{
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of records, since the rule is about groups,"))
        return;
    if (!within_limit(loader, node->span, node->count, PACK_MAX_COMPANY, "records of a table in an example"))
        return;
    example->records = arena_array(loader->arena, ExampleRecord, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        ExampleRecord record = { .table = table };
        read_cells(loader, node->items[i], example->expected != OUTCOME_UNDECIDED, &record);
        example->records[example->record_count++] = record;
    }
}

/* ---- the whole */

/* The one outcome that an example names; OUTCOME_COUNT after complaining. */
static Outcome outcome_of(Loader *loader, const ExampleDraft *draft, const YamlNode *node)
{
    Outcome found = OUTCOME_COUNT;
    for (Outcome outcome = OUTCOME_PASS; outcome < OUTCOME_COUNT; outcome++) {
        if (!draft->outcome[outcome])
            continue;
        if (found != OUTCOME_COUNT) {
            complain(loader, E_EXAMPLE, node->span, "an example expects one outcome, not both %s and %s", outcome_words[found],
                     outcome_words[outcome]);
            return OUTCOME_COUNT;
        }
        found = outcome;
    }
    return found;
}

static bool says_outcome(const YamlNode *node)
{
    for (Outcome outcome = OUTCOME_PASS; outcome < OUTCOME_COUNT; outcome++)
        if (yaml_get(node, outcome_words[outcome]))
            return true;
    return false;
}

/* Before a step: who has taken it is no candidate, and would not be judged. */
static void read_gate(Loader *loader, const YamlNode *node, const PackTable *table, Example *example)
{
    example->gate = refer_to_step(loader, table, node);
    if (example->gate == INDEX_NONE)
        return;
    const Step *step = &loader->pack->procedures[table->procedure].steps[example->gate];
    for (uint32_t i = 0; i < example->cell_count; i++)
        if (example->cells[i].field == step->field && example->cells[i].text.len > 0)
            complain(loader, E_EXAMPLE, example->cells[i].span, "before the step '%.*s' its day is empty: say `on:` instead",
                     STR_ARG(step->id));
}

static bool read_example(Loader *loader, const YamlNode *node, const Rule *rule, Example *example)
{
    ExampleDraft draft = { 0 };
    if (!shape_read(loader, node, &example_shape, &draft, node->span))
        return false;
    Outcome outcome = outcome_of(loader, &draft, node);
    if (outcome == OUTCOME_COUNT) {
        if (!says_outcome(node))
            complain(loader, E_EXAMPLE, node->span,
                     "an example needs the outcome it expects: pass, violation, undecided, not-applicable or "
                     "waived");
        return false;
    }
    *example = (Example) { .expected = outcome, .as_of = draft.as_of, .on = draft.on, .gate = INDEX_NONE, .span = node->span };
    if (rule->grouping)
        examples_read_group(loader, draft.outcome[outcome], rule->table, example);
    else
        read_single(loader, draft.outcome[outcome], rule->table, example);
    if (draft.gate)
        read_gate(loader, draft.gate, &loader->pack->tables[rule->table], example);
    else if (draft.on)
        complain(loader, E_EXAMPLE, node->span, "'on' is the day of a step: say which one with 'gate'");
    if (draft.set)
        example->set = read_set(loader, draft.set);
    if (draft.company)
        read_company(loader, draft.company, example);
    if (draft.absent)
        read_absent(loader, draft.absent, rule->table, example);
    return true;
}

Example *examples_read(Loader *loader, const YamlNode *node, const Rule *rule, uint32_t *count)
{
    *count = 0;
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of examples"))
        return NULL;
    Example *examples = arena_array(loader->arena, Example, node->count);
    for (uint32_t i = 0; i < node->count; i++)
        if (read_example(loader, node->items[i], rule, &examples[*count]))
            ++*count;
    return examples;
}

/* ---- changes that no example can show */

static const Key equivalent_keys[] = {
    { "change", KEY_REQUIRED, shape_str, offsetof(Equivalent, change), "text", "the change, as `duly test --mutate` writes it" },
    { "reason", KEY_REQUIRED, shape_str, offsetof(Equivalent, reason), "text", "why it makes no difference" },
};
const Shape equivalent_shape = SHAPE("a change without effect", equivalent_keys);

Equivalent *equivalents_read(Loader *loader, const YamlNode *node, uint32_t *count)
{
    *count = 0;
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of changes, each with its reason,"))
        return NULL;
    Equivalent *equivalents = arena_array(loader->arena, Equivalent, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        Equivalent *equivalent = &equivalents[*count];
        equivalent->span = node->items[i]->span;
        if (shape_read(loader, node->items[i], &equivalent_shape, equivalent, equivalent->span))
            ++*count;
    }
    return equivalents;
}
