/* JUnit's XML of what `duly test` proves: a suite of the examples, one of the clauses, one of the mutants, and a case for each, named
   by its place in the pack. A suite tells its counts before its cases, so that cases wait in texts. */
#include "report/machine/proof.h"

#include "report/escape.h"
#include "report/machine/xml.h"

/* ---- cases */

typedef enum { CASE_PASSED, CASE_FAILED, CASE_SKIPPED } CaseFate;

typedef struct {
    duly_text rule, path;
    uint32_t line, column; /* column 0: none */
    Str name;              /* behind the place */
    CaseFate fate;
    Str message, body; /* of one that failed or was skipped */
} Case;

static void add_case(ProofSuite *suite, const Case *told)
{
    Text *out = &suite->cases, name = { 0 };
    text_format(&name, "%.*s:%u", STR_ARG(told->path), (unsigned) told->line);
    if (told->column)
        text_format(&name, ":%u", (unsigned) told->column);
    text_format(&name, " %.*s", STR_ARG(told->name));
    text_add(out, STR("    <testcase"));
    xml_add_attribute(out, "classname", told->rule);
    xml_add_attribute(out, "name", text_str(&name));
    text_free(&name);
    suite->tests++;
    suite->failures += told->fate == CASE_FAILED;
    suite->skipped += told->fate == CASE_SKIPPED;
    if (told->fate == CASE_PASSED) {
        text_add(out, STR("/>\n"));
        return;
    }
    if (told->fate == CASE_SKIPPED) {
        text_add(out, STR("><skipped>"));
        escape_xml(out, told->message);
        text_add(out, STR("</skipped></testcase>\n"));
        return;
    }
    text_add(out, STR("><failure type=\"warning\""));
    xml_add_attribute(out, "message", told->message);
    text_add_char(out, '>');
    escape_xml(out, told->body);
    text_add(out, STR("</failure></testcase>\n"));
}

void proof_example(Proof *proof, const duly_example *example)
{
    Text message = { .language = proof->language };
    text_format(&message, "expected %s, came out as %s", outcome_words[example->expected], outcome_words[example->actual]);
    Case told = { .rule = example->id,
                  .path = example->path,
                  .line = example->line,
                  .name = str_of(outcome_words[example->expected]),
                  .fate = example->passed ? CASE_PASSED : CASE_FAILED,
                  .message = text_str(&message),
                  .body = example->detail };
    add_case(&proof->suites[PROOF_EXAMPLES], &told);
    text_free(&message);
}

void proof_clause(Proof *proof, const duly_clause_seen *clause)
{
    Text name = { 0 }, body = { .language = proof->language };
    text_format(&name, "%.*s: %.*s", STR_ARG(clause->place), STR_ARG(clause->text));
    text_format(&body, "%llu true, %llu false, %llu undecided", (unsigned long long) clause->seen_true,
                (unsigned long long) clause->seen_false, (unsigned long long) clause->seen_undecided);
    Case told = { .rule = clause->id,
                  .path = clause->problem->path,
                  .line = clause->problem->line,
                  .column = clause->problem->column,
                  .name = text_str(&name),
                  .fate = clause->problem->message.len ? CASE_FAILED : CASE_PASSED,
                  .message = clause->problem->message,
                  .body = text_str(&body) };
    add_case(&proof->suites[PROOF_CLAUSES], &told);
    text_free(&name);
    text_free(&body);
}

void proof_mutant(Proof *proof, const duly_mutant *mutant)
{
    static const CaseFate fates[] = {
        [DULY_NOTICED] = CASE_PASSED,    [DULY_SURVIVED] = CASE_FAILED,         [DULY_EXPLAINED] = CASE_SKIPPED,
        [DULY_NOT_TRIED] = CASE_SKIPPED, [DULY_EXPLAINS_NOTHING] = CASE_FAILED,
    };
    bool tells = fates[mutant->fate] == CASE_FAILED;
    Case told = { .rule = mutant->id,
                  .path = mutant->problem->path,
                  .line = mutant->problem->line,
                  .column = mutant->problem->column,
                  .name = mutant->change,
                  .fate = fates[mutant->fate] };
    told.message = tells ? mutant->problem->message : mutant->fate == DULY_EXPLAINED ? mutant->reason : STR("not tried");
    told.body = tells ? mutant->problem->hint : (Str) { 0 };
    add_case(&proof->suites[PROOF_CHANGES], &told);
}

/* ---- the whole */

static void write_counts(Output *out, const ProofSuite *suite)
{
    output_format(out, " tests=\"%llu\" failures=\"%llu\" errors=\"0\"", (unsigned long long) suite->tests,
                  (unsigned long long) suite->failures);
}

void proof_junit(const Proof *proof, Output *out)
{
    static const char *const names[] = {
        [PROOF_EXAMPLES] = "examples",
        [PROOF_CLAUSES] = "clauses",
        [PROOF_CHANGES] = "changes",
    };
    ProofSuite all = { 0 };
    for (int i = 0; i < PROOF_SUITES; i++) {
        all.tests += proof->suites[i].tests;
        all.failures += proof->suites[i].failures;
    }
    output_add(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"duly test\""));
    write_counts(out, &all);
    output_add(out, STR(">\n"));
    for (int i = 0; i < PROOF_SUITES; i++) {
        const ProofSuite *suite = &proof->suites[i];
        if (i != PROOF_EXAMPLES && suite->tests == 0)
            continue;
        output_format(out, "  <testsuite name=\"%s\"", names[i]);
        write_counts(out, suite);
        output_format(out, " skipped=\"%llu\">\n", (unsigned long long) suite->skipped);
        output_add(out, text_str(&suite->cases));
        output_add(out, STR("  </testsuite>\n"));
    }
    output_add(out, STR("</testsuites>\n"));
}

void proof_free(Proof *proof)
{
    for (int i = 0; i < PROOF_SUITES; i++)
        text_free(&proof->suites[i].cases);
}
