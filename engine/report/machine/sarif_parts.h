/* The parts of a SARIF log. */
#ifndef DULY_REPORT_MACHINE_SARIF_PARTS_H
#define DULY_REPORT_MACHINE_SARIF_PARTS_H

#include "report/machine/json_parts.h"
#include "report/report.h"

/* "error", "warning", "note": by duly_severity. */
extern const char *const sarif_levels[3];

/* A key and its value. */
void sarif_message(JsonWriter *json, const char *key, Str text); /* {"text": ...} */
void sarif_uri(JsonWriter *json, const char *key, Str path);     /* {"uri": ...} */

/* The property `tool`: the driver with every rule of the pack, once an id, by the last of its versions. Returns, by rule of the pack, where it
   stands there. */
const uint32_t *sarif_tool(JsonWriter *json, Arena *arena, const duly_run *run);
/* One value of the list of results; `rule` is where its rule stands. */
void sarif_result(JsonWriter *json, Arena *scratch, const duly_pack *pack, const duly_finding *finding, uint32_t rule);
/* One that the baseline told and that is there no more. */
void sarif_absent(JsonWriter *json, Arena *scratch, const duly_fixed *fixed);

#endif
