/* What stands in a file is no rule. Starters are rules that hold for every record of it, so that the first check accuses nobody; which of
   them hold in general its people know. */
#include "run/draft.h"

#include "base/ascii.h"
#include "base/words.h"
#include "codec/yaml_write.h"
#include "pack/shape.h"

typedef struct {
    Text *out;
    const Survey *survey;
    const DraftOptions *options;
    Arena arena;
    Str table;
    Str *names; /* by column */
    int rules;
} Draft;

/* ---- names */

static bool is_small(char c)
{
    return ascii_is_lower(c) || ascii_is_digit(c);
}

/* "Date of birth (day)" is date_of_birth_day; empty where that would leave something out, or is no name. */
static Str name_from(Arena *arena, Str text)
{
    enum { LONGEST = 40 };
    Text name = { 0 };
    bool fits = text.len > 0;
    for (size_t i = 0; fits && i < text.len; i++) {
        char c = ascii_lower(text.at[i]);
        fits = (unsigned char) c < 0x80;
        if (is_small(c))
            text_add_char(&name, c);
        else if (name.len > 0 && name.at[name.len - 1] != '_')
            text_add_char(&name, '_');
    }
    while (name.len > 0 && name.at[name.len - 1] == '_')
        name.len--;
    fits = fits && name.len > 0 && name.len <= LONGEST && name.at[0] > '9' && !shape_is_reserved(text_str(&name));
    Str result = fits ? arena_str(arena, text_str(&name)) : (Str) { 0 };
    text_free(&name);
    return result;
}

Str draft_name(Arena *arena, Str path)
{
    Str name = name_from(arena, path_stem(path));
    return name.len ? name : STR("roster");
}

static bool draft_is_taken(const Draft *draft, uint32_t count, Str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(draft->names[i], name))
            return true;
    return str_equal(draft->table, name);
}

/* A heading that is no name in expressions gives its place to the type: date_3 stands in the third column. */
static void name_columns(Draft *draft)
{
    draft->names = arena_array(&draft->arena, Str, draft->survey->count);
    for (uint32_t i = 0; i < draft->survey->count; i++) {
        const SurveyColumn *column = &draft->survey->columns[i];
        Str name = name_from(&draft->arena, column->heading);
        if (name.len == 0 || draft_is_taken(draft, i, name))
            name = arena_format(&draft->arena, "%s_%u", field_types[column->kind].word, (unsigned) i + 1);
        draft->names[i] = name;
    }
}

/* ---- lines */

static void add_comment(Draft *draft, int indent, WordsId id, const Str *values)
{
    text_format(draft->out, "%*s# ", indent, "");
    words_add(draft->out, draft->options->language, id, values);
    text_add_char(draft->out, '\n');
}

static Str in_words(Draft *draft, WordsId id, const Str *values)
{
    Text text = { 0 };
    words_add(&text, draft->options->language, id, values);
    Str result = arena_str(&draft->arena, text_str(&text));
    text_free(&text);
    return result;
}

static Str draft_number(Draft *draft, uint64_t count)
{
    return arena_format(&draft->arena, "%llu", (unsigned long long) count);
}

static void add_head(Draft *draft)
{
    Str records = draft_number(draft, draft->survey->records), columns = draft_number(draft, draft->survey->count);
    Str values[3] = { draft->options->path, in_words(draft, WORDS_RECORDS, &records), in_words(draft, WORDS_DRAFT_COLUMNS, &columns) };
    add_comment(draft, 0, WORDS_DRAFT_HEAD, values);
    text_format(draft->out, "pack:\n  name: %.*s\n  title: ", STR_ARG(draft->table));
    yaml_add_quoted(draft->out, path_stem(draft->options->path));
    text_add(draft->out, STR("\n\n"));
}

/* ---- fields */

static void ask_about_column(Draft *draft, const SurveyColumn *column)
{
    Str odd = column->is_private ? in_words(draft, WORDS_PRIVATE, NULL) : column->misfits.odd;
    Str misfits[4] = { field_kind_name(column->almost), draft_number(draft, column->misfits.misfit), odd,
                       draft_number(draft, column->misfits.odd_line) };
    bool is_empty = column->is_blank;
    if (column->is_private)
        add_comment(draft, 6, WORDS_DRAFT_PRIVATE, NULL);
    if (column->has_months)
        add_comment(draft, 6, WORDS_DRAFT_MONTHS, NULL);
    if (column->kind == FIELD_ENUM)
        add_comment(draft, 6, WORDS_DRAFT_VALUES, NULL);
    if (column->kind == FIELD_LIST)
        add_comment(draft, 6, WORDS_DRAFT_LIST, NULL);
    if (column->is_serial && !is_empty)
        add_comment(draft, 6, WORDS_DRAFT_SERIAL, NULL);
    if (is_empty)
        add_comment(draft, 6, WORDS_DRAFT_EMPTY, NULL);
    if (column->almost != FIELD_STRING)
        add_comment(draft, 6, WORDS_DRAFT_MISFITS, misfits);
}

static void draft_add_type(Draft *draft, const SurveyColumn *column)
{
    text_format(draft->out, "type: %s", field_types[column->kind].word);
    if (column->kind == FIELD_LIST)
        text_add(draft->out, STR(", of: string"));
    if (column->separator.len) {
        text_add(draft->out, STR(", separator: "));
        yaml_add_quoted(draft->out, column->separator);
    }
    for (size_t i = 0; i < column->value_count; i++) {
        text_add(draft->out, i ? STR(", ") : STR(", values: ["));
        yaml_add_quoted(draft->out, column->values[i]);
    }
    if (column->value_count)
        text_add_char(draft->out, ']');
}

/* Between slashes a heading would be a pattern; as a title it is what it is. */
static bool is_like_pattern(Str heading)
{
    return heading.len > 2 && heading.at[0] == '/' && heading.at[heading.len - 1] == '/';
}

static void draft_add_field(Draft *draft, uint32_t index)
{
    const SurveyColumn *column = &draft->survey->columns[index];
    ask_about_column(draft, column);
    text_format(draft->out, "      %.*s: {", STR_ARG(draft->names[index]));
    draft_add_type(draft, column);
    text_add(draft->out, STR(", title: "));
    yaml_add_quoted(draft->out, column->heading);
    if (!is_like_pattern(column->heading)) {
        text_add(draft->out, STR(", header: ["));
        yaml_add_quoted(draft->out, column->heading);
        text_add_char(draft->out, ']');
    }
    if (index == draft->survey->key)
        text_add(draft->out, STR(", required: true"));
    if (column->is_private)
        text_add(draft->out, STR(", private: true"));
    if (column->has_months)
        text_add(draft->out, STR(", month_only: any_day"));
    if (column->is_year)
        text_add(draft->out, STR(", year: true"));
    text_add(draft->out, STR("}\n"));
}

static uint32_t draft_find_label(const Survey *survey)
{
    for (uint32_t i = 0; i < survey->count; i++)
        if (survey->columns[i].kind == FIELD_NAME)
            return i;
    return FIELD_NONE;
}

static void add_table(Draft *draft)
{
    const Survey *survey = draft->survey;
    uint32_t label = draft_find_label(survey);
    bool is_name = survey->key != FIELD_NONE && survey->columns[survey->key].kind == FIELD_NAME;
    text_format(draft->out, "tables:\n  %.*s:\n    title: ", STR_ARG(draft->table));
    yaml_add_quoted(draft->out, path_stem(draft->options->path));
    text_add_char(draft->out, '\n');
    add_comment(draft, 4, survey->key == FIELD_NONE ? WORDS_DRAFT_NO_KEY : is_name ? WORDS_DRAFT_NAME_KEY : WORDS_DRAFT_KEY, NULL);
    if (survey->key != FIELD_NONE)
        text_format(draft->out, "    key: %.*s\n", STR_ARG(draft->names[survey->key]));
    if (label != FIELD_NONE)
        text_format(draft->out, "    label: %.*s\n", STR_ARG(draft->names[label]));
    text_add(draft->out, STR("    fields:\n"));
    for (uint32_t i = 0; i < survey->count; i++)
        draft_add_field(draft, i);
    for (size_t i = 0; i < survey->repeated_count; i++)
        if (i == 0 || !str_equal(survey->repeated[i], survey->repeated[i - 1]))
            add_comment(draft, 6, WORDS_DRAFT_REPEATED, &survey->repeated[i]);
}

/* ---- rules */

/* A field as expressions name it, and as messages show it. */
static Str draft_name_of(Draft *draft, uint32_t column)
{
    return arena_format(&draft->arena, "%.*s.%.*s", STR_ARG(draft->table), STR_ARG(draft->names[column]));
}

static Str draft_shown(Draft *draft, uint32_t column)
{
    return arena_format(&draft->arena, "{%.*s}", STR_ARG(draft_name_of(draft, column)));
}

/* A heading in a message: its braces are doubled there. */
static Str heading_of(Draft *draft, uint32_t column)
{
    Str heading = draft->survey->columns[column].heading;
    Text text = { 0 };
    for (size_t i = 0; i < heading.len; i++) {
        if (heading.at[i] == '{' || heading.at[i] == '}')
            text_add_char(&text, heading.at[i]);
        text_add_char(&text, heading.at[i]);
    }
    Str result = arena_str(&draft->arena, text_str(&text));
    text_free(&text);
    return result;
}

static void add_key_value(Draft *draft, const char *key, Str value)
{
    text_format(draft->out, "    %s: ", key);
    yaml_add_quoted(draft->out, value);
    text_add_char(draft->out, '\n');
}

/* `kind` is what its id begins with. */
static void begin_rule(Draft *draft, const char *kind, Str title)
{
    if (draft->rules++ == 0) {
        text_add_char(draft->out, '\n');
        add_comment(draft, 0, WORDS_DRAFT_STARTERS, NULL);
        text_add(draft->out, STR("rules:\n"));
    }
    text_format(draft->out, "  - id: %s-%d\n", kind, draft->rules);
    add_key_value(draft, "title", title);
    text_format(draft->out, "    for: %.*s\n    severity: warning\n", STR_ARG(draft->table));
    add_key_value(draft, "source", in_words(draft, WORDS_DRAFT_SOURCE, NULL));
}

static void add_order(Draft *draft, const SurveyOrder *order)
{
    Str earlier = draft_name_of(draft, order->earlier), later = draft_name_of(draft, order->later);
    Str a = draft->names[order->earlier], b = draft->names[order->later];
    Str titles[2] = { draft->survey->columns[order->later].heading, draft->survey->columns[order->earlier].heading };
    Str values[4] = { heading_of(draft, order->later), draft_shown(draft, order->later), heading_of(draft, order->earlier),
                      draft_shown(draft, order->earlier) };
    begin_rule(draft, "order", in_words(draft, WORDS_DRAFT_ORDER_TITLE, titles));
    text_format(draft->out, "    when: has(%.*s) && has(%.*s)\n    require: %.*s <= %.*s\n", STR_ARG(earlier), STR_ARG(later),
                STR_ARG(earlier), STR_ARG(later));
    add_key_value(draft, "message", in_words(draft, WORDS_DRAFT_ORDER, values));
    text_format(
        draft->out,
        "    examples:\n      - pass: {%.*s: 2020-01-01, %.*s: 2020-01-01}\n      - violation: {%.*s: 2020-01-02, %.*s: 2020-01-01}\n"
        "      - not-applicable: {%.*s: 2020-01-01}\n      - not-applicable: {%.*s: 2020-01-01}\n",
        STR_ARG(a), STR_ARG(b), STR_ARG(a), STR_ARG(b), STR_ARG(a), STR_ARG(b));
}

static void add_not_below_0(Draft *draft, uint32_t column)
{
    bool is_double = draft->survey->columns[column].kind == FIELD_DOUBLE;
    Str name = draft_name_of(draft, column), field = draft->names[column], title = draft->survey->columns[column].heading;
    Str values[2] = { heading_of(draft, column), draft_shown(draft, column) };
    begin_rule(draft, "not-below-0", in_words(draft, WORDS_DRAFT_BELOW_0_TITLE, &title));
    text_format(draft->out, "    when: has(%.*s)\n    require: %.*s >= %s\n", STR_ARG(name), STR_ARG(name), is_double ? "0.0" : "0");
    add_key_value(draft, "message", in_words(draft, WORDS_DRAFT_BELOW_0, values));
    text_format(draft->out, "    examples:\n      - pass: {%.*s: 0}\n      - violation: {%.*s: -1}\n      - not-applicable: {}\n",
                STR_ARG(field), STR_ARG(field));
}

/* Any value of a column. */
static Str sample_of(const SurveyColumn *column)
{
    switch (column->kind) {
    case FIELD_ENUM: return column->values[0];
    case FIELD_INT: return STR("2020");
    case FIELD_DOUBLE: return STR("1.5");
    case FIELD_BOOL: return STR("true");
    case FIELD_DATE: return STR("2020-01-01");
    case FIELD_TIME: return STR("09:30");
    case FIELD_TIMESTAMP: return STR("2020-01-01T09:30:00Z");
    default: return STR("A");
    }
}

static void add_filled(Draft *draft, uint32_t column)
{
    Str name = draft_name_of(draft, column), field = draft->names[column], title = draft->survey->columns[column].heading;
    Str values[2] = { heading_of(draft, column), draft_shown(draft, column) };
    begin_rule(draft, "filled", in_words(draft, WORDS_DRAFT_MISSING_TITLE, &title));
    text_format(draft->out, "    require: has(%.*s)\n", STR_ARG(name));
    add_key_value(draft, "message", in_words(draft, WORDS_DRAFT_MISSING, values));
    text_format(draft->out, "    examples:\n      - pass: {%.*s: ", STR_ARG(field));
    yaml_add_quoted(draft->out, sample_of(&draft->survey->columns[column]));
    text_add(draft->out, STR("}\n      - violation: {}\n"));
}

static void add_no_doubt(Draft *draft, uint32_t column)
{
    Str name = draft_name_of(draft, column), field = draft->names[column], title = draft->survey->columns[column].heading;
    Str values[2] = { heading_of(draft, column), draft_shown(draft, column) };
    begin_rule(draft, "certain", in_words(draft, WORDS_DRAFT_DOUBT_TITLE, &title));
    text_format(draft->out, "    when: has(%.*s)\n    require: '!%.*s.contains(\"?\")'\n", STR_ARG(name), STR_ARG(name));
    add_key_value(draft, "message", in_words(draft, WORDS_DRAFT_DOUBT, values));
    text_format(draft->out, "    examples:\n      - pass: {%.*s: A}\n      - violation: {%.*s: \"?\"}\n      - not-applicable: {}\n",
                STR_ARG(field), STR_ARG(field));
}

/* ---- which rules */

enum { ENOUGH = 2, MOST = 3 };

static bool is_amount(const SurveyColumn *column)
{
    bool is_number = column->kind == FIELD_INT || column->kind == FIELD_DOUBLE;
    return is_number && column->is_not_below_0 && !column->is_year && !column->is_serial;
}

static bool is_certain(const SurveyColumn *column)
{
    return column->kind == FIELD_STRING && !column->has_question && !column->is_blank;
}

static void add_filled_rules(Draft *draft)
{
    for (uint32_t i = 0; i < draft->survey->count && draft->rules < ENOUGH; i++)
        if (draft->survey->columns[i].is_full && !draft->survey->columns[i].is_serial && i != draft->survey->key)
            add_filled(draft, i);
}

static void draft_add_rules(Draft *draft)
{
    const Survey *survey = draft->survey;
    for (size_t i = 0; i < survey->order_count && i < ENOUGH; i++)
        add_order(draft, &survey->orders[i]);
    for (uint32_t i = 0, added = 0; i < survey->count && added == 0 && draft->rules < MOST; i++)
        if (is_amount(&survey->columns[i])) {
            add_not_below_0(draft, i);
            added++;
        }
    add_filled_rules(draft);
    for (uint32_t i = 0; i < survey->count && draft->rules < ENOUGH; i++)
        if (is_certain(&survey->columns[i]))
            add_no_doubt(draft, i);
    if (draft->rules == 0)
        add_filled(draft, survey->key == FIELD_NONE ? 0 : survey->key);
}

void draft_pack(Text *out, const Survey *survey, const DraftOptions *options)
{
    Draft draft = { .out = out, .survey = survey, .options = options };
    draft.table = draft_name(&draft.arena, options->path);
    name_columns(&draft);
    add_head(&draft);
    add_table(&draft);
    draft_add_rules(&draft);
    arena_free(&draft.arena);
}
