/* Value numbering: a node that computes what another one computes is that other one. The rules of a pack ask the same things of a record
   again and again (has(t.day), t.day + months(12)), so a program of a hundred rules is far smaller than their sum, and the most frequent
   parts are worked out once a batch. CEL has no side effects, so this is always allowed; the one exception are parts that are being
   explained (`trace`), where two macros that do the same show each their own elements.

   A part is needed only where the parts around it do not decide already; that is its guard. A node that is shared is needed where any of
   those who share it need it: finding it again relaxes its guard to what the two guards have in common.

   Nodes are found by a hash of what they do and of the numbers of their arguments (open addressing, kept at most half full). Lines of
   macros cannot be found so: each has nodes and numbers of its own. Two macros are compared line by line, node by node, by their places
   in their lines (same_lines). */
#include "lang/numbering.h"

#include "base/said.h"
#include "lang/ops.h"

/* ---- identity */

/* 2^64 divided by the golden ratio, as in Knuth's multiplicative hashing; the shift brings the high bits, which are the good ones, down
   to where the mask looks. */
static uint64_t numbering_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* Equal by kind and bits: 1 and 1u and 1.0 are different constants, and so are 0.0 and -0.0. */
static bool same_constant(Value a, Value b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case KIND_STRING:
    case KIND_BYTES:
    case KIND_IP:
    case KIND_CIDR: return str_equal(value_as_str(a), value_as_str(b));
    case KIND_BOOL: return a.boolean == b.boolean;
    case KIND_DATE: return a.date == b.date;
    case KIND_NULL:
    case KIND_ERROR: return true;
    case KIND_PERIOD: return value_equal(a, b);
    case KIND_TIMESTAMP: return a.i == b.i && a.nanos == b.nanos;
    default: return a.u == b.u; /* numbers by their bits; lists, maps, types by address */
    }
}

static uint64_t hash_constant(Value value)
{
    bool is_text = value.kind == KIND_STRING || value.kind == KIND_BYTES;
    bool is_word = value.kind == KIND_INT || value.kind == KIND_UINT || value.kind == KIND_DOUBLE;
    uint64_t hash = is_text ? str_hash(value_as_str(value)) : is_word ? value.u : 0;
    return numbering_mix(hash, value.kind);
}

static bool same_call(const CallSite *a, const CallSite *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->count != b->count || !str_equal(a->function, b->function))
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->overloads[i] != b->overloads[i])
            return false;
    return true;
}

static bool same_flags(const Node *a, const Node *b)
{
    if (!a->optional || !b->optional)
        return a->optional == b->optional;
    return memcmp(a->optional, b->optional, a->op == OP_MAP ? a->arg_count / 2 : a->arg_count) == 0;
}

/* Whether two nodes are the same apart from their arguments. */
static bool same_work(const Node *a, const Node *b)
{
    return a->op == b->op && a->kind == b->kind && a->slot == b->slot && a->arg_count == b->arg_count &&
           same_constant(a->constant, b->constant) && same_call(a->call, b->call) && same_flags(a, b);
}

static bool same_lines(Compiler *compiler, uint32_t a, uint32_t b);

/* Arguments inside the two lines correspond by their position in them. */
static bool same_arg(Compiler *compiler, NodeId a, NodeId b, uint32_t line_a, uint32_t line_b)
{
    const Node *x = number_at(compiler, a), *y = number_at(compiler, b);
    if (a == b)
        return true;
    return x->block == line_a && y->block == line_b && x->place == y->place;
}

static bool same_macro(Compiler *compiler, const Node *a, const Node *b)
{
    const MacroSite *x = a->macro, *y = b->macro;
    if (x->kind != y->kind || x->two != y->two || (x->filter == NODE_NONE) != (y->filter == NODE_NONE) ||
        (x->body == NODE_NONE) != (y->body == NODE_NONE) || !same_lines(compiler, x->block, y->block))
        return false;
    if (x->filter != NODE_NONE && !same_arg(compiler, x->filter, y->filter, x->block, y->block))
        return false;
    return x->body == NODE_NONE || same_arg(compiler, x->body, y->body, x->block, y->block);
}

static bool same_inside(Compiler *compiler, NodeId a, NodeId b, uint32_t line_a, uint32_t line_b)
{
    const Node *x = number_at(compiler, a), *y = number_at(compiler, b);
    if (!same_work(x, y) || (x->op == OP_MACRO && !same_macro(compiler, x, y)))
        return false;
    for (uint32_t i = 0; i < x->arg_count; i++)
        if (!same_arg(compiler, x->args[i], y->args[i], line_a, line_b))
            return false;
    return true;
}

/* Whether two bodies do the same, node by node. */
static bool same_lines(Compiler *compiler, uint32_t line_a, uint32_t line_b)
{
    NodeId a = compiler->lines.at[line_a].first, b = compiler->lines.at[line_b].first;
    while (a != NODE_NONE && b != NODE_NONE) {
        if (!same_inside(compiler, a, b, line_a, line_b))
            return false;
        a = number_at(compiler, a)->next;
        b = number_at(compiler, b)->next;
    }
    return a == b;
}

static bool same_node(Compiler *compiler, const Node *a, const Node *b)
{
    if (a->block != b->block || !same_work(a, b))
        return false;
    for (uint32_t i = 0; i < a->arg_count; i++)
        if (a->args[i] != b->args[i])
            return false;
    if (a->op != OP_MACRO)
        return true;
    return !compiler->options.trace && same_macro(compiler, a, b); /* each is explained by its own elements */
}

static uint32_t hash_node(const Node *node)
{
    uint64_t hash = numbering_mix(node->op, node->kind);
    hash = numbering_mix(hash, node->block);
    hash = numbering_mix(hash, node->slot);
    hash = numbering_mix(hash, hash_constant(node->constant));
    for (uint32_t i = 0; i < node->arg_count; i++)
        hash = numbering_mix(hash, node->args[i]);
    return (uint32_t) (node->call ? numbering_mix(hash, str_hash(node->call->function)) : hash);
}

/* ---- the table */

static void table_put(Compiler *compiler, NodeId id)
{
    size_t mask = compiler->table_size - 1;
    size_t at = number_at(compiler, id)->hash & mask;
    while (compiler->table[at])
        at = (at + 1) & mask;
    compiler->table[at] = id + 1;
}

static void table_grow(Compiler *compiler)
{
    if (compiler->nodes.count * 2 < compiler->table_size)
        return;
    size_t size = compiler->table_size ? compiler->table_size * 2 : 256;
    compiler->table = arena_array(compiler->arena, uint32_t, size);
    compiler->table_size = size;
    for (NodeId id = 0; id < compiler->nodes.count; id++)
        table_put(compiler, id);
}

static NodeId numbering_table_find(Compiler *compiler, const Node *node)
{
    if (!compiler->table_size)
        return NODE_NONE;
    size_t mask = compiler->table_size - 1;
    for (size_t at = node->hash & mask; compiler->table[at]; at = (at + 1) & mask) {
        const Node *other = number_at(compiler, compiler->table[at] - 1);
        if (other->hash == node->hash && same_node(compiler, other, node))
            return compiler->table[at] - 1;
    }
    return NODE_NONE;
}

/* ---- guards */

/* Guards are nodes too: one with two arguments narrows the one in args[0], so that the guards around a place are a list, innermost
   first. */
static NodeId guard_outer(Compiler *compiler, NodeId guard)
{
    const Node *node = number_at(compiler, guard);
    return node->arg_count == 2 ? node->args[0] : NODE_NONE;
}

/* The narrowest guard that holds wherever one of the two does, as far as their nesting tells. */
static NodeId guard_common(Compiler *compiler, NodeId a, NodeId b)
{
    for (; a != NODE_NONE; a = guard_outer(compiler, a))
        for (NodeId other = b; other != NODE_NONE; other = guard_outer(compiler, other))
            if (other == a)
                return a;
    return NODE_NONE;
}

/* A node found again is needed under the guards of now as well, and so is what it needs: that was left out where it was not needed, too.
   It stops where nothing changes, since what such a node needs was relaxed together with it. Of a macro the parts inside need nothing:
   their guards belong to their own line, which holds elements of needed rows only. But what its line takes over from outside (OP_OUTER)
   is needed. */
static void relax(Compiler *compiler, NodeId id)
{
    Node *node = number_at(compiler, id);
    NodeId common = guard_common(compiler, node->guard, compiler->lines.at[node->block].guard);
    if (common == node->guard)
        return;
    node->guard = common;
    for (uint32_t i = 0; i < node->arg_count; i++)
        relax(compiler, node->args[i]);
    if (node->op != OP_MACRO)
        return;
    NodeId next = compiler->lines.at[node->macro->block].first;
    for (; next != NODE_NONE; next = number_at(compiler, next)->next)
        if (number_at(compiler, next)->op == OP_OUTER)
            relax(compiler, number_at(compiler, next)->args[0]);
}

NodeId number_again(Compiler *compiler, NodeId node)
{
    relax(compiler, node);
    return node;
}

/* Whether a line is one of those around `inner`, or that line itself. */
static bool is_in_chain(Compiler *compiler, uint32_t line, uint32_t inner)
{
    while (compiler->lines.at[inner].depth > compiler->lines.at[line].depth)
        inner = compiler->lines.at[inner].parent;
    return inner == line;
}

/* A condition about the rows guards the lines of elements inside as well, and what is made for the rows while an inner line is being
   compiled (a part that does not depend on the element stands outside, see numbering_line_of). So every line of the chain gets a guard, made of
   the condition as it is seen there; lines further out than the condition's own cannot see it and keep theirs. */
void number_begin_guard(Compiler *compiler, NodeId condition, Truth truth, bool is, Guards *saved)
{
    uint32_t home = number_at(compiler, condition)->block;
    for (uint32_t line = compiler->line;; line = compiler->lines.at[line].parent) {
        uint32_t depth = compiler->lines.at[line].depth;
        saved->guards[depth] = compiler->lines.at[line].guard;
        if (is_in_chain(compiler, home, line)) {
            NodeId args[2], outer = compiler->lines.at[line].guard;
            uint32_t count = 0;
            if (outer != NODE_NONE)
                args[count++] = outer;
            args[count++] = number_spread(compiler, condition, line);
            Node guard = { .op = OP_GUARD,
                           .kind = KIND_BOOL,
                           .type = &TYPE_BOOL,
                           .args = args,
                           .arg_count = count,
                           .slot = (uint32_t) truth | (is ? 4u : 0u),
                           .block = line,
                           .guard = NODE_NONE };
            compiler->lines.at[line].guard = number_node(compiler, guard);
        }
        if (depth == 0)
            return;
    }
}

void number_end_guard(Compiler *compiler, const Guards *saved)
{
    for (uint32_t line = compiler->line;; line = compiler->lines.at[line].parent) {
        uint32_t depth = compiler->lines.at[line].depth;
        compiler->lines.at[line].guard = saved->guards[depth];
        if (depth == 0)
            return;
    }
}

/* ---- nodes */

uint32_t number_open_line(Compiler *compiler)
{
    uint32_t depth = compiler->lines.at[compiler->line].depth + 1;
    Line line = { .parent = compiler->line, .depth = depth, .first = NODE_NONE, .last = NODE_NONE, .guard = NODE_NONE };
    array_push(&compiler->lines, line);
    compiler->line = (uint32_t) compiler->lines.count - 1;
    return compiler->line;
}

void number_close_line(Compiler *compiler)
{
    compiler->line = compiler->lines.at[compiler->line].parent;
}

/* From line to line, so that an element of an element finds its row by one table a line (row_of). */
NodeId number_spread(Compiler *compiler, NodeId id, uint32_t line)
{
    const Node *node = number_at(compiler, id);
    if (node->block == line || node->op == OP_CONSTANT)
        return id;
    NodeId outer = number_spread(compiler, id, compiler->lines.at[line].parent);
    node = number_at(compiler, outer);
    Node spread = { .op = OP_OUTER,
                    .kind = node->kind,
                    .type = node->type,
                    .args = &outer,
                    .arg_count = 1,
                    .block = line,
                    .guard = NODE_NONE,
                    .expr = node->expr };
    return number_node(compiler, spread);
}

/* The innermost line that an argument stands in; a node that says its own line (elements, spreads, guards, macros) keeps it. In [1, 2].exists(x, x == t.a + t.b) the sum is one of the row, and is worked out once a
   row and not once an element. */
static uint32_t numbering_line_of(Compiler *compiler, const Node *node)
{
    uint32_t line = node->block;
    for (uint32_t i = 0; i < node->arg_count; i++) {
        const Node *arg = number_at(compiler, node->args[i]);
        if (arg->op != OP_CONSTANT && compiler->lines.at[arg->block].depth > compiler->lines.at[line].depth)
            line = arg->block;
    }
    return line;
}

static bool calls_host(const Node *node)
{
    for (uint32_t i = 0; node->call && i < node->call->count; i++)
        if (node->call->overloads[i]->host)
            return true;
    return false;
}

static bool numbering_is_within(const Compiler *compiler, uint32_t line, uint32_t outer)
{
    while (compiler->lines.at[line].depth > compiler->lines.at[outer].depth)
        line = compiler->lines.at[line].parent;
    return line == outer;
}

/* Whether a macro over a constant range needs nothing but its elements. A host's function may give another value tomorrow, or none
   before there is a record: it is never folded, wherever in the macro it stands. */
static bool is_closed(Compiler *compiler, uint32_t line)
{
    for (uint32_t inner = line; inner < compiler->lines.count; inner++) {
        NodeId next = numbering_is_within(compiler, inner, line) ? compiler->lines.at[inner].first : NODE_NONE;
        for (; next != NODE_NONE; next = number_at(compiler, next)->next) {
            const Node *inside = number_at(compiler, next);
            if (calls_host(inside) || (inside->op == OP_OUTER && inner == line))
                return false;
        }
    }
    return true;
}

static bool is_foldable(Compiler *compiler, const Node *node)
{
    if (node->op == OP_INPUT || node->op == OP_ELEMENT || node->op == OP_FAIL || node->op == OP_CONSTANT || node->op == OP_GUARD ||
        node->op == OP_OUTER || !node->type || calls_host(node))
        return false;
    for (uint32_t i = 0; i < node->arg_count; i++)
        if (!number_is_constant(compiler, node->args[i]))
            return false;
    return node->op != OP_MACRO || is_closed(compiler, node->macro->block);
}

Str compiler_language(const Compiler *compiler)
{
    return compiler->options.diags ? compiler->options.diags->arena->language : compiler->arena->language;
}

static const char always_fails[] = "this always fails: ";

static void numbering_complain(Compiler *compiler, const Node *node, const char *beginning, const Text *problem)
{
    if (!compiler->options.diags || !node->expr || !problem->len)
        return;
    diag_add(compiler->options.diags, E_CONSTANT, compiler->source, node->expr->span, "%s%.*s",
             said(compiler_language(compiler), beginning), STR_ARG(text_str(problem)));
}

/* A folded node keeps the physical kind of its column, so that who reads it need not care. */
static NodeId constant_of_kind(Compiler *compiler, Value value, const Type *type, Kind kind, const Expr *expr)
{
    Node node = { .op = OP_CONSTANT, .kind = kind, .type = type, .guard = NODE_NONE, .constant = value, .expr = expr };
    return number_node(compiler, node);
}

/* What cannot be folded may fail for every record all the same. */
static void suspect(Compiler *compiler, const Node *node)
{
    Text problem = { .language = compiler_language(compiler) };
    bool wanted = compiler->options.diags && node->expr && !calls_host(node);
    const char *beginning = wanted ? hopeless_node(compiler, node, &problem) : NULL;
    if (beginning)
        numbering_complain(compiler, node, beginning, &problem);
    text_free(&problem);
}

/* The node stays where it is, with its constant in `folded`, so that the next one that does the same is found and need not be run again.
   Where it fails its author is told, if anybody listens (options.diags), and it stays as well, to fail on every row. */
static NodeId numbering_fold(Compiler *compiler, NodeId id)
{
    const Node *node = number_at(compiler, id);
    if (!is_foldable(compiler, node)) {
        suspect(compiler, node);
        return id;
    }
    Value value;
    Text problem = { .language = compiler_language(compiler) };
    NodeId result = id;
    if (fold_node(compiler, id, &value, &problem)) {
        suspect(compiler, node); /* a format may have more values than it shows */
        result = constant_of_kind(compiler, value, node->type, node->kind, node->expr);
    } else {
        numbering_complain(compiler, node, always_fails, &problem);
    }
    number_at(compiler, id)->folded = result == id ? NODE_NONE : result;
    text_free(&problem);
    return result;
}

/* At the end of its line. */
static void put_in_line(Compiler *compiler, NodeId id)
{
    Node *node = number_at(compiler, id);
    Line *line = &compiler->lines.at[node->block];
    node->next = NODE_NONE;
    node->place = line->last == NODE_NONE ? 0 : number_at(compiler, line->last)->place + 1;
    if (line->last == NODE_NONE)
        line->first = id;
    else
        number_at(compiler, line->last)->next = id;
    line->last = id;
}

/* The arguments are copied since they are on somebody's stack. */
static NodeId add_node(Compiler *compiler, Node node)
{
    NodeId *args = arena_array(compiler->arena, NodeId, node.arg_count + 1);
    if (node.arg_count)
        memcpy(args, node.args, node.arg_count * sizeof *args);
    node.args = args;
    node.guard = compiler->lines.at[node.block].guard;
    node.folded = NODE_NONE;
    NodeId id = (NodeId) compiler->nodes.count;
    table_grow(compiler);
    array_push(&compiler->nodes, node);
    table_put(compiler, id);
    put_in_line(compiler, id);
    fold_prepare(compiler, id);
    return numbering_fold(compiler, id);
}

enum { FEW_ARGS = 8 };

/* The guard is not part of what is compared: the same work under other guards is the same node. */
NodeId number_node(Compiler *compiler, Node node)
{
    NodeId few[FEW_ARGS], *args = node.arg_count <= FEW_ARGS ? few : arena_array(compiler->arena, NodeId, node.arg_count);
    node.block = numbering_line_of(compiler, &node);
    for (uint32_t i = 0; i < node.arg_count; i++)
        args[i] = node.op == OP_OUTER ? node.args[i] : number_spread(compiler, node.args[i], node.block);
    node.args = args;
    node.hash = hash_node(&node);
    NodeId found = numbering_table_find(compiler, &node);
    if (found == NODE_NONE)
        return add_node(compiler, node);
    relax(compiler, found);
    NodeId folded = number_at(compiler, found)->folded;
    return folded == NODE_NONE ? found : folded;
}

NodeId number_constant(Compiler *compiler, Value value, const Type *type, const Expr *expr)
{
    Kind kind = column_kind(type);
    return constant_of_kind(compiler, value, type, value.kind == kind ? kind : KIND_DYN, expr);
}
