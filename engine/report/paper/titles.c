#include "report/paper/titles.h"

#include "base/ascii.h"
#include "base/words.h"

/* ---- reading */

static void titles_add_thing(Titles *titles, Str name, Str title, duly_pairs values)
{
    TitledThing thing = { .title = arena_str(titles->arena, title), .values = { NULL, values.count } };
    duly_pair *pairs = arena_array(titles->arena, duly_pair, values.count);
    for (size_t i = 0; i < values.count; i++)
        pairs[i] = (duly_pair) { arena_str(titles->arena, values.at[i].name), arena_str(titles->arena, values.at[i].value), false };
    thing.values.at = pairs;
    if (map_add(titles->names, name, (uint32_t) titles->things.count) == titles->things.count)
        arena_push(titles->arena, &titles->things, thing);
}

static void titles_take_table(void *context, const duly_table *table)
{
    Titles *titles = context;
    titles_add_thing(titles, arena_str(titles->arena, table->name), table->title.len > 0 ? table->title : table->name, (duly_pairs) { 0 });
    if (table->key.len > 0)
        titles_add_thing(titles, arena_format(titles->arena, "key:%.*s", STR_ARG(table->key)), table->key, (duly_pairs) { 0 });
}

static void titles_take_field(void *context, const duly_field *field)
{
    Titles *titles = context;
    Str name = arena_format(titles->arena, "%.*s.%.*s", STR_ARG(field->table), STR_ARG(field->name));
    titles_add_thing(titles, name, field->title.len > 0 ? field->title : field->name, field->values);
}

/* A number that has been the same ever since is best said by its value. */
static void titles_take_parameter(void *context, const duly_parameter *parameter)
{
    Titles *titles = context;
    Str first = parameter->version_count == 1 ? parameter->versions[0].value : (Str) { 0 };
    bool is_fixed = first.len > 0 && ascii_is_digit(first.at[0]);
    Str name = arena_format(titles->arena, "params.%.*s", STR_ARG(parameter->name));
    Str title = parameter->title.len > 0 ? parameter->title : parameter->name;
    duly_pair value = { title, first, false };
    titles_add_thing(titles, name, title, (duly_pairs) { &value, is_fixed });
}

static void take_rule(void *context, const duly_rule_text *rule)
{
    Titles *titles = context;
    titles_add_thing(titles, arena_format(titles->arena, "rule:%.*s", STR_ARG(rule->rule->id)), rule->rule->title, (duly_pairs) { 0 });
}

void titles_read(Titles *titles, Arena *arena, const duly_pack *pack, Str language)
{
    *titles = (Titles) { .arena = arena, .language = language, .names = map_in(arena) };
    duly_reader reader = { .size = sizeof reader,
                           .context = titles,
                           .table = titles_take_table,
                           .field = titles_take_field,
                           .parameter = titles_take_parameter,
                           .rule = take_rule };
    duly_pack_read(pack, &reader);
    duly_step step = { .size = sizeof step };
    for (size_t i = 0; duly_pack_step(pack, i, &step); i++)
        titles_add_thing(titles, arena_format(arena, "step:%.*s.%.*s", STR_ARG(step.table), STR_ARG(step.id)), step.title,
                         (duly_pairs) { 0 });
}

/* ---- asking */

static const TitledThing *thing_of(const Titles *titles, Str name)
{
    uint32_t number = map_get(titles->names, name);
    return number == MAP_NONE ? NULL : &titles->things.at[number];
}

static Str title_or(const Titles *titles, Str name, Str id)
{
    const TitledThing *thing = thing_of(titles, name);
    return thing && thing->title.len > 0 ? thing->title : id;
}

Str titles_of_field(const Titles *titles, Str table, Str field)
{
    return title_or(titles, arena_format(titles->arena, "%.*s.%.*s", STR_ARG(table), STR_ARG(field)), field);
}

Str titles_of_table(const Titles *titles, Str table)
{
    return title_or(titles, table, table);
}

Str titles_of_figure(const Titles *titles, Str parameter)
{
    return title_or(titles, arena_format(titles->arena, "params.%.*s", STR_ARG(parameter)), parameter);
}

Str titles_of_rule(const Titles *titles, Str rule)
{
    return title_or(titles, arena_format(titles->arena, "rule:%.*s", STR_ARG(rule)), rule);
}

Str titles_of_step(const Titles *titles, Str table, Str step)
{
    return title_or(titles, arena_format(titles->arena, "step:%.*s.%.*s", STR_ARG(table), STR_ARG(step)), step);
}

Str titles_value(const Titles *titles, Str table, Str field, Str value)
{
    const TitledThing *thing = thing_of(titles, arena_format(titles->arena, "%.*s.%.*s", STR_ARG(table), STR_ARG(field)));
    for (size_t i = 0; thing && i < thing->values.count; i++)
        if (str_equal(thing->values.at[i].name, value) && thing->values.at[i].value.len > 0)
            return thing->values.at[i].value;
    if (str_is(value, "true") || str_is(value, "false"))
        return words_get(titles->language, str_is(value, "true") ? WORDS_YES : WORDS_NO);
    Text said = text_in(titles->arena);
    words_add_days(&said, titles->language, value);
    return text_str(&said);
}

/* ---- expressions */

static bool is_of_name(char c)
{
    return ascii_is_letter_or_digit(c) || c == '_';
}

/* Behind a string that begins here, or behind this one character. */
static size_t skip(Str text, size_t at)
{
    char quote = text.at[at++];
    if (quote != '\'' && quote != '"')
        return at;
    while (at < text.len && text.at[at] != quote)
        at += text.at[at] == '\\' ? 2 : 1;
    return at < text.len ? at + 1 : text.len;
}

static size_t titles_name_end(Str text, size_t at)
{
    while (at < text.len && is_of_name(text.at[at]))
        at++;
    return at;
}

/* What is worked out of a thing is another: of the day of birth the age. To ask whether it is there, or to write it down, is not. */
static bool works_out(Str text)
{
    static const char *const plain[] = { "has", "string", "orValue" };
    for (size_t at = 0; at < text.len;) {
        size_t end = is_of_name(text.at[at]) ? titles_name_end(text, at) : skip(text, at);
        bool is_call = is_of_name(text.at[at]) && end < text.len && text.at[end] == '(', is_plain = false;
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
            is_plain |= str_is(str_slice(text, at, end), plain[i]);
        if (is_call && !is_plain)
            return true;
        at = end;
    }
    return false;
}

static const TitledThing nameless = { 0 };

/* Whether a field of the record it refers to is meant, but for what is a key (of some table: which one it refers to is not told), which means
   that record. Behind it what else is asked. */
static bool is_of_another(const Titles *titles, Str text, size_t *at)
{
    bool is = false;
    while (*at + 1 < text.len && text.at[*at] == '.') {
        size_t start = *at + (text.at[*at + 1] == '?' ? 2 : 1), end = titles_name_end(text, start);
        bool is_asked = end < text.len && text.at[end] == '(';
        is |= !is_asked && !thing_of(titles, arena_format(titles->arena, "key:%.*s", STR_ARG(str_slice(text, start, end))));
        *at = end;
        if (is_asked || end == start)
            break;
    }
    return is;
}

/* "loan.lent_on" of loan.?lent_on.orValue(as_of); with the place behind it. A table alone is one, too. */
static const TitledThing *take_path(const Titles *titles, Str text, size_t *at)
{
    size_t start = *at, end = titles_name_end(text, start), next = end;
    const TitledThing *whole = thing_of(titles, str_slice(text, start, end));
    *at = end;
    if (end >= text.len || text.at[end] != '.')
        return whole;
    next += end + 1 < text.len && text.at[end + 1] == '?' ? 2 : 1;
    size_t member_end = titles_name_end(text, next);
    Str name = arena_format(titles->arena, "%.*s.%.*s", STR_ARG(str_slice(text, start, end)), STR_ARG(str_slice(text, next, member_end)));
    const TitledThing *member = thing_of(titles, name);
    *at = member_end;
    return is_of_another(titles, text, at) ? &nameless : member;
}

Str titles_expression(const Titles *titles, Str text, bool *is_number)
{
    const TitledThing *only = NULL;
    if (works_out(text))
        return (Str) { 0 };
    for (size_t at = 0; at < text.len;) {
        if (!ascii_is_letter(text.at[at]) && text.at[at] != '_') {
            at = is_of_name(text.at[at]) ? titles_name_end(text, at) : skip(text, at);
            continue;
        }
        bool is_figure = str_starts_with(str_slice(text, at, text.len), STR("params."));
        const TitledThing *thing = take_path(titles, text, &at);
        if (thing && only && thing != only)
            return (Str) { 0 };
        only = thing ? thing : only;
        *is_number = thing ? is_figure && thing->values.count == 1 : *is_number;
    }
    return !only ? (Str) { 0 } : *is_number ? only->values.at[0].value : only->title;
}

/* Where the brace stands that closes a placeholder: those of strings and maps do not. */
static size_t placeholder_end(Str text, size_t at)
{
    for (size_t depth = 0; at < text.len; at = skip(text, at)) {
        depth += text.at[at] == '{';
        if (text.at[at] == '}' && depth-- == 0)
            return at;
    }
    return text.len;
}

static bool is_doubled(Str text, size_t at)
{
    return at + 1 < text.len && text.at[at + 1] == text.at[at];
}

/* Of a message about a group, the names of its keys stand for what they lead to. */
static Str meant_by(Str expression, duly_pairs keys)
{
    for (size_t i = 0; i < keys.count; i++)
        if (str_equal(str_trim(expression), keys.at[i].name))
            return keys.at[i].value;
    return expression;
}

Str titles_message(const Titles *titles, Str text, duly_pairs keys)
{
    Text out = text_in(titles->arena);
    for (size_t at = 0; at < text.len;) {
        char c = text.at[at];
        bool is_brace = (c == '{' || c == '}') && is_doubled(text, at);
        if (c != '{' || is_brace) {
            text_add_char(&out, c);
            at += is_brace ? 2 : 1;
            continue;
        }
        size_t end = placeholder_end(text, at + 1);
        bool is_number = false;
        Str said = titles_expression(titles, meant_by(str_slice(text, at + 1, end), keys), &is_number);
        if (said.len > 0 && !is_number)
            words_add(&out, titles->language, WORDS_DOC_PLACEHOLDER, &said);
        else
            text_add(&out, said.len > 0 ? said : STR("…"));
        at = end < text.len ? end + 1 : end;
    }
    return text_str(&out);
}
