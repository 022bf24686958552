/* What the files of the library share. */
#ifndef DULY_API_INTERNAL_H
#define DULY_API_INTERNAL_H

#include "api/inside.h"
#include "api/sized.h"
#include "pack/pack.h"
#include "run/complaint.h"
#include "run/options.h"

struct duly_pack {
    Ledger ledger; /* of everything below */
    Arena arena;
    const Pack *pack;
    Str language;
    duly_pack_info info;
    duly_rule *rules; /* all_rule_count of them */
    duly_step *steps;
};

static inline Str api_str(duly_text text)
{
    return (Str) { text.at, text.at ? text.len : 0 };
}

duly_date api_date(Date date);
duly_date api_bound(Date date); /* one that is no bound is no day either */
/* Where rules stand, one after the other: each in its own file, in that of the overlay that changes it, in that whose rule it replaces. */
typedef struct {
    LineWalk own, changed, replaced;
} RuleLines;

duly_rule api_rule(const duly_pack *pack, const Rule *rule, RuleLines *lines);

/* The same as api_call for what lasts as long as a ledger. */
bool api_call_in(Ledger *ledger, void (*work)(void *call), void *call, ApiProblem problem, void *context);
/* Where there is no memory for the ledger itself. */
duly_status api_no_memory(ApiProblem problem, void *context);
/* Tells that something is missing which the host must give: DULY_MISUSED. */
duly_status api_refuse(Str message, ApiProblem problem, void *context);

/* What a host gives in an array, each element of the size that it says. False with a sentence told: one says none. */
bool api_sources(Arena *arena, const duly_check_options *options, const duly_source **sources, const duly_sink *sink);
/* Whether a list holds what it is said to: so many, and none is missing. */
bool api_is_whole(const char *const *texts, size_t count);
/* The same list as slices. */
Strs api_strs(Arena *arena, const char *const *texts, size_t count);
/* The options as far as the host knows them. Empty, or why they cannot be meant. */
Str api_take_options(const duly_check_options *given, duly_check_options *out);

/* Whether a value can be put there. Empty, or why not. */
Str api_place(const duly_value *value);

/* What a result keeps until it is freed; NULL: no memory. */
typedef struct {
    Ledger ledger;
    Arena arena;
} ApiMemory;
ApiMemory *api_memory_new(void);
void api_memory_free(ApiMemory *memory);

/* A problem as it is told; its excerpt, which must be empty before, lives in the text. */
duly_problem api_problem(const Diag *diag, Text *excerpt);
/* Tell problems; nothing happens when there is nobody to tell. */
void api_tell_diags(const Diags *diags, ApiProblem problem, void *context);
void api_tell_complaint(const Complaint *complaint, ApiProblem problem, void *context);

#endif
