/* A pack read out: what it says, in the order in which it says it. For whoever shows rules to people (`duly doc`, `lint --resolved`),
   and therefore in the words of the pack: expressions as they were written, not as they were compiled. Only the callbacks that a reader
   has are called, and what one is told lives until it returns. */
#include "api/internal.h"
#include "model/type.h"

/* What one call needs; the scratch is emptied for each thing that is told. */
typedef struct {
    const duly_pack *opened;
    const Pack *pack;
    const duly_reader *reader;
    Arena scratch;
} Reading;

static duly_text read_title_of(const Reading *r, const LocalText *title)
{
    return local_text(title, r->opened->language);
}

static duly_text read_keep(Reading *r, Text *text)
{
    Str kept = arena_str(&r->scratch, text_str(text));
    text_free(text);
    return kept;
}

static duly_text value_text(Reading *r, Value value)
{
    Text text = { 0 };
    value_show(&text, value);
    return read_keep(r, &text);
}

/* ---- tables */

static void read_tell_table(Reading *r, const PackTable *table)
{
    const Table *t = &table->table;
    duly_table told = { .size = sizeof told, .name = t->name, .title = read_title_of(r, &t->title), .file = t->file };
    if (t->key != FIELD_NONE)
        told.key = t->fields[t->key].name;
    if (table->label != INDEX_NONE)
        told.label = t->fields[table->label].name;
    if (r->reader->table)
        MEMORY_OUTSIDE(r->reader->table(r->reader->context, &told));
}

static duly_texts headings_of(Reading *r, const Field *field)
{
    duly_text *at = arena_array(&r->scratch, duly_text, field->header_count);
    for (size_t i = 0; i < field->header_count; i++)
        at[i] = field->headers[i];
    return (duly_texts) { at, field->header_count };
}

static duly_texts patterns_of(Reading *r, const Field *field)
{
    duly_text *at = arena_array(&r->scratch, duly_text, field->header_pattern_count);
    for (size_t i = 0; i < field->header_pattern_count; i++)
        at[i] = field->header_patterns[i].written;
    return (duly_texts) { at, field->header_pattern_count };
}

static duly_pairs read_values_of(Reading *r, const Field *field)
{
    duly_pair *at = arena_array(&r->scratch, duly_pair, field->values.count);
    for (size_t i = 0; i < field->values.count; i++)
        at[i] = (duly_pair) { .name = field->values.at[i].id, .value = read_title_of(r, &field->values.at[i].label) };
    return (duly_pairs) { at, field->values.count };
}

static duly_text read_type_of(Reading *r, const Field *field)
{
    if (field->kind != FIELD_LIST)
        return field_kind_name(field->kind);
    Str of = field_kind_name(field->of);
    return arena_format(&r->scratch, "list of %.*s", STR_ARG(of));
}

static void read_tell_field(Reading *r, const Table *table, const Field *field)
{
    duly_field told = { .size = sizeof told,
                        .table = table->name,
                        .name = field->name,
                        .title = read_title_of(r, &field->title),
                        .type = read_type_of(r, field),
                        .required = field->required,
                        .is_private = field->is_private,
                        .headings = headings_of(r, field),
                        .heading_patterns = patterns_of(r, field),
                        .values = read_values_of(r, field),
                        .pattern = field->pattern_text };
    if (field->kind == FIELD_LIST)
        told.separator = field->separator;
    if (field->shares)
        told.shares = field->shares->name;
    if (field->has_min)
        told.min = value_text(r, field->min);
    if (field->has_max)
        told.max = value_text(r, field->max);
    MEMORY_OUTSIDE(r->reader->field(r->reader->context, &told));
    arena_reset(&r->scratch);
}

static void read_tables(Reading *r)
{
    for (uint32_t i = 0; i < r->pack->table_count; i++) {
        const Table *table = &r->pack->tables[i].table;
        read_tell_table(r, &r->pack->tables[i]);
        for (uint32_t field = 0; r->reader->field && field < table->field_count; field++)
            read_tell_field(r, table, &table->fields[field]);
    }
}

/* ---- parameters */

static void read_tell_parameter(Reading *r, const Parameter *parameter)
{
    duly_parameter_version *versions = arena_array(&r->scratch, duly_parameter_version, parameter->version_count);
    for (uint32_t i = 0; i < parameter->version_count; i++)
        versions[i] = (duly_parameter_version) { sizeof(duly_parameter_version),
                                                 api_bound(parameter->versions[i].from),
                                                 value_text(r, parameter->versions[i].value),
                                                 local_text(&parameter->versions[i].source, r->opened->language),
                                                 parameter->file->name,
                                                 source_place(parameter->file, parameter->versions[i].span.start).line };
    duly_parameter told = { .size = sizeof told,
                            .name = parameter->name,
                            .title = local_text(&parameter->title, r->opened->language),
                            .unit = local_text(&parameter->unit, r->opened->language),
                            .type = type_text(&r->scratch, parameter->type),
                            .versions = versions,
                            .version_count = parameter->version_count };
    MEMORY_OUTSIDE(r->reader->parameter(r->reader->context, &told));
    arena_reset(&r->scratch);
}

/* ---- rules */

static duly_pairs named_of(Reading *r, const Named *named, uint32_t count)
{
    duly_pair *at = arena_array(&r->scratch, duly_pair, count);
    for (uint32_t i = 0; i < count; i++)
        at[i] = (duly_pair) { .name = named[i].name, .value = named[i].value.text.text };
    return (duly_pairs) { at, count };
}

static duly_pairs messages_of(Reading *r, const Rule *rule)
{
    duly_pair *at = arena_array(&r->scratch, duly_pair, rule->message_count);
    size_t count = 0;
    for (uint32_t i = 0; i < rule->message_count; i++)
        if (!rule->messages[i].is_made)
            at[count++] = (duly_pair) { .name = rule->messages[i].language, .value = rule->messages[i].origin.text };
    return (duly_pairs) { at, count };
}

static duly_texts after_of(Reading *r, const Rule *rule)
{
    duly_text *at = arena_array(&r->scratch, duly_text, rule->after_count);
    for (uint32_t i = 0; i < rule->after_count; i++)
        at[i] = r->pack->rules[rule->after[i]].id;
    return (duly_texts) { at, rule->after_count };
}

static duly_text period_text(Reading *r, const Interval *interval, IntervalPart count)
{
    static const char *const units[UNIT_COUNT] = {
        [UNIT_DAYS] = "days", [UNIT_WORKDAYS] = "workdays", [UNIT_WEEKS] = "weeks", [UNIT_MONTHS] = "months", [UNIT_YEARS] = "years",
    };
    Str number = interval->parts[count].text.text, unit = str_of(units[interval->units[count]]);
    if (str_is(number, "1"))
        unit.len--; /* "1 month" */
    Str of = interval->calendars[count] ? interval->calendars[count]->name : (Str) { 0 };
    return arena_format(&r->scratch, "%.*s %.*s%s%.*s", STR_ARG(number), STR_ARG(unit), of.len ? " of " : "", STR_ARG(of));
}

static void read_add_bound(duly_pairs *bounds, duly_pair *room, const char *name, duly_text value)
{
    if (value.len > 0)
        room[bounds->count++] = (duly_pair) { .name = { name, strlen(name) }, .value = value };
}

static duly_pairs bounds_of(Reading *r, const Rule *rule)
{
    enum { MOST_BOUNDS = 8 };
    const Interval *interval = rule->interval;
    duly_pair *room = arena_array(&r->scratch, duly_pair, MOST_BOUNDS);
    duly_pairs bounds = { room, 0 };
    if (interval->parts[INTERVAL_LAST_COUNT].expr)
        read_add_bound(&bounds, room, "at_most", period_text(r, interval, INTERVAL_LAST_COUNT));
    if (interval->parts[INTERVAL_EXTENDED_COUNT].expr) {
        read_add_bound(&bounds, room, "extended", period_text(r, interval, INTERVAL_EXTENDED_COUNT));
        read_add_bound(&bounds, room, "when", interval->parts[INTERVAL_EXTENDED_WHEN].text.text);
    }
    if (interval->parts[INTERVAL_FIRST_COUNT].expr)
        read_add_bound(&bounds, room, "at_least", period_text(r, interval, INTERVAL_FIRST_COUNT));
    if (interval->parts[INTERVAL_COUNTED].expr)
        read_add_bound(&bounds, room, "counted_from", interval->parts[INTERVAL_COUNTED].text.text);
    if (interval->parts[INTERVAL_NOT_YET].expr)
        read_add_bound(&bounds, room, "not_yet", interval->parts[INTERVAL_NOT_YET].text.text);
    if (interval->inclusive)
        read_add_bound(&bounds, room, "counting", STR("inclusive"));
    if (interval->dates != INDEX_NONE)
        read_add_bound(&bounds, room, "dates", r->pack->tables[rule->table].table.fields[interval->dates].name);
    read_add_bound(&bounds, room, "every", interval->every);
    read_add_bound(&bounds, room, "no_gap", interval->no_gap);
    return bounds;
}

static void read_add_interval(Reading *r, const Rule *rule, duly_rule_text *told)
{
    const Procedure *procedure = &r->pack->procedures[r->pack->tables[rule->table].procedure];
    told->from_step = procedure->steps[rule->interval->from].id;
    told->to_step = procedure->steps[rule->interval->to].id;
    told->bounds = bounds_of(r, rule);
}

static duly_pairs settings_of(Reading *r, const Example *example)
{
    duly_pair *at = arena_array(&r->scratch, duly_pair, r->pack->parameter_count);
    size_t count = 0;
    for (uint32_t i = 0; example->set && i < r->pack->parameter_count; i++)
        if (!value_is_error(example->set[i]))
            at[count++] = (duly_pair) { .name = r->pack->parameters[i].name, .value = value_text(r, example->set[i]) };
    return (duly_pairs) { at, count };
}

static duly_pairs read_cells_of(Reading *r, const Table *table, const ExampleCell *given, uint32_t count)
{
    duly_pair *cells = arena_array(&r->scratch, duly_pair, count);
    for (uint32_t i = 0; i < count; i++)
        cells[i] = (duly_pair) { .name = table->fields[given[i].field].name, .value = given[i].text };
    return (duly_pairs) { cells, count };
}

static void read_add_records(Reading *r, const ExampleRecord *given, uint32_t count, duly_sample_record *out)
{
    for (uint32_t i = 0; i < count; i++) {
        const Table *table = &r->pack->tables[given[i].table].table;
        out[i] =
            (duly_sample_record) { sizeof(duly_sample_record), table->name, read_cells_of(r, table, given[i].cells, given[i].cell_count) };
    }
}

static duly_sample read_sample_of(Reading *r, const Table *table, const Example *example)
{
    uint32_t count = example->record_count + example->company_count;
    duly_sample_record *records = arena_array(&r->scratch, duly_sample_record, count);
    read_add_records(r, example->records, example->record_count, records);
    read_add_records(r, example->company, example->company_count, records + example->record_count);
    return (duly_sample) { .size = sizeof(duly_sample),
                           .outcome = example->expected,
                           .as_of = example->as_of ? api_date(example->as_of) : (duly_date) { 0 },
                           .cells = read_cells_of(r, table, example->cells, example->cell_count),
                           .set = settings_of(r, example),
                           .records = records,
                           .record_count = count,
                           .own_count = example->record_count };
}

static void read_tell_rule(Reading *r, uint32_t index)
{
    const Rule *rule = &r->pack->rules[index];
    duly_sample *samples = arena_array(&r->scratch, duly_sample, rule->example_count);
    for (uint32_t i = 0; i < rule->example_count; i++)
        samples[i] = read_sample_of(r, &r->pack->tables[rule->table].table, &rule->examples[i]);
    duly_rule_text told = { .size = sizeof told,
                            .index = index,
                            .rule = &r->opened->rules[index],
                            .from = api_bound(rule->from),
                            .to = api_bound(rule->to),
                            .when = rule->when.text.text,
                            .clears_on = rule->clears_on.text.text,
                            .missing = str_of(missing_words[rule->missing]),
                            .lets = named_of(r, rule->lets, rule->let_count),
                            .messages = messages_of(r, rule),
                            .after = after_of(r, rule),
                            .samples = samples,
                            .sample_count = rule->example_count };
    if (rule->interval)
        read_add_interval(r, rule, &told);
    if (rule->day_of != rule->gate)
        told.day_of = r->pack->procedures[r->pack->tables[rule->table].procedure].steps[rule->day_of].id;
    told.about_groups = rule->grouping != NULL;
    if (rule->grouping)
        told.group_by = named_of(r, rule->grouping->keys, rule->grouping->key_count);
    MEMORY_OUTSIDE(r->reader->rule(r->reader->context, &told));
    arena_reset(&r->scratch);
}

/* ---- where rules come from */

static void read_tell_origin(Reading *r, const Rule *rule, bool enabled, RuleLines *lines)
{
    const duly_rule described = api_rule(r->opened, rule, lines);
    duly_rule_origin told = {
        .size = sizeof told, .rule = &described, .from = api_bound(rule->from), .to = api_bound(rule->to), .enabled = enabled
    };
    if (!rule->builtin || rule->overridden_in)
        MEMORY_OUTSIDE(r->reader->origin(r->reader->context, &told));
}

static void tell_origins(Reading *r)
{
    RuleLines lines = { 0 };
    for (uint32_t i = 0; i < r->pack->rule_count; i++)
        read_tell_origin(r, &r->pack->rules[i], true, &lines);
    for (uint32_t i = 0; i < r->pack->dropped_count; i++)
        read_tell_origin(r, &r->pack->dropped[i], false, &lines);
}

static void read_pack(void *call)
{
    Reading *r = call;
    read_tables(r);
    for (uint32_t i = 0; r->reader->parameter && i < r->pack->parameter_count; i++)
        read_tell_parameter(r, &r->pack->parameters[i]);
    for (uint32_t i = BUILTIN_COUNT; r->reader->rule && i < r->pack->rule_count; i++)
        read_tell_rule(r, i);
    if (r->reader->origin)
        tell_origins(r);
    arena_free(&r->scratch);
}

duly_status duly_pack_read(const duly_pack *pack, const duly_reader *reader)
{
    duly_reader own;
    if (!pack || !reader || sized_take(&own, SIZED(duly_reader, field), reader).len > 0)
        return DULY_MISUSED;
    Reading r = { .opened = pack, .pack = pack->pack, .reader = &own, .scratch = { .language = pack->arena.language } };
    return api_call(read_pack, &r, NULL, NULL) ? DULY_CLEAN : DULY_NO_MEMORY;
}
