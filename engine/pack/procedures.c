/* Procedures: the steps that a case goes through, each with the field that holds its day.

   Steps are named by their place in the list, here and wherever a gate is kept. So an overlay that puts a step between others does it
   while procedures are read; intervals, ends and rules, which name steps by id, are read when no step moves any more (keep_rest). */
#include "pack/shapes.h"

typedef struct {
    const YamlNode *table, *steps, *intervals, *skipping, *documents, *ends;
    LocalText title;
} ProcedureDraft;

static const Key procedure_keys[] = {
    { "for", KEY_OPTIONAL, shape_node, offsetof(ProcedureDraft, table), "name", "the table whose records take the steps; needed" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(ProcedureDraft, title), "local", "what people call it" },
    { "steps", KEY_OPTIONAL, shape_node, offsetof(ProcedureDraft, steps), "step[]", "in order; needed" },
    { "documents", KEY_OPTIONAL, shape_node, offsetof(ProcedureDraft, documents), "document[]",
      "what its rules come from, in the order of the days from which they are in force: a timeline names them" },
    { "skipping", KEY_OPTIONAL, shape_node, offsetof(ProcedureDraft, skipping), "severity",
      "how bad it is to leave out a step that is not optional; nobody asks where nothing is said. An overlay may say it" },
    { "intervals", KEY_OPTIONAL, shape_node, offsetof(ProcedureDraft, intervals), "interval[]",
      "how much time lies between two steps, at most or at least; an overlay may add some to a procedure of the pack that it extends" },
    { "ends", KEY_OPTIONAL, shape_node, offsetof(ProcedureDraft, ends), "end[]",
      "how a case can end before its last step; an overlay may add some, too" },
};
const Shape procedure_shape = SHAPE("a procedure", procedure_keys);

typedef struct {
    const YamlNode *id, *date, *not_before, *after, *before, *candidates;
    LocalText title;
    bool is_optional, any_order, may_follow_end;
} StepDraft;

static const Key step_keys[] = {
    { "id", KEY_REQUIRED, shape_node, offsetof(StepDraft, id), "id", "its name, as `gate` and intervals say it" },
    { "date", KEY_OPTIONAL, shape_node, offsetof(StepDraft, date), "name",
      "the field that holds its day; needed, but where an overlay speaks of a step that is there" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(StepDraft, title), "local", "what people call it" },
    { "optional", KEY_OPTIONAL, shape_bool, offsetof(StepDraft, is_optional), "bool", "`true`: it may be left out" },
    { "any_order", KEY_OPTIONAL, shape_bool, offsetof(StepDraft, any_order), "bool",
      "`true`: it may be taken before or after the steps beside it" },
    { "after_end", KEY_OPTIONAL, shape_bool, offsetof(StepDraft, may_follow_end), "bool",
      "`true`: it may be taken after the case has ended, such as the filing of the papers" },
    { "not_before", KEY_OPTIONAL, shape_node, offsetof(StepDraft, not_before), "id",
      "of a step in any order: an earlier step that it may not come before all the same" },
    { "after", KEY_OPTIONAL, shape_node, offsetof(StepDraft, after), "id", "of a step that an overlay adds: the one that it follows" },
    { "before", KEY_OPTIONAL, shape_node, offsetof(StepDraft, before), "id", "of a step that an overlay adds: the one that it precedes" },
    { "candidates", KEY_OPTIONAL, shape_node, offsetof(StepDraft, candidates), "expression",
      "before it, of those who have not taken it: who is about to; if nothing is said, all of them are" },
};
const Shape step_shape = SHAPE("a step", step_keys);

static const Key document_keys[] = {
    { "from", KEY_REQUIRED, shape_date, offsetof(Document, from), "day", "the first day on which it is in force" },
    { "title", KEY_REQUIRED, shape_local_text, offsetof(Document, title), "local", "what people call it" },
};
const Shape document_shape = SHAPE("a document", document_keys);

static uint32_t procedures_read_date(Loader *loader, const Procedure *procedure, const YamlNode *node)
{
    if (procedure->table == INDEX_NONE)
        return INDEX_NONE;
    const Table *table = &loader->pack->tables[procedure->table].table;
    uint32_t field = refer_to_field(loader, table, node);
    if (field == INDEX_NONE)
        return field;
    if (table->fields[field].type->kind != KIND_ERROR && table->fields[field].kind != FIELD_DATE)
        complain(loader, E_BAD_VALUE, node->span, "the day of a step is a field of type date, but '%.*s' is of type %.*s",
                 STR_ARG(node->text), STR_ARG(field_kind_name(table->fields[field].kind)));
    for (uint32_t i = 0; i < procedure->step_count; i++)
        if (procedure->steps[i].field == field)
            complain(loader, E_DUPLICATE_NAME, node->span, "'%.*s' is already the day of the step '%.*s'", STR_ARG(node->text),
                     STR_ARG(procedure->steps[i].id));
    return field;
}

static uint32_t read_not_before(Loader *loader, const Procedure *procedure, const StepDraft *draft)
{
    const YamlNode *node = draft->not_before;
    if (!node || !shape_expect(loader, node, YAML_SCALAR, "the id of a step"))
        return INDEX_NONE;
    uint32_t first = procedure_find_step(procedure, node->text);
    if (!draft->any_order)
        complain(loader, E_BAD_VALUE, node->span, "'not_before' is for steps with `any_order: true`: the others come in order");
    else if (first == INDEX_NONE)
        complain(loader, E_REFERENCE, node->span, "no step before this one is called '%.*s'", STR_ARG(node->text));
    return first;
}

/* A step as it is written, with a mistake told where it lacks something. */
static Step make_step(Loader *loader, const Procedure *procedure, const StepDraft *draft, Span at)
{
    Step step = { .id = draft->id->text,
                  .title = draft->title,
                  .field = INDEX_NONE,
                  .is_optional = draft->is_optional,
                  .any_order = draft->any_order,
                  .may_follow_end = draft->may_follow_end,
                  .not_before = read_not_before(loader, procedure, draft),
                  .candidates_node = draft->candidates,
                  .file = loader->source,
                  .span = draft->id->span };
    if (draft->date)
        step.field = procedures_read_date(loader, procedure, draft->date);
    else
        complain(loader, E_MISSING_KEY, at, "%s needs 'date'", step_shape.what);
    return step;
}

static void read_step(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    StepDraft draft = { 0 };
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    if (!shape_read(loader, node, &step_shape, &draft, at))
        return;
    if (!draft.id || !shape_id(loader, draft.id, "a step"))
        return;
    const YamlNode *place = draft.after ? draft.after : draft.before;
    if (place && !loader->partial) /* else the procedure may be a pack's below */
        complain(loader, E_BAD_VALUE, place->span, "'after' and 'before' are for steps that an overlay adds: here the list is the order");
    uint32_t twin = procedure_find_step(procedure, draft.id->text);
    if (twin != INDEX_NONE)
        complain_twice(loader, draft.id->span, "step", draft.id->text, loader->source, procedure->steps[twin].span);
    procedure->steps[procedure->step_count] = make_step(loader, procedure, &draft, at);
    procedure->step_count++;
}

static void procedures_read_steps(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of steps"))
        return;
    if (!within_limit(loader, procedure->span, node->count, PACK_MAX_STEPS, "steps"))
        return;
    if (node->count == 0)
        complain(loader, E_MISSING_KEY, procedure->span, "procedure '%.*s' has no steps", STR_ARG(procedure->id));
    procedure->steps = arena_array(loader->arena, Step, node->count);
    for (uint32_t i = 0; i < node->count; i++)
        read_step(loader, procedure, node->items[i]);
}

static void read_documents(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of documents"))
        return;
    if (!within_limit(loader, procedure->span, node->count, PACK_MAX_STEPS, "documents"))
        return;
    procedure->documents = arena_array(loader->arena, Document, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        Document *document = &procedure->documents[procedure->document_count];
        if (!shape_read(loader, node->items[i], &document_shape, document, node->items[i]->span))
            continue;
        if (procedure->document_count > 0 && document->from && document->from <= document[-1].from)
            complain(loader, E_BAD_VALUE, node->items[i]->span, "a document is in force later than the one before it");
        procedure->document_count++;
    }
}

static void attach(Loader *loader, uint32_t index, const YamlNode *at)
{
    Pack *pack = loader->pack;
    Procedure *procedure = &pack->procedures[index];
    if (procedure->table == INDEX_NONE)
        return;
    PackTable *table = &pack->tables[procedure->table];
    if (table->procedure == INDEX_NONE)
        table->procedure = index;
    else
        complain(loader, E_DUPLICATE_NAME, at->span, "table '%.*s' already has the procedure '%.*s'", STR_ARG(table->table.name),
                 STR_ARG(pack->procedures[table->procedure].id));
}

static void read_skipping(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    size_t word = shape_word(loader, node, "severity", severity_words, SEVERITY_COUNT);
    if (word == SEVERITY_COUNT)
        return;
    procedure->checks_skipping = true;
    procedure->skipping = (Severity) word;
    loader->interval_count++;
}

/* What waits until tables are linked. */
static void keep_rest(Loader *loader, uint32_t procedure, const ProcedureDraft *draft)
{
    if (draft->intervals && shape_expect(loader, draft->intervals, YAML_SEQUENCE, "a list of intervals")) {
        ProcedureNodes intervals = { procedure, draft->intervals, loader->source };
        arena_push(loader->arena, &loader->intervals, intervals);
        loader->interval_count += draft->intervals->count;
    }
    if (draft->ends && shape_expect(loader, draft->ends, YAML_SEQUENCE, "a list of ends")) {
        ProcedureNodes ends = { procedure, draft->ends, loader->source };
        arena_push(loader->arena, &loader->ends, ends);
    }
}

static uint32_t find_procedure(const Pack *pack, Str id)
{
    uint32_t index = 0;
    while (index < pack->procedure_count && !str_equal(pack->procedures[index].id, id))
        index++;
    return index;
}

static bool procedures_may_be_added(Str key)
{
    return str_is(key, "intervals") || str_is(key, "ends") || str_is(key, "skipping") || str_is(key, "steps");
}

/* Makes room for a step at `place`: what names the steps behind it by their number names them still. */
static void insert_step(Loader *loader, Procedure *procedure, Step step, uint32_t place)
{
    Step *steps = arena_array(loader->arena, Step, procedure->step_count + 1u);
    for (uint32_t i = 0; i < procedure->step_count; i++) {
        Step *moved = &steps[i + (i >= place)];
        *moved = procedure->steps[i];
        if (moved->not_before != INDEX_NONE && moved->not_before >= place)
            moved->not_before++;
    }
    steps[place] = step;
    procedure->steps = steps;
    procedure->step_count++;
}

/* A step that the pack below does not have. */
static void procedures_add_step(Loader *loader, Procedure *procedure, const StepDraft *draft)
{
    Span at = draft->id->span;
    uint32_t place = refer_to_step(loader, &loader->pack->tables[procedure->table], draft->after ? draft->after : draft->before);
    if (draft->after && draft->before)
        complain(loader, E_BAD_VALUE, draft->before->span, "a step has one place: say 'after' or 'before'");
    if (place == INDEX_NONE || !shape_id(loader, draft->id, "a step"))
        return;
    if (!within_limit(loader, at, procedure->step_count + 1u, PACK_MAX_STEPS, "steps"))
        return;
    place += draft->after != NULL;
    Step step = make_step(loader, procedure, draft, at);
    if (step.not_before != INDEX_NONE && step.not_before >= place)
        complain(loader, E_REFERENCE, draft->not_before->span, "no step before this one is called '%.*s'",
                 STR_ARG(draft->not_before->text));
    else
        insert_step(loader, procedure, step, place);
}

/* What is not said of a step stays. Its place among the others does: rules name it as their gate. */
static void change_step(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    StepDraft draft = { 0 };
    if (!shape_read(loader, node, &step_shape, &draft, node->span) || !draft.id)
        return;
    bool has_place = draft.after || draft.before;
    if (has_place && procedure_find_step(procedure, draft.id->text) == INDEX_NONE) {
        procedures_add_step(loader, procedure, &draft);
        return;
    }
    uint32_t index = refer_to_step(loader, &loader->pack->tables[procedure->table], draft.id);
    if (index == INDEX_NONE)
        return;
    Step *step = &procedure->steps[index];
    if (draft.any_order || draft.not_before || has_place)
        complain(loader, E_DUPLICATE_NAME, draft.id->span,
                 "an overlay says 'title', 'date', 'optional', 'after_end' and 'candidates' of a step: its place stays");
    if (draft.title.count)
        step->title = draft.title;
    if (draft.date)
        step->field = procedures_read_date(loader, procedure, draft.date);
    if (yaml_get(node, "optional"))
        step->is_optional = draft.is_optional;
    if (yaml_get(node, "after_end"))
        step->may_follow_end = draft.may_follow_end;
    if (draft.candidates) {
        step->candidates_node = draft.candidates;
        step->file = loader->source;
    }
}

static void change_steps(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    if (procedure->table == INDEX_NONE || !shape_expect(loader, node, YAML_SEQUENCE, "a list of steps"))
        return;
    for (uint32_t i = 0; i < node->count; i++)
        change_step(loader, procedure, node->items[i]);
}

/* What an overlay says of a procedure that is there already. */
static void add_to_procedure(Loader *loader, uint32_t index, const YamlPair *pair)
{
    const Procedure *first = &loader->pack->procedures[index];
    ProcedureDraft draft = { 0 };
    if (is_of_this_layer(loader, first->file)) {
        complain_twice(loader, pair->key->span, "procedure", pair->key->text, first->file, first->span);
        return;
    }
    if (!shape_read(loader, pair->value, &procedure_shape, &draft, pair->key->span))
        return;
    for (uint32_t i = 0; i < pair->value->count; i++)
        if (!procedures_may_be_added(pair->value->pairs[i].key->text))
            complain(loader, E_DUPLICATE_NAME, pair->value->pairs[i].key->span,
                     "an overlay adds 'intervals', 'ends', 'skipping' and 'steps' to a procedure, changes 'steps', and nothing else of it");
    if (draft.steps)
        change_steps(loader, &loader->pack->procedures[index], draft.steps);
    if (draft.skipping)
        read_skipping(loader, &loader->pack->procedures[index], draft.skipping);
    keep_rest(loader, index, &draft);
}

static void want_key(Loader *loader, const YamlNode *value, const char *key, Span at)
{
    if (value->kind == YAML_MAPPING && !yaml_get(value, key) && !loader->partial) /* else it may be a pack's below */
        complain(loader, E_MISSING_KEY, at, "%s needs '%s'", procedure_shape.what, key);
}

static void read_procedure(Loader *loader, const YamlPair *pair)
{
    Pack *pack = loader->pack;
    ProcedureDraft draft = { 0 };
    uint32_t index = find_procedure(pack, pair->key->text);
    if (!shape_id(loader, pair->key, "a procedure"))
        return;
    if (index < pack->procedure_count) {
        add_to_procedure(loader, index, pair);
        return;
    }
    Procedure *procedure = &pack->procedures[pack->procedure_count++];
    *procedure = (Procedure) { .id = pair->key->text, .table = INDEX_NONE, .span = pair->key->span, .file = loader->source };
    shape_read(loader, pair->value, &procedure_shape, &draft, pair->key->span);
    want_key(loader, pair->value, "for", pair->key->span);
    want_key(loader, pair->value, "steps", pair->key->span);
    procedure->title = draft.title;
    if (draft.table) {
        procedure->table = refer_to_table(loader, draft.table);
        attach(loader, index, draft.table);
    }
    if (draft.steps)
        procedures_read_steps(loader, procedure, draft.steps);
    if (draft.documents)
        read_documents(loader, procedure, draft.documents);
    if (draft.skipping)
        read_skipping(loader, procedure, draft.skipping);
    keep_rest(loader, index, &draft);
}

void procedures_reserve(Loader *loader, size_t count)
{
    loader->pack->procedures = arena_array(loader->arena, Procedure, count < PACK_MAX_TABLES ? count : PACK_MAX_TABLES);
}

void load_procedures(Loader *loader, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from ids to procedures"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        Span at = node->pairs[i].key->span;
        if (!within_limit(loader, at, loader->pack->procedure_count + 1u, PACK_MAX_TABLES, "procedures"))
            return;
        read_procedure(loader, &node->pairs[i]);
    }
}
