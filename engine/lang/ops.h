/* The loops behind the instructions of op.def: one function each, declared from the table itself. */
#ifndef DULY_LANG_OPS_H
#define DULY_LANG_OPS_H

#include "lang/node.h"

#define OP(name, text, run) void run(Interp *interp, const Node *node, size_t rows);
#define TYPED(name, function, left, right, result, run) void run(Interp *interp, const Node *node, size_t rows);
#include "lang/op.def"
#undef OP
#undef TYPED

/* Rows to run a plain loop over: padded, so that it has no scalar tail; a few rows are done one by one. */
static inline size_t padded_rows(size_t rows)
{
    return rows < 8 ? rows : (rows + ROW_PAD - 1) / ROW_PAD * ROW_PAD;
}

/* Says of a pair why a map cannot hold it: it stands there already, or its key can be none. */
Value map_fail(Call *call, const MapPair *pair);

/* out = a | b; returns nothing: wrong rows hold any value. */
void status_join(const uint8_t *a, const uint8_t *b, uint8_t *out, size_t rows);
/* Turns comparisons (0 or 1 in out) into truth values, given the joined status of each row. */
void truth_join(const uint8_t *a, const uint8_t *b, uint8_t *out, size_t rows);

/* Loops are compiled for wider vectors too and chosen when the program starts, where the compiler can do that. The choice is
   made before ThreadSanitizer is ready. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(DULY_PLAIN) && !defined(__SANITIZE_THREAD__) && \
    (defined(__GNUC__) && !defined(__clang__))
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#endif
