#include "base/vocabulary.h"

#include <stddef.h>

const char *const severity_words[] = { [DULY_ERROR] = "error", [DULY_WARNING] = "warning", [DULY_INFO] = "info", NULL };

const char *const outcome_words[] = {
    [DULY_PASS] = "pass",           [DULY_VIOLATION] = "violation",
    [DULY_UNDECIDED] = "undecided", [DULY_NOT_APPLICABLE] = "not-applicable",
    [DULY_WAIVED] = "waived",       NULL,
};

const char *const outcome_keys[] = {
    [DULY_PASS] = "pass",           [DULY_VIOLATION] = "violation",
    [DULY_UNDECIDED] = "undecided", [DULY_NOT_APPLICABLE] = "not_applicable",
    [DULY_WAIVED] = "waived",       NULL,
};

const char *const verdict_keys[] = {
    [DULY_READY] = "ready", [DULY_BLOCKED] = "blocked", [DULY_VERDICT_UNDECIDED] = "undecided", [DULY_NOT_JUDGED] = "not_judged", NULL,
};

const char *const missing_words[] = { [MISSING_UNDECIDED] = "undecided", [MISSING_VIOLATION] = "violation", [MISSING_PASS] = "pass", NULL };
