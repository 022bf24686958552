/* Scalars whose type is told by the way they are written: values of parameters, and what examples set.

   YAML leaves open what a plain scalar is, and its readers differ: `no` is false to one and a text to another. So whatever looks like a
   value and is none is refused rather than read as a text: 2003-02-30, 25:00, yes, a number that is too large. In quotes anything is a
   text. */
#include "pack/scalar.h"

#include "base/ascii.h"
#include "pack/shape.h"

static const Type *scalar_refuse(Loader *loader, const YamlNode *node, const char *why)
{
    complain(loader, E_BAD_VALUE, node->span, "'%.*s' %s", STR_ARG(node->text), why);
    diag_hint(loader->diags, "a text that looks like this stands in quotes");
    return &TYPE_ERROR;
}

static const Type *scalar_give(Value *out, Value value, const Type *type)
{
    *out = value;
    return type;
}

static bool scalar_is_digits(Str s)
{
    size_t start = s.len && (s.at[0] == '-' || s.at[0] == '+');
    for (size_t i = start; i < s.len; i++)
        if (!ascii_is_digit(s.at[i]))
            return false;
    return s.len > start;
}

/* 2003-02-30 has the form of a day without being one. */
static bool has_form_of_day(Str s)
{
    return s.len == 10 && s.at[4] == '-' && s.at[7] == '-' && scalar_is_digits(str_slice(s, 0, 4)) &&
           scalar_is_digits(str_slice(s, 5, 7)) && scalar_is_digits(str_slice(s, 8, 10));
}

/* 25:00 has the form of a time of day without being one. */
static bool has_form_of_time(Str s)
{
    size_t colon = str_find(s, STR(":"), 0);
    bool short_hour = colon == 1 || colon == 2, has_seconds = s.len == colon + 6 && s.at[colon + 3] == ':';
    return short_hour && (s.len == colon + 3 || has_seconds) && scalar_is_digits(str_slice(s, 0, colon)) &&
           scalar_is_digits(str_slice(s, colon + 1, colon + 3)) && (!has_seconds || scalar_is_digits(str_slice(s, colon + 4, s.len)));
}

/* The words that other readers of YAML take for true and false. */
static bool is_half_bool(Str s)
{
    static const char *const words[] = { "yes", "no", "on", "off", "True", "False", "TRUE", "FALSE",
                                         "Yes", "No", "On", "Off", "YES",  "NO",    "ON",   "OFF" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(s, words[i]))
            return true;
    return false;
}

static const Type *scalar_read_plain(Loader *loader, const YamlNode *node, Value *out)
{
    Str s = node->text;
    if (str_is(s, "true") || str_is(s, "false"))
        return scalar_give(out, value_bool(str_is(s, "true")), &TYPE_BOOL);
    int64_t number;
    if (str_to_int(s, &number))
        return scalar_give(out, value_int(number), &TYPE_INT);
    if (scalar_is_digits(s))
        return scalar_refuse(loader, node, "is too large for an int");
    double fraction;
    if (str_to_double(s, &fraction))
        return scalar_give(out, value_double(fraction), &TYPE_DOUBLE);
    Date date;
    if (date_parse_iso(s, &date))
        return scalar_give(out, value_date(date), &TYPE_DATE);
    if (has_form_of_day(s))
        return scalar_refuse(loader, node, "is not a day of the calendar");
    if (has_form_of_time(s))
        return value_parse(KIND_TIME, s, out) ? &TYPE_TIME : scalar_refuse(loader, node, "is no time of a day");
    if (is_half_bool(s))
        return scalar_refuse(loader, node, "is neither true nor false");
    return scalar_give(out, value_str(s), &TYPE_STRING);
}

static const Type *scalar_read_scalar(Loader *loader, const YamlNode *node, Value *out)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "a single value"))
        return &TYPE_ERROR;
    if (shape_is_empty(node)) {
        complain(loader, E_BAD_VALUE, node->span, "a value is missing here");
        return &TYPE_ERROR;
    }
    if (node->style == YAML_PLAIN)
        return scalar_read_plain(loader, node, out);
    *out = value_str(node->text);
    return &TYPE_STRING;
}

static const Type *read_items(Loader *loader, const YamlNode *node, Value *items)
{
    const Type *element = NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        const Type *type = scalar_read_scalar(loader, node->items[i], &items[i]);
        if (type->kind == KIND_ERROR || (element && element->kind == KIND_ERROR)) {
            element = &TYPE_ERROR;
            continue;
        }
        if (element && !type_equal(element, type)) {
            Str first = type_text(loader->arena, element), here = type_text(loader->arena, type);
            complain(loader, E_BAD_VALUE, node->items[i]->span, "a list has values of one type: %.*s before, %.*s here", STR_ARG(first),
                     STR_ARG(here));
            type = &TYPE_ERROR;
        }
        element = type;
    }
    return element;
}

const Type *scalar_value(Loader *loader, const YamlNode *node, Value *out)
{
    if (node->kind != YAML_SEQUENCE)
        return scalar_read_scalar(loader, node, out);
    if (node->count == 0) {
        complain(loader, E_BAD_VALUE, node->span, "an empty list has no type: give it a value");
        return &TYPE_ERROR;
    }
    Value *items = arena_array(loader->arena, Value, node->count);
    const Type *element = read_items(loader, node, items);
    if (element->kind == KIND_ERROR)
        return element;
    List *list = arena_new(loader->arena, List);
    *list = (List) { .count = node->count, .at = items };
    *out = value_list(list);
    return type_list(loader->arena, element);
}

/* ---- the other way round: a text read as a type that is known */

static bool scalar_read_list(Arena *arena, Kind kind, Str text, Value *out)
{
    ARRAY(Value) items = { 0 };
    size_t start = 0;
    for (bool more = true; more;) {
        size_t comma = str_find(text, STR(","), start);
        more = comma != SIZE_MAX;
        Value item;
        if (!value_parse(kind, str_trim(str_slice(text, start, more ? comma : text.len)), &item))
            return false;
        arena_push(arena, &items, item);
        start = comma + 1;
    }
    List *list = arena_new(arena, List);
    *list = (List) { .count = (uint32_t) items.count, .at = items.at };
    *out = value_list(list);
    return true;
}

bool parameter_read(Arena *arena, const Parameter *parameter, Str text, Value *out)
{
    const Type *type = parameter->type;
    text = arena_str(arena, text);
    if (type->kind == KIND_LIST)
        return scalar_read_list(arena, type->param[0]->kind, text, out);
    return value_parse(type->kind, text, out);
}
