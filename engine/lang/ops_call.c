/* Instructions that do their work row by row on tagged values: calls of functions, literals of lists and maps,
   selection of members, optionals. The dear ones leave out rows that nobody needs. */
#include "lang/ops.h"

/* Rows that are needed get fn(row); the others, and those with an argument that is not there, a status. */
typedef Value (*RowOp)(Interp *interp, const Node *node, size_t row);

static void each_row(Interp *interp, const Node *node, size_t rows, RowOp op)
{
    const Column *out = interp_output(interp, node);
    const uint8_t *mask = node->dear ? interp_mask(interp, node) : NULL;
    for (size_t row = 0; row < rows; row++) {
        /* Nobody reads it: who would is decided without it. An error all the same, and not what stood there in the last run. */
        if (mask && !mask[row]) {
            interp_set_status(out, row, STATUS_ERROR);
            continue;
        }
        uint8_t bad = interp_status(interp, node, row);
        if (bad)
            interp_set_status(out, row, bad);
        else
            interp_put(out, row, op(interp, node, row));
    }
}

/* ---- calls */

static bool takes(const Overload *overload, const Value *args)
{
    for (uint32_t i = 0; i < overload->count; i++)
        if (!overload_takes(overload->params[i], args[i]))
            return false;
    return true;
}

static const Overload *ops_call_choose(const CallSite *site, const Value *args, uint32_t count)
{
    for (uint32_t i = 0; i < site->count; i++)
        if (site->overloads[i]->count == count && site->overloads[i]->run && takes(site->overloads[i], args))
            return site->overloads[i];
    return NULL;
}

static Value no_optional(Call *call, Value value)
{
    Str kind = kind_name((Kind) value.kind);
    return call_fail(call, "a value of type %.*s is no optional; .?name and [?key] give optionals", STR_ARG(kind));
}

/* Whether the method is about optionals, and this is none. */
static bool wants_optional(const CallSite *site, const Value *args, uint32_t count)
{
    for (uint32_t i = 0; i < site->count; i++)
        if (!site->overloads[i]->method || site->overloads[i]->params[0]->kind != KIND_OPTIONAL)
            return false;
    return site->count > 0 && count > 0 && args[0].kind != KIND_OPTIONAL;
}

static Value fail_to_choose(Call *call, const CallSite *site, const Value *args, uint32_t count)
{
    if (!call->problem)
        return value_error();
    if (wants_optional(site, args, count))
        return no_optional(call, args[0]);
    Text kinds = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        Str name = kind_name((Kind) args[i].kind);
        text_format(&kinds, "%s%.*s", i ? (i + 1 == count ? " and " : ", ") : "", STR_ARG(name));
    }
    call_fail(call, "'%.*s' does not take %.*s", STR_ARG(site->function), STR_ARG(text_str(&kinds)));
    text_free(&kinds);
    return value_error();
}

/* Operands that were dyn may be of kinds that no overload declares: numbers of different types are ordered, and a list
   is indexed by any whole number. */
static Value fall_back(Call *call, const CallSite *site, const Value *args, uint32_t count)
{
    bool numbers = count == 2 && value_is_number(args[0]) && value_is_number(args[1]);
    switch (site->operator) {
    case OPERATOR_LESS:
    case OPERATOR_LESS_EQUAL:
    case OPERATOR_GREATER:
    case OPERATOR_GREATER_EQUAL:
        if (numbers)
            return compare_any(call, (Comparison) (site->operator- OPERATOR_LESS + COMPARE_LESS), args[0], args[1]);
        break;
    case OPERATOR_INDEX: return index_any(call, args[0], args[1]);
    case OPERATOR_OPTIONAL_INDEX: return optional_index_any(call, args[0], args[1]);
    default: break;
    }
    return fail_to_choose(call, site, args, count);
}

Value call_row(Interp *interp, const Node *node, size_t row)
{
    Value args[OVERLOAD_MAX_ARGS];
    uint32_t count = node->arg_count;
    for (uint32_t i = 0; i < count; i++)
        args[i] = column_get(interp_arg(interp, node, i), row);
    const CallSite *site = node->call;
    Call *call = &interp->call;
    const Overload *overload = site->exact ? site->overloads[0] : ops_call_choose(site, args, count);
    if (!overload)
        return fall_back(call, site, args, count);
    call->overload = overload;
    call->prepared = overload->prepare ? site->prepared : NULL;
    return overload->run(call, args);
}

void run_call(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, call_row);
}

void run_dispatch(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, call_row);
}

/* ---- literals */

static Value list_row(Interp *interp, const Node *node, size_t row)
{
    Value *items = call_alloc(&interp->call, (node->arg_count + 1) * sizeof *items);
    if (!items)
        return value_error();
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->arg_count; i++) {
        Value item = column_get(interp_arg(interp, node, i), row);
        if (!node->optional || !node->optional[i]) {
            items[count++] = item;
            continue;
        }
        if (item.kind != KIND_OPTIONAL)
            return call_fail(&interp->call, "'?' in a list wants an optional value");
        if (item.optional)
            items[count++] = *item.optional;
    }
    return call_list_of(&interp->call, items, count);
}

void run_list(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, list_row);
}

Value map_fail(Call *call, const MapPair *pair)
{
    Text key = { 0 };
    value_print(&key, pair->key, 40);
    bool possible =
        pair->key.kind == KIND_STRING || pair->key.kind == KIND_BOOL || pair->key.kind == KIND_INT || pair->key.kind == KIND_UINT;
    call_fail(call, possible ? "the key %.*s stands twice in a map" : "%.*s cannot be the key of a map", STR_ARG(text_str(&key)));
    text_free(&key);
    return value_error();
}

static Value map_row(Interp *interp, const Node *node, size_t row)
{
    Call *call = &interp->call;
    MapPair *pairs = call_alloc(call, (node->arg_count / 2 + 1) * sizeof *pairs);
    if (!pairs)
        return value_error();
    uint32_t count = 0, bad = 0;
    for (uint32_t i = 0; i < node->arg_count; i += 2) {
        Value key = column_get(interp_arg(interp, node, i), row);
        Value value = column_get(interp_arg(interp, node, i + 1), row);
        if (node->optional && node->optional[i / 2]) {
            if (value.kind != KIND_OPTIONAL)
                return call_fail(call, "'?' in a map wants an optional value");
            if (!value.optional)
                continue;
            value = *value.optional;
        }
        pairs[count++] = (MapPair) { key, value };
    }
    const MapValue *map = map_value_new(call->arena, pairs, count, &bad);
    return map ? value_map(map) : map_fail(call, &pairs[bad]);
}

void run_map(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, map_row);
}

/* ---- members */

static Value optional_of(Call *call, Value value)
{
    Value *held = call_alloc(call, sizeof *held);
    if (!held)
        return value_error();
    *held = value;
    return value_optional(held);
}

/* The member of a map, as a pair or NULL; false where the value has no members. */
static bool find_member(const Node *node, Value value, const MapPair **pair)
{
    if (value.kind != KIND_MAP)
        return false;
    *pair = map_value_find(value.map, node->constant);
    return true;
}

static Value no_members(Call *call, const Node *node, Value value)
{
    Str kind = kind_name((Kind) value.kind), key = value_as_str(node->constant);
    return call_fail(call, "a value of type %.*s has no field '%.*s'", STR_ARG(kind), STR_ARG(key));
}

static Value field_row(Interp *interp, const Node *node, size_t row)
{
    Call *call = &interp->call;
    const MapPair *pair = NULL;
    Value value = column_get(interp_arg(interp, node, 0), row);
    bool optional = value.kind == KIND_OPTIONAL;
    if (optional && !value.optional)
        return value;
    if (optional)
        value = *value.optional;
    if (!find_member(node, value, &pair))
        return no_members(call, node, value);
    if (optional)
        return pair ? optional_of(call, pair->value) : value_optional(NULL);
    Str key = value_as_str(node->constant);
    return pair ? pair->value : call_fail(call, "there is no key '%.*s' in the map", STR_ARG(key));
}

void run_field(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, field_row);
}

static Value has_field_row(Interp *interp, const Node *node, size_t row)
{
    const MapPair *pair = NULL;
    Value value = column_get(interp_arg(interp, node, 0), row);
    if (value.kind == KIND_OPTIONAL) {
        if (!value.optional)
            return value_bool(false);
        value = *value.optional;
    }
    if (!find_member(node, value, &pair))
        return no_members(&interp->call, node, value);
    return value_bool(pair != NULL);
}

void run_has_field(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, has_field_row);
}

static Value optional_field_row(Interp *interp, const Node *node, size_t row)
{
    const MapPair *pair = NULL;
    Value value = column_get(interp_arg(interp, node, 0), row);
    if (value.kind == KIND_OPTIONAL) {
        if (!value.optional)
            return value;
        value = *value.optional;
    }
    if (!find_member(node, value, &pair))
        return no_members(&interp->call, node, value);
    return pair ? optional_of(&interp->call, pair->value) : value_optional(NULL);
}

void run_optional_field(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, optional_field_row);
}

/* ---- optionals */

void run_optional(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const uint8_t *mask = interp_mask(interp, node);
    for (size_t row = 0; row < rows; row++) {
        uint8_t status = column_status(in, row);
        if ((mask && !mask[row]) || status & STATUS_ERROR)
            interp_set_status(out, row, STATUS_ERROR);
        else if (status)
            column_set(out, row, value_optional(NULL));
        else
            column_set(out, row, optional_of(&interp->call, column_get(in, row)));
    }
}

static Value optional_value_row(Interp *interp, const Node *node, size_t row)
{
    Value value = column_get(interp_arg(interp, node, 0), row);
    if (value.kind != KIND_OPTIONAL)
        return no_optional(&interp->call, value);
    if (!value.optional)
        return call_fail(&interp->call, "there is no value");
    return *value.optional;
}

void run_optional_value(Interp *interp, const Node *node, size_t rows)
{
    each_row(interp, node, rows, optional_value_row);
}

/* The second argument counts only where the first, an optional, has a value. */
static void optional_map(Interp *interp, const Node *node, size_t rows, bool flat)
{
    const Column *optional = interp_arg(interp, node, 0), *body = interp_arg(interp, node, 1);
    const Column *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++) {
        Value value = column_get(optional, row);
        if (value_is_error(value) || (value.kind == KIND_OPTIONAL && !value.optional)) {
            column_set(out, row, value);
            continue;
        }
        Value result = value.kind == KIND_OPTIONAL ? column_get(body, row) : value_error();
        bool wraps = !flat && !value_is_error(result);
        if (flat && !value_is_error(result) && result.kind != KIND_OPTIONAL)
            result = value_error();
        column_set(out, row, wraps ? optional_of(&interp->call, result) : result);
    }
}

void run_optional_map(Interp *interp, const Node *node, size_t rows)
{
    optional_map(interp, node, rows, false);
}

void run_optional_flat(Interp *interp, const Node *node, size_t rows)
{
    optional_map(interp, node, rows, true);
}

/* What is no optional but a value that a dyn holds is taken as it is: so cel-go has it, and so policies are written for it. */
static void optional_or(Interp *interp, const Node *node, size_t rows, bool unwraps)
{
    const Column *first = interp_arg(interp, node, 0), *second = interp_arg(interp, node, 1);
    const Column *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++) {
        Value value = column_get(first, row);
        if (value.kind == KIND_OPTIONAL && !value.optional)
            value = column_get(second, row);
        else if (value.kind == KIND_OPTIONAL && unwraps)
            value = *value.optional;
        if (value_is_error(value))
            interp_set_status(out, row, value.status);
        else
            interp_put(out, row, value);
    }
}

void run_optional_or(Interp *interp, const Node *node, size_t rows)
{
    optional_or(interp, node, rows, false);
}

void run_optional_or_value(Interp *interp, const Node *node, size_t rows)
{
    optional_or(interp, node, rows, true);
}

/* ---- again, for the sake of the message */

/* First the period, then the sum, as if they had been made one after the other: the message is that of whichever fails. */
static Value counted_row(Interp *interp, const Node *node, size_t row)
{
    const CallSite *site = node->call;
    Value args[2] = { column_get(interp_arg(interp, node, 0), row) }, count = column_get(interp_arg(interp, node, 1), row);
    Call *call = &interp->call;
    call->prepared = NULL;
    call->overload = site->inner->overloads[0];
    args[1] = call->overload->run(call, &count);
    if (value_is_error(args[1]))
        return args[1];
    call->overload = ops_call_choose(site, args, 2);
    return call->overload ? call->overload->run(call, args) : fail_to_choose(call, site, args, 2);
}

Value member_row(Interp *interp, const Node *node, size_t row)
{
    switch (node->op) {
    case OP_LIST: return list_row(interp, node, row);
    case OP_MAP: return map_row(interp, node, row);
    case OP_FIELD: return field_row(interp, node, row);
    case OP_HAS_FIELD: return has_field_row(interp, node, row);
    case OP_OPTIONAL_FIELD: return optional_field_row(interp, node, row);
    case OP_OPTIONAL_VALUE: return optional_value_row(interp, node, row);
    case OP_ADD_COUNTED: return counted_row(interp, node, row);
    default: return node->call ? call_row(interp, node, row) : value_error();
    }
}
