/* One expression, evaluated on its own: for trying things out (`duly eval`). Variables come as a JSON
   object and have no declared types: what an expression does with them is found out when it runs. `as_of` alone is a date, as it is in
   rules. It is compiled and run as rules are, in a batch of one row, so that what is seen here is what a rule would do. */
#include "api/internal.h"
#include "base/said.h"
#include "base/words.h"
#include "codec/json.h"
#include "lang/explain.h"

typedef struct {
    Arena *arena;
    ApiProblem problem;
    void (*part)(void *context, const duly_part *part); /* NULL: nobody asks for parts */
    void *context;
    Str language;  /* of problems; empty: English */
    Source source; /* of the expression */
    Env env;
    ARRAY(Value) values; /* of the variables, by slot; in the arena */
} Eval;

static duly_status eval_tell(Eval *eval, Str path, uint32_t line, uint32_t column, Str message)
{
    duly_problem told = { .size = sizeof told,
                          .severity = DULY_ERROR,
                          .path = path,
                          .line = line,
                          .column = column,
                          .message = said_str(eval->language, message) };
    if (eval->problem)
        MEMORY_OUTSIDE(eval->problem(eval->context, &told));
    return DULY_MISUSED;
}

/* ---- variables */

static Value value_of_json(Arena *arena, const json_t *json);

static Value list_of_json(Arena *arena, const json_t *json)
{
    size_t count = json_array_size(json);
    Value *items = arena_array(arena, Value, count);
    List *list = arena_new(arena, List);
    for (size_t i = 0; i < count; i++)
        items[i] = value_of_json(arena, json_array_get(json, i));
    *list = (List) { (uint32_t) count, items };
    return value_list(list);
}

static Str eval_key_of(Arena *arena, const char *key)
{
    return arena_str(arena, str_of(key));
}

static Value map_of_json(Arena *arena, const json_t *json)
{
    MapPair *pairs = arena_array(arena, MapPair, json_object_size(json));
    uint32_t count = 0, bad = 0;
    const char *key;
    json_t *member;
    json_object_foreach((json_t *) json, key, member) pairs[count++] =
        (MapPair) { value_str(eval_key_of(arena, key)), value_of_json(arena, member) };
    return value_map(map_value_new(arena, pairs, count, &bad));
}

static Value value_of_json(Arena *arena, const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT: return map_of_json(arena, json);
    case JSON_ARRAY: return list_of_json(arena, json);
    case JSON_STRING: return value_str(arena_str(arena, (Str) { json_string_value(json), json_string_length(json) }));
    case JSON_INTEGER: return value_int(json_integer_value(json));
    case JSON_REAL: return value_double(json_real_value(json));
    case JSON_TRUE: return value_bool(true);
    case JSON_FALSE: return value_bool(false);
    case JSON_NULL: break;
    }
    return value_null();
}

static bool add_variable(Eval *eval, const char *name, const json_t *json)
{
    Symbol symbol = {
        .name = eval_key_of(eval->arena, name), .kind = SYMBOL_INPUT, .type = &TYPE_DYN, .slot = (uint32_t) eval->values.count
    };
    Value value = value_of_json(eval->arena, json);
    if (str_is(symbol.name, "as_of")) {
        Date date;
        if (value.kind != KIND_STRING || !date_parse(value_as_str(value), &date))
            return false;
        symbol.type = &TYPE_DATE;
        value = value_date(date);
    }
    env_add(eval->arena, &eval->env, symbol);
    arena_push(eval->arena, &eval->values, value);
    return true;
}

static bool is_space(Str rest)
{
    return str_trim(rest).len == 0;
}

static duly_status eval_read_variables(Eval *eval, Str text)
{
    if (is_space(text))
        return DULY_CLEAN;
    JsonProblem problem = { 0 };
    Str name = STR("<variables>");
    size_t used = 0;
    json_t *json = json_read(text, &used, eval->arena, &problem);
    MemoryHold hold;
    json_hold(&hold, json);
    if (!json)
        return eval_tell(eval, name, problem.line, problem.column, problem.sentence);
    duly_status status = DULY_CLEAN;
    if (!json_is_object(json) || !is_space(str_slice(text, used, text.len)))
        status = eval_tell(eval, name, 0, 0, STR("the variables must be one JSON object: {\"name\": value}"));
    const char *key;
    json_t *member;
    if (status == DULY_CLEAN)
        json_object_foreach(json, key, member) if (!add_variable(eval, key, member)) status =
            eval_tell(eval, name, 0, 0, STR("as_of is a date: \"2003-06-01\""));
    json_release(&hold);
    return status;
}

/* ---- the expression */

static Expr *parse(Eval *eval)
{
    Diags diags = { .arena = eval->arena };
    ExprText text = { .source = &eval->source, .text = eval->source.text };
    bool ok = true;
    Expr *expr = expr_parse(eval->arena, &text, &diags, &ok);
    Checker checker = { .arena = eval->arena, .env = &eval->env, .source = &eval->source, .diags = &diags };
    ok = ok && check_expr(&checker, expr, NULL);
    api_tell_diags(&diags, eval->problem, eval->context);
    return ok ? expr : NULL;
}

static const Column *const *make_inputs(Eval *eval)
{
    const Column **inputs = arena_array(eval->arena, const Column *, eval->values.count);
    for (size_t i = 0; i < eval->values.count; i++) {
        Column *column = arena_new(eval->arena, Column);
        *column = column_new(eval->arena, column_kind(eval->env.symbols.at[i].type), ROW_PAD);
        column_fill(column, 0, ROW_PAD, eval->values.at[i]);
        inputs[i] = column;
    }
    return inputs;
}

/* A failure is shown where it happened. */
static void eval_tell_cause(void *context, const Cause *cause)
{
    Eval *eval = context;
    Diag diag = { .code = E_CONSTANT,
                  .severity = SEVERITY_ERROR,
                  .source = &eval->source,
                  .message = cause->missing ? STR("a value is missing") : cause->message };
    if (!eval->problem)
        return;
    if (!cause->expr) {
        eval_tell(eval, (Str) { 0 }, 0, 0, diag.message);
        return;
    }
    diag.span = cause->expr->span;
    Place place = source_place(&eval->source, diag.span.start);
    Text excerpt = { 0 };
    diag_excerpt(&excerpt, &diag);
    duly_problem told = { .size = sizeof told,
                          .severity = DULY_ERROR,
                          .path = eval->source.name,
                          .line = place.line,
                          .column = place.column,
                          .message = diag.message,
                          .excerpt = text_str(&excerpt) };
    MEMORY_OUTSIDE(eval->problem(eval->context, &told));
    text_free(&excerpt);
}

static duly_text eval_keep(Eval *eval, Text *text)
{
    Str kept = arena_str(eval->arena, text_str(text));
    text_free(text);
    return kept;
}

static void give_value(Eval *eval, const Expr *expr, Value result, duly_value *value)
{
    Text text = { 0 }, type = { 0 };
    value_print(&text, result, 0);
    value->value = eval_keep(eval, &text);
    if (expr->type->kind == KIND_DYN)
        text_add(&type, kind_name((Kind) result.kind));
    else
        type_print(&type, expr->type);
    value->type = eval_keep(eval, &type);
}

/* ---- its parts */

static void eval_tell_part(void *context, const ExplainedPart *part)
{
    Eval *eval = context;
    Text value = { 0 };
    duly_part told = { .size = sizeof told, .depth = part->depth, .text = part->text, .state = DULY_PART_VALUE };
    if (part->left_out || part->missing || part->failed)
        told.state = part->left_out ? DULY_PART_LEFT_OUT : part->missing ? DULY_PART_MISSING : DULY_PART_FAILED;
    else
        value_print(&value, part->value, 0);
    told.value = text_str(&value);
    MEMORY_OUTSIDE(eval->part(eval->context, &told));
    text_free(&value);
}

static duly_status eval_run(Eval *eval, const Expr *expr, duly_value *value)
{
    Trace parts = { 0 };
    CompileOptions options = { .source = &eval->source, .trace = eval->part ? &parts : NULL };
    Compiler *compiler = compiler_new(eval->arena, &options);
    NodeId root = compile_expr(compiler, expr, NODE_NONE);
    const Program *program = compiler_end(compiler, &root, 1);
    Text listing = { 0 };
    program_print(&listing, program);
    value->listing = eval_keep(eval, &listing);
    Interp *interp = interp_new(program, NULL);
    interp_run(interp, make_inputs(eval), 1);
    if (eval->part)
        explain_expr(interp, &parts, expr, 0, eval_tell_part, eval);
    Value result = interp_value(interp, root, 0);
    bool failed = value_is_error(result);
    if (failed)
        interp_causes(interp, root, 0, eval->arena, eval_tell_cause, eval);
    else
        give_value(eval, expr, result, value);
    interp_free(interp);
    return failed ? DULY_FOUND : DULY_CLEAN;
}

typedef struct {
    Eval *eval;
    duly_text expression, variables;
    duly_value *value;
    duly_status status;
} EvalCall;

static void eval_evaluate(void *context)
{
    EvalCall *call = context;
    Eval *eval = call->eval;
    eval->source = (Source) { said_str(eval->language, STR("<expression>")), arena_str(eval->arena, api_str(call->expression)) };
    call->status = eval_read_variables(eval, api_str(call->variables));
    if (call->status != DULY_CLEAN)
        return;
    const Expr *expr = parse(eval);
    call->status = expr ? eval_run(eval, expr, call->value) : DULY_MISUSED;
}

static duly_status evaluate_in(EvalCall *call)
{
    Eval *eval = call->eval;
    duly_value_free(call->value);
    ApiMemory *memory = api_memory_new();
    if (!memory)
        return api_no_memory(eval->problem, eval->context);
    call->value->memory = memory;
    eval->arena = &memory->arena;
    eval->arena->language = eval->language;
    if (api_call_in(&memory->ledger, eval_evaluate, call, eval->problem, eval->context))
        return call->status;
    duly_value_free(call->value);
    return DULY_NO_MEMORY;
}

static bool new_eval(const duly_sink *given, Eval *eval)
{
    duly_sink sink = { 0 };
    bool fits = SIZED_SINK(&sink, given);
    *eval = (Eval) { .problem = sink.problem, .context = sink.context, .language = words_language_known(str_of(sink.language)) };
    return fits;
}

duly_status duly_eval(duly_text expression, duly_text variables, duly_value *value, const duly_sink *sink)
{
    Eval eval;
    EvalCall call = { &eval, expression, variables, value, DULY_NO_MEMORY };
    if (!new_eval(sink, &eval))
        return DULY_MISUSED;
    Str refused = api_place(value);
    return refused.len == 0 ? evaluate_in(&call) : api_refuse(refused, eval.problem, eval.context);
}

duly_status duly_eval_parts(duly_text expression, duly_text variables, void (*part)(void *context, const duly_part *part),
                            const duly_sink *sink)
{
    Eval eval;
    if (!new_eval(sink, &eval))
        return DULY_MISUSED;
    eval.part = part;
    duly_value value = { .size = sizeof value };
    EvalCall call = { &eval, expression, variables, &value, DULY_NO_MEMORY };
    duly_status status = evaluate_in(&call);
    duly_value_free(&value);
    return status;
}

Str api_place(const duly_value *value)
{
    return value ? sized_room(SIZED(duly_value, memory), value) : STR("no place for the value was given");
}

void duly_value_free(duly_value *value)
{
    if (!value || api_place(value).len > 0)
        return;
    api_memory_free(value->memory);
    sized_give(value, SIZED(duly_value, memory), &(duly_value) { 0 });
}
