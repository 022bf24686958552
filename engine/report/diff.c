/* Findings are the same when their fingerprints are: rule, table, and key or group. What the old run found is kept until the new one has
   ended; then each finding of the new run looks for one of the old run with its fingerprint. Where several have the same one (a key that
   stands twice) those of the old run are a chain in their order, and each is matched once: the first with the first.

   The two runs read the batch one after the other, so that somebody may have edited it in between. The hashes of its files tell
   (is_torn), and such a difference is called incomplete rather than blamed on the rules. */
#include "report/diff.h"

#include "report/dates.h"
#include "report/facts.h"

const char *const diff_kinds[DIFF_KINDS] = {
    [DIFF_FAILING] = "failing",
    [DIFF_PASSING] = "passing",
    [DIFF_CHANGED] = "changed",
};

/* ---- what is told */

static Str keep(Diff *diff, Str s)
{
    return arena_str(diff->options.arena, s);
}

static void diff_begin(void *context, const duly_run *run)
{
    Diff *diff = context;
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    diff->language = keep(diff, run->language);
    diff->as_of = run->as_of;
    diff->gate = keep(diff, run->gate);
    diff->packs[diff->phase] = keep(diff, info.path);
    diff->opened[diff->phase] = run->pack;
}

/* `record` NULL: a finding that is about none. */
static void diff_take(Diff *diff, const duly_finding *finding, const duly_record *record)
{
    DiffSide side = { str_of(outcome_keys[finding->outcome]), keep(diff, finding_message(finding)) };
    DiffItem item = {
        .rule = keep(diff, finding->id),
        .fingerprint = keep(diff, finding_mark(diff->options.arena, finding->fingerprint, finding->id, finding->file, finding->line)),
        .table = keep(diff, finding->table),
        .key = keep(diff, finding_subject(diff->options.arena, finding)),
        .file = keep(diff, finding->file),
        .sheet = keep(diff, finding->sheet),
        .line = finding->line,
        .next = MAP_NONE,
    };
    if (record) {
        item.label = keep(diff, name_or_none(record->label));
        item.section = keep(diff, record->section);
    }
    *(diff->phase == 0 ? &item.old : &item.new) = side;
    arena_push(diff->options.arena, &diff->found[diff->phase], item);
}

static void diff_finding(void *context, const duly_finding *told)
{
    diff_take(context, told, NULL);
}

static void diff_record(void *context, const duly_record *told)
{
    for (size_t i = 0; i < told->finding_count; i++)
        diff_take(context, &told->findings[i], told);
}

/* ---- comparing */

/* Those of one fingerprint become a chain in their order. */
static void index_old(Diff *diff)
{
    for (size_t i = 0; i < diff->found[0].count; i++)
        map_add(diff->first, diff->found[0].at[i].fingerprint, (uint32_t) i);
    for (size_t i = diff->found[0].count; i-- > 0;) {
        DiffItem *item = &diff->found[0].at[i];
        DiffItem *first = &diff->found[0].at[map_get(diff->first, item->fingerprint)];
        if (first == item)
            continue;
        item->next = first->next;
        first->next = (uint32_t) i;
    }
}

static DiffItem *find_old(Diff *diff, const DiffItem *item)
{
    for (uint32_t i = map_get(diff->first, item->fingerprint); i != MAP_NONE; i = diff->found[0].at[i].next)
        if (!diff->found[0].at[i].is_matched)
            return &diff->found[0].at[i];
    return NULL;
}

static void diff_add(Diff *diff, DiffKind kind, const DiffItem *item)
{
    diff->items[kind][diff->counts[kind]++] = *item;
}

static void report_diff_compare(Diff *diff)
{
    for (int kind = 0; kind < DIFF_KINDS; kind++)
        diff->items[kind] = arena_array(diff->options.arena, DiffItem, diff->found[kind != DIFF_PASSING].count);
    for (size_t i = 0; i < diff->found[1].count; i++) {
        DiffItem *item = &diff->found[1].at[i], *old = find_old(diff, item);
        if (!old) {
            diff_add(diff, DIFF_FAILING, item);
            continue;
        }
        old->is_matched = true;
        item->old = old->old;
        if (!str_equal(item->old.outcome, item->new.outcome) || !str_equal(item->old.message, item->new.message))
            diff_add(diff, DIFF_CHANGED, item);
    }
    for (size_t i = 0; i < diff->found[0].count; i++)
        if (!diff->found[0].at[i].is_matched)
            diff_add(diff, DIFF_PASSING, &diff->found[0].at[i]);
}

/* ---- rules that come, go, or weigh otherwise */

/* What the rules of a pack say, by id: a rule of several versions has one id, and is one here. */
typedef struct {
    Arena *arena;
    Map ids;
    ARRAY(Str) names;
    ARRAY(Text) said; /* all that decides about records, of one version after the other; not its sentences */
} RulesSaid;

static void say_next(Text *said, Str text)
{
    text_format(said, "%.*s\n", STR_ARG(text));
}

static void say_pairs(Text *said, duly_pairs pairs)
{
    for (size_t i = 0; i < pairs.count; i++)
        text_format(said, "%.*s: %.*s\n", STR_ARG(pairs.at[i].name), STR_ARG(pairs.at[i].value));
}

static void say_rule(RulesSaid *rules, const duly_rule *rule)
{
    uint32_t index = map_add(&rules->ids, rule->id, (uint32_t) rules->names.count);
    if (index == rules->names.count) {
        arena_push(rules->arena, &rules->names, rule->id);
        arena_push(rules->arena, &rules->said, text_in(rules->arena));
    }
    Text *said = &rules->said.at[index];
    text_format(said, "%d ", (int) rule->severity);
    say_next(said, rule->gate);
    say_next(said, rule->require);
}

static void say_text(void *context, const duly_rule_text *rule)
{
    const RulesSaid *rules = context;
    Text *said = &rules->said.at[map_get(&rules->ids, rule->rule->id)];
    text_format(said, "%s..%s ", day_of(rule->from).text, day_of(rule->to).text);
    say_next(said, rule->day_of);
    say_next(said, rule->when);
    say_next(said, rule->missing);
    say_next(said, rule->clears_on);
    say_pairs(said, rule->lets);
    say_pairs(said, rule->group_by);
    say_pairs(said, rule->bounds);
    for (size_t i = 0; i < rule->after.count; i++)
        say_next(said, rule->after.at[i]);
}

static RulesSaid rules_of(Arena *arena, const duly_pack *pack)
{
    RulesSaid rules = { .arena = arena };
    duly_rule rule = { .size = sizeof rule };
    for (size_t i = 0; duly_pack_rule(pack, i, &rule); i++)
        say_rule(&rules, &rule);
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = &rules, .rule = say_text });
    return rules;
}

static void add_id(Text *list, Str id)
{
    text_add(list, list->len ? STR(", ") : STR(""));
    text_add(list, id);
}

/* Ids of rules of one pack that the other one does not have; of those that it has, the ids of those that say something else. */
static void diff_list_rules(const RulesSaid *of, const RulesSaid *other, Text *alone, Text *edited)
{
    for (size_t i = 0; i < of->names.count; i++) {
        uint32_t there = map_get(&other->ids, of->names.at[i]);
        if (there == MAP_NONE)
            add_id(alone, of->names.at[i]);
        else if (!str_equal(text_str(&of->said.at[i]), text_str(&other->said.at[there])))
            add_id(edited, of->names.at[i]);
    }
}

static void compare_rules(Diff *diff)
{
    Arena *arena = diff->options.arena;
    Text added = text_in(arena), removed = text_in(arena), edited = text_in(arena), again = text_in(arena);
    RulesSaid old = rules_of(arena, diff->opened[0]), new = rules_of(arena, diff->opened[1]);
    diff_list_rules(&new, &old, &added, &edited);
    diff_list_rules(&old, &new, &removed, &again);
    diff->rules = (DiffRules) { text_str(&added), text_str(&removed), text_str(&edited) };
    map_free(&old.ids);
    map_free(&new.ids);
}

/* ---- figures */

typedef struct {
    Diff *diff;
    Map *names; /* numbers of figures */
    int run;
} FiguresSaid;

/* Its values, each with the day from which it holds. */
static Str diff_values_of(const Voice *voice, const duly_parameter *parameter)
{
    Text said = text_in(voice->arena);
    for (size_t i = 0; i < parameter->version_count; i++) {
        const duly_parameter_version *version = &parameter->versions[i];
        add_divider(voice, &said);
        if (version->from.year)
            text_add(&said, SAY(voice, WORDS_DIFF_SINCE, day_said(voice, version->from), version->value));
        else
            text_add(&said, version->value);
    }
    return text_str(&said);
}

static void say_figure(void *context, const duly_parameter *parameter)
{
    const FiguresSaid *said = context;
    Diff *diff = said->diff;
    const Voice voice = { diff->options.arena, diff->language };
    uint32_t index = map_add(said->names, keep(diff, parameter->name), (uint32_t) diff->figures.count);
    if (index == diff->figures.count)
        arena_push(diff->options.arena, &diff->figures, ((DiffFigure) { .name = keep(diff, parameter->name) }));
    DiffFigure *figure = &diff->figures.at[index];
    figure->title = keep(diff, parameter->title);
    *(said->run == 0 ? &figure->old : &figure->new) = diff_values_of(&voice, parameter);
}

static void compare_figures(Diff *diff)
{
    Map names = { 0 };
    size_t kept = 0;
    for (int run = 0; run < 2; run++) {
        FiguresSaid said = { diff, &names, run };
        duly_pack_read(diff->opened[run], &(duly_reader) { .size = sizeof(duly_reader), .context = &said, .parameter = say_figure });
    }
    for (size_t i = 0; i < diff->figures.count; i++)
        if (!str_equal(diff->figures.at[i].old, diff->figures.at[i].new))
            diff->figures.at[kept++] = diff->figures.at[i];
    diff->figures.count = kept;
    map_free(&names);
}

/* ---- counts, by what stands first */

static Str diff_rule_of(const DiffItem *item)
{
    return item->rule;
}

static Str diff_section_of(const DiffItem *item)
{
    return item->section;
}

static DiffCounts count_by(Diff *diff, Str (*name_of)(const DiffItem *item))
{
    Map seen = { 0 };
    DiffCounts counts = { .at = arena_array(diff->options.arena, DiffCount,
                                            diff->counts[DIFF_FAILING] + diff->counts[DIFF_PASSING] + diff->counts[DIFF_CHANGED]) };
    for (int kind = 0; kind < DIFF_KINDS; kind++) {
        for (size_t i = 0; i < diff->counts[kind]; i++) {
            Str name = name_of(&diff->items[kind][i]);
            if (name.len == 0)
                continue;
            uint32_t index = map_add(&seen, name, (uint32_t) counts.count);
            if (index == counts.count)
                counts.at[counts.count++].name = name;
            counts.at[index].counts[kind]++;
        }
    }
    map_free(&seen);
    return counts;
}

static Str hashes_of(Diff *diff, const duly_run *run)
{
    Text text = { 0 };
    for (size_t i = 0; i < run->file_count; i++)
        text_format(&text, "%.*s ", STR_ARG(run->files[i].sha256));
    Str hashes = keep(diff, text_str(&text));
    text_free(&text);
    return hashes;
}

static void report_diff_end(void *context, const duly_run *run, const duly_summary *summary)
{
    Diff *diff = context;
    memcpy(diff->verdicts[diff->phase], summary->verdicts, sizeof summary->verdicts);
    Str read = hashes_of(diff, run);
    diff->is_torn = diff->phase > 0 && !str_equal(read, diff->read);
    diff->complete = run->complete && (diff->phase == 0 || diff->complete) && !diff->is_torn;
    diff->read = read;
    if (diff->phase++ == 0)
        return;
    index_old(diff);
    report_diff_compare(diff);
    compare_rules(diff);
    compare_figures(diff);
    diff->by_rule = count_by(diff, diff_rule_of);
    diff->by_section = count_by(diff, diff_section_of);
    diff->write(diff);
}

size_t diff_count(const void *context)
{
    const Diff *diff = context;
    return diff->counts[DIFF_FAILING] + diff->counts[DIFF_PASSING] + diff->counts[DIFF_CHANGED] + (diff->rules.added.len > 0) +
           (diff->rules.removed.len > 0) + (diff->rules.edited.len > 0) + diff->figures.count;
}

bool diff_is_torn(const void *context)
{
    return ((const Diff *) context)->is_torn;
}

duly_sink diff_open(const ReportOptions *options, DiffWriter *write)
{
    Diff *diff = arena_new(options->arena, Diff);
    *diff = (Diff) { .options = *options, .write = write, .first = map_in(options->arena) };
    return (duly_sink) { .size = sizeof(duly_sink),
                         .context = diff,
                         .begin = diff_begin,
                         .finding = diff_finding,
                         .record = diff_record,
                         .end = report_diff_end,
                         .found_only = true };
}
