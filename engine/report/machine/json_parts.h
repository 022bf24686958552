/* The objects of which the JSON formats are made. This room holds what other programs take in: JSON, CSV, XML, SARIF, iCalendar, the
   annotations of workflows. Names and shapes are promises here: what is written stays, more may come, and tests hold it against the
   schemas of those who read it. */
#ifndef DULY_REPORT_MACHINE_JSON_PARTS_H
#define DULY_REPORT_MACHINE_JSON_PARTS_H

#include "report/machine/rows.h"
#include "report/report.h"

/* The number of this form of the JSON report. One that programs for the form before would misread gets the next number; keys that are
   added do not change it. */
enum { JSON_REPORT_FORMAT = 1 };

extern const Shape finding_shape;

/* Each writes one value. */
void part_finding(JsonWriter *json, const duly_finding *finding);
/* Its verdict, without what was found. */
void part_record(JsonWriter *json, const duly_record *record);
void part_pack(JsonWriter *json, const duly_pack *pack);
void part_run(JsonWriter *json, const duly_run *run);
void part_summary(JsonWriter *json, const duly_run *run, const duly_summary *summary);

/* What every JSON report says of itself, after `{`. */
void part_head(JsonWriter *json, const duly_run *run);

/* The JSON Schema of the JSON report (draft 7). */
void report_schema(Output *out);

/* A key and its value, where an object is no table (rows.h). */
void key_text(JsonWriter *json, const char *key, duly_text text);
void key_text_or_null(JsonWriter *json, const char *key, duly_text text); /* null where it is empty; */
void key_known(JsonWriter *json, const char *key, duly_text text);        /* or left out */
void key_date(JsonWriter *json, const char *key, duly_date date);         /* null where there is no day */
void key_count(JsonWriter *json, const char *key, uint64_t count);
void key_flag(JsonWriter *json, const char *key, bool value);
/* A key, and the start of a list, of an object, or of one that stays on its line: json_close_array and json_close_object end them. */
void key_list(JsonWriter *json, const char *key);
void key_object(JsonWriter *json, const char *key);
void key_inline(JsonWriter *json, const char *key);
/* {"name": "value"}; a value that is missing is null. */
void key_pairs(JsonWriter *json, const char *key, const duly_pair *pairs, size_t count);

#endif
