/* Findings: their sentences, cells and fingerprints, in the language of the run and with private things left out. */
#ifndef DULY_RUN_COMPOSE_H
#define DULY_RUN_COMPOSE_H

#include "run/sheet.h"
#include "base/words.h"

/* What stands in the place of something private: where a value of the batch would stand, for machines. Sentences have WORDS_PRIVATE. */
#define COMPOSE_PRIVATE STR(DULY_KEPT_BACK)

/* What a field is called: its title in the language, else its name. */
Str compose_field(const Sheet *sheet, uint32_t field);
/* What a sentence says of a cell: `shown`, or the word for what must not be shown. */
Str compose_guarded(const Sheet *sheet, uint32_t field, Str shown);
Str compose_guarded_day(Sheet *sheet, uint32_t field, Date day);
/* Adds a sentence of the engine's own; `values` as its places want. */
void compose_words(Sheet *sheet, WordsId id, const Str *values);
/* A sentence was begun already: the next fact is divided from it. */
void compose_next(Sheet *sheet, size_t start);

/* What a record of a table is called; and that there are none. */
Str compose_table(const Sheet *sheet, uint32_t table);
void compose_no_table(Sheet *sheet, uint32_t table);
/* A value as people read it; what stands for one that is not there. */
void compose_value(Text *out, Str language, const Type *type, Value value);
/* A part of a message as a sentence says it; `hides`: the value tells something private. */
void compose_part(Text *out, Str language, const TemplatePart *part, Value value, bool redact, bool hides);
/* A day as a sentence says it. */
Str compose_said_day(Arena *arena, Str language, Date date);
/* The start of an expression or of a value, as long as a sentence quotes it, in the arena. */
Str compose_start(Arena *arena, Str text);

/* What failed, and in which expression. */
void compose_failure(Text *out, Str language, Arena *scratch, const Cause *cause);
/* What a step of the table's procedure is called. */
Str compose_step(const Sheet *sheet, uint32_t step);
/* The title of a rule and a colon, where it has one. */
void compose_title(Sheet *sheet, const Rule *rule);

/* The key of a record, empty where it has none; the name beside it; and what reports group it by. */
Str compose_key(const Sheet *sheet, uint32_t row);
/* The keys of all records of the batch, made once; they live as long as the result. */
const Str *compose_keys(Sheet *sheet);
Str compose_label(const Sheet *sheet, uint32_t row);
Str compose_section(Sheet *sheet, uint32_t row);

/* The day that picks versions for a record, given its value; 0: it is not known, or private. `step` is the one whose day it is. */
Date compose_day(Sheet *sheet, const Rule *rule, Value day, uint32_t row, uint32_t *step);

/* Whether an outcome makes a finding. */
static inline bool compose_is_told(uint8_t outcome)
{
    return outcome == OUTCOME_VIOLATION || outcome == OUTCOME_UNDECIDED || outcome == OUTCOME_WAIVED;
}

/* Why a node of the table's program has no value at a row, behind the key of its record. */
Str compose_trouble(Sheet *sheet, NodeId node, uint32_t row, bool reads_private);

/* Puts the findings of one rule of the plan where `next[row]` says, and counts those up. */
void compose_rule(Sheet *sheet, uint32_t index, Finding *findings, uint32_t *next);

/* The fingerprint of a finding: of rule, table, what its record is known by, or the identities of its group's keys. */
Str compose_fingerprint(Arena *arena, const Pack *pack, const Finding *finding, Str known_by);
/* The same of a finding about a row of the sheet. Where a part of the key is private and must not be told there is none: from a hash
   it could be guessed. */
Str compose_fingerprint_of(Sheet *sheet, const Finding *finding, uint32_t row);
/* Of a row without a key: a hash of all that stands in it; empty where it has one, or where none may be made. */
Str compose_content(Sheet *sheet, uint32_t row);

/* Works out the texts of a rule on rows first .. end - 1, for those that `outcomes` has as violated, waived or not; NULL: for all. */
void compose_run(Sheet *sheet, uint32_t index, uint32_t first, uint32_t end, const uint8_t *outcomes);

#endif
