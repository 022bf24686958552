/* Why a node failed: inside the language's own layer. See interp_causes for everybody else. */
#ifndef DULY_LANG_CAUSES_H
#define DULY_LANG_CAUSES_H

#include "lang/node.h"

/* Says in words why a node whose arguments are all present gave no value at this row. */
void cause_problem(Interp *interp, const Node *node, size_t row, Text *problem);

#endif
