/* Any bytes as an expression and as a message. What parses prints to a text that parses to the same tree and
   prints the same again; places lie within the text; trees keep their bound of height. */
#include <stdlib.h>

#include "lang/parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    uint32_t len, next_id;
} Walk;

static void check_node(void *context, const Expr *expr)
{
    Walk *walk = context;
    expr_children(expr, check_node, walk);
    expect(expr->id == walk->next_id++);
    expect(expr->height >= 1 && expr->height <= EXPR_MAX_HEIGHT);
    expect(expr->span.start <= expr->span.end && expr->span.end <= walk->len);
    expect(expr->at.start <= expr->at.end && expr->at.end <= walk->len);
}

static void check_diags(const Diags *diags, bool ok, size_t len)
{
    expect(ok == (diags->errors == 0));
    for (size_t i = 0; i < diags->list.count; i++) {
        const Diag *diag = &diags->list.at[i];
        expect(diag->message.len > 0 && diag->span.start <= diag->span.end && diag->span.end <= len);
    }
}

static Expr *parse(Diags *diags, const ExprText *text, bool *ok)
{
    Expr *expr = expr_parse(diags->arena, text, diags, ok);
    Walk walk = { .len = (uint32_t) text->text.len };
    check_node(&walk, expr);
    check_diags(diags, *ok, text->text.len);
    return expr;
}

/* The canonical form may be longer and have more parentheses, so that it alone may meet a bound. */
static void check_print(Arena *arena, const Expr *expr)
{
    Text printed = { 0 }, again = { 0 };
    expr_print(&printed, expr);
    Source source = { STR("printed"), text_str(&printed) };
    ExprText text = { .source = &source, .text = source.text };
    Diags diags = { .arena = arena };
    bool ok;
    const Expr *second = parse(&diags, &text, &ok);
    if (ok) {
        expr_print(&again, second);
        expect(expr_equal(expr, second) && str_equal(text_str(&again), text_str(&printed)));
    } else
        expect(diags.list.at[0].code == E_LIMIT);
    text_free(&printed);
    text_free(&again);
}

static void check_message(Arena *arena, const ExprText *text)
{
    Diags diags = { .arena = arena };
    bool ok;
    Template message = template_parse(arena, text, &diags, &ok);
    check_diags(&diags, ok, text->text.len);
    for (uint32_t i = 0; i < message.count; i++)
        expect(message.parts[i].expr || message.parts[i].text.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Source source = { STR("fuzz"), { size ? (const char *) data : "", size } };
    ExprText text = { .source = &source, .text = source.text };
    Diags diags = { .arena = &arena };
    bool ok;
    const Expr *expr = parse(&diags, &text, &ok);
    if (ok)
        check_print(&arena, expr);
    check_message(&arena, &text);
    arena_free(&arena);
    return 0;
}
