#include "support/expression.h"

/* For the examples: in the years 2003 and 2004, Monday to Friday; at school not on 2 June 2003, and nothing is known of 2004. */
typedef struct {
    WorkYear years[2], school;
    NamedCalendar at[2];
    WorkCalendars all;
} WorkingWeeks;

static void state_working_weeks(WorkingWeeks *weeks)
{
    WorkYear *years = weeks->years;
    for (int i = 0; i < 2; i++) {
        years[i] = (WorkYear) { .year = 2003 + i };
        int32_t first = date_to_day(date_pack(2003 + i, 1, 1));
        for (int day = 0; day < 366; day++)
            if (date_weekday(date_of_day(first + day)) <= 5)
                years[i].works[day / 64] |= (uint64_t) 1 << day % 64;
    }
    int holiday = date_to_day(date_pack(2003, 6, 2)) - date_to_day(date_pack(2003, 1, 1));
    weeks->school = years[0];
    weeks->school.works[holiday / 64] &= ~((uint64_t) 1 << holiday % 64);
    weeks->at[0] = (NamedCalendar) { STR("office"), { years, 2 } };
    weeks->at[1] = (NamedCalendar) { STR("school"), { &weeks->school, 1 } };
    weeks->all = (WorkCalendars) { weeks->at, 2, &weeks->at[0] };
}

static void first_message(void *context, const Cause *cause)
{
    Str *message = context;
    if (!message->at)
        *message = cause->missing ? STR("a value is missing") : cause->message;
}

static Result problem(Arena *arena, const Diags *diags)
{
    Text all = { 0 };
    for (size_t i = 0; i < diags->list.count; i++)
        text_format(&all, "%s%.*s%s%.*s", i ? "; " : "", STR_ARG(diags->list.at[i].message), diags->list.at[i].hint.len ? " (" : "",
                    STR_ARG(diags->list.at[i].hint));
    Result result = { RESULT_PROBLEM, arena_str(arena, text_str(&all)), STR("") };
    text_free(&all);
    return result;
}

static Result value_of(Arena *arena, Interp *interp, NodeId root, size_t rows)
{
    Result result = { .kind = RESULT_VALUE };
    for (size_t row = 0; row < rows; row++) {
        Text text = { 0 };
        Value value = interp_value(interp, root, row);
        if (value_is_error(value)) {
            Str message = { 0 };
            result.kind = RESULT_FAULT;
            interp_causes(interp, root, row, arena, first_message, &message);
            text_add(&text, message);
        } else {
            value_print(&text, value, 0);
        }
        if (row && !str_equal(result.text, text_str(&text)))
            result.text = STR("rows that are alike differ");
        else
            result.text = arena_str(arena, text_str(&text));
        text_free(&text);
    }
    return result;
}

Result expression_result(Arena *arena, Str expression, const Env *env, const Column *const *inputs, const ResultOptions *options)
{
    Source *source = arena_new(arena, Source);
    *source = (Source) { STR("<expression>"), expression };
    Diags diags = { .arena = arena };
    ExprText text = { .source = source, .text = expression };
    const Env empty = { 0 };
    bool ok;
    Expr *expr = expr_parse(arena, &text, &diags, &ok);
    Checker checker = {
        .arena = arena, .env = env ? env : &empty, .source = source, .diags = &diags, .lenient = options && options->lenient
    };
    if (!ok || (!check_expr(&checker, expr, NULL) && !checker.lenient))
        return problem(arena, &diags);
    WorkingWeeks weeks;
    state_working_weeks(&weeks);
    CompileOptions how = { .source = source, .calendars = &weeks.all };
    Compiler *compiler = compiler_new(arena, &how);
    NodeId root = compile_expr(compiler, expr, NODE_NONE);
    const Program *program = compiler_end(compiler, &root, 1);
    size_t rows = options && options->rows ? options->rows : 1;
    Interp *interp = interp_new(program, NULL);
    interp_run(interp, inputs, rows);
    Result result = value_of(arena, interp, root, rows);
    result.type = type_text(arena, expr->type);
    interp_free(interp);
    return result;
}
