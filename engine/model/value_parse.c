/* Values as authors write them. Cells of rosters, which people write as they please, are read by cell.c. */
#include "base/daytime.h"
#include "base/instant.h"
#include "model/value.h"

static bool parse_timestamp(Str text, Value *out)
{
    int64_t seconds;
    int32_t nanos;
    bool read = instant_parse(text, &seconds, &nanos) == INSTANT_OK;
    if (read)
        *out = value_timestamp(seconds, nanos);
    return read;
}

static bool parse_time(Str text, Value *out)
{
    int64_t nanos;
    bool read = daytime_parse_exact(text, &nanos) == DAYTIME_OK;
    if (read)
        *out = value_time(nanos);
    return read;
}

static bool parse_date(Str text, Value *out)
{
    Date date;
    bool read = date_parse_iso(text, &date);
    if (read)
        *out = value_date(date);
    return read;
}

static bool parse_double(Str text, Value *out)
{
    double number;
    bool read = str_to_double(text, &number);
    if (read)
        *out = value_double(number);
    return read;
}

static bool parse_int(Str text, Value *out)
{
    int64_t number;
    bool read = str_to_int(text, &number);
    if (read)
        *out = value_int(number);
    return read;
}

static bool parse_bool(Str text, Value *out)
{
    bool is_true = str_is(text, "true");
    *out = value_bool(is_true);
    return is_true || str_is(text, "false");
}

static bool parse_string(Str text, Value *out)
{
    *out = value_str(text);
    return true;
}

bool value_parse(Kind kind, Str text, Value *out)
{
    static bool (*const parsers[KIND_COUNT])(Str, Value *) = {
        [KIND_STRING] = parse_string, [KIND_BOOL] = parse_bool,           [KIND_INT] = parse_int,   [KIND_DOUBLE] = parse_double,
        [KIND_DATE] = parse_date,     [KIND_TIMESTAMP] = parse_timestamp, [KIND_TIME] = parse_time,
    };
    return parsers[kind] && parsers[kind](text, out);
}
