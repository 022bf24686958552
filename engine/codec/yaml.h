/* YAML as a tree whose every node knows its place in the file, byte for byte. Strict: duplicate keys, tags,
   anchors, aliases, several documents, bad UTF-8, too deep or too long is a problem with a place. Scalars are
   text: what they mean is for the reader of the tree to say. */
#ifndef DULY_CODEC_YAML_H
#define DULY_CODEC_YAML_H

#include "base/diag.h"

typedef enum { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING } YamlKind;
typedef enum { YAML_PLAIN, YAML_QUOTED /* single or double */, YAML_BLOCK /* | or > */ } YamlStyle;

typedef struct YamlNode YamlNode;
typedef struct {
    YamlNode *key, *value;
} YamlPair;

struct YamlNode {
    YamlKind kind : 8;
    YamlStyle style : 8; /* of a scalar */
    bool flow;           /* [..] or {..}, or a scalar inside one */
    Span span;           /* in the file: a quoted scalar with its quotes, a collection from first to last item */
    Str text;            /* of a scalar, decoded */
    uint32_t base;       /* of a scalar: where its text begins in the file */
    uint32_t count;      /* of items or pairs */
    uint32_t *origin;    /* of a scalar: text.len + 1 byte offsets into the file, one for each byte of text and its end;
                             NULL: it stands there byte for byte, from `base` on */
    union {
        YamlNode **items; /* of a sequence */
        YamlPair *pairs;  /* of a mapping; keys are scalars, each once */
    };
};

enum { YAML_MAX_DEPTH = 64, YAML_MAX_BYTES = 16 << 20, YAML_MAX_NODES = 1 << 20 };

/* Parses one document. An empty document is an empty mapping. NULL when the syntax is broken (problems are in diags);
   lesser problems (duplicate keys, tags) are told and the tree is returned without them. The tree lives in the arena
   and looks at the text of the source. */
YamlNode *yaml_parse(Arena *arena, const Source *source, Diags *diags);
/* The same without the pairs of that key in mappings that are items of lists: their values are read over. NULL: with all. */
YamlNode *yaml_parse_without(Arena *arena, const Source *source, const char *key, Diags *diags);

/* A sign that looks like one of YAML's and is none: where it stands in the file, what it is ("a full-width colon (：, U+FF1A)"), and what
   to do. */
typedef struct {
    uint32_t at;
    const char *name, *instead;
} YamlSign;

/* The first that stands where YAML would have its own, on the lines that these bytes touch: blanks that indent, the colon behind a key,
   the dash of an item, quotes and brackets that begin a value, line ends that nobody sees. False: there is none. */
bool yaml_find_sign(Str text, Span span, YamlSign *sign);

/* The place in the file of a byte of a scalar's text, or of its end. */
static inline uint32_t yaml_origin(const YamlNode *scalar, size_t at)
{
    return scalar->origin ? scalar->origin[at] : scalar->base + (uint32_t) at;
}

/* The value of a key, or NULL. */
YamlNode *yaml_get(const YamlNode *mapping, const char *key);

#endif
