/* Fields that rosters of this kind have no column for: they are kept elsewhere. Where a roster has few columns of many, its own are the
   shorter list, and say more to who reads the pack: `{all_but: […]}` of a table names those. It leaves alone what the dictionary answers
   for itself (`no_column: empty`), and the records of another table that point here, which a file of their own brings. */
#include "pack/shape.h"
#include "pack/shapes.h"

typedef struct {
    const YamlNode *own;
} KeptDraft;

static const Key kept_keys[] = {
    { "all_but", KEY_REQUIRED, shape_node, offsetof(KeptDraft, own), "name|name[]",
      "the fields that rosters of this kind do have: every other one of the table is kept elsewhere" },
};
const Shape kept_shape = SHAPE("what is kept elsewhere", kept_keys);

static bool *elsewhere_of(const Loader *loader, const PackTable *table)
{
    return &loader->pack->elsewhere[table->record.first];
}

static void keep_others(Loader *loader, const PackTable *table, const YamlNode *own)
{
    Scalars names = shape_scalars(loader, own, "a list of fields");
    bool *is_own = arena_array(loader->arena, bool, table->table.field_count), *elsewhere = elsewhere_of(loader, table);
    for (uint32_t i = 0; i < names.count; i++) {
        uint32_t field = refer_to_field(loader, &table->table, names.at[i]);
        if (field != INDEX_NONE)
            is_own[field] = true;
    }
    for (uint32_t field = 0; field < table->table.field_count; field++) {
        const Field *declared = &table->table.fields[field];
        elsewhere[field] |= !is_own[field] && !declared->absent_is_empty && declared->kind != FIELD_MANY;
    }
}

static const char what_is_kept[] = "a list of fields, or {all_but: [...]},";

static void keep_of_table(Loader *loader, const YamlPair *pair)
{
    if (shape_is_empty(pair->value)) {
        shape_expect(loader, pair->value, YAML_SEQUENCE, what_is_kept);
        return;
    }
    uint32_t index = refer_to_table(loader, pair->key);
    const PackTable *table = table_or_nowhere(loader, index);
    KeptDraft draft = { 0 };
    if (pair->value->kind == YAML_MAPPING) {
        if (shape_read(loader, pair->value, &kept_shape, &draft, pair->value->span) && draft.own && index != INDEX_NONE)
            keep_others(loader, table, draft.own);
        return;
    }
    Scalars names = shape_scalars(loader, pair->value, what_is_kept);
    for (uint32_t i = 0; index != INDEX_NONE && i < names.count; i++) {
        uint32_t field = refer_to_field(loader, &table->table, names.at[i]);
        if (field != INDEX_NONE)
            elsewhere_of(loader, table)[field] = true;
    }
}

/* The name of a field in whatever tables have it. */
static void keep_named(Loader *loader, const YamlNode *name)
{
    const Pack *pack = loader->pack;
    if (pack_mark_fields(pack, name->text, pack->elsewhere) || loader->partial)
        return;
    complain(loader, E_REFERENCE, name->span, "no table of the pack has a field '%.*s'", STR_ARG(name->text));
    Choice choice = choice_of(name->text);
    for (uint32_t i = 0; i < pack->table_count; i++)
        for (uint32_t field = 0; field < pack->tables[i].table.field_count; field++)
            choice_add(&choice, pack->tables[i].table.fields[field].name);
    choice_hint(loader, &choice);
}

static void keep_all(Loader *loader, const YamlNode *node)
{
    if (node->kind == YAML_MAPPING) {
        for (uint32_t i = 0; i < node->count; i++)
            keep_of_table(loader, &node->pairs[i]);
        return;
    }
    Scalars names = shape_scalars(loader, node, "a list of fields");
    for (uint32_t i = 0; i < names.count; i++)
        keep_named(loader, names.at[i]);
}

/* What a pack that is extended keeps elsewhere is kept there still. */
void link_elsewhere(Loader *loader)
{
    Pack *pack = loader->pack;
    if (loader->elsewhere.count > 0)
        pack->elsewhere = arena_array(loader->arena, bool, pack->member_count);
    for (size_t i = 0; i < loader->elsewhere.count; i++) {
        loader->source = loader->elsewhere.at[i].source;
        keep_all(loader, loader->elsewhere.at[i].node);
    }
}
