/* What `duly test` found out as JUnit's XML, within the schemas of Jenkins: a suite of examples, one of clauses and one of changes,
   those that were asked for; a case for each, named by the rule. */
#ifndef DULY_REPORT_MACHINE_PROOF_H
#define DULY_REPORT_MACHINE_PROOF_H

#include "api/duly.h"
#include "report/report.h"

typedef enum { PROOF_EXAMPLES, PROOF_CLAUSES, PROOF_CHANGES, PROOF_SUITES } ProofSuiteId;

typedef struct {
    Text cases;
    uint64_t tests, failures, skipped;
} ProofSuite;

/* The zero value is an empty report. */
typedef struct Proof {
    Str language; /* of what people read in it; empty: English */
    ProofSuite suites[PROOF_SUITES];
} Proof;

void proof_example(Proof *proof, const duly_example *example);
void proof_clause(Proof *proof, const duly_clause_seen *clause);
void proof_mutant(Proof *proof, const duly_mutant *mutant);

/* Writes it all, the suite of examples and others that have cases. */
void proof_junit(const Proof *proof, Output *out);
void proof_free(Proof *proof);

#endif
