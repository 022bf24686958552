#include "report/statistics.h"

Str statistic_title(const duly_statistic *statistic)
{
    return statistic->title.len ? statistic->title : statistic->id;
}

Str measure_title(const duly_measure *measure)
{
    return measure->title.len ? measure->title : measure->name;
}

/* All groups together have the troubles of each: only one of their own is told. */
bool statistic_tells_trouble(const duly_statistic *statistic, size_t row)
{
    bool told = false;
    for (size_t i = 0; statistic->rows[row].is_total && i < statistic->row_count; i++)
        told |= i != row && statistic->rows[i].trouble.len > 0;
    return statistic->rows[row].trouble.len > 0 && !told;
}
