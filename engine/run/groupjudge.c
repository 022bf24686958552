/* Nearly every group passes, and nothing is to be told of it. So all are judged in the order in which they came, and those that need a
   closer look are put in the order of their keys and judged once more: sorting a million groups of which one in a hundred is told cost
   690 ns a record, and printing the keys of all of them 200. Groups that do not fit into memory come in pieces, of which only those that need
   the closer look are kept. */
#include "run/groupjudge.h"

#include "model/identity.h"
#include "run/called.h"
#include "run/compose.h"
#include "run/fingerprint.h"
#include "run/groupbytes.h"
#include "run/groupcause.h"
#include "run/judge.h"
#include "run/sheet.h"
#include "run/waivers.h"

/* Some groups at a time, as rows of a batch. */
typedef struct {
    const GroupJudge *judge;
    const Rule *rule;
    const Pack *pack;
    const Groups *of; /* whose numbers are meant */
    Str language;
    bool redact;
    Arena memory, told;
    Arena looking;   /* as long as the groups are rows */
    Column *columns; /* by slot of the program */
    const Column **inputs;
    uint32_t slots, keys, figures;
    Interp *interp;
    const Group *groups[BATCH_ROWS];
    uint8_t applies[BATCH_ROWS + ROW_PAD], outcomes[BATCH_ROWS + ROW_PAD];
    uint8_t spoilers[BATCH_ROWS]; /* a bit for each side of each condition: the group would pass without its records */
    uint32_t numbers[BATCH_ROWS];
    uint32_t rows;
    uint64_t decided;
    bool is_awaited; /* some waiver is about groups of this rule: each of them is looked at */
    uint32_t lone;   /* the first group of one record, where what comes of it comes of all of them; INDEX_NONE */
    Outcome lone_outcome;
    ARRAY(uint32_t) looked_at;
    Text text;
} Round;

static const Aggregate *aggregate_at(const Round *round, uint32_t index)
{
    return round->judge->rule->grouping->aggregates.list.at[index];
}

static const Type *key_type(const Round *round, uint32_t index)
{
    return round->judge->rule->grouping->keys[index].value.expr->type;
}

/* ---- columns */

static void groupjudge_make_column(Round *round, uint32_t slot, const Type *type, Value value)
{
    if (slot >= round->slots)
        return;
    round->columns[slot] = column_new(&round->memory, column_kind(type), BATCH_ROWS + ROW_PAD);
    round->inputs[slot] = &round->columns[slot];
    column_fill(&round->columns[slot], 0, BATCH_ROWS + ROW_PAD, value);
}

/* Beside keys and figures: the as-of date, and parameters that have no value on some day. */
static void groupjudge_make_columns(Round *round)
{
    uint32_t first = round->keys + round->figures;
    round->columns = arena_array(&round->memory, Column, round->slots);
    round->inputs = arena_array(&round->memory, const Column *, round->slots);
    for (uint32_t i = 0; i < round->keys; i++)
        groupjudge_make_column(round, i, key_type(round, i), value_missing());
    for (uint32_t i = 0; i < round->figures; i++)
        groupjudge_make_column(round, round->keys + i, aggregate_at(round, i)->symbol.type, value_missing());
    groupjudge_make_column(round, first + SLOT_AS_OF, &TYPE_DATE, round->judge->as_of ? value_date(round->judge->as_of) : value_missing());
    for (uint32_t i = 0; i < round->pack->parameter_count; i++)
        groupjudge_make_column(round, first + SLOT_PARAMETER + i, round->pack->parameters[i].type, value_error());
}

static bool lacks_key(const Round *round, const Group *group)
{
    for (uint32_t i = 0; i < round->keys; i++)
        if (value_is_error(group->keys[i]))
            return true;
    return false;
}

static void groupjudge_put_group(Round *round, uint32_t number)
{
    const Group *group = groups_look(&round->looking, round->of, round->judge->rule, number);
    uint32_t row = round->rows++;
    round->numbers[row] = number;
    for (uint32_t i = 0; i < round->keys && i < round->slots; i++)
        column_set(&round->columns[i], row, group->keys[i]);
    for (uint32_t i = 0; i < round->figures && round->keys + i < round->slots; i++)
        column_set(&round->columns[round->keys + i], row, aggregate_value(aggregate_at(round, i), &group->states[i]));
    bool doubt = group->doubt || lacks_key(round, group);
    round->groups[row] = group;
    round->applies[row] = !doubt ? TRUTH_TRUE : group->doubt & STATUS_ERROR ? TRUTH_ERROR : TRUTH_MISSING;
}

/* ---- what is told */

static Str groupjudge_take_text(Round *round)
{
    Str result = arena_str(&round->told, text_str(&round->text));
    text_clear(&round->text);
    return result;
}

static bool groupjudge_is_hidden(const Round *round, uint32_t slot)
{
    return round->redact && round->judge->rule->is_private[slot];
}

static NamedText named_value(Round *round, Str name, const Type *type, Value value, bool hidden)
{
    text_clear(&round->text);
    if (hidden && !value_is_error(value))
        words_add(&round->text, round->language, WORDS_PRIVATE, NULL);
    else
        compose_value(&round->text, round->language, type, value);
    return (NamedText) { name, groupjudge_take_text(round), value_is_error(value) };
}

static NamedText *list_keys(Round *round, const Group *group)
{
    NamedText *list = arena_array(&round->told, NamedText, round->keys);
    for (uint32_t i = 0; i < round->keys; i++)
        list[i] = named_value(round, round->judge->rule->grouping->keys[i].name, key_type(round, i), group->keys[i],
                              groupjudge_is_hidden(round, i));
    return list;
}

/* By key; what must not be told of a key is not told of its record either. */
static Str *list_called(Round *round, const Group *group)
{
    Str *called = arena_array(&round->told, Str, round->keys);
    Bytes bytes = { group->called, false };
    for (uint32_t i = 0; i < round->keys; i++) {
        Str name = called_next(&bytes);
        called[i] = groupjudge_is_hidden(round, i) ? (Str) { 0 } : name;
    }
    return called;
}

/* By what the group is known. */
static NamedText *list_identities(Round *round, const Group *group)
{
    NamedText *list = arena_array(&round->told, NamedText, round->keys);
    for (uint32_t i = 0; i < round->keys; i++) {
        Value key = group->keys[i];
        list[i] = (NamedText) { round->judge->rule->grouping->keys[i].name, identity_of_value(key_type(round, i), key, &round->told),
                                value_is_error(key) };
    }
    return list;
}

static bool hides_keys(const Round *round)
{
    bool hides = false;
    for (uint32_t i = 0; i < round->keys; i++)
        hides |= groupjudge_is_hidden(round, i);
    return hides;
}

static NamedText *list_figures(Round *round, const Group *group)
{
    NamedText *list = arena_array(&round->told, NamedText, round->figures);
    for (uint32_t i = 0; i < round->figures; i++) {
        const Aggregate *aggregate = aggregate_at(round, i);
        Value value = aggregate_value(aggregate, &group->states[i]);
        list[i] = named_value(round, aggregate->text, aggregate->symbol.type, value, groupjudge_is_hidden(round, round->keys + i));
    }
    return list;
}

static void groupjudge_add_words(Round *round, WordsId id, const Str *values)
{
    words_add(&round->text, round->language, id, values);
}

/* A placeholder that is a key and nothing else: what people call the record that it leads to. */
static Str called_in(const Round *round, const TemplatePart *part, const Str *called)
{
    const Symbol *symbol = part->expr && part->expr->kind == EXPR_NAME ? part->expr->symbol : NULL;
    for (uint32_t i = 0; symbol && i < round->keys; i++)
        if (symbol->kind == SYMBOL_INPUT && symbol->slot == i && str_equal(symbol->name, round->judge->rule->grouping->keys[i].name))
            return called[i];
    return (Str) { 0 };
}

static void groupjudge_add_message(Round *round, uint32_t row, const Str *called)
{
    const GroupPlan *plan = round->judge->rule;
    for (uint32_t i = 0; i < plan->message->text.count; i++) {
        const TemplatePart *part = &plan->message->text.parts[i];
        Str name = called_in(round, part, called);
        if (name.len > 0) {
            text_add(&round->text, name);
            continue;
        }
        Value value = part->expr ? interp_value(round->interp, plan->parts[i], row) : value_missing();
        compose_part(&round->text, round->language, part, value, round->redact, part->expr && plan->hides[i]);
    }
}

/* What is said where the author wrote no message. */
static void add_title_and_figures(Round *round, const Finding *finding)
{
    Str title = local_text(&round->rule->title, round->language);
    text_add(&round->text, title.len ? title : round->rule->id);
    for (uint32_t i = 0; i < finding->figure_count; i++) {
        groupjudge_add_words(round, i == 0 ? WORDS_COLON : WORDS_AND, NULL);
        text_add(&round->text, finding->figures[i].name);
        groupjudge_add_words(round, WORDS_IS, NULL);
        text_add(&round->text, finding->figures[i].value);
    }
}

/* ---- why a group cannot be decided */

typedef struct {
    Round *round;
    const Group *group;
    bool said; /* the trouble with its records */
    size_t start;
} Reasons;

static void groupjudge_add_next(Reasons *reasons)
{
    if (reasons->round->text.len > reasons->start)
        groupjudge_add_words(reasons->round, WORDS_ALSO, NULL);
}

static void groupjudge_add_trouble(Reasons *reasons)
{
    if (reasons->said)
        return;
    reasons->said = true;
    groupjudge_add_next(reasons);
    text_add(&reasons->round->text, reasons->group->trouble);
}

static void groupjudge_add_reason(void *context, const Cause *cause)
{
    Reasons *reasons = context;
    Round *round = reasons->round;
    if (cause->missing && cause->slot < round->keys + round->figures && reasons->group->trouble.len > 0) {
        groupjudge_add_trouble(reasons);
        return;
    }
    groupjudge_add_next(reasons);
    GroupCause about = { .out = &round->text,
                         .language = round->language,
                         .pack = round->pack,
                         .plan = round->judge->rule,
                         .group = reasons->group,
                         .scratch = &round->told,
                         .hides = round->redact && round->judge->rule->reads_private };
    groupcause_add(&about, cause);
}

static void add_reasons(Round *round, uint32_t row)
{
    Str nothing = { 0 };
    groupjudge_add_words(round, WORDS_UNDECIDED, &nothing);
    Reasons reasons = { round, round->groups[row], false, round->text.len };
    if (round->applies[row] != TRUTH_TRUE)
        groupjudge_add_trouble(&reasons);
    else
        interp_causes(round->interp, round->judge->rule->require, row, &round->told, groupjudge_add_reason, &reasons);
}

/* ---- waivers */

static bool groupjudge_is_about(const Round *round, const Waiver *waiver, const NamedText *keys)
{
    if (waiver->group_count != round->keys || !str_equal(waiver->rule, round->rule->id) || round->keys == 0)
        return false;
    for (uint32_t i = 0; i < waiver->group_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < round->keys && !found; k++)
            found = str_equal(keys[k].name, waiver->group[i].name) && keys[k].missing == waiver->group[i].missing &&
                    str_equal(keys[k].value, waiver->group[i].value);
        if (!found)
            return false;
    }
    return true;
}

static WaiverState groupjudge_state_of(const Round *round, const Waiver *waiver, Outcome outcome)
{
    Date as_of = round->judge->plan->options.as_of ? round->judge->plan->options.as_of : round->judge->as_of;
    if (outcome == OUTCOME_UNDECIDED)
        return WAIVER_UNDECIDED;
    if (outcome != OUTCOME_VIOLATION)
        return WAIVER_UNNEEDED;
    return as_of > waiver->expires ? WAIVER_EXPIRED : as_of < waiver->granted ? WAIVER_EARLY : WAIVER_USED;
}

/* Looks at the waivers of a group; the one that accepts its violation. */
static const Waiver *find_waiver(Round *round, const NamedText *keys, Outcome outcome)
{
    const Waivers *waivers = round->judge->plan->options.waivers;
    const Waiver *found = NULL;
    for (uint32_t i = 0; round->judge->uses && waivers && i < waivers->count; i++) {
        if (!groupjudge_is_about(round, &waivers->at[i], keys))
            continue;
        WaiverState state = groupjudge_state_of(round, &waivers->at[i], outcome);
        if (state > round->judge->uses[i].state)
            round->judge->uses[i] = (WaiverUse) { .waiver = i, .state = state };
        if (state == WAIVER_USED)
            found = &waivers->at[i];
    }
    return found;
}

/* ---- groups */

/* Other figures are other evidence. */
static Str evidence_of(Round *round, const Finding *finding)
{
    Fingerprint print = { 0 };
    for (uint32_t i = 0; i < finding->figure_count; i++)
        print = fingerprint_of(fingerprint_of(print, finding->figures[i].name), finding->figures[i].value);
    return finding->figure_count > 0 ? fingerprint_print(&round->told, print) : (Str) { 0 };
}

/* ---- which records are named */

/* Whether a record is among those that keep the group from passing: of every condition whose count alone would mend it. */
static bool groupjudge_is_named(const Round *round, uint32_t row, uint32_t holds)
{
    bool named = true;
    for (uint32_t i = 0; i < round->judge->rule->condition_count; i++) {
        uint32_t sides = round->spoilers[row] >> 2 * i & 3;
        named &= sides == 0 || (sides & (holds >> i & 1 ? 2u : 1u));
    }
    return named;
}

/* So many are; 0: nobody in particular, and all of them are named. */
static uint64_t groupjudge_count_named(const Round *round, uint32_t row)
{
    const Group *group = round->groups[row];
    uint64_t count = 0;
    for (uint32_t holds = 0; group->holding && round->spoilers[row] && holds < 1u << round->judge->rule->condition_count; holds++)
        count += groupjudge_is_named(round, row, holds) ? group->holding[holds] : 0;
    return count;
}

static bool shows_no_keys(const Round *round)
{
    const Table *table = &round->judge->table->table->table;
    bool hides = table->way_count == 0;
    for (uint32_t i = 0; round->redact && i < table->way_count; i++)
        for (uint32_t k = 0; k < table->ways[i].count; k++)
            hides |= pack_is_private(round->pack, &table->fields[table->ways[i].fields[k]]);
    return hides;
}

enum { SEEN_SLOTS = 256 /* more than twice as many as the records that are named, so that one is free */ };

/* The first of the texts up to this one that is the same. `seen` has numbers counted from 1, by hash. */
static uint32_t seen_first(uint8_t *seen, const Str *texts, uint32_t index)
{
    for (uint32_t at = keyset_tag(texts[index]) % SEEN_SLOTS;; at = (at + 1) % SEEN_SLOTS) {
        if (seen[at] == 0)
            seen[at] = (uint8_t) (index + 1);
        if (str_equal(texts[seen[at] - 1], texts[index]))
            return seen[at] - 1u;
    }
}

/* Keys that several of the records have tell nothing, nor does one that is not there, cannot be read, or is not to be told. */
static void find_places(Round *round, FindingRecord *records, uint32_t count)
{
    const Table *table = &round->judge->table->table->table;
    Str *identities = arena_array(&round->told, Str, count);
    uint8_t seen[SEEN_SLOTS] = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        if (shows_no_keys(round))
            records[i].by_place = true;
        else
            identities[i] = identity_of_key(table, &table->ways[0], records[i].key, &round->told);
        records[i].by_place |= identities[i].len == 0;
        uint32_t first = identities[i].len > 0 ? seen_first(seen, identities, i) : i;
        if (first < i)
            records[i].by_place = records[first].by_place = true;
    }
}

static FindingRecord place_record(const Round *round, RollRecord record)
{
    const Places *places = round->judge->places;
    FindingRecord placed = { sizeof placed, record.key, record.line, false, round->judge->file, round->judge->sheet };
    if (!places || places->list.count == 0)
        return placed;
    const FilePlace *place = &places->list.at[places_find(places, record.line)];
    placed.line -= place->before;
    placed.file = place->path;
    placed.sheet = place->sheet;
    return placed;
}

static void groupjudge_name_records(Round *round, uint32_t row, Finding *finding)
{
    const Group *group = round->groups[row];
    uint64_t named = groupjudge_count_named(round, row);
    uint32_t most = group->kept < GROUP_RECORDS ? group->kept : GROUP_RECORDS;
    FindingRecord *records = arena_array(&round->told, FindingRecord, most);
    for (uint32_t i = 0; i < group->kept && finding->record_count < most; i++) {
        RollRecord record = roll_record(round->of->roll, group->records[i].number, &round->told);
        if (named == 0 || groupjudge_is_named(round, row, group->records[i].holds))
            records[finding->record_count++] = place_record(round, record);
    }
    find_places(round, records, finding->record_count);
    finding->records = records;
    finding->record_total = named ? named : group->count;
    if (finding->record_count == 0)
        return;
    finding->line = records[0].line;
    finding->file = records[0].file;
    finding->sheet = records[0].sheet;
}

static void groupjudge_tell_group(Round *round, uint32_t row, const Waiver *waiver)
{
    const Group *group = round->groups[row];
    Finding finding = {
        .severity = round->rule->severity,
        .rule = round->judge->rule->rule,
        .outcome = waiver ? OUTCOME_WAIVED : (Outcome) round->outcomes[row],
        .table = round->judge->table->index,
        .group = list_identities(round, group),
        .group_count = round->keys,
        .figures = list_figures(round, group),
        .figure_count = round->figures,
        .is_group = true,
        .file = round->judge->file,
        .sheet = round->judge->sheet,
        .waiver = waiver,
    };
    if (!hides_keys(round))
        finding.fingerprint = compose_fingerprint(&round->told, round->pack, &finding, (Str) { 0 });
    finding.group = list_keys(round, group);
    finding.called = list_called(round, group);
    groupjudge_name_records(round, row, &finding);
    finding.evidence = evidence_of(round, &finding);
    text_clear(&round->text);
    if (finding.outcome == OUTCOME_UNDECIDED)
        add_reasons(round, row);
    else if (round->judge->rule->message)
        groupjudge_add_message(round, row, finding.called);
    else
        add_title_and_figures(round, &finding);
    finding.message = groupjudge_take_text(round);
    round->judge->finding(round->judge->context, &finding);
}

typedef struct {
    const Round *round;
    uint8_t reasons;
    const Group *group;
} GroupReasons;

static void groupjudge_sort_cause(void *context, const Cause *cause)
{
    GroupReasons *reasons = context;
    bool of_records = cause->missing && cause->slot < reasons->round->keys + reasons->round->figures;
    reasons->reasons |= of_records && reasons->group->reasons ? reasons->group->reasons : REASON_OTHER;
}

/* Why a group is undecided, as REASON_ flags. */
static uint8_t reasons_of_group(Round *round, uint32_t row)
{
    GroupReasons reasons = { .round = round, .group = round->groups[row] };
    if (round->applies[row] != TRUTH_TRUE)
        return reasons.group->reasons ? reasons.group->reasons : REASON_OTHER;
    interp_causes(round->interp, round->judge->rule->require, row, &round->told, groupjudge_sort_cause, &reasons);
    return reasons.reasons;
}

static void judge_group(Round *round, uint32_t row, uint64_t counts[OUTCOME_COUNT])
{
    Outcome outcome = (Outcome) round->outcomes[row];
    uint8_t reasons = outcome == OUTCOME_UNDECIDED ? reasons_of_group(round, row) : REASON_OTHER;
    const NamedText *keys = list_identities(round, round->groups[row]);
    const Waiver *waiver = find_waiver(round, keys, outcome);
    counts[waiver ? OUTCOME_WAIVED : outcome]++;
    round->decided += outcome != OUTCOME_NOT_APPLICABLE && reasons != REASON_COLUMN;
    if (compose_is_told((uint8_t) outcome) && reasons & REASON_OTHER)
        groupjudge_tell_group(round, row, waiver);
    arena_reset(&round->told);
}

/* ---- who keeps a group from passing: asked by counting otherwise, whatever the condition is made of */

/* What would come of it if the condition held for so many of a group's records. */
static void judge_again(Round *round, uint32_t aggregate, bool for_all)
{
    const Column *column = &round->columns[round->keys + aggregate];
    for (uint32_t row = 0; row < round->rows; row++)
        column_set(column, row, value_int(for_all ? (int64_t) round->groups[row]->count : 0));
    interp_run(round->interp, round->inputs, round->rows);
}

static void count_as_it_is(Round *round, uint32_t aggregate)
{
    for (uint32_t row = 0; row < round->rows; row++)
        column_set(&round->columns[round->keys + aggregate], row,
                   aggregate_value(aggregate_at(round, aggregate), &round->groups[row]->states[aggregate]));
}

/* Where all records meet a condition and the group would pass, those that do not are to blame; where none does, those that do. */
static void find_spoilers(Round *round)
{
    const GroupPlan *plan = round->judge->rule;
    memset(round->spoilers, 0, round->rows);
    if (!memchr(round->outcomes, OUTCOME_VIOLATION, round->rows))
        return;
    for (uint32_t i = 0; i < plan->condition_count; i++) {
        uint32_t aggregate = plan->conditions[i];
        if (round->keys + aggregate >= round->slots)
            continue;
        for (int for_all = 0; for_all < 2; for_all++) {
            judge_again(round, aggregate, for_all);
            const uint8_t *require = interp_column(round->interp, plan->require)->data;
            for (uint32_t row = 0; row < round->rows; row++)
                if (round->outcomes[row] == OUTCOME_VIOLATION && require[row] == TRUTH_TRUE)
                    round->spoilers[row] |= (uint8_t) ((for_all ? 1 : 2) << 2 * i);
        }
        count_as_it_is(round, aggregate);
    }
    if (plan->condition_count > 0)
        interp_run(round->interp, round->inputs, round->rows);
}

/* ---- all of them */

static void find_outcomes(Round *round)
{
    static const Outcome lacking[] = {
        [MISSING_UNDECIDED] = OUTCOME_UNDECIDED, [MISSING_VIOLATION] = OUTCOME_VIOLATION, [MISSING_PASS] = OUTCOME_PASS
    };
    interp_run(round->interp, round->inputs, round->rows);
    const uint8_t *require = interp_column(round->interp, round->judge->rule->require)->data;
    judge_rows(NULL, round->applies, require, lacking[round->rule->missing], round->outcomes, round->rows);
}

/* Groups of which there is nothing to tell: they are decided. */
static void groupjudge_count(Round *round, Outcome outcome, uint64_t groups, uint64_t counts[OUTCOME_COUNT])
{
    counts[outcome] += groups;
    round->decided += outcome != OUTCOME_NOT_APPLICABLE ? groups : 0;
}

/* Counts the groups of which there is nothing to tell, and keeps the numbers of the others. */
static void sift_round(Round *round, uint64_t counts[OUTCOME_COUNT])
{
    find_outcomes(round);
    for (uint32_t row = 0; row < round->rows; row++) {
        Outcome outcome = (Outcome) round->outcomes[row];
        if (round->judge->judged && round->applies[row] == TRUTH_TRUE)
            round->judge->judged(round->judge->context, round->interp, row);
        if (round->numbers[row] == round->lone)
            round->lone_outcome = outcome;
        if (round->is_awaited || compose_is_told((uint8_t) outcome))
            array_push(&round->looked_at, round->numbers[row]);
        else
            groupjudge_count(round, outcome, 1, counts);
    }
}

static void tell_round(Round *round, uint64_t counts[OUTCOME_COUNT])
{
    find_outcomes(round);
    find_spoilers(round);
    for (uint32_t row = 0; row < round->rows; row++)
        judge_group(round, row, counts);
}

typedef void Visit(Round *round, uint64_t counts[OUTCOME_COUNT]);

static void end_round(Round *round, Visit *visit, uint64_t counts[OUTCOME_COUNT])
{
    if (round->rows > 0)
        visit(round, counts);
    round->rows = 0;
    arena_reset(&round->looking);
}

static void visit_group(Round *round, uint32_t number, Visit *visit, uint64_t counts[OUTCOME_COUNT])
{
    groupjudge_put_group(round, number);
    if (round->rows == BATCH_ROWS)
        end_round(round, visit, counts);
}

/* Where the condition reads no key, groups of one record that are nothing but counted differ in nothing that it looks at. */
static bool lone_ones_are_alike(const Round *round)
{
    const GroupPlan *plan = round->judge->rule;
    uint32_t *slots = memory_alloc((round->slots + 1) * sizeof *slots);
    bool alike = !round->judge->judged && !round->is_awaited;
    size_t inputs = program_inputs_of(plan->program, plan->require, slots);
    for (size_t i = 0; i < inputs; i++)
        alike &= slots[i] >= round->keys;
    free_(slots);
    return alike;
}

/* All but the first have its outcome. */
static void sift_lone(Round *round, uint64_t counts[OUTCOME_COUNT])
{
    const Groups *groups = round->of;
    for (uint32_t number = round->lone + 1; round->lone != INDEX_NONE && number < groups_count(groups); number++)
        if (groups_is_lone(groups, number) && compose_is_told((uint8_t) round->lone_outcome))
            array_push(&round->looked_at, number);
        else
            groupjudge_count(round, round->lone_outcome, groups_is_lone(groups, number), counts);
}

static void sift(Round *round, uint64_t counts[OUTCOME_COUNT])
{
    const Groups *groups = round->of;
    bool alike = lone_ones_are_alike(round);
    round->lone = INDEX_NONE;
    for (uint32_t number = 0; number < groups_count(groups); number++) {
        bool is_one_of_them = alike && groups_is_lone(groups, number);
        if (is_one_of_them && round->lone != INDEX_NONE)
            continue;
        if (is_one_of_them)
            round->lone = number;
        visit_group(round, number, sift_round, counts);
    }
    end_round(round, sift_round, counts);
    sift_lone(round, counts);
}

static void groupjudge_tell(Round *round, uint64_t counts[OUTCOME_COUNT])
{
    groups_sort(round->of, round->judge->rule, round->looked_at.at, round->looked_at.count);
    for (size_t i = 0; i < round->looked_at.count; i++)
        visit_group(round, round->looked_at.at[i], tell_round, counts);
    end_round(round, tell_round, counts);
}

/* ---- in pieces */

static void release_groups_of(Arena *arena, Groups *groups)
{
    arena_free(arena);
    *groups = (Groups) { 0 };
}

/* Moves those that need a closer look to the ones that are kept, and forgets the rest. */
static void keep_looked_at(Round *round, Arena *arena, Groups *kept)
{
    Text bytes = { 0 };
    for (size_t i = 0; i < round->looked_at.count; i++) {
        text_clear(&bytes);
        groups_write(&bytes, round->of, round->judge->rule, round->looked_at.at[i]);
        groups_take(arena, kept, round->judge->rule, text_str(&bytes), 0);
    }
    round->looked_at.count = 0;
    text_free(&bytes);
}

static void judge_pieces(Round *round, uint64_t counts[OUTCOME_COUNT])
{
    Arena piece_memory = { 0 }, kept_memory = { 0 };
    Groups piece = { 0 }, kept = { 0 };
    while (round->judge->next(round->judge->next_context, &piece_memory, &piece)) {
        round->of = &piece;
        sift(round, counts);
        keep_looked_at(round, &kept_memory, &kept);
        release_groups_of(&piece_memory, &piece);
    }
    round->of = &kept;
    for (uint32_t number = 0; number < groups_count(&kept); number++)
        array_push(&round->looked_at, number);
    groupjudge_tell(round, counts);
    release_groups_of(&piece_memory, &piece);
    release_groups_of(&kept_memory, &kept);
}

static bool has_waivers(const Round *round)
{
    const Waivers *waivers = round->judge->plan->options.waivers;
    bool has = false;
    for (uint32_t i = 0; round->judge->uses && waivers && i < waivers->count; i++)
        has |= waivers->at[i].group_count > 0 && str_equal(waivers->at[i].rule, round->rule->id);
    return has;
}

uint64_t groups_judge(const GroupJudge *judge, uint64_t counts[OUTCOME_COUNT])
{
    const Pack *pack = judge->plan->options.pack;
    const Grouping *grouping = judge->rule->grouping;
    Round *round = memory_alloc(sizeof *round);
    *round = (Round) { .judge = judge,
                       .pack = pack,
                       .rule = &pack->rules[judge->rule->rule],
                       .language = judge->plan->options.language,
                       .redact = judge->plan->options.redact,
                       .slots = program_slots(judge->rule->program),
                       .keys = grouping->key_count,
                       .figures = (uint32_t) grouping->aggregates.list.count };
    InterpOptions options = { .limit_steps = pack->limits.steps, .limit_bytes = pack->limits.bytes, .is_many = true };
    round->interp = interp_new(judge->rule->program, &options);
    round->is_awaited = has_waivers(round);
    groupjudge_make_columns(round);
    if (judge->groups) {
        round->of = judge->groups;
        sift(round, counts);
        groupjudge_tell(round, counts);
    } else {
        judge_pieces(round, counts);
    }
    uint64_t decided = round->decided;
    interp_free(round->interp);
    array_free(&round->looked_at);
    text_free(&round->text);
    arena_free(&round->told);
    arena_free(&round->looking);
    arena_free(&round->memory);
    free_(round);
    return decided;
}
