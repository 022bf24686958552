/* Static types of the expression language, and of the fields of records. Types are immutable; the plain
   ones are constants below, the composed ones live in an arena. */
#ifndef DULY_MODEL_TYPE_H
#define DULY_MODEL_TYPE_H

#include "base/arena.h"
#include "base/text.h"

typedef enum {
    KIND_ERROR, /* as a type: of an expression already complained about; as a value: a failed evaluation */
#define PLAIN_KIND(id, word, name, width) KIND_##id,
#include "model/kind.def"
    KIND_TYPE,     /* type(T); param[0] is T, or NULL where unknown */
    KIND_LIST,     /* list(param[0]) */
    KIND_MAP,      /* map(param[0], param[1]) */
    KIND_OPTIONAL, /* optional_type(param[0]) */
    KIND_RECORD,   /* a record of a table (`record`) */
    /* only as static types: */
    KIND_DYN,
    KIND_WRAPPER, /* wrapper(param[0]): that type or null */
    KIND_OPAQUE,  /* a declared abstract type `name(param...)` */
    KIND_PARAM,   /* a type parameter of a declaration (`name`), or an inference variable (`variable`) */
    KIND_COUNT
} Kind;

typedef struct Type Type;
typedef struct Record Record; /* lang/env.h: the fields of a record as expressions see them */
typedef struct EnumValues EnumValues;

struct Type {
    Kind kind;
    uint32_t variable;        /* of KIND_PARAM: number of an inference variable, from 1; 0: declared */
    Str name;                 /* of KIND_OPAQUE and KIND_PARAM */
    const Type *param[3];     /* composed types; unused ones are NULL */
    const Record *record;     /* of KIND_RECORD */
    const EnumValues *values; /* of KIND_STRING: the values an enum field may have, else NULL */
    bool is_name;             /* of KIND_STRING: it compares as a person's name does (identity.h) */
};

#define PLAIN_KIND(id, word, name, width) extern const Type TYPE_##id;
#include "model/kind.def"
extern const Type TYPE_ERROR, TYPE_NAME, TYPE_DYN, TYPE_TYPE /* type(dyn) */;
/* Composed ones that declarations use; A and B are type parameters. */
extern const Type TYPE_A, TYPE_B, TYPE_LIST_A, TYPE_LIST_B, TYPE_LIST_LIST_A, TYPE_MAP_A_B, TYPE_OPTIONAL_A, TYPE_LIST_OPTIONAL_A,
    TYPE_OPTIONAL_STRING, TYPE_LIST_DYN, TYPE_MAP_DYN, TYPE_LIST_INT, TYPE_LIST_UINT, TYPE_LIST_DOUBLE, TYPE_LIST_STRING, TYPE_LIST_BOOL,
    TYPE_LIST_BYTES, TYPE_LIST_DATE, TYPE_LIST_DURATION, TYPE_LIST_TIME, TYPE_LIST_TIMESTAMP, TYPE_TYPE_A, TYPE_MAP_STRING_DYN;

const Type *type_list(Arena *arena, const Type *element);
const Type *type_map(Arena *arena, const Type *key, const Type *value);
const Type *type_optional(Arena *arena, const Type *of);
const Type *type_wrapper(Arena *arena, const Type *of);
const Type *type_type(Arena *arena, const Type *of);
const Type *type_opaque(Arena *arena, Str name, const Type *const *params, size_t count);
const Type *type_record(Arena *arena, const Record *record, Str name);

/* Structural equality; enum values and names of records' tables aside. */
bool type_equal(const Type *a, const Type *b);

/* As the conformance suite spells it: "list(map(string, int))", "optional_type(dyn)", "timestamp", "type(int)". */
void type_print(Text *out, const Type *type);
Str type_text(Arena *arena, const Type *type);

/* The run-time name of a kind, as type() gives it: "int", "null_type", "google.protobuf.Timestamp", "list". */
Str kind_name(Kind kind);

#endif
