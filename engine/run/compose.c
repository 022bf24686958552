/* Puts findings together: for the rows that are told, their sentences in the language of the run, the cells that the rule read,
   fingerprints. What must not be shown is replaced here and nowhere else; every format is a client of what comes out, and none has to know
   what is private.

   A sentence is begun in sheet->text and copied to the result once it is whole. Where a sentence of an author is wanted the text's own
   program has been run over the rows that need one (compose_run); why a rule is undecided is read off the statuses of the table's
   program, from its root down to the cells that have no value (interp_causes). */
#include "run/compose.h"

#include "base/utf8.h"
#include "model/identity.h"
#include "run/clauses.h"
#include "run/dictionary.h"
#include "run/fingerprint.h"
#include "run/intervals.h"
#include "run/judge.h"
#include "run/timings.h"
#include "run/waive.h"
#include "run/months.h"

enum { SHOWN_BYTES = 120 }; /* of an expression, or of a value of its parts, that a sentence quotes */

static const Table *compose_table_of(const Sheet *sheet)
{
    return &sheet->table->table->table;
}

static Str compose_language_of(const Sheet *sheet)
{
    return sheet->plan->options.language;
}

static bool compose_is_hidden(const Sheet *sheet, uint32_t field)
{
    return sheet->plan->options.redact && pack_is_private(sheet->plan->options.pack, &compose_table_of(sheet)->fields[field]);
}

/* ---- small things */

void compose_words(Sheet *sheet, WordsId id, const Str *values)
{
    words_add(&sheet->text, compose_language_of(sheet), id, values);
}

void compose_next(Sheet *sheet, size_t start)
{
    if (sheet->text.len > start)
        compose_words(sheet, WORDS_ALSO, NULL);
}

Str compose_field(const Sheet *sheet, uint32_t field)
{
    const Field *declared = &compose_table_of(sheet)->fields[field];
    Str title = local_text(&declared->title, compose_language_of(sheet));
    return title.len ? title : declared->name;
}

Str compose_table(const Sheet *sheet, uint32_t table)
{
    const Table *named = &sheet->plan->options.pack->tables[table].table;
    Str title = local_text(&named->title, compose_language_of(sheet));
    return title.len ? title : named->name;
}

void compose_no_table(Sheet *sheet, uint32_t table)
{
    Str name = compose_table(sheet, table);
    compose_words(sheet, WORDS_NO_TABLE, &name);
}

Str compose_step(const Sheet *sheet, uint32_t step)
{
    const Step *named = &sheet->table->procedure->steps[step];
    Str title = local_text(&named->title, compose_language_of(sheet));
    return title.len ? title : named->id;
}

void compose_title(Sheet *sheet, const Rule *rule)
{
    Str title = local_text(&rule->title, compose_language_of(sheet));
    text_add(&sheet->text, title);
    if (title.len)
        compose_words(sheet, WORDS_COLON, NULL);
}

Str compose_guarded(const Sheet *sheet, uint32_t field, Str shown)
{
    return compose_is_hidden(sheet, field) ? words_get(compose_language_of(sheet), WORDS_PRIVATE) : shown;
}

static Str guarded_value(const Sheet *sheet, uint32_t field, Str value)
{
    return compose_is_hidden(sheet, field) ? COMPOSE_PRIVATE : value;
}

static Str shown_cell(const Sheet *sheet, uint32_t field, uint32_t row)
{
    Str text = cell_trim(sheet_cell(sheet, field, row));
    return text.len ? guarded_value(sheet, field, text) : text;
}

static bool compose_hides_key(const Sheet *sheet, const KeyWay *way)
{
    for (uint32_t i = 0; way && i < way->count; i++)
        if (compose_is_hidden(sheet, way->fields[i]))
            return true;
    return false;
}

/* Of several fields one behind the other. */
static Str make_key(const Sheet *sheet, uint32_t row)
{
    const KeyWay *way = identity_way_of(sheet->task.batch, row);
    if (!way || way->count == 1)
        return way ? shown_cell(sheet, way->fields[0], row) : (Str) { 0 };
    if (compose_hides_key(sheet, way))
        return COMPOSE_PRIVATE;
    Text key = { 0 };
    for (uint32_t i = 0; i < way->count; i++) {
        Str part = shown_cell(sheet, way->fields[i], row);
        text_add(&key, key.len > 0 && part.len > 0 ? STR(" ") : (Str) { 0 });
        text_add(&key, part);
    }
    Str shown = arena_str(&sheet->result->arena, text_str(&key));
    text_free(&key);
    return shown;
}

/* Of one field, as nearly always: cells as they stand. */
static void fill_keys(const Sheet *sheet, Str *keys)
{
    const Mapping *mapping = sheet->task.batch->mapping;
    const KeyWay *way = identity_way(mapping);
    bool is_one = way && way->count == 1 && !(mapping->keyed && mapping->table->way_count > 1);
    const Str *cells = is_one && !compose_is_hidden(sheet, way->fields[0]) ? sheet->task.batch->cells[way->fields[0]] : NULL;
    for (uint32_t row = 0; row < sheet->rows; row++)
        keys[row] = cells ? cell_trim(cells[row]) : make_key(sheet, row);
}

const Str *compose_keys(Sheet *sheet)
{
    if (!sheet->keys) {
        Str *keys = arena_alloc_column(&sheet->result->arena, sheet->rows * sizeof *keys);
        fill_keys(sheet, keys);
        sheet->keys = keys;
    }
    return sheet->keys;
}

Str compose_key(const Sheet *sheet, uint32_t row)
{
    return sheet->keys ? sheet->keys[row] : make_key(sheet, row);
}

Str compose_label(const Sheet *sheet, uint32_t row)
{
    uint32_t label = sheet->table->table->label;
    return label == INDEX_NONE ? (Str) { 0 } : shown_cell(sheet, label, row);
}

/* A value of an enum is told by its label, however the file writes it. */
static Str section_of_enum(Sheet *sheet, uint32_t section, uint32_t row)
{
    const EnumValues *values = &compose_table_of(sheet)->fields[section].values;
    sheet_results(sheet, section);
    Value value = column_get(&sheet->columns[section], row);
    for (size_t i = 0; value.kind == KIND_STRING && i < values->count; i++)
        if (str_equal(values->at[i].id, value_as_str(value)))
            return local_text(&values->at[i].label, compose_language_of(sheet));
    return (Str) { 0 };
}

/* And a record by what people call it. */
static Str section_of_reference(Sheet *sheet, uint32_t section, uint32_t row)
{
    const Field *field = &compose_table_of(sheet)->fields[section];
    if (plan_label_of(&sheet->plan->options, field->table) == INDEX_NONE)
        return (Str) { 0 };
    Text label = text_in(&sheet->result->arena);
    Str cell = sheet_cell(sheet, section, row);
    Str identity = field->refers_to ? identity_of_cell(field->refers_to, cell, &sheet->scratch, sheet->matcher) : cell_trim(cell);
    Value value = sides_label(sheet->sides, field->table, identity);
    if (!value_is_error(value))
        value_show(&label, value);
    return text_str(&label);
}

Str compose_section(Sheet *sheet, uint32_t row)
{
    uint32_t section = sheet->table->table->section;
    Str shown = section == INDEX_NONE ? (Str) { 0 } : shown_cell(sheet, section, row);
    if (shown.len == 0 || compose_is_hidden(sheet, section))
        return shown;
    FieldKind kind = compose_table_of(sheet)->fields[section].kind;
    Str label = kind == FIELD_ENUM  ? section_of_enum(sheet, section, row)
                : kind == FIELD_REF ? section_of_reference(sheet, section, row)
                                    : (Str) { 0 };
    return label.len > 0 ? label : shown;
}

/* ---- messages */

static bool compose_add_label(Text *out, Str language, const Type *type, Value value)
{
    if (value.kind != KIND_STRING || !type || !type->values)
        return false;
    for (size_t i = 0; i < type->values->count; i++) {
        const EnumValue *known = &type->values->at[i];
        for (size_t l = 0; str_equal(known->id, value_as_str(value)) && l < known->label.count; l++)
            if (str_equal(known->label.at[l].language, language)) {
                text_add(out, known->label.at[l].text);
                return true;
            }
    }
    return false;
}

/* Values of an enum are shown by their label in another language than English, the language rules are written in. */
static bool is_foreign(Str language)
{
    return language.len > 0 && !str_is(language, "en");
}

void compose_value(Text *out, Str language, const Type *type, Value value)
{
    if (value_is_error(value))
        words_add(out, language, value.status & STATUS_ERROR ? WORDS_FAILED : WORDS_MISSING, NULL);
    else if (!is_foreign(language) || !compose_add_label(out, language, type, value))
        value_show(out, value);
}

static void compose_add_day(Text *out, Str language, Date date)
{
    char room[11];
    date_print(date, room);
    words_add_days(out, language, str_of(room));
}

Str compose_said_day(Arena *arena, Str language, Date date)
{
    Text text = { 0 };
    compose_add_day(&text, language, date);
    Str said = arena_str(arena, text_str(&text));
    text_free(&text);
    return said;
}

Str compose_guarded_day(Sheet *sheet, uint32_t field, Date day)
{
    return compose_guarded(sheet, field, compose_said_day(&sheet->scratch, compose_language_of(sheet), day));
}

/* In a sentence nothing stands as machines write it: a bool is yes or no, and a value of an enum that is no word of English is its
   label in English, too. */
static bool add_said(Text *out, Str language, const Type *type, Value value)
{
    if (value.kind == KIND_BOOL) {
        words_add(out, language, value.boolean ? WORDS_YES : WORDS_NO, NULL);
        return true;
    }
    if (value.kind == KIND_DATE && is_foreign(language)) {
        compose_add_day(out, language, value.date);
        return true;
    }
    if (value.kind != KIND_STRING || str_find(value_as_str(value), STR("_"), 0) == SIZE_MAX)
        return false;
    return compose_add_label(out, language.len ? language : STR("en"), type, value);
}

/* The type by which a value is shown: what orValue takes out of an optional value may be of an enum. */
static const Type *type_shown(const Expr *expr)
{
    if (!expr_calls(expr, "orValue") || !expr->call.target)
        return expr->type;
    const Type *optional = expr->call.target->type;
    return optional && optional->kind == KIND_OPTIONAL ? optional->param[0] : expr->type;
}

/* Names of `let` may say one another again and again: so many nodes are looked at. */
enum { NODES_LOOKED_AT = 256 };

typedef struct {
    bool makes;
    uint32_t seen;
} TextSearch;

static void look_for_texts_of_values(void *context, const Expr *expr)
{
    TextSearch *search = context;
    if (search->makes || search->seen++ >= NODES_LOOKED_AT)
        return;
    const Symbol *symbol = expr->kind == EXPR_NAME ? expr->symbol : NULL;
    search->makes = expr_calls(expr, "string");
    if (symbol && symbol->kind == SYMBOL_EXPR)
        look_for_texts_of_values(search, symbol->expr);
    else
        expr_children(expr, look_for_texts_of_values, search);
}

/* Authors join days with words: string(loan.back_on) + ' at last'. What a file says is no day of theirs. */
static bool may_hold_days(const Expr *expr, Value value)
{
    TextSearch search = { 0 };
    if (value.kind == KIND_STRING)
        look_for_texts_of_values(&search, expr);
    return search.makes;
}

static void add_said_value(Text *out, Str language, const Expr *expr, Value value)
{
    const Type *type = type_shown(expr);
    if (!value_is_error(value) && add_said(out, language, type, value))
        return;
    if (!value_is_error(value) && is_foreign(language) && may_hold_days(expr, value))
        words_add_days(out, language, value_as_str(value));
    else
        compose_value(out, language, type, value);
}

/* A record that is called by nothing that may be told, or by nothing at all. */
static bool compose_is_nameless(const TemplatePart *part, Value value)
{
    return part->names && (value_is_error(value) || value_as_str(value).len == 0);
}

void compose_part(Text *out, Str language, const TemplatePart *part, Value value, bool redact, bool hides)
{
    if (!part->expr)
        text_add(out, part->text);
    else if (redact && (hides || (part->kept && compose_is_nameless(part, value))))
        words_add(out, language, WORDS_PRIVATE, NULL);
    else
        add_said_value(out, language, part->expr, compose_is_nameless(part, value) ? value_missing() : value);
}

static void compose_add_message(Sheet *sheet, uint32_t index, size_t view_row)
{
    const TextPlan *plan = sheet_text(sheet, index);
    for (uint32_t i = 0; i < plan->message->text.count; i++) {
        const TemplatePart *part = &plan->message->text.parts[i];
        Value value = part->expr ? interp_value(sheet->texts[index], plan->parts[i], view_row) : value_missing();
        compose_part(&sheet->text, compose_language_of(sheet), part, value, sheet->plan->options.redact, part->expr && plan->is_private[i]);
    }
}

/* What is said of a violation whose author wrote no message: the title, and the values that were looked at. */
static void add_title_and_values(Sheet *sheet, const RulePlan *plan, uint32_t row)
{
    const Rule *rule = &sheet->plan->options.pack->rules[plan->rule];
    Str title = local_text(&rule->title, compose_language_of(sheet));
    text_add(&sheet->text, title.len ? title : rule->id);
    for (uint32_t i = 0; i < plan->field_count; i++) {
        compose_words(sheet, i == 0 ? WORDS_COLON : WORDS_AND, NULL);
        text_add(&sheet->text, compose_field(sheet, plan->fields[i]));
        compose_words(sheet, WORDS_IS, NULL);
        Str value = shown_cell(sheet, plan->fields[i], row);
        if (value.len)
            text_add(&sheet->text, value);
        else
            compose_words(sheet, WORDS_MISSING, NULL);
    }
}

/* ---- why something cannot be decided */

typedef struct {
    Sheet *sheet;
    bool hides; /* nothing of values may be shown */
    uint32_t row;
    size_t start;
} Causes;

static void add_parameter(Sheet *sheet, uint32_t slot)
{
    uint32_t first = plan_slot(sheet->table, SLOT_PARAMETER);
    const Pack *pack = sheet->plan->options.pack;
    if (slot >= first && slot - first < pack->parameter_count)
        compose_words(sheet, WORDS_NOT_YET, &pack->parameters[slot - first].name);
}

/* The records that refer to a key are missing where there is no key, or where their file is not there. */
static void add_missing_many(Sheet *sheet, uint32_t slot)
{
    const Table *table = compose_table_of(sheet);
    Str name = table->key == FIELD_NONE ? (Str) { 0 } : compose_field(sheet, table->key);
    if (sides_have(sheet->sides, table->fields[slot].table))
        compose_words(sheet, WORDS_EMPTY, &name);
    else
        compose_no_table(sheet, table->fields[slot].table);
}

static void add_missing(Sheet *sheet, uint32_t slot, uint32_t row)
{
    if (slot >= compose_table_of(sheet)->field_count) {
        add_parameter(sheet, slot);
        return;
    }
    if (compose_table_of(sheet)->fields[slot].kind == FIELD_MANY) {
        add_missing_many(sheet, slot);
        return;
    }
    Str field = compose_field(sheet, slot);
    if (!sheet_has_column(sheet, slot))
        compose_words(sheet, WORDS_NO_COLUMN, &field);
    else
        compose_words(sheet, sheet->results[slot][row] == CELL_EMPTY ? WORDS_EMPTY : WORDS_UNREADABLE, &field);
}

/* Missing where a reference leads: the file, the record, or its cell. */
static void add_missing_through(Sheet *sheet, bool hides, const Cause *cause)
{
    const Pack *pack = sheet->plan->options.pack;
    uint32_t table = plan_table_of(pack, cause->slot);
    const Field *field = plan_field_of(pack, cause->slot);
    Str title = local_text(&field->title, compose_language_of(sheet));
    Str key = hides ? words_get(compose_language_of(sheet), WORDS_PRIVATE) : cause->key;
    Str values[3] = { title.len ? title : field->name, compose_table(sheet, table), key };
    if (!sides_have(sheet->sides, table))
        compose_no_table(sheet, table);
    else if (cause->row == ROW_NONE)
        compose_words(sheet, WORDS_NO_RECORD, values + 1);
    else if (field->kind == FIELD_MANY && !sides_have(sheet->sides, field->table))
        compose_no_table(sheet, field->table);
    else
        compose_words(sheet, sides_result(sheet->sides, cause->slot, cause->row) == CELL_UNREADABLE ? WORDS_UNREADABLE_OF : WORDS_EMPTY_OF,
                      values);
}

Str compose_start(Arena *arena, Str text)
{
    Str start = utf8_start(text, SHOWN_BYTES);
    return start.len < text.len ? arena_format(arena, "%.*s…", STR_ARG(start)) : arena_str(arena, text);
}

void compose_failure(Text *out, Str language, Arena *scratch, const Cause *cause)
{
    if (!cause->expr) {
        text_add(out, cause->message);
        return;
    }
    Text printed = { 0 };
    expr_print(&printed, cause->expr);
    Str values[2] = { cause->message, compose_start(scratch, text_str(&printed)) };
    words_add(out, language, WORDS_FAILED_IN, values);
    text_free(&printed);
}

static void add_cause(void *context, const Cause *cause)
{
    const Causes *causes = context;
    Sheet *sheet = causes->sheet;
    compose_next(sheet, causes->start);
    if (cause->missing && cause->through)
        add_missing_through(sheet, causes->hides, cause);
    else if (cause->missing)
        add_missing(sheet, cause->slot, causes->row);
    else if (causes->hides)
        compose_words(sheet, WORDS_PRIVATE, NULL);
    else
        compose_failure(&sheet->text, compose_language_of(sheet), &sheet->scratch, cause);
}

static void add_causes_of(Sheet *sheet, NodeId node, uint32_t row, bool reads_private)
{
    Causes causes = { sheet, sheet->plan->options.redact && reads_private, row, sheet->text.len };
    interp_causes(sheet->interp, node, row, &sheet->scratch, add_cause, &causes);
}

static void add_causes(Sheet *sheet, uint32_t index, uint32_t row)
{
    const RulePlan *plan = &sheet->table->rules[index];
    Str nothing = { 0 };
    compose_words(sheet, WORDS_UNDECIDED, &nothing);
    add_causes_of(sheet, judge_open_node(sheet, index, row), row, plan->reads_private);
}

Str compose_trouble(Sheet *sheet, NodeId node, uint32_t row, bool reads_private)
{
    Str values[2] = { compose_key(sheet, row), { NULL, 0 } };
    text_clear(&sheet->text);
    if (values[0].len)
        compose_words(sheet, WORDS_ABOUT, values);
    add_causes_of(sheet, node, row, reads_private);
    return arena_str(&sheet->result->arena, text_str(&sheet->text));
}

/* ---- findings */

static FindingCell *compose_cells(Sheet *sheet, const uint32_t *fields, uint32_t count, uint32_t row)
{
    const Mapping *mapping = sheet->task.batch->mapping;
    FindingCell *cells = arena_array(&sheet->result->arena, FindingCell, count);
    for (uint32_t i = 0; i < count; i++) {
        Str text = sheet_cell(sheet, fields[i], row);
        bool missing = cell_trim(text).len == 0;
        cells[i] = (FindingCell) { fields[i], missing ? text : guarded_value(sheet, fields[i], text), missing,
                                   mapping->keyed ? 0 : mapping->column_of[fields[i]] };
    }
    return cells;
}

Str compose_fingerprint(Arena *arena, const Pack *pack, const Finding *finding, Str known_by)
{
    const Str nothing = { NULL, 0 };
    Fingerprint print = fingerprint_of((Fingerprint) { 0 }, pack->rules[finding->rule].id);
    print = fingerprint_of(print, pack->tables[finding->table].table.name);
    print = fingerprint_of(print, known_by);
    for (uint32_t i = 0; i < finding->group_count; i++) {
        const NamedText *key = &finding->group[i];
        print = fingerprint_of(fingerprint_of(print, key->name), key->missing ? nothing : key->value);
        if (key->missing) /* differs from every text */
            print = fingerprint_of(print, nothing);
    }
    return fingerprint_print(arena, print);
}

/* ---- by what a record is known */

static bool holds_private(const Sheet *sheet, uint32_t row)
{
    bool holds = false;
    for (uint32_t field = 0; field < compose_table_of(sheet)->field_count; field++)
        holds |= compose_is_hidden(sheet, field) && cell_trim(sheet_cell(sheet, field, row)).len > 0;
    return holds;
}

/* Of all its cells as they are understood, so that another spelling is the same, and of none that is empty, so that a new column does
   not make another record of it. */
static Str hash_content(Sheet *sheet, uint32_t row)
{
    const Table *table = compose_table_of(sheet);
    Fingerprint print = fingerprint_of((Fingerprint) { 0 }, table->name);
    for (uint32_t field = 0; field < table->field_count; field++) {
        Str text = cell_trim(sheet_cell(sheet, field, row));
        if (text.len == 0)
            continue;
        Str identity = identity_of_cell(&table->fields[field], text, &sheet->scratch, sheet->matcher);
        print = fingerprint_of(print, table->fields[field].name);
        print = fingerprint_of(print, identity.len ? identity : text);
    }
    return fingerprint_print(&sheet->scratch, print);
}

Str compose_content(Sheet *sheet, uint32_t row)
{
    if (sheet_identity(sheet, row).len > 0 || holds_private(sheet, row))
        return (Str) { 0 };
    if (!sheet->known_by)
        sheet->known_by = arena_array(&sheet->scratch, Str, sheet->rows);
    if (sheet->known_by[row].len == 0)
        sheet->known_by[row] = hash_content(sheet, row);
    return sheet->known_by[row];
}

Str compose_fingerprint_of(Sheet *sheet, const Finding *finding, uint32_t row)
{
    Str known_by = sheet_identity(sheet, row);
    bool hides = known_by.len > 0 && compose_hides_key(sheet, identity_way_of(sheet->task.batch, row));
    if (known_by.len == 0)
        known_by = compose_content(sheet, row);
    if (hides || known_by.len == 0)
        return (Str) { 0 };
    return compose_fingerprint(&sheet->result->arena, sheet->plan->options.pack, finding, known_by);
}

/* As it is understood, so that a day written in another form is the same; as it is shown, so that nothing private goes in. */
static Fingerprint compose_add_evidence(Sheet *sheet, Fingerprint print, uint32_t field, uint32_t row)
{
    Str shown = shown_cell(sheet, field, row);
    bool understood = sheet->is_converted[field] && sheet->results[field][row] == CELL_OK && !compose_is_hidden(sheet, field);
    Value value = understood ? column_get(&sheet->columns[field], row) : value_missing();
    if (value.kind == KIND_STRING || value.kind == KIND_RECORD)
        value = value_str(identity_of_value(compose_table_of(sheet)->fields[field].type, value, &sheet->scratch));
    text_clear(&sheet->text);
    if (understood)
        value_print(&sheet->text, value, 0);
    print = fingerprint_of(print, compose_table_of(sheet)->fields[field].name);
    return fingerprint_of(print, understood ? text_str(&sheet->text) : shown);
}

/* A fingerprint says which finding it is, whatever its cells say; this says of which values it is, so that a baseline knows whether
   anything has changed (baseline_knows). */
static Str evidence(Sheet *sheet, const Finding *finding, uint32_t row)
{
    Fingerprint print = { 0 };
    for (uint32_t i = 0; i < finding->cell_count; i++)
        print = compose_add_evidence(sheet, print, finding->cells[i].field, row);
    return finding->cell_count ? fingerprint_print(&sheet->result->arena, print) : (Str) { 0 };
}

static Date compose_clears_on(Sheet *sheet, uint32_t index, uint32_t row, size_t view_row)
{
    const TextPlan *plan = sheet_text(sheet, index);
    if (sheet->plan->options.redact && plan->hides_day)
        return 0;
    if (plan->clears_on == NODE_NONE)
        return interval_clears_on(sheet, index, row, view_row);
    Value value = interp_value(sheet->texts[index], plan->clears_on, view_row);
    return value.kind == KIND_DATE ? value.date : 0;
}

static bool compose_has_day(Sheet *sheet, uint32_t step, uint32_t row)
{
    uint32_t field = sheet->table->procedure->steps[step].field;
    sheet_results(sheet, field);
    return !value_is_error(column_get(&sheet->columns[field], row));
}

Date compose_day(Sheet *sheet, const Rule *rule, Value day, uint32_t row, uint32_t *step)
{
    Date known = day.kind == KIND_DATE && !value_is_error(day) ? day.date : 0;
    *step = INDEX_NONE;
    if (rule->gate == INDEX_NONE || !sheet->table->procedure)
        return known;
    uint32_t by = compose_has_day(sheet, rule->day_of, row) ? rule->day_of : rule->gate;
    if (!compose_has_day(sheet, by, row) && known)
        return known;
    *step = by;
    return compose_is_hidden(sheet, sheet->table->procedure->steps[by].field) ? 0 : known;
}

static bool compose_is_taken(Sheet *sheet, uint32_t step, uint32_t row)
{
    uint32_t field = sheet->table->procedure->steps[step].field;
    sheet_results(sheet, field);
    return column_status(&sheet->columns[field], row) == STATUS_OK;
}

/* Mandatory steps without a day before the last one that has one; of a step without a column nothing is said. */
static void add_skipped(Sheet *sheet, uint32_t row)
{
    const Procedure *procedure = sheet->table->procedure;
    uint32_t reached = procedure->step_count;
    Text steps = { 0 };
    while (reached > 0 && !compose_is_taken(sheet, reached - 1, row))
        reached--;
    for (uint32_t step = 0; step < reached; step++) {
        bool is_empty = sheet_results(sheet, procedure->steps[step].field)[row] == CELL_EMPTY && !compose_is_taken(sheet, step, row);
        if (procedure->steps[step].is_optional || !is_empty)
            continue;
        if (steps.len > 0)
            words_add(&steps, compose_language_of(sheet), WORDS_AND_STEP, NULL);
        text_add(&steps, compose_step(sheet, step));
    }
    Str names = text_str(&steps);
    compose_words(sheet, WORDS_SKIPPED, &names);
    text_free(&steps);
}

static void describe_condition(Sheet *sheet, uint32_t index, Finding *finding, uint32_t row, uint32_t first)
{
    const RulePlan *plan = &sheet->table->rules[index];
    if (finding->outcome == OUTCOME_UNDECIDED)
        add_causes(sheet, index, row);
    else if (sheet->plan->options.pack->rules[plan->rule].tells_skipped)
        add_skipped(sheet, row);
    else if (plan->text.message)
        compose_add_message(sheet, index, row - first);
    else if (!interval_describe(sheet, index, row, row - first))
        add_title_and_values(sheet, plan, row);
    if (finding->outcome == OUTCOME_VIOLATION && sheet_has_text(sheet, index))
        finding->clears_on = compose_clears_on(sheet, index, row, row - first);
}

static void describe_written(Sheet *sheet, uint32_t index, Finding *finding, uint32_t row, uint32_t first)
{
    const RulePlan *plan = &sheet->table->rules[index];
    if (sheet->plan->options.unheard)
        return;
    describe_condition(sheet, index, finding, row, first);
    finding->cells = compose_cells(sheet, plan->fields, plan->field_count, row);
    finding->cell_count = plan->field_count;
    if (plan->day != NODE_NONE)
        finding->day = compose_day(sheet, &sheet->plan->options.pack->rules[plan->rule], interp_value(sheet->interp, plan->day, row), row,
                                   &finding->day_step);
    clauses_add(sheet, index, row, finding);
}

static Severity graver(Severity a, Severity b)
{
    return a < b ? a : b;
}

static bool reads(const uint32_t *list, uint32_t count, uint32_t member)
{
    uint32_t i = 0;
    while (i < count && list[i] != member)
        i++;
    return i < count;
}

static bool is_part_of_key(const Sheet *sheet, uint32_t field)
{
    const KeyWay *way = identity_way(sheet->task.batch->mapping);
    return way && reads(way->fields, way->count, field);
}

static bool builtin_reads(const Sheet *sheet, uint32_t rule, uint32_t field)
{
    const Table *table = compose_table_of(sheet);
    const Procedure *procedure = sheet->table->procedure;
    bool is_step = false;
    for (uint32_t i = 0; procedure && i < sheet->table->last_step; i++)
        is_step |= procedure->steps[i].field == field && !procedure->steps[i].any_order;
    return rule == BUILTIN_STEP_ORDER      ? is_step
           : rule == BUILTIN_DUPLICATE_KEY ? is_part_of_key(sheet, field)
                                           : rule == BUILTIN_UNKNOWN_REFERENCE && field_refers(&table->fields[field]);
}

/* The gravest rule that applies to the record and reads the cell; at least a warning. */
static Severity gravity_of_cell(const Sheet *sheet, uint32_t field, uint32_t row)
{
    const TablePlan *table = sheet->table;
    const Pack *pack = sheet->plan->options.pack;
    uint32_t member = table->table->record.first + field;
    Severity gravest = table->is_looked_at[field] ? graver(SEVERITY_WARNING, table->looked_at_for[field]) : SEVERITY_WARNING;
    for (uint32_t i = 0; i < table->rule_count; i++) {
        const RulePlan *rule = &table->rules[i];
        bool applies = sheet->outcomes[i][row] != OUTCOME_NOT_APPLICABLE && sheet->outcomes[i][row] != OUTCOME_COUNT;
        if (rule->reported && applies && (reads(rule->reads, rule->read_count, member) || builtin_reads(sheet, rule->rule, field)))
            gravest = graver(gravest, pack->rules[table->rules[i].rule].severity);
    }
    for (uint32_t i = 0; i < table->group_count; i++) {
        const GroupPlan *group = &table->groups[i];
        const uint8_t *applies = interp_column(sheet->interp, group->applies)->data;
        if (!group->statistic && applies[row] != TRUTH_FALSE && reads(group->reads, group->read_count, member))
            gravest = graver(gravest, group->about->severity);
    }
    return gravest;
}

static Severity gravity(const Sheet *sheet, const Finding *finding, uint32_t row)
{
    const Rule *rule = &sheet->plan->options.pack->rules[finding->rule];
    if (!rule_is_about_cell(finding->rule) || rule->overridden_in)
        return rule->severity;
    Severity gravest = SEVERITY_WARNING;
    for (uint32_t i = 0; i < finding->cell_count; i++)
        gravest = graver(gravest, gravity_of_cell(sheet, finding->cells[i].field, row));
    return gravest;
}

static void describe_builtin(Sheet *sheet, Finding *finding, uint32_t row)
{
    finding->cell_count = dictionary_describe(sheet, (Builtin) finding->rule, row);
    finding->cells = compose_cells(sheet, sheet->fields, finding->cell_count, row);
}

static void describe_months(Sheet *sheet, uint32_t index, Finding *finding, uint32_t row)
{
    finding->cell_count = months_describe(sheet, index, row);
    finding->cells = compose_cells(sheet, sheet->fields, finding->cell_count, row);
}

/* Waived or not. */
static bool is_violation(uint8_t outcome)
{
    return outcome == OUTCOME_VIOLATION || outcome == OUTCOME_WAIVED;
}

static Finding compose_finding(Sheet *sheet, uint32_t index, uint32_t row, uint32_t first)
{
    const Batch *batch = sheet->task.batch;
    Finding finding = { .rule = sheet->table->rules[index].rule,
                        .outcome = (Outcome) sheet->outcomes[index][row],
                        .table = sheet->table->index,
                        .key = compose_key(sheet, row),
                        .file = batch->mapping->path,
                        .line = batch->lines[row],
                        .sheet = batch->mapping->sheet };
    text_clear(&sheet->text);
    if (finding.outcome == OUTCOME_UNDECIDED && months_are_doubted(sheet, index, row))
        describe_months(sheet, index, &finding, row);
    else if (sheet->plan->options.pack->rules[finding.rule].builtin)
        describe_builtin(sheet, &finding, row);
    else
        describe_written(sheet, index, &finding, row, first);
    if (is_violation((uint8_t) finding.outcome))
        months_mention(sheet, index, row);
    finding.severity = gravity(sheet, &finding, row);
    if (finding.outcome == OUTCOME_WAIVED)
        finding.waiver = waiver_of(sheet, index, row);
    if (sheet->plan->options.unheard)
        return finding;
    finding.message = arena_str(&sheet->result->arena, text_str(&sheet->text));
    finding.fingerprint = compose_fingerprint_of(sheet, &finding, row);
    finding.evidence = evidence(sheet, &finding, row);
    return finding;
}

/* ---- the texts of one rule, for the rows that need them */

static bool is_violated(const Sheet *sheet, uint32_t index, uint32_t row)
{
    return is_violation(sheet->outcomes[index][row]);
}

void compose_run(Sheet *sheet, uint32_t index, uint32_t first, uint32_t end, const uint8_t *outcomes)
{
    const TextPlan *plan = sheet_text(sheet, index);
    uint8_t *wanted = sheet->columns[plan_slot(sheet->table, SLOT_NEEDED)].data;
    for (uint32_t row = first; row < end; row++)
        wanted[row] = !outcomes || is_violation(outcomes[row]) ? TRUTH_TRUE : TRUTH_FALSE;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        uint32_t slot = plan->slots[i];
        if (slot < compose_table_of(sheet)->field_count)
            sheet_results(sheet, slot);
        sheet->views[slot] = column_from(sheet_text_column(sheet, slot), first);
        sheet->view_inputs[slot] = &sheet->views[slot];
    }
    if (!sheet->texts[index])
        sheet->texts[index] = sheet_interp(sheet, plan->program);
    interp_run(sheet->texts[index], sheet->view_inputs, end - first);
}

/* One run from the first row that needs a text to the last; rows between that need none are guarded by SLOT_NEEDED. */
static uint32_t prepare_texts(Sheet *sheet, uint32_t index)
{
    uint32_t first = 0, end = sheet->rows;
    if (sheet->plan->options.unheard || !sheet_has_text(sheet, index))
        return 0;
    while (first < end && !is_violated(sheet, index, first))
        first++;
    while (end > first && !is_violated(sheet, index, end - 1))
        end--;
    if (first < end)
        compose_run(sheet, index, first, end, sheet->outcomes[index]);
    return first;
}

void compose_rule(Sheet *sheet, uint32_t index, Finding *findings, uint32_t *next)
{
    uint64_t before = times_start(sheet->times);
    uint32_t first = prepare_texts(sheet, index);
    uint8_t told[BATCH_ROWS];
    sheet_find_told(sheet, index, told);
    for (uint32_t row = sheet_next_told(sheet, told, 0); row < sheet->rows; row = sheet_next_told(sheet, told, row + 1))
        findings[next[row]++] = compose_finding(sheet, index, row, first);
    if (sheet->times)
        sheet->times->rules[index].findings += sheet->times->clock() - before;
}
