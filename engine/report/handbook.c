/* The handbook: what stands in it, and in which order. */
#include "report/handbook.h"

#include <stdlib.h>

#include "base/array.h"
#include "report/dates.h"
#include "report/report.h"

/* ---- words */

typedef enum {
    W_ABOUT, W_PROCEDURE, W_RULES, W_BEFORE, W_ALWAYS, W_PARAMETERS, W_TABLES, W_TABLE, W_SEVERITY, W_SOURCE, W_FORCE, W_FROM, W_UNTIL,
    W_TABLE_OF, W_WHEN, W_REQUIRE, W_MESSAGE, W_AFTER, W_MISSING, W_CLEARS, W_LETS, W_EXAMPLES, W_OUTCOME, W_RECORD, W_NAME, W_VALUE,
    W_UNIT, W_SINCE, W_FIELD, W_TITLE, W_TYPE, W_HEADINGS, W_ALLOWED, W_REQUIRED, W_PRIVATE, W_ERROR, W_WARNING, W_INFO, W_PASS,
    W_VIOLATION, W_UNDECIDED, W_NOT_APPLICABLE, W_WAIVED, W_EMPTY, W_AT_MOST, W_AT_LEAST, W_EXTENDED, W_INCLUSIVE, W_EVERY, W_NO_GAP,
    W_DATES, W_PLACE, W_SOURCES, W_GROUPS, W_ALL, W_DAY_OF, W_COUNTED_FROM, W_COUNT
} Word;

/* clang-format off */
static const struct { const char *english, *chinese; } words[W_COUNT] = {
    [W_ABOUT]       = { "duly checks records against these rules.", "本手册列出用于核查的全部规则。" },
    [W_PROCEDURE]   = { "The procedure", "程序" },
    [W_RULES]       = { "The rules", "规则" },
    [W_BEFORE]      = { "Before: ", "须在此前符合：" },
    [W_ALWAYS]      = { "At any time", "任何时候" },
    [W_PARAMETERS]  = { "The figures", "参数" },
    [W_TABLES]      = { "The records", "数据" },
    [W_TABLE]       = { "File: ", "文件：" },
    [W_SEVERITY]    = { "Severity: ", "级别：" },
    [W_SOURCE]      = { "Source: ", "依据：" },
    [W_FORCE]       = { "In force: ", "有效期：" },
    [W_FROM]        = { "from ", "自" },
    [W_UNTIL]       = { "until ", "至" },
    [W_TABLE_OF]    = { "Records: ", "对象：" },
    [W_WHEN]        = { "Only where: ", "仅当：" },
    [W_REQUIRE]     = { "Required:", "要求：" },
    [W_MESSAGE]     = { "Told: ", "提示：" },
    [W_AFTER]       = { "Not asked where one of these is violated: ", "以下规则违反时不再核查：" },
    [W_MISSING]     = { "A missing value makes it: ", "缺值时为：" },
    [W_COUNTED_FROM] = { "counted from ", "起算日期：" },
    [W_DAY_OF]      = { "Versions and figures are those in force on the day of: ", "所依据版本和数值的日期：" },
    [W_CLEARS]      = { "First day on which it would hold: ", "最早符合日期：" },
    [W_LETS]        = { "where ", "其中 " },
    [W_EXAMPLES]    = { "Examples", "示例" },
    [W_OUTCOME]     = { "outcome", "结果" },
    [W_RECORD]      = { "record", "记录" },
    [W_NAME]        = { "name", "名称" },
    [W_VALUE]       = { "value", "值" },
    [W_UNIT]        = { "unit", "单位" },
    [W_SINCE]       = { "from", "自" },
    [W_FIELD]       = { "field", "字段" },
    [W_TITLE]       = { "title", "标题" },
    [W_TYPE]        = { "type", "类型" },
    [W_HEADINGS]    = { "headings", "表头" },
    [W_ALLOWED]     = { "allowed", "取值" },
    [W_REQUIRED]    = { "required", "必填" },
    [W_PRIVATE]     = { "private", "隐私" },
    [W_ERROR]       = { "error: it blocks the record", "错误（不得通过）" },
    [W_WARNING]     = { "warning", "警告" },
    [W_INFO]        = { "info", "提示" },
    [W_PASS]        = { "pass", "符合" },
    [W_VIOLATION]   = { "violation", "违反" },
    [W_UNDECIDED]   = { "undecided", "无法判定" },
    [W_NOT_APPLICABLE] = { "not applicable", "不适用" },
    [W_WAIVED]      = { "waived", "豁免" },
    [W_EMPTY]       = { "(empty)", "（空）" },
    [W_AT_MOST]     = { "at most ", "至多 " },
    [W_AT_LEAST]    = { "at least ", "至少 " },
    [W_EXTENDED]    = { "extended: ", "延长：" },
    [W_INCLUSIVE]   = { "the first day counts", "首日计入" },
    [W_EVERY]       = { "one in every ", "每期一次：" },
    [W_NO_GAP]      = { "no gap longer than ", "间隔不超过 " },
    [W_DATES]       = { "days: ", "日期：" },
    [W_GROUPS]      = { "Of records in groups by: ", "按以下分组：" },
    [W_ALL]         = { "(all records together)", "（全部记录）" },
    [W_SOURCES]     = { "source", "依据" },
    [W_PLACE]       = { "Written in: ", "出处：" },
};
/* clang-format on */

typedef struct {
    const Markup *markup;
    const duly_pack *pack;
    bool chinese;
    Text out;
    Str table;      /* rules for this table and with this gate, and not for or with others; empty gate: without one */
    Str gate;
    Str heading;    /* stands before the first of them; empty: it was written */
    bool in_table;  /* one of parameters or fields is open */
} Handbook;

static Str word(const Handbook *h, Word id)
{
    return str_of(h->chinese ? words[id].chinese : words[id].english);
}

static Str severity_word(const Handbook *h, duly_severity severity)
{
    return word(h, severity == DULY_ERROR ? W_ERROR : severity == DULY_WARNING ? W_WARNING : W_INFO);
}

static Str outcome_word(const Handbook *h, duly_outcome outcome)
{
    static const Word ids[] = { [DULY_PASS] = W_PASS, [DULY_VIOLATION] = W_VIOLATION, [DULY_UNDECIDED] = W_UNDECIDED,
                                [DULY_NOT_APPLICABLE] = W_NOT_APPLICABLE, [DULY_WAIVED] = W_WAIVED };
    return word(h, ids[outcome]);
}

/* ---- small parts */

static void add_day(Handbook *h, duly_date date)
{
    h->markup->text(&h->out, str_of(day_of(date).text));
}

/* "Source: 1990 trial rules", a point of a list, where there is something to say. */
static void add_point(Handbook *h, Word label, duly_text value, void (*add)(Text *out, Str s))
{
    if (value.len == 0)
        return;
    h->markup->item(&h->out, true);
    h->markup->text(&h->out, word(h, label));
    add(&h->out, slice(value));
    h->markup->item(&h->out, false);
}

static void add_cell(Handbook *h, Str s, void (*add)(Text *out, Str s))
{
    h->markup->cell(&h->out, true);
    if (s.len > 0)
        add(&h->out, s);
    h->markup->cell(&h->out, false);
}

static void begin_table(Handbook *h, const Word *headings, size_t count)
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
    h->markup->text(&h->out, word(h, W_FORCE));
    if (rule->from.year) {
        h->markup->text(&h->out, word(h, W_FROM));
        add_day(h, rule->from);
        h->markup->text(&h->out, STR(" "));
    }
    if (rule->to.year) {
        h->markup->text(&h->out, word(h, W_UNTIL));
        add_day(h, rule->to);
    }
    h->markup->item(&h->out, false);
}

static void add_after(Handbook *h, const duly_rule_text *rule)
{
    if (rule->after.count == 0)
        return;
    h->markup->item(&h->out, true);
    h->markup->text(&h->out, word(h, W_AFTER));
    for (size_t i = 0; i < rule->after.count; i++) {
        if (i > 0)
            h->markup->text(&h->out, STR(", "));
        h->markup->link(&h->out, slice(rule->after.at[i]), slice(rule->after.at[i]));
    }
    h->markup->item(&h->out, false);
}

static void add_place(Handbook *h, const duly_rule *rule)
{
    Text place = { 0 };
    text_add(&place, slice(rule->path));
    text_format(&place, ":%u", (unsigned) rule->line);
    add_point(h, W_PLACE, (duly_text) { place.at, place.len }, h->markup->code);
    text_free(&place);
}

static bool is_of_language(const Handbook *h, const duly_pair *message)
{
    return message->name.len == 0 || str_starts_with(slice(message->name), h->chinese ? STR("zh") : STR("en"));
}

/* The message in the language of the handbook, or all where there is none. */
static void add_messages(Handbook *h, duly_pairs messages)
{
    bool any = false;
    for (size_t i = 0; i < messages.count; i++)
        any |= is_of_language(h, &messages.at[i]);
    for (size_t i = 0; i < messages.count; i++)
        if (!any || is_of_language(h, &messages.at[i]))
            add_point(h, W_MESSAGE, messages.at[i].value, h->markup->code);
}

static void add_groups(Handbook *h, const duly_rule_text *rule)
{
    Text keys = { 0 };
    if (!rule->about_groups)
        return;
    for (size_t i = 0; i < rule->group_by.count; i++)
        text_format(&keys, "%s%.*s = %.*s", i > 0 ? ", " : "", (int) rule->group_by.at[i].name.len, rule->group_by.at[i].name.at,
                    (int) rule->group_by.at[i].value.len, rule->group_by.at[i].value.at);
    if (keys.len == 0)
        text_add(&keys, word(h, W_ALL));
    add_point(h, W_GROUPS, (duly_text) { keys.at, keys.len }, h->markup->code);
    text_free(&keys);
}

static void add_facts(Handbook *h, const duly_rule_text *rule)
{
    Str severity = severity_word(h, rule->rule.severity);
    h->markup->list(&h->out, true);
    add_point(h, W_SEVERITY, (duly_text) { severity.at, severity.len }, h->markup->text);
    add_point(h, W_SOURCE, rule->rule.source, h->markup->text);
    add_force(h, rule);
    add_point(h, W_DAY_OF, rule->day_of, h->markup->code);
    add_point(h, W_WHEN, rule->when, h->markup->code);
    add_groups(h, rule);
    add_after(h, rule);
    if (!str_is(slice(rule->missing), "undecided"))
        add_point(h, W_MISSING, rule->missing, h->markup->text);
    add_point(h, W_CLEARS, rule->clears_on, h->markup->code);
    add_messages(h, rule->messages);
    add_place(h, &rule->rule);
    h->markup->list(&h->out, false);
}

static const struct {
    const char *name;
    Word label;
} bound_words[] = {
    { "at_most", W_AT_MOST }, { "extended", W_EXTENDED }, { "when", W_WHEN }, { "at_least", W_AT_LEAST },
    { "counted_from", W_COUNTED_FROM }, { "dates", W_DATES }, { "every", W_EVERY }, { "no_gap", W_NO_GAP },
};

/* "at most 3 months; extended: 6 months" */
static void add_bounds(const Handbook *h, Text *out, duly_pairs bounds)
{
    for (size_t i = 0; i < bounds.count; i++) {
        if (i > 0)
            text_add(out, STR("; "));
        if (str_is(slice(bounds.at[i].name), "counting"))
            text_add(out, word(h, W_INCLUSIVE));
        for (size_t b = 0; b < sizeof bound_words / sizeof *bound_words; b++) {
            if (!str_is(slice(bounds.at[i].name), bound_words[b].name))
                continue;
            text_add(out, word(h, bound_words[b].label));
            text_add(out, slice(bounds.at[i].value));
        }
    }
}

static void add_interval(Handbook *h, const duly_rule_text *rule)
{
    Text bounds = { 0 };
    add_bounds(h, &bounds, rule->bounds);
    h->markup->paragraph(&h->out, true);
    h->markup->code(&h->out, slice(rule->from_step));
    h->markup->text(&h->out, STR(" → "));
    h->markup->code(&h->out, slice(rule->to_step));
    h->markup->text(&h->out, STR(": "));
    h->markup->strong(&h->out, text_str(&bounds));
    h->markup->paragraph(&h->out, false);
    text_free(&bounds);
}

static void add_condition(Handbook *h, const duly_rule_text *rule)
{
    Text code = { 0 };
    text_add(&code, slice(rule->rule.require));
    for (size_t i = 0; i < rule->lets.count; i++) {
        text_add(&code, STR("\n"));
        text_add(&code, word(h, W_LETS));
        text_add(&code, slice(rule->lets.at[i].name));
        text_add(&code, STR(" = "));
        text_add(&code, slice(rule->lets.at[i].value));
    }
    h->markup->paragraph(&h->out, true);
    h->markup->text(&h->out, word(h, W_REQUIRE));
    h->markup->paragraph(&h->out, false);
    h->markup->block(&h->out, text_str(&code));
    text_free(&code);
}

static void add_pairs(Text *out, duly_pairs pairs)
{
    for (size_t i = 0; i < pairs.count; i++) {
        if (out->len > 0)
            text_add(out, STR(", "));
        text_add(out, slice(pairs.at[i].name));
        text_add(out, STR(": "));
        text_add(out, slice(pairs.at[i].value));
    }
}

/* "{reader: R1}" of the group, "reader {id: R1}" beside it. */
static void add_record(Text *out, const duly_sample_record *record, bool own)
{
    Text cells = { 0 };
    add_pairs(&cells, record->cells);
    if (out->len > 0)
        text_add(out, STR(", "));
    if (!own) {
        text_add(out, slice(record->table));
        text_add_char(out, ' ');
    }
    text_format(out, "{%.*s}", STR_ARG(text_str(&cells)));
    text_free(&cells);
}

static void add_sample(Handbook *h, const duly_sample *sample)
{
    Text cells = { 0 };
    add_pairs(&cells, sample->cells);
    for (size_t i = 0; i < sample->record_count; i++)
        add_record(&cells, &sample->records[i], i < sample->own_count);
    add_pairs(&cells, sample->set);
    if (sample->as_of.year)
        text_format(&cells, "%sas_of: %s", cells.len ? ", " : "", day_of(sample->as_of).text);
    h->markup->row(&h->out, true);
    add_cell(h, outcome_word(h, sample->outcome), h->markup->text);
    if (cells.len > 0)
        add_cell(h, text_str(&cells), h->markup->code);
    else
        add_cell(h, word(h, W_EMPTY), h->markup->text);
    h->markup->row(&h->out, false);
    text_free(&cells);
}

static void add_samples(Handbook *h, const duly_rule_text *rule)
{
    static const Word headings[] = { W_OUTCOME, W_RECORD };
    if (rule->sample_count == 0)
        return;
    h->markup->heading(&h->out, 4, (Str) { 0 }, word(h, W_EXAMPLES));
    begin_table(h, headings, 2);
    for (size_t i = 0; i < rule->sample_count; i++)
        add_sample(h, &rule->samples[i]);
    h->markup->table(&h->out, NULL);
}

static void tell_rule(void *context, const duly_rule_text *rule)
{
    Handbook *h = context;
    Text heading = { 0 };
    if (!str_equal(slice(rule->rule.table), h->table) || !str_equal(slice(rule->rule.gate), h->gate))
        return;
    if (h->heading.len > 0)
        h->markup->heading(&h->out, 2, (Str) { 0 }, h->heading);
    h->heading = (Str) { 0 };
    text_add(&heading, slice(rule->rule.title));
    if (heading.len > 0)
        text_add(&heading, STR(" · "));
    text_add(&heading, slice(rule->rule.id));
    h->markup->heading(&h->out, 3, slice(rule->rule.id), text_str(&heading));
    if (rule->from_step.len > 0)
        add_interval(h, rule);
    else
        add_condition(h, rule);
    add_facts(h, rule);
    add_samples(h, rule);
    text_free(&heading);
}

static void read_rules(Handbook *h, Str table, Str gate, Str heading)
{
    duly_reader reader = { .context = h, .rule = tell_rule };
    h->table = table;
    h->gate = gate;
    h->heading = heading;
    duly_pack_read(h->pack, &reader);
}

/* In the order of the procedure: who prepares a step finds what must hold before it in one place. */
static void add_rules_of(Handbook *h, Str table)
{
    duly_step step;
    for (size_t i = 0; duly_pack_step(h->pack, i, &step); i++) {
        Text heading = { 0 };
        if (!str_equal(slice(step.table), table))
            continue;
        text_add(&heading, word(h, W_BEFORE));
        text_add(&heading, slice(step.title.len ? step.title : step.id));
        read_rules(h, table, slice(step.id), text_str(&heading));
        text_free(&heading);
    }
    read_rules(h, table, (Str) { 0 }, word(h, W_ALWAYS));
}

/* ---- parameters and fields */

static void tell_parameter(void *context, const duly_parameter *parameter)
{
    Handbook *h = context;
    static const Word headings[] = { W_NAME, W_VALUE, W_UNIT, W_SINCE, W_SOURCES };
    if (!h->in_table) {
        h->markup->heading(&h->out, 1, STR("parameters"), word(h, W_PARAMETERS));
        begin_table(h, headings, 5);
    }
    h->in_table = true;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const duly_parameter_version *version = &parameter->versions[i];
        h->markup->row(&h->out, true);
        add_cell(h, slice(parameter->name), h->markup->code);
        add_cell(h, slice(version->value), h->markup->text);
        add_cell(h, slice(parameter->unit), h->markup->text);
        add_cell(h, version->from.year ? str_of(day_of(version->from).text) : (Str) { 0 }, h->markup->text);
        add_cell(h, slice(version->source), h->markup->text);
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
    duly_reader reader = { .context = h, .parameter = tell_parameter };
    duly_pack_read(h->pack, &reader);
    end_table(h);
}

static void add_words(Text *out, Str s, Str between)
{
    if (s.len == 0)
        return;
    if (out->len > 0)
        text_add(out, between);
    text_add(out, s);
}

static void add_limit(Text *out, const char *what, duly_text limit)
{
    if (limit.len > 0) {
        add_words(out, str_of(what), STR("; "));
        text_add(out, slice(limit));
    }
}

static void add_allowed(const Handbook *h, Text *out, const duly_field *field)
{
    for (size_t i = 0; i < field->values.count; i++) {
        add_words(out, slice(field->values.at[i].name), STR(", "));
        if (field->values.at[i].value.len > 0)
            text_format(out, " (%.*s)", (int) field->values.at[i].value.len, field->values.at[i].value.at);
    }
    add_limit(out, "", field->pattern);
    add_limit(out, "≥ ", field->min);
    add_limit(out, "≤ ", field->max);
    if (field->required)
        add_words(out, word(h, W_REQUIRED), STR("; "));
    if (field->is_private)
        add_words(out, word(h, W_PRIVATE), STR("; "));
}

static void tell_field(void *context, const duly_field *field)
{
    Handbook *h = context;
    Text headings = { 0 }, allowed = { 0 };
    for (size_t i = 0; i < field->headings.count; i++)
        add_words(&headings, slice(field->headings.at[i]), h->chinese ? STR("、") : STR(", "));
    for (size_t i = 0; i < field->heading_patterns.count; i++)
        add_words(&headings, slice(field->heading_patterns.at[i]), h->chinese ? STR("、") : STR(", "));
    add_allowed(h, &allowed, field);
    h->markup->row(&h->out, true);
    add_cell(h, slice(field->name), h->markup->code);
    add_cell(h, slice(field->title), h->markup->text);
    add_cell(h, slice(field->type), h->markup->text);
    add_cell(h, text_str(&headings), h->markup->text);
    add_cell(h, text_str(&allowed), h->markup->text);
    h->markup->row(&h->out, false);
    text_free(&headings);
    text_free(&allowed);
}

static void tell_table(void *context, const duly_table *table)
{
    static const Word headings[] = { W_FIELD, W_TITLE, W_TYPE, W_HEADINGS, W_ALLOWED };
    Handbook *h = context;
    end_table(h);
    h->markup->heading(&h->out, 2, (Str) { 0 }, slice(table->title.len ? table->title : table->name));
    h->markup->paragraph(&h->out, true);
    h->markup->text(&h->out, word(h, W_TABLE));
    h->markup->code(&h->out, slice(table->file.len ? table->file : table->name));
    h->markup->paragraph(&h->out, false);
    begin_table(h, headings, 5);
    h->in_table = true;
}

static void add_tables(Handbook *h)
{
    duly_reader reader = { .context = h, .table = tell_table, .field = tell_field };
    h->markup->heading(&h->out, 1, STR("records"), word(h, W_TABLES));
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
    while (i < procedure->step_count && !str_equal(slice(procedure->steps[i].id), slice(id)))
        i++;
    return i;
}

static void gather_span(void *context, const duly_rule_text *rule)
{
    Procedure *procedure = context;
    size_t at = procedure->span_count, from = step_index(procedure, rule->from_step), to = step_index(procedure, rule->to_step);
    if (rule->from_step.len == 0 || !str_equal(slice(rule->rule.table), procedure->table) || at == MOST_SPANS ||
        from == procedure->step_count || to == procedure->step_count)
        return;
    add_bounds(procedure->handbook, &procedure->labels[at], rule->bounds);
    procedure->spans[at] = (DrawnSpan) { from, to, text_str(&procedure->labels[at]) };
    procedure->span_count++;
}

static void gather_steps(Procedure *procedure)
{
    duly_step step;
    for (size_t i = 0; duly_pack_step(procedure->handbook->pack, i, &step) && procedure->step_count < MOST_STEPS; i++) {
        if (!str_equal(slice(step.table), procedure->table))
            continue;
        procedure->steps[procedure->step_count] = step;
        procedure->titles[procedure->step_count++] = slice(step.title.len ? step.title : step.id);
    }
}

static int by_ends(const void *a, const void *b)
{
    const DrawnSpan *x = a, *y = b;
    size_t one = x->to * MOST_STEPS + x->from, other = y->to * MOST_STEPS + y->from;
    return (one > other) - (one < other);
}

static void list_steps(Handbook *h, const Procedure *procedure)
{
    static const Word headings[] = { W_TITLE, W_NAME, W_FIELD };
    begin_table(h, headings, 3);
    for (size_t i = 0; i < procedure->step_count; i++) {
        h->markup->row(&h->out, true);
        add_cell(h, procedure->titles[i], h->markup->text);
        add_cell(h, slice(procedure->steps[i].id), h->markup->code);
        add_cell(h, slice(procedure->steps[i].field), h->markup->code);
        h->markup->row(&h->out, false);
    }
    h->markup->table(&h->out, NULL);
}

static void add_procedure(Handbook *h, Str table)
{
    Procedure *procedure = memory_alloc(sizeof *procedure);
    *procedure = (Procedure) { .handbook = h, .table = table };
    duly_reader reader = { .context = procedure, .rule = gather_span };
    gather_steps(procedure);
    duly_pack_read(h->pack, &reader);
    qsort(procedure->spans, procedure->span_count, sizeof *procedure->spans, by_ends);
    Drawing drawing = { procedure->titles, procedure->step_count, procedure->spans, procedure->span_count };
    if (procedure->step_count > 0) {
        h->markup->heading(&h->out, 1, STR("procedure"), word(h, W_PROCEDURE));
        h->markup->drawing(&h->out, &drawing);
        list_steps(h, procedure);
    }
    for (size_t i = 0; i < procedure->span_count; i++)
        text_free(&procedure->labels[i]);
    free_(procedure);
}

/* ---- the whole */

static void add_procedure_of_table(void *context, const duly_table *table)
{
    add_procedure(context, slice(table->name));
}

static void add_rules_of_table(void *context, const duly_table *table)
{
    add_rules_of(context, slice(table->name));
}

bool handbook_is(Str text)
{
    return str_find(text, str_of(words[W_ABOUT].english), 0) != SIZE_MAX || str_find(text, str_of(words[W_ABOUT].chinese), 0) != SIZE_MAX;
}

void handbook_write(Output *out, const Markup *markup, const duly_pack *pack, Str language)
{
    Handbook h = { .markup = markup, .pack = pack, .chinese = str_starts_with(language, STR("zh")) };
    duly_pack_info info;
    duly_reader procedures = { .context = &h, .table = add_procedure_of_table };
    duly_reader tables = { .context = &h, .table = add_rules_of_table };
    duly_pack_describe(pack, &info);
    markup->begin(&h.out, slice(info.title.len ? info.title : info.name), h.chinese ? STR("zh") : STR("en"));
    markup->paragraph(&h.out, true);
    markup->text(&h.out, word(&h, W_ABOUT));
    markup->paragraph(&h.out, false);
    duly_pack_read(pack, &procedures);
    markup->heading(&h.out, 1, STR("rules"), word(&h, W_RULES));
    duly_pack_read(pack, &tables);
    add_parameters(&h);
    add_tables(&h);
    markup->end(&h.out);
    output_add(out, text_str(&h.out));
    text_free(&h.out);
}
