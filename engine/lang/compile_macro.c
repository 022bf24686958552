/* Macros: those with elements become a line of their own; the binding ones only give a name to a node, so cel.bind costs nothing, and
   what it binds is worked out where it is needed. */
#include "lang/numbering.h"

static void compile_macro_bind(Compiler *compiler, const Local *local, NodeId node)
{
    Binding binding = { local, node };
    array_push(&compiler->bindings, binding);
}

/* A variable of a macro: a column that the macro fills, piece by piece, before it runs its line. */
static NodeId element(Compiler *compiler, const Local *local, uint32_t slot)
{
    if (!local)
        return NODE_NONE;
    const Type *type = local->type ? local->type : &TYPE_DYN;
    Node node = { .op = OP_ELEMENT, .kind = column_kind(type), .type = type, .slot = slot, .block = compiler->line };
    NodeId id = number_node(compiler, node);
    compile_macro_bind(compiler, local, id);
    return id;
}

static bool wants_truth(MacroKind kind)
{
    return kind == MACRO_ALL || kind == MACRO_EXISTS || kind == MACRO_EXISTS_ONE;
}

/* Compiles filter and body in the current line. */
static void compile_inside(Compiler *compiler, const Expr *expr, MacroSite *site)
{
    Guards saved;
    uint32_t line = compiler->line;
    if (expr->macro.filter) {
        NodeId filter = compile_truth(compiler, compile_part(compiler, expr->macro.filter));
        site->filter = number_spread(compiler, filter, line);
        number_begin_guard(compiler, filter, TRUTH_TRUE, true, &saved);
    }
    if (expr->macro.body) {
        NodeId body = compile_part(compiler, expr->macro.body);
        if (wants_truth(site->kind))
            body = compile_truth(compiler, body);
        site->body = number_spread(compiler, body, line);
    }
    if (expr->macro.filter)
        number_end_guard(compiler, &saved);
}

static NodeId compile_walk(Compiler *compiler, const Expr *expr)
{
    NodeId range = compile_part(compiler, expr->macro.range);
    MacroSite *site = arena_new(compiler->arena, MacroSite);
    size_t bound = compiler->bindings.count;
    *site = (MacroSite) { .kind = expr->macro.kind,
                          .first = NODE_NONE,
                          .second = NODE_NONE,
                          .filter = NODE_NONE,
                          .body = NODE_NONE,
                          .two = expr->macro.second != NULL };
    /* Guards are saved in an array of the stack with one place a line (Guards), so depth has an end. The parser allows deeper nesting. */
    if (compiler->lines.at[compiler->line].depth + 1 >= LINE_DEPTH) {
        Node node = { .op = OP_FAIL, .kind = KIND_DYN, .type = &TYPE_DYN, .expr = expr };
        node.constant = value_str(STR("macros are nested too deeply"));
        return number_node(compiler, node);
    }
    site->block = number_open_line(compiler);
    site->first = element(compiler, expr->macro.first, 0);
    site->second = element(compiler, expr->macro.second, 1);
    compile_inside(compiler, expr, site);
    compiler->bindings.count = bound;
    number_close_line(compiler);
    Node node = { .op = OP_MACRO,
                  .kind = column_kind(expr->type),
                  .type = expr->type,
                  .args = &range,
                  .arg_count = 1,
                  .block = compiler->line,
                  .dear = true,
                  .macro = site,
                  .expr = expr };
    if (wants_truth(site->kind))
        node.kind = KIND_BOOL;
    return number_node(compiler, node);
}

static NodeId compile_bind(Compiler *compiler, const Expr *expr)
{
    compile_macro_bind(compiler, expr->macro.first, compile_part(compiler, expr->macro.range));
    NodeId body = compile_part(compiler, expr->macro.body);
    compiler->bindings.count--;
    return body;
}

static NodeId compile_optional(Compiler *compiler, const Expr *expr, OpCode op)
{
    NodeId optional = compile_part(compiler, expr->macro.range);
    const Type *type = expr->macro.first->type ? expr->macro.first->type : &TYPE_DYN;
    Node held = {
        .op = OP_OPTIONAL_VALUE, .kind = column_kind(type), .type = type, .args = &optional, .arg_count = 1, .expr = expr->macro.range
    };
    compile_macro_bind(compiler, expr->macro.first, number_node(compiler, held));
    NodeId args[2] = { optional, compile_part(compiler, expr->macro.body) };
    compiler->bindings.count--;
    Node node = { .op = op, .kind = KIND_DYN, .type = expr->type, .args = args, .arg_count = 2, .expr = expr };
    return number_node(compiler, node);
}

NodeId compile_macro(Compiler *compiler, const Expr *expr)
{
    switch (expr->macro.kind) {
    case MACRO_BIND: return compile_bind(compiler, expr);
    case MACRO_OPT_MAP: return compile_optional(compiler, expr, OP_OPTIONAL_MAP);
    case MACRO_OPT_FLAT_MAP: return compile_optional(compiler, expr, OP_OPTIONAL_FLAT);
    default: return compile_walk(compiler, expr);
    }
}
