/* How a problem of a pack, an option or a file is shown to a person. */
#ifndef DULY_REPORT_TEXT_PROBLEM_H
#define DULY_REPORT_TEXT_PROBLEM_H

#include "api/duly.h"
#include "base/text.h"

/* "path:line:column: error[E202]: message", the excerpt, the hint. */
void problem_add(Text *out, const duly_problem *problem, bool colour);

#endif
