/* One wording for every format. */
#include "report/facts.h"

#include "report/dates.h"

const char *const severity_names[3] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "info" };
const char *const outcome_names[5] = {
    [DULY_PASS] = "pass",     [DULY_VIOLATION] = "violation", [DULY_UNDECIDED] = "undecided", [DULY_NOT_APPLICABLE] = "not_applicable",
    [DULY_WAIVED] = "waived",
};

Section record_section(const duly_record *record)
{
    switch (record->verdict) {
    case DULY_BLOCKED: return SECTION_BLOCKED;
    case DULY_VERDICT_UNDECIDED: return record->wants_columns ? SECTION_WANTING : SECTION_UNDECIDED;
    case DULY_READY: return record->finding_count ? SECTION_READY : SECTION_NONE;
    case DULY_NOT_JUDGED: return record->finding_count ? SECTION_OTHERS : SECTION_NONE;
    }
    return SECTION_NONE;
}

/* ---- a finding */

Str finding_message(const duly_finding *finding)
{
    if (finding->message.len)
        return finding->message;
    return finding->title.len ? finding->title : finding->id;
}

void finding_add_subject(Text *out, const duly_finding *finding)
{
    text_add(out, finding->key);
    for (size_t i = 0; finding->key.len == 0 && i < finding->group_count; i++) {
        text_add(out, i > 0 ? STR(", ") : STR(""));
        text_add(out, finding->group[i].name);
        text_add_char(out, '=');
        text_add(out, finding->group[i].value);
    }
}

/* The finding tells where its file is: here its name is enough. */
static Str name_of_file(duly_text path)
{
    Str s = path;
    size_t start = s.len;
    while (start > 0 && s.at[start - 1] != '/')
        start--;
    return str_slice(s, start, s.len);
}

static void add_record(Text *out, const duly_group_record *record)
{
    if (!record->by_place) {
        text_add(out, record->key);
        return;
    }
    text_add(out, name_of_file(record->file));
    place_add_within(out, record->sheet, (Str) { NULL, 0 }, record->line);
}

void finding_add_records(Text *out, const duly_finding *finding, size_t most)
{
    size_t shown = finding->record_count < most ? finding->record_count : most;
    for (size_t i = 0; i < shown; i++) {
        text_add(out, i > 0 ? STR(", ") : STR(""));
        add_record(out, &finding->records[i]);
    }
    if (shown > 0 && shown < finding->record_total)
        text_add(out, STR(", …"));
}

void finding_add_group(Text *out, Str language, const duly_finding *finding)
{
    enum { RECORDS = 10 };
    Text number = { 0 }, records = { 0 };
    if (!finding->is_group)
        return;
    phrase_add_number(&number, language, WORDS_RECORDS, finding->record_total);
    finding_add_records(&records, finding, RECORDS);
    if (records.len)
        words_add(out, language, WORDS_ABOUT, (Str[]) { text_str(&number), text_str(&records) });
    else
        text_add(out, text_str(&number));
    text_free(&number);
    text_free(&records);
}

void finding_add_line(Text *out, const duly_finding *finding)
{
    text_add(out, finding_message(finding));
    text_add(out, finding->is_group ? STR(" (") : STR(""));
    finding_add_group(out, STR("en"), finding);
    text_add(out, finding->is_group ? STR(")") : STR(""));
}

static void add_group_values(Text *out, const duly_finding *finding)
{
    for (size_t i = 0; i < finding->figure_count; i++) {
        text_add(out, i > 0 ? STR("; ") : STR(""));
        text_add(out, finding->figures[i].name);
        text_add_char(out, '=');
        text_add(out, finding->figures[i].value);
    }
    text_add(out, finding->figure_count ? STR("; records=") : STR("records="));
    finding_add_records(out, finding, SIZE_MAX);
}

void finding_add_waiver(Text *out, Str language, const duly_finding *finding)
{
    if (!finding->waiver)
        return;
    Day expires = day_of(finding->waiver->expires);
    words_add(out, language, WORDS_ACCEPTED, (Str[]) { finding->waiver->document, str_of(expires.text) });
}

static void add_bound(Text *out, Str language, WordsId phrase, duly_date bound)
{
    Day day = day_of(bound);
    if (!day.text[0])
        return;
    words_add(out, language, WORDS_ALSO, NULL);
    words_add(out, language, phrase, (Str[]) { str_of(day.text) });
}

void finding_add_version(Text *out, Str language, const duly_finding *finding)
{
    Day day = day_of(finding->day);
    Str step = finding->day_step_title.len ? finding->day_step_title : finding->day_step;
    if (!day.text[0])
        return;
    words_add(out, language, step.len ? WORDS_DAY_OF_STEP : WORDS_DAY_AS_OF, (Str[]) { str_of(day.text), step });
    add_bound(out, language, WORDS_FORCE_FROM, finding->from);
    add_bound(out, language, WORDS_FORCE_TO, finding->to);
}

void finding_add_values(Text *out, const duly_finding *finding)
{
    if (finding->is_group)
        add_group_values(out, finding);
    for (size_t i = 0; i < finding->cell_count; i++) {
        const duly_cell *cell = &finding->cells[i];
        text_add(out, i > 0 ? STR("; ") : STR(""));
        text_add(out, cell->field);
        text_add_char(out, '=');
        text_add(out, cell->value);
    }
}

static Str plain_path(duly_text path)
{
    Str s = path;
    return str_starts_with(s, STR("./")) ? str_slice(s, 2, s.len) : s;
}

Place finding_place(const duly_finding *finding, const duly_pack *pack)
{
    if (finding->file.len)
        return (Place) { plain_path(finding->file), finding->line, finding->sheet, finding->a1 };
    if (finding->rule_file.len)
        return (Place) { .path = plain_path(finding->rule_file), .line = finding->rule_line };
    duly_pack_info info = { 0 };
    duly_pack_describe(pack, &info);
    return (Place) { .path = plain_path(info.path) };
}

void place_add_within(Text *out, Str sheet, Str a1, uint64_t line)
{
    if (sheet.len)
        text_format(out, "!%.*s", STR_ARG(sheet));
    if (a1.len)
        text_format(out, "!%.*s", STR_ARG(a1));
    else if (line)
        text_format(out, "%s%llu", sheet.len ? "!" : ":", (unsigned long long) line);
}

/* ---- fingerprints */

Str finding_mark(Arena *arena, Str fingerprint, Str rule, Str file, uint64_t line)
{
    if (fingerprint.len)
        return fingerprint;
    return arena_format(arena, "%.*s:%.*s:%llu", STR_ARG(rule), STR_ARG(file), (unsigned long long) line);
}

static void forget_fingerprints(void *seen)
{
    map_free(&((Fingerprints *) seen)->first);
}

Fingerprints *fingerprints_in(Arena *arena)
{
    Fingerprints *seen = arena_new(arena, Fingerprints);
    seen->arena = arena;
    arena_defer(arena, forget_fingerprints, seen);
    return seen;
}

uint32_t fingerprints_add(Fingerprints *seen, Str fingerprint)
{
    uint32_t index = map_get(&seen->first, fingerprint);
    if (index == MAP_NONE) {
        index = map_add(&seen->first, arena_str(seen->arena, fingerprint), seen->first.count);
        arena_push(seen->arena, &seen->counts, 0);
    }
    return ++seen->counts.at[index];
}

/* ---- a run */

Str run_step_title(const duly_run *run)
{
    duly_step step = { 0 };
    for (size_t i = 0; duly_pack_step(run->pack, i, &step); i++)
        if (str_equal(step.id, run->gate) && step.title.len)
            return step.title;
    return run->gate;
}

void run_add_step(Text *out, const duly_run *run)
{
    Str id = run->gate, title = run_step_title(run);
    if (title.len && !str_equal(title, id))
        words_add(out, run->language, WORDS_STEP, (Str[]) { title, id });
    else
        text_add(out, id);
}

bool run_judged_nothing(const duly_summary *summary)
{
    return summary->verdicts[DULY_READY] + summary->verdicts[DULY_BLOCKED] + summary->verdicts[DULY_VERDICT_UNDECIDED] == 0;
}

void run_add_verdicts(Text *out, Str language, const duly_summary *summary)
{
    Number blocked = number_of(summary->verdicts[DULY_BLOCKED]), ready = number_of(summary->verdicts[DULY_READY]);
    Number undecided = number_of(summary->verdicts[DULY_VERDICT_UNDECIDED]);
    words_add(out, language, WORDS_VERDICTS, (Str[]) { str_of(blocked.text), str_of(undecided.text), str_of(ready.text) });
    if (summary->not_judged == 0)
        return;
    words_add(out, language, WORDS_ALSO, NULL);
    phrase_add_number(out, language, WORDS_NO_CANDIDATES, summary->not_judged);
}

void run_add_totals(Text *out, const duly_run *run, const duly_summary *summary)
{
    Str language = run->language;
    Text parts[4] = { 0 };
    phrase_add_number(&parts[0], language, WORDS_FINDINGS, summary->findings);
    phrase_add_number(&parts[1], language, WORDS_ERRORS, summary->by_severity[DULY_ERROR]);
    phrase_add_number(&parts[2], language, WORDS_WARNINGS, summary->by_severity[DULY_WARNING]);
    phrase_add_number(&parts[3], language, WORDS_INFOS, summary->by_severity[DULY_INFO]);
    Day as_of = day_of(run->as_of);
    words_add(out, language, WORDS_TOTALS,
              (Str[]) { text_str(&parts[0]), text_str(&parts[1]), text_str(&parts[2]), text_str(&parts[3]), str_of(as_of.text) });
    for (int i = 0; i < 4; i++)
        text_free(&parts[i]);
}

void run_add_baseline(Text *out, const duly_run *run, const duly_summary *summary)
{
    if (!summary->has_baseline)
        return;
    Number new = number_of(summary->findings - summary->known), known = number_of(summary->known);
    Number fixed = number_of(summary->fixed_count);
    text_add(out, out->len ? STR("\n") : STR(""));
    words_add(out, run->language, WORDS_BASELINE, (Str[]) { str_of(new.text), str_of(known.text), str_of(fixed.text) });
}

void file_add_passed(Text *out, Str language, const duly_file *file)
{
    enum { SHOWN = 6 };
    if (file->values_alone)
        words_add(out, language, WORDS_VALUES_ALONE, NULL);
    if (file->passed_rows == 0)
        return;
    phrase_add_number(out, language, WORDS_PASSED, file->passed_rows);
    for (size_t i = 0; i < file->passed_count && i < SHOWN; i++) {
        Str text = file->passed[i].text;
        text_format(out, "%s%llu", i ? ", " : "", (unsigned long long) file->passed[i].line);
        if (text.len)
            text_format(out, " (%.*s)", STR_ARG(text));
    }
    text_add(out, file->passed_rows > SHOWN ? STR(", …") : STR(""));
}

/* Whether a rule asks for one of the fields that stand before it in the list. */
static bool was_named(const duly_summary *summary, size_t before, Str rule)
{
    for (size_t i = 0; i < before; i++)
        for (size_t r = 0; summary->assumptions[i].elsewhere && r < summary->assumptions[i].rule_count; r++)
            if (str_equal(summary->assumptions[i].rules[r], rule))
                return true;
    return false;
}

static void add_rules(Text *out, const duly_summary *summary, size_t index)
{
    const duly_assumption *assumption = &summary->assumptions[index];
    for (size_t i = 0; i < assumption->rule_count; i++) {
        if (was_named(summary, index, assumption->rules[i]))
            continue;
        text_add(out, out->len > 0 ? STR(", ") : STR(""));
        text_add(out, assumption->rules[i]);
    }
}

/* Of an earlier file of the same table the same was assumed. */
static bool was_assumed(const duly_summary *summary, size_t index)
{
    const duly_assumption *assumption = &summary->assumptions[index];
    for (size_t i = 0; i < index; i++) {
        const duly_assumption *other = &summary->assumptions[i];
        if (other->elsewhere == assumption->elsewhere && str_equal(other->table, assumption->table) &&
            str_equal(other->field, assumption->field))
            return true;
    }
    return false;
}

static void add_assumed(Text *out, Str language, const duly_summary *summary, bool elsewhere)
{
    Text fields = { 0 }, rules = { 0 };
    for (size_t i = 0; i < summary->assumption_count; i++) {
        const duly_assumption *assumption = &summary->assumptions[i];
        if (assumption->elsewhere != elsewhere || was_assumed(summary, i))
            continue;
        if (fields.len > 0)
            words_add(&fields, language, WORDS_ALSO, NULL);
        text_add(&fields, assumption->title.len ? assumption->title : assumption->field);
        add_rules(&rules, summary, i);
    }
    if (fields.len > 0) {
        text_add(out, out->len > 0 ? STR("\n") : STR(""));
        words_add(out, language, elsewhere ? WORDS_KEPT_ELSEWHERE : WORDS_TAKEN_EMPTY, (Str[]) { text_str(&fields), text_str(&rules) });
    }
    text_free(&fields);
    text_free(&rules);
}

void run_add_assumptions(Text *out, Str language, const duly_summary *summary)
{
    add_assumed(out, language, summary, true);
    add_assumed(out, language, summary, false);
}

bool record_add_earliest(Text *out, Str language, const duly_record *record)
{
    Day day = day_of(record->earliest.year ? record->earliest : record->closed_on);
    Str step = record->earliest_step_title.len ? record->earliest_step_title : record->earliest_step;
    WordsId phrase = !record->earliest.year ? WORDS_NO_EARLIEST : step.len ? WORDS_EARLIEST_OF : WORDS_EARLIEST;
    if (day.text[0])
        words_add(out, language, phrase, (Str[]) { str_of(day.text), step });
    return day.text[0];
}
