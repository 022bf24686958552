/* The objects of which the JSON formats are made. This room holds what other programs take in: JSON, CSV, XML, SARIF, iCalendar, the
   annotations of workflows. Names and shapes are promises here: what is written stays, more may come, and tests hold it against the
   schemas of those who read it. */
#ifndef DULY_REPORT_MACHINE_JSON_PARTS_H
#define DULY_REPORT_MACHINE_JSON_PARTS_H

#include "codec/json.h"
#include "report/report.h"

/* Each writes one value. */
void part_finding(JsonWriter *json, const duly_finding *finding);
void part_pack(JsonWriter *json, const duly_pack *pack);
void part_run(JsonWriter *json, const duly_run *run);
void part_summary(JsonWriter *json, const duly_run *run, const duly_summary *summary);

/* A text after its key. */
void part_text(JsonWriter *json, const char *key, duly_text text);
/* The same; null where it is empty, or no day. */
void part_text_or_null(JsonWriter *json, const char *key, duly_text text);
void part_date(JsonWriter *json, const char *key, duly_date date);

#endif
