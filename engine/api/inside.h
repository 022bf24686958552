/* For those parts of the library that are clients of it themselves: an edge (base/memory.h), and a check within it in place of one that opens
   its own. Its callbacks are called at that edge too, so that running out of memory in them gives the whole call up, once, and what they
   keep is written down in the same ledger. Whoever hands on to the host steps out there. */
#ifndef DULY_API_INSIDE_H
#define DULY_API_INSIDE_H

#include "api/duly.h"

typedef void (*ApiProblem)(void *context, const duly_problem *problem);

/* Does the work of a public function at an edge, with what it takes for the call alone. False: there was no memory, and that was told. */
bool api_call(void (*work)(void *call), void *call, ApiProblem problem, void *context);

/* Options and pack are there, and the options say their size. Problems alone are told outside. */
duly_status check_inside(const duly_pack *pack, const duly_check_options *options, const duly_sink *sink);

#endif
