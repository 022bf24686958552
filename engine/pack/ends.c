/* How cases can end before their last step, and who is about to take a step: expressions that stand with a procedure, and are read once
   tables are linked. An overlay adds ends to a procedure that is there, so room is made for those of all files. */
#include "pack/expressions.h"
#include "pack/shapes.h"

typedef struct {
    const YamlNode *id, *when, *on;
    LocalText title;
} EndDraft;

static const Key end_keys[] = {
    { "id", KEY_REQUIRED, shape_node, offsetof(EndDraft, id), "id", "its name" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(EndDraft, title), "local", "what people call it" },
    { "when", KEY_REQUIRED, shape_node, offsetof(EndDraft, when), "expression", "for which records the case has ended so" },
    { "on", KEY_REQUIRED, shape_node, offsetof(EndDraft, on), "expression", "the day on which it did" },
};
const Shape end_shape = SHAPE("an end", end_keys);

static void ends_check_id(Loader *loader, const Procedure *procedure, const YamlNode *id)
{
    for (uint32_t i = 0; i < procedure->end_count; i++)
        if (str_equal(procedure->ends[i].id, id->text))
            complain_twice(loader, id->span, "end", id->text, procedure->ends[i].file, procedure->ends[i].span);
}

static void ends_read_end(Loader *loader, Procedure *procedure, const YamlNode *node)
{
    EndDraft draft = { 0 };
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    if (!shape_read(loader, node, &end_shape, &draft, at) || !draft.id || !shape_id(loader, draft.id, "an end"))
        return;
    ends_check_id(loader, procedure, draft.id);
    End end = { .id = draft.id->text, .title = draft.title, .span = draft.id->span, .file = loader->source };
    const PackTable *table = procedure->table == INDEX_NONE ? NULL : &loader->pack->tables[procedure->table];
    if (!table || table->table.field_count == 0 || !draft.when || !draft.on)
        return; /* told, or nothing of it can be understood */
    end.when = expression_read(loader, draft.when, &table->env, &TYPE_BOOL);
    end.on = expression_read(loader, draft.on, &table->env, &TYPE_DATE);
    if (end.when.expr && end.on.expr)
        procedure->ends[procedure->end_count++] = end;
}

static size_t ends_count_ends(const Loader *loader, uint32_t procedure)
{
    size_t count = 0;
    for (size_t i = 0; i < loader->ends.count; i++)
        if (loader->ends.at[i].procedure == procedure)
            count += loader->ends.at[i].node->count;
    return count;
}

static void link_candidates(Loader *loader, const Procedure *procedure)
{
    const PackTable *table = procedure->table == INDEX_NONE ? NULL : &loader->pack->tables[procedure->table];
    for (uint32_t i = 0; table && table->table.field_count > 0 && i < procedure->step_count; i++) {
        Step *step = &procedure->steps[i];
        loader->source = step->file;
        if (step->candidates_node)
            step->candidates = expression_read(loader, step->candidates_node, &table->env, &TYPE_BOOL);
    }
}

void link_ends(Loader *loader)
{
    for (uint32_t i = 0; i < loader->pack->procedure_count; i++)
        link_candidates(loader, &loader->pack->procedures[i]);
    for (size_t i = 0; i < loader->ends.count; i++) {
        const ProcedureNodes *ends = &loader->ends.at[i];
        Procedure *procedure = &loader->pack->procedures[ends->procedure];
        size_t count = ends_count_ends(loader, ends->procedure);
        loader->source = ends->source;
        if (!within_limit(loader, procedure->span, count, PACK_MAX_ENDS, "ends"))
            return;
        if (!procedure->ends)
            procedure->ends = arena_array(loader->arena, End, count);
        for (uint32_t j = 0; j < ends->node->count; j++)
            ends_read_end(loader, procedure, ends->node->items[j]);
    }
}
