/* A pack as it is after all that it extends and overrides: every value, and where it comes from. */
#ifndef DULY_REPORT_TEXT_RESOLVED_H
#define DULY_REPORT_TEXT_RESOLVED_H

#include "api/duly.h"
#include "base/io.h"

void resolved_text(const duly_pack *pack, Output *out);
void resolved_json(const duly_pack *pack, Output *out);

#endif
