/* Checked trees into nodes. Types were settled by the checker: here every operator becomes the instruction for its kinds, or a call of a
   row function. It cannot fail: what the checker complained about, and what makes no sense after a lenient check, becomes a node that
   always fails (OP_FAIL), so that nobody has to look for half a program.

   The kind of a node is what its column holds and not what the checker knows: a list of ints has tagged values, an int has a column of
   its own. Where the two meet a node boxes or unboxes (compile_as_kind).

   The host compiles many expressions into one program, each under a guard of its own, and may answer for symbols itself (resolve): that
   a parameter is a constant here, and the as-of day a column there, is not known to this layer. */
#include "lang/numbering.h"

#include <assert.h>

#include "lang/ops.h"

/* ---- small nodes */

static NodeId unary(Compiler *compiler, OpCode op, Kind kind, const Type *type, NodeId arg)
{
    Node node = { .op = op, .kind = kind, .type = type, .args = &arg, .arg_count = 1 };
    return number_node(compiler, node);
}

static NodeId compile_fail(Compiler *compiler, const Expr *expr, const char *message)
{
    Node node = { .op = OP_FAIL, .kind = KIND_DYN, .type = &TYPE_DYN, .expr = expr };
    node.constant = value_str(str_of(message));
    return number_node(compiler, node);
}

NodeId compile_as_kind(Compiler *compiler, NodeId id, Kind kind)
{
    const Node *node = number_at(compiler, id);
    if (node->kind == kind)
        return id;
    if (kind == KIND_BOOL)
        return compile_truth(compiler, id);
    Node cast = {
        .op = kind == KIND_DYN ? OP_BOX : OP_UNBOX, .kind = kind, .type = node->type, .args = &id, .arg_count = 1, .expr = node->expr
    };
    return number_node(compiler, cast);
}

NodeId compile_truth(Compiler *compiler, NodeId id)
{
    const Node *node = number_at(compiler, id);
    if (node->kind == KIND_BOOL)
        return id;
    Node truth = { .op = OP_TRUTH, .kind = KIND_BOOL, .type = &TYPE_BOOL, .args = &id, .arg_count = 1, .expr = node->expr };
    return number_node(compiler, truth);
}

NodeId compile_input(Compiler *compiler, uint32_t slot, const Type *type)
{
    Node node = { .op = OP_INPUT, .kind = column_kind(type), .type = type, .slot = slot };
    return number_node(compiler, node);
}

NodeId compile_constant(Compiler *compiler, Value value, const Type *type)
{
    return number_constant(compiler, value, type, NULL);
}

NodeId compile_present(Compiler *compiler, NodeId id)
{
    return unary(compiler, OP_PRESENT, KIND_BOOL, &TYPE_BOOL, id);
}

/* The constant's truth, or -1. */
static int constant_truth(Compiler *compiler, NodeId id)
{
    const Node *node = number_at(compiler, id);
    if (node->op != OP_CONSTANT || node->kind != KIND_BOOL)
        return -1;
    return node->constant.boolean ? TRUTH_TRUE : TRUTH_FALSE;
}

/* The arguments are put in the order of their numbers, so that a && b and b && a are one node. A constant decides or drops out; that an
   operand which is dropped might fail does not matter, since `false && failure` is false in CEL. */
static NodeId compile_join(Compiler *compiler, OpCode op, NodeId a, NodeId b, const Expr *expr)
{
    a = compile_truth(compiler, a);
    b = compile_truth(compiler, b);
    bool is_or = op == OP_OR;
    int decisive = is_or ? TRUTH_TRUE : TRUTH_FALSE, neutral = is_or ? TRUTH_FALSE : TRUTH_TRUE;
    int left = constant_truth(compiler, a), right = constant_truth(compiler, b);
    if (left == decisive || right == neutral || a == b)
        return a;
    if (right == decisive || left == neutral)
        return b;
    NodeId args[2] = { a < b ? a : b, a < b ? b : a };
    Node node = { .op = op, .kind = KIND_BOOL, .type = &TYPE_BOOL, .args = args, .arg_count = 2, .expr = expr };
    return number_node(compiler, node);
}

NodeId compile_and(Compiler *compiler, NodeId a, NodeId b)
{
    return compile_join(compiler, OP_AND, a, b, NULL);
}

NodeId compile_or(Compiler *compiler, NodeId a, NodeId b)
{
    return compile_join(compiler, OP_OR, a, b, NULL);
}

NodeId compile_not(Compiler *compiler, NodeId a)
{
    return unary(compiler, OP_NOT, KIND_BOOL, &TYPE_BOOL, compile_truth(compiler, a));
}

static NodeId compile_choose(Compiler *compiler, const NodeId args[3], const Type *type, const Expr *expr)
{
    NodeId condition = compile_truth(compiler, args[0]), yes = args[1], no = args[2];
    int known = constant_truth(compiler, condition);
    Kind kind = column_kind(type);
    if (number_at(compiler, yes)->kind != kind || number_at(compiler, no)->kind != kind)
        kind = KIND_DYN;
    yes = compile_as_kind(compiler, yes, kind);
    no = compile_as_kind(compiler, no, kind);
    if (known >= 0)
        return known == TRUTH_TRUE ? yes : no;
    NodeId all[3] = { condition, yes, no };
    Node node = { .op = OP_SELECT, .kind = kind, .type = type, .args = all, .arg_count = 3, .expr = expr };
    return number_node(compiler, node);
}

NodeId compile_select(Compiler *compiler, NodeId condition, NodeId yes, NodeId no)
{
    NodeId args[3] = { condition, yes, no };
    return compile_choose(compiler, args, number_at(compiler, yes)->type, NULL);
}

/* For hosts, that make guards without being inside an expression: only the line over the rows is open. */
NodeId compile_guard(Compiler *compiler, NodeId guard, NodeId condition, Truth truth, bool is)
{
    Guards saved;
    NodeId before = compiler->lines.at[0].guard;
    compiler->lines.at[0].guard = guard;
    number_begin_guard(compiler, compile_truth(compiler, condition), truth, is, &saved);
    NodeId result = compiler->lines.at[0].guard;
    compiler->lines.at[0].guard = before;
    return result;
}

/* ---- calls */

/* Looks through the whole table, a hundred rows: compiling a call costs more than that anyhow. */
static OpCode typed_op(Compiler *compiler, Str function, const NodeId *args, uint32_t count)
{
    Kind left = number_at(compiler, args[0])->kind;
    Kind right = count == 2 ? number_at(compiler, args[1])->kind : KIND_ERROR;
    for (OpCode op = 0; op < OP_COUNT; op++)
        if (op_info[op].left == left && op_info[op].right == right && op_info[op].function && str_is(function, op_info[op].function))
            return op;
    return OP_COUNT;
}

NodeId compile_sum(Compiler *compiler, NodeId a, NodeId b)
{
    NodeId args[2] = { a, b };
    Node node = { .op = OP_ADD_INT, .kind = KIND_INT, .type = &TYPE_INT, .args = args, .arg_count = 2 };
    return number_node(compiler, node);
}

NodeId compile_compare(Compiler *compiler, const char *operator_name, NodeId a, NodeId b)
{
    NodeId args[2] = { a, b };
    OpCode op = typed_op(compiler, str_of(operator_name), args, 2);
    assert(op != OP_COUNT && "host comparisons are of two scalars of one type");
    Node node = { .op = op, .kind = KIND_BOOL, .type = &TYPE_BOOL, .args = args, .arg_count = 2 };
    return number_node(compiler, node);
}

/* Whether the physical kinds of the arguments promise what the only overload wants, so that no run has to look at the kinds of values. A
   column of tagged values promises nothing, even where the checker is sure: what came through a dyn may be of another kind. */
static bool is_exact(Compiler *compiler, const Expr *call, const NodeId *args)
{
    if (call->call.overload_count != 1)
        return false;
    const Overload *overload = call->call.overloads[0];
    for (uint32_t i = 0; i < overload->count; i++) {
        Kind wanted = overload->params[i]->kind, kind = number_at(compiler, args[i])->kind;
        if (wanted != KIND_DYN && wanted != KIND_PARAM && (kind == KIND_DYN || kind != wanted))
            return false;
    }
    return overload->run != NULL;
}

static bool is_dear(const Expr *call)
{
    for (uint32_t i = 0; i < call->call.overload_count; i++)
        if (call->call.overloads[i]->dear)
            return true;
    return call->call.overload_count != 1;
}

/* A constant pattern or zone is prepared once; one that can never do is the author's mistake. The first overload may speak for all that
   are left of a name: they prepare the same argument alike. */
static const void *compile_prepare(Compiler *compiler, const Expr *call, const NodeId *args, uint32_t count)
{
    const Overload *overload = call->call.overload_count ? call->call.overloads[0] : NULL;
    if (!overload || !overload->prepare || overload->prepared_param >= count)
        return NULL;
    const Node *arg = number_at(compiler, args[overload->prepared_param]);
    if (arg->op != OP_CONSTANT || arg->constant.kind != overload->params[overload->prepared_param]->kind)
        return NULL;
    Text problem = { .language = compiler_language(compiler) };
    const void *prepared = overload->prepare(compiler->arena, arg->constant, &problem);
    if (!prepared && compiler->options.diags)
        diag_add(compiler->options.diags, E_CONSTANT, compiler->source, arg->expr ? arg->expr->span : call->span, "%.*s",
                 STR_ARG(text_str(&problem)));
    text_free(&problem);
    return prepared;
}

/* Up to 32 are compared one after the other, which takes no steps; longer lists are left to the function, which does. */
static bool all_strings(const List *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i].kind != KIND_STRING)
            return false;
    return list->count <= 32;
}

/* A date and a period that is constant and has one unit only: two units, or working days, are added in an order that the function knows.
   INT32_MIN is left to it too, since its negative is no int32. */
static NodeId add_constant(Compiler *compiler, Value period, const Node *plain)
{
    bool plain_units = period.kind == KIND_PERIOD && !period.is_named && !period.workdays;
    bool months = plain_units && !period.period.days && period.period.months != INT32_MIN;
    bool days = plain_units && !period.period.months && period.period.days != INT32_MIN;
    if (!months && !days)
        return NODE_NONE;
    Node node = *plain;
    int32_t count = months ? period.period.months : period.period.days;
    node.op = months ? OP_ADD_MONTHS : OP_ADD_DAYS;
    node.slot = (uint32_t) (plain->call->operator== OPERATOR_SUBTRACT ? -count : count);
    return number_node(compiler, node);
}

/* A date and a period that a call makes of a number: the period itself is not made. */
static NodeId add_counted(Compiler *compiler, const Node *period, const Node *plain)
{
    static const struct {
        const char *function;
        uint32_t slot;
    } units[] = {
        { "days", COUNTED_UNIT },
        { "weeks", 7 * COUNTED_UNIT },
        { "months", COUNTED_UNIT | COUNTED_MONTHS },
        { "years", 12 * COUNTED_UNIT | COUNTED_MONTHS },
    };
    if (period->op != OP_CALL || period->arg_count != 1 || number_at(compiler, period->args[0])->kind != KIND_INT ||
        period->call->overloads[0]->host)
        return NODE_NONE;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!str_is(period->call->function, units[i].function))
            continue;
        CallSite *site = arena_new(compiler->arena, CallSite);
        NodeId args[2] = { plain->args[0], period->args[0] };
        Node node = *plain;
        *site = *plain->call;
        site->inner = period->call;
        node.op = OP_ADD_COUNTED;
        node.slot = units[i].slot | (site->operator== OPERATOR_SUBTRACT ? COUNTED_BACK : 0);
        node.args = args;
        node.call = site;
        return number_node(compiler, node);
    }
    return NODE_NONE;
}

/* Calls with an instruction of their own because of what one argument is; NODE_NONE: no such thing. */
static NodeId special_call(Compiler *compiler, const Expr *expr, const NodeId *args, const CallSite *site)
{
    const Node *left = number_at(compiler, args[0]), *right = number_at(compiler, args[1]);
    if (site->operator== OPERATOR_IN && right->op == OP_CONSTANT && left->kind == KIND_STRING && right->constant.kind == KIND_LIST &&
        all_strings(right->constant.list)) {
        Node node = { .op = OP_IN_STRINGS,
                      .kind = KIND_BOOL,
                      .type = &TYPE_BOOL,
                      .args = args,
                      .arg_count = 1,
                      .constant = right->constant,
                      .call = site,
                      .expr = expr };
        return number_node(compiler, node);
    }
    if (str_is(site->function, "matches") && left->kind == KIND_STRING && site->prepared && pattern_shape(site->prepared)) {
        Node node = {
            .op = OP_MATCHES_SHAPE, .kind = KIND_BOOL, .type = &TYPE_BOOL, .args = args, .arg_count = 2, .call = site, .expr = expr
        };
        return number_node(compiler, node);
    }
    bool adds = site->operator== OPERATOR_ADD || site->operator== OPERATOR_SUBTRACT;
    if (!adds || left->kind != KIND_DATE)
        return NODE_NONE;
    Node plain = { .kind = KIND_DATE, .type = &TYPE_DATE, .args = args, .arg_count = 2, .call = site, .expr = expr };
    if (right->op == OP_CONSTANT)
        return add_constant(compiler, right->constant, &plain);
    return add_counted(compiler, right, &plain);
}

static NodeId plain_call(Compiler *compiler, const Expr *expr, const NodeId *args, uint32_t count)
{
    CallSite *site = arena_new(compiler->arena, CallSite);
    *site = (CallSite) { .operator= expr->call.operator,
                         .function = expr->call.function,
                         .overloads = expr->call.overloads,
                         .count = expr->call.overload_count };
    site->prepared = compile_prepare(compiler, expr, args, count);
    if (count == 2) {
        NodeId special = special_call(compiler, expr, args, site);
        if (special != NODE_NONE)
            return special;
    }
    OpCode op = count == 1 || count == 2 ? typed_op(compiler, site->function, args, count) : OP_COUNT;
    Node node = { .op = op, .type = expr->type, .args = args, .arg_count = count, .call = site, .expr = expr };
    if (op != OP_COUNT) {
        node.kind = op_info[op].result;
        return number_node(compiler, node);
    }
    site->exact = is_exact(compiler, expr, args);
    node.op = site->exact ? OP_CALL : OP_DISPATCH;
    node.kind = column_kind(expr->type);
    node.dear = is_dear(expr);
    return number_node(compiler, node);
}

/* ---- names: compared as people mean them (identity.h) */

static bool is_name(const Type *type)
{
    if (type && type->kind == KIND_LIST)
        type = type->param[0];
    return type && type->is_name;
}

static bool compares_names(const Expr *call)
{
    Operator operator= call->call.operator;
    bool compares = operator== OPERATOR_EQUAL || operator== OPERATOR_NOT_EQUAL || operator== OPERATOR_IN;
    return compares && call->call.count == 2 && (is_name(call->call.args[0]->type) || is_name(call->call.args[1]->type));
}

static NodeId compile_alike(Compiler *compiler, const Expr *expr, const NodeId *arg)
{
    static const Overload *const overloads[] = { &name_alike };
    CallSite *site = arena_new(compiler->arena, CallSite);
    *site = (CallSite) { .function = STR("name"), .overloads = overloads, .count = 1, .exact = true };
    Node node = { .op = OP_CALL,
                  .kind = number_at(compiler, *arg)->kind,
                  .type = number_at(compiler, *arg)->type,
                  .args = arg,
                  .arg_count = 1,
                  .call = site,
                  .dear = true,
                  .expr = expr };
    return number_node(compiler, node);
}

static const Expr *substituted(const Compiler *compiler, const Expr *expr)
{
    const Substitute *substitute = compiler->options.substitute;
    return substitute && substitute->part == expr ? substitute->instead : expr;
}

/* An operand of the outermost `&&` of a requirement is itself outermost, so that a && b && c is one row of conditions. compile_call
   takes the mark away as soon as it has seen it: it is for the very next call and for nothing inside that. */
static NodeId compile_operand(Compiler *compiler, const Expr *expr, OpCode op)
{
    compiler->is_outermost = op == OP_AND_ALL && substituted(compiler, expr)->kind == EXPR_CALL;
    return compile_truth(compiler, compile_part(compiler, expr));
}

/* The right side is needed where the left one does not decide: also where that is missing or failed, since then the right one may. */
static NodeId compile_logic(Compiler *compiler, const Expr *expr, OpCode op)
{
    Guards saved;
    NodeId left = compile_operand(compiler, expr->call.args[0], op);
    Truth decisive = op == OP_OR ? TRUTH_TRUE : TRUTH_FALSE;
    number_begin_guard(compiler, left, decisive, false, &saved);
    NodeId right = compile_operand(compiler, expr->call.args[1], op);
    number_end_guard(compiler, &saved);
    return compile_join(compiler, op, left, right, expr);
}

static NodeId compile_conditional(Compiler *compiler, const Expr *expr)
{
    Guards saved;
    NodeId parts[3];
    parts[0] = compile_truth(compiler, compile_part(compiler, expr->call.args[0]));
    /* An arm is needed where the condition *is* its truth: where that is missing or failed neither counts. */
    for (int i = 1; i <= 2; i++) {
        number_begin_guard(compiler, parts[0], i == 1 ? TRUTH_TRUE : TRUTH_FALSE, true, &saved);
        parts[i] = compile_part(compiler, expr->call.args[i]);
        number_end_guard(compiler, &saved);
    }
    return compile_choose(compiler, parts, expr->type, expr);
}

static NodeId compile_selected(Compiler *compiler, const Expr *expr);
static NodeId compile_symbol(Compiler *compiler, const Expr *expr);

static NodeId trace(Compiler *compiler, const Expr *expr, NodeId node)
{
    TracedPart part = { expr, node };
    if (compiler->options.trace)
        arena_push(compiler->arena, compiler->options.trace, part);
    return node;
}

/* r.?f.orValue(x) is a choice between two columns. */
static NodeId compile_or_value(Compiler *compiler, const Expr *expr)
{
    const Expr *select = substituted(compiler, expr->call.target);
    NodeId field = trace(compiler, select, compile_selected(compiler, select));
    NodeId present = compile_present(compiler, field);
    Guards saved;
    number_begin_guard(compiler, present, TRUTH_FALSE, true, &saved);
    NodeId other = compile_part(compiler, expr->call.args[0]);
    number_end_guard(compiler, &saved);
    NodeId parts[3] = { present, field, other };
    return compile_choose(compiler, parts, expr->type, expr);
}

/* Without a case of its own each row would make an optional only to have it opened. */
static bool is_or_value_of_field(const Expr *expr)
{
    const Expr *target = expr->call.target;
    return str_is(expr->call.function, "orValue") && target && target->kind == EXPR_SELECT && target->symbol && target->select.optional &&
           expr->call.count == 1;
}

/* or and orValue of the language: their second part may fail where the first has a value. */
static OpCode optional_op(const Expr *expr)
{
    bool takes_optional = expr->call.target && expr->call.count == 1 && expr->call.overload_count == 1 && !expr->call.overloads[0]->host &&
                          expr->call.overloads[0]->params[0]->kind == KIND_OPTIONAL;
    if (takes_optional && str_is(expr->call.function, "or"))
        return OP_OPTIONAL_OR;
    return takes_optional && str_is(expr->call.function, "orValue") ? OP_OPTIONAL_OR_VALUE : OP_COUNT;
}

static NodeId compile_optional_or(Compiler *compiler, const Expr *expr, OpCode op)
{
    NodeId first = compile_part(compiler, expr->call.target);
    NodeId args[2] = { first, compile_part(compiler, expr->call.args[0]) };
    Node node = { .op = op, .kind = column_kind(expr->type), .type = expr->type, .args = args, .arg_count = 2, .expr = expr };
    return number_node(compiler, node);
}

static NodeId compile_call(Compiler *compiler, const Expr *expr)
{
    bool is_outermost = compiler->is_outermost;
    compiler->is_outermost = false;
    if (expr->symbol)
        return compile_symbol(compiler, expr);
    if (expr_is(expr, OPERATOR_AND))
        return compile_logic(compiler, expr, is_outermost ? OP_AND_ALL : OP_AND);
    if (expr_is(expr, OPERATOR_OR))
        return compile_logic(compiler, expr, OP_OR);
    if (expr_is(expr, OPERATOR_CONDITIONAL))
        return compile_conditional(compiler, expr);
    if (is_or_value_of_field(expr))
        return compile_or_value(compiler, expr);
    if (optional_op(expr) != OP_COUNT)
        return compile_optional_or(compiler, expr, optional_op(expr));
    uint32_t count = 0, total = expr->call.count + (expr->call.target ? 1 : 0);
    if (!expr->call.overload_count || total > OVERLOAD_MAX_ARGS)
        return compile_fail(compiler, expr, "no function of this name takes these arguments");
    NodeId args[OVERLOAD_MAX_ARGS];
    if (expr->call.target)
        args[count++] = compile_part(compiler, expr->call.target);
    for (uint32_t i = 0; i < expr->call.count; i++)
        args[count++] = compile_part(compiler, expr->call.args[i]);
    for (uint32_t i = 0; i < count && compares_names(expr); i++)
        args[i] = compile_alike(compiler, expr->call.args[i], &args[i]);
    return plain_call(compiler, expr, args, count);
}

/* ---- names and members */

/* A derived field, compiled as a part of whoever names it. It stands in the line of the record it is about, wherever it is named: over
   the rows, in a macro too. Named a second time it is taken from the memos and not compiled again: fields that name one another twice
   would double with each level. */
static NodeId compile_named(Compiler *compiler, const Expr *expr, Subject subject)
{
    for (size_t i = 0; i < compiler->memos.count; i++)
        if (compiler->memos.at[i].expr == expr && compiler->memos.at[i].subject == subject.node)
            return number_again(compiler, compiler->memos.at[i].node);
    uint32_t line = compiler->line;
    Subject before = compiler->subject;
    compiler->line = subject.node == NODE_NONE ? 0 : number_at(compiler, subject.node)->block;
    compiler->subject = subject;
    Memo memo = { expr, subject.node, compile_part(compiler, expr) };
    compiler->line = line;
    compiler->subject = before;
    array_push(&compiler->memos, memo);
    return memo.node;
}

static NodeId compile_symbol(Compiler *compiler, const Expr *expr)
{
    const Symbol *symbol = expr->symbol;
    if (compiler->options.resolve) {
        NodeId node = compiler->options.resolve(compiler->options.host, compiler, symbol);
        if (node != NODE_NONE)
            return node;
    }
    switch (symbol->kind) {
    case SYMBOL_INPUT: return compile_input(compiler, symbol->slot, symbol->type);
    case SYMBOL_CONSTANT: return number_constant(compiler, symbol->constant, symbol->type, expr);
    case SYMBOL_EXPR: return compile_named(compiler, symbol->expr, (Subject) { NULL, NODE_NONE });
    case SYMBOL_RECORD:
    case SYMBOL_HOST: break;
    }
    return compile_fail(compiler, expr, "this has no value here");
}

static NodeId compile_local(Compiler *compiler, const Expr *expr)
{
    for (size_t i = compiler->bindings.count; i-- > 0;)
        if (compiler->bindings.at[i].local == expr->local)
            return compiler->bindings.at[i].node;
    return compile_fail(compiler, expr, "this variable has no value here");
}

static NodeId compile_name(Compiler *compiler, const Expr *expr)
{
    if (expr->local)
        return compile_local(compiler, expr);
    return expr->symbol ? compile_symbol(compiler, expr) : compile_fail(compiler, expr, "there is no variable of this name");
}

/* ---- members of records */

static const Record *record_of(const Type *type)
{
    if (type && type->kind == KIND_OPTIONAL)
        type = type->param[0];
    return type && type->kind == KIND_RECORD ? type->record : NULL;
}

/* The references to the records whose member is selected; NODE_NONE: it is one of the row itself. */
static NodeId compile_record(Compiler *compiler, const Expr *operand)
{
    if (!record_of(operand->type))
        return NODE_NONE;
    if (operand->symbol && operand->symbol->kind == SYMBOL_RECORD)
        return operand->symbol->record == compiler->subject.record ? compiler->subject.node : NODE_NONE;
    NodeId record = compile_part(compiler, operand);
    if (operand->type->kind != KIND_OPTIONAL)
        return record;
    return unary(compiler, OP_HELD, KIND_DYN, operand->type->param[0], record);
}

/* The member of a record, missing where there is no such record or its cell is empty. */
static NodeId compile_selected(Compiler *compiler, const Expr *expr)
{
    NodeId records = compile_record(compiler, expr->select.operand);
    if (records == NODE_NONE)
        return compile_symbol(compiler, expr);
    const Symbol *symbol = expr->symbol;
    const Record *record = record_of(expr->select.operand->type);
    if (symbol->kind == SYMBOL_EXPR)
        return compile_named(compiler, symbol->expr, (Subject) { record, records });
    /* The key of a record that is not in its table is known all the same: the reference holds it. */
    bool is_text_key = symbol->slot == record->key && symbol->type->kind != KIND_RECORD;
    Node node = { .op = is_text_key ? OP_KEY : OP_MEMBER,
                  .kind = column_kind(symbol->type),
                  .type = symbol->type,
                  .args = &records,
                  .arg_count = 1,
                  .slot = record->first + symbol->slot,
                  .expr = expr };
    return number_node(compiler, node);
}

/* A reference that leads nowhere is as good as none: has(t.ref) asks for the record, and not for the cell. */
static NodeId compile_has(Compiler *compiler, const Expr *expr, NodeId member)
{
    const Record *record = record_of(expr->symbol->type);
    if (!record)
        return compile_present(compiler, member);
    Node node = { .op = OP_KNOWN,
                  .kind = KIND_BOOL,
                  .type = &TYPE_BOOL,
                  .args = &member,
                  .arg_count = 1,
                  .slot = record->first + record->key,
                  .expr = expr };
    return number_node(compiler, node);
}

static NodeId compile_member(Compiler *compiler, const Expr *expr)
{
    Node node = { .type = expr->type, .kind = column_kind(expr->type), .arg_count = 1, .expr = expr, .dear = true };
    if (expr->symbol) {
        NodeId member = compile_selected(compiler, expr);
        if (expr->select.test)
            return compile_has(compiler, expr, member);
        const Type *operand = expr->select.operand->type;
        if (!expr->select.optional && !(operand && operand->kind == KIND_OPTIONAL))
            return member;
        node.op = OP_OPTIONAL;
        node.args = &member;
        return number_node(compiler, node);
    }
    NodeId operand = compile_part(compiler, expr->select.operand);
    node.args = &operand;
    node.op = expr->select.test ? OP_HAS_FIELD : expr->select.optional ? OP_OPTIONAL_FIELD : OP_FIELD;
    node.constant = value_str(expr->select.field);
    return number_node(compiler, node);
}

/* ---- literals of lists and maps */

static const uint8_t *optional_flags(Compiler *compiler, const bool *optional, uint32_t count)
{
    if (!optional)
        return NULL;
    uint8_t *flags = arena_array(compiler->arena, uint8_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        flags[i] = optional[i];
    return flags;
}

static NodeId compile_list(Compiler *compiler, const Expr *expr)
{
    NodeId *items = arena_array(compiler->arena, NodeId, expr->list.count + 1);
    for (uint32_t i = 0; i < expr->list.count; i++)
        items[i] = compile_part(compiler, expr->list.items[i]);
    Node node = {
        .op = OP_LIST, .kind = KIND_DYN, .type = expr->type, .args = items, .arg_count = expr->list.count, .dear = true, .expr = expr
    };
    node.optional = optional_flags(compiler, expr->list.optional, expr->list.count);
    return number_node(compiler, node);
}

static NodeId compile_map(Compiler *compiler, const Expr *expr)
{
    NodeId *parts = arena_array(compiler->arena, NodeId, 2 * expr->map.count + 1);
    for (uint32_t i = 0; i < expr->map.count; i++) {
        parts[2 * i] = compile_part(compiler, expr->map.keys[i]);
        parts[2 * i + 1] = compile_part(compiler, expr->map.values[i]);
    }
    Node node = {
        .op = OP_MAP, .kind = KIND_DYN, .type = expr->type, .args = parts, .arg_count = 2 * expr->map.count, .dear = true, .expr = expr
    };
    node.optional = optional_flags(compiler, expr->map.optional, expr->map.count);
    return number_node(compiler, node);
}

/* ---- all */

static NodeId compile_any(Compiler *compiler, const Expr *expr)
{
    switch (expr->kind) {
    case EXPR_LITERAL: return number_constant(compiler, expr->literal, expr->type, expr);
    case EXPR_NAME: return compile_name(compiler, expr);
    case EXPR_SELECT: return compile_member(compiler, expr);
    case EXPR_CALL: return compile_call(compiler, expr);
    case EXPR_LIST: return compile_list(compiler, expr);
    case EXPR_MAP: return compile_map(compiler, expr);
    case EXPR_MACRO: return compile_macro(compiler, expr);
    case EXPR_STRUCT: return compile_fail(compiler, expr, "there are no message types");
    case EXPR_BAD: break;
    }
    return compile_fail(compiler, expr, "this is no expression");
}

NodeId compile_part(Compiler *compiler, const Expr *expr)
{
    expr = substituted(compiler, expr);
    return trace(compiler, expr, compile_any(compiler, expr));
}

/* Named expressions are remembered within one expression only: for the next one the host may resolve its symbols anew. */
NodeId compile_expr(Compiler *compiler, const Expr *expr, NodeId guard)
{
    compiler->memos.count = 0;
    compiler->subject = (Subject) { NULL, NODE_NONE };
    compiler->lines.at[0].guard = guard;
    NodeId node = compile_part(compiler, expr);
    compiler->lines.at[0].guard = NODE_NONE;
    return node;
}

NodeId compile_condition(Compiler *compiler, const Expr *expr, NodeId guard)
{
    return compile_truth(compiler, compile_expr(compiler, expr, guard));
}

NodeId compile_requirement(Compiler *compiler, const Expr *expr, NodeId guard)
{
    compiler->is_outermost = substituted(compiler, expr)->kind == EXPR_CALL;
    NodeId node = compile_condition(compiler, expr, guard);
    compiler->is_outermost = false;
    return node;
}

NodeId compile_kind(Compiler *compiler, const Expr *expr, Kind kind, NodeId guard)
{
    return compile_as_kind(compiler, compile_expr(compiler, expr, guard), kind);
}
