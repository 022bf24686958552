/* The parts of a SARIF log. */
#ifndef DULY_REPORT_MACHINE_SARIF_PARTS_H
#define DULY_REPORT_MACHINE_SARIF_PARTS_H

#include "codec/json.h"
#include "report/report.h"

/* "error", "warning", "note": by duly_severity. */
extern const char *const sarif_levels[3];

/* A key and its value; a text that is not known is left out. */
void sarif_text(JsonWriter *json, const char *key, Str value);
void sarif_known(JsonWriter *json, const char *key, Str value);
void sarif_count(JsonWriter *json, const char *key, uint64_t value);
void sarif_message(JsonWriter *json, const char *key, Str text); /* {"text": ...} */
void sarif_uri(JsonWriter *json, const char *key, Str path);     /* {"uri": ...} */

/* A key and the start of an object that stays on one line; json_close_object ends it. */
void sarif_open(JsonWriter *json, const char *key);

/* The property `tool`: the driver with every rule of the pack, and one value of the list of results. */
void sarif_tool(JsonWriter *json, const duly_run *run);
void sarif_result(JsonWriter *json, Arena *scratch, const duly_pack *pack, const duly_finding *finding);
/* One that the baseline told and that is there no more. */
void sarif_absent(JsonWriter *json, Arena *scratch, const duly_fixed *fixed);

#endif
