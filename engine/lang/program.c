/* Opening and closing a compiler: what the roots need stays, in the order in which it was made. */
#include "lang/program.h"

#include "lang/numbering.h"

Compiler *compiler_new(Arena *arena, const CompileOptions *options)
{
    Compiler *compiler = arena_new(arena, Compiler);
    Line rows = { .guard = NODE_NONE };
    compiler->arena = arena;
    compiler->options = *options;
    compiler->source = options->source;
    array_push(&compiler->lines, rows);
    fold_open(compiler);
    return compiler;
}

void compiler_source(Compiler *compiler, const Source *source)
{
    compiler->source = source;
}

/* ---- what is needed */

/* Cheap nodes do not look at their guards, only those who explain them do. */
static void mark(const Compiler *compiler, Node *nodes, NodeId id)
{
    if (id == NODE_NONE || nodes[id].live)
        return;
    nodes[id].live = true;
    for (uint32_t i = 0; i < nodes[id].arg_count; i++)
        mark(compiler, nodes, nodes[id].args[i]);
    if (nodes[id].dear || compiler->options.trace)
        mark(compiler, nodes, nodes[id].guard);
    else
        nodes[id].guard = NODE_NONE;
    if (nodes[id].op != OP_MACRO)
        return;
    mark(compiler, nodes, nodes[id].macro->filter);
    mark(compiler, nodes, nodes[id].macro->body);
}

/* Variables that nothing reads are not filled. */
static void drop_unused_variables(Node *node, const Node *nodes)
{
    MacroSite *site = (MacroSite *) node->macro;
    if (site->first != NODE_NONE && !nodes[site->first].live)
        site->first = NODE_NONE;
    if (site->second != NODE_NONE && !nodes[site->second].live)
        site->second = NODE_NONE;
}

static bool is_run(const Node *node)
{
    return node->live && node->op != OP_CONSTANT && node->op != OP_INPUT && node->op != OP_ELEMENT;
}

static void order_blocks(Arena *arena, Program *program, Block *blocks)
{
    for (uint32_t i = 0; i < program->node_count; i++)
        blocks[program->nodes[i].block].count += is_run(&program->nodes[i]);
    for (uint32_t i = 0; i < program->block_count; i++) {
        blocks[i].order = arena_array(arena, NodeId, blocks[i].count + 1);
        blocks[i].count = 0;
    }
    for (NodeId i = 0; i < program->node_count; i++) {
        Block *block = &blocks[program->nodes[i].block];
        if (is_run(&program->nodes[i]))
            block->order[block->count++] = i;
    }
}

static void find_inputs(Arena *arena, Program *program)
{
    NodeId *inputs = arena_array(arena, NodeId, program->node_count + 1);
    for (NodeId i = 0; i < program->node_count; i++) {
        const Node *node = &program->nodes[i];
        if (!node->live || node->op != OP_INPUT)
            continue;
        inputs[program->input_count++] = i;
        if (node->slot >= program->slots)
            program->slots = node->slot + 1;
    }
    program->inputs = inputs;
}

const Program *compiler_end(Compiler *compiler, const NodeId *roots, size_t count)
{
    Arena *arena = compiler->arena;
    Program *program = arena_new(arena, Program);
    Node *nodes = arena_array(arena, Node, compiler->nodes.count + 1);
    Block *blocks = arena_array(arena, Block, compiler->lines.count);
    if (compiler->nodes.count)
        memcpy(nodes, compiler->nodes.at, compiler->nodes.count * sizeof *nodes);
    for (size_t i = 0; i < count; i++)
        mark(compiler, nodes, roots[i]);
    for (size_t i = 0; compiler->options.trace && i < compiler->options.trace->count; i++)
        mark(compiler, nodes, compiler->options.trace->at[i].node);
    for (size_t i = 0; i < compiler->lines.count; i++)
        blocks[i].parent = compiler->lines.at[i].parent;
    for (size_t i = 0; i < compiler->nodes.count; i++)
        if (nodes[i].live && nodes[i].op == OP_MACRO)
            drop_unused_variables(&nodes[i], nodes);
    *program = (Program) { .nodes = nodes,
                           .node_count = (uint32_t) compiler->nodes.count,
                           .blocks = blocks,
                           .block_count = (uint32_t) compiler->lines.count,
                           .calendars = compiler->options.calendars };
    order_blocks(arena, program, blocks);
    find_inputs(arena, program);
    fold_close(compiler);
    array_free(&compiler->nodes);
    array_free(&compiler->lines);
    array_free(&compiler->bindings);
    array_free(&compiler->memos);
    return program;
}

/* ---- questions */

size_t program_nodes(const Program *program)
{
    size_t count = 0;
    for (uint32_t i = 0; i < program->node_count; i++)
        count += program->nodes[i].live;
    return count;
}

uint32_t program_slots(const Program *program)
{
    return program->slots;
}

/* Marks what a node reads, directly or not; `seen` has a byte for each node. */
static void reach(const Program *program, NodeId id, uint8_t *seen)
{
    if (id == NODE_NONE || seen[id])
        return;
    const Node *node = &program->nodes[id];
    seen[id] = 1;
    for (uint32_t i = 0; i < node->arg_count; i++)
        reach(program, node->args[i], seen);
    if (node->op != OP_MACRO)
        return;
    reach(program, node->macro->filter, seen);
    reach(program, node->macro->body, seen);
}

void program_mark_run(const Program *program, NodeId id, bool *marks)
{
    if (id == NODE_NONE || marks[id])
        return;
    const Node *node = &program->nodes[id];
    marks[id] = true;
    program_mark_run(program, node->guard, marks);
    for (uint32_t i = 0; i < node->arg_count; i++)
        program_mark_run(program, node->args[i], marks);
    if (node->op != OP_MACRO)
        return;
    program_mark_run(program, node->macro->filter, marks);
    program_mark_run(program, node->macro->body, marks);
}

static uint8_t *reached_from(const Program *program, NodeId node)
{
    uint8_t *seen = memory_alloc(program->node_count + 1);
    memset(seen, 0, program->node_count + 1);
    if (node != NODE_NONE)
        reach(program, node, seen);
    return seen;
}

void program_members_of(const Program *program, NodeId node, void (*visit)(void *context, uint32_t member, bool looks), void *context)
{
    uint8_t *seen = reached_from(program, node);
    for (NodeId i = 0; i < program->node_count; i++) {
        OpCode op = program->nodes[i].op;
        if ((node == NODE_NONE ? program->nodes[i].live : seen[i]) && (op == OP_MEMBER || op == OP_KEY || op == OP_KNOWN))
            visit(context, program->nodes[i].slot, op != OP_KEY);
    }
    free_(seen);
}

/* Insertion, unless it is there: a node reads few. */
static size_t add_slot(uint32_t *slots, size_t count, uint32_t slot)
{
    size_t to = count;
    while (to > 0 && slots[to - 1] > slot)
        to--;
    if (to > 0 && slots[to - 1] == slot)
        return count;
    memmove(slots + to + 1, slots + to, (count - to) * sizeof *slots);
    slots[to] = slot;
    return count + 1;
}

size_t program_inputs_of(const Program *program, NodeId node, uint32_t *slots)
{
    uint8_t *seen = reached_from(program, node);
    size_t count = 0;
    for (uint32_t i = 0; i < program->input_count; i++)
        if (node == NODE_NONE || seen[program->inputs[i]])
            count = add_slot(slots, count, program->nodes[program->inputs[i]].slot);
    free_(seen);
    return count;
}

uint32_t program_size(const Program *program)
{
    return program->node_count;
}

void program_count_needed(const Program *program, NodeId node, uint32_t *counts)
{
    uint8_t *seen = memory_alloc(program->node_count + 1);
    memset(seen, 0, program->node_count + 1);
    reach(program, node, seen);
    for (uint32_t i = 0; i < program->node_count; i++)
        counts[i] += seen[i];
    free_(seen);
}
