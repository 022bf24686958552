/* A run whose groups and keys may take so much memory and no more: it is made as a part by itself, in a temporary file, and told from
   that. */
#ifndef DULY_RUN_BOUNDED_H
#define DULY_RUN_BOUNDED_H

#include "run/run.h"

bool bounded_is_asked(const RunOptions *options);
RunStatus bounded_check(const Pack *pack, const RunOptions *options, const RunSink *sink);

#endif
