/* Running a program: nodes in order, each over all rows of a batch before the next one begins. One look at an instruction serves up to a
   thousand rows then, and its loop is so plain that the compiler makes vectors of it. A value that is not there is a byte of status
   beside it and no jump, so both arms of `?:` are run, and the cheap ones on every row: only dear nodes ask their guard which rows are
   needed.

   Columns are made on first use and kept from run to run. What has no fixed size (texts that were put together, lists, maps) is made in
   `results`, which the next run empties: what a caller has read of a column is dead from then on.

   Steps and bytes are bounded (`call`), since packs and rosters both come from strangers. They are counted for the whole batch, and row
   by row only where that does not do; see below. */
#include "lang/interp.h"

#include "lang/ops.h"

const OpInfo op_info[OP_COUNT] = {
#define OP(name, text, run) [OP_##name] = { text, NULL, KIND_ERROR, KIND_ERROR, KIND_ERROR, run },
#define KIND_NONE KIND_ERROR
#define TYPED(name, function, left, right, result, run) [OP_##name] = { function, function, KIND_##left, KIND_##right, KIND_##result, run },
#include "lang/op.def"
#undef OP
#undef TYPED
#undef KIND_NONE
};

void run_nothing(Interp *interp, const Node *node, size_t rows)
{
    (void) interp, (void) node, (void) rows;
}

/* ---- columns */

Column *interp_output(Interp *interp, const Node *node)
{
    Column *column = &interp->columns[node - interp->program->nodes];
    if (!column->data)
        *column = column_new(&interp->column_memory, node->kind, interp->capacity);
    return column;
}

/* Makes room for so many rows: all columns are made anew, on first use. Constants stand in every row from the start; a padded loop may
   read past the last one. The room is no more than was asked for: an evaluator for single records has a few rows, so that a program of a
   hundred nodes costs it little. */
static void interp_make_room(Interp *interp, size_t rows)
{
    const Program *program = interp->program;
    Arena *arena = &interp->column_memory;
    arena_reset(arena);
    interp->capacity = (rows + ROW_PAD - 1) / ROW_PAD * ROW_PAD;
    interp->columns = arena_array(arena, Column, program->node_count + 1);
    interp->row_of = arena_array(arena, uint32_t *, program->block_count + 1);
    interp->position_of = arena_array(arena, uint32_t *, program->block_count + 1);
    for (uint32_t i = 1; i < program->block_count; i++) {
        /* By block and element, not by row: a piece of elements is as long as a column, so both have the same room. */
        interp->row_of[i] = arena_array(arena, uint32_t, interp->capacity + ROW_PAD);
        interp->position_of[i] = arena_array(arena, uint32_t, interp->capacity + ROW_PAD);
    }
    for (uint32_t i = 0; i < program->node_count; i++) {
        const Node *node = &program->nodes[i];
        if (node->live && node->op == OP_CONSTANT)
            column_fill(interp_output(interp, node), 0, interp->capacity, node->constant);
    }
}

Interp *interp_new(const Program *program, const InterpOptions *options)
{
    Interp *interp = memory_alloc(sizeof *interp);
    *interp = (Interp) { .program = program };
    interp->limit_steps = options && options->limit_steps ? options->limit_steps : INTERP_STEPS;
    interp->limit_bytes = options && options->limit_bytes ? options->limit_bytes : INTERP_BYTES;
    interp->members = options ? options->members : NULL;
    interp->is_many = options && options->is_many;
    interp->results = &interp->own_results;
    interp->call = (Call) { .arena = interp->results, .matcher = matcher_new(&interp->memory), .calendars = program->calendars };
    interp->call.cache = call_cache_new(&interp->memory);
    interp_make_room(interp, ROW_PAD);
    return interp;
}

void interp_free(Interp *interp)
{
    if (!interp)
        return;
    arena_free(&interp->spent_memory);
    arena_free(&interp->own_results);
    arena_free(&interp->column_memory);
    arena_free(&interp->memory);
    free_(interp);
}

void interp_allow(Interp *interp)
{
    interp->call.steps_left = interp->limit_steps;
    interp->call.bytes_most = interp->call.arena->used_bytes + interp->limit_bytes;
    interp->call.exhausted = false;
}

const Column *interp_column(const Interp *interp, NodeId node)
{
    return &interp->columns[node];
}

/* ---- running */

/* An idle node leaves in its column what the last run left there, if it was ever run: whoever says that it rests may not read it. */
void interp_node(Interp *interp, NodeId id, size_t rows)
{
    const Node *node = &interp->program->nodes[id];
    if (!interp->idle || !interp->idle[id])
        op_info[node->op].run(interp, node, rows);
}

void interp_block(Interp *interp, uint32_t block, size_t rows)
{
    const Block *line = &interp->program->blocks[block];
    for (uint32_t i = 0; i < line->count; i++)
        interp_node(interp, line->order[i], rows);
}

void interp_rest(Interp *interp, const bool *idle)
{
    interp->idle = idle;
}

void interp_measure(Interp *interp, uint64_t (*clock)(void), uint64_t *spent)
{
    interp->clock = clock;
    interp->spent = spent;
}

static void measure_block(Interp *interp, const Block *line, size_t rows)
{
    uint64_t before = interp->clock();
    for (uint32_t i = 0; i < line->count; i++) {
        interp_node(interp, line->order[i], rows);
        uint64_t after = interp->clock();
        interp->spent[line->order[i]] += after - before;
        before = after;
    }
}

/* ---- rows that take much

   All rows of a batch share what one evaluation may take: no batch of reasonable rules comes near it, and nothing has to be counted by
   row. Where it does not do, each row is evaluated by itself, with all that one evaluation may take: then a row fails by what it is, and
   not by its neighbours. An instruction that takes more is as if it had not run, but for its error, and gives back what it took. */

static void interp_shift(Interp *interp, NodeId id, const Column *whole, size_t row)
{
    interp->columns[id] = whole[id].data ? column_from(&whole[id], row) : whole[id];
}

/* Runs one instruction on what is now the only row. Where it takes too much, its result is an error, as if the function had failed; what
   it took is given back, steps and memory, so that instructions behind it are judged by what they take themselves. */
static void run_or_fail(Interp *interp, NodeId id, size_t row)
{
    ArenaMark mark = arena_mark(interp->results);
    uint64_t steps_left = interp->call.steps_left;
    interp_node(interp, id, 1);
    if (!interp->call.exhausted)
        return;
    arena_back(interp->results, &mark);
    column_set(&interp->columns[id], 0, value_error());
    interp->spent_at[row] = id;
    interp->call.steps_left = steps_left;
    interp->call.exhausted = false;
}

/* What rows take stays until the next run: results of row 3 are still read when row 900 is evaluated. So all of them together may take
   no more than what is usual for one evaluation, or what a pack allows one, if that is more; a batch of hostile rows takes 256 MiB and
   not a thousand times that. */
static size_t most_of_batch(const Interp *interp)
{
    size_t most = interp->limit_bytes > INTERP_BYTES ? interp->limit_bytes : INTERP_BYTES, alone = interp->call.bytes_most;
    return alone < most ? alone : most;
}

/* Evaluates one row by pointing every column at it: `whole` keeps where they begin. Only columns of the line over the rows move. Those
   of macros hold elements and not rows, and constants are the same wherever one looks. */
static void run_row(Interp *interp, const Column *whole, size_t row)
{
    const Program *program = interp->program;
    const Block *line = &program->blocks[0];
    for (uint32_t i = 0; i < program->input_count; i++)
        interp_shift(interp, program->inputs[i], whole, row);
    for (uint32_t i = 0; i < line->count; i++)
        interp_shift(interp, line->order[i], whole, row);
    interp_allow(interp);
    interp->call.bytes_most = most_of_batch(interp);
    for (uint32_t i = 0; i < line->count; i++) {
        if (interp->is_many)
            interp->call.steps_left = interp->limit_steps;
        run_or_fail(interp, line->order[i], row);
    }
}

static void run_alone(Interp *interp, size_t rows)
{
    const Program *program = interp->program;
    const Block *line = &program->blocks[0];
    Arena memory = { 0 };
    Column *whole = arena_array(&memory, Column, program->node_count + 1);
    memcpy(whole, interp->columns, program->node_count * sizeof *whole);
    arena_reset(interp->results);
    arena_reset(&interp->spent_memory);
    interp->spent_at = arena_array(&interp->spent_memory, NodeId, rows);
    for (size_t row = 0; row < rows; row++) {
        interp->spent_at[row] = NODE_NONE;
        run_row(interp, whole, row);
    }
    for (uint32_t i = 0; i < program->input_count; i++)
        interp_shift(interp, program->inputs[i], whole, 0);
    for (uint32_t i = 0; i < line->count; i++)
        interp_shift(interp, line->order[i], whole, 0);
    arena_free(&memory);
}

void interp_run(Interp *interp, const Column *const *inputs, size_t rows)
{
    const Program *program = interp->program;
    if (rows > interp->capacity)
        interp_make_room(interp, rows);
    arena_reset(interp->results);
    interp_allow(interp);
    /* Inputs are not copied: their columns are the caller's, who keeps them until the next run (causes and explanations read them). */
    for (uint32_t i = 0; i < program->input_count; i++) {
        const Node *node = &program->nodes[program->inputs[i]];
        interp->columns[program->inputs[i]] = *inputs[node->slot];
    }
    if (interp->spent)
        measure_block(interp, &program->blocks[0], rows);
    else
        interp_block(interp, 0, rows);
    interp->exhausted = interp->call.exhausted;
    /* Whether any row took too much is known only now. All is evaluated anew, since nobody knows which row it was. */
    if (interp->exhausted)
        run_alone(interp, rows);
}

/* ---- help for the instructions */

const uint8_t *interp_mask(const Interp *interp, const Node *node)
{
    return node->guard == NODE_NONE ? NULL : interp->columns[node->guard].data;
}

/* Statuses are flags, so that a row that is missing one argument and failed in another is both, and column_set makes an error of it. */
uint8_t interp_status(const Interp *interp, const Node *node, size_t row)
{
    uint8_t status = STATUS_OK;
    for (uint32_t i = 0; i < node->arg_count; i++)
        status |= column_status(interp_arg(interp, node, i), row);
    return status;
}

void interp_set_status(const Column *out, size_t row, uint8_t status)
{
    column_set(out, row, status & STATUS_ERROR ? value_error() : value_missing());
}

void run_fail(Interp *interp, const Node *node, size_t rows)
{
    const Column *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++)
        interp_set_status(out, row, STATUS_ERROR);
}

void run_box(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++)
        column_set(out, row, column_get(in, row));
}

void run_unbox(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    for (size_t row = 0; row < rows; row++)
        interp_put(out, row, column_get(in, row));
}

/* By width and not by kind: int, uint, double, durations and times are eight bytes that are moved alike. */
#define SPREAD(name, T)                                                                                 \
    static void spread_##name(const Column *in, const uint32_t *row_of, const Column *out, size_t rows) \
    {                                                                                                   \
        const T *from = in->data;                                                                       \
        T *to = out->data;                                                                              \
        for (size_t row = 0; row < rows; row++)                                                         \
            to[row] = from[row_of[row]];                                                                \
    }
SPREAD(byte, uint8_t)
SPREAD(date, Date)
SPREAD(wide, int64_t)
SPREAD(str, Str)
SPREAD(value, Value)

void run_outer(Interp *interp, const Node *node, size_t rows)
{
    const Column *in = interp_arg(interp, node, 0), *out = interp_output(interp, node);
    const uint32_t *row_of = interp->row_of[node->block];
    if (node->kind == KIND_BOOL) {
        spread_byte(in, row_of, out, rows);
        return;
    }
    if (node->kind == KIND_DYN)
        spread_value(in, row_of, out, rows);
    else if (node->kind == KIND_DATE)
        spread_date(in, row_of, out, rows);
    else if (node->kind == KIND_STRING || node->kind == KIND_BYTES)
        spread_str(in, row_of, out, rows);
    else
        spread_wide(in, row_of, out, rows);
    for (size_t row = 0; row < rows; row++)
        out->status[row] = in->status[row_of[row]];
}
