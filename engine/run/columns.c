/* A roster has the columns that somebody needed. What it has no column for says nothing about anybody: rules that ask for it are
   undecided, and that is told here, once, because the same sentence on every record would bury what was found in them. */
#include "run/columns.h"

#include <stdlib.h>

#include "run/compose.h"
#include "base/words.h"

static const Pack *pack_of(const ColumnsContext *context)
{
    return context->plan->options.pack;
}

FileColumns columns_of(Arena *arena, const Mapping *mapping, uint32_t table)
{
    bool *absent = arena_array(arena, bool, mapping->table->field_count);
    for (uint32_t field = 0; field < mapping->table->field_count; field++)
        absent[field] = mapping->table->fields[field].kind != FIELD_MANY && !mapping_has(mapping, field);
    return (FileColumns) { table, arena_str(arena, mapping->path), arena_str(arena, mapping->sheet), mapping->header_line, absent, NULL };
}

/* ---- who wants what */

static bool columns_is_selected(const ColumnsContext *context, uint32_t rule)
{
    const bool *selected = context->plan->options.selected;
    return !selected || selected[rule];
}

static bool wants_table(const ColumnsContext *context, uint32_t table, uint32_t rule)
{
    const PackTable *of = &pack_of(context)->tables[table];
    bool wants = false;
    for (uint32_t field = 0; field < of->table.field_count; field++)
        wants |= context->wants[(size_t) rule * pack_of(context)->member_count + of->record.first + field];
    return wants;
}

/* Whether it is lacking at all: what is asked first, of every field. A column of the file itself, or a table that the batch has no file
   for: then the files of the rules that look into it say so, by its first field. */
static bool is_lacking(const ColumnsContext *context, const FileColumns *file, uint32_t table, uint32_t field)
{
    if (table == file->table)
        return file->absent[field] || pack_of(context)->tables[table].table.fields[field].kind == FIELD_MANY;
    return field == 0 && !context->present[table];
}

/* Whether a rule wants what is lacking. */
static bool is_wanted_by(const ColumnsContext *context, const FileColumns *file, uint32_t member, uint32_t table, uint32_t rule)
{
    const Pack *pack = pack_of(context);
    uint32_t field = member - pack->tables[table].record.first;
    if (table != file->table)
        return pack->rules[rule].table == file->table && wants_table(context, table, rule);
    if (rule == BUILTIN_REQUIRED_FIELD)
        return columns_is_selected(context, rule) && pack->tables[table].table.fields[field].required && file->absent[field];
    return context->wants[(size_t) rule * pack->member_count + member];
}

/* A rule that has versions is one to people: its id stands there once. */
static bool columns_is_listed(const Pack *pack, const uint32_t *rules, uint32_t count, uint32_t rule)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(pack->rules[rules[i]].id, pack->rules[rule].id))
            return true;
    return false;
}

/* By member: whether any rule wants it, or every record needs it. Few of the fields of a large table are. */
static bool *wanted_by_any(const ColumnsContext *context)
{
    const Pack *pack = pack_of(context);
    bool *wanted = arena_array(context->arena, bool, pack->member_count);
    for (uint32_t rule = 0; rule < pack->rule_count; rule++) {
        const bool *wants = context->wants + (size_t) rule * pack->member_count;
        for (uint32_t member = 0; member < pack->member_count; member++)
            wanted[member] |= wants[member];
    }
    for (uint32_t member = 0; member < pack->member_count; member++)
        wanted[member] |= plan_field_of(pack, member)->required;
    return wanted;
}

static uint32_t *rules_that_want(const ColumnsContext *context, const FileColumns *file, uint32_t member, uint32_t *count)
{
    const Pack *pack = pack_of(context);
    uint32_t *rules = NULL, table = plan_table_of(pack, member);
    *count = 0;
    if (!is_lacking(context, file, table, member - pack->tables[table].record.first))
        return NULL;
    for (uint32_t rule = 0; rule < pack->rule_count; rule++) {
        if (!is_wanted_by(context, file, member, table, rule) || columns_is_listed(pack, rules, *count, rule))
            continue;
        if (!rules)
            rules = arena_array(context->arena, uint32_t, pack->rule_count);
        rules[(*count)++] = rule;
    }
    return rules;
}

/* A field of the file's own table; of another one, for which there is no file at all, that table. */
static Str columns_name_of(const ColumnsContext *context, const FileColumns *file, uint32_t member, bool for_people)
{
    const Pack *pack = pack_of(context);
    uint32_t table = plan_table_of(pack, member);
    const Field *field = plan_field_of(pack, member);
    const Table *of = &pack->tables[table].table;
    const LocalText *titles = table == file->table ? &field->title : &of->title;
    Str title = for_people ? local_text(titles, context->plan->options.language) : (Str) { 0 };
    return title.len ? title : table == file->table ? field->name : of->name;
}

/* ---- the finding */

/* What one file lacks. Where that keeps a handful of rules from being asked each column names them; where it keeps more, names without end
   would bury the columns: then each says how many rules ask for it, and those that open most come first. */
typedef struct {
    FindingColumn *columns;
    uint32_t *members; /* of the pack, by column */
    uint32_t count, rule_count;
} Lack;

enum { RULES_NAMED = 6 };

static Str columns_list_rules(const ColumnsContext *context, const FindingColumn *column)
{
    Text text = text_in(context->arena);
    for (uint32_t i = 0; i < column->rule_count; i++)
        text_format(&text, "%s%.*s", i > 0 ? ", " : "", STR_ARG(pack_of(context)->rules[column->rules[i]].id));
    return text_str(&text);
}

static void say_column(const ColumnsContext *context, const FileColumns *file, const Lack *lack, uint32_t i, Text *text)
{
    const Pack *pack = pack_of(context);
    Str language = context->plan->options.language;
    uint32_t member = lack->members[i], table = plan_table_of(pack, member);
    bool is_file = !context->present[table] || plan_field_of(pack, member)->kind == FIELD_MANY, named = lack->rule_count <= RULES_NAMED;
    Str rules =
        named ? columns_list_rules(context, &lack->columns[i]) : arena_format(context->arena, "%u", (unsigned) lack->columns[i].rule_count);
    Str values[2] = { columns_name_of(context, file, member, true), rules };
    words_add(text, language, is_file ? WORDS_WANTS_FILE : WORDS_WANTS_COLUMN, values);
}

/* What opens most comes first. */
static int compare_columns(const void *a, const void *b)
{
    const FindingColumn *left = *(const FindingColumn *const *) a, *right = *(const FindingColumn *const *) b;
    if (left->rule_count != right->rule_count)
        return left->rule_count > right->rule_count ? -1 : 1;
    return left < right ? -1 : 1;
}

static Str say_lack(const ColumnsContext *context, const FileColumns *file, const Lack *lack)
{
    Str language = context->plan->options.language;
    Text text = text_in(context->arena);
    const FindingColumn **order = arena_array(context->arena, const FindingColumn *, lack->count);
    for (uint32_t i = 0; i < lack->count; i++)
        order[i] = &lack->columns[i];
    if (lack->rule_count <= RULES_NAMED) {
        words_add(&text, language, WORDS_LACKS, NULL);
    } else {
        Str number = arena_format(context->arena, "%u", (unsigned) lack->rule_count);
        words_add(&text, language, WORDS_LACKS_MANY, &number);
        qsort(order, lack->count, sizeof *order, compare_columns);
    }
    for (uint32_t i = 0; i < lack->count; i++) {
        if (i > 0)
            words_add(&text, language, WORDS_ALSO, NULL);
        say_column(context, file, lack, (uint32_t) (order[i] - lack->columns), &text);
    }
    return text_str(&text);
}

static Severity gravest_of(const ColumnsContext *context, const FindingColumn *column, Severity gravest)
{
    for (uint32_t i = 0; i < column->rule_count; i++) {
        Severity severity = pack_of(context)->rules[column->rules[i]].severity;
        gravest = severity < gravest ? severity : gravest;
    }
    return gravest;
}

static void find_lack(const ColumnsContext *context, const FileColumns *file, Lack *lack)
{
    const Pack *pack = pack_of(context);
    uint32_t *told = arena_array(context->arena, uint32_t, pack->rule_count);
    const bool *wanted = wanted_by_any(context);
    lack->columns = arena_array(context->arena, FindingColumn, pack->member_count);
    lack->members = arena_array(context->arena, uint32_t, pack->member_count);
    for (uint32_t member = 0; member < pack->member_count; member++) {
        FindingColumn *column = &lack->columns[lack->count];
        uint32_t table = plan_table_of(pack, member);
        if (table == file->table && !wanted[member])
            continue;
        column->rules = rules_that_want(context, file, member, &column->rule_count);
        if (column->rule_count == 0)
            continue;
        column->field = plan_field_of(pack, member);
        column->name = columns_name_of(context, file, member, false);
        lack->members[lack->count++] = member;
        for (uint32_t i = 0; i < column->rule_count; i++)
            if (!columns_is_listed(pack, told, lack->rule_count, column->rules[i]))
                told[lack->rule_count++] = column->rules[i];
    }
}

bool columns_tell(const ColumnsContext *context, const FileColumns *file, Finding *out)
{
    const Pack *pack = pack_of(context);
    Lack lack = { 0 };
    find_lack(context, file, &lack);
    *out = (Finding) { .rule = BUILTIN_NO_COLUMN,
                       .outcome = OUTCOME_UNDECIDED,
                       .severity = SEVERITY_INFO,
                       .table = file->table,
                       .file = file->path,
                       .sheet = file->sheet,
                       .line = file->line,
                       .columns = lack.columns,
                       .column_count = lack.count };
    if (lack.count == 0)
        return false;
    for (uint32_t i = 0; i < lack.count; i++)
        out->severity = gravest_of(context, &lack.columns[i], out->severity);
    if (pack->rules[BUILTIN_NO_COLUMN].overridden_in)
        out->severity = pack->rules[BUILTIN_NO_COLUMN].severity;
    out->message = say_lack(context, file, &lack);
    out->fingerprint = compose_fingerprint(context->arena, pack, out, (Str) { 0 });
    return true;
}

/* ---- what was taken for granted */

typedef ARRAY(uint32_t) RuleList;

/* Whether a rule of the file's table is not asked there, since it asks for what is kept elsewhere: then it takes nothing for granted. */
static bool is_not_asked(const ColumnsContext *context, const FileColumns *file, const RulePlan *rule)
{
    const PackTable *table = &pack_of(context)->tables[file->table];
    const bool *elsewhere = context->plan->options.elsewhere;
    for (uint32_t i = 0; elsewhere && i < rule->ask_count; i++) {
        uint32_t field = rule->asks[i] - table->record.first;
        if (rule->asks[i] >= table->record.first && field < table->table.field_count && file->absent[field] && elsewhere[rule->asks[i]])
            return true;
    }
    return false;
}

/* By field of a table: the rules that ask for what the file has not. */
typedef struct {
    const ColumnsContext *context;
    const FileColumns *file;
    RuleList *fields;
} Askers;

static bool is_kept_elsewhere(const ColumnsContext *context, uint32_t member)
{
    return context->plan->options.elsewhere && context->plan->options.elsewhere[member];
}

static RuleList *askers_of(const Askers *askers, uint32_t member)
{
    const PackTable *table = &pack_of(askers->context)->tables[askers->file->table];
    bool is_own = member >= table->record.first && member - table->record.first < table->table.field_count;
    return is_own ? &askers->fields[member - table->record.first] : NULL;
}

static void add_asker(const Askers *askers, const RulePlan *rule)
{
    const ColumnsContext *context = askers->context;
    bool is_asked = !is_not_asked(context, askers->file, rule);
    for (uint32_t i = 0; rule->reported && i < rule->ask_count; i++) {
        RuleList *rules = askers_of(askers, rule->asks[i]);
        if (rules && !columns_is_listed(pack_of(context), rules->at, (uint32_t) rules->count, rule->rule) &&
            (is_asked || is_kept_elsewhere(context, rule->asks[i])))
            arena_push(context->arena, rules, rule->rule);
    }
}

static void add_asking_group(const Askers *askers, const GroupPlan *group)
{
    for (uint32_t i = 0; !group->statistic && i < group->read_count; i++) {
        RuleList *rules = askers_of(askers, group->reads[i]);
        if (rules && (rules->count == 0 || rules->at[rules->count - 1] != group->rule))
            arena_push(askers->context->arena, rules, group->rule);
    }
}

static RuleList *list_askers(const ColumnsContext *context, const FileColumns *file)
{
    const Pack *pack = pack_of(context);
    Askers askers = { context, file, arena_array(context->arena, RuleList, pack->tables[file->table].table.field_count) };
    for (uint32_t t = 0; t < pack->table_count; t++) {
        const TablePlan *table = &context->plan->tables[t];
        for (uint32_t i = 0; context->present[t] && i < table->rule_count; i++)
            add_asker(&askers, &table->rules[i]);
        for (uint32_t i = 0; context->present[t] && i < table->group_count; i++)
            add_asking_group(&askers, &table->groups[i]);
    }
    return askers.fields;
}

uint32_t columns_assumed(const ColumnsContext *context, const FileColumns *file, Assumption *out)
{
    const PackTable *table = &pack_of(context)->tables[file->table];
    const RuleList *askers = list_askers(context, file);
    uint32_t found = 0;
    for (uint32_t field = 0; field < table->table.field_count; field++) {
        const RuleList *rules = &askers[field];
        bool is_elsewhere = is_kept_elsewhere(context, table->record.first + field);
        bool is_told = table->table.fields[field].absent_is_empty && !table->table.fields[field].instead_of;
        bool is_left_out = file->left_out && file->left_out[field];
        bool is_assumed = is_left_out || (file->absent[field] && (is_elsewhere || is_told));
        if (is_assumed && rules->count > 0)
            out[found++] = (Assumption) {
                file->table, file->path, file->sheet, &table->table.fields[field], is_elsewhere, rules->at, (uint32_t) rules->count
            };
    }
    return found;
}
