/* An expression with the value of every part. The tree is walked as its author wrote it, and each part's value is read off the column of
   the node that the compiler made of it (`trace` says which). With a trace all nodes are kept, and no macro shares another's elements.

   The place that a column is read at depends on its line: parts of a macro's body are told for one element after another, and a frame
   says for each line which element is being looked at. */
#include "lang/explain.h"

#include "lang/node.h"

/* Which row of which line is being looked at: elements of macros inside rows. */
typedef struct Frame Frame;
struct Frame {
    const Frame *outer;
    uint32_t block;
    size_t row;
};

typedef struct {
    Interp *interp;
    const Trace *trace;
    void (*visit)(void *context, const ExplainedPart *part);
    void *context;
    const Frame *frame;
    unsigned depth;
} Explainer;

static void explain_part(Explainer *explainer, const Expr *expr);

static NodeId node_of(const Explainer *explainer, const Expr *expr)
{
    for (size_t i = explainer->trace->count; i-- > 0;)
        if (explainer->trace->at[i].expr == expr)
            return explainer->trace->at[i].node;
    return NODE_NONE;
}

static size_t row_in(const Explainer *explainer, const Node *node)
{
    for (const Frame *frame = explainer->frame; frame; frame = frame->outer)
        if (frame->block == node->block)
            return frame->row;
    return 0;
}

/* What failed where nobody needed it failed perhaps because something dear before it was left out. */
static void explain_read_value(const Explainer *explainer, NodeId id, ExplainedPart *part)
{
    const Node *node = &explainer->interp->program->nodes[id];
    size_t row = row_in(explainer, node);
    const uint8_t *mask = interp_mask(explainer->interp, node);
    part->value = column_get(&explainer->interp->columns[id], row);
    if (!value_is_error(part->value))
        return;
    part->missing = part->value.status == STATUS_MISSING;
    part->left_out = !part->missing && mask && !mask[row];
    part->failed = !part->missing && !part->left_out;
}

static void lang_explain_tell(const Explainer *explainer, const Expr *expr, Str text, NodeId node)
{
    ExplainedPart part = { .depth = explainer->depth, .text = text, .expr = expr };
    if (node == NODE_NONE)
        part.left_out = true;
    else
        explain_read_value(explainer, node, &part);
    explainer->visit(explainer->context, &part);
}

/* ---- macros: element by element */

typedef struct {
    Explainer *explainer;
    const Expr *expr;
    const Node *node;
    unsigned shown;
} Elements;

static void explain_element(Elements *elements, size_t element)
{
    Explainer *explainer = elements->explainer;
    const MacroSite *site = elements->node->macro;
    Frame frame = { explainer->frame, site->block, element };
    explainer->frame = &frame;
    explainer->depth++;
    if (site->first != NODE_NONE)
        lang_explain_tell(explainer, NULL, elements->expr->macro.first->name, site->first);
    if (site->second != NODE_NONE)
        lang_explain_tell(explainer, NULL, elements->expr->macro.second->name, site->second);
    explainer->depth++;
    if (elements->expr->macro.filter)
        explain_part(explainer, elements->expr->macro.filter);
    if (elements->expr->macro.body)
        explain_part(explainer, elements->expr->macro.body);
    explainer->depth -= 2;
    explainer->frame = frame.outer;
}

static void explain_piece(void *state, size_t count)
{
    Elements *elements = state;
    for (size_t e = 0; e < count && elements->shown < EXPLAIN_ELEMENTS; e++, elements->shown++)
        explain_element(elements, e);
}

static void explain_elements(Explainer *explainer, const Expr *expr, NodeId id)
{
    const Node *node = &explainer->interp->program->nodes[id];
    if (node->op != OP_MACRO)
        return;
    size_t row = row_in(explainer, node);
    uint8_t kind = column_get(interp_arg(explainer->interp, node, 0), row).kind;
    if (kind != KIND_LIST && kind != KIND_MAP)
        return;
    Elements elements = { explainer, expr, node, 0 };
    MacroWalk walk = { .interp = explainer->interp, .node = node, .first_row = row, .rows = 1, .state = &elements, .fold = explain_piece };
    interp_allow(explainer->interp);
    macro_walk(&walk);
}

static bool holds_value(const Explainer *explainer, const Expr *optional)
{
    ExplainedPart part = { 0 };
    NodeId id = node_of(explainer, optional);
    if (id == NODE_NONE)
        return false;
    explain_read_value(explainer, id, &part);
    return part.value.kind == KIND_OPTIONAL && part.value.optional;
}

static void explain_macro(Explainer *explainer, const Expr *expr, NodeId id)
{
    bool maps_optional = expr->macro.kind == MACRO_OPT_MAP || expr->macro.kind == MACRO_OPT_FLAT_MAP;
    bool binds = expr->macro.kind == MACRO_BIND || maps_optional;
    explainer->depth++;
    explain_part(explainer, expr->macro.range);
    if (expr->macro.kind == MACRO_BIND || (maps_optional && holds_value(explainer, expr->macro.range)))
        explain_part(explainer, expr->macro.body);
    explainer->depth--;
    if (!binds && id != NODE_NONE)
        explain_elements(explainer, expr, id);
}

/* ---- parts */

static void explain_child(void *context, const Expr *child)
{
    explain_part(context, child);
}

/* Names and fields are leaves, but one that stands for an expression is followed by it. */
static bool is_leaf(const Expr *expr)
{
    return expr->kind == EXPR_LITERAL || expr->kind == EXPR_NAME || expr->kind == EXPR_BAD || (expr->kind == EXPR_SELECT && expr->symbol);
}

/* Names for expressions that were compiled; for some the host has an answer of its own. */
static bool explain_is_named(const Explainer *explainer, const Expr *expr)
{
    return expr->symbol && expr->symbol->kind == SYMBOL_EXPR && node_of(explainer, expr->symbol->expr) != NODE_NONE;
}

static void explain_part(Explainer *explainer, const Expr *expr)
{
    Text text = { 0 };
    if ((expr->kind == EXPR_LITERAL && explainer->depth > 0) || explainer->depth > EXPLAIN_DEPTH)
        return;
    NodeId id = node_of(explainer, expr);
    expr_print(&text, expr);
    lang_explain_tell(explainer, expr, text_str(&text), id);
    text_free(&text);
    if (expr->kind == EXPR_MACRO) {
        explain_macro(explainer, expr, id);
        return;
    }
    explainer->depth++;
    if (!is_leaf(expr))
        expr_children(expr, explain_child, explainer);
    else if (explain_is_named(explainer, expr))
        explain_part(explainer, expr->symbol->expr);
    explainer->depth--;
}

void explain_expr(Interp *interp, const Trace *trace, const Expr *expr, size_t row, void (*visit)(void *context, const ExplainedPart *part),
                  void *context)
{
    Frame rows = { NULL, 0, row };
    Explainer explainer = { interp, trace, visit, context, &rows, 0 };
    explain_part(&explainer, expr);
}
