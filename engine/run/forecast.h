/* From which day on a blocked record would be ready: not worked out from the rules that block it now, but tried. */
#ifndef DULY_RUN_FORECAST_H
#define DULY_RUN_FORECAST_H

#include "run/sheet.h"

typedef struct {
    Date day;       /* a check of the record on this day finds it ready; 0: none is known */
    Date closed_on; /* nothing that blocks it now would on this day, but by then the window of another rule has closed; 0: not so */
    uint32_t step;  /* whose day it is; INDEX_NONE: of none */
} Forecast;

/* Of a record of the batch whose violations all clear. */
Forecast forecast_record(Sheet *sheet, uint32_t row, const RecordResult *record);

#endif
