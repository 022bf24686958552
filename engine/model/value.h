/* Values at run time, tagged: what columns of `dyn`, lists and maps hold, and what goes in and out of the
   engine. 16 bytes, immutable; what they point at lives in an arena named by whoever made them. */
#ifndef DULY_MODEL_VALUE_H
#define DULY_MODEL_VALUE_H

#include "base/workdays.h"
#include "model/type.h"

typedef struct Value Value;
typedef struct List List;
typedef struct MapValue MapValue;

/* What a period is made of. */
typedef struct {
    int32_t months, days, workdays;
    const NamedCalendar *calendar; /* that its working days are counted by; NULL: the one that is meant where none is named */
} PeriodParts;

/* The key of a record: as it is written, and by what it is known (identity.h). */
typedef struct {
    Str text, identity;
} RecordKey;

struct Value {
    uint8_t kind;   /* a Kind below KIND_DYN */
    uint8_t status; /* of KIND_ERROR: STATUS_MISSING or STATUS_ERROR */
    bool is_named;  /* of a period: counted by a calendar of its own, so that it stands in `parts` */
    union {
        uint32_t len;     /* bytes of a string, bytes, an address, a network */
        int32_t nanos;    /* of a timestamp, 0..999,999,999 */
        int32_t workdays; /* of a period */
        uint32_t row;     /* of a record: its number in its table; ROW_NONE: there is no such record, ROW_ABSENT: nor any other */
    };
    union {
        bool boolean;
        int64_t i; /* int; seconds of a timestamp; nanoseconds of a duration, and of a day's time since its midnight */
        uint64_t u;
        double d;
        const char *at; /* string, bytes; of an address its 4 or 16; a network has one more, how many bits are its own */
        Date date;
        struct {
            int32_t months, days;
        } period;
        const PeriodParts *parts;
        const List *list;
        const MapValue *map;
        const Value *optional; /* NULL: none */
        const Type *type;      /* of KIND_TYPE; compared by kind, opaque ones by name */
        const RecordKey *key;  /* of a record: what references to it hold */
    };
};

enum {
    ROW_NONE = UINT32_MAX,
    ROW_ABSENT = UINT32_MAX - 1 /* the records of its table are not there: whether it is among them nobody knows */
};

/* What a row of a column is. Flags, OR-ed by strict operations: 0 is a present value. */
enum { STATUS_OK = 0, STATUS_MISSING = 1, STATUS_ERROR = 2 };

struct List {
    uint32_t count;
    const Value *at;
};

typedef struct {
    Value key, value;
} MapPair;

/* Pairs in the order in which they were written, and an index sorted by key for maps of some size. */
struct MapValue {
    uint32_t count;
    const MapPair *at;
    const uint32_t *sorted; /* NULL: small, look one by one */
};

static inline Value value_null(void)
{
    return (Value) { .kind = KIND_NULL };
}
static inline Value value_bool(bool b)
{
    return (Value) { .kind = KIND_BOOL, .boolean = b };
}
static inline Value value_int(int64_t i)
{
    return (Value) { .kind = KIND_INT, .i = i };
}
static inline Value value_uint(uint64_t u)
{
    return (Value) { .kind = KIND_UINT, .u = u };
}
static inline Value value_double(double d)
{
    return (Value) { .kind = KIND_DOUBLE, .d = d };
}
static inline Value value_str(Str s)
{
    return (Value) { .kind = KIND_STRING, .len = (uint32_t) s.len, .at = s.at };
}
static inline Value value_bytes(Str s)
{
    return (Value) { .kind = KIND_BYTES, .len = (uint32_t) s.len, .at = s.at };
}
static inline Value value_timestamp(int64_t seconds, int32_t nanos)
{
    return (Value) { .kind = KIND_TIMESTAMP, .nanos = nanos, .i = seconds };
}
static inline Value value_duration(int64_t nanos)
{
    return (Value) { .kind = KIND_DURATION, .i = nanos };
}
static inline Value value_time(int64_t nanos)
{
    return (Value) { .kind = KIND_TIME, .i = nanos };
}
static inline Value value_date(Date date)
{
    return (Value) { .kind = KIND_DATE, .date = date };
}
static inline Value value_period(int32_t months, int32_t days, int32_t workdays)
{
    return (Value) { .kind = KIND_PERIOD, .workdays = workdays, .period = { months, days } };
}
static inline PeriodParts value_as_period(Value v)
{
    return v.is_named ? *v.parts : (PeriodParts) { v.period.months, v.period.days, v.workdays, NULL };
}
static inline Value value_list(const List *list)
{
    return (Value) { .kind = KIND_LIST, .list = list };
}
static inline Value value_map(const MapValue *map)
{
    return (Value) { .kind = KIND_MAP, .map = map };
}
static inline Value value_optional(const Value *of)
{
    return (Value) { .kind = KIND_OPTIONAL, .optional = of };
}
static inline Value value_type(const Type *type)
{
    return (Value) { .kind = KIND_TYPE, .type = type };
}
static inline Value value_record(uint32_t row, const RecordKey *key)
{
    return (Value) { .kind = KIND_RECORD, .row = row, .key = key };
}
static inline Value value_error(void)
{
    return (Value) { .kind = KIND_ERROR, .status = STATUS_ERROR };
}
static inline Value value_missing(void)
{
    return (Value) { .kind = KIND_ERROR, .status = STATUS_MISSING };
}

static inline Str value_as_str(Value v)
{
    return (Str) { v.at, v.len };
}
static inline bool value_is_error(Value v)
{
    return v.kind == KIND_ERROR;
}
static inline bool value_is_number(Value v)
{
    return v.kind >= KIND_INT && v.kind <= KIND_DOUBLE;
}
/* Of a number; the nearest one, where it is whole and large. */
static inline double value_as_double(Value v)
{
    return v.kind == KIND_DOUBLE ? v.d : v.kind == KIND_UINT ? (double) v.u : (double) v.i;
}

/* CEL's ==: different kinds are unequal, numbers lie on one line, NaN equals nothing, lists and maps by
   content. Never fails. A period equals one with the same months, days and workdays of the same calendar. */
bool value_equal(Value a, Value b);

/* CEL's ordering: false when these two are not ordered ("no such overload"); NaN: every comparison false, told by
   *order == ORDER_NONE. Int or uint against double by CEL's lossy rule. Dates by day. */
typedef enum { ORDER_LESS = -1, ORDER_SAME = 0, ORDER_MORE = 1, ORDER_NONE = 2 } Order;
bool value_order(Value a, Value b, Order *order);

/* A map of pairs; duplicate keys (by CEL equality) and keys of a kind that cannot be one: NULL, the index of the
   offending pair in *bad. The pairs must outlive the map. */
const MapValue *map_value_new(Arena *arena, const MapPair *pairs, uint32_t count, uint32_t *bad);
/* The pair with this key, or NULL. */
const MapPair *map_value_find(const MapValue *map, Value key);

/* As an author writes it, for messages and `eval`: 'text', 3u, 1.0, date('2003-06-01'), [1, 2], {'a': 1},
   duration('90s'), time('09:30'), timestamp('...'), optional.of(1). At most about limit bytes, then "..." (0: no limit). */
void value_print(Text *out, Value value, size_t limit);
/* As people read it in a message: text without quotes, dates as 2003-06-01, periods in words, doubles short. */
void value_show(Text *out, Value value);

/* Reads what an author writes where a value of this kind is known to be meant (a bound, a parameter on the command line): one way
   to write each, so that a slip is no other value. False where it is none, and for kinds that are not written so. */
bool value_parse(Kind kind, Str text, Value *out);

/* "2003-06-01T00:00:00Z" with the fraction trimmed; "5400s"; "12 months", "3 workdays (school)"; for string() and
   printing. */
void timestamp_print(Text *out, int64_t seconds, int32_t nanos);
void duration_print(Text *out, int64_t nanos);
void period_print(Text *out, PeriodParts period);

#endif
