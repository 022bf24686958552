/* Fields of a table.

   A field is read in two steps, since YAML has its keys in any order: the table of keys fills a draft, which keeps as nodes whatever
   depends on the type (values, bounds, patterns, what it refers to); with the type known, the rest is read and what does not go with it
   refused. Which traits a type has stands in field.def. What names another field or table waits further, until all tables are read
   (references.c). */
#include "pack/fields.h"

#include "base/instant.h"
#include "base/pattern.h"
#include "base/said.h"
#include "pack/shapes.h"

typedef struct {
    Str *at;
    size_t count;
    HeaderPattern *patterns;
    size_t pattern_count;
} HeadingList;

/* A column that holds two days: that of the field, and that of another one. */
typedef struct {
    const YamlNode *to; /* NULL: there is none */
    HeadingList headers;
} SpanDraft;

/* A field as it is written; what depends on its type is read when that is known. */
typedef struct {
    const YamlNode *type, *of, *values, *separator, *pattern, *min, *max, *table, *by, *instead_of;
    SpanDraft span;
    Field field;
} FieldDraft;

/* ---- readers of rows */

static bool is_pattern(Str header)
{
    return header.len > 2 && header.at[0] == '/' && header.at[header.len - 1] == '/';
}

/* A pattern speaks of a whole heading, as headings are compared: without blanks, in small letters. */
static bool read_header_pattern(Loader *loader, const YamlNode *node, HeaderPattern *out)
{
    Str problem = { 0 }, inner = str_slice(node->text, 1, node->text.len - 1);
    size_t offset = 0;
    const Pattern *compiled = pattern_compile_whole(loader->arena, inner, &problem, &offset);
    if (!compiled)
        return complain(loader, E_CONSTANT, node->span, "bad pattern of headings: %.*s", STR_ARG(problem));
    *out = (HeaderPattern) { node->text, compiled };
    return true;
}

static HeadingList read_heading_list(Loader *loader, const YamlNode *node)
{
    Scalars scalars = shape_scalars(loader, node, "a list of headings");
    HeadingList list = { .at = arena_array(loader->arena, Str, scalars.count),
                         .patterns = arena_array(loader->arena, HeaderPattern, scalars.count) };
    for (uint32_t i = 0; i < scalars.count; i++) {
        if (shape_is_empty(scalars.at[i]) || scalars.at[i]->text.len == 0)
            complain(loader, E_BAD_VALUE, scalars.at[i]->span, "a heading cannot be empty");
        else if (is_pattern(scalars.at[i]->text))
            list.pattern_count += read_header_pattern(loader, scalars.at[i], &list.patterns[list.pattern_count]);
        else
            list.at[list.count++] = scalars.at[i]->text;
    }
    return list;
}

static void read_headers(Loader *loader, const YamlNode *node, void *into)
{
    Field *field = into;
    HeadingList list = read_heading_list(loader, node);
    field->headers = list.at;
    field->header_count = list.count;
    field->header_patterns = list.patterns;
    field->header_pattern_count = list.pattern_count;
}

static void read_above(Loader *loader, const YamlNode *node, void *into)
{
    Field *field = into;
    HeadingList list = read_heading_list(loader, node);
    field->above = list.at;
    field->above_count = list.count;
    field->above_patterns = list.patterns;
    field->above_pattern_count = list.pattern_count;
}

static void read_span_headers(Loader *loader, const YamlNode *node, void *into)
{
    ((SpanDraft *) into)->headers = read_heading_list(loader, node);
}

static const Key span_keys[] = {
    { "to", KEY_REQUIRED, shape_node, offsetof(SpanDraft, to), "name", "the field that holds the last day, a date of the same table" },
    { "header", KEY_REQUIRED, read_span_headers, 0, "text|text[]",
      "headings of a column that holds both days, as 2024.3.1-3.7; `/…/` is a pattern" },
};
const Shape span_shape = SHAPE("two days in one column, such as {to: ended_on, header: from and to},", span_keys);

static void fields_read_span(Loader *loader, const YamlNode *node, void *into)
{
    shape_read(loader, node, &span_shape, into, node->span);
}

static void read_month_only(Loader *loader, const YamlNode *node, void *into)
{
    static const char *const words[] = { "last_day", "any_day" };
    static const MonthOnly meant[] = { MONTH_LAST_DAY, MONTH_ANY_DAY, MONTH_REFUSED };
    ((Field *) into)->month_only = meant[shape_word(loader, node, "day of a month", words, 2)];
}

static void read_empty(Loader *loader, const YamlNode *node, void *into)
{
    Field *field = into;
    Scalars scalars = shape_scalars(loader, node, "a list of texts");
    field->empty = arena_array(loader->arena, Str, scalars.count);
    field->has_empty = true;
    for (uint32_t i = 0; i < scalars.count; i++)
        field->empty[field->empty_count++] = str_trim(scalars.at[i]->text);
}

static void read_no_column(Loader *loader, const YamlNode *node, void *into)
{
    static const char *const words[] = { "empty" };
    ((Field *) into)->absent_is_empty = shape_word(loader, node, "meaning of an absent column", words, 1) == 0;
}

static const Key field_keys[] = {
    { "type", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, type), "type",
      "what a cell of it holds; an overlay does not say it of a field that is there" },
    { "of", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, of), "type", "of a list: the type of its elements" },
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(FieldDraft, field) + offsetof(Field, title), "local", "what people call it" },
    { "header", KEY_OPTIONAL, read_headers, offsetof(FieldDraft, field), "text|text[]",
      "other headings under which the column is recognised; `/…/` is a pattern for a family of them" },
    { "above", KEY_OPTIONAL, read_above, offsetof(FieldDraft, field), "text|text[]",
      "words under which it may stand above the heading, for all records: 填报单位：计算机学院; `/…/` is a pattern" },
    { "required", KEY_OPTIONAL, shape_bool, offsetof(FieldDraft, field) + offsetof(Field, required), "bool",
      "`true`: an empty cell is a finding" },
    { "private", KEY_OPTIONAL, shape_bool, offsetof(FieldDraft, field) + offsetof(Field, is_private), "bool",
      "`true`: personal; `--redact` keeps it out of reports" },
    { "values", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, values), "value{}|text[]",
      "of an enum: its values, each with a label and, under `also`, other spellings of it" },
    { "pattern", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, pattern), "text",
      "of a string or a name: a regular expression that is found in it; ^ and $ tie it to the ends" },
    { "min", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, min), "scalar", "the least value allowed" },
    { "max", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, max), "scalar", "the greatest value allowed" },
    { "separator", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, separator), "text",
      "of a list: what stands between its elements in a cell; if nothing is said, any of ; , ； ， 、 and line ends" },
    { "empty", KEY_OPTIONAL, read_empty, offsetof(FieldDraft, field), "text|text[]",
      "texts that say that there is nothing; if nothing is said, 无, /, —, N/A and others that fit the type" },
    { "no_column", KEY_OPTIONAL, read_no_column, offsetof(FieldDraft, field), "text",
      "`empty`: a file without the column says that there is no such case" },
    { "instead_of", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, instead_of), "name",
      "with `no_column: empty`: the field for which it stands in; a file that has neither lacks that one" },
    { "span", KEY_OPTIONAL, fields_read_span, offsetof(FieldDraft, span), "span",
      "of a date: headings of a column in which it stands together with another day, and the field that is the last day" },
    { "month_only", KEY_OPTIONAL, read_month_only, offsetof(FieldDraft, field), "text",
      "of a date: a cell may name the month alone (2003年6月); `last_day`: its last day counts; `any_day`: what its days do not all decide "
      "alike is undecided" },
    { "year", KEY_OPTIONAL, shape_bool, offsetof(FieldDraft, field.is_year), "bool",
      "of an int: a cell may name a year as people do: 2023级, 2023届, 2023年, 23" },
    { "table", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, table), "text", "of ref, list of ref and many: whose records are meant" },
    { "by", KEY_OPTIONAL, shape_node, offsetof(FieldDraft, by), "text", "of many: the field of theirs that refers to this record" },
};
const Shape field_shape = SHAPE("a field", field_keys);

/* ---- types */

/* Refuses a key that stands with a field of a type which has not this trait: "'min' and 'max' are for fields of type int and date". */
static void refuse_for_type(Loader *loader, const YamlNode *node, const char *keys, FieldTraits trait)
{
    Text types = { .language = loader->diags->arena->language };
    size_t left = 0;
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++)
        left += field_kind_has((FieldKind) kind, trait);
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++)
        if (field_kind_has((FieldKind) kind, trait)) {
            text_add(&types, str_of(field_types[kind].word));
            text_say(&types, --left > 1 ? ", " : left ? " and " : "");
        }
    complain(loader, E_BAD_VALUE, node->span, "%s for fields of type %.*s", keys, STR_ARG(text_str(&types)));
    text_free(&types);
}

static bool read_kind(Loader *loader, const YamlNode *node, FieldKind *out)
{
    static const char *const words[] = {
#define FIELD_TYPE(id, word, reader, type, traits, why) word,
#include "model/field.def"
    };
    size_t word = shape_word(loader, node, "type of a field", words, FIELD_KIND_COUNT);
    if (word == FIELD_KIND_COUNT)
        return false;
    *out = (FieldKind) word;
    return true;
}

static bool read_element_kind(Loader *loader, const FieldDraft *draft, Field *field)
{
    if (field->kind != FIELD_LIST)
        return !draft->of || complain(loader, E_BAD_VALUE, draft->of->span, "'of' is for fields of type list");
    if (!draft->of)
        return complain(loader, E_MISSING_KEY, draft->type->span, "a list needs 'of', the type of its elements");
    if (!read_kind(loader, draft->of, &field->of))
        return false;
    return !field_kind_has(field->of, TRAIT_SEVERAL) ||
           complain(loader, E_BAD_VALUE, draft->of->span, "a cell cannot hold a list of lists");
}

static const Type *element_type(Loader *loader, const Field *field, FieldKind kind)
{
    if (kind != FIELD_ENUM)
        return field_types[kind].type;
    Type *type = arena_new(loader->arena, Type);
    *type = (Type) { .kind = KIND_STRING, .values = &field->values };
    return type;
}

/* What of a field says which records are meant, until all tables are known. */
static void keep_reference(Loader *loader, const FieldDraft *draft, const Table *table, const Field *field)
{
    bool wanted = field_refers(field) || field->kind == FIELD_MANY;
    const YamlNode *any = draft->table ? draft->table : draft->by;
    if (!wanted && any) {
        complain(loader, E_BAD_VALUE, any->span, "'table' and 'by' are for fields that refer to records: of type ref, list or many");
        return;
    }
    if (field->kind == FIELD_MANY && (field->header_count || field->required))
        complain(loader, E_BAD_VALUE, draft->type->span,
                 "a field of type many has no column of its own: 'header' and 'required' do not go with it");
    ReferenceNodes nodes = { pack_find_table(loader->pack, table->name),
                             (uint32_t) (field - table->fields),
                             draft->type,
                             draft->table,
                             draft->by,
                             loader->source,
                             draft->instead_of,
                             draft->span.to };
    if (wanted || draft->instead_of || draft->span.to)
        arena_push(loader->arena, &loader->references, nodes);
}

static const Type *field_type(Loader *loader, const Field *field)
{
    if (field->kind == FIELD_LIST)
        return type_list(loader->arena, element_type(loader, field, field->of));
    return element_type(loader, field, field->kind);
}

/* ---- values of enums */

static void add_spellings(Loader *loader, const YamlNode *node, EnumValue *value)
{
    Scalars scalars = shape_scalars(loader, node, "a list of texts");
    value->also = arena_array(loader->arena, struct Spelling, scalars.count);
    for (uint32_t i = 0; i < scalars.count; i++) {
        if (shape_is_empty(scalars.at[i]) || scalars.at[i]->text.len == 0)
            complain(loader, E_BAD_VALUE, scalars.at[i]->span, "a spelling cannot be empty: an empty cell is a missing value");
        else
            value->also[value->also_count++] = (struct Spelling) { scalars.at[i]->text, scalars.at[i]->span };
    }
}

/* What people are told stands under languages; `also`, beside them, is what they may write as well. */
static void fields_add_label(Loader *loader, const YamlNode *label, EnumValue *value)
{
    YamlNode texts = *label;
    if (label->kind == YAML_MAPPING) {
        texts.pairs = arena_array(loader->arena, YamlPair, label->count);
        texts.count = 0;
    }
    for (uint32_t i = 0; label->kind == YAML_MAPPING && i < label->count; i++) {
        if (str_is(label->pairs[i].key->text, "also"))
            add_spellings(loader, label->pairs[i].value, value);
        else
            texts.pairs[texts.count++] = label->pairs[i];
    }
    shape_local_text(loader, &texts, &value->label);
}

static void fields_add_value(Loader *loader, Field *field, const YamlNode *id, const YamlNode *label)
{
    if (!shape_expect(loader, id, YAML_SCALAR, "a value"))
        return;
    if (id->text.len == 0) {
        complain(loader, E_BAD_VALUE, id->span, "a value cannot be empty: an empty cell is a missing value");
        return;
    }
    EnumValue *value = &field->values.at[field->values.count++];
    value->id = id->text;
    if (label && !shape_is_empty(label))
        fields_add_label(loader, label, value);
}

/* A spelling that is the value, a label or a spelling of another one too: nobody could tell which is meant. */
static bool is_written_so(const EnumValue *value, Str text)
{
    bool same = str_equal(value->id, text);
    for (size_t i = 0; !same && i < value->label.count; i++)
        same = str_equal(value->label.at[i].text, text);
    for (size_t i = 0; !same && i < value->also_count; i++)
        same = str_equal(value->also[i].text, text);
    return same;
}

static void refuse_shared_spellings(Loader *loader, const EnumValues *values)
{
    for (size_t i = 0; i < values->count; i++)
        for (size_t k = 0; k < values->at[i].also_count; k++)
            for (size_t j = 0; j < values->count; j++)
                if (j != i && is_written_so(&values->at[j], values->at[i].also[k].text))
                    complain(loader, E_DUPLICATE_NAME, values->at[i].also[k].span, "'%.*s' would be both '%.*s' and '%.*s'",
                             STR_ARG(values->at[i].also[k].text), STR_ARG(values->at[i].id), STR_ARG(values->at[j].id));
}

static void refuse_repeated(Loader *loader, const YamlNode *node)
{
    Map seen = { 0 };
    for (uint32_t i = 0; i < node->count; i++) {
        const YamlNode *item = node->items[i];
        if (item->kind == YAML_SCALAR && map_add(&seen, item->text, i) != i)
            complain(loader, E_DUPLICATE_NAME, item->span, "the value '%.*s' stands here twice", STR_ARG(item->text));
    }
    map_free(&seen);
}

static bool fields_read_values(Loader *loader, const FieldDraft *draft, Field *field)
{
    const YamlNode *node = draft->values;
    if (field_element_kind(field) != FIELD_ENUM)
        return !node || complain(loader, E_BAD_VALUE, node->span, "'values' is for fields of type enum");
    if (!node)
        return complain(loader, E_MISSING_KEY, draft->type->span, "an enum needs 'values'");
    if (node->kind == YAML_SCALAR)
        return shape_expect(loader, node, YAML_MAPPING, "a mapping from values to labels, or a list of values,");
    field->values.at = arena_array(loader->arena, EnumValue, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == YAML_MAPPING)
            fields_add_value(loader, field, node->pairs[i].key, node->pairs[i].value);
        else
            fields_add_value(loader, field, node->items[i], NULL);
    }
    if (node->kind == YAML_SEQUENCE)
        refuse_repeated(loader, node);
    return node->count > 0 || complain(loader, E_BAD_VALUE, node->span, "an enum needs at least one value");
}

/* ---- patterns and bounds */

/* The part of a scalar's text as a span of the file. */
static Span inside(const YamlNode *node, size_t start, size_t end)
{
    return (Span) { yaml_origin(node, start), yaml_origin(node, end) };
}

static void read_pattern(Loader *loader, const YamlNode *node, Field *field)
{
    if (!field_kind_has(field->kind, TRAIT_PATTERN)) {
        refuse_for_type(loader, node, "'pattern' is", TRAIT_PATTERN);
        return;
    }
    if (!shape_expect(loader, node, YAML_SCALAR, "a pattern"))
        return;
    Str sentence = { 0 };
    size_t offset = 0;
    field->pattern_text = node->text;
    field->pattern = pattern_compile(loader->arena, node->text, &sentence, &offset);
    if (field->pattern)
        return;
    if (offset > node->text.len)
        offset = node->text.len;
    size_t end = offset < node->text.len ? offset + 1 : offset;
    complain(loader, E_CONSTANT, inside(node, offset, end), "bad pattern: %.*s", STR_ARG(sentence));
}

static bool refuse_bound(Loader *loader, const YamlNode *node, FieldKind kind)
{
    complain(loader, E_BAD_VALUE, node->span, "'%.*s' is not of the field's type, %s", STR_ARG(node->text), field_types[kind].word);
    if (kind == FIELD_TIME)
        diag_hint(loader->diags, "write hours and minutes, such as 09:30");
    if (kind == FIELD_TIMESTAMP)
        diag_hint(loader->diags, "%s, such as 2003-06-01T09:30:00Z",
                  instant_lack(node->text) == LACK_ZONE ? "write its time zone, Z or +08:00 and the like"
                                                        : "write a day, a time and its zone");
    return false;
}

static bool read_bound(Loader *loader, const YamlNode *node, FieldKind kind, Value *out)
{
    if (!shape_expect(loader, node, YAML_SCALAR, "a single value"))
        return false;
    return value_parse(field_types[kind].type->kind, node->text, out) || refuse_bound(loader, node, kind);
}

static void read_bounds(Loader *loader, const FieldDraft *draft, Field *field)
{
    const YamlNode *any = draft->min ? draft->min : draft->max;
    if (any && !field_kind_has(field->kind, TRAIT_BOUNDS)) {
        refuse_for_type(loader, any, "'min' and 'max' are", TRAIT_BOUNDS);
        return;
    }
    field->has_min = draft->min && read_bound(loader, draft->min, field->kind, &field->min);
    field->has_max = draft->max && read_bound(loader, draft->max, field->kind, &field->max);
    Order order;
    if (field->has_min && field->has_max && value_order(field->min, field->max, &order) && order == ORDER_MORE)
        complain(loader, E_BAD_VALUE, draft->max->span, "max is less than min: no value is allowed");
}

static void read_separator(Loader *loader, const FieldDraft *draft, Field *field)
{
    const YamlNode *node = draft->separator;
    if (!node || !shape_expect(loader, node, YAML_SCALAR, "a text"))
        return;
    if (field->kind != FIELD_LIST)
        complain(loader, E_BAD_VALUE, node->span, "'separator' is for fields of type list");
    else if (node->text.len == 0)
        complain(loader, E_BAD_VALUE, node->span, "a separator cannot be empty");
    else
        field->separator = node->text;
}

/* Which field the other day is that of, is known when all are. */
static void take_span(Loader *loader, const FieldDraft *draft, Field *field)
{
    const SpanDraft *span = &draft->span;
    if (span->to && field->kind != FIELD_DATE)
        complain(loader, E_BAD_VALUE, span->to->span, "'span' is for fields of type date");
    field->span_headers = span->headers.at;
    field->span_header_count = span->headers.count;
    field->span_patterns = span->headers.patterns;
    field->span_pattern_count = span->headers.pattern_count;
}

/* ---- the whole */

static void read_by_type(Loader *loader, const FieldDraft *draft, const Table *table, Field *field)
{
    bool whole = draft->type && read_kind(loader, draft->type, &field->kind) && read_element_kind(loader, draft, field);
    if (!whole)
        return;
    bool has_values = fields_read_values(loader, draft, field);
    refuse_shared_spellings(loader, &field->values);
    if (has_values && !field_refers(field) && field->kind != FIELD_MANY)
        field->type = field_type(loader, field);
    keep_reference(loader, draft, table, field);
    take_span(loader, draft, field);
    if (draft->pattern)
        read_pattern(loader, draft->pattern, field);
    if (field->month_only != MONTH_REFUSED && field->kind != FIELD_DATE && field->of != FIELD_DATE)
        complain(loader, E_BAD_VALUE, field->span, "'month_only' is for fields of type date");
    if (field->absent_is_empty && (field->required || field->kind == FIELD_MANY))
        complain(loader, E_BAD_VALUE, field->span,
                 field->required ? "a required field cannot be empty where the column is absent"
                                 : "a field of type many has no column of its own: 'no_column' does not go with it");
    if (draft->instead_of && !field->absent_is_empty)
        complain(loader, E_BAD_VALUE, draft->instead_of->span, "'instead_of' goes with 'no_column: empty'");
    if (field->is_year && field->kind != FIELD_INT)
        complain(loader, E_BAD_VALUE, field->span, "'year' is for fields of type int");
    read_bounds(loader, draft, field);
    read_separator(loader, draft, field);
}

void field_read(Loader *loader, const YamlPair *pair, Table *table, Field *field)
{
    FieldDraft draft = {
        .field = { .name = pair->key->text, .source = loader->source, .span = pair->key->span, .type = &TYPE_ERROR, .table = TABLE_NONE }
    };
    if (shape_read(loader, pair->value, &field_shape, &draft, pair->key->span) && !draft.type && !loader->partial)
        complain(loader, E_MISSING_KEY, pair->key->span, "%s needs 'type'", field_shape.what);
    *field = draft.field;
    read_by_type(loader, &draft, table, field);
}

/* ---- what an overlay adds */

static void add_headers(Loader *loader, Field *field, const Field *more)
{
    Str *headers = arena_array(loader->arena, Str, field->header_count + more->header_count);
    HeaderPattern *patterns = arena_array(loader->arena, HeaderPattern, field->header_pattern_count + more->header_pattern_count);
    for (size_t i = 0; i < field->header_count; i++)
        headers[i] = field->headers[i];
    for (size_t i = 0; i < more->header_count; i++)
        headers[field->header_count++] = more->headers[i];
    for (size_t i = 0; i < field->header_pattern_count; i++)
        patterns[i] = field->header_patterns[i];
    for (size_t i = 0; i < more->header_pattern_count; i++)
        patterns[field->header_pattern_count++] = more->header_patterns[i];
    field->headers = headers;
    field->header_patterns = patterns;
}

/* Those of the pack below keep being read: their files say them. Where one belongs to another value too, the overlay is to blame. */
static void keep_spellings(Loader *loader, const EnumValue *below, Span overlay, EnumValue *value)
{
    struct Spelling *also = arena_array(loader->arena, struct Spelling, below->also_count + value->also_count);
    for (size_t i = 0; i < below->also_count; i++)
        also[i] = (struct Spelling) { below->also[i].text, overlay };
    for (size_t i = 0; i < value->also_count; i++)
        also[below->also_count + i] = value->also[i];
    value->also = also;
    value->also_count += below->also_count;
}

/* A value that is there gets the new label, where there is one; another value is added. */
static void fields_add_values(Loader *loader, const FieldDraft *draft, Span overlay, Field *field)
{
    Field more = { .kind = field->kind, .of = field->of };
    if (!fields_read_values(loader, draft, &more))
        return;
    EnumValues *values = &field->values;
    EnumValue *room = arena_array(loader->arena, EnumValue, values->count + more.values.count);
    for (size_t i = 0; i < values->count; i++) {
        room[i] = (EnumValue) { .id = values->at[i].id, .label = values->at[i].label };
        keep_spellings(loader, &values->at[i], overlay, &room[i]);
    }
    values->at = room;
    for (size_t i = 0; i < more.values.count; i++) {
        size_t at = 0;
        while (at < values->count && !str_equal(room[at].id, more.values.at[i].id))
            at++;
        EnumValue below = room[at];
        room[at] = more.values.at[i];
        keep_spellings(loader, &below, overlay, &room[at]);
        if (room[at].label.count == 0)
            room[at].label = below.label;
        values->count += at == values->count;
    }
    refuse_shared_spellings(loader, values);
}

static bool fields_may_be_added(Str key)
{
    return str_is(key, "title") || str_is(key, "header") || str_is(key, "values");
}

void field_add(Loader *loader, const YamlPair *pair, Field *field)
{
    FieldDraft draft = { 0 };
    if (!shape_read(loader, pair->value, &field_shape, &draft, pair->key->span))
        return;
    for (uint32_t i = 0; i < pair->value->count; i++)
        if (!fields_may_be_added(pair->value->pairs[i].key->text))
            complain(loader, E_DUPLICATE_NAME, pair->value->pairs[i].key->span,
                     "an overlay says 'title', 'header' and 'values' of a field and changes nothing else of it");
    if (draft.field.title.count)
        field->title = draft.field.title;
    if (field->kind == FIELD_MANY && draft.field.header_count)
        complain(loader, E_BAD_VALUE, pair->key->span, "a field of type many has no column of its own: 'header' does not go with it");
    add_headers(loader, field, &draft.field);
    if (draft.values)
        fields_add_values(loader, &draft, pair->key->span, field);
}
