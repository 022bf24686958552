/* What an empty roster has, whatever it is written as. */
#ifndef DULY_REPORT_TEMPLATE_H
#define DULY_REPORT_TEMPLATE_H

#include "report/report.h"

/* Whether a field has a column of its own in a roster of the table. */
bool template_has(const duly_field *field, Str table);
/* The first of its other headings is what people call it, or else its title; for readers of English the field's own name. */
Str template_heading(const duly_field *field, Str language);

#endif
