/* JSON: values in (jansson), text out. */
#ifndef DULY_CODEC_JSON_H
#define DULY_CODEC_JSON_H

#include <jansson.h>

#include "base/io.h"

enum { JSON_MAX_DEPTH = 64 };

/* Why a text is not JSON, and where. */
typedef struct {
    Str sentence;          /* in the arena given; "a colon is missing before '5'" */
    size_t offset;         /* bytes into the text */
    uint32_t line, column; /* from 1, columns in code points */
    Str without_text;      /* the sentence, and nothing of what stands there */
} JsonProblem;

/* Parses the one value at the start of `text`: rejects duplicate keys, bytes that are not UTF-8 and more than JSON_MAX_DEPTH
   levels. *used gets the bytes read. NULL with *problem on failure. json_decref when done. */
json_t *json_read(Str text, size_t *used, Arena *arena, JsonProblem *problem);

/* Holds a value, or NULL, while there may be no memory for what is done with it; and gives it back. */
void json_hold(MemoryHold *hold, json_t *json);
void json_release(MemoryHold *hold);

/* Where the value at the start of `text` ends, judged by brackets and quotes alone, so that a stream can be cut into values
   before they are parsed; SIZE_MAX: not within `text`. Blanks may stand before it. */
size_t json_extent(Str text);

/* The next number with a point or an exponent from *at on, as it is written in the text of a value, and *at moves behind it: 1.10 and 1.1
   are one value. Empty: there is none. */
Str json_next_decimal(Str text, size_t *at);

/* ---- writing: a comma goes in by itself, numbers and texts are escaped; compact, or indented by two blanks */
typedef struct {
    Output *out;
    bool indent;
    uint32_t depth;
    bool first[32];   /* at each depth: nothing written yet */
    bool inline_[32]; /* at each depth: on one line */
    bool after_key;
} JsonWriter;

void json_open_object(JsonWriter *json);
void json_open_object_inline(JsonWriter *json); /* stays on one line */
void json_close_object(JsonWriter *json);
void json_open_array(JsonWriter *json);
void json_close_array(JsonWriter *json);
void json_key(JsonWriter *json, const char *key);
void json_key_str(JsonWriter *json, Str key);
void json_str(JsonWriter *json, Str s); /* bytes that are not UTF-8 become U+FFFD */
void json_int(JsonWriter *json, int64_t number);
void json_uint(JsonWriter *json, uint64_t number);
void json_double(JsonWriter *json, double number); /* not finite: null */
void json_bool(JsonWriter *json, bool value);
void json_raw(JsonWriter *json, Str value); /* one that is JSON already */
void json_none(JsonWriter *json);           /* null; the name json_null is jansson's */

#endif
