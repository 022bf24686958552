/* Folding: a node whose arguments are all constant is run on one row, by the same instructions that run it on data. There is no second
   evaluator that could give another result; and what fails here fails for every record, so its author hears of it now.

   The interpreter that does it is put together by hand, on the program as far as it exists: nodes are added while it is in use, so its
   arrays grow with them (fold_prepare), and a macro's line is put in order just before it is run. Only constants have columns that are
   filled, and only those that such a node reads. Its results live in the compiler's arena, since a folded list is a constant of the program.

   FOLD_STEPS is a hundredth of what a run may do: a constant that takes longer is better worked out on data, if ever it is asked for. */
#include "lang/numbering.h"

#include "lang/causes.h"
#include "lang/ops.h"

enum { FOLD_ROWS = ROW_PAD, FOLD_STEPS = 100000, FOLD_BYTES = 4 << 20 };

void fold_open(Compiler *compiler)
{
    Interp *fold = &compiler->fold;
    *fold = (Interp) { .program = &compiler->working,
                       .capacity = FOLD_ROWS,
                       .limit_steps = FOLD_STEPS,
                       .limit_bytes = FOLD_BYTES,
                       .results = compiler->arena };
    fold->call = (Call) { .arena = compiler->arena, .matcher = matcher_new(compiler->arena), .calendars = compiler->options.calendars };
    fold->call.cache = call_cache_new(compiler->arena);
    compiler->working.calendars = compiler->options.calendars;
}

void fold_close(Compiler *compiler)
{
    arena_free(&compiler->fold.memory);
    arena_free(&compiler->fold.column_memory);
    free_(compiler->fold.columns);
    free_(compiler->fold.row_of);
    free_(compiler->fold.position_of);
    free_((void *) compiler->working.blocks);
}

static void room_for_nodes(Compiler *compiler)
{
    if (compiler->nodes.capacity <= compiler->fold_nodes)
        return;
    size_t old = compiler->fold_nodes, new = compiler->nodes.capacity;
    compiler->fold.columns = memory_resize(compiler->fold.columns, new * sizeof(Column));
    memset(compiler->fold.columns + old, 0, (new - old) * sizeof(Column));
    compiler->fold_nodes = new;
}

static void room_for_lines(Compiler *compiler)
{
    size_t old = compiler->fold_lines, new = compiler->lines.count;
    if (new <= old)
        return;
    Interp *fold = &compiler->fold;
    fold->row_of = memory_resize(fold->row_of, new * sizeof *fold->row_of);
    fold->position_of = memory_resize(fold->position_of, new * sizeof *fold->position_of);
    for (size_t i = old; i < new; i++)
        fold->row_of[i] = fold->position_of[i] = NULL;
    compiler->working.blocks = memory_resize((void *) compiler->working.blocks, new * sizeof(Block));
    compiler->fold_lines = new;
}

void fold_prepare(Compiler *compiler, NodeId id)
{
    compiler->working.nodes = compiler->nodes.at;
    compiler->working.node_count = (uint32_t) compiler->nodes.count;
    room_for_nodes(compiler);
    compiler->fold.columns[id] = (Column) { 0 };
}

/* ---- what a node needs to be run, made when the first one does: most constants and lines meet none that is folded */

static void fill_constant(Compiler *compiler, NodeId id)
{
    const Node *node = id == NODE_NONE ? NULL : number_at(compiler, id);
    if (node && node->op == OP_CONSTANT && !compiler->fold.columns[id].data)
        column_fill(interp_output(&compiler->fold, node), 0, FOLD_ROWS, node->constant);
}

static void room_for_elements(Compiler *compiler, uint32_t line)
{
    Interp *fold = &compiler->fold;
    if (fold->row_of[line])
        return;
    fold->row_of[line] = arena_array(&fold->memory, uint32_t, FOLD_ROWS + ROW_PAD);
    fold->position_of[line] = arena_array(&fold->memory, uint32_t, FOLD_ROWS + ROW_PAD);
}

static void order_line(Compiler *compiler, const MacroSite *macro);

static void fold_make_ready(Compiler *compiler, const Node *node)
{
    for (uint32_t i = 0; i < node->arg_count; i++)
        fill_constant(compiler, node->args[i]);
    if (node->op == OP_MACRO)
        order_line(compiler, node->macro);
}

/* The line of a macro as it stands, and those inside it. */
static void order_line(Compiler *compiler, const MacroSite *macro)
{
    Block *block = (Block *) &compiler->working.blocks[macro->block];
    *block = (Block) { .parent = compiler->lines.at[macro->block].parent };
    NodeId last = compiler->lines.at[macro->block].last;
    block->order = arena_array(compiler->arena, NodeId, last == NODE_NONE ? 0 : number_at(compiler, last)->place + 1);
    room_for_elements(compiler, macro->block);
    fill_constant(compiler, macro->filter);
    fill_constant(compiler, macro->body);
    for (NodeId id = compiler->lines.at[macro->block].first; id != NODE_NONE; id = number_at(compiler, id)->next) {
        const Node *node = number_at(compiler, id);
        if (node->op == OP_CONSTANT)
            continue;
        block->order[block->count++] = id;
        fold_make_ready(compiler, node);
    }
}

bool fold_node(Compiler *compiler, NodeId id, Value *value, Text *problem)
{
    Interp *fold = &compiler->fold;
    const Node *node = number_at(compiler, id);
    room_for_lines(compiler);
    fold_make_ready(compiler, node);
    interp_allow(fold);
    interp_node(fold, id, 1);
    *value = column_get(&fold->columns[id], 0);
    if (!value_is_error(*value))
        return true;
    if (!fold->call.exhausted)
        cause_problem(fold, node, 0, problem);
    return false;
}
