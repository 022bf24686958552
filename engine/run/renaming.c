/* Each line is a heading, as it stands in a file, and what it means: a field, with its table before a point where several have it; "-", it is
   not read; or other values, by text. A field may stand in place of a heading. YAML takes a dash alone for the beginning of a list:
   it is read as nothing, which says the same. */
#include "run/renaming.h"
#include "base/ascii.h"

#include "base/hash.h"
#include "run/beside.h"
#include "run/compose.h"
#include "base/io.h"
#include "model/cell.h"
#include "model/renames.h"
#include "pack/shape.h"

enum { MOST_LINES = 10000 };

/* ---- reading it */

typedef struct {
    Loader *loader;
    const Pack *pack;
    Renaming *renaming;
    Str language;
    Renames *of_table; /* by table */
    size_t room;
} Taking;

/* A dash alone behind a colon becomes the sign for nothing, which has as many bytes: so all places in the file stay what they are. */
static Str without_dashes(Arena *arena, Str text)
{
    char *copy = arena_alloc(arena, text.len + 1);
    memcpy(copy, text.at, text.len);
    copy[text.len] = 0;
    for (size_t at = 0; at + 1 < text.len; at++) {
        size_t dash = at + 1, end;
        while (copy[at] == ':' && dash < text.len && copy[dash] == ' ')
            dash++;
        for (end = dash + 1; end < text.len && (ascii_is_gap(copy[end]) || copy[end] == '\r'); end++)
            ;
        bool is_last = end >= text.len || copy[end] == '\n' || (copy[end] == '#' && copy[end - 1] == ' ');
        if (copy[at] == ':' && dash > at + 1 && dash < text.len && copy[dash] == '-' && is_last)
            copy[dash] = '~';
    }
    return (Str) { copy, text.len };
}

static bool *renaming_note(Taking *taking, const YamlNode *at, Str says, Str means)
{
    Renaming *renaming = taking->renaming;
    renaming->says[renaming->count] = says;
    renaming->means[renaming->count] = means;
    renaming->titles[renaming->count] = means;
    renaming->lines[renaming->count] = source_place(taking->loader->source, at->span.start).line;
    return &renaming->used[renaming->count++];
}

/* The field of a table that is named "field" or "table.field"; FIELD_NONE: it has none. */
static uint32_t field_named(const PackTable *table, Str name)
{
    Str own = table->table.name;
    bool is_qualified = name.len > own.len + 1 && str_starts_with(name, own) && name.at[own.len] == '.';
    uint32_t field = table_find(&table->table, is_qualified ? str_slice(name, own.len + 1, name.len) : name);
    return field != FIELD_NONE && table->table.fields[field].kind == FIELD_MANY ? FIELD_NONE : field;
}

static void suggest_field(const Taking *taking, Str name)
{
    Choice choice = choice_of(name);
    for (uint32_t t = 0; t < taking->pack->table_count; t++)
        for (uint32_t i = 0; i < taking->pack->tables[t].table.field_count; i++)
            choice_add(&choice, taking->pack->tables[t].table.fields[i].name);
    choice_hint(taking->loader, &choice);
}

static void entitle(Taking *taking, size_t line, const Field *field)
{
    Str title = local_text(&field->title, taking->language);
    if (title.len > 0)
        taking->renaming->titles[line] = title;
}

static void renaming_take_field(Taking *taking, const YamlPair *pair)
{
    const size_t line = taking->renaming->count;
    bool found = false, is_left_out = shape_is_empty(pair->value) || str_is(pair->value->text, "-");
    bool *used = renaming_note(taking, pair->key, pair->key->text, is_left_out ? STR("-") : pair->value->text);
    for (uint32_t t = 0; t < taking->pack->table_count; t++) {
        uint32_t field = is_left_out ? (uint32_t) FIELD_LEFT_OUT : field_named(&taking->pack->tables[t], pair->value->text);
        Renames *renames = &taking->of_table[t];
        if (field == FIELD_NONE)
            continue;
        renames->headings[renames->heading_count++] = (Renamed) { pair->key->text, field, used };
        if (!is_left_out && !found)
            entitle(taking, line, &taking->pack->tables[t].table.fields[field]);
        found = true;
    }
    if (found)
        return;
    complain(taking->loader, E_REFERENCE, pair->value->span, "no table of the pack has a field '%.*s'", STR_ARG(pair->value->text));
    suggest_field(taking, pair->value->text);
}

/* Whether a value is one that the field can hold. That of a heading is known when a file is read. */
static void renaming_check_value(const Taking *taking, const Field *field, const YamlNode *value)
{
    Value read;
    Arena *arena = taking->loader->arena;
    CellResult result = cell_read(field, value->text, arena, matcher_new(arena), &read);
    if (!cell_is_unreadable(result) && result != CELL_NOT_ALLOWED)
        return;
    Str sentence = cell_problem(field, value->text, arena, matcher_new(arena));
    complain(taking->loader, E_BAD_VALUE, value->span, "%.*s", STR_ARG(sentence));
}

/* Of a heading that the dictionary knows. */
static uint32_t field_headed(const Table *table, Str heading)
{
    for (uint32_t i = 0; i < table->field_count; i++)
        for (size_t k = 0; k < table->fields[i].header_count; k++)
            if (str_equal(table->fields[i].headers[k], heading) && table->fields[i].kind != FIELD_MANY)
                return i;
    return FIELD_NONE;
}

static void renaming_take_value(Taking *taking, const YamlPair *pair, const YamlPair *value)
{
    Loader *loader = taking->loader;
    Str says = arena_format(loader->arena, "%.*s: %.*s", STR_ARG(pair->key->text), STR_ARG(value->key->text));
    bool is_nothing = shape_is_empty(value->value) || str_is(value->value->text, "-");
    bool *used = renaming_note(taking, value->key, says, is_nothing ? STR("-") : value->value->text);
    if (!is_nothing && !shape_expect(loader, value->value, YAML_SCALAR, "a value"))
        return;
    for (uint32_t t = 0; t < taking->pack->table_count; t++) {
        const Table *table = &taking->pack->tables[t].table;
        Renames *renames = &taking->of_table[t];
        uint32_t field = field_named(&taking->pack->tables[t], pair->key->text);
        uint32_t known = field != FIELD_NONE ? field : field_headed(table, pair->key->text);
        renames->values[renames->value_count++] =
            (Revalued) { pair->key->text, field, value->key->text, is_nothing ? (Str) { 0 } : value->value->text, used };
        if (known != FIELD_NONE && !is_nothing)
            renaming_check_value(taking, &table->fields[known], value->value);
    }
}

static void renaming_take_line(Taking *taking, const YamlPair *pair)
{
    if (pair->value->kind == YAML_SCALAR) {
        renaming_take_field(taking, pair);
        return;
    }
    if (!shape_expect(taking->loader, pair->value, YAML_MAPPING, "a field, - for a column that is not read, or {text: value}"))
        return;
    for (uint32_t i = 0; i < pair->value->count; i++)
        renaming_take_value(taking, pair, &pair->value->pairs[i]);
}

static size_t renaming_count_lines(const YamlNode *root)
{
    size_t count = root->count;
    for (uint32_t i = 0; i < root->count; i++)
        count += root->pairs[i].value->count;
    return count;
}

static void renaming_make_room(Taking *taking, size_t lines)
{
    Arena *arena = taking->loader->arena;
    Renaming *renaming = taking->renaming;
    renaming->says = arena_array(arena, Str, lines);
    renaming->means = arena_array(arena, Str, lines);
    renaming->titles = arena_array(arena, Str, lines);
    renaming->used = arena_array(arena, bool, lines);
    renaming->lines = arena_array(arena, uint64_t, lines);
    taking->of_table = arena_array(arena, Renames, taking->pack->table_count);
    for (uint32_t t = 0; t < taking->pack->table_count; t++) {
        taking->of_table[t].headings = arena_array(arena, Renamed, lines);
        taking->of_table[t].values = arena_array(arena, Revalued, lines);
    }
}

static void read_lines(Taking *taking)
{
    Loader *loader = taking->loader;
    const YamlNode *root = yaml_parse(loader->arena, loader->source, loader->diags);
    if (!root || !shape_expect(loader, root, YAML_MAPPING, "a line for each heading, {heading: field},"))
        return;
    size_t lines = renaming_count_lines(root);
    if (!within_limit(loader, root->span, (uint32_t) lines, MOST_LINES, "lines"))
        return;
    renaming_make_room(taking, lines);
    for (uint32_t i = 0; i < root->count; i++)
        renaming_take_line(taking, &root->pairs[i]);
}

static const Pack *with_renames(Arena *arena, const Pack *pack, const Renames *of_table)
{
    Pack *copy = arena_new(arena, Pack);
    *copy = *pack;
    copy->tables = arena_array(arena, PackTable, pack->table_count);
    for (uint32_t t = 0; t < pack->table_count; t++) {
        copy->tables[t] = pack->tables[t];
        copy->tables[t].table.renames = &of_table[t];
    }
    return copy;
}

const Pack *renaming_take(Arena *arena, const Pack *pack, const RunOptions *options, Renaming *renaming, Complaints *complaints)
{
    Diags diags = { .arena = arena };
    Source *source = arena_new(arena, Source);
    Str sentence, text = { 0 };
    *renaming = (Renaming) { .path = arena_str(arena, options->mapping), .is_private = options->redact };
    if (renaming->path.len == 0)
        renaming->path = beside_find(arena, pack, options, "mapping", complaints);
    if (renaming->path.len == 0)
        return pack;
    source->name = renaming->path;
    if (!beside_read(arena, options, renaming->path, YAML_MAX_BYTES, &text, &sentence)) {
        complaint_add(complaints, SEVERITY_ERROR, renaming->path, "%.*s", STR_ARG(sentence));
        return pack;
    }
    renaming->sha256 = sha256_of(arena, text);
    source->text = without_dashes(arena, text);
    /* Only looked into: reading by shapes changes nothing of a pack. */
    Pack *shown = arena_new(arena, Pack);
    *shown = *pack;
    Loader loader = { .arena = arena, .diags = &diags, .pack = shown, .source = source };
    Taking taking = { .loader = &loader, .pack = pack, .renaming = renaming, .language = options->language };
    read_lines(&taking);
    complaint_pass_on(complaints, &diags, renaming->path, renaming->is_private);
    return taking.of_table ? with_renames(arena, pack, taking.of_table) : pack;
}

/* Lines that are told one by one. A mapping that was made for another file has many that say nothing here: they are told together. */
enum { TOLD_ALONE = 5 };

static Str renaming_says(const Renaming *renaming, const Complaints *complaints, size_t i)
{
    return renaming->is_private ? words_get(complaints->arena->language, WORDS_PRIVATE) : renaming->says[i];
}

static void tell_unused(const Renaming *renaming, Complaints *complaints, size_t first, size_t count)
{
    Str says = renaming_says(renaming, complaints, first);
    if (count == 1)
        complaint_add(complaints, SEVERITY_WARNING, renaming->path, "no file that was read has '%.*s': the line says nothing",
                      STR_ARG(says));
    else
        complaint_add(complaints, SEVERITY_WARNING, renaming->path,
                      "no file that was read has '%.*s', nor what %u more lines name: these lines say nothing", STR_ARG(says),
                      (unsigned) (count - 1));
    complaints->list.at[complaints->list.count - 1].line = renaming->lines[first];
}

void renaming_end(const Renaming *renaming, Complaints *complaints)
{
    size_t unused = 0, told = 0;
    for (size_t i = 0; i < renaming->count; i++)
        unused += !renaming->used[i];
    for (size_t i = 0; i < renaming->count && told < unused; i++) {
        if (renaming->used[i])
            continue;
        size_t together = unused > TOLD_ALONE ? unused : 1;
        tell_unused(renaming, complaints, i, together);
        told += together;
    }
}
