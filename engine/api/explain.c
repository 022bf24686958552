/* One record explained: a check that tells nothing else and ends there. The record is found by its key or, where none has that, by what
   it is called (the label), and then there may be several; they are all told, and a warning says so. `Check` is the first member, so
   that the functions of check.c that come back here with one have the rest behind it. */
#include "api/check.h"
#include "base/words.h"
#include "run/explanation.h"

typedef struct {
    Check check; /* first: what a check is told comes here */
    void (*explain)(void *context, const duly_record_explanation *explanation);
    void *context;
    const char *name;
    bool done;
    uint32_t called; /* records that were found by what they are called, */
    Text places;     /* and where they stand */
} Explaining;

static duly_part *give_parts(Check *check, const Condition *condition)
{
    static const duly_part_state states[] = {
        [PART_VALUE] = DULY_PART_VALUE,       [PART_MISSING] = DULY_PART_MISSING, [PART_FAILED] = DULY_PART_FAILED,
        [PART_LEFT_OUT] = DULY_PART_LEFT_OUT, [PART_PRIVATE] = DULY_PART_PRIVATE,
    };
    duly_part *parts = arena_array(&check->told, duly_part, condition->list.count);
    for (size_t i = 0; i < condition->list.count; i++) {
        const ConditionPart *part = &condition->list.at[i];
        parts[i] = (duly_part) { sizeof(duly_part), part->depth, part->text, states[part->state], part->value };
    }
    return parts;
}

static duly_parameter_use *give_parameters(Check *check, const RuleExplanation *told)
{
    duly_parameter_use *uses = arena_array(&check->told, duly_parameter_use, told->parameters.count);
    for (size_t i = 0; i < told->parameters.count; i++) {
        const ParameterUse *use = &told->parameters.at[i];
        const Parameter *parameter = &check->pack->pack->parameters[use->parameter];
        uses[i] = (duly_parameter_use) { .size = sizeof(duly_parameter_use),
                                         .name = parameter->name,
                                         .unit = local_text(&parameter->unit, check->language),
                                         .value = use->value,
                                         .set = use->is_set };
        if (use->version) {
            uses[i].from = api_bound(use->version->from);
            uses[i].source = local_text(use->version->source.count ? &use->version->source : &parameter->source, check->language);
        }
    }
    return uses;
}

static const duly_finding *give_finding(Check *check, const Finding *finding)
{
    if (!finding)
        return NULL;
    duly_finding *given = arena_new(&check->told, duly_finding);
    *given = check_give_finding(check, finding);
    return given;
}

static duly_rule_explanation give_rule(Check *check, const RecordResult *record, const RuleExplanation *told)
{
    const Pack *pack = check->pack->pack;
    const Rule *rule = &pack->rules[told->rule];
    duly_rule_explanation given = {
        .size = sizeof given,
        .rule = told->rule,
        .outcome = told->outcome,
        .finding = give_finding(check, told->finding),
        .title = told->finding && told->outcome == OUTCOME_UNDECIDED && !rule->builtin ? told->finding->message
                                                                                       : local_text(&rule->title, check->language),
        .day = api_date(told->day),
        .from = api_bound(rule->from),
        .to = api_bound(rule->to),
        .parameters = give_parameters(check, told),
        .parameter_count = told->parameters.count,
        .when = give_parts(check, &told->when),
        .when_count = told->when.list.count,
        .require = give_parts(check, &told->require),
        .require_count = told->require.list.count,
    };
    check_give_step(check, record->table, told->day_step, &given.day_step, &given.day_step_title);
    return given;
}

/* "A0000012 (roster.csv:13)" */
static void note_place(Explaining *explaining, const RecordResult *record)
{
    if (!record->explanation->by_label)
        return;
    if (explaining->called == 0)
        explaining->places = text_in(&explaining->check.arena);
    text_format(&explaining->places, "%s%.*s%s%.*s:%llu%s", explaining->called++ ? ", " : "", STR_ARG(record->key),
                record->key.len ? " (" : "", STR_ARG(record->file), (unsigned long long) record->line, record->key.len ? ")" : "");
}

static void tell_namesakes(Check *check)
{
    const Explaining *explaining = (const Explaining *) check;
    if (explaining->called < 2)
        return;
    Text text = text_in(&check->arena);
    text.language = check->language;
    text_format(&text, "%u records are called '%s', and each is told: %.*s", (unsigned) explaining->called, explaining->name,
                STR_ARG(text_str(&explaining->places)));
    Complaint complaint = { .severity = SEVERITY_WARNING, .message = text_str(&text) };
    api_tell_complaint(&complaint, check->sink->problem, check->sink->context);
}

static void tell_explanation(Check *check, const RecordResult *record)
{
    Explaining *explaining = (Explaining *) check;
    const Explanation *told = record->explanation;
    duly_interval *intervals = arena_array(&check->told, duly_interval, record->interval_count);
    duly_rule_explanation *rules = arena_array(&check->told, duly_rule_explanation, told->rule_count);
    for (uint32_t i = 0; i < record->interval_count; i++)
        intervals[i] = check_give_interval(check, record, i);
    for (uint32_t i = 0; i < told->rule_count; i++)
        rules[i] = give_rule(check, record, &told->rules[i]);
    duly_record given = check_give_record(check, record);
    explaining->done = true;
    note_place(explaining, record);
    duly_record_explanation explanation = { sizeof explanation,     &check->run, &given,          intervals,
                                            record->interval_count, rules,       told->rule_count };
    if (explaining->explain)
        MEMORY_OUTSIDE(explaining->explain(explaining->context, &explanation));
}

typedef struct {
    const duly_sink *sink;
    const char *key;
    Str language;
} Nothing;

static void tell_key(void *call)
{
    const Nothing *nothing = call;
    Text text = { .language = nothing->language };
    text_format(&text, "no record has the key '%s', and none is called so", nothing->key);
    Complaint complaint = { .severity = SEVERITY_ERROR, .message = text_str(&text) };
    api_tell_complaint(&complaint, nothing->sink->problem, nothing->sink->context);
    text_free(&text);
}

static duly_status explain_tell_nothing(const duly_check_options *options, const duly_sink *sink, const char *key, duly_status status)
{
    Nothing nothing = { sink, key, words_language_known(str_of(options->language)) };
    return api_call(tell_key, &nothing, sink->problem, sink->context) ? status : DULY_NO_MEMORY;
}

duly_status duly_explain_record(const duly_pack *pack, const duly_check_options *options, const char *key,
                                void (*explain)(void *context, const duly_record_explanation *explanation), const duly_sink *given)
{
    duly_sink own = { 0 };
    if (!SIZED_SINK(&own, given))
        return DULY_MISUSED;
    const duly_sink heard = { .size = sizeof heard, .context = own.context, .problem = own.problem, .progress = own.progress };
    Explaining explaining = { .check = { .pack = pack, .sink = &heard, .explained = tell_explanation, .ended = tell_namesakes },
                              .explain = explain,
                              .context = heard.context,
                              .name = key };
    Str wanted = str_trim(str_of(key));
    if (pack && options && wanted.len == 0)
        return explain_tell_nothing(options, &heard, "", DULY_MISUSED);
    duly_status status = check_run(&explaining.check, options, wanted);
    if (status != DULY_CLEAN && status != DULY_FOUND)
        return status;
    return explaining.done ? DULY_CLEAN : explain_tell_nothing(options, &heard, key, DULY_FOUND);
}
