/* Reading YAML by tables of expected keys.

   A row says of a key what it is called, whether it must be there, who reads it and where to, and what the schema and the help for editors
   say of it: `duly schema` walks the same tables, so that neither can know a key that the other does not. Everything that is wrong with
   a mapping is told, not the first of it. */
#include "pack/shape.h"

#include <assert.h>

#include "base/ascii.h"

enum { SHAPE_MAX_KEYS = 40 /* of one mapping, that a table may have rows for */ };

static const char *const kind_words[] = {
    [YAML_SCALAR] = "a text",
    [YAML_SEQUENCE] = "a list",
    [YAML_MAPPING] = "a mapping (`key: value`)",
};

bool shape_is_empty(const YamlNode *node)
{
    if (node->kind != YAML_SCALAR || node->style != YAML_PLAIN)
        return false;
    return node->text.len == 0 || str_is(node->text, "~") || str_is(node->text, "null");
}

bool shape_expect(Loader *loader, const YamlNode *node, YamlKind kind, const char *what)
{
    if (node->kind == kind)
        return true;
    return complain(loader, E_WRONG_KIND, node->span, "%s is expected here, but this is %s", what, kind_words[node->kind]);
}

/* ---- mappings */

static const Key *shape_find_key(const Shape *shape, Str name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (str_is(name, shape->keys[i].name))
            return &shape->keys[i];
    return NULL;
}

static void hint_at_keys(Loader *loader, const Shape *shape, Str name)
{
    Choice choice = choice_of(name);
    for (size_t i = 0; i < shape->count; i++)
        choice_add(&choice, str_of(shape->keys[i].name));
    choice_hint(loader, &choice);
}

/* NULL: told. */
static const Key *check_key(Loader *loader, const YamlPair *pair, const Shape *shape)
{
    Str name = pair->key->text;
    const Key *key = shape_find_key(shape, name);
    if (!key) {
        complain(loader, E_UNKNOWN_KEY, pair->key->span, "'%.*s' means nothing in %s", STR_ARG(name), shape->what);
        hint_at_keys(loader, shape, name);
    } else if (shape_is_empty(pair->value)) {
        complain(loader, E_WRONG_KIND, pair->key->span, "'%s' has no value", key->name);
    }
    return key;
}

void shape_check_keys(Loader *loader, const YamlNode *node, const Shape *shape)
{
    for (uint32_t i = 0; i < node->count; i++)
        check_key(loader, &node->pairs[i], shape);
}

/* `values`: what the mapping has, by key. */
static void look_for_either(Loader *loader, const YamlNode *const *values, const Shape *shape, Span at)
{
    const Key *first = NULL;
    for (size_t i = 0; i < shape->count; i++) {
        const Key *key = &shape->keys[i];
        if (key->need != KEY_EITHER)
            continue;
        if (values[i])
            return;
        first = first ? first : key;
    }
    if (first)
        complain(loader, E_MISSING_KEY, at, "%s needs '%s'", shape->what, first->name);
}

bool shape_read(Loader *loader, const YamlNode *node, const Shape *shape, void *into, Span at)
{
    const YamlNode *values[SHAPE_MAX_KEYS] = { NULL };
    if (node->kind != YAML_MAPPING)
        return complain(loader, E_WRONG_KIND, node->span, "%s is %s, but this is %s", shape->what, kind_words[YAML_MAPPING],
                        kind_words[node->kind]);
    assert(shape->count <= SHAPE_MAX_KEYS);
    for (uint32_t i = 0; i < node->count; i++) {
        const Key *key = check_key(loader, &node->pairs[i], shape);
        if (key)
            values[key - shape->keys] = node->pairs[i].value;
    }
    for (size_t i = 0; i < shape->count; i++) {
        const Key *key = &shape->keys[i];
        if (!values[i] && key->need == KEY_REQUIRED)
            complain(loader, E_MISSING_KEY, at, "%s needs '%s'", shape->what, key->name);
        if (values[i] && key->read && !shape_is_empty(values[i]))
            key->read(loader, values[i], (char *) into + key->offset);
    }
    look_for_either(loader, values, shape, at);
    return true;
}

/* ---- readers */

void shape_str(Loader *loader, const YamlNode *node, void *str)
{
    if (shape_expect(loader, node, YAML_SCALAR, "a text"))
        *(Str *) str = node->text;
}

void shape_bool(Loader *loader, const YamlNode *node, void *boolean)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "true or false"))
        return;
    bool yes = str_is(node->text, "true");
    if (yes || str_is(node->text, "false"))
        *(bool *) boolean = yes;
    else
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is neither true nor false", STR_ARG(node->text));
}

void shape_date(Loader *loader, const YamlNode *node, void *date)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "a day such as 2003-06-01"))
        return;
    if (!date_parse_iso(node->text, date))
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is not a day such as 2003-06-01", STR_ARG(node->text));
}

void shape_node(Loader *loader, const YamlNode *node, void *node_pointer)
{
    (void) loader;
    *(const YamlNode **) node_pointer = node;
}

static void put_english_first(LocalText *text)
{
    for (size_t i = 1; i < text->count; i++) {
        if (!str_is(text->at[i].language, "en"))
            continue;
        struct TextEntry english = text->at[i];
        memmove(text->at + 1, text->at, i * sizeof *text->at);
        text->at[0] = english;
    }
}

static void shape_add_entry(Loader *loader, LocalText *out, Str language, const YamlNode *node)
{
    if (shape_expect(loader, node, YAML_SCALAR, "a text"))
        out->at[out->count++] = (struct TextEntry) { language, node->text, node->span };
}

void shape_local_text(Loader *loader, const YamlNode *node, void *local_text)
{
    LocalText *out = local_text;
    *out = (LocalText) { 0 };
    if (node->kind == YAML_SEQUENCE) {
        shape_expect(loader, node, YAML_SCALAR, "a text, or one for each language,");
        return;
    }
    out->at = arena_array(loader->arena, struct TextEntry, node->kind == YAML_SCALAR ? 1 : node->count);
    if (node->kind == YAML_SCALAR)
        shape_add_entry(loader, out, (Str) { 0 }, node);
    for (uint32_t i = 0; node->kind == YAML_MAPPING && i < node->count; i++)
        if (shape_language(loader, node->pairs[i].key))
            shape_add_entry(loader, out, node->pairs[i].key->text, node->pairs[i].value);
    put_english_first(out);
}

Scalars shape_scalars(Loader *loader, const YamlNode *node, const char *what)
{
    Scalars found = { 0 };
    if (node->kind == YAML_SCALAR) {
        found.at = arena_array(loader->arena, const YamlNode *, 1);
        found.at[found.count++] = node;
    } else if (shape_expect(loader, node, YAML_SEQUENCE, what)) {
        found.at = arena_array(loader->arena, const YamlNode *, node->count);
        for (uint32_t i = 0; i < node->count; i++)
            if (shape_expect(loader, node->items[i], YAML_SCALAR, "a text"))
                found.at[found.count++] = node->items[i];
    }
    return found;
}

/* ---- words and names */

size_t shape_word(Loader *loader, const YamlNode *node, const char *what, const char *const *words, size_t count)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "a word"))
        return count;
    for (size_t i = 0; i < count; i++)
        if (str_is(node->text, words[i]))
            return i;
    complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no %s", STR_ARG(node->text), what);
    Choice choice = choice_of(node->text);
    for (size_t i = 0; i < count; i++)
        choice_add(&choice, str_of(words[i]));
    choice_hint(loader, &choice);
    return count;
}

bool shape_is_reserved(Str name)
{
    static const char *const words[] = {
        "as",  "break", "const",     "continue", "else",    "false",  "for",  "function", "if",   "import", "in",
        "let", "loop",  "namespace", "null",     "package", "return", "true", "var",      "void", "while",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(name, words[i]))
            return true;
    return false;
}

enum { NAME_MAX_BYTES = 100 };

bool shape_identifier(Loader *loader, const YamlNode *node, const char *what)
{
    Str name = node->text;
    bool fits = name.len > 0 && name.len <= NAME_MAX_BYTES && !ascii_is_digit(name.at[0]);
    for (size_t i = 0; fits && i < name.len; i++)
        fits = ascii_is_letter(name.at[i]) || ascii_is_digit(name.at[i]) || name.at[i] == '_';
    if (!fits) {
        complain(loader, E_BAD_VALUE, node->span, "%s cannot be called '%.*s'", what, STR_ARG(name));
        diag_hint(loader->diags, "a name has letters a-z, digits and _, at most %d, and does not begin with a digit", NAME_MAX_BYTES);
        return false;
    }
    if (shape_is_reserved(name))
        return complain(loader, E_BAD_VALUE, node->span, "%s cannot be called '%.*s': it is a reserved word of expressions", what,
                        STR_ARG(name));
    return true;
}

bool shape_id(Loader *loader, const YamlNode *node, const char *what)
{
    Str id = node->text;
    bool fits = node->kind == YAML_SCALAR && id.len > 0 && id.len <= NAME_MAX_BYTES && id.at[0] != '-';
    for (size_t i = 0; fits && i < id.len; i++)
        fits = ascii_is_lower(id.at[i]) || ascii_is_digit(id.at[i]) || id.at[i] == '-';
    if (fits)
        return true;
    if (!shape_expect(loader, node, YAML_SCALAR, "a text"))
        return false;
    complain(loader, E_BAD_VALUE, node->span, "%s cannot have the id '%.*s'", what, STR_ARG(id));
    diag_hint(loader->diags, "an id has small letters a-z, digits and -, at most %d, such as notice-given", NAME_MAX_BYTES);
    return false;
}

bool shape_language(Loader *loader, const YamlNode *node)
{
    Str code = node->text;
    size_t letters = 0;
    while (letters < code.len && ascii_is_lower(code.at[letters]))
        letters++;
    bool fits = (letters == 2 || letters == 3) && (letters == code.len || code.at[letters] == '-');
    for (size_t i = letters; fits && i < code.len; i++)
        fits = ascii_is_letter(code.at[i]) || ascii_is_digit(code.at[i]) || code.at[i] == '-';
    if (!fits)
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no language such as en, zh or zh-Hant", STR_ARG(code));
    return fits;
}
