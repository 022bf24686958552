/* Intervals in which something is done again and again: so often, and without gaps. Their conditions count the days of a list up to the
   second step, or up to the as-of date while that is open.

   The lists that the condition is made of (the days that were taken, the periods without one, the gaps) are worked out once and have
   names, since the message tells of them as well. Whether a sentence about empty periods stands in the message depends on the record: so
   a sentence of the catalogue becomes an expression too, the sum of its pieces and of what stands in its placeholders, and has a name for
   each language. */
#include "pack/intervals.h"

#include "lang/tree.h"
#include "pack/periods.h"
#include "pack/shape.h"

/* Completed units between two days. */
static const char *const between[UNIT_COUNT] = {
    [UNIT_DAYS] = "daysBetween", [UNIT_WEEKS] = "daysBetween", [UNIT_MONTHS] = "monthsBetween", [UNIT_YEARS] = "yearsBetween"
};

/* Works a definition out once, for all that say its name. */
static void work_out(Making *making, const char *name, PreludeId id)
{
    PackExpr expression = making_expression(making, id, NULL);
    making_name(making, name, &expression);
}

/* ---- how often */

static bool read_every(Loader *loader, const YamlNode *node, Period *every)
{
    if (!period_read(loader, node, every))
        return false;
    if (every->unit == UNIT_WORKDAYS)
        return complain(loader, E_BAD_VALUE, node->span, "what is due again and again cannot be counted in working days");
    return !str_is(every->count, "0") || complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no period", STR_ARG(node->text));
}

static void make_every(Making *making, const Period *every, Date in_force)
{
    making_fill(making, "every", every->count);
    making_fill(making, "unit", str_of(period_function(every->unit)));
    making_fill(making, "between", str_of(between[every->unit]));
    making_fill_value(making, "in_force", value_date(in_force));
    making_choose(making, "ends", PRELUDE_ENDS);
    making_choose(making, "completed", every->unit == UNIT_WEEKS ? PRELUDE_COMPLETED_WEEKS : PRELUDE_COMPLETED);
    work_out(making, "wanted", PRELUDE_WANTED);
    work_out(making, "passed_over", in_force > DATE_MIN ? PRELUDE_PASSED_OVER : PRELUDE_NOTHING_PASSED_OVER);
    work_out(making, "covered", PRELUDE_COVERED);
    work_out(making, "empty", PRELUDE_EMPTY);
}

static void make_gaps(Making *making, const Period *gap)
{
    period_fill(making, "longest", gap);
    work_out(making, "gap", PRELUDE_GAP);
    work_out(making, "gaps", PRELUDE_GAPS);
}

/* ---- conditions and texts */

static void repeated_make_conditions(Making *making, const RepeatedDraft *draft, Rule *rule)
{
    bool both = draft->every && draft->no_gap;
    PreludeId kept = both ? PRELUDE_OFTEN_AND_CLOSE : draft->every ? PRELUDE_OFTEN : PRELUDE_CLOSE;
    PreludeId due = both ? PRELUDE_DUE_BOTH : draft->every ? PRELUDE_DUE_EVERY : PRELUDE_DUE_GAP;
    making_choose(making, "often", PRELUDE_OFTEN);
    making_choose(making, "close", PRELUDE_CLOSE);
    making_choose(making, "kept", kept);
    making_choose(making, "due_every", PRELUDE_DUE_EVERY);
    making_choose(making, "due_gap", PRELUDE_DUE_GAP);
    rule->require = making_expression(making, kept, &TYPE_BOOL);
    making->interval->judged = making_expression(making, PRELUDE_JUDGED_REPEATED, &TYPE_BOOL);
    making->interval->parts[INTERVAL_LAST] = making_expression(making, due, &TYPE_DATE);
}

/* What is named for one language: "comma_en". */
static Str name_in(Making *making, const char *name, Str language)
{
    return arena_format(making->loader->arena, "%s_%.*s", name, STR_ARG(language));
}

/* The text that a message would be, as an expression: what it says, and what stands in its placeholders as texts, one behind the other. */
static Expr *sentence_tree(const TreeMaker *maker, const Template *template)
{
    Expr *sum = NULL;
    for (uint32_t i = 0; i < template->count; i++) {
        const TemplatePart *part = &template->parts[i];
        Expr *piece = part->expr ? tree_call(maker, STR("string"), part->expr) : tree_string(maker, part->text);
        sum = sum ? tree_binary(maker, OPERATOR_ADD, sum, piece) : piece;
    }
    sum = sum ? sum : tree_string(maker, STR(""));
    tree_number(sum);
    return sum;
}

/* A sentence of the catalogue, which expressions call by this name; values may be placeholders. */
static void name_sentence(Making *making, const char *name, Str language, WordsId sentence, const Str *values)
{
    Loader *loader = making->loader;
    Text text = { 0 };
    bool sound;
    words_add(&text, language, sentence, values);
    ExprText written = { .source = loader->source, .text = arena_str(loader->arena, text_str(&text)), .made = &making->made };
    text_free(&text);
    Template template = template_parse(loader->arena, &written, loader->diags, &sound);
    const TreeMaker maker = { loader->arena, making->made.span };
    PackExpr expression = expression_of(loader, &making->made, sentence_tree(&maker, &template), making->env, &TYPE_STRING);
    Str own = name_in(making, name, language);
    making_name(making, own.at, &expression);
    making_fill(making, name, own);
}

/* An expression as a value of such a sentence. */
static Str placeholder(Arena *arena, Str expression)
{
    return arena_format(arena, "{%.*s}", STR_ARG(expression));
}

/* A text of the author's in this language: constants, so that nothing in them is taken for an expression. */
static Str constant(Making *making, const char *name, Str language, const LocalText *texts, Str otherwise)
{
    Str text = local_text(texts, language), own = name_in(making, name, language);
    making_constant(making, own.at, text.len > 0 ? text : otherwise);
    return own;
}

/* "6 months", "5 working days of the calendar 'School'", as a value; the number may be a parameter. */
static Str length_words(Making *making, Str language, const Period *period)
{
    int64_t known;
    Text text = { 0 };
    Arena *arena = making->loader->arena;
    Str number = str_to_int(period->count, &known) ? period->count : placeholder(arena, period->count);
    words_add(&text, language, period_words(period->unit), &number);
    Str length = arena_str(arena, text_str(&text));
    if (period->calendar) {
        Str calendar = constant(making, "calendar", language, &period->calendar->title, period->calendar->name);
        text_clear(&text);
        words_add(&text, language, WORDS_BY_CALENDAR, (const Str[]) { length, placeholder(arena, calendar) });
        length = arena_str(arena, text_str(&text));
    }
    text_free(&text);
    return length;
}

/* What is told behind the count: periods in which there is none, and the days that a gap follows. */
static void fill_notes(Making *making, Str language, const Period *every, const Period *gap)
{
    Arena *arena = making->loader->arena;
    name_sentence(making, "comma", language, WORDS_LIST, NULL);
    name_sentence(making, "also", language, WORDS_ALSO, NULL);
    making_choose(making, "empty_days", PRELUDE_EMPTY_DAYS);
    making_choose(making, "gap_days", PRELUDE_GAP_DAYS);
    making_choose(making, "every_note", every ? PRELUDE_EVERY_NOTE : PRELUDE_NO_NOTE);
    making_choose(making, "gap_note", gap ? PRELUDE_GAP_NOTE : PRELUDE_NO_NOTE);
    if (every) {
        const Str values[] = { length_words(making, language, every), placeholder(arena, STR("empty_days")) };
        name_sentence(making, "one_empty", language, WORDS_NONE_IN_PERIOD, values);
        name_sentence(making, "many_empty", language, WORDS_NONE_IN_PERIODS, values);
    }
    if (gap)
        name_sentence(making, "gap_after", language, WORDS_GAP_AFTER,
                      (const Str[]) { length_words(making, language, gap), placeholder(arena, STR("gap_days")) });
}

static Message make_message(Making *making, Str language, const Period *every, const Period *gap, const Field *field)
{
    Str listed = constant(making, "listed", language, &field->title, field->name);
    const Str values[] = { placeholder(making->loader->arena, listed), STR("{size(taken)}"), STR("{from}"), STR("{until}"),
                           STR("{every_note}{gap_note}") };
    fill_notes(making, language, every, gap);
    return message_make(making->loader, &making->made, making->env, language, WORDS_REPEATED, values);
}

static void make_messages(Making *making, const Period *every, const Period *gap, const Field *field, Rule *rule)
{
    rule->message_count = (uint32_t) words_language_count();
    rule->messages = arena_array(making->loader->arena, Message, rule->message_count);
    for (uint32_t i = 0; i < rule->message_count; i++)
        rule->messages[i] = make_message(making, words_language(i), every, gap, field);
}

static const Field *list_field(Loader *loader, const Table *table, const YamlNode *node)
{
    uint32_t field = refer_to_field(loader, table, node);
    if (field == INDEX_NONE)
        return NULL;
    const Type *type = table->fields[field].type;
    if (type->kind == KIND_LIST && type->param[0]->kind == KIND_DATE)
        return &table->fields[field];
    if (type->kind != KIND_ERROR)
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is no list of dates", STR_ARG(node->text));
    return NULL;
}

bool repeated_make(Making *making, const RepeatedDraft *draft, Rule *rule)
{
    Loader *loader = making->loader;
    Interval *interval = making->interval;
    const Table *table = &table_or_nowhere(loader, rule->table)->table;
    const Field *field = list_field(loader, table, draft->dates);
    Period every = { 0 }, gap = { 0 };
    if (!draft->every && !draft->no_gap)
        return complain(loader, E_MISSING_KEY, making->made.span, "'dates' needs 'every', 'no_gap_longer_than', or both");
    bool sound = !draft->every || read_every(loader, draft->every, &every);
    sound &= !draft->no_gap || period_read(loader, draft->no_gap, &gap);
    if (!sound || !field)
        return false;
    interval->dates = (uint32_t) (field - table->fields);
    interval->every = draft->every ? draft->every->text : interval->every;
    interval->no_gap = draft->no_gap ? draft->no_gap->text : interval->no_gap;
    making_fill(making, "dates", table_path(loader->arena, table, interval->dates));
    work_out(making, "until", PRELUDE_UNTIL);
    work_out(making, "taken", PRELUDE_TAKEN);
    if (draft->every)
        make_every(making, &every, rule->from);
    if (draft->no_gap)
        make_gaps(making, &gap);
    repeated_make_conditions(making, draft, rule);
    make_messages(making, draft->every ? &every : NULL, draft->no_gap ? &gap : NULL, field, rule);
    return true;
}
