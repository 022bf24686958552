/* Reading YAML by tables of expected keys: a row says what a key is called, whether it must be there, and which function reads it.
   Unknown, missing and misplaced keys are told here, once for all sections of a pack; and `duly schema` writes the schema for editors
   out of the same rows, so it cannot say anything else than what is read.

   A reader gets a pointer to void: the struct plus the offset of the row. Which type stands there is for the table to have right, and
   nobody checks it. */
#ifndef DULY_PACK_SHAPE_H
#define DULY_PACK_SHAPE_H

#include "codec/yaml.h"
#include "pack/loader.h"

typedef enum {
    KEY_OPTIONAL,
    KEY_REQUIRED,
    KEY_EITHER, /* one of those of a shape that are so must be there */
    KEY_LATER   /* means something in a later version: refused by name */
} KeyNeed;

typedef struct {
    const char *name;
    KeyNeed need;
    /* Reads the value into `into`: the struct that the mapping fills, plus `offset`. Complains about what does not fit. */
    void (*read)(Loader *loader, const YamlNode *value, void *into);
    size_t offset;
    /* For `duly schema`: what the value is, by a name of api/schema.c; "rule[]" a list of them, "field{}" a mapping to them,
       "text|text[]" one or the other. And what it means, in a few words. */
    const char *holds, *about;
} Key;

typedef struct {
    const char *what; /* "a rule" */
    const Key *keys;  /* in the order in which they are read, whatever the author's */
    size_t count;
} Shape;

#define SHAPE(what, keys)                         \
    {                                             \
        what, keys, sizeof(keys) / sizeof *(keys) \
    }

/* Reads a mapping into a struct; what is missing is told at `at`. False when the node is no mapping (told). */
bool shape_read(Loader *loader, const YamlNode *node, const Shape *shape, void *into, Span at);
/* Only looks at the keys. */
void shape_check_keys(Loader *loader, const YamlNode *node, const Shape *shape);

/* Whether the node is of this kind; else it is told that `what` is expected: "a list of steps". */
bool shape_expect(Loader *loader, const YamlNode *node, YamlKind kind, const char *what);
/* Whether nothing, `null` or `~` stands here. */
bool shape_is_empty(const YamlNode *node);

/* ---- readers for rows of tables */

void shape_str(Loader *loader, const YamlNode *node, void *str);
void shape_bool(Loader *loader, const YamlNode *node, void *boolean);
void shape_date(Loader *loader, const YamlNode *node, void *date);
/* A text, or one for each language, into a LocalText; English first. */
void shape_local_text(Loader *loader, const YamlNode *node, void *local_text);
/* Bounds of an evaluation, into a PackLimits. */
void shape_limits(Loader *loader, const YamlNode *node, void *limits);
/* Keeps the node for later. */
void shape_node(Loader *loader, const YamlNode *node, void *node_pointer);

/* ---- words and names */

/* The index of the scalar's text among the words, or `count` after complaining that `what` cannot be that. */
size_t shape_word(Loader *loader, const YamlNode *node, const char *what, const char *const *words, size_t count);
/* Whether it is a word that expressions give a meaning of their own, or keep for later. */
bool shape_is_reserved(Str name);
/* Whether the scalar can be a name in expressions, else told: letters, digits and _, no reserved word. */
bool shape_identifier(Loader *loader, const YamlNode *node, const char *what);
/* Whether the scalar can be an id, else told: small letters, digits and -. */
bool shape_id(Loader *loader, const YamlNode *node, const char *what);
/* A language code such as en, zh or zh-hant, else told. */
bool shape_language(Loader *loader, const YamlNode *node);

/* The items of a list of texts, or the one text that stands in its place. Items of another kind are told and left out. */
typedef struct {
    const YamlNode **at;
    uint32_t count;
} Scalars;
Scalars shape_scalars(Loader *loader, const YamlNode *node, const char *what);

#endif
