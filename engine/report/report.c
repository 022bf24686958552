/* The formats there are: another one is a row here and a file beside this one. */
#include "report/report.h"

const Reporter reporters[] = {
    { "text", "for people", false, false, report_text_open, report_text_close },
    { "json", "one object", true, false, report_json_open, report_json_close },
    { "ndjson", "one finding a line, then the summary", true, true, report_ndjson_open, report_ndjson_close },
};

const size_t reporter_count = sizeof reporters / sizeof *reporters;

const Reporter *reporter_find(Str name)
{
    for (size_t i = 0; i < reporter_count; i++)
        if (str_is(name, reporters[i].name))
            return &reporters[i];
    return NULL;
}
