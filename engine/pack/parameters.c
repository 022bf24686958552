/* Parameters: figures that rules compare with, each perhaps in several dated versions.

   A parameter has one type in all its versions, and in those of overlays, since expressions are checked once. A unit may be said in one
   version and holds for all; where two say one it has to be the same. */
#include "pack/scalar.h"
#include "pack/shapes.h"

/* One version as it is written. */
typedef struct {
    ParameterVersion version;
    LocalText title, unit;
    const YamlNode *value;
} VersionDraft;

static const Key version_keys[] = {
    { "value", KEY_REQUIRED, shape_node, offsetof(VersionDraft, value), "scalar",
      "an int, a double (7.0), true or false, a day, or a text" },
    { "from", KEY_OPTIONAL, shape_date, offsetof(VersionDraft, version) + offsetof(ParameterVersion, from), "day",
      "the first day on which this version is in force" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(VersionDraft, title), "local", "what people call it" },
    { "unit", KEY_OPTIONAL, shape_local_text, offsetof(VersionDraft, unit), "local", "what is counted: months, persons" },
    { "source", KEY_OPTIONAL, shape_local_text, offsetof(VersionDraft, version) + offsetof(ParameterVersion, source), "local",
      "document and article, or that it is inferred" },
};
const Shape version_shape = SHAPE("a parameter", version_keys);

static void parameters_take_type(Loader *loader, Parameter *parameter, const Type *type, const YamlNode *value)
{
    if (!parameter->type || type->kind == KIND_ERROR) {
        parameter->type = type;
        return;
    }
    if (parameter->type->kind == KIND_ERROR || type_equal(parameter->type, type))
        return;
    Str first = type_text(loader->arena, parameter->type), second = type_text(loader->arena, type);
    complain(loader, E_BAD_VALUE, value->span, "the versions of '%.*s' are of different types: %.*s before, %.*s here",
             STR_ARG(parameter->name), STR_ARG(first), STR_ARG(second));
}

Str parameter_unit(const Parameter *parameter)
{
    return local_text(&parameter->unit, STR("en"));
}

/* What all versions have in common may stand in any of them; in several it must be the same. */
static void take_common(Loader *loader, const Parameter *parameter, LocalText *common, const LocalText *said, const char *what, Span span)
{
    Str before = local_text(common, STR("en")), here = local_text(said, STR("en"));
    if (before.len && here.len && !str_equal(before, here))
        complain(loader, E_BAD_VALUE, span, "the versions of '%.*s' have different %s: %.*s before, %.*s here", STR_ARG(parameter->name),
                 what, STR_ARG(before), STR_ARG(here));
    if (here.len && said->count >= common->count)
        *common = *said;
}

/* Keeps versions ascending by their first day. */
static void add_version(Loader *loader, Parameter *parameter, const ParameterVersion *version)
{
    uint32_t at = parameter->version_count;
    while (at > 0 && parameter->versions[at - 1].from > version->from)
        at--;
    if (at > 0 && parameter->versions[at - 1].from == version->from) {
        complain(loader, E_DUPLICATE_NAME, version->span, "'%.*s' already has a version from that day on", STR_ARG(parameter->name));
        return;
    }
    memmove(parameter->versions + at + 1, parameter->versions + at, (parameter->version_count - at) * sizeof *parameter->versions);
    parameter->versions[at] = *version;
    parameter->version_count++;
}

static void read_version(Loader *loader, Parameter *parameter, const YamlNode *node, Span at)
{
    VersionDraft draft = { .version = { .from = DATE_MIN, .span = at } };
    if (node->kind != YAML_MAPPING)
        draft.value = node;
    else
        shape_read(loader, node, &version_shape, &draft, at);
    if (!draft.value)
        return;
    const Type *type = scalar_value(loader, draft.value, &draft.version.value);
    parameters_take_type(loader, parameter, type, draft.value);
    take_common(loader, parameter, &parameter->title, &draft.title, "titles", at);
    take_common(loader, parameter, &parameter->unit, &draft.unit, "units", at);
    add_version(loader, parameter, &draft.version);
}

static bool is_dated(const YamlNode *node)
{
    return node->kind == YAML_SEQUENCE && node->count > 0 && node->items[0]->kind == YAML_MAPPING;
}

enum { VERSIONS_MAX = 1000 };

static void read_versions(Loader *loader, Parameter *parameter, const YamlNode *node)
{
    if (!within_limit(loader, parameter->span, node->count, VERSIONS_MAX, "versions"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlNode *item = node->items[i];
        if (shape_expect(loader, item, YAML_MAPPING, "a version such as {from: 2003-01-01, value: 7}"))
            read_version(loader, parameter, item, item->count ? item->pairs[0].key->span : item->span);
    }
}

/* A list of mappings is versions; anything else is the one that there is, a list of values too. */
static void read_all_versions(Loader *loader, Parameter *parameter, const YamlNode *node)
{
    parameter->versions = arena_array(loader->arena, ParameterVersion, is_dated(node) ? node->count : 1);
    if (is_dated(node))
        read_versions(loader, parameter, node);
    else
        read_version(loader, parameter, node, parameter->span);
    if (parameter->version_count)
        parameter->source = parameter->versions[parameter->version_count - 1].source;
    else
        parameter->type = &TYPE_ERROR; /* told above */
}

static void read_parameter(Loader *loader, const YamlPair *pair)
{
    Pack *pack = loader->pack;
    Parameter *parameter = &pack->parameters[pack->parameter_count];
    const YamlNode *node = pair->value;
    *parameter = (Parameter) { .name = pair->key->text, .span = pair->key->span, .file = loader->source };
    if (!shape_identifier(loader, pair->key, "a parameter"))
        return;
    uint32_t twin = pack_find_parameter(pack, parameter->name);
    if (twin != INDEX_NONE) {
        const Parameter *first = &pack->parameters[twin];
        complain_twice(loader, parameter->span, "parameter", parameter->name, first->file, first->span);
        return;
    }
    pack->parameter_count++;
    read_all_versions(loader, parameter, node);
}

/* Where nothing else is said the title and the unit stay; the type does anyway. */
void parameter_replace(Loader *loader, Parameter *parameter, const YamlPair *pair)
{
    const YamlNode *node = pair->value;
    LocalText title = parameter->title, unit = parameter->unit;
    parameter->span = pair->key->span;
    parameter->file = loader->source;
    parameter->title = parameter->unit = (LocalText) { 0 };
    parameter->version_count = 0;
    read_all_versions(loader, parameter, node);
    if (parameter->title.count == 0)
        parameter->title = title;
    if (parameter->unit.count == 0)
        parameter->unit = unit;
}

void parameters_reserve(Loader *loader, size_t count)
{
    loader->pack->parameters = arena_array(loader->arena, Parameter, count < PACK_MAX_PARAMETERS ? count : PACK_MAX_PARAMETERS);
}

void load_parameters(Loader *loader, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to parameters"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!within_limit(loader, node->pairs[i].key->span, loader->pack->parameter_count + 1u, PACK_MAX_PARAMETERS, "parameters"))
            return;
        if (shape_is_empty(node->pairs[i].value))
            complain(loader, E_WRONG_KIND, node->pairs[i].key->span, "'%.*s' has no value", STR_ARG(node->pairs[i].key->text));
        else
            read_parameter(loader, &node->pairs[i]);
    }
}
