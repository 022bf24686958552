/* Packs: every part of a sound one. What is told about others: test_pack_broken.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pack/pack.h"

static void print_all(Text *out, const Diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++)
        diag_print(out, &diags->list.at[i], false);
    if (diags->left_out)
        text_format(out, "%zu more\n", diags->left_out);
}

/* A pack that must be sound. */
static const Pack *load_text(Arena *arena, const char *text)
{
    Source *source = arena_new(arena, Source);
    *source = (Source) { STR("pack.yaml"), str_of(text) };
    Diags diags = { .arena = arena };
    const Pack *pack = pack_load_source(arena, source, &diags);
    if (!pack) {
        Text out = { 0 };
        print_all(&out, &diags);
        print_message("%.*s", STR_ARG(text_str(&out)));
        text_free(&out);
    }
    assert_non_null(pack);
    return pack;
}

static void assert_str(Str actual, const char *expected)
{
    if (!str_is(actual, expected))
        fail_msg("'%.*s' is not '%s'", STR_ARG(actual), expected);
}

static void assert_date(Date date, const char *expected)
{
    char text[11];
    date_print(date, text);
    assert_string_equal(text, expected);
}

/* ---- a sound pack, part by part */

static const char sound[] = "pack:\n"
                            "  name: library\n"
                            "  title: {zh: 图书馆, en: A library}\n"
                            "parameters:\n"
                            "  longest: {value: 30, unit: days, source: our rules}\n"
                            "  fine:\n"
                            "    - {from: 2003-07-01, value: 2.5, source: second}\n"
                            "    - {value: 1.5, source: first}\n"
                            "  open: true\n"
                            "  founded: 1953-10-01\n"
                            "  name: main hall\n"
                            "  code: '007'\n"
                            "  rooms: [1, 2, 3]\n"
                            "tables:\n"
                            "  loan:\n"
                            "    file: loans\n"
                            "    title: {en: Loan, zh: 借阅}\n"
                            "    key: id\n"
                            "    label: reader\n"
                            "    fields:\n"
                            "      id: {type: string, required: true, pattern: '^L\\d+$', header: [编号, Number]}\n"
                            "      reader: {type: string, private: true, header: 读者}\n"
                            "      kind: {type: enum, values: {book: {en: Book, zh: 书}, map: Map}}\n"
                            "      size: {type: enum, values: [small, large]}\n"
                            "      lent_on: {type: date, min: 1953-10-01}\n"
                            "      due_on: {type: date}\n"
                            "      copies: {type: int, min: 0, max: 10}\n"
                            "      weight: {type: double, max: 2.5}\n"
                            "      reserved: {type: bool}\n"
                            "      at: {type: timestamp}\n"
                            "      tags: {type: list, of: string, separator: '、'}\n"
                            "      days: {type: list, of: date}\n"
                            "      sizes: {type: list, of: enum, values: [small, large]}\n"
                            "    derived:\n"
                            "      late: loan.span > params.longest\n"
                            "      span: daysBetween(loan.lent_on, loan.due_on)\n"
                            "procedures:\n"
                            "  lending:\n"
                            "    for: loan\n"
                            "    title: Lending\n"
                            "    steps:\n"
                            "      - {id: lend, date: lent_on, title: {en: Lent, zh: 借出}}\n"
                            "      - {id: return, date: due_on}\n"
                            "rules:\n"
                            "  - id: not-late\n"
                            "    title: Late\n"
                            "    for: loan\n"
                            "    gate: return\n"
                            "    severity: warning\n"
                            "    source: our rules, 3\n"
                            "    effective: {from: 1990-01-01, to: 2010-12-31}\n"
                            "    when: loan.kind == 'book' && extra > 0\n"
                            "    require: '!loan.late'\n"
                            "    after: [step-order, counted]\n"
                            "    let:\n"
                            "      extra: base + 1\n"
                            "      base: loan.copies\n"
                            "    missing: violation\n"
                            "    message:\n"
                            "      zh: 借期{loan.span}天\n"
                            "      en: \"{loan.span} days, {{at most}} {params.longest}\"\n"
                            "    clears_on: loan.lent_on + days(1)\n"
                            "    examples:\n"
                            "      - pass: {lent_on: 2003-01-01, due_on: 2003-01-31, kind: book, tags: [a, b], reader: , id: ~}\n"
                            "      - as_of: 2003-06-01\n"
                            "        violation: {lent_on: 2003-01-01, due_on: 2003-02-01, weight: 1.50}\n"
                            "      - undecided: {lent_on: 2003-02-30}\n"
                            "      - not-applicable: {}\n"
                            "      - waived: {kind: map}\n"
                            "  - id: counted\n"
                            "    for: loan\n"
                            "    require: loan.copies > 0\n"
                            "    missing: pass\n"
                            "  - id: off\n"
                            "    enabled: false\n"
                            "    for: loan\n"
                            "    severity: info\n"
                            "    require: loan.copies > 0\n"
                            "  - id: last\n"
                            "    for: loan\n"
                            "    require: loan.copies > 0\n"
                            "    severity: info\n"
                            "    after: [off, counted]\n"
                            "    message: none\n";

static int set_up(void **state)
{
    Arena *arena = calloc(1, sizeof *arena);
    *state = arena;
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    free(*state);
    return 0;
}

static void test_pack_itself(void **state)
{
    const Pack *pack = load_text(*state, sound);
    assert_str(pack->name, "library");
    assert_str(pack->path, "pack.yaml");
    assert_int_equal(pack->title.count, 2);
    assert_str(pack->title.at[0].language, "en");
    assert_str(pack->title.at[1].text, "图书馆");
    assert_int_equal(strlen(pack->sha256), 64);
    assert_int_equal(pack->file_count, 1);
    assert_str(pack->files[0]->name, "pack.yaml");
}

static const Parameter *parameter_of(const Pack *pack, const char *name)
{
    uint32_t index = pack_find_parameter(pack, str_of(name));
    assert_int_not_equal(index, INDEX_NONE);
    return &pack->parameters[index];
}

static void test_parameters(void **state)
{
    const Pack *pack = load_text(*state, sound);
    assert_int_equal(pack->parameter_count, 7);
    const Parameter *longest = parameter_of(pack, "longest");
    assert_ptr_equal(longest->type, &TYPE_INT);
    assert_str(local_text(&longest->unit, STR("en")), "days");
    assert_str(local_text(&longest->source, STR("en")), "our rules");
    assert_int_equal(longest->version_count, 1);
    assert_int_equal(longest->versions[0].value.i, 30);
    assert_int_equal(longest->versions[0].from, DATE_MIN);

    const Parameter *fine = parameter_of(pack, "fine");
    assert_int_equal(fine->version_count, 2);
    assert_ptr_equal(fine->type, &TYPE_DOUBLE);
    assert_int_equal(fine->versions[0].from, DATE_MIN);
    assert_true(fine->versions[0].value.d == 1.5);
    assert_str(local_text(&fine->versions[0].source, STR("en")), "first");
    assert_date(fine->versions[1].from, "2003-07-01");
    assert_true(fine->versions[1].value.d == 2.5);

    assert_ptr_equal(parameter_of(pack, "open")->type, &TYPE_BOOL);
    assert_ptr_equal(parameter_of(pack, "founded")->type, &TYPE_DATE);
    assert_date(parameter_of(pack, "founded")->versions[0].value.date, "1953-10-01");
    assert_str(value_as_str(parameter_of(pack, "name")->versions[0].value), "main hall");
    assert_str(value_as_str(parameter_of(pack, "code")->versions[0].value), "007");
    const Parameter *rooms = parameter_of(pack, "rooms");
    assert_true(type_equal(rooms->type, &TYPE_LIST_INT));
    assert_int_equal(rooms->versions[0].value.list->count, 3);

    assert_int_equal(pack->params.count, 7);
    assert_int_equal(record_find(&pack->params, STR("fine"))->slot, HOST_FIRST_PARAMETER + 1);
    assert_int_equal(record_find(&pack->params, STR("fine"))->kind, SYMBOL_HOST);
    assert_str(pack->params.member_word, "parameter");
}

static void test_parameter_read(void **state)
{
    const Pack *pack = load_text(*state, sound);
    Value value;
    assert_true(parameter_read(*state, parameter_of(pack, "longest"), STR("31"), &value));
    assert_int_equal(value.i, 31);
    assert_false(parameter_read(*state, parameter_of(pack, "longest"), STR("31.5"), &value));
    assert_false(parameter_read(*state, parameter_of(pack, "longest"), STR(""), &value));
    assert_true(parameter_read(*state, parameter_of(pack, "fine"), STR("3"), &value));
    assert_int_equal(value.kind, KIND_DOUBLE);
    assert_true(parameter_read(*state, parameter_of(pack, "open"), STR("false"), &value));
    assert_false(value.boolean);
    assert_false(parameter_read(*state, parameter_of(pack, "open"), STR("no"), &value));
    assert_true(parameter_read(*state, parameter_of(pack, "founded"), STR("2000-02-29"), &value));
    assert_false(parameter_read(*state, parameter_of(pack, "founded"), STR("2001-02-29"), &value));
    assert_true(parameter_read(*state, parameter_of(pack, "name"), STR("12"), &value));
    assert_int_equal(value.kind, KIND_STRING);
    assert_true(parameter_read(*state, parameter_of(pack, "rooms"), STR("4, 5"), &value));
    assert_int_equal(value.list->count, 2);
    assert_int_equal(value.list->at[1].i, 5);
    assert_false(parameter_read(*state, parameter_of(pack, "rooms"), STR("4, x"), &value));
}

static const Field *field_of(const Table *table, const char *name)
{
    uint32_t index = table_find(table, str_of(name));
    assert_int_not_equal(index, FIELD_NONE);
    return &table->fields[index];
}

static void test_table(void **state)
{
    const Pack *pack = load_text(*state, sound);
    assert_int_equal(pack->table_count, 1);
    assert_int_equal(pack_find_table(pack, STR("loan")), 0);
    assert_int_equal(pack_find_table(pack, STR("loans")), INDEX_NONE);
    const PackTable *table = &pack->tables[0];
    assert_str(table->table.name, "loan");
    assert_str(table->table.file, "loans");
    assert_str(local_text(&table->table.title, STR("zh")), "借阅");
    assert_int_equal(table->table.key, 0);
    assert_int_equal(table->label, 1);
    assert_int_equal(table->procedure, 0);
    assert_int_equal(table->table.field_count, 13);
}

static void test_fields(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const Table *table = &pack->tables[0].table;
    const Field *id = field_of(table, "id");
    assert_true(id->required);
    assert_false(id->is_private);
    assert_int_equal(id->header_count, 2);
    assert_str(id->headers[1], "Number");
    assert_str(id->pattern_text, "^L\\d+$");
    assert_non_null(id->pattern);
    assert_true(field_of(table, "reader")->is_private);
    assert_int_equal(field_of(table, "reader")->header_count, 1);

    const Field *lent = field_of(table, "lent_on");
    assert_true(lent->has_min);
    assert_false(lent->has_max);
    assert_date(lent->min.date, "1953-10-01");
    const Field *copies = field_of(table, "copies");
    assert_int_equal(copies->min.i, 0);
    assert_int_equal(copies->max.i, 10);
    assert_true(field_of(table, "weight")->max.d == 2.5);

    assert_str(field_of(table, "tags")->separator, "、");
    assert_str(field_of(table, "days")->separator, "");
    assert_int_equal(field_of(table, "days")->of, FIELD_DATE);
}

/* However many columns lie between a field and the one that is said to be personal, and in whatever order they are written. */
static void test_privacy_goes_on(void **state)
{
    const Pack *pack = load_text(*state, "pack: {name: x}\n"
                                         "tables:\n"
                                         "  loan:\n"
                                         "    fields:\n"
                                         "      reader_id: {type: string, header: reader}\n"
                                         "      reader: {type: ref, table: reader}\n"
                                         "      lent_on: {type: date, span: {to: until, header: time}}\n"
                                         "      until: {type: date, header: back_on}\n"
                                         "      back_on: {type: date, span: {to: end, header: again}}\n"
                                         "      end: {type: date, private: true}\n"
                                         "      note: {type: string}\n"
                                         "  reader:\n"
                                         "    key: id\n"
                                         "    fields: {id: {type: string, header: card}, card: {type: string, private: true}}\n");
    const Table *loan = &pack->tables[0].table;
    static const char *const hidden[] = { "reader", "reader_id", "end", "back_on", "until", "lent_on" };
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_true(field_of(loan, hidden[i])->is_private);
    assert_false(field_of(loan, "note")->is_private);
}

static void test_field_types(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const Table *table = &pack->tables[0].table;
    assert_ptr_equal(field_of(table, "id")->type, &TYPE_STRING);
    assert_ptr_equal(field_of(table, "copies")->type, &TYPE_INT);
    assert_ptr_equal(field_of(table, "weight")->type, &TYPE_DOUBLE);
    assert_ptr_equal(field_of(table, "reserved")->type, &TYPE_BOOL);
    assert_ptr_equal(field_of(table, "due_on")->type, &TYPE_DATE);
    assert_ptr_equal(field_of(table, "at")->type, &TYPE_TIMESTAMP);
    assert_true(type_equal(field_of(table, "tags")->type, &TYPE_LIST_STRING));
    assert_true(type_equal(field_of(table, "days")->type, &TYPE_LIST_DATE));

    const Field *kind = field_of(table, "kind");
    assert_int_equal(kind->type->kind, KIND_STRING);
    assert_ptr_equal(kind->type->values, &kind->values);
    assert_int_equal(kind->values.count, 2);
    assert_str(kind->values.at[0].id, "book");
    assert_str(local_text(&kind->values.at[0].label, STR("zh")), "书");
    assert_str(local_text(&kind->values.at[1].label, STR("zh")), "Map");
    assert_int_equal(field_of(table, "size")->values.count, 2);
    assert_ptr_equal(field_of(table, "sizes")->type->param[0]->values, &field_of(table, "sizes")->values);
}

static void test_names_of_a_table(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const PackTable *table = &pack->tables[0];
    const Symbol *loan = env_find(&table->env, STR("loan"));
    assert_int_equal(loan->kind, SYMBOL_RECORD);
    assert_ptr_equal(loan->record, &table->record);
    assert_ptr_equal(loan->type->record, &table->record);
    assert_int_equal(env_find(&table->env, STR("params"))->kind, SYMBOL_RECORD);
    const Symbol *as_of = env_find(&table->env, STR("as_of"));
    assert_int_equal(as_of->kind, SYMBOL_HOST);
    assert_int_equal(as_of->slot, HOST_AS_OF);
    assert_ptr_equal(as_of->type, &TYPE_DATE);

    assert_int_equal(table->record.count, 15);
    assert_str(table->record.member_word, "field");
    assert_int_equal(record_find(&table->record, STR("due_on"))->slot, 5);
    assert_int_equal(record_find(&table->record, STR("due_on"))->kind, SYMBOL_INPUT);
}

static void test_derived_in_order(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const PackTable *table = &pack->tables[0];
    assert_int_equal(table->derived_count, 2);
    assert_str(table->derived[0].name, "span");
    assert_str(table->derived[1].name, "late");
    assert_ptr_equal(table->derived[0].value.expr->type, &TYPE_INT);
    const Symbol *late = record_find(&table->record, STR("late"));
    assert_int_equal(late->kind, SYMBOL_EXPR);
    assert_int_equal(late->type->kind, KIND_BOOL);
    assert_ptr_equal(late->expr, table->derived[1].value.expr);
}

static void test_procedure(void **state)
{
    const Pack *pack = load_text(*state, sound);
    assert_int_equal(pack->procedure_count, 1);
    const Procedure *procedure = &pack->procedures[0];
    assert_str(procedure->id, "lending");
    assert_int_equal(procedure->table, 0);
    assert_int_equal(procedure->step_count, 2);
    assert_int_equal(procedure_find_step(procedure, STR("return")), 1);
    assert_int_equal(procedure_find_step(procedure, STR("retrun")), INDEX_NONE);
    assert_int_equal(procedure->steps[1].field, 5);
    assert_str(local_text(&procedure->steps[0].title, STR("zh")), "借出");
}

static void test_builtin_rules(void **state)
{
    static const char *const ids[BUILTIN_COUNT] = {
        "unreadable-value", "required-field", "value-not-allowed", "duplicate-key", "unknown-reference", "unknown-column",
        "no-column",        "ragged-row",     "unreadable-record", "step-order",    "step-after-end",    "waiver",
    };
    const Pack *pack = load_text(*state, sound);
    for (uint32_t i = 0; i < BUILTIN_COUNT; i++) {
        const Rule *rule = &pack->rules[i];
        assert_str(rule->id, ids[i]);
        assert_true(rule->builtin);
        assert_int_equal(rule->table, INDEX_NONE);
        assert_int_equal(rule->gate, INDEX_NONE);
        assert_int_equal(rule->title.count, 2);
        assert_true(local_text(&rule->title, STR("zh")).len > 0);
        bool mild = i == BUILTIN_UNKNOWN_COLUMN || i == BUILTIN_RAGGED_ROW || i == BUILTIN_WAIVER;
        assert_int_equal(rule->severity, mild ? SEVERITY_WARNING : SEVERITY_ERROR);
    }
}

static const Rule *rule_of(const Pack *pack, const char *id)
{
    uint32_t index = pack_find_rule(pack, str_of(id));
    assert_int_not_equal(index, INDEX_NONE);
    return &pack->rules[index];
}

static void test_rule(void **state)
{
    const Pack *pack = load_text(*state, sound);
    assert_int_equal(pack->rule_count, BUILTIN_COUNT + 3);
    const Rule *rule = rule_of(pack, "not-late");
    assert_false(rule->builtin);
    assert_str(local_text(&rule->title, STR("zh")), "Late");
    assert_int_equal(rule->table, 0);
    assert_int_equal(rule->gate, 1);
    assert_int_equal(rule->severity, SEVERITY_WARNING);
    assert_str(local_text(&rule->cite, STR("en")), "our rules, 3");
    assert_date(rule->from, "1990-01-01");
    assert_date(rule->to, "2010-12-31");
    assert_int_equal(rule->missing, MISSING_VIOLATION);
    assert_non_null(rule->when.expr);
    assert_str(rule->require.text.text, "!loan.late");
    assert_int_equal(rule->clears_on.expr->type->kind, KIND_DATE);
    assert_ptr_equal(rule->file, pack->files[0]);
    assert_str(str_slice(rule->file->text, rule->span.start, rule->span.end), "not-late");
    assert_str(str_slice(rule->file->text, rule->require.span.start, rule->require.span.end), "'!loan.late'");

    const Rule *plain = rule_of(pack, "counted");
    assert_int_equal(plain->severity, SEVERITY_ERROR);
    assert_int_equal(plain->missing, MISSING_PASS);
    assert_int_equal(plain->from, DATE_MIN);
    assert_int_equal(plain->to, DATE_MAX);
    assert_null(plain->when.expr);
    assert_null(plain->clears_on.expr);
}

static void test_lets_and_after(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const Rule *rule = rule_of(pack, "not-late");
    assert_int_equal(rule->let_count, 2);
    assert_str(rule->lets[0].name, "base");
    assert_str(rule->lets[1].name, "extra");
    assert_int_equal(rule->after_count, 2);
    assert_int_equal(rule->after[0], BUILTIN_STEP_ORDER);
    assert_int_equal(rule->after[1], pack_find_rule(pack, STR("counted")));
    /* a rule that is switched off leaves no trace */
    assert_int_equal(pack_find_rule(pack, STR("off")), INDEX_NONE);
    const Rule *last = rule_of(pack, "last");
    assert_int_equal(last->after_count, 1);
    assert_int_equal(last->after[0], pack_find_rule(pack, STR("counted")));
}

static void test_messages(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const Rule *rule = rule_of(pack, "not-late");
    assert_int_equal(rule->message_count, 2);
    assert_str(rule_message(rule, STR("zh"))->language, "zh");
    assert_str(rule_message(rule, STR("fr"))->language, "en");
    const Template *english = &rule_message(rule, STR("en"))->text;
    assert_non_null(english->parts[0].expr);
    assert_str(english->parts[1].text, " days, {at most} ");
    assert_null(rule_message(rule_of(pack, "counted"), STR("en")));
    assert_str(rule_message(rule_of(pack, "last"), STR("zh"))->language, "");
}

static void test_examples(void **state)
{
    const Pack *pack = load_text(*state, sound);
    const Rule *rule = rule_of(pack, "not-late");
    assert_int_equal(rule->example_count, 5);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(rule->examples[i].expected, i);
    const Example *pass = &rule->examples[0];
    assert_int_equal(pass->as_of, 0);
    assert_int_equal(pass->cell_count, 6);
    assert_str(pass->cells[0].text, "2003-01-01");
    assert_int_equal(pass->cells[0].field, 4);
    assert_str(pass->cells[3].text, "a、b");
    assert_str(pass->cells[4].text, "");
    assert_str(pass->cells[5].text, "");
    assert_date(rule->examples[1].as_of, "2003-06-01");
    assert_str(rule->examples[1].cells[2].text, "1.50");
    assert_str(rule->examples[2].cells[0].text, "2003-02-30");
    assert_int_equal(rule->examples[3].cell_count, 0);
}

static void test_outcomes_have_names(void **state)
{
    (void) state;
    static const char *const names[] = { "pass", "violation", "undecided", "not-applicable", "waived" };
    for (Outcome outcome = OUTCOME_PASS; outcome < OUTCOME_COUNT; outcome++)
        assert_string_equal(outcome_words[outcome], names[outcome]);
}

/* ---- warnings */

static void test_warnings_let_a_pack_pass(void **state)
{
    Arena *arena = *state;
    Source source = { STR("pack.yaml"), str_of(sound) };
    Diags diags = { .arena = arena };
    assert_non_null(pack_load_source(arena, &source, &diags));
    assert_int_equal(diags.errors, 0);
    size_t told[DIAG_COUNT] = { 0 };
    for (size_t i = 0; i < diags.list.count; i++)
        told[diags.list.at[i].code]++;
    assert_int_equal(told[W_NO_SOURCE], 3); /* counted, off, last */
    assert_int_equal(told[W_NO_EXAMPLE], 3);
    assert_int_equal(told[W_SILENT_MESSAGE], 1); /* last */
    assert_int_equal(told[W_UNUSED_PARAMETER], 6);
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(test_pack_itself),
        UNIT(test_parameters),
        UNIT(test_parameter_read),
        UNIT(test_table),
        UNIT(test_fields),
        UNIT(test_privacy_goes_on),
        UNIT(test_field_types),
        UNIT(test_names_of_a_table),
        UNIT(test_derived_in_order),
        UNIT(test_procedure),
        UNIT(test_builtin_rules),
        UNIT(test_rule),
        UNIT(test_lets_and_after),
        UNIT(test_messages),
        UNIT(test_examples),
        UNIT(test_outcomes_have_names),
        UNIT(test_warnings_let_a_pack_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
