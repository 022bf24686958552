/* A record explained, for people: where it stands, its way so far, and how each rule came out. */
#include "report/dates.h"
#include "report/text/explain_parts.h"
#include "report/facts.h"
#include "report/printable.h"

static const struct {
    WordsId phrase;
    Style style;
} outcomes[] = {
    [DULY_PASS] = { WORDS_RULE_PASSED, GREEN },          [DULY_VIOLATION] = { WORDS_RULE_VIOLATED, RED },
    [DULY_UNDECIDED] = { WORDS_RULE_UNDECIDED, YELLOW }, [DULY_NOT_APPLICABLE] = { WORDS_RULE_NOT_APPLICABLE, DIM },
    [DULY_WAIVED] = { WORDS_RULE_WAIVED, GREEN },
};

void explain_line(ExplainText *text, size_t indent, size_t hanging)
{
    page_paragraph(&text->page, text->out, indent, hanging, text_str(&text->line));
    text_clear(&text->line);
}

void explain_phrase(ExplainText *text, Style style, WordsId id, const Str *values)
{
    page_begin(&text->page, &text->line, style);
    words_add(&text->line, text->language, id, values);
    page_end(&text->page, &text->line, style);
}

void explain_between(ExplainText *text)
{
    if (text->line.len)
        words_add(&text->line, text->language, WORDS_ALSO, NULL);
}

void explain_outcome(ExplainText *text, duly_outcome outcome)
{
    explain_phrase(text, outcomes[outcome].style, outcomes[outcome].phrase, NULL);
}

void explain_force(ExplainText *text, const duly_rule_explanation *rule)
{
    Day from = day_spoken(text->language, rule->from), to = day_spoken(text->language, rule->to);
    if (from.text[0]) {
        explain_between(text);
        explain_phrase(text, DIM, WORDS_FORCE_FROM, (Str[]) { str_of(from.text) });
    }
    if (to.text[0]) {
        explain_between(text);
        explain_phrase(text, DIM, WORDS_FORCE_TO, (Str[]) { str_of(to.text) });
    }
}

static void add_styled(ExplainText *text, Style style, duly_text shown)
{
    Text harmless = text_in(text->arena);
    printable_add(&harmless, shown);
    page_add(&text->page, &text->line, style, text_str(&harmless));
}

/* ---- the record */

static void explain_text_tell_record(ExplainText *text, const duly_record *record)
{
    const Voice voice = { text->arena, text->language };
    const Str shown[] = { value_said(&voice, record->key), name_or_none(record->label), value_said(&voice, record->section) };
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (shown[i].len == 0)
            continue;
        add_styled(text, i < 2 ? STRONG : PLAIN, shown[i]);
        text_add(&text->line, STR("  "));
    }
    page_begin(&text->page, &text->line, DIM);
    printable_add(&text->line, record->file);
    printable_add(&text->line, place_within(text->arena, record->sheet, (Str) { 0 }, record->line));
    page_end(&text->page, &text->line, DIM);
    explain_line(text, 0, 2);
}

static void add_verdict(const ExplainText *text, Text *out, duly_verdict verdict)
{
    static const WordsId phrases[] = {
        [DULY_READY] = WORDS_IS_READY,
        [DULY_BLOCKED] = WORDS_IS_BLOCKED,
        [DULY_VERDICT_UNDECIDED] = WORDS_IS_UNDECIDED,
        [DULY_NOT_JUDGED] = WORDS_IS_NO_CANDIDATE,
    };
    Text word = text_in(text->arena);
    words_add(&word, text->language, phrases[verdict], NULL);
    if (text->chosen && verdict != DULY_NOT_JUDGED)
        words_add(out, text->language, WORDS_OF_CHOSEN, (Str[]) { text_str(&word) });
    else
        text_add(out, text_str(&word));
}

static void tell_verdict(ExplainText *text, const duly_record_explanation *told)
{
    Day as_of = day_spoken(text->language, told->run->as_of), on = day_spoken(text->language, told->run->on);
    Text verdict = text_in(text->arena), gate = text_in(text->arena), earliest = text_in(text->arena);
    add_verdict(text, &verdict, told->record->verdict);
    printable_add(&gate, run_step_title(told->run));
    if (gate.len)
        explain_phrase(text, PLAIN, WORDS_STATE_BEFORE,
                       (Str[]) { text_str(&verdict), text_str(&gate), str_of(on.text), str_of(as_of.text) });
    else
        explain_phrase(text, PLAIN, WORDS_STATE, (Str[]) { text_str(&verdict), str_of(as_of.text) });
    text_add(&earliest, record_earliest(&(Voice) { text->arena, text->language }, told->record));
    if (earliest.len) {
        explain_between(text);
        page_add(&text->page, &text->line, STRONG, text_str(&earliest));
    }
    explain_line(text, 0, 2);
}

/* ---- the day, and what was in force */

static void tell_force(ExplainText *text, const duly_rule_explanation *rule)
{
    Day day = day_spoken(text->language, rule->day);
    Text step = text_in(text->arena);
    printable_add(&step, rule->day_step_title.len ? rule->day_step_title : rule->day_step);
    if (day.text[0])
        explain_phrase(text, DIM, step.len ? WORDS_DAY_OF_STEP : WORDS_DAY_AS_OF, (Str[]) { str_of(day.text), text_str(&step) });
    explain_force(text, rule);
    if (text->line.len)
        explain_line(text, 4, 6);
}

static void explain_text_tell_parameter(ExplainText *text, const duly_parameter_use *use)
{
    Day from = day_spoken(text->language, use->from);
    page_begin(&text->page, &text->line, DIM);
    text_add(&text->line, STR("params."));
    printable_add(&text->line, use->name);
    text_add(&text->line, STR(" = "));
    if (use->value.len)
        printable_add_cut(&text->line, use->value, EXPLAIN_VALUE_COLUMNS);
    else
        words_add(&text->line, text->language, WORDS_NOT_IN_FORCE, NULL);
    page_end(&text->page, &text->line, DIM);
    if (use->set) {
        explain_between(text);
        explain_phrase(text, STRONG, WORDS_SET_HERE, NULL);
    }
    if (from.text[0]) {
        explain_between(text);
        explain_phrase(text, DIM, WORDS_FORCE_FROM, (Str[]) { str_of(from.text) });
    }
    if (use->source.len) {
        text_add(&text->line, STR(" · "));
        add_styled(text, DIM, use->source);
    }
    explain_line(text, 4, 6);
}

/* ---- the finding */

static void tell_cell(ExplainText *text, const duly_cell *cell)
{
    Text name = text_in(text->arena), value = text_in(text->arena);
    Number column = number_of(cell->column);
    printable_add(&name, cell->title.len ? cell->title : cell->field);
    if (cell->missing)
        words_add(&value, text->language, WORDS_EMPTY_CELL, NULL);
    else
        printable_add_cut(&value, value_said(&(Voice) { text->arena, text->language }, cell->value), EXPLAIN_VALUE_COLUMNS);
    words_add(&text->line, text->language, WORDS_ABOUT, (Str[]) { text_str(&name), text_str(&value) });
    if (cell->column) {
        text_add(&text->line, STR(" · "));
        explain_phrase(text, DIM, WORDS_COLUMN_NUMBER, (Str[]) { str_of(column.text) });
    }
    explain_line(text, 4, 6);
}

static void explain_text_tell_finding(ExplainText *text, const duly_finding *finding)
{
    Day clears = day_spoken(text->language, finding->clears_on);
    if (finding->message.len) {
        printable_add(&text->line, finding->message);
        explain_line(text, 4, 6);
    }
    for (size_t i = 0; i < finding->cell_count; i++)
        tell_cell(text, &finding->cells[i]);
    if (clears.text[0]) {
        explain_phrase(text, PLAIN, WORDS_CLEARS, (Str[]) { str_of(clears.text) });
        explain_line(text, 4, 6);
    }
    if (finding->waiver) {
        Day expires = day_spoken(text->language, finding->waiver->expires);
        Text document = text_in(text->arena);
        printable_add(&document, finding->waiver->document);
        explain_phrase(text, GREEN, WORDS_ACCEPTED, (Str[]) { text_str(&document), str_of(expires.text) });
        explain_line(text, 4, 6);
    }
}

/* ---- conditions as trees */

static Style explain_text_style_of(const duly_part *part)
{
    Str value = part->value;
    if (part->state == DULY_PART_MISSING || part->state == DULY_PART_FAILED)
        return YELLOW;
    if (part->state != DULY_PART_VALUE)
        return DIM;
    return str_is(value, "false") ? RED : str_is(value, "true") ? GREEN : STRONG;
}

static void explain_text_add_value(ExplainText *text, const duly_part *part)
{
    static const WordsId phrases[] = {
        [DULY_PART_MISSING] = WORDS_MISSING, [DULY_PART_FAILED] = WORDS_PART_FAILED, [DULY_PART_LEFT_OUT] = WORDS_PART_LEFT_OUT
    };
    page_begin(&text->page, &text->line, explain_text_style_of(part));
    if (part->state == DULY_PART_VALUE)
        printable_add_cut(&text->line, part->value, EXPLAIN_VALUE_COLUMNS);
    else if (part->state == DULY_PART_PRIVATE)
        words_add(&text->line, text->language, WORDS_PRIVATE, NULL);
    else
        words_add(&text->line, text->language, phrases[part->state], NULL);
    page_end(&text->page, &text->line, explain_text_style_of(part));
}

static void tell_part(ExplainText *text, size_t indent, const duly_part *part)
{
    indent += 2 * (part->depth < EXPLAIN_DEEPEST ? part->depth : EXPLAIN_DEEPEST);
    printable_add(&text->line, part->text);
    text_add(&text->line, STR("  → "));
    explain_text_add_value(text, part);
    explain_line(text, indent, indent + 4);
}

static void tell_parts(ExplainText *text, const char *key, const duly_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i == 0)
            text_format(&text->line, "%s: ", key);
        tell_part(text, 4, &parts[i]);
    }
}

void explain_part(const duly_part *part, const ReportOptions *options)
{
    ExplainText text = { .arena = options->scratch,
                         .line = text_in(options->scratch),
                         .out = options->out,
                         .page = { text_width(options->width), options->colour } };
    tell_part(&text, 0, part);
}

/* ---- rules */

/* A place in a pack behind a phrase: "changed by rules/school/pack.yaml:12". */
static void add_origin(ExplainText *text, WordsId phrase, duly_text path, uint32_t number)
{
    Text place = { 0 };
    if (path.len == 0)
        return;
    printable_add(&place, path);
    text_format(&place, ":%u", (unsigned) number);
    explain_between(text);
    explain_phrase(text, DIM, phrase, (Str[]) { text_str(&place) });
    text_free(&place);
}

static void tell_origin(ExplainText *text, const duly_rule *rule)
{
    add_origin(text, WORDS_RULE_CHANGED_BY, rule->changed_path, rule->changed_line);
    add_origin(text, WORDS_RULE_REPLACES, rule->replaces_path, rule->replaces_line);
    if (text->line.len)
        explain_line(text, 4, 6);
}

static void explain_text_tell_rule(ExplainText *text, const duly_record_explanation *told, const duly_rule_explanation *rule)
{
    duly_rule described = { .size = sizeof described };
    duly_pack_rule(told->run->pack, rule->rule, &described);
    output_add(text->out, STR("\n"));
    explain_outcome(text, rule->outcome);
    text_add(&text->line, STR("  "));
    add_styled(text, STRONG, described.id);
    bool is_said_below = rule->outcome == DULY_UNDECIDED && rule->finding; /* why it cannot be decided */
    if (rule->title.len && !is_said_below) {
        text_add(&text->line, STR("  "));
        printable_add(&text->line, rule->title);
    }
    explain_line(text, 2, 4);
    if (rule->finding)
        explain_text_tell_finding(text, rule->finding);
    tell_force(text, rule);
    for (size_t i = 0; i < rule->parameter_count; i++)
        explain_text_tell_parameter(text, &rule->parameters[i]);
    if (text->detail != EXPLAIN_FOUND) {
        tell_parts(text, "when", rule->when, rule->when_count);
        tell_parts(text, "require", rule->require, rule->require_count);
    }
    if (described.path.len) {
        page_begin(&text->page, &text->line, DIM);
        printable_add(&text->line, described.path);
        text_format(&text->line, ":%u", described.line);
        if (described.source.len)
            text_add(&text->line, STR(" · "));
        printable_add(&text->line, described.source);
        page_end(&text->page, &text->line, DIM);
        explain_line(text, 4, 6);
    }
    tell_origin(text, &described);
}

/* Of those at most the name is told. */
static bool explain_text_is_plain(const ExplainText *text, const duly_rule_explanation *rule)
{
    if (text->detail == EXPLAIN_ALL)
        return false;
    bool nothing = rule->require_count == 0 || text->detail == EXPLAIN_FOUND;
    return rule->outcome == DULY_NOT_APPLICABLE || (rule->outcome == DULY_PASS && nothing);
}

static void tell_others(ExplainText *text, const duly_record_explanation *told, duly_outcome outcome, WordsId phrase)
{
    Text ids = text_in(text->arena);
    for (size_t i = 0; i < told->rule_count; i++) {
        duly_rule described = { .size = sizeof described };
        if (told->rules[i].outcome != outcome || !explain_text_is_plain(text, &told->rules[i]))
            continue;
        duly_pack_rule(told->run->pack, told->rules[i].rule, &described);
        text_add(&ids, ids.len ? STR(", ") : STR(""));
        printable_add(&ids, described.id);
    }
    if (ids.len) {
        output_add(text->out, STR("\n"));
        explain_phrase(text, PLAIN, phrase, (Str[]) { text_str(&ids) });
        explain_line(text, 0, 2);
    }
}

static void tell_rest(ExplainText *text, const duly_record_explanation *told)
{
    size_t counts[DULY_WAIVED + 1] = { 0 };
    for (size_t i = 0; i < told->rule_count; i++)
        counts[told->rules[i].outcome]++;
    if (counts[DULY_PASS] + counts[DULY_NOT_APPLICABLE] == 0)
        return;
    Number passed = number_of(counts[DULY_PASS]), others = number_of(counts[DULY_NOT_APPLICABLE]);
    output_add(text->out, STR("\n"));
    explain_phrase(text, PLAIN, WORDS_REST, (Str[]) { str_of(passed.text), str_of(others.text) });
    explain_line(text, 0, 2);
}

static void explain_text_tell_rules(ExplainText *text, const duly_record_explanation *told)
{
    size_t shown = 0;
    if (told->rule_count == 0)
        return;
    for (size_t i = 0; i < told->rule_count; i++)
        shown += !explain_text_is_plain(text, &told->rules[i]);
    output_add(text->out, STR("\n"));
    explain_phrase(text, STRONG, shown ? WORDS_RULES : WORDS_NOTHING_FOUND, NULL);
    explain_line(text, 0, 2);
    for (size_t i = 0; i < told->rule_count; i++)
        if (!explain_text_is_plain(text, &told->rules[i]))
            explain_text_tell_rule(text, told, &told->rules[i]);
    if (text->detail == EXPLAIN_FOUND) {
        tell_rest(text, told);
        return;
    }
    tell_others(text, told, DULY_PASS, WORDS_OTHERS_PASSED);
    tell_others(text, told, DULY_NOT_APPLICABLE, WORDS_OTHERS_NOT_APPLICABLE);
}

void explain_text(const duly_record_explanation *explanation, const ReportOptions *options)
{
    ExplainText text = { .arena = options->scratch,
                         .line = text_in(options->scratch),
                         .out = options->out,
                         .language = explanation->run->language,
                         .page = { text_width(options->width), options->colour },
                         .detail = options->detail,
                         .chosen = options->chosen };
    explain_text_tell_record(&text, explanation->record);
    tell_verdict(&text, explanation);
    explain_timeline(&text, explanation);
    explain_text_tell_rules(&text, explanation);
}
