/* The vocabulary of pack files: the tables of keys, each in the file that reads it. */
#ifndef DULY_PACK_SHAPES_H
#define DULY_PACK_SHAPES_H

#include "pack/shape.h"

extern const Shape top_shape, pack_shape, override_shape, change_shape; /* load.c, overrides.c */
extern const Shape limits_shape;                                        /* limits.c */
extern const Shape kept_shape;                                          /* elsewhere.c */
extern const Shape version_shape;                                       /* parameters.c */
extern const Shape calendar_shape, year_shape, notice_shape;            /* calendars.c */
extern const Shape table_shape, field_shape, span_shape;                /* tables.c, fields.c */
extern const Shape procedure_shape, step_shape, document_shape, end_shape, interval_shape,
    extension_shape;                                                             /* procedures.c, ends.c, intervals.c */
extern const Shape rule_shape, effective_shape, example_shape, equivalent_shape; /* rules.c, examples.c */
extern const Shape statistic_shape, measure_shape, comparison_shape;             /* statistics.c */

#endif
