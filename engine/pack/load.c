/* Loading a pack: all files are read, then section after section over all of them, then what binds them.

   A pack is one thing, in however many files: so it is not read file by file. A section refers only to sections above it in the table
   below, and each is read in all files before the next begins; how the parts lie in the folder makes no difference. Where parts of one
   section refer to one another (tables, derived fields, rules after rules), what they say is kept as nodes until the last file is read,
   and bound by the function that stands in the table as `link`. The files of a pack that is extended come before those of the pack that
   extends it.

   Every mistake is to be told at once, not the first alone. So nothing stops at one: what could not be read leaves behind something that
   fits everything (TYPE_ERROR, INDEX_NONE, loader->nowhere), and whoever meets that is silent, for it was told. Where a whole file is
   broken (loader->partial), nobody knows what is in it, and what may be is not missed. In the end problems are put into the order of the
   files.

   Memory for what a section can hold is taken at once (reserve): trees, symbols and rules point at parts of a pack, so these may not
   move. */
#include "pack/files.h"
#include "pack/shapes.h"

static const Span nowhere = { 0, 0 };

/* In the order in which they are read: each section refers only to those above it. */
static const struct {
    const char *name;
    void (*reserve)(Loader *loader, size_t count);
    void (*read)(Loader *loader, const YamlNode *node);
    void (*link)(Loader *loader); /* after the last file */
    /* In the order in which they are read: each section refers only to those above it. The row of tables binds references; their records
       and derived fields follow in that of procedures, which name fields only. What procedures say of intervals becomes rules where room
       for rules is made. */
} sections[] = {
    { "pack", NULL, load_pack_section, NULL },
    { "parameters", parameters_reserve, load_parameters, override_parameters },
    { "calendars", calendars_reserve, load_calendars, link_calendars },
    { "tables", tables_reserve, load_tables, link_references },
    { "procedures", procedures_reserve, load_procedures, link_tables },
    { "rules", rules_reserve, load_rules, link_rules },
    { "statistics", statistics_reserve, load_statistics, NULL },
};
enum { SECTION_COUNT = sizeof sections / sizeof *sections };

static const Key top_keys[] = {
    { "pack", KEY_OPTIONAL, NULL, 0, "pack", "what the pack is called, and what it extends; once in a pack" },
    { "tables", KEY_OPTIONAL, NULL, 0, "table{}", "the dictionary: which fields a record has, and how its cells are read" },
    { "parameters", KEY_OPTIONAL, NULL, 0, "parameter{}", "the figures that rules compare with, each perhaps with dated versions" },
    { "procedures", KEY_OPTIONAL, NULL, 0, "procedure{}", "the steps that a case goes through, in order" },
    { "rules", KEY_OPTIONAL, NULL, 0, "rule[]", "the rules" },
    { "calendars", KEY_OPTIONAL, NULL, 0, "calendar{}", "the days off and the days worked in their place, by year" },
    { "statistics", KEY_OPTIONAL, NULL, 0, "statistic[]", "what `duly stats` counts" },
};
const Shape top_shape = SHAPE("a pack file", top_keys);

typedef struct {
    Str name;
    LocalText title;
    const YamlNode *format_node, *extends, *overrides, *elsewhere;
    PackLimits limits;
    bool is_default;
} PackDraft;

static const Key pack_keys[] = {
    { "name", KEY_REQUIRED, shape_str, offsetof(PackDraft, name), "text", "a short name, for reports" },
    { "format", KEY_OPTIONAL, shape_node, offsetof(PackDraft, format_node), "format",
      "the number of this form of packs: 1, also where it is not said" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(PackDraft, title), "local", "what people call it" },
    { "extends", KEY_OPTIONAL, shape_node, offsetof(PackDraft, extends), "text",
      "the folder of another pack, seen from this one: all of it holds here too" },
    { "override", KEY_OPTIONAL, shape_node, offsetof(PackDraft, overrides), "override", "what is changed of the pack that is extended" },
    { "elsewhere", KEY_OPTIONAL, shape_node, offsetof(PackDraft, elsewhere), "text|text[]|kept{}",
      "fields that are kept elsewhere: where a file has no column for one, rules that ask for it are not asked" },
    { "default", KEY_OPTIONAL, shape_bool, offsetof(PackDraft, is_default), "bool",
      "`true`: the one that is meant where nobody names a pack and several know as many headings" },
    { "limits", KEY_OPTIONAL, shape_limits, offsetof(PackDraft, limits), "limits", "how much work and memory one evaluation may take" },
};
const Shape pack_shape = SHAPE("'pack'", pack_keys);

static const Key override_keys[] = {
    { "parameters", KEY_OPTIONAL, shape_node, offsetof(OverrideNodes, parameters), "parameter{}",
      "another value for a parameter, or versions of it" },
    { "rules", KEY_OPTIONAL, shape_node, offsetof(OverrideNodes, rules), "change{}",
      "rules by their id: another severity, or switched off" },
};
const Shape override_shape = SHAPE("'override'", override_keys);

static void keep_overrides(Loader *loader, const PackDraft *draft)
{
    OverrideNodes overrides = { .source = loader->source };
    if (!draft->extends)
        complain(loader, E_MISSING_KEY, draft->overrides->span, "'override' needs 'extends': there is nothing to change");
    else if (shape_read(loader, draft->overrides, &override_shape, &overrides, draft->overrides->span))
        arena_push(loader->arena, &loader->overrides, overrides);
}

/* The number of the form of packs that is read here. One that an older duly would misread gets the next number. */
static const char pack_format[] = "1";

static void check_format(Loader *loader, const YamlNode *node)
{
    if (node->kind == YAML_SCALAR && str_is(node->text, pack_format))
        return;
    complain(loader, E_BAD_VALUE, node->span, "this duly reads format %s", pack_format);
}

/* The files of a pack that is extended come first: name and title are those of the last, and it alone is a default or not. */
void load_pack_section(Loader *loader, const YamlNode *node)
{
    Span at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span;
    PackDraft draft = { 0 };
    if (loader->named && loader->named_layer == loader->layer) {
        complain(loader, E_DUPLICATE_NAME, at, "'pack' stands once in a pack, and does already in %.*s, line %u",
                 STR_ARG(loader->name_source->name), source_place(loader->name_source, loader->name_span.start).line);
        return;
    }
    loader->named = true;
    loader->named_layer = loader->layer;
    loader->name_span = at;
    loader->name_source = loader->source;
    shape_read(loader, node, &pack_shape, &draft, at);
    loader->pack->name = draft.name;
    loader->pack->is_default = draft.is_default;
    if (draft.format_node)
        check_format(loader, draft.format_node);
    if (draft.title.count)
        loader->pack->title = draft.title;
    if (draft.limits.steps)
        loader->pack->limits.steps = draft.limits.steps;
    if (draft.limits.bytes)
        loader->pack->limits.bytes = draft.limits.bytes;
    if (draft.extends && loader->in_memory)
        complain(loader, E_FILE, draft.extends->span, "only a pack in a folder can extend another");
    if (draft.overrides)
        keep_overrides(loader, &draft);
    if (draft.elsewhere) {
        ElsewhereNodes nodes = { draft.elsewhere, loader->source };
        arena_push(loader->arena, &loader->elsewhere, nodes);
    }
}

/* What a file says under a key, NULL where it says nothing. */
static const YamlNode *load_section_of(const PackFile *file, const char *name)
{
    const YamlNode *node = file->root ? yaml_get(file->root, name) : NULL;
    return node && !shape_is_empty(node) ? node : NULL;
}

bool is_of_this_layer(const Loader *loader, const Source *source)
{
    for (size_t i = 0; i < loader->files.count; i++)
        if (loader->files.at[i].source == source)
            return loader->files.at[i].layer == loader->layer;
    return true;
}

const YamlNode *said_in(const PackFile *file, const char *section, Str name)
{
    const YamlNode *node = load_section_of(file, section);
    for (uint32_t i = 0; node && node->kind == YAML_MAPPING && i < node->count; i++)
        if (str_equal(node->pairs[i].key->text, name))
            return node->pairs[i].value;
    return NULL;
}

static size_t section_size(const Loader *loader, const char *name)
{
    size_t size = 0;
    for (size_t i = 0; i < loader->files.count; i++) {
        const YamlNode *node = load_section_of(&loader->files.at[i], name);
        size += node ? node->count : 0;
    }
    return size;
}

static void load_read_section(Loader *loader, size_t section)
{
    if (sections[section].reserve)
        sections[section].reserve(loader, section_size(loader, sections[section].name));
    for (size_t i = 0; i < loader->files.count; i++) {
        const YamlNode *node = load_section_of(&loader->files.at[i], sections[section].name);
        loader->source = loader->files.at[i].source;
        loader->layer = loader->files.at[i].layer;
        if (node)
            sections[section].read(loader, node);
    }
    if (sections[section].link)
        sections[section].link(loader);
}

static void look_for_emptiness(Loader *loader)
{
    const Pack *pack = loader->pack;
    if (loader->partial)
        return;
    Str path = pack->path;
    if (loader->files.count == 0) {
        diag_add(loader->diags, E_EMPTY_PACK, NULL, nowhere, "%.*s: the pack has no file whose name ends in .yaml", STR_ARG(path));
        return;
    }
    if (!loader->named)
        diag_add(loader->diags, E_MISSING_KEY, NULL, nowhere, "%.*s: no file says `pack:`, which names the pack", STR_ARG(path));
    if (pack->table_count == 0 && section_size(loader, "tables") == 0)
        diag_add(loader->diags, E_EMPTY_PACK, NULL, nowhere, "%.*s: the pack has no table", STR_ARG(path));
}

static void list_files(Loader *loader)
{
    Pack *pack = loader->pack;
    pack->files = arena_array(loader->arena, const Source *, loader->files.count);
    for (size_t i = 0; i < loader->files.count; i++)
        pack->files[pack->file_count++] = loader->files.at[i].source;
    files_hash(loader, pack->sha256);
}

/* ---- problems in the order of the files, whatever was looked at first */

static size_t load_rank_of(const Loader *loader, const Source *source)
{
    for (size_t i = 0; i < loader->files.count; i++)
        if (loader->files.at[i].source == source)
            return i + 1;
    return 0; /* of no file: first */
}

static bool load_comes_before(const Loader *loader, const Diag *a, const Diag *b)
{
    size_t rank_a = load_rank_of(loader, a->source), rank_b = load_rank_of(loader, b->source);
    return rank_a != rank_b ? rank_a < rank_b : a->span.start < b->span.start;
}

/* Insertion: there are few (DIAG_LIMIT), and equal ones stay as they are. */
static void sort_problems(const Loader *loader, size_t first)
{
    Diag *list = loader->diags->list.at;
    for (size_t i = first + 1; i < loader->diags->list.count; i++) {
        Diag moved = list[i];
        size_t to = i;
        for (; to > first && load_comes_before(loader, &moved, &list[to - 1]); to--)
            list[to] = list[to - 1];
        list[to] = moved;
    }
}

/* ---- the whole */

static const Pack *load_files(Loader *loader, size_t errors_before)
{
    for (size_t i = 0; i < loader->files.count; i++) {
        loader->source = loader->files.at[i].source;
        if (loader->files.at[i].root)
            shape_check_keys(loader, loader->files.at[i].root, &top_shape);
    }
    for (size_t i = 0; i < SECTION_COUNT; i++)
        load_read_section(loader, i);
    link_elsewhere(loader);
    look_for_emptiness(loader);
    list_files(loader);
    /* Both walk through trees as if all were well: that there is no error is what says so. */
    if (loader->diags->errors == errors_before)
        trial_compile(loader);
    if (loader->diags->errors == errors_before && !loader->to_judge)
        advise(loader);
    drop_rules(loader);
    map_free(&loader->rule_ids);
    return loader->diags->errors == errors_before ? loader->pack : NULL;
}

static Loader loader_of(Arena *arena, Str path, Diags *diags)
{
    Loader loader = { .arena = arena, .diags = diags, .pack = arena_new(arena, Pack), .matcher = matcher_new(arena) };
    loader.pack->path = path;
    return loader;
}

static const Pack *load_folder(Loader *loader)
{
    size_t errors = loader->diags->errors, count = loader->diags->list.count;
    files_read(loader, loader->pack->path);
    const Pack *pack = load_files(loader, errors);
    sort_problems(loader, count);
    return pack;
}

const Pack *pack_load(Arena *arena, const char *path, Diags *diags)
{
    Loader loader = loader_of(arena, arena_str(arena, str_of(path)), diags);
    return load_folder(&loader);
}

const Pack *pack_load_as(Arena *arena, const char *path, const PackLoading *loading, Diags *diags)
{
    Loader loader = loader_of(arena, arena_str(arena, str_of(path)), diags);
    loader.to_judge = loading->to_judge;
    loader.language = loading->language;
    files_shelve(&loader, &loading->texts);
    return load_folder(&loader);
}

const Pack *pack_load_source(Arena *arena, const Source *source, Diags *diags)
{
    size_t errors = diags->errors, count = diags->list.count;
    Loader loader = loader_of(arena, source->name, diags);
    loader.in_memory = true;
    files_add(&loader, source->name, source);
    files_parse(&loader, 0);
    const Pack *pack = load_files(&loader, errors);
    sort_problems(&loader, count);
    return pack;
}
