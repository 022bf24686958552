/* For those parts of the library that are clients of it themselves: a check at the edge that they have opened (base/memory.h), in place of one
   of its own. Its callbacks are called at that edge too, so that running out of memory in them gives the whole call up, once, and what they
   keep is written down in the same ledger. Whoever hands on to the host steps out there. */
#ifndef DULY_API_INSIDE_H
#define DULY_API_INSIDE_H

#include "api/duly.h"

/* Options and pack are there, and the options say their size. Problems alone are told outside. */
duly_status check_inside(const duly_pack *pack, const duly_check_options *options, const duly_sink *sink);

#endif
