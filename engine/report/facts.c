/* One wording for every format: what a finding is about, where it is, how a run came out. Formats differ in marks and layout, and not
   in what they say; a sentence that two of them have stands here, and its words in engine/words. Nothing here is escaped, since each
   format has its own way: whoever writes it out does that. */
#include "report/facts.h"

#include "base/utf8.h"
#include "report/dates.h"

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

WordsId finding_degree(const duly_finding *finding)
{
    static const WordsId degrees[] = { [DULY_ERROR] = WORDS_COUNT, [DULY_WARNING] = WORDS_WARNING_BEFORE, [DULY_INFO] = WORDS_INFO_BEFORE };
    return finding->outcome == DULY_WAIVED ? WORDS_WAIVED_BEFORE : degrees[finding->severity];
}

static void facts_add_pair(Text *out, const char *divider, Str name, const char *equals, Str value)
{
    text_add(out, str_of(divider));
    text_add(out, name);
    text_add(out, str_of(equals));
    text_add(out, value);
}

static void add_pairs(Text *out, const duly_pair *pairs, size_t count, const char *divider, const char *equals)
{
    for (size_t i = 0; i < count; i++)
        facts_add_pair(out, i > 0 ? divider : "", pairs[i].name, equals, pairs[i].value);
}

Str finding_subject(Arena *arena, const duly_finding *finding)
{
    Text out = text_in(arena);
    if (finding->key.len)
        return finding->key;
    add_pairs(&out, finding->group, finding->group_count, ", ", "=");
    return text_str(&out);
}

static void facts_add_record(Text *out, const duly_group_record *record)
{
    if (!record->by_place)
        text_add(out, record->key);
    else /* the findings tell where their files are: here the name is enough */
        text_format(out, "%.*s%.*s", STR_ARG(path_name(record->file)),
                    STR_ARG(place_within(out->arena, record->sheet, (Str) { 0 }, record->line)));
}

/* "L2, L4, L7": the records of a group, so many at most, and "…" where there are more. */
static void facts_add_records(Text *out, const duly_finding *finding, size_t most)
{
    size_t count = finding->record_count < most ? finding->record_count : most;
    for (size_t i = 0; i < count; i++) {
        text_add(out, i > 0 ? STR(", ") : STR(""));
        facts_add_record(out, &finding->records[i]);
    }
    if (count > 0 && count < finding->record_total)
        text_add(out, STR(", …"));
}

static Str finding_group_of(const Voice *voice, const duly_finding *finding, size_t most)
{
    Text records = text_in(voice->arena);
    if (!finding->is_group)
        return (Str) { 0 };
    Str number = say_number(voice, WORDS_RECORDS, finding->record_total);
    facts_add_records(&records, finding, most);
    return records.len ? SAY(voice, WORDS_ABOUT, number, text_str(&records)) : number;
}

Str finding_group(const Voice *voice, const duly_finding *finding)
{
    enum { RECORDS = 10 };
    return finding_group_of(voice, finding, RECORDS);
}

Str finding_line(const Voice *voice, const duly_finding *finding)
{
    Str message = finding_message(finding);
    if (!finding->is_group)
        return message;
    return arena_format(voice->arena, "%.*s (%.*s)", STR_ARG(message), STR_ARG(finding_group(voice, finding)));
}

Str finding_waiver(const Voice *voice, const duly_finding *finding)
{
    if (!finding->waiver)
        return (Str) { 0 };
    return SAY(voice, WORDS_ACCEPTED, finding->waiver->document, day_said(voice, finding->waiver->expires));
}

static void facts_add_bound(const Voice *voice, Text *out, WordsId phrase, duly_date bound)
{
    Str day = day_said(voice, bound);
    if (day.len == 0)
        return;
    add_divider(voice, out);
    words_add(out, voice->language, phrase, &day);
}

Str finding_version(const Voice *voice, const duly_finding *finding)
{
    Text out = text_in(voice->arena);
    if (!day_of(finding->day).text[0])
        return (Str) { 0 };
    Str day = day_said(voice, finding->day);
    Str step = finding->day_step_title.len ? finding->day_step_title : finding->day_step;
    words_add(&out, voice->language, step.len ? WORDS_DAY_OF_STEP : WORDS_DAY_AS_OF, (Str[]) { day, step });
    facts_add_bound(voice, &out, WORDS_FORCE_FROM, finding->from);
    facts_add_bound(voice, &out, WORDS_FORCE_TO, finding->to);
    return text_str(&out);
}

Str finding_values(Arena *arena, const duly_finding *finding)
{
    Text out = text_in(arena);
    if (finding->is_group) {
        add_pairs(&out, finding->figures, finding->figure_count, "; ", "=");
        text_add(&out, finding->figure_count ? STR("; records=") : STR("records="));
        facts_add_records(&out, finding, SIZE_MAX);
    }
    for (size_t i = 0; i < finding->cell_count; i++)
        facts_add_pair(&out, i > 0 ? "; " : "", finding->cells[i].field, "=", finding->cells[i].value);
    return text_str(&out);
}

Str finding_evidence(const Voice *voice, const duly_finding *finding)
{
    Text out = text_in(voice->arena);
    text_add(&out, finding_group_of(voice, finding, SIZE_MAX));
    for (size_t i = 0; i < finding->cell_count; i++) {
        const duly_cell *cell = &finding->cells[i];
        add_divider(voice, &out);
        text_add(&out, SAY(voice, WORDS_ABOUT, cell->title.len ? cell->title : cell->field,
                           cell->missing ? words_get(voice->language, WORDS_EMPTY_CELL) : value_said(voice, cell->value)));
    }
    return text_str(&out);
}

Str plain_path(duly_text path)
{
    path = path_from_here(path);
    Str s = path;
    return str_starts_with(s, STR("./")) ? str_slice(s, 2, s.len) : s;
}

Place finding_place(const duly_finding *finding, const duly_pack *pack)
{
    if (finding->file.len)
        return (Place) { plain_path(finding->file), finding->line, finding->sheet, finding->a1 };
    if (finding->rule_file.len)
        return (Place) { .path = plain_path(finding->rule_file), .line = finding->rule_line };
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(pack, &info);
    return (Place) { .path = plain_path(info.path) };
}

Str place_within(Arena *arena, Str sheet, Str a1, uint64_t line)
{
    Text out = text_in(arena);
    if (sheet.len)
        text_format(&out, "!%.*s", STR_ARG(sheet));
    if (a1.len)
        text_format(&out, "!%.*s", STR_ARG(a1));
    else if (line)
        text_format(&out, "%s%llu", sheet.len ? "!" : ":", (unsigned long long) line);
    return text_str(&out);
}

Str place_of(Arena *arena, Str file, uint64_t line)
{
    return arena_format(arena, "%.*s%.*s", STR_ARG(file), STR_ARG(place_within(arena, (Str) { 0 }, (Str) { 0 }, line)));
}

Str finding_whole_place(Arena *arena, const duly_finding *finding)
{
    return arena_format(arena, "%.*s%.*s", STR_ARG(finding->file),
                        STR_ARG(place_within(arena, finding->sheet, finding->a1, finding->line)));
}

/* ---- fingerprints */

Str finding_mark(Arena *arena, Str fingerprint, Str rule, Str file, uint64_t line)
{
    if (fingerprint.len)
        return fingerprint;
    return arena_format(arena, "%.*s:%.*s:%llu", STR_ARG(rule), STR_ARG(file), (unsigned long long) line);
}

Fingerprints *fingerprints_in(Arena *arena)
{
    Fingerprints *seen = arena_new(arena, Fingerprints);
    *seen = (Fingerprints) { .arena = arena, .first = map_in(arena) };
    return seen;
}

uint32_t fingerprints_add(Fingerprints *seen, Str fingerprint)
{
    uint32_t index = map_get(seen->first, fingerprint);
    if (index == MAP_NONE) {
        index = map_add(seen->first, arena_str(seen->arena, fingerprint), seen->first->count);
        arena_push(seen->arena, &seen->counts, 0);
    }
    return ++seen->counts.at[index];
}

/* ---- a run */

Str step_title(const duly_pack *pack, Str id)
{
    duly_step step = { .size = sizeof step };
    for (size_t i = 0; duly_pack_step(pack, i, &step); i++)
        if (str_equal(step.id, id) && step.title.len)
            return step.title;
    return id;
}

Str run_step_title(const duly_run *run)
{
    return step_title(run->pack, run->gate);
}

typedef struct {
    Str name, title;
} Wanted;

static void see_table(void *context, const duly_table *table)
{
    Wanted *wanted = context;
    if (str_equal(table->name, wanted->name) && table->title.len)
        wanted->title = table->title;
}

Str table_title(const duly_pack *pack, Str name)
{
    Wanted wanted = { name, name };
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = &wanted, .table = see_table });
    return wanted.title;
}

Str run_question(const Voice *voice, const duly_run *run, Str step)
{
    Str as_of = day_said(voice, run->as_of);
    return run->gate.len ? SAY(voice, WORDS_BEFORE, step, day_said(voice, run->on), as_of) : SAY(voice, WORDS_AUDIT, as_of);
}

Str run_set(Arena *arena, const duly_run *run, const char *equals)
{
    Text out = text_in(arena);
    add_pairs(&out, run->set, run->set_count, ", ", equals);
    return text_str(&out);
}

bool run_judged_nothing(const duly_summary *summary)
{
    return summary->verdicts[DULY_READY] + summary->verdicts[DULY_BLOCKED] + summary->verdicts[DULY_VERDICT_UNDECIDED] == 0;
}

Str verdicts_told(const Voice *voice, const uint64_t verdicts[3])
{
    return SAY(voice, WORDS_VERDICTS, number_in(voice->arena, verdicts[DULY_BLOCKED]),
               number_in(voice->arena, verdicts[DULY_VERDICT_UNDECIDED]), number_in(voice->arena, verdicts[DULY_READY]));
}

Str run_verdicts(const Voice *voice, const duly_summary *summary)
{
    Text out = text_in(voice->arena);
    text_add(&out, verdicts_told(voice, summary->verdicts));
    if (summary->not_judged) {
        add_divider(voice, &out);
        text_add(&out, say_number(voice, WORDS_NO_CANDIDATES, summary->not_judged));
    }
    return text_str(&out);
}

Str run_totals(const Voice *voice, const duly_run *run, const duly_summary *summary)
{
    return SAY(voice, WORDS_TOTALS, say_number(voice, WORDS_FINDINGS, summary->findings),
               say_number(voice, WORDS_ERRORS, summary->by_severity[DULY_ERROR]),
               say_number(voice, WORDS_WARNINGS, summary->by_severity[DULY_WARNING]),
               say_number(voice, WORDS_INFOS, summary->by_severity[DULY_INFO]), day_said(voice, run->as_of));
}

Str run_baseline(const Voice *voice, const duly_summary *summary)
{
    if (!summary->has_baseline)
        return (Str) { 0 };
    return SAY(voice, WORDS_BASELINE, number_in(voice->arena, summary->findings - summary->known), number_in(voice->arena, summary->known),
               number_in(voice->arena, summary->fixed_count));
}

Str run_fixed(const Voice *voice, const duly_fixed *fixed)
{
    Arena *arena = voice->arena;
    Str place = fixed->line ? arena_format(arena, "%.*s:%llu", STR_ARG(fixed->file), (unsigned long long) fixed->line) : fixed->file;
    Str what = fixed->message.len ? fixed->message : fixed->key.len ? fixed->key : place;
    return SAY(voice, WORDS_FIXED, fixed->id, what);
}

Str file_passed(const Voice *voice, const duly_file *file)
{
    enum { SHOWN = 6 };
    Text out = text_in(voice->arena);
    if (file->passed_rows == 0)
        return text_str(&out);
    text_add(&out, say_number(voice, WORDS_PASSED, file->passed_rows));
    for (size_t i = 0; i < file->passed_count && i < SHOWN; i++) {
        Str text = file->passed[i].text;
        text_format(&out, "%s%llu", i ? ", " : "", (unsigned long long) file->passed[i].line);
        if (text.len)
            text_format(&out, " (%.*s)", STR_ARG(text));
    }
    text_add(&out, file->passed_rows > SHOWN ? STR(", …") : STR(""));
    return text_str(&out);
}

const OutcomeColumn outcome_columns[OUTCOME_COLUMNS] = {
    { DULY_VIOLATION, WORDS_RULE_VIOLATED },
    { DULY_UNDECIDED, WORDS_RULE_UNDECIDED },
    { DULY_WAIVED, WORDS_COLUMN_WAIVED },
    { DULY_PASS, WORDS_RULE_PASSED },
    { DULY_NOT_APPLICABLE, WORDS_COLUMN_NOT_APPLICABLE },
};

const WordsId severity_phrases[] = { [DULY_ERROR] = WORDS_ERROR, [DULY_WARNING] = WORDS_WARNING, [DULY_INFO] = WORDS_INFO };

const uint32_t *rule_firsts(Arena *arena, const duly_pack *pack)
{
    duly_pack_info info = { .size = sizeof info };
    duly_rule rule = { .size = sizeof rule };
    Map ids = { 0 };
    duly_pack_describe(pack, &info);
    uint32_t *firsts = arena_array(arena, uint32_t, info.all_rule_count);
    for (uint32_t i = 0; duly_pack_rule(pack, i, &rule); i++)
        firsts[i] = map_add(&ids, rule.id, i);
    map_free(&ids);
    return firsts;
}

bool rule_found(const duly_rule_count *count)
{
    return count->outcomes[DULY_VIOLATION] + count->outcomes[DULY_UNDECIDED] + count->outcomes[DULY_WAIVED] > 0;
}

bool run_tells_unasked(const duly_summary *summary, duly_text rule)
{
    for (size_t i = 0; i < summary->assumption_count; i++)
        for (size_t r = 0; summary->assumptions[i].elsewhere && r < summary->assumptions[i].rule_count; r++)
            if (str_equal(summary->assumptions[i].rules[r], rule))
                return true;
    return false;
}

bool rule_is_unused(const duly_rule_count *count)
{
    return !rule_found(count) && count->outcomes[DULY_PASS] == 0;
}

Str run_silent_rules(const Voice *voice, const duly_run *run, const duly_summary *summary, bool unasked, uint64_t most)
{
    Text titles = text_in(voice->arena);
    uint64_t count = 0;
    size_t end = 0; /* of those that are named */
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        if (!duly_pack_rule(run->pack, summary->rules[i].rule, &rule) || run_tells_unasked(summary, rule.id) != unasked)
            continue;
        if (!unasked && (rule.builtin || !rule_is_unused(&summary->rules[i])))
            continue;
        if (count++ == most)
            end = titles.len;
        add_divider(voice, &titles);
        text_add(&titles, rule.title.len ? rule.title : rule.id);
    }
    if (count == 0 || count <= most || count - most == 1) /* one more is as short as its number */
        return text_str(&titles);
    return SAY(voice, WORDS_FIRST_RULES, number_in(voice->arena, count - most), str_slice(text_str(&titles), 0, end));
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

enum { ELSEWHERE_SHOWN = 8, UNASKED_SHOWN = 12 };

/* Of what is taken for empty every column is named: each may hide a case. What is kept elsewhere may be a hundred columns: the rules say what
   was not looked at, and some of the columns what that is about. */
static void facts_add_fields(const Voice *voice, Text *out, const duly_summary *summary, bool elsewhere)
{
    uint64_t count = 0;
    for (size_t i = 0; i < summary->assumption_count; i++) {
        const duly_assumption *assumption = &summary->assumptions[i];
        if (assumption->elsewhere != elsewhere || was_assumed(summary, i) || (count++ >= ELSEWHERE_SHOWN && elsewhere))
            continue;
        add_divider(voice, out);
        text_add(out, assumption->title.len ? assumption->title : assumption->field);
    }
    if (count <= ELSEWHERE_SHOWN || !elsewhere)
        return;
    add_divider(voice, out);
    text_add(out, say_number(voice, WORDS_MORE, count - ELSEWHERE_SHOWN));
}

static uint64_t count_unasked(const duly_summary *summary, const duly_pack *pack)
{
    uint64_t count = 0;
    for (size_t i = 0; i < summary->rule_count; i++) {
        duly_rule rule = { .size = sizeof rule };
        count += duly_pack_rule(pack, summary->rules[i].rule, &rule) && run_tells_unasked(summary, rule.id);
    }
    return count;
}

static void add_assumed(const Voice *voice, Text *out, const duly_run *run, const duly_summary *summary, bool elsewhere, uint64_t most)
{
    Text fields = text_in(voice->arena);
    facts_add_fields(voice, &fields, summary, elsewhere);
    if (fields.len == 0)
        return;
    uint64_t count = elsewhere ? count_unasked(summary, run->pack) : 0;
    text_add(out, out->len > 0 ? STR("\n") : STR(""));
    if (!elsewhere)
        text_add(out, SAY(voice, WORDS_TAKEN_EMPTY, text_str(&fields)));
    else if (count > most)
        text_add(out, SAY(voice, WORDS_KEPT_BRIEFLY, text_str(&fields), number_in(voice->arena, count)));
    else
        text_add(out, SAY(voice, WORDS_KEPT_ELSEWHERE, text_str(&fields), run_silent_rules(voice, run, summary, true, UINT64_MAX)));
}

bool run_has_many_unasked(const duly_run *run, const duly_summary *summary)
{
    return count_unasked(summary, run->pack) > UNASKED_SHOWN;
}

/* "民族成份 = Ethnic group; 备注2 = -" */
static void add_mapping(const Voice *voice, Text *out, const duly_summary *summary)
{
    Text pairs = text_in(voice->arena);
    for (size_t i = 0; i < summary->mapped_count; i++) {
        if (i > 0)
            text_add(&pairs, SAY(voice, WORDS_ALSO));
        text_format(&pairs, "%.*s = %.*s", STR_ARG(summary->mapped[i].name), STR_ARG(summary->mapped_titles[i]));
    }
    if (summary->mapping.len == 0)
        return;
    text_add(out, out->len > 0 ? STR("\n") : STR(""));
    text_add(out, SAY(voice, pairs.len > 0 ? WORDS_MAPPED : WORDS_MAPPED_BY, summary->mapping, text_str(&pairs)));
}

static Str add_assumptions(const Voice *voice, const duly_run *run, const duly_summary *summary, uint64_t most)
{
    Text out = text_in(voice->arena);
    add_mapping(voice, &out, summary);
    add_assumed(voice, &out, run, summary, true, most);
    add_assumed(voice, &out, run, summary, false, most);
    return text_str(&out);
}

Str run_assumptions(const Voice *voice, const duly_run *run, const duly_summary *summary)
{
    return add_assumptions(voice, run, summary, UINT64_MAX);
}

Str run_assumptions_briefly(const Voice *voice, const duly_run *run, const duly_summary *summary)
{
    return add_assumptions(voice, run, summary, UNASKED_SHOWN);
}

static Str notes_of(const Voice *voice, const duly_run *run, Str assumptions)
{
    Text out = text_in(voice->arena);
    text_add(&out, assumptions);
    for (size_t i = 0; i < run->file_count; i++) {
        Str passed = file_passed(voice, &run->files[i]);
        size_t size, start = 0; /* behind the mark that divides it from other facts */
        while (start < passed.len && (utf8_is_blank(utf8_decode(passed.at + start, &size)) || start == 0))
            start += size;
        if (passed.len == 0)
            continue;
        text_add(&out, out.len > 0 ? STR("\n") : STR(""));
        text_add(&out, SAY(voice, WORDS_ABOUT, run->files[i].path, str_slice(passed, start, passed.len)));
    }
    return text_str(&out);
}

Str run_notes(const Voice *voice, const duly_run *run, const duly_summary *summary)
{
    return notes_of(voice, run, run_assumptions(voice, run, summary));
}

Str run_remarks(const Voice *voice, const duly_run *run, const duly_summary *summary)
{
    Str baseline = run_baseline(voice, summary), notes = run_notes(voice, run, summary);
    return arena_format(voice->arena, "%.*s%s%.*s", STR_ARG(baseline), baseline.len && notes.len ? "\n" : "", STR_ARG(notes));
}

Str run_notes_briefly(const Voice *voice, const duly_run *run, const duly_summary *summary)
{
    return notes_of(voice, run, add_assumptions(voice, run, summary, 0));
}

bool take_line(Str *lines, Str *line)
{
    size_t end = str_find(*lines, STR("\n"), 0);
    *line = str_slice(*lines, 0, end == SIZE_MAX ? lines->len : end);
    *lines = end == SIZE_MAX ? (Str) { 0 } : str_slice(*lines, end + 1, lines->len);
    return line->len > 0;
}

bool finding_decides(const duly_record *record, const duly_finding *finding)
{
    switch (record->verdict) {
    case DULY_BLOCKED: return finding->severity == DULY_ERROR && finding->outcome == DULY_VIOLATION;
    case DULY_VERDICT_UNDECIDED: /* the rule itself, or the cell that cannot be read */
        return finding->outcome != DULY_WAIVED && finding->severity != DULY_INFO;
    case DULY_READY:
    case DULY_NOT_JUDGED: return true;
    }
    return true;
}

/* Adds a name unless it stands there already, between dividers. */
static void add_once(const Voice *voice, Text *out, Map *seen, Str name)
{
    if (map_add(seen, name, seen->count) + 1 != seen->count)
        return;
    add_divider(voice, out);
    text_add(out, name);
}

static bool mentions(const duly_finding *finding, Str name)
{
    return name.len > 0 && str_find(finding->message, name, 0) != SIZE_MAX;
}

/* Most rules read fields that few people have, and an empty one of these is nothing that anybody owes. What is owed is an empty field that
   the sentence about an undecided rule names, or one that was violated for want of any value. */
static bool is_owed(const duly_finding *finding, const duly_cell *cell)
{
    if (!cell->missing || finding->outcome == DULY_WAIVED || finding->severity == DULY_INFO)
        return false;
    if (finding->outcome == DULY_UNDECIDED)
        return mentions(finding, cell->title) || mentions(finding, cell->field);
    for (size_t i = 0; i < finding->cell_count; i++)
        if (!finding->cells[i].missing)
            return false;
    return true;
}

Str record_missing(const Voice *voice, const duly_record *record)
{
    Text out = text_in(voice->arena);
    Map seen = { 0 };
    for (size_t i = 0; i < record->finding_count; i++) {
        const duly_finding *finding = &record->findings[i];
        for (size_t c = 0; finding_decides(record, finding) && c < finding->cell_count; c++)
            if (is_owed(finding, &finding->cells[c]))
                add_once(voice, &out, &seen, finding->cells[c].title.len ? finding->cells[c].title : finding->cells[c].field);
    }
    map_free(&seen);
    return text_str(&out);
}

Str record_reasons(const Voice *voice, const duly_record *record, size_t most, Str divider)
{
    Text out = text_in(voice->arena);
    size_t told = 0, more = 0;
    for (size_t i = 0; i < record->finding_count; i++) {
        if (!finding_decides(record, &record->findings[i]))
            continue;
        if (told == most) {
            more++;
            continue;
        }
        text_add(&out, told++ ? divider : STR(""));
        text_add(&out, finding_message(&record->findings[i]));
    }
    if (more > 0)
        text_add(&out, arena_format(voice->arena, "%.*s%.*s", STR_ARG(divider), STR_ARG(say_number(voice, WORDS_MORE, more))));
    return text_str(&out);
}

Str record_earliest(const Voice *voice, const duly_record *record)
{
    Str day = day_said(voice, record->earliest.year ? record->earliest : record->closed_on);
    Str step = record->earliest_step_title.len ? record->earliest_step_title : record->earliest_step;
    WordsId phrase = !record->earliest.year ? WORDS_NO_EARLIEST : step.len ? WORDS_EARLIEST_OF : WORDS_EARLIEST;
    return day.len ? SAY(voice, phrase, day, step) : (Str) { 0 };
}
