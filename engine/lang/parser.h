/* Tokens into a tree. */
#ifndef DULY_LANG_PARSER_H
#define DULY_LANG_PARSER_H

#include "base/diag.h"
#include "lang/expr.h"

enum {
    EXPR_MAX_BYTES = 100000, /* of source */
    EXPR_MAX_DEPTH = 250,    /* of nesting, as it is written */
    EXPR_MAX_HEIGHT = 1000,  /* of the tree, where a + b + c is one higher than a + b: walks may recurse */
    EXPR_MAX_NODES = 50000,
    EXPR_MAX_SYNTAX_ERRORS = 10 /* told for one expression */
};

/* Parses a whole expression. Never NULL; *ok tells whether nothing was added to diags. The tree lives in the arena and keeps
   slices of text->text. */
Expr *expr_parse(Arena *arena, const ExprText *text, Diags *diags, bool *ok);

/* A message with placeholders: "at most {params.limit} in {unit}"; {{ and }} are braces. Parts alternate freely. */
typedef struct {
    Str text;   /* of a literal part, braces undone */
    Expr *expr; /* of a placeholder, else NULL */
    Expr *kept; /* in its place where what is private is kept back; NULL: the same */
    bool names; /* it names a record, if it is called anything */
} TemplatePart;

typedef struct {
    TemplatePart *parts;
    uint32_t count;
} Template;

/* Parses a message (E_MESSAGE for unclosed braces, E_SYNTAX inside placeholders); *ok as above. */
Template template_parse(Arena *arena, const ExprText *text, Diags *diags, bool *ok);

#endif
