/* Expressions and messages of a pack: from a scalar of YAML to a checked tree, and names that stand for expressions. */
#ifndef DULY_PACK_EXPRESSIONS_H
#define DULY_PACK_EXPRESSIONS_H

#include "base/words.h"
#include "pack/loader.h"

/* Parses a scalar. The `expr` is NULL when it is none (told). */
PackExpr expression_parse(Loader *loader, const YamlNode *node);
/* Checks it; `expected` NULL: any type. */
void expression_check(Loader *loader, const PackExpr *expression, const Env *env, const Type *expected);
/* Both. */
PackExpr expression_read(Loader *loader, const YamlNode *node, const Env *env, const Type *expected);

/* A tree that no author wrote, checked; what is told about it is told at made->span. */
PackExpr expression_of(Loader *loader, const MadeText *made, Expr *expr, const Env *env, const Type *expected);

/* A message that no author wrote: a sentence of the catalogue whose values are placeholders, such as "{count()}". */
Message message_make(Loader *loader, const MadeText *made, const Env *env, Str language, WordsId sentence, const Str *values);
/* The same in every language, as the messages of a rule. */
void messages_make(Loader *loader, const MadeText *made, const Env *env, Rule *rule, WordsId sentence, const Str *values);

/* A message in one language, every placeholder checked. */
Message message_read(Loader *loader, const YamlNode *node, Str language, const Env *env);

/* Names that stand for expressions: derived fields, or names of `let`. */
typedef struct {
    const char *what; /* "a derived field" */
    Str owner;        /* the record's name where the names are its members, else empty: they stand alone */
    Env *env;         /* what the expressions may say; new names are added here unless there is a `record` */
    Record *record;   /* with room for more members; or NULL */
} NamedPlace;

/* Reads a mapping from names to expressions, and puts them into an order in which each needs only earlier ones. */
Named *named_read(Loader *loader, const YamlNode *node, const NamedPlace *place, uint32_t *count);

/* The same for several mappings, whose expressions may say names of one another: all are read before the first is checked. */
typedef struct NamedSet NamedSet;
enum { NAMED_DEPTH = 64 };
typedef struct {
    NamedSet **at;
    uint32_t count;
    struct OpenName {
        NamedSet *set;
        uint32_t name;
    } open[NAMED_DEPTH]; /* being checked, each for the one before it */
    uint32_t depth;
} NamedSets;
NamedSet *named_begin(Loader *loader, const YamlNode *node, const NamedPlace *place, NamedSets *sets);
Named *named_end(NamedSet *set, uint32_t *count);

#endif
