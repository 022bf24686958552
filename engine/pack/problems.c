/* What is told about a pack that is being loaded, and references between its parts.

   Where one thing is wrong, much else is. What cannot be found is told only while it may be known to be missing (misses): not beside a
   broken file, nor once problems were left out because there are too many. */
#include "pack/shape.h"

bool complain(Loader *loader, DiagCode code, Span span, const char *format, ...)
{
    Text message = { .language = loader->diags->arena->language };
    va_list args;
    va_start(args, format);
    text_vformat(&message, format, args);
    va_end(args);
    diag_add(loader->diags, code, loader->source, span, "%.*s", STR_ARG(text_str(&message)));
    text_free(&message);
    return false;
}

enum { MAX_LISTED = 20 };

Choice choice_of(Str unknown)
{
    return (Choice) { .nearest = nearest_to(unknown) };
}

void choice_add(Choice *choice, Str name)
{
    nearest_try(&choice->nearest, name);
    if (choice->count++ < MAX_LISTED)
        text_format(&choice->all, "%s%.*s", choice->all.len ? ", " : "", STR_ARG(name));
}

void choice_hint(Loader *loader, Choice *choice)
{
    Str found = nearest_found(&choice->nearest);
    if (found.len)
        diag_hint(loader->diags, "did you mean '%.*s'?", STR_ARG(found));
    else if (choice->count > 0 && choice->count <= MAX_LISTED)
        diag_hint(loader->diags, "what may stand here: %.*s", STR_ARG(text_str(&choice->all)));
    text_free(&choice->all);
}

bool complain_twice(Loader *loader, Span span, const char *what, Str name, const Source *first, Span first_span)
{
    return complain(loader, E_DUPLICATE_NAME, span, "%s '%.*s' is already defined in %.*s, line %u", what, STR_ARG(name),
                    STR_ARG(first->name), source_place(first, first_span.start).line);
}

bool within_limit(Loader *loader, Span span, size_t count, size_t limit, const char *what)
{
    if (count <= limit)
        return true;
    return complain(loader, E_PACK_LIMIT, span, "%zu %s: there may be at most %zu", count, what, limit);
}

/* Whether it is worth telling that something is not there, and looking for what was meant. */
static bool misses(const Loader *loader)
{
    return !loader->partial && loader->diags->left_out == 0;
}

uint32_t refer_to_table(Loader *loader, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "the name of a table"))
        return INDEX_NONE;
    uint32_t index = pack_find_table(loader->pack, node->text);
    if (index != INDEX_NONE || !misses(loader))
        return index;
    complain(loader, E_REFERENCE, node->span, "there is no table '%.*s'", STR_ARG(node->text));
    Choice choice = choice_of(node->text);
    for (uint32_t i = 0; i < loader->pack->table_count; i++)
        choice_add(&choice, loader->pack->tables[i].table.name);
    choice_hint(loader, &choice);
    return INDEX_NONE;
}

uint32_t refer_to_field(Loader *loader, const Table *table, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "the name of a field"))
        return INDEX_NONE;
    uint32_t index = table_find(table, node->text);
    if (index != FIELD_NONE)
        return index;
    if (table->field_count == 0 || !misses(loader))
        return INDEX_NONE;
    complain(loader, E_REFERENCE, node->span, "table '%.*s' has no field '%.*s'", STR_ARG(table->name), STR_ARG(node->text));
    Choice choice = choice_of(node->text);
    for (uint32_t i = 0; i < table->field_count; i++)
        choice_add(&choice, table->fields[i].name);
    choice_hint(loader, &choice);
    return INDEX_NONE;
}

uint32_t refer_to_parameter(Loader *loader, Str name, Span at, const char *purpose)
{
    const Pack *pack = loader->pack;
    uint32_t index = pack_find_parameter(pack, name);
    if (index != INDEX_NONE || !misses(loader))
        return index;
    complain(loader, E_REFERENCE, at, "there is no parameter '%.*s'%s", STR_ARG(name), purpose);
    Choice choice = choice_of(name);
    for (uint32_t i = 0; i < pack->parameter_count; i++)
        choice_add(&choice, pack->parameters[i].name);
    choice_hint(loader, &choice);
    return INDEX_NONE;
}

const PackTable *table_or_nowhere(const Loader *loader, uint32_t index)
{
    return index == INDEX_NONE ? loader->nowhere : &loader->pack->tables[index];
}

static void problems_suggest_step(Loader *loader, const Procedure *procedure, Str name)
{
    Choice choice = choice_of(name);
    for (uint32_t i = 0; i < procedure->step_count; i++)
        choice_add(&choice, procedure->steps[i].id);
    choice_hint(loader, &choice);
}

uint32_t refer_to_step(Loader *loader, const PackTable *table, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "the id of a step"))
        return INDEX_NONE;
    const Procedure *procedure = table->procedure == INDEX_NONE ? NULL : &loader->pack->procedures[table->procedure];
    uint32_t index = procedure ? procedure_find_step(procedure, node->text) : INDEX_NONE;
    if (index != INDEX_NONE || !misses(loader))
        return index;
    if (table == loader->nowhere || (procedure && procedure->step_count == 0))
        return INDEX_NONE; /* told when it was read */
    if (!procedure) {
        complain(loader, E_REFERENCE, node->span, "there is no step '%.*s': table '%.*s' has no procedure", STR_ARG(node->text),
                 STR_ARG(table->table.name));
        return INDEX_NONE;
    }
    complain(loader, E_REFERENCE, node->span, "procedure '%.*s' has no step '%.*s'", STR_ARG(procedure->id), STR_ARG(node->text));
    problems_suggest_step(loader, procedure, node->text);
    return INDEX_NONE;
}
