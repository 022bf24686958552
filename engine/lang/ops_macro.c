/* Macros: the elements of all lists of a batch are laid out one after another, in pieces as long as a column; the body runs over each
   piece as a program of its own, and its results are folded back into the rows they belong to.

   So [..].exists() over a thousand rows with three marks each runs its body three times and not three thousand times; how long the lists
   are makes no difference to the memory. There is no early end where an element decides: the elements of other rows need the piece
   anyhow.

   A piece may end in the middle of a list. What is folded is kept by row (Fold), and the walk goes on where it stood (Cursor). */
#include "lang/ops.h"

/* ---- walking the elements */

/* Where the walk stands: the next element is `index` of row `row`. */
typedef struct {
    size_t row;
    uint32_t index;
} Cursor;

static uint32_t range_count(Value range)
{
    return range.kind == KIND_LIST ? range.list->count : range.map->count;
}

static bool is_range(Value value)
{
    return value.kind == KIND_LIST || value.kind == KIND_MAP;
}

/* One variable sees the items of a list or the keys of a map; two see index and item, or key and value. */
static void set_element(const MacroWalk *walk, Value range, uint32_t index, size_t at)
{
    const MacroSite *site = walk->node->macro;
    Interp *interp = walk->interp;
    Value first, second = value_null();
    if (range.kind == KIND_LIST) {
        first = site->two ? value_int(index) : range.list->at[index];
        second = range.list->at[index];
    } else {
        first = range.map->at[index].key;
        second = range.map->at[index].value;
    }
    if (site->first != NODE_NONE)
        interp_put(&interp->columns[site->first], at, first);
    if (site->second != NODE_NONE)
        interp_put(&interp->columns[site->second], at, second);
}

/* Lays out the next piece; returns the number of its elements, 0 at the end. */
static size_t next_piece(const MacroWalk *walk, Cursor *cursor, uint32_t *position)
{
    Interp *interp = walk->interp;
    const Column *ranges = interp_arg(interp, walk->node, 0);
    const uint8_t *mask = interp_mask(interp, walk->node);
    uint32_t *row_of = interp->row_of[walk->node->macro->block];
    size_t count = 0;
    for (; cursor->row < walk->first_row + walk->rows; cursor->row++, cursor->index = 0) {
        Value range = column_get(ranges, cursor->row);
        if (!is_range(range) || (mask && !mask[cursor->row]))
            continue;
        for (; cursor->index < range_count(range); cursor->index++) {
            if (count == interp->capacity)
                return count;
            row_of[count] = (uint32_t) cursor->row;
            position[count] = cursor->index;
            set_element(walk, range, cursor->index, count++);
        }
    }
    return count;
}

void macro_walk(MacroWalk *walk)
{
    Interp *interp = walk->interp;
    const MacroSite *site = walk->node->macro;
    uint32_t *position = interp->position_of[site->block];
    Cursor cursor = { .row = walk->first_row };
    if (site->first != NODE_NONE)
        interp_output(interp, &interp->program->nodes[site->first]);
    if (site->second != NODE_NONE)
        interp_output(interp, &interp->program->nodes[site->second]);
    walk->position = position;
    for (;;) {
        size_t count = next_piece(walk, &cursor, position);
        if (count == 0)
            return;
        uint64_t work = (uint64_t) count * (1 + interp->program->blocks[site->block].count);
        if (!call_step(&interp->call, work))
            return;
        interp_block(interp, site->block, count);
        walk->fold(walk->state, count);
    }
}

/* ---- folding */

typedef struct {
    MacroWalk walk;
    const Column *out;
    const uint8_t *filter; /* truth of the filter per element, NULL: none */
    const Column *body;
    const uint32_t *row_of;
    uint32_t *counts; /* per row: elements that passed, so far */
    uint8_t *bad;     /* per row: status */
    Value **items;    /* per row: what is collected */
    MapPair **pairs;
    uint32_t *room; /* per row: how many pairs it has room for */
} Fold;

static uint8_t truth_status(uint8_t truth)
{
    return truth == TRUTH_MISSING ? STATUS_MISSING : truth == TRUTH_ERROR ? STATUS_ERROR : STATUS_OK;
}

/* As `&&` joins two (ops_logic.c): what is missing together with what failed is a failure, in whatever order the elements come. So
   false goes before failed, failed before missing, and that before true. */
static uint8_t joined(uint8_t truth, uint8_t next)
{
    uint8_t less = truth < next ? truth : next, more = truth < next ? next : truth;
    return less == TRUTH_MISSING && more == TRUTH_ERROR ? TRUTH_ERROR : less;
}

static void fold_all(void *state, size_t elements)
{
    const Fold *fold = state;
    uint8_t *out = fold->out->data;
    const uint8_t *body = fold->body->data;
    for (size_t e = 0; e < elements; e++)
        out[fold->row_of[e]] = joined(out[fold->row_of[e]], body[e]);
}

/* The largest byte, as `||` has it. */
static void fold_exists(void *state, size_t elements)
{
    const Fold *fold = state;
    uint8_t *out = fold->out->data;
    const uint8_t *body = fold->body->data;
    for (size_t e = 0; e < elements; e++)
        if (body[e] > out[fold->row_of[e]])
            out[fold->row_of[e]] = body[e];
}

static void fold_exists_one(void *state, size_t elements)
{
    const Fold *fold = state;
    const uint8_t *body = fold->body->data;
    for (size_t e = 0; e < elements; e++) {
        fold->counts[fold->row_of[e]] += body[e] == TRUTH_TRUE;
        fold->bad[fold->row_of[e]] |= truth_status(body[e]);
    }
}

/* Whether the element counts; a filter that is not there spoils the row. */
static bool passes(const Fold *fold, size_t element)
{
    if (!fold->filter || fold->filter[element] == TRUTH_TRUE)
        return true;
    fold->bad[fold->row_of[element]] |= truth_status(fold->filter[element]);
    return false;
}

static Value ops_macro_range_of(const Fold *fold, uint32_t row)
{
    return column_get(interp_arg(fold->walk.interp, fold->walk.node, 0), row);
}

/* What a filter keeps: the element itself, which for a map is its key. */
static Value kept(Value range, uint32_t index)
{
    return range.kind == KIND_LIST ? range.list->at[index] : range.map->at[index].key;
}

static void fold_list(void *state, size_t elements)
{
    const Fold *fold = state;
    for (size_t e = 0; e < elements; e++) {
        uint32_t row = fold->row_of[e];
        if (!passes(fold, e))
            continue;
        Value item = fold->body ? column_get(fold->body, e) : kept(ops_macro_range_of(fold, row), fold->walk.position[e]);
        if (value_is_error(item))
            fold->bad[row] |= item.status;
        else if (fold->items[row])
            fold->items[row][fold->counts[row]++] = item;
    }
}

/* The key of a transformed pair: that of the map, or the index in a list. */
static Value pair_key(Value range, uint32_t index)
{
    return range.kind == KIND_LIST ? value_int(index) : range.map->at[index].key;
}

static void fold_map(void *state, size_t elements)
{
    const Fold *fold = state;
    for (size_t e = 0; e < elements; e++) {
        uint32_t row = fold->row_of[e];
        if (!passes(fold, e))
            continue;
        Value value = column_get(fold->body, e);
        if (value_is_error(value))
            fold->bad[row] |= value.status;
        else if (fold->pairs[row])
            fold->pairs[row][fold->counts[row]++] = (MapPair) { pair_key(ops_macro_range_of(fold, row), fold->walk.position[e]), value };
    }
}

/* Room for so many pairs more: an element may give any number of them. */
static bool room_for_pairs(const Fold *fold, uint32_t row, uint32_t more)
{
    uint64_t wanted = (uint64_t) fold->counts[row] + more;
    if (wanted <= fold->room[row])
        return true;
    uint64_t room = wanted > 2 * (uint64_t) fold->room[row] ? wanted : 2 * (uint64_t) fold->room[row];
    MapPair *pairs = room > UINT32_MAX ? NULL : call_alloc(&fold->walk.interp->call, (size_t) room * sizeof *pairs);
    if (!pairs)
        return false;
    if (fold->counts[row] > 0)
        memcpy(pairs, fold->pairs[row], fold->counts[row] * sizeof *pairs);
    fold->pairs[row] = pairs;
    fold->room[row] = (uint32_t) room;
    return true;
}

static void fold_entries(void *state, size_t elements)
{
    const Fold *fold = state;
    for (size_t e = 0; e < elements; e++) {
        uint32_t row = fold->row_of[e];
        if (!passes(fold, e))
            continue;
        Value value = column_get(fold->body, e);
        bool fits = value.kind == KIND_MAP && fold->pairs[row] && call_step(&fold->walk.interp->call, value.map->count) &&
                    room_for_pairs(fold, row, value.map->count);
        if (!fits) {
            fold->bad[row] |= value_is_error(value) ? value.status : STATUS_ERROR;
            continue;
        }
        if (value.map->count > 0)
            memcpy(fold->pairs[row] + fold->counts[row], value.map->at, value.map->count * sizeof(MapPair));
        fold->counts[row] += value.map->count;
    }
}

/* ---- one macro over all rows */

static Value finish_map(Call *call, const Fold *fold, size_t row)
{
    uint32_t bad;
    const MapValue *map = map_value_new(call->arena, fold->pairs[row], fold->counts[row], &bad);
    return map ? value_map(map) : call_fail(call, "two elements give the same key of the map");
}

static Value finish_sort(Call *call, const Fold *fold, Value range, size_t row)
{
    if (range.kind != KIND_LIST)
        return call_fail(call, "only a list can be sorted");
    List keys = { fold->counts[row], fold->items[row] };
    return list_sort_by(call, range.list, &keys);
}

static Value finish_row(const Fold *fold, Value range, size_t row)
{
    Call *call = &fold->walk.interp->call;
    switch (fold->walk.node->macro->kind) {
    case MACRO_EXISTS_ONE: return value_bool(fold->counts[row] == 1);
    case MACRO_TRANSFORM_MAP:
    case MACRO_TRANSFORM_MAP_ENTRY: return finish_map(call, fold, row);
    case MACRO_SORT_BY: return finish_sort(call, fold, range, row);
    default: return call_list_of(call, fold->items[row], fold->counts[row]);
    }
}

/* Rows whose range is no range, or that nobody needs, are errors; the others start empty. */
static void ops_macro_start_row(Fold *fold, size_t row, bool needed)
{
    Call *call = &fold->walk.interp->call;
    MacroKind kind = fold->walk.node->macro->kind;
    Value range = ops_macro_range_of(fold, (uint32_t) row);
    fold->counts[row] = 0;
    fold->items[row] = NULL;
    fold->pairs[row] = NULL;
    fold->bad[row] = !needed ? STATUS_ERROR : value_is_error(range) ? range.status : is_range(range) ? STATUS_OK : STATUS_ERROR;
    if (kind == MACRO_ALL || kind == MACRO_EXISTS) {
        uint8_t start = kind == MACRO_ALL ? TRUTH_TRUE : TRUTH_FALSE;
        uint8_t unknown = fold->bad[row] == STATUS_MISSING ? TRUTH_MISSING : TRUTH_ERROR;
        ((uint8_t *) fold->out->data)[row] = fold->bad[row] ? unknown : start;
        return;
    }
    if (fold->bad[row] || kind == MACRO_EXISTS_ONE)
        return;
    size_t count = range_count(range) + (size_t) 1;
    fold->room[row] = range_count(range);
    if (kind == MACRO_TRANSFORM_MAP || kind == MACRO_TRANSFORM_MAP_ENTRY)
        fold->pairs[row] = call_alloc(call, count * sizeof(MapPair));
    else
        fold->items[row] = call_alloc(call, count * sizeof(Value));
    if (!fold->items[row] && !fold->pairs[row])
        fold->bad[row] = STATUS_ERROR;
}

static void (*fold_of(MacroKind kind))(void *, size_t)
{
    switch (kind) {
    case MACRO_ALL: return fold_all;
    case MACRO_EXISTS: return fold_exists;
    case MACRO_EXISTS_ONE: return fold_exists_one;
    case MACRO_TRANSFORM_MAP: return fold_map;
    case MACRO_TRANSFORM_MAP_ENTRY: return fold_entries;
    default: return fold_list;
    }
}

static void init_fold(Fold *fold, Interp *interp, const Node *node, size_t rows)
{
    const MacroSite *site = node->macro;
    *fold = (Fold) { .walk = { .interp = interp, .node = node, .state = fold, .fold = fold_of(site->kind) } };
    fold->out = interp_output(interp, node);
    fold->row_of = interp->row_of[site->block];
    fold->counts = arena_array(interp->results, uint32_t, rows);
    fold->bad = arena_array(interp->results, uint8_t, rows);
    fold->items = arena_array(interp->results, Value *, rows);
    fold->pairs = arena_array(interp->results, MapPair *, rows);
    fold->room = arena_array(interp->results, uint32_t, rows);
}

/* Columns of the block exist only after it ran once: make sure of those that are read here. */
static void find_columns(Fold *fold)
{
    Interp *interp = fold->walk.interp;
    const MacroSite *site = fold->walk.node->macro;
    const Node *nodes = interp->program->nodes;
    if (site->filter != NODE_NONE)
        fold->filter = interp_output(interp, &nodes[site->filter])->data;
    if (site->body != NODE_NONE)
        fold->body = interp_output(interp, &nodes[site->body]);
}

void run_macro(Interp *interp, const Node *node, size_t rows)
{
    Fold fold;
    const uint8_t *mask = interp_mask(interp, node);
    MacroKind kind = node->macro->kind;
    init_fold(&fold, interp, node, rows);
    for (size_t row = 0; row < rows; row++)
        ops_macro_start_row(&fold, row, !mask || mask[row]);
    find_columns(&fold);
    fold.walk.rows = rows;
    macro_walk(&fold.walk);
    bool exhausted = interp->call.exhausted;
    for (size_t row = 0; row < rows; row++) {
        if (exhausted && !fold.bad[row])
            fold.bad[row] = STATUS_ERROR;
        if (fold.bad[row])
            interp_set_status(fold.out, row, fold.bad[row]);
        else if (kind != MACRO_ALL && kind != MACRO_EXISTS)
            column_set(fold.out, row, finish_row(&fold, ops_macro_range_of(&fold, (uint32_t) row), row));
    }
}

/* Runs the macro for one row again, to the end, so that what fails in folding and in finishing says so in call.problem. A failing body
   is not its matter: causes.c goes on to it. */
void macro_problem(Interp *interp, const Node *node, size_t row)
{
    Fold fold;
    Call *call = &interp->call;
    Value range = column_get(interp_arg(interp, node, 0), row);
    if (!is_range(range)) {
        Str kind = kind_name((Kind) range.kind);
        call_fail(call, "a %.*s has no elements to go through", STR_ARG(kind));
        return;
    }
    init_fold(&fold, interp, node, row + 1);
    ops_macro_start_row(&fold, row, true);
    find_columns(&fold);
    fold.walk.first_row = row;
    fold.walk.rows = 1;
    macro_walk(&fold.walk);
    if (node->macro->kind == MACRO_TRANSFORM_MAP_ENTRY && fold.bad[row] && !call->exhausted)
        call_fail(call, "each element must give a map");
    else if (!fold.bad[row] && (fold.items[row] || fold.pairs[row]))
        finish_row(&fold, range, row);
}
