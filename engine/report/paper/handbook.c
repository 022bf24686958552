/* The handbook: what stands in it, and in which order.

   It is for people who fill in rosters and hold meetings, and who read no pack: fields are their headings, values their labels, figures
   that never changed their number (titles.c). Conditions alone stand as they were typed, for whoever has to say whether they are what was
   decided. Rules come in the order of the procedure, so that all that must hold before a step stands in one place. How a heading or a
   list is written is the markup's affair, a table of functions for each format (handbook.h). */
#include "report/paper/handbook.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/array.h"
#include "base/said.h"
#include "base/words.h"
#include "report/dates.h"
#include "report/paper/titles.h"
#include "report/report.h"

typedef struct {
    const Markup *markup;
    const duly_pack *pack;
    Titles titles;
    Str language;
    Text out;
    Str table; /* rules for this table and with this gate, and not for or with others; empty gate: without one */
    Str gate;
    Str heading;   /* stands before the first of them; empty: it was written */
    bool in_table; /* one of parameters or fields is open */
} Handbook;

static Str word(const Handbook *h, WordsId id)
{
    return words_get(h->language, id);
}

static Str severity_word(const Handbook *h, duly_severity severity)
{
    return word(h, severity == DULY_ERROR ? WORDS_DOC_ERROR : severity == DULY_WARNING ? WORDS_WARNING : WORDS_INFO);
}

static Str outcome_word(const Handbook *h, duly_outcome outcome)
{
    static const WordsId ids[] = { [DULY_PASS] = WORDS_DOC_PASS,
                                   [DULY_VIOLATION] = WORDS_DOC_VIOLATION,
                                   [DULY_UNDECIDED] = WORDS_IS_UNDECIDED,
                                   [DULY_NOT_APPLICABLE] = WORDS_RULE_NOT_APPLICABLE,
                                   [DULY_WAIVED] = WORDS_COLUMN_WAIVED };
    return word(h, ids[outcome]);
}

/* ---- small parts */

static void handbook_add_day(Handbook *h, duly_date date)
{
    h->markup->text(&h->out, str_of(day_spoken(h->language, date).text));
}

/* "Source: 1990 trial rules", a point of a list, where there is something to say. */
static void add_point(Handbook *h, WordsId label, duly_text value, void (*add)(Text *out, Str s))
{
    if (value.len == 0)
        return;
    h->markup->item(&h->out, true);
    h->markup->text(&h->out, word(h, label));
    add(&h->out, value);
    h->markup->item(&h->out, false);
}

static void handbook_add_cell(Handbook *h, Str s, void (*add)(Text *out, Str s))
{
    h->markup->cell(&h->out, true);
    if (s.len > 0)
        add(&h->out, s);
    h->markup->cell(&h->out, false);
}

static void begin_table(Handbook *h, const WordsId *headings, size_t count)
{
    enum { MOST = 8 };
    const char *texts[MOST] = { NULL };
    for (size_t i = 0; i < count && i + 1 < MOST; i++)
        texts[i] = word(h, headings[i]).at;
    h->markup->table(&h->out, texts);
}

/* ---- rules */

static void add_force(Handbook *h, const duly_rule_text *rule)
{
    if (rule->from.year == 0 && rule->to.year == 0)
        return;
    h->markup->item(&h->out, true);
    h->markup->text(&h->out, word(h, WORDS_DOC_FORCE));
    if (rule->from.year) {
        h->markup->text(&h->out, word(h, WORDS_DOC_FROM));
        handbook_add_day(h, rule->from);
        h->markup->text(&h->out, rule->to.year ? STR(" ") : (Str) { 0 });
    }
    if (rule->to.year) {
        h->markup->text(&h->out, word(h, WORDS_DOC_UNTIL));
        handbook_add_day(h, rule->to);
    }
    h->markup->item(&h->out, false);
}

static void handbook_add_after(Handbook *h, const duly_rule_text *rule)
{
    if (rule->after.count == 0)
        return;
    h->markup->item(&h->out, true);
    h->markup->text(&h->out, word(h, WORDS_DOC_AFTER));
    for (size_t i = 0; i < rule->after.count; i++) {
        if (i > 0)
            h->markup->text(&h->out, word(h, WORDS_ALSO));
        h->markup->link(&h->out, rule->after.at[i], titles_of_rule(&h->titles, rule->after.at[i]));
    }
    h->markup->item(&h->out, false);
}

static void handbook_add_place(Handbook *h, WordsId label, duly_text path, uint32_t line)
{
    Text place = { 0 };
    if (path.len > 0) {
        text_add(&place, path);
        text_format(&place, ":%u", (unsigned) line);
    }
    add_point(h, label, text_str(&place), h->markup->code);
    text_free(&place);
}

static void handbook_add_places(Handbook *h, const duly_rule *rule)
{
    handbook_add_place(h, WORDS_DOC_PLACE, rule->path, rule->line);
    handbook_add_place(h, WORDS_DOC_CHANGED, rule->changed_path, rule->changed_line);
    handbook_add_place(h, WORDS_DOC_REPLACES, rule->replaces_path, rule->replaces_line);
}

static bool is_of_language(const Handbook *h, const duly_pair *message)
{
    return message->name.len == 0 || str_starts_with(message->name, h->language);
}

/* The message in the language of the handbook, or all where there is none. */
static void add_messages(Handbook *h, const duly_rule_text *rule)
{
    bool any = false;
    for (size_t i = 0; i < rule->messages.count; i++)
        any |= is_of_language(h, &rule->messages.at[i]);
    for (size_t i = 0; i < rule->messages.count; i++)
        if (!any || is_of_language(h, &rule->messages.at[i]))
            add_point(h, WORDS_DOC_MESSAGE, titles_message(&h->titles, rule->messages.at[i].value, rule->group_by), h->markup->text);
}

static void handbook_add_words(Text *out, Str s, Str between)
{
    if (s.len == 0)
        return;
    if (out->len > 0)
        text_add(out, between);
    text_add(out, s);
}

static Str group_key(const Handbook *h, const duly_pair *key)
{
    bool is_number = false;
    if (str_find(key->value, STR(".monthStart()"), 0) != SIZE_MAX)
        return word(h, WORDS_ABOUT_MONTH);
    Str title = titles_expression(&h->titles, key->value, &is_number);
    return title.len > 0 ? title : key->name;
}

static void add_groups(Handbook *h, const duly_rule_text *rule)
{
    Text keys = { 0 };
    if (!rule->about_groups)
        return;
    for (size_t i = 0; i < rule->group_by.count; i++)
        handbook_add_words(&keys, group_key(h, &rule->group_by.at[i]), word(h, WORDS_ALSO));
    if (keys.len == 0)
        text_add(&keys, word(h, WORDS_DOC_ALL));
    add_point(h, WORDS_DOC_GROUPS, text_str(&keys), h->markup->text);
    text_free(&keys);
}

static void handbook_add_facts(Handbook *h, const duly_rule_text *rule)
{
    Str severity = severity_word(h, rule->rule->severity);
    h->markup->list(&h->out, true);
    add_point(h, WORDS_DOC_SEVERITY, severity, h->markup->text);
    add_point(h, WORDS_DOC_SOURCE, rule->rule->source, h->markup->text);
    add_force(h, rule);
    if (rule->day_of.len > 0)
        add_point(h, WORDS_DOC_DAY_OF, titles_of_step(&h->titles, rule->rule->table, rule->day_of), h->markup->text);
    add_point(h, WORDS_DOC_WHEN, rule->when, h->markup->code);
    add_groups(h, rule);
    handbook_add_after(h, rule);
    if (!str_is(rule->missing, "undecided"))
        add_point(h, WORDS_DOC_MISSING, outcome_word(h, str_is(rule->missing, "pass") ? DULY_PASS : DULY_VIOLATION), h->markup->text);
    add_point(h, WORDS_DOC_CLEARS, rule->clears_on, h->markup->code);
    add_messages(h, rule);
    handbook_add_places(h, rule->rule);
    h->markup->list(&h->out, false);
}

static const struct {
    const char *name;
    WordsId label;
} bound_words[] = {
    { "at_most", WORDS_DOC_AT_MOST },
    { "extended", WORDS_DOC_EXTENDED },
    { "when", WORDS_DOC_WHEN },
    { "at_least", WORDS_DOC_AT_LEAST },
    { "counted_from", WORDS_DOC_COUNTED_FROM },
    { "not_yet", WORDS_DOC_NOT_YET },
    { "dates", WORDS_DOC_DATES },
    { "every", WORDS_DOC_EVERY },
    { "no_gap", WORDS_DOC_NO_GAP },
};

/* "12 months" in the language of the reader, a figure as its number or what it is called, and a field as its heading; conditions stand as
   the author wrote them. */
static void handbook_add_bound(const Handbook *h, Text *out, Str value)
{
    bool is_number = false;
    size_t blank = str_find(value, STR(" "), 0), end = blank == SIZE_MAX ? value.len : blank;
    Str unit = blank == SIZE_MAX ? (Str) { 0 } : str_slice(value, blank + 1, value.len), translated = said_str(h->language, unit);
    Str amount = str_slice(value, 0, end), said = titles_expression(&h->titles, amount, &is_number);
    text_add(out, said.len > 0 ? said : amount);
    text_add(out, unit.len > 0 && str_equal(unit, translated) ? STR(" ") : (Str) { 0 });
    text_add(out, translated);
}

/* Of the drawing are the spans alone: when they are longer, and where they are counted from, stands with the rule. */
static bool handbook_is_condition(Str bound)
{
    return str_is(bound, "when") || str_is(bound, "counted_from") || str_is(bound, "not_yet");
}

/* "at most 3 months; extended: 6 months" */
static void handbook_add_bounds(const Handbook *h, Text *out, const duly_rule_text *rule, bool drawn)
{
    for (size_t i = 0; i < rule->bounds.count; i++) {
        Str name = rule->bounds.at[i].name, value = rule->bounds.at[i].value;
        if (drawn && handbook_is_condition(name))
            continue;
        text_add(out, out->len > 0 ? word(h, WORDS_ALSO) : (Str) { 0 });
        if (str_is(name, "counting"))
            text_add(out, word(h, WORDS_DOC_INCLUSIVE));
        for (size_t b = 0; b < sizeof bound_words / sizeof *bound_words; b++) {
            if (!str_is(name, bound_words[b].name))
                continue;
            text_add(out, word(h, bound_words[b].label));
            handbook_add_bound(h, out, str_is(name, "dates") ? titles_of_field(&h->titles, rule->rule->table, value) : value);
        }
    }
}

static void add_interval(Handbook *h, const duly_rule_text *rule)
{
    Text bounds = { 0 };
    handbook_add_bounds(h, &bounds, rule, false);
    h->markup->paragraph(&h->out, true);
    h->markup->text(&h->out, titles_of_step(&h->titles, rule->rule->table, rule->from_step));
    h->markup->text(&h->out, STR(" → "));
    h->markup->text(&h->out, titles_of_step(&h->titles, rule->rule->table, rule->to_step));
    h->markup->text(&h->out, word(h, WORDS_COLON));
    h->markup->strong(&h->out, text_str(&bounds));
    h->markup->paragraph(&h->out, false);
    text_free(&bounds);
}

static void add_condition(Handbook *h, const duly_rule_text *rule)
{
    Text code = { 0 };
    text_add(&code, rule->rule->require);
    for (size_t i = 0; i < rule->lets.count; i++) {
        text_add(&code, STR("\n"));
        text_add(&code, word(h, WORDS_DOC_LETS));
        text_add(&code, rule->lets.at[i].name);
        text_add(&code, STR(" = "));
        text_add(&code, rule->lets.at[i].value);
    }
    h->markup->paragraph(&h->out, true);
    h->markup->text(&h->out, word(h, WORDS_DOC_REQUIRE));
    h->markup->paragraph(&h->out, false);
    h->markup->block(&h->out, text_str(&code));
    text_free(&code);
}

static void add_fact(const Handbook *h, Text *out, Str what, Str fact)
{
    text_add(out, out->len > 0 ? word(h, WORDS_ALSO) : (Str) { 0 });
    words_add(out, h->language, WORDS_ABOUT, (Str[]) { what, fact.len > 0 ? fact : word(h, WORDS_EMPTY_CELL) });
}

static void add_sample_cells(const Handbook *h, Text *out, Str table, duly_pairs cells)
{
    for (size_t i = 0; i < cells.count; i++)
        add_fact(h, out, titles_of_field(&h->titles, table, cells.at[i].name),
                 titles_value(&h->titles, table, cells.at[i].name, cells.at[i].value));
}

/* "(Reader: R1)" of the group, "Reader(Number: R1)" beside it. */
static void handbook_add_record(const Handbook *h, Text *out, const duly_sample_record *record, bool own)
{
    Text cells = text_in(h->titles.arena);
    add_sample_cells(h, &cells, record->table, record->cells);
    text_add(out, out->len > 0 ? STR(" ") : (Str) { 0 });
    text_format(out, "%.*s(%.*s)", STR_ARG(own ? (Str) { 0 } : titles_of_table(&h->titles, record->table)), STR_ARG(text_str(&cells)));
}

static void add_sample(Handbook *h, Str table, const duly_sample *sample)
{
    Text cells = text_in(h->titles.arena);
    add_sample_cells(h, &cells, table, sample->cells);
    for (size_t i = 0; i < sample->record_count; i++)
        handbook_add_record(h, &cells, &sample->records[i], i < sample->own_count);
    for (size_t i = 0; i < sample->set.count; i++)
        add_fact(h, &cells, titles_of_figure(&h->titles, sample->set.at[i].name),
                 titles_value(&h->titles, STR("params"), sample->set.at[i].name, sample->set.at[i].value));
    if (sample->as_of.year)
        add_fact(h, &cells, word(h, WORDS_DOC_AS_OF), str_of(day_spoken(h->language, sample->as_of).text));
    h->markup->row(&h->out, true);
    handbook_add_cell(h, outcome_word(h, sample->outcome), h->markup->text);
    handbook_add_cell(h, cells.len > 0 ? text_str(&cells) : word(h, WORDS_EMPTY_CELL), h->markup->text);
    h->markup->row(&h->out, false);
}

static void add_samples(Handbook *h, const duly_rule_text *rule)
{
    static const WordsId headings[] = { WORDS_DOC_OUTCOME, WORDS_COLUMN_RECORD };
    if (rule->sample_count == 0)
        return;
    h->markup->heading(&h->out, 4, (Str) { 0 }, word(h, WORDS_DOC_EXAMPLES));
    begin_table(h, headings, 2);
    for (size_t i = 0; i < rule->sample_count; i++)
        add_sample(h, rule->rule->table, &rule->samples[i]);
    h->markup->table(&h->out, NULL);
}

static void handbook_tell_rule(void *context, const duly_rule_text *rule)
{
    Handbook *h = context;
    Text heading = { 0 };
    if (!str_equal(rule->rule->table, h->table) || !str_equal(rule->rule->gate, h->gate))
        return;
    if (h->heading.len > 0)
        h->markup->heading(&h->out, 2, (Str) { 0 }, h->heading);
    h->heading = (Str) { 0 };
    text_add(&heading, rule->rule->title);
    if (heading.len > 0)
        text_add(&heading, STR(" · "));
    text_add(&heading, rule->rule->id);
    h->markup->heading(&h->out, 3, rule->rule->id, text_str(&heading));
    if (rule->from_step.len > 0)
        add_interval(h, rule);
    else
        add_condition(h, rule);
    handbook_add_facts(h, rule);
    add_samples(h, rule);
    text_free(&heading);
}

static void read_rules(Handbook *h, Str table, Str gate, Str heading)
{
    duly_reader reader = { .size = sizeof reader, .context = h, .rule = handbook_tell_rule };
    h->table = table;
    h->gate = gate;
    h->heading = heading;
    duly_pack_read(h->pack, &reader);
}

/* In the order of the procedure: who prepares a step finds what must hold before it in one place. */
static void add_rules_of(void *context, const duly_table *table)
{
    Handbook *h = context;
    duly_step step = { .size = sizeof step };
    for (size_t i = 0; duly_pack_step(h->pack, i, &step); i++) {
        Text heading = { 0 };
        if (!str_equal(step.table, table->name))
            continue;
        text_add(&heading, word(h, WORDS_DOC_BEFORE));
        text_add(&heading, step.title.len ? step.title : step.id);
        read_rules(h, table->name, step.id, text_str(&heading));
        text_free(&heading);
    }
    read_rules(h, table->name, (Str) { 0 }, word(h, WORDS_DOC_ALWAYS));
}

/* ---- parameters and fields */

static void handbook_tell_parameter(void *context, const duly_parameter *parameter)
{
    Handbook *h = context;
    static const WordsId headings[] = { WORDS_COLUMN_NAME, WORDS_DOC_TITLE, WORDS_DOC_VALUE,
                                        WORDS_DOC_UNIT,    WORDS_DOC_SINCE, WORDS_DOC_SOURCES };
    if (!h->in_table) {
        h->markup->heading(&h->out, 1, STR("parameters"), word(h, WORDS_DOC_PARAMETERS));
        begin_table(h, headings, 6);
    }
    h->in_table = true;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const duly_parameter_version *version = &parameter->versions[i];
        h->markup->row(&h->out, true);
        handbook_add_cell(h, parameter->name, h->markup->code);
        handbook_add_cell(h, parameter->title, h->markup->text);
        handbook_add_cell(h, version->value, h->markup->text);
        handbook_add_cell(h, said_str(h->language, parameter->unit), h->markup->text);
        handbook_add_cell(h, version->from.year ? str_of(day_spoken(h->language, version->from).text) : (Str) { 0 }, h->markup->text);
        handbook_add_cell(h, version->source, h->markup->text);
        h->markup->row(&h->out, false);
    }
}

static void end_table(Handbook *h)
{
    if (h->in_table)
        h->markup->table(&h->out, NULL);
    h->in_table = false;
}

static void add_parameters(Handbook *h)
{
    duly_reader reader = { .size = sizeof reader, .context = h, .parameter = handbook_tell_parameter };
    duly_pack_read(h->pack, &reader);
    end_table(h);
}

static void add_limit(Text *out, const char *what, duly_text limit)
{
    if (limit.len > 0) {
        handbook_add_words(out, str_of(what), STR("; "));
        text_add(out, limit);
    }
}

static void add_allowed(const Handbook *h, Text *out, const duly_field *field)
{
    for (size_t i = 0; i < field->values.count; i++) {
        const duly_pair *value = &field->values.at[i];
        handbook_add_words(out, value->value.len > 0 ? value->value : value->name, word(h, WORDS_LIST));
    }
    add_limit(out, "", field->pattern);
    add_limit(out, "≥ ", field->min);
    add_limit(out, "≤ ", field->max);
    if (field->required)
        handbook_add_words(out, word(h, WORDS_DOC_REQUIRED), STR("; "));
    if (field->is_private)
        handbook_add_words(out, word(h, WORDS_DOC_PRIVATE), STR("; "));
}

/* A type of fields as people call it who read no pack; one that has no other name is called as it is there. */
static void handbook_add_type(const Handbook *h, Text *out, Str type)
{
    static const struct {
        const char *name;
        WordsId words;
    } types[] = {
        { "string", WORDS_DOC_STRING }, { "name", WORDS_DOC_NAME },           { "int", WORDS_DOC_INT },   { "double", WORDS_DOC_DOUBLE },
        { "bool", WORDS_DOC_BOOL },     { "date", WORDS_DOC_DATE },           { "time", WORDS_DOC_TIME }, { "enum", WORDS_DOC_ENUM },
        { "ref", WORDS_DOC_REF },       { "timestamp", WORDS_DOC_TIMESTAMP }, { "many", WORDS_DOC_MANY },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(type, types[i].name))
            type = word(h, types[i].words);
    text_add(out, type);
}

static void add_type_cell(Handbook *h, Str type)
{
    const Str list = STR("list of ");
    Text named = { 0 }, cell = { 0 };
    bool is_list = str_starts_with(type, list);
    handbook_add_type(h, &named, is_list ? str_slice(type, list.len, type.len) : type);
    Str name = text_str(&named);
    if (is_list)
        words_add(&cell, h->language, WORDS_DOC_LIST_OF, &name);
    else
        text_add(&cell, name);
    handbook_add_cell(h, text_str(&cell), h->markup->text);
    text_free(&named);
    text_free(&cell);
}

static void tell_field(void *context, const duly_field *field)
{
    Handbook *h = context;
    Text headings = { 0 }, allowed = { 0 };
    for (size_t i = 0; i < field->headings.count; i++)
        handbook_add_words(&headings, field->headings.at[i], word(h, WORDS_LIST));
    for (size_t i = 0; i < field->heading_patterns.count; i++)
        handbook_add_words(&headings, field->heading_patterns.at[i], word(h, WORDS_LIST));
    add_allowed(h, &allowed, field);
    h->markup->row(&h->out, true);
    handbook_add_cell(h, field->name, h->markup->code);
    handbook_add_cell(h, field->title, h->markup->text);
    add_type_cell(h, field->type);
    handbook_add_cell(h, text_str(&headings), h->markup->text);
    handbook_add_cell(h, text_str(&allowed), h->markup->text);
    h->markup->row(&h->out, false);
    text_free(&headings);
    text_free(&allowed);
}

static void handbook_tell_table(void *context, const duly_table *table)
{
    static const WordsId headings[] = { WORDS_DOC_FIELD, WORDS_DOC_TITLE, WORDS_DOC_TYPE, WORDS_DOC_HEADINGS, WORDS_DOC_ALLOWED };
    Handbook *h = context;
    end_table(h);
    h->markup->heading(&h->out, 2, (Str) { 0 }, table->title.len ? table->title : table->name);
    h->markup->paragraph(&h->out, true);
    h->markup->text(&h->out, word(h, WORDS_DOC_TABLE));
    h->markup->code(&h->out, table->file.len ? table->file : table->name);
    h->markup->paragraph(&h->out, false);
    begin_table(h, headings, 5);
    h->in_table = true;
}

static void add_tables(Handbook *h)
{
    duly_reader reader = { .size = sizeof reader, .context = h, .table = handbook_tell_table, .field = tell_field };
    h->markup->heading(&h->out, 1, STR("records"), word(h, WORDS_DOC_TABLES));
    duly_pack_read(h->pack, &reader);
    end_table(h);
}

/* ---- the procedure */

enum { MOST_STEPS = 256, MOST_SPANS = 512 };

/* The procedure of one table, gathered to be drawn and listed. */
typedef struct {
    Handbook *handbook;
    Str table;
    duly_step steps[MOST_STEPS];
    Str titles[MOST_STEPS];
    DrawnSpan spans[MOST_SPANS];
    Text labels[MOST_SPANS];
    size_t step_count, span_count;
} Procedure;

static size_t step_index(const Procedure *procedure, duly_text id)
{
    size_t i = 0;
    while (i < procedure->step_count && !str_equal(procedure->steps[i].id, id))
        i++;
    return i;
}

static void gather_span(void *context, const duly_rule_text *rule)
{
    Procedure *procedure = context;
    size_t at = procedure->span_count, from = step_index(procedure, rule->from_step), to = step_index(procedure, rule->to_step);
    if (rule->from_step.len == 0 || !str_equal(rule->rule->table, procedure->table) || at == MOST_SPANS || from == procedure->step_count ||
        to == procedure->step_count)
        return;
    handbook_add_bounds(procedure->handbook, &procedure->labels[at], rule, true);
    procedure->spans[at] = (DrawnSpan) { from, to, text_str(&procedure->labels[at]) };
    procedure->span_count++;
}

static void gather_steps(Procedure *procedure)
{
    duly_step step = { .size = sizeof step };
    for (size_t i = 0; duly_pack_step(procedure->handbook->pack, i, &step) && procedure->step_count < MOST_STEPS; i++) {
        if (!str_equal(step.table, procedure->table))
            continue;
        procedure->steps[procedure->step_count] = step;
        procedure->titles[procedure->step_count++] = step.title.len ? step.title : step.id;
    }
}

static size_t ends_of(const DrawnSpan *span)
{
    return span->to * MOST_STEPS + span->from;
}

/* Those with the same ends stay in the pack's order; what qsort makes of them is each C library's own affair. */
static void sort_spans(Procedure *procedure)
{
    for (size_t i = 1; i < procedure->span_count; i++) {
        DrawnSpan span = procedure->spans[i];
        size_t at = i;
        for (; at > 0 && ends_of(&procedure->spans[at - 1]) > ends_of(&span); at--)
            procedure->spans[at] = procedure->spans[at - 1];
        procedure->spans[at] = span;
    }
}

static void list_steps(Handbook *h, const Procedure *procedure)
{
    static const WordsId headings[] = { WORDS_DOC_TITLE, WORDS_COLUMN_NAME, WORDS_DOC_FIELD };
    begin_table(h, headings, 3);
    for (size_t i = 0; i < procedure->step_count; i++) {
        h->markup->row(&h->out, true);
        handbook_add_cell(h, procedure->titles[i], h->markup->text);
        handbook_add_cell(h, procedure->steps[i].id, h->markup->code);
        handbook_add_cell(h, titles_of_field(&h->titles, procedure->table, procedure->steps[i].field), h->markup->text);
        h->markup->row(&h->out, false);
    }
    h->markup->table(&h->out, NULL);
}

static void add_procedure(void *context, const duly_table *table)
{
    Handbook *h = context;
    Procedure *procedure = memory_alloc(sizeof *procedure);
    *procedure = (Procedure) { .handbook = h, .table = table->name };
    duly_reader reader = { .size = sizeof reader, .context = procedure, .rule = gather_span };
    gather_steps(procedure);
    duly_pack_read(h->pack, &reader);
    sort_spans(procedure);
    Drawing drawing = { procedure->titles, procedure->step_count, procedure->spans, procedure->span_count };
    if (procedure->step_count > 0) {
        h->markup->heading(&h->out, 1, STR("procedure"), word(h, WORDS_DOC_PROCEDURE));
        h->markup->drawing(&h->out, &drawing);
        list_steps(h, procedure);
    }
    for (size_t i = 0; i < procedure->span_count; i++)
        text_free(&procedure->labels[i]);
    free_(procedure);
}

/* ---- the whole */

/* At its end stands what was written before: what somebody has added since is nobody's to overwrite. */
static const char seal_begins[] = "<!-- duly ", seal_ends[] = " -->\n";
enum { SEAL_BYTES = sizeof seal_begins - 1 + 64 + sizeof seal_ends - 1 };

static void add_seal(Text *out)
{
    char hex[65];
    sha256_write(text_str(out), hex);
    text_format(out, "%s%s%s", seal_begins, hex, seal_ends);
}

bool handbook_is(Str text)
{
    if (text.len < SEAL_BYTES)
        return false;
    Text sealed = { 0 };
    text_add(&sealed, str_slice(text, 0, text.len - SEAL_BYTES));
    add_seal(&sealed);
    bool is_whole = str_equal(text_str(&sealed), text);
    text_free(&sealed);
    return is_whole;
}

void handbook_write(const ReportOptions *options, const Markup *markup, const duly_pack *pack)
{
    Handbook h = { .markup = markup, .pack = pack, .language = words_language_of(options->language) };
    duly_pack_info info = { .size = sizeof info };
    duly_reader procedures = { .size = sizeof procedures, .context = &h, .table = add_procedure };
    duly_reader tables = { .size = sizeof tables, .context = &h, .table = add_rules_of };
    duly_pack_describe(pack, &info);
    titles_read(&h.titles, options->arena, pack, h.language);
    markup->begin(&h.out, info.title.len ? info.title : info.name, h.language);
    markup->paragraph(&h.out, true);
    markup->text(&h.out, word(&h, WORDS_DOC_ABOUT));
    markup->paragraph(&h.out, false);
    duly_pack_read(pack, &procedures);
    if (info.rule_count > 0)
        markup->heading(&h.out, 1, STR("rules"), word(&h, WORDS_DOC_RULES));
    duly_pack_read(pack, &tables);
    add_parameters(&h);
    add_tables(&h);
    markup->end(&h.out);
    add_seal(&h.out);
    output_add(options->out, text_str(&h.out));
    text_free(&h.out);
}
