/* Trees that are made of nodes, with no text behind them: by the parser as it reads, and by hosts for expressions that no author wrote. */
#ifndef DULY_LANG_TREE_H
#define DULY_LANG_TREE_H

#include "lang/expr.h"

/* Height and numbers, which every node must have before the tree is checked. */
void tree_raise(Expr *expr);   /* of one node, whose children have theirs */
void tree_number(Expr *whole); /* of all nodes, parents after children */

/* Makes nodes for a host. All of them stand at `span`; an expression becomes part of one other at most, and none is checked yet. Whoever
   has the whole tree numbers it. */
typedef struct {
    Arena *arena;
    Span span;
} TreeMaker;

Expr *tree_string(const TreeMaker *maker, Str text);
Expr *tree_select(const TreeMaker *maker, Expr *operand, Str field);
Expr *tree_has(const TreeMaker *maker, Expr *operand, Str field);
Expr *tree_list(const TreeMaker *maker, Expr *const *items, uint32_t count);
/* A function of one value. */
Expr *tree_call(const TreeMaker *maker, Str function, Expr *argument);
/* A method, of one value or of none (NULL). */
Expr *tree_method(const TreeMaker *maker, Expr *target, Str method, Expr *argument);
Expr *tree_choice(const TreeMaker *maker, Expr *condition, Expr *then, Expr *otherwise);
Expr *tree_binary(const TreeMaker *maker, Operator operator, Expr * left, Expr *right);
/* a && b && c…; true where there is none. */
Expr *tree_all(const TreeMaker *maker, Expr *const *exprs, size_t count);

#endif
