/* Fields that refer to records: of another table or of the same, by the key that stands in a cell (ref, list of ref), or the other way
   round (many).

   A reference is a record to the checker and a text in memory, the key as it was read. There are two rounds: `many` needs the field of
   the other table that points here, so those go first. Then what is personal spreads, along columns that several fields share and along
   keys. */
#include "pack/loader.h"

static Field *references_field_of(Loader *loader, const ReferenceNodes *nodes)
{
    return &loader->pack->tables[nodes->table].table.fields[nodes->field];
}

/* What a reference holds is a text in expressions, and so must the key be; it may be a reference itself. */
static bool has_text_key(const Table *table)
{
    return table->key != FIELD_NONE && field_kind_has(table->fields[table->key].kind, TRAIT_TEXT);
}

static bool can_be_meant(Loader *loader, const Table *table, Span at)
{
    if (has_text_key(table) || table->field_count == 0 || loader->partial)
        return true;
    return complain(loader, E_REFERENCE, at, "nothing can refer to records of '%.*s': it needs a 'key' that is a string, a name or a ref",
                    STR_ARG(table->name));
}

static void references_link_table(Loader *loader, const ReferenceNodes *nodes, Field *field)
{
    if (!nodes->of_table) {
        complain(loader, E_MISSING_KEY, nodes->type->span, "a field that refers to records needs 'table', the name of theirs");
        return;
    }
    uint32_t table = refer_to_table(loader, nodes->of_table);
    field->table = table == INDEX_NONE ? TABLE_NONE : table;
    if (field->kind != FIELD_MANY && nodes->by)
        complain(loader, E_BAD_VALUE, nodes->by->span, "'by' is for fields of type many");
}

static void link_type(Loader *loader, Field *field)
{
    const PackTable *target = &loader->pack->tables[field->table];
    if (target->table.field_count == 0)
        return;
    field->type = type_record(loader->arena, &target->record, target->table.name);
    field->refers_to = target->table.key == FIELD_NONE ? NULL : &target->table.fields[target->table.key];
    if (field->kind != FIELD_REF)
        field->type = type_list(loader->arena, field->type);
}

static void link_stand_in(Loader *loader, const ReferenceNodes *nodes, Field *field)
{
    const Table *table = &loader->pack->tables[nodes->table].table;
    uint32_t other = refer_to_field(loader, table, nodes->instead_of);
    if (other == INDEX_NONE)
        return;
    field->instead_of = &table->fields[other];
    if (field->instead_of == field)
        complain(loader, E_REFERENCE, nodes->instead_of->span, "'%.*s' cannot stand in for itself", STR_ARG(field->name));
}

static void link_span(Loader *loader, const ReferenceNodes *nodes, Field *field)
{
    const Table *table = &loader->pack->tables[nodes->table].table;
    uint32_t other = refer_to_field(loader, table, nodes->span_to);
    if (other == INDEX_NONE)
        return;
    field->span_to = &table->fields[other];
    if (field->span_to == field || field->span_to->kind != FIELD_DATE)
        complain(loader, E_REFERENCE, nodes->span_to->span, "the last day of a span is another field of type date; '%.*s' is not",
                 STR_ARG(field->span_to->name));
}

static void link_one(Loader *loader, const ReferenceNodes *nodes)
{
    Field *field = references_field_of(loader, nodes);
    if (nodes->instead_of)
        link_stand_in(loader, nodes, field);
    if (nodes->span_to)
        link_span(loader, nodes, field);
    if (!field_refers(field) && field->kind != FIELD_MANY)
        return;
    references_link_table(loader, nodes, field);
    if (field->table == TABLE_NONE || field->kind == FIELD_MANY)
        return;
    if (can_be_meant(loader, &loader->pack->tables[field->table].table, nodes->of_table->span))
        link_type(loader, field);
}

/* Wants the fields that the records of others point here with. */
static void link_many(Loader *loader, const ReferenceNodes *nodes)
{
    Field *field = references_field_of(loader, nodes);
    const Table *table = &loader->pack->tables[nodes->table].table;
    if (field->kind != FIELD_MANY || field->table == TABLE_NONE)
        return;
    const Table *other = &loader->pack->tables[field->table].table;
    if (!nodes->by) {
        complain(loader, E_MISSING_KEY, nodes->type->span, "a field of type many needs 'by', the field of '%.*s' that refers to '%.*s'",
                 STR_ARG(other->name), STR_ARG(table->name));
        return;
    }
    field->by = refer_to_field(loader, other, nodes->by);
    if (field->by == INDEX_NONE || !can_be_meant(loader, table, nodes->type->span))
        return;
    const Field *by = &other->fields[field->by];
    if (field_refers(by) && by->table == TABLE_NONE)
        return; /* told already */
    if (!field_refers(by) || by->table != nodes->table)
        complain(loader, E_REFERENCE, nodes->by->span, "'%.*s' of '%.*s' does not refer to records of '%.*s'", STR_ARG(by->name),
                 STR_ARG(other->name), STR_ARG(table->name));
    else
        link_type(loader, field);
}

/* ---- what is personal */

/* Whether one of the two has become personal by the other. */
static bool share_with(const Pack *pack, Field *field, Field *other)
{
    bool is_new = other && !(field->is_private && other->is_private) && (pack_is_private(pack, field) || pack_is_private(pack, other));
    if (is_new)
        field->is_private = other->is_private = true;
    return is_new;
}

static bool share_privacy(const Pack *pack, const Table *table)
{
    bool is_new = false;
    for (uint32_t i = 0; i < table->field_count; i++) {
        is_new |= share_with(pack, &table->fields[i], table->fields[i].shares);
        is_new |= share_with(pack, &table->fields[i], table->fields[i].span_to);
    }
    return is_new;
}

/* What is personal in one field is so in all that hold what stands in its column, and in theirs; the key of a table that becomes so
   makes references to it personal, in tables that were looked at before. So again, until nothing is new. */
static void spread_privacy(const Pack *pack)
{
    for (bool is_new = true; is_new;) {
        is_new = false;
        for (uint32_t i = 0; i < pack->table_count; i++)
            is_new |= share_privacy(pack, &pack->tables[i].table);
    }
}

void link_references(Loader *loader)
{
    for (size_t i = 0; i < loader->references.count; i++) {
        loader->source = loader->references.at[i].source;
        link_one(loader, &loader->references.at[i]);
    }
    for (size_t i = 0; i < loader->references.count; i++) {
        loader->source = loader->references.at[i].source;
        link_many(loader, &loader->references.at[i]);
    }
    spread_privacy(loader->pack);
}
