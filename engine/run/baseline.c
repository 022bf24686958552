/* The report is read as what it is, JSON; only what tells findings apart and names them is kept.

   Findings are compared as heaps and not as sets: the same one three times, which stood twice before, is one new. A report may have been
   written in another language than this run: then it is told by whom a finding was about, and not by its sentence. */
#include "run/baseline.h"

#include "codec/json.h"
#include "run/beside.h"

typedef struct {
    Arena *arena;
    const Pack *pack;
    const RunOptions *options;
    Baseline *baseline;
    Complaints *complaints;
    bool has_run, has_pack; /* parts that were there */
    size_t unknowable;      /* findings without a fingerprint, which would have told something private */
} Reading;

static Str path_of(const Reading *reading)
{
    return reading->options->baseline;
}

/* A text that is not there, or none, is empty. */
static Str baseline_take(const Reading *reading, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return (Str) { 0 };
    return arena_str(reading->arena, (Str) { json_string_value(value), json_string_length(value) });
}

/* ---- findings */

static void baseline_add_finding(Reading *reading, const json_t *object)
{
    Baseline *baseline = reading->baseline;
    if (!json_is_string(json_object_get(object, "fingerprint"))) {
        reading->unknowable++;
        return;
    }
    const json_t *line = json_object_get(object, "line");
    KnownFinding known = {
        .rule = baseline_take(reading, object, "rule"),
        .outcome = baseline_take(reading, object, "outcome"),
        .fingerprint = baseline_take(reading, object, "fingerprint"),
        .evidence = baseline_take(reading, object, "evidence"),
        .message = baseline_take(reading, object, "message"),
        .table = baseline_take(reading, object, "table"),
        .key = baseline_take(reading, object, "key"),
        .file = baseline_take(reading, object, "file"),
        .line = json_is_integer(line) && json_integer_value(line) > 0 ? (uint64_t) json_integer_value(line) : 0,
        .next = INDEX_NONE,
    };
    known.rule_index = pack_find_rule(reading->pack, known.rule);
    uint32_t index = (uint32_t) baseline->list.count, first = map_add(&baseline->first, known.fingerprint, index);
    if (first != index) {
        known.next = baseline->list.at[first].next;
        baseline->list.at[first].next = index;
    }
    arena_push(reading->arena, &baseline->list, known);
}

static bool is_finding(const json_t *object)
{
    const json_t *fingerprint = json_object_get(object, "fingerprint");
    return (json_is_string(fingerprint) || json_is_null(fingerprint)) && json_is_string(json_object_get(object, "rule"));
}

static void baseline_add_findings(Reading *reading, const json_t *list)
{
    size_t index;
    const json_t *object;
    json_array_foreach(list, index, object)
    {
        if (is_finding(object)) {
            baseline_add_finding(reading, object);
            continue;
        }
        complaint_add(reading->complaints, SEVERITY_ERROR, path_of(reading),
                      "finding %zu of the baseline has no rule and fingerprint: is this a report of duly?", index + 1);
        return;
    }
}

/* ---- whether it can be compared */

static void baseline_check_pack(Reading *reading, const json_t *pack)
{
    Str name = baseline_take(reading, pack, "name");
    reading->has_pack = true;
    if (str_equal(name, reading->pack->name))
        return;
    complaint_add(reading->complaints, SEVERITY_ERROR, path_of(reading),
                  "the baseline is a report about the pack '%.*s', and this run is about '%.*s'", STR_ARG(name),
                  STR_ARG(reading->pack->name));
}

/* A report that names no language is in English. */
static void check_language(Reading *reading, const json_t *run)
{
    Str its = baseline_take(reading, run, "language"), ours = reading->options->language, english = STR("en");
    reading->baseline->is_foreign = !str_equal(its.len ? its : english, ours.len ? ours : english);
}

static void baseline_check_run(Reading *reading, const json_t *run)
{
    Str gate = baseline_take(reading, run, "gate");
    bool redacted = json_is_true(json_object_get(run, "redacted"));
    reading->has_run = true;
    check_language(reading, run);
    if (redacted != reading->options->redact) {
        complaint_add(reading->complaints, SEVERITY_ERROR, path_of(reading),
                      "the baseline was made %s --redact: what is private "
                      "in its findings cannot be compared",
                      redacted ? "with" : "without");
        complaint_hint(reading->complaints, "check %s --redact too", redacted ? "with" : "without");
    }
    if (!json_is_true(json_object_get(run, "complete")))
        complaint_add(reading->complaints, SEVERITY_WARNING, path_of(reading),
                      "the baseline is of a run that did not reach its end: what it had not found yet counts as new");
    if (!str_equal(gate, reading->options->gate))
        complaint_add(reading->complaints, SEVERITY_WARNING, path_of(reading), "the baseline was made %s%.*s, this run is %s%.*s",
                      gate.len ? "before the step " : "as an audit", STR_ARG(gate),
                      reading->options->gate.len ? "before the step " : "an audit", STR_ARG(reading->options->gate));
}

static void check_summary(Reading *reading, const json_t *summary)
{
    const json_t *left_out = json_object_get(json_object_get(summary, "totals"), "left_out");
    if (json_is_integer(left_out) && json_integer_value(left_out) > 0)
        complaint_add(reading->complaints, SEVERITY_WARNING, path_of(reading),
                      "%lld findings were left out of the baseline (--max-findings): they count as new",
                      (long long) json_integer_value(left_out));
}

static void tell_unknowable(Reading *reading)
{
    if (reading->unknowable == 0)
        return;
    complaint_add(reading->complaints, SEVERITY_WARNING, path_of(reading),
                  "%zu finding%s of the baseline cannot be known again: what "
                  "tells whom %s about is private, and was left out with --redact; all such findings count as new",
                  reading->unknowable, reading->unknowable == 1 ? "" : "s", reading->unknowable == 1 ? "it is" : "they are");
    complaint_hint(reading->complaints, "make the baseline, and compare with it, without --redact, and keep it where the batch is kept");
}

/* ---- the text */

/* All of it in one object, or a line of the other format. */
static void baseline_add_value(Reading *reading, const json_t *value)
{
    if (is_finding(value))
        baseline_add_finding(reading, value);
    if (json_is_array(json_object_get(value, "findings")))
        baseline_add_findings(reading, json_object_get(value, "findings"));
    if (json_is_object(json_object_get(value, "pack")))
        baseline_check_pack(reading, json_object_get(value, "pack"));
    if (json_is_object(json_object_get(value, "run")))
        baseline_check_run(reading, json_object_get(value, "run"));
    if (json_is_object(json_object_get(value, "summary")))
        check_summary(reading, json_object_get(value, "summary"));
}

/* Lines up to an offset, the one it is in included. */
static uint64_t line_at(Str text, size_t offset)
{
    uint64_t line = 1;
    for (size_t i = 0; i < offset && i < text.len; i++)
        line += text.at[i] == '\n';
    return line;
}

static bool baseline_read_value(Reading *reading, Str all, Str *rest)
{
    size_t used = 0;
    JsonProblem problem = { 0 };
    json_t *value = json_read(*rest, &used, reading->arena, &problem);
    if (!value) {
        complaint_add(reading->complaints, SEVERITY_ERROR, path_of(reading), "the baseline is no report of duly in JSON: %.*s",
                      STR_ARG(reading->options->redact ? problem.without_text : problem.sentence));
        reading->complaints->list.at[reading->complaints->list.count - 1].line = line_at(all, all.len - rest->len + problem.offset);
        return false;
    }
    MemoryHold hold;
    json_hold(&hold, value);
    baseline_add_value(reading, value);
    json_release(&hold);
    *rest = str_slice(*rest, used, rest->len);
    return true;
}

void baseline_parse(Arena *arena, const Pack *pack, const RunOptions *options, Str text, Baseline *baseline, Complaints *complaints)
{
    Reading reading = { .arena = arena, .pack = pack, .options = options, .baseline = baseline, .complaints = complaints };
    size_t errors = complaints->errors;
    for (Str rest = text; str_trim(rest).len > 0 && complaints->errors == errors;)
        if (!baseline_read_value(&reading, text, &rest))
            return;
    if (complaints->errors == errors && !(reading.has_pack && reading.has_run))
        complaint_add(complaints, SEVERITY_ERROR, path_of(&reading), "the baseline is no whole report of duly: %s",
                      reading.has_pack ? "it does not tell of its run" : "it does not tell its pack");
    tell_unknowable(&reading);
}

void baseline_read(Arena *arena, const Pack *pack, const RunOptions *options, Baseline *baseline, Complaints *complaints)
{
    Str text = { 0 }, problem = { 0 };
    Arena memory = { .language = arena->language };
    if (beside_read(&memory, options, arena_str(arena, options->baseline), BASELINE_BYTES, &text, &problem))
        baseline_parse(arena, pack, options, text, baseline, complaints);
    else
        complaint_add(complaints, SEVERITY_ERROR, (Str) { 0 }, "%.*s", STR_ARG(problem));
    arena_free(&memory);
}

void baseline_free(Baseline *baseline)
{
    map_free(&baseline->first);
}

/* ---- comparing */

/* Each finding of the earlier report is good for one of this run: where a key stands three times and stood twice, one is new. `is_seen`
   is of another kind: what was found again with other values is new, and not gone. */
bool baseline_knows(Baseline *baseline, const Finding *finding)
{
    bool known = false;
    Str outcome = str_of(outcome_words[finding->outcome]);
    for (uint32_t i = map_get(&baseline->first, finding->fingerprint); i != MAP_NONE && !known;) {
        KnownFinding *other = &baseline->list.at[i];
        other->is_seen = true;
        known = !other->is_matched && str_equal(other->outcome, outcome) && str_equal(other->evidence, finding->evidence);
        other->is_matched |= known;
        i = other->next;
    }
    return known;
}

bool baseline_is_gone(const KnownFinding *known, const bool *selected)
{
    return !known->is_seen && known->rule_index != INDEX_NONE && selected[known->rule_index];
}
