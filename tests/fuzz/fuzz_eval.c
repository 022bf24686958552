/* Any bytes as an expression, compiled and run over rows with values, without values, and with failures, under tight limits:
   everything ends, every value has the kind of its column, whatever is not there has a cause, and explaining works. */
#include <stdlib.h>

#include "base/utf8.h"
#include "lang/check.h"
#include "lang/explain.h"
#include "lang/node.h"
#include "lang/parser.h"
#include "support/sample.h"

enum { ROWS = 3, SLOTS = 256, STEPS = 20000, BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds)
{
    if (!holds)
        abort();
}

static const RecordKey unit_key = { { "U1", 2 }, { "U1", 2 } }, unknown_key = { { "U9", 2 }, { "U9", 2 } };

static Value sample_list_of_records(Arena *arena)
{
    Value *items = arena_array(arena, Value, ROWS);
    List *list = arena_new(arena, List);
    for (uint32_t row = 0; row < ROWS; row++)
        items[row] = value_record(row < 2 ? row : (uint32_t) ROW_NONE, row < 2 ? &unit_key : &unknown_key);
    *list = (List) { ROWS, items };
    return value_list(list);
}

static Value sample_value(Arena *arena, const Type *type)
{
    Kind kind = type->kind;
    if (kind == KIND_RECORD)
        return value_record(0, &unit_key);
    if (kind == KIND_LIST && type->param[0]->kind == KIND_RECORD)
        return sample_list_of_records(arena);
    static const Value items[] = { { .kind = KIND_INT, .i = 1 }, { .kind = KIND_INT, .i = 0 } };
    List *list = arena_new(arena, List);
    *list = (List) { 2, items };
    switch (kind) {
    case KIND_BOOL: return value_bool(true);
    case KIND_INT: return value_int(-3);
    case KIND_UINT: return value_uint(7);
    case KIND_DOUBLE: return value_double(2.5);
    case KIND_STRING: return value_str(STR("h\xc3\xa9llo"));
    case KIND_BYTES: return value_bytes(STR("ab"));
    case KIND_DATE: return value_date(date_pack(2004, 2, 29));
    case KIND_DURATION: return value_duration(90000000000);
    default: return value_list(list);
    }
}

/* A value, a missing one, a failed one. */
static void bind(Arena *arena, const Program *program, const Column **inputs)
{
    for (uint32_t i = 0; i < program->input_count; i++) {
        const Node *node = &program->nodes[program->inputs[i]];
        Column *column = arena_new(arena, Column);
        *column = column_new(arena, node->kind, ROWS);
        column_set(column, 0, sample_value(arena, node->type));
        column_set(column, 1, value_missing());
        column_set(column, 2, value_error());
        insist(node->slot < SLOTS);
        inputs[node->slot] = column;
    }
}

/* Of the two records that references lead to, the second has empty cells. */
static const Member *sample_members(Arena *arena)
{
    static const Type *const types[SAMPLE_MEMBERS] = { &TYPE_STRING, &TYPE_INT, &TYPE_STRING, &TYPE_INT, &TYPE_BOOL };
    Member *members = arena_array(arena, Member, SAMPLE_MEMBERS);
    for (size_t i = 0; i < SAMPLE_MEMBERS; i++) {
        Column *column = arena_new(arena, Column);
        *column = column_new(arena, types[i]->kind, 2);
        column_set(column, 0, sample_value(arena, types[i]));
        column_set(column, 1, value_missing());
        members[i] = (Member) { column, 2 };
    }
    return members;
}

static void count_cause(void *context, const Cause *cause)
{
    insist(cause->missing || cause->message.len > 0);
    ++*(unsigned *) context;
}

static void look_at_part(void *context, const ExplainedPart *part)
{
    (void) context;
    insist(part->text.len > 0);
}

static void run(Arena *arena, const Program *program, NodeId root, const Trace *trace, const Expr *expr)
{
    const Column *inputs[SLOTS] = { 0 };
    InterpOptions limits = { .limit_steps = STEPS, .limit_bytes = BYTES, .members = sample_members(arena) };
    Interp *interp = interp_new(program, &limits);
    bind(arena, program, inputs);
    interp_run(interp, inputs, ROWS);
    for (size_t row = 0; row < ROWS; row++) {
        const Column *column = interp_column(interp, root);
        Value value = column_get(column, row);
        insist(column->kind == KIND_DYN || value_is_error(value) || value.kind == column->kind);
        Text text = { 0 };
        value_print(&text, value, 1000);
        text_free(&text);
    }
    if (trace)
        explain_expr(interp, trace, expr, 0, look_at_part, NULL);
    interp_run(interp, inputs, ROWS);
    for (size_t row = 0; row < ROWS; row++) {
        unsigned causes = 0;
        bool bad = value_is_error(interp_value(interp, root, row));
        interp_causes(interp, root, row, arena, count_cause, &causes);
        insist(bad == (causes > 0) || row == 2);
    }
    interp_free(interp);
}

/* Every variable, field and value of the host is a column of its own. */
typedef struct {
    const Symbol *symbols[SLOTS];
    uint32_t count;
} Slots;

static NodeId resolve(void *host, Compiler *compiler, const Symbol *symbol)
{
    Slots *slots = host;
    uint32_t slot = 0;
    if (symbol->kind != SYMBOL_HOST && symbol->kind != SYMBOL_INPUT)
        return NODE_NONE;
    while (slot < slots->count && slots->symbols[slot] != symbol)
        slot++;
    insist(slot < SLOTS);
    if (slot == slots->count)
        slots->symbols[slots->count++] = symbol;
    return compile_input(compiler, slot, symbol->type);
}

static void evaluate(Str text, bool lenient, bool traced)
{
    Arena arena = { 0 };
    Diags diags = { .arena = &arena };
    Source source = { STR("fuzz"), text };
    ExprText written = { .source = &source, .text = text };
    bool parsed;
    Expr *expr = expr_parse(&arena, &written, &diags, &parsed);
    Checker checker = { .arena = &arena, .env = sample_env(&arena), .source = &source, .diags = &diags, .lenient = lenient };
    if (parsed && (check_expr(&checker, expr, NULL) || lenient)) {
        Trace trace = { 0 };
        Slots slots = { .count = 0 };
        CompileOptions options = {
            .resolve = resolve, .host = &slots, .diags = &diags, .source = &source, .trace = traced ? &trace : NULL
        };
        Compiler *compiler = compiler_new(&arena, &options);
        NodeId root = compile_expr(compiler, expr, NODE_NONE);
        const Program *program = compiler_end(compiler, &root, 1);
        run(&arena, program, root, traced ? &trace : NULL, expr);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str text = { (const char *) data, size };
    if (size == 0 || utf8_valid_len(text) < size)
        return 0;
    evaluate(text, false, true);
    evaluate(text, true, false);
    return 0;
}
