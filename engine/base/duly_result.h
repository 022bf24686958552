/* What a run tells in: the words for how grave something is and what became of it, and the parts of a finding. They stand at the ground,
   since the engine makes them and whoever includes duly.h reads them: what one has put together the other is given as it is. */
#ifndef DULY_RESULT_H
#define DULY_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "duly_text.h"

/* A civil day; year 0: none. */
typedef struct {
    int year, month, day;
} duly_date;

typedef enum { DULY_ERROR, DULY_WARNING, DULY_INFO, DULY_NEVER /* only as fail_on */ } duly_severity;
typedef enum { DULY_PASS, DULY_VIOLATION, DULY_UNDECIDED, DULY_NOT_APPLICABLE, DULY_WAIVED } duly_outcome;
typedef enum { DULY_READY, DULY_BLOCKED, DULY_VERDICT_UNDECIDED, DULY_NOT_JUDGED /* no candidate */ } duly_verdict;

/* What stands in place of a name or a value of the batch that is kept back under `redact`. */
#define DULY_KEPT_BACK "[private]"

typedef struct {
    duly_text name, value;
    bool missing; /* there is no value: this stands in its place for people */
} duly_pair;

/* A part of a condition that was not met for a record: one of those that && joins. */
typedef struct {
    size_t size;
    duly_text text;            /* in canonical form */
    duly_text value;           /* "false", or a word for a value that is missing or cannot be worked out */
    const duly_pair *operands; /* what it compares, and the values of that */
    size_t operand_count;
    duly_text file; /* where it is written; line 0: the engine made it of what a procedure says */
    uint32_t line, column;
    duly_text excerpt; /* the lines, the operands marked below them with their values, ready to print */
} duly_clause;

/* A record of a group. */
typedef struct {
    size_t size;
    duly_text key; /* empty: it has none */
    uint64_t line; /* in its file */
    bool by_place; /* the key does not tell which one it is: there is none, several have it, or it is private */
    duly_text file, sheet;
} duly_group_record;

#endif
