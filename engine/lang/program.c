/* Opening and closing a compiler: what the roots need stays, in the order in which it was made.

   A node needs only nodes with lower numbers (numbering.c), so the order of numbers is one in which they can run, and nothing is sorted:
   each block takes its live nodes as they come. What is live is found from the roots on. Numbers are not closed up behind what falls out,
   because whatever else knows a node (trace, bindings of a host) knows it by its number. */
#include "lang/program.h"

#include "lang/numbering.h"

Compiler *compiler_new(Arena *arena, const CompileOptions *options)
{
    Compiler *compiler = arena_new(arena, Compiler);
    Line rows = { .first = NODE_NONE, .last = NODE_NONE, .guard = NODE_NONE };
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

/* A cheap node does not look at its guard, so that need not be worked out for its sake; where parts are explained all do, to tell what
   was left out from what failed. */
static void program_mark(const Compiler *compiler, Node *nodes, NodeId id)
{
    if (id == NODE_NONE || nodes[id].live)
        return;
    nodes[id].live = true;
    for (uint32_t i = 0; i < nodes[id].arg_count; i++)
        program_mark(compiler, nodes, nodes[id].args[i]);
    if (nodes[id].dear || compiler->options.trace)
        program_mark(compiler, nodes, nodes[id].guard);
    else
        nodes[id].guard = NODE_NONE;
    if (nodes[id].op != OP_MACRO)
        return;
    program_mark(compiler, nodes, nodes[id].macro->filter);
    program_mark(compiler, nodes, nodes[id].macro->body);
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
        /* Counted once to know how much room there must be, and again while it is filled. */
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

void compiler_drop(Compiler *compiler)
{
    fold_close(compiler);
    array_free(&compiler->nodes);
    array_free(&compiler->lines);
    array_free(&compiler->bindings);
    array_free(&compiler->memos);
}

const Program *compiler_end(Compiler *compiler, const NodeId *roots, size_t count)
{
    Arena *arena = compiler->arena;
    Program *program = arena_new(arena, Program);
    Node *nodes = arena_alloc_column(arena, (compiler->nodes.count + 1) * sizeof *nodes);
    Block *blocks = arena_array(arena, Block, compiler->lines.count);
    if (compiler->nodes.count)
        memcpy(nodes, compiler->nodes.at, compiler->nodes.count * sizeof *nodes);
    for (size_t i = 0; i < count; i++)
        program_mark(compiler, nodes, roots[i]);
    for (size_t i = 0; compiler->options.trace && i < compiler->options.trace->count; i++)
        program_mark(compiler, nodes, compiler->options.trace->at[i].node);
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
    compiler_drop(compiler);
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

/* What a node reads, directly or not, itself included. A rule of a pack with thousands reads few of the program's nodes, so this is a
   small set that grows, and asking for each rule costs what they read, not rules times nodes. */
/* A set of half as many nodes needs no memory. */
enum { FEW_NODES = 64 };

typedef struct {
    const Program *program;
    NodeId few[FEW_NODES];
    NodeId *slots; /* node + 1, 0: empty; `few`, or more of them */
    uint32_t slot_count, count;
} Reach;

/* Fibonacci hashing: the golden ratio spreads neighbouring numbers. slot_count is a power of two and at most 2^16 of the hash is used,
   beyond which the search only gets longer. */
static NodeId *slot_of(const Reach *reach, NodeId id)
{
    uint32_t at = id * 0x9E3779B1u >> 16;
    while (reach->slots[at % reach->slot_count] && reach->slots[at % reach->slot_count] != id + 1)
        at++;
    return &reach->slots[at % reach->slot_count];
}

static void end_reach(Reach *reach)
{
    if (reach->slots != reach->few)
        memory_free(reach->slots);
}

static void program_grow(Reach *reach)
{
    Reach old = *reach;
    old.slots = reach->slots == reach->few ? old.few : reach->slots;
    reach->slot_count *= 4;
    reach->slots = memory_alloc(reach->slot_count * sizeof *reach->slots);
    memset(reach->slots, 0, reach->slot_count * sizeof *reach->slots);
    for (uint32_t i = 0; i < old.slot_count; i++)
        if (old.slots[i])
            *slot_of(reach, old.slots[i] - 1) = old.slots[i];
    end_reach(&old);
}

static void reach_node(Reach *reach, NodeId id)
{
    NodeId *slot = id == NODE_NONE ? NULL : slot_of(reach, id);
    if (!slot || *slot)
        return;
    *slot = id + 1;
    if (++reach->count * 2 > reach->slot_count)
        program_grow(reach);
    const Node *node = &reach->program->nodes[id];
    for (uint32_t i = 0; i < node->arg_count; i++)
        reach_node(reach, node->args[i]);
    if (node->op != OP_MACRO)
        return;
    reach_node(reach, node->macro->filter);
    reach_node(reach, node->macro->body);
}

void program_visit_needed(const Program *program, NodeId node, void (*visit)(void *context, NodeId needed), void *context)
{
    if (node == NODE_NONE) {
        for (NodeId i = 0; i < program->node_count; i++)
            if (program->nodes[i].live)
                visit(context, i);
        return;
    }
    Reach reach = { .program = program, .slot_count = FEW_NODES };
    reach.slots = reach.few;
    reach_node(&reach, node);
    for (uint32_t i = 0; i < reach.slot_count; i++)
        if (reach.slots[i])
            visit(context, reach.slots[i] - 1);
    end_reach(&reach);
}

typedef struct {
    const Program *program;
    void (*visit)(void *context, ReadKind kind, uint32_t number);
    void *context;
} ReadVisit;

static void visit_read(void *context, NodeId id)
{
    const ReadVisit *reads = context;
    const Node *node = &reads->program->nodes[id];
    if (node->op == OP_INPUT)
        reads->visit(reads->context, READ_INPUT, node->slot);
    else if (node->op == OP_MEMBER || node->op == OP_KEY || node->op == OP_KNOWN)
        reads->visit(reads->context, node->op == OP_KEY ? READ_KEY : READ_MEMBER, node->slot);
}

void program_reads(const Program *program, NodeId node, void (*visit)(void *context, ReadKind kind, uint32_t number), void *context)
{
    ReadVisit reads = { program, visit, context };
    program_visit_needed(program, node, visit_read, &reads);
}

typedef struct {
    const Program *program;
    uint32_t *slots;
    size_t count;
} Inputs;

/* Insertion, unless it is there: a node reads few. */
static void program_take_input(void *context, NodeId id)
{
    Inputs *inputs = context;
    uint32_t slot = inputs->program->nodes[id].slot, *slots = inputs->slots;
    size_t to = inputs->count;
    if (inputs->program->nodes[id].op != OP_INPUT)
        return;
    while (to > 0 && slots[to - 1] > slot)
        to--;
    if (to > 0 && slots[to - 1] == slot)
        return;
    memmove(slots + to + 1, slots + to, (inputs->count - to) * sizeof *slots);
    slots[to] = slot;
    inputs->count++;
}

size_t program_inputs_of(const Program *program, NodeId node, uint32_t *slots)
{
    Inputs inputs = { program, slots, 0 };
    program_visit_needed(program, node, program_take_input, &inputs);
    return inputs.count;
}

uint32_t program_size(const Program *program)
{
    return program->node_count;
}
