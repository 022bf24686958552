/* Why a value is not there: from a node back through the columns to the inputs that are missing and the operations that failed. Nothing
   is noted down while a program runs; a failing operation is done once more, for its message. That costs the few rows that are told,
   where notes would cost every row.

   A row is looked at by following the arguments that are not there: a node whose arguments are all there is the one that failed. Only
   `?:`, optionals, references and macros choose among their arguments, and have functions of their own here. */
#include "lang/causes.h"

#include "base/said.h"

/* A person reads two or three causes. MAX_VISITED bounds the search, which looks through a list: a macro over ten thousand elements may
   have failed on each of them. */
enum { MAX_CAUSES = 16, MAX_VISITED = 4096 };

typedef struct {
    NodeId node;
    size_t row;
} Seen;

typedef struct {
    Interp *interp;
    Arena *arena;
    void (*visit)(void *context, const Cause *cause);
    void *context;
    ARRAY(Seen) seen;
    Cause told[MAX_CAUSES];
    size_t told_count;
} Walk;

static void walk_node(Walk *walk, NodeId id, size_t row);

/* ---- what failed */

static void wrong_kind(Interp *interp, const Node *node, size_t row, Text *problem)
{
    static const char *const wanted[KIND_COUNT] = {
        [KIND_BOOL] = "true or false", [KIND_INT] = "an int",          [KIND_UINT] = "a uint",
        [KIND_DOUBLE] = "a double",    [KIND_STRING] = "a string",     [KIND_BYTES] = "bytes",
        [KIND_DATE] = "a date",        [KIND_DURATION] = "a duration", [KIND_TIME] = "a time of day",
    };
    if (!wanted[node->kind])
        return;
    text_format(problem, "%s is needed here", wanted[node->kind]);
    if (!node->arg_count || (node->op != OP_TRUTH && node->op != OP_UNBOX))
        return;
    Value value = column_get(interp_arg(interp, node, 0), row);
    Str kind = kind_name((Kind) value.kind);
    text_format(problem, "; this is of type %.*s", STR_ARG(kind));
}

static const Str too_much = { "this takes more work or memory than an evaluation may", 53 };

/* It may be the thousandth row that is told, so what doing it again takes is given back; and it has all that one evaluation may take, so
   that it fails for the same reason as the first time. */
void cause_problem(Interp *interp, const Node *node, size_t row, Text *problem)
{
    size_t before = problem->len;
    ArenaMark mark = arena_mark(interp->results);
    interp_allow(interp);
    interp->call.problem = problem;
    if (node->op == OP_FAIL)
        text_add(problem, value_as_str(node->constant));
    else if (node->op == OP_MACRO)
        macro_problem(interp, node, row);
    else
        member_row(interp, node, row);
    interp->call.problem = NULL;
    arena_back(interp->results, &mark); /* all that stays of it is the sentence */
    if (problem->len > before)
        return;
    bool converts = node->op == OP_TRUTH || node->op == OP_UNBOX;
    if (interp->call.exhausted || (interp->exhausted && !converts))
        text_add(problem, said_str(problem->language, too_much));
    else
        wrong_kind(interp, node, row, problem);
    if (problem->len == before)
        text_say(problem, "this cannot be worked out");
}

/* Many elements may fail at one place in the same words. */
static bool was_told(const Walk *walk, const Cause *cause)
{
    for (size_t i = 0; i < walk->told_count; i++) {
        const Cause *told = &walk->told[i];
        if (told->missing == cause->missing && told->slot == cause->slot && told->expr == cause->expr && told->through == cause->through &&
            told->row == cause->row && str_equal(told->key, cause->key) && str_equal(told->message, cause->message))
            return true;
    }
    return false;
}

static void causes_tell(Walk *walk, const Cause *cause)
{
    if (walk->told_count == MAX_CAUSES || was_told(walk, cause))
        return;
    walk->told[walk->told_count++] = *cause;
    walk->visit(walk->context, cause);
}

static void causes_tell_failure(Walk *walk, const Node *node, size_t row)
{
    Text problem = { .language = walk->arena->language };
    cause_problem(walk->interp, node, row, &problem);
    Cause cause = { .expr = node->expr, .message = arena_str(walk->arena, text_str(&problem)) };
    text_free(&problem);
    causes_tell(walk, &cause);
}

/* ---- where it came from */

static bool is_bad(const Walk *walk, NodeId id, size_t row)
{
    return column_status(&walk->interp->columns[id], row) != STATUS_OK;
}

static bool walk_bad_args(Walk *walk, const Node *node, size_t row)
{
    bool found = false;
    for (uint32_t i = 0; i < node->arg_count; i++)
        if (is_bad(walk, node->args[i], row)) {
            walk_node(walk, node->args[i], row);
            found = true;
        }
    return found;
}

static void walk_select(Walk *walk, const Node *node, size_t row)
{
    const uint8_t *condition = interp_arg(walk->interp, node, 0)->data;
    if (is_bad(walk, node->args[0], row))
        walk_node(walk, node->args[0], row);
    else
        walk_node(walk, node->args[condition[row] == TRUTH_TRUE ? 1 : 2], row);
}

static void walk_optional(Walk *walk, const Node *node, size_t row)
{
    if (is_bad(walk, node->args[0], row))
        walk_node(walk, node->args[0], row);
    else if (is_bad(walk, node->args[1], row))
        walk_node(walk, node->args[1], row);
    else
        causes_tell_failure(walk, node, row);
}

/* The elements of one row, laid out again: those that spoiled it lead on. */
typedef struct {
    Walk *walk;
    const MacroSite *site;
    bool found;
} Elements;

/* The columns of the macro's line hold these elements now, and no longer those of the run; nobody else reads them, for what the macro
   found out stands in its own column. */
static void walk_elements(void *state, size_t count)
{
    Elements *elements = state;
    const MacroSite *site = elements->site;
    const Interp *interp = elements->walk->interp;
    const uint8_t *filter = site->filter == NODE_NONE ? NULL : interp->columns[site->filter].data;
    for (size_t e = 0; e < count; e++) {
        bool passes = !filter || filter[e] == TRUTH_TRUE;
        NodeId bad = passes ? site->body : filter[e] == TRUTH_FALSE ? NODE_NONE : site->filter;
        if (bad == NODE_NONE || !is_bad(elements->walk, bad, e))
            continue;
        elements->found = true;
        walk_node(elements->walk, bad, e);
    }
}

static void walk_macro(Walk *walk, const Node *node, size_t row)
{
    if (walk_bad_args(walk, node, row))
        return;
    Elements elements = { walk, node->macro, false };
    MacroWalk again = { .interp = walk->interp, .node = node, .first_row = row, .rows = 1, .state = &elements, .fold = walk_elements };
    Value range = column_get(interp_arg(walk->interp, node, 0), row);
    if (range.kind == KIND_LIST || range.kind == KIND_MAP) {
        ArenaMark mark = arena_mark(walk->interp->results);
        interp_allow(walk->interp);
        macro_walk(&again);
        arena_back(walk->interp->results, &mark);
    }
    if (!elements.found)
        causes_tell_failure(walk, node, row);
}

/* Outside macros there is one row, and a node is known by itself: a list would be gone through for each of them. */
static bool was_walked(const Walk *walk, NodeId id)
{
    Interp *interp = walk->interp;
    bool walked = interp->walked[id] == interp->walks;
    interp->walked[id] = interp->walks;
    return walked;
}

static bool was_seen(Walk *walk, NodeId id, size_t row)
{
    if (walk->interp->program->nodes[id].block == 0)
        return was_walked(walk, id);
    for (size_t i = 0; i < walk->seen.count; i++)
        if (walk->seen.at[i].node == id && walk->seen.at[i].row == row)
            return true;
    Seen seen = { id, row };
    if (walk->seen.count < MAX_VISITED)
        array_push(&walk->seen, seen);
    return walk->seen.count >= MAX_VISITED;
}

/* The record that a member is read of, or a reference that leads nowhere; false where there is neither, which is told. */
static bool find_reference(Walk *walk, const Node *node, size_t row, Value *record)
{
    *record = column_get(interp_arg(walk->interp, node, 0), row);
    if (walk_bad_args(walk, node, row))
        return false;
    if (record->kind != KIND_RECORD)
        causes_tell_failure(walk, node, row);
    return record->kind == KIND_RECORD;
}

/* The reference is there: the record, or the cell of it, is not. Where it is the record, all its members have one cause. */
static void walk_member(Walk *walk, const Node *node, size_t row)
{
    Value record;
    if (!find_reference(walk, node, row, &record))
        return;
    const Node *reference = &walk->interp->program->nodes[node->args[0]];
    bool known = record.row < ROW_ABSENT;
    Cause cause = { .missing = true,
                    .slot = node->slot,
                    .expr = known ? node->expr : reference->expr,
                    .through = true,
                    .row = record.row,
                    .key = record.key->text };
    if (!known && reference->type->kind == KIND_RECORD)
        cause.slot = reference->type->record->first;
    causes_tell(walk, &cause);
}

/* Whether there is such a record nobody knows: the records of its table are not there. */
static void walk_known(Walk *walk, const Node *node, size_t row)
{
    Value record;
    if (!find_reference(walk, node, row, &record))
        return;
    Cause cause = { .missing = true, .slot = node->slot, .expr = node->expr, .through = true, .row = record.row, .key = record.key->text };
    causes_tell(walk, &cause);
}

/* A macro is not run again to find that out; a function has words of its own for it. */
static bool is_spent(const Walk *walk, NodeId id, const Node *node, size_t row)
{
    const Interp *interp = walk->interp;
    return node->op == OP_MACRO && interp->exhausted && node->block == 0 && interp->spent_at[row] == id;
}

static void walk_node(Walk *walk, NodeId id, size_t row)
{
    const Node *node = &walk->interp->program->nodes[id];
    if (!is_bad(walk, id, row) || was_seen(walk, id, row))
        return;
    if (is_spent(walk, id, node, row)) {
        Cause cause = { .expr = node->expr, .message = said_str(walk->arena->language, too_much) };
        causes_tell(walk, &cause);
        return;
    }
    switch (node->op) {
    case OP_INPUT: {
        Cause cause = { .missing = true, .slot = node->slot, .expr = node->expr };
        causes_tell(walk, &cause);
        return;
    }
    case OP_OUTER: walk_node(walk, node->args[0], walk->interp->row_of[node->block][row]); return;
    case OP_MEMBER: walk_member(walk, node, row); return;
    case OP_KNOWN: walk_known(walk, node, row); return;
    case OP_SELECT: walk_select(walk, node, row); return;
    case OP_OPTIONAL_MAP:
    case OP_OPTIONAL_FLAT:
    case OP_OPTIONAL_OR:
    case OP_OPTIONAL_OR_VALUE: walk_optional(walk, node, row); return;
    case OP_MACRO: walk_macro(walk, node, row); return;
    default:
        if (!walk_bad_args(walk, node, row))
            causes_tell_failure(walk, node, row);
    }
}

void interp_causes(Interp *interp, NodeId node, size_t row, Arena *arena, void (*visit)(void *context, const Cause *cause), void *context)
{
    Walk walk = { .interp = interp, .arena = arena, .visit = visit, .context = context };
    if (!interp->walked)
        interp->walked = arena_array(&interp->memory, uint32_t, interp->program->node_count);
    if (++interp->walks == 0) {
        memset(interp->walked, 0, interp->program->node_count * sizeof *interp->walked);
        interp->walks = 1;
    }
    walk_node(&walk, node, row);
    array_free(&walk.seen);
}
