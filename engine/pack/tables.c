/* Tables: what records there are, and what their fields may hold.

   Expressions, references and headings point at fields, so those may not move; and an overlay adds fields to tables of the pack below.
   Hence all files are asked how many they have of a table before its first field is read. */
#include "pack/fields.h"
#include "pack/shapes.h"

typedef struct {
    PackTable *table;
    const YamlNode *fields, *key, *label, *section, *file, *derived;
    LocalText title;
    bool is_optional;
} TableDraft;

static const Key table_keys[] = {
    { "file", KEY_OPTIONAL, shape_node, offsetof(TableDraft, file), "text", "name of its file in a batch, without the ending" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(TableDraft, title), "local", "what people call it" },
    { "fields", KEY_OPTIONAL, shape_node, offsetof(TableDraft, fields), "field{}",
      "its fields, by name; an overlay adds some, and headings and values to those that are there" },
    { "key", KEY_OPTIONAL, shape_node, offsetof(TableDraft, key), "name|way[]",
      "the field by which a record is known; or a list of ways to know it, each a field or a list of fields together, the first of which a "
      "file has all columns for counts there" },
    { "label", KEY_OPTIONAL, shape_node, offsetof(TableDraft, label), "name", "a field that reports show beside the key: a name" },
    { "report_by", KEY_OPTIONAL, shape_node, offsetof(TableDraft, section), "name", "a field by which reports group the records: a unit" },
    { "optional", KEY_OPTIONAL, shape_bool, offsetof(TableDraft, is_optional), "bool",
      "`true`: a batch need not have it; its rules are then not asked, and no warning says so" },
    { "derived", KEY_OPTIONAL, shape_node, offsetof(TableDraft, derived), "expression{}",
      "names for expressions that several rules need; used like fields" },
};
const Shape table_shape = SHAPE("a table", table_keys);

/* ---- fields */

/* How many fields all files have for a table: overlays add theirs, and nothing may move. */
static size_t fields_said(const Loader *loader, Str table)
{
    size_t count = 0;
    for (size_t i = 0; i < loader->files.count; i++) {
        const YamlNode *said = said_in(&loader->files.at[i], "tables", table);
        const YamlNode *fields = said && said->kind == YAML_MAPPING ? yaml_get(said, "fields") : NULL;
        count += fields && fields->kind == YAML_MAPPING ? fields->count : 0;
    }
    return count;
}

static void read_fields(Loader *loader, const YamlNode *node, Table *table)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to fields"))
        return;
    if (!within_limit(loader, table->span, node->count, PACK_MAX_FIELDS, "fields"))
        return;
    if (node->count == 0)
        complain(loader, E_MISSING_KEY, table->span, "table '%.*s' has no fields", STR_ARG(table->name));
    table->fields = arena_array(loader->arena, Field, fields_said(loader, table->name));
    for (uint32_t i = 0; i < node->count; i++)
        if (shape_identifier(loader, node->pairs[i].key, "a field"))
            field_read(loader, &node->pairs[i], table, &table->fields[table->field_count++]);
}

/* A field that claims what another one has claimed holds the same: an id, and the record that it refers to. Of two others it cannot
   hold both, and which column is meant would be a matter of luck. */
static void share(Loader *loader, Field *field, Field *owner, Str heading, Span at)
{
    if (!field->shares)
        field->shares = owner;
    else if (field->shares != owner)
        complain(loader, E_DUPLICATE_NAME, at,
                 "'%.*s' has a heading of '%.*s', and with '%.*s' one of '%.*s': it cannot hold what stands in both columns",
                 STR_ARG(field->name), STR_ARG(field->shares->name), STR_ARG(heading), STR_ARG(owner->name));
}

/* Who claims what is worked out anew when an overlay has added headings. Names of fields come before headings: a column that is called
   as a field is, is that field's. `overlay`: the name of the table there; NULL: the fields are new. */
static void share_headings(Loader *loader, const Table *table, const YamlNode *overlay)
{
    Map seen = { 0 };
    for (uint32_t i = 0; i < table->field_count; i++)
        table->fields[i].shares = NULL;
    for (uint32_t i = 0; i < table->field_count; i++)
        if (table->fields[i].kind != FIELD_MANY)
            map_add(&seen, table->fields[i].name, i);
    for (uint32_t i = 0; i < table->field_count; i++) {
        Field *field = &table->fields[i];
        for (size_t j = 0; j < field->header_count; j++) {
            uint32_t owner = map_add(&seen, field->headers[j], i);
            if (owner != i)
                share(loader, field, &table->fields[owner], field->headers[j], overlay ? overlay->span : field->span);
        }
    }
    map_free(&seen);
}

/* ---- the rest of a table */

static void add_key_field(Loader *loader, const YamlNode *node, const Table *table, KeyWay *way)
{
    uint32_t field = refer_to_field(loader, table, node);
    FieldKind kind = field == INDEX_NONE ? FIELD_STRING : table->fields[field].kind;
    if (field_kind_has(kind, TRAIT_SEVERAL))
        complain(loader, E_BAD_VALUE, node->span, "a list cannot be a key");
    for (uint32_t i = 0; field != INDEX_NONE && i < way->count; i++)
        if (way->fields[i] == field)
            complain(loader, E_DUPLICATE_NAME, node->span, "'%.*s' stands in this way already", STR_ARG(node->text));
    if (field != INDEX_NONE)
        way->fields[way->count++] = field;
}

static void read_way(Loader *loader, const YamlNode *node, Table *table)
{
    KeyWay *way = &table->ways[table->way_count];
    bool is_list = node->kind == YAML_SEQUENCE;
    way->fields = arena_array(loader->arena, uint32_t, is_list ? node->count : 1);
    if (is_list && node->count == 0)
        complain(loader, E_BAD_VALUE, node->span, "a way to know a record needs a field");
    for (uint32_t i = 0; is_list && i < node->count; i++)
        add_key_field(loader, node->items[i], table, way);
    if (!is_list)
        add_key_field(loader, node, table, way);
    table->way_count += way->count > 0;
}

/* References hold what the first way is, where that is one field. */
static void read_key(Loader *loader, const YamlNode *node, Table *table)
{
    bool is_list = node->kind == YAML_SEQUENCE;
    table->ways = arena_array(loader->arena, KeyWay, is_list ? node->count : 1);
    if (is_list && node->count == 0)
        complain(loader, E_BAD_VALUE, node->span, "a key needs a field, or a list of ways such as [id, [name, birth_date]]");
    for (uint32_t i = 0; is_list && i < node->count; i++)
        read_way(loader, node->items[i], table);
    if (!is_list)
        read_way(loader, node, table);
    if (table->way_count > 0 && table->ways[0].count == 1)
        table->key = table->ways[0].fields[0];
}

static void tables_read_section(Loader *loader, const YamlNode *node, PackTable *table)
{
    table->section = refer_to_field(loader, &table->table, node);
    FieldKind kind = table->section == INDEX_NONE ? FIELD_STRING : table->table.fields[table->section].kind;
    if (field_kind_has(kind, TRAIT_SEVERAL))
        complain(loader, E_BAD_VALUE, node->span, "records are grouped by one value: '%.*s' has several", STR_ARG(node->text));
}

static void tables_read_file(Loader *loader, const YamlNode *node, Table *table)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "the name of a file"))
        return;
    table->file = node->text;
    bool has_folder = str_find(node->text, STR("/"), 0) != SIZE_MAX;
    bool has_ending = str_find(node->text, STR("."), 0) != SIZE_MAX;
    if (node->text.len == 0 || has_folder || has_ending)
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is not the name of a file without folder and ending", STR_ARG(node->text));
}

static void tables_check_file(Loader *loader, const Table *table, Span at)
{
    const Pack *pack = loader->pack;
    for (uint32_t i = 0; i < pack->table_count; i++) {
        const Table *other = &pack->tables[i].table;
        if (other != table && str_equal(other->file, table->file))
            complain(loader, E_DUPLICATE_NAME, at, "the records of table '%.*s' stand in '%.*s' already", STR_ARG(other->name),
                     STR_ARG(table->file));
    }
}

static void keep_derived(Loader *loader, const YamlNode *node, const PackTable *table)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to expressions"))
        return;
    if (!within_limit(loader, table->table.span, node->count + table->table.field_count, PACK_MAX_FIELDS, "fields"))
        return;
    DerivedNode derived = { (uint32_t) (table - loader->pack->tables), node, loader->source };
    arena_push(loader->arena, &loader->deriveds, derived);
}

static void tables_read_body(Loader *loader, PackTable *table, const YamlPair *pair)
{
    TableDraft draft = { .table = table };
    Table *dictionary = &table->table;
    if (!shape_read(loader, pair->value, &table_shape, &draft, pair->key->span))
        return;
    dictionary->title = draft.title;
    table->is_optional = draft.is_optional;
    if (draft.fields)
        read_fields(loader, draft.fields, dictionary);
    else if (!loader->partial) /* else it may be a pack's below */
        complain(loader, E_MISSING_KEY, pair->key->span, "%s needs 'fields'", table_shape.what);
    share_headings(loader, dictionary, NULL);
    if (draft.key)
        read_key(loader, draft.key, dictionary);
    if (draft.label)
        table->label = dictionary->label = refer_to_field(loader, dictionary, draft.label);
    if (draft.section)
        tables_read_section(loader, draft.section, table);
    if (draft.file)
        tables_read_file(loader, draft.file, dictionary);
    tables_check_file(loader, dictionary, draft.file ? draft.file->span : pair->key->span);
    if (draft.derived)
        keep_derived(loader, draft.derived, table);
}

static void tables_add_fields(Loader *loader, const YamlNode *node, Table *table)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to fields") ||
        !within_limit(loader, node->span, table->field_count + node->count, PACK_MAX_FIELDS, "fields"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        uint32_t known = table_find(table, node->pairs[i].key->text);
        if (known != FIELD_NONE)
            field_add(loader, &node->pairs[i], &table->fields[known]);
        else if (shape_identifier(loader, node->pairs[i].key, "a field"))
            field_read(loader, &node->pairs[i], table, &table->fields[table->field_count++]);
    }
}

static bool tables_may_be_added(Str key)
{
    return str_is(key, "fields") || str_is(key, "title");
}

/* What an overlay says of a table that is there already. */
static void tables_add_to_table(Loader *loader, PackTable *table, const YamlPair *pair)
{
    TableDraft draft = { .table = table };
    if (!shape_read(loader, pair->value, &table_shape, &draft, pair->key->span))
        return;
    for (uint32_t i = 0; i < pair->value->count; i++)
        if (!tables_may_be_added(pair->value->pairs[i].key->text))
            complain(loader, E_DUPLICATE_NAME, pair->value->pairs[i].key->span,
                     "an overlay adds 'fields' to a table, perhaps another 'title', and changes nothing else of it");
    if (draft.title.count)
        table->table.title = draft.title;
    if (draft.fields)
        tables_add_fields(loader, draft.fields, &table->table);
    share_headings(loader, &table->table, pair->key);
}

static bool tables_check_name(Loader *loader, const YamlNode *node)
{
    if (!shape_identifier(loader, node, "a table"))
        return false;
    if (str_is(node->text, "params") || str_is(node->text, "as_of"))
        return complain(loader, E_BAD_VALUE, node->span, "a table cannot be called '%.*s': expressions use it already",
                        STR_ARG(node->text));
    uint32_t twin = pack_find_table(loader->pack, node->text);
    if (twin == INDEX_NONE)
        return true;
    const Table *first = &loader->pack->tables[twin].table;
    return complain_twice(loader, node->span, "table", node->text, first->source, first->span);
}

void tables_reserve(Loader *loader, size_t count)
{
    loader->pack->tables = arena_array(loader->arena, PackTable, count < PACK_MAX_TABLES ? count : PACK_MAX_TABLES);
}

void load_tables(Loader *loader, const YamlNode *node)
{
    Pack *pack = loader->pack;
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to tables"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlNode *name = node->pairs[i].key;
        if (!within_limit(loader, name->span, pack->table_count + 1u, PACK_MAX_TABLES, "tables"))
            return;
        uint32_t known = pack_find_table(pack, name->text);
        if (known != INDEX_NONE && !is_of_this_layer(loader, pack->tables[known].table.source)) {
            tables_add_to_table(loader, &pack->tables[known], &node->pairs[i]);
            continue;
        }
        if (!tables_check_name(loader, name))
            continue;
        PackTable *table = &pack->tables[pack->table_count++];
        *table = (PackTable) {
            .table = { .name = name->text,
                       .file = name->text,
                       .key = FIELD_NONE,
                       .label = FIELD_NONE,
                       .source = loader->source,
                       .span = name->span },
            .label = INDEX_NONE,
            .section = INDEX_NONE,
            .procedure = INDEX_NONE,
        };
        tables_read_body(loader, table, &node->pairs[i]);
    }
}
