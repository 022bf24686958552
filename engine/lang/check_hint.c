/* What to do where CEL surprises: it converts nothing by itself, null is no text, and months are no
   durations. One row for each pair of kinds that people mix. */
#include "lang/checking.h"

#include "base/daytime.h"

typedef struct {
    Checking *c;
    const Expr *a, *b; /* one may be NULL: only its type is wanted */
    Kind kind_a, kind_b;
    bool sum; /* operands of + or -; else of a comparison, or what is wanted of an argument */
} Pair;

static bool is_number_kind(Kind kind)
{
    return kind == KIND_INT || kind == KIND_UINT || kind == KIND_DOUBLE;
}

static bool is_calendar(Kind kind)
{
    return kind == KIND_DATE || kind == KIND_PERIOD;
}

static bool is_literal(const Expr *expr, Kind kind)
{
    return expr && expr->kind == EXPR_LITERAL && expr->literal.kind == kind;
}

/* A number as it is written when it is to be of another kind; false where that cannot be. */
static bool add_as(Text *out, Value number, Kind kind)
{
    Text written = { 0 };
    value_print(&written, number, 0);
    Str digits = text_str(&written);
    bool whole = true;
    if (number.kind == KIND_DOUBLE) {
        whole = str_ends_with(digits, STR(".0"));
        digits.len -= whole ? 2 : 0;
    } else if (number.kind == KIND_UINT) {
        digits.len -= 1; /* the u */
    }
    bool fits = (whole || kind == KIND_DOUBLE) && !(kind == KIND_UINT && digits.at[0] == '-');
    if (fits)
        text_format(out, "%.*s%s", STR_ARG(digits), kind == KIND_DOUBLE ? ".0" : kind == KIND_UINT ? "u" : "");
    text_free(&written);
    return fits;
}

static bool hint_literal(const Pair *pair)
{
    Text text = { 0 };
    bool hinted = is_literal(pair->a, pair->kind_a) && add_as(&text, pair->a->literal, pair->kind_b);
    if (hinted)
        check_hint(pair->c, "write %.*s", STR_ARG(text_str(&text)));
    text_free(&text);
    return hinted;
}

static const char *conversion_to(Kind kind)
{
    return kind == KIND_INT ? "int(…)" : kind == KIND_UINT ? "uint(…)" : "double(…)";
}

static Pair turned(const Pair *pair)
{
    return (Pair) { pair->c, pair->b, pair->a, pair->kind_b, pair->kind_a, pair->sum };
}

static bool is_whole_division(const Expr *expr, Kind kind)
{
    return expr && expr_is(expr, OPERATOR_DIVIDE) && kind != KIND_DOUBLE;
}

/* double(a / b) would be as wrong as a / b. */
static bool hint_division(const Pair *pair)
{
    if (!is_whole_division(pair->a, pair->kind_a) || !is_number_kind(pair->kind_a) || pair->kind_b != KIND_DOUBLE)
        return false;
    check_hint(pair->c, "whole numbers are divided without a fraction, 7 / 2 is 3: write double(…) / double(…)");
    return true;
}

static bool hint_numbers(const Pair *pair)
{
    if (!is_number_kind(pair->kind_a) || !is_number_kind(pair->kind_b) || pair->kind_a == pair->kind_b)
        return false;
    Pair other = turned(pair);
    if (hint_literal(pair) || hint_literal(&other))
        return true;
    if (pair->a && pair->b)
        check_hint(pair->c, "numbers of two types do not mix: write %s or %s around one of them", conversion_to(pair->kind_a),
                   conversion_to(pair->kind_b));
    else
        check_hint(pair->c, "write %s around it", conversion_to(pair->a ? pair->kind_b : pair->kind_a));
    return true;
}

static bool hint_null(const Pair *pair)
{
    if (pair->kind_a != KIND_NULL || !pair->a || !pair->b)
        return false;
    Text text = { 0 };
    if (pair->b->kind == EXPR_SELECT && !pair->b->select.test && !pair->b->select.optional) {
        expr_print(&text, pair->b);
        Str shown = words_clip(text_str(&text));
        check_hint(pair->c, "it is never null: has(%.*s) tells whether there is a value", STR_ARG(shown));
    } else {
        check_hint(pair->c, "it is never null; has(…) tells whether a field has a value");
    }
    text_free(&text);
    return true;
}

/* A literal of which date(…) or time(…) may make a value. Other makers take any. */
static bool is_text_of(const Expr *expr, Kind kind)
{
    Date date;
    int64_t nanos;
    if (!is_literal(expr, KIND_STRING))
        return false;
    Str text = value_as_str(expr->literal);
    return kind == KIND_DATE ? date_parse(text, &date) : kind != KIND_TIME || daytime_parse_exact(text, &nanos) == DAYTIME_OK;
}

/* A text where a point in time is meant. */
static bool hint_time_text(const Pair *pair)
{
    if (pair->kind_a != KIND_STRING || !pair->a)
        return false;
    const char *maker = pair->kind_b == KIND_DATE        ? "date"
                        : pair->kind_b == KIND_TIME      ? "time"
                        : pair->kind_b == KIND_TIMESTAMP ? "timestamp"
                        : pair->kind_b == KIND_DURATION  ? "duration"
                                                         : NULL;
    if (!maker)
        return false;
    if (is_text_of(pair->a, pair->kind_b)) {
        Text text = { 0 };
        value_print(&text, pair->a->literal, 40);
        check_hint(pair->c, "write %s(%.*s)", maker, STR_ARG(text_str(&text)));
        text_free(&text);
    } else {
        check_hint(pair->c, "%s(…) makes a %s of a text", maker, maker);
    }
    return true;
}

static bool hint_duration(const Pair *pair)
{
    if (pair->kind_a != KIND_DURATION || !is_calendar(pair->kind_b))
        return false;
    check_hint(pair->c, "a duration is hours, minutes and seconds; days(n), weeks(n), months(n) and years(n) "
                        "are periods");
    return true;
}

/* A time of day beside something that is none. */
static bool hint_clock(const Pair *pair)
{
    if (pair->kind_a != KIND_TIME)
        return false;
    if (pair->kind_b == KIND_TIMESTAMP)
        check_hint(pair->c, "time(…) gives the time of day of a timestamp, timestamp(date, time) the instant of a day and a time");
    else if (pair->kind_b == KIND_DATE)
        check_hint(pair->c, "a time of day is of any day: timestamp(date, time) is the instant of both");
    else if (is_number_kind(pair->kind_b) || pair->kind_b == KIND_PERIOD)
        check_hint(pair->c, "a length of time is written duration('90m'); getHours(), getMinutes() and getSeconds() are numbers");
    return pair->kind_b == KIND_TIMESTAMP || is_calendar(pair->kind_b) || is_number_kind(pair->kind_b);
}

static bool hint_timestamp(const Pair *pair)
{
    if (pair->kind_a != KIND_TIMESTAMP || !is_calendar(pair->kind_b))
        return false;
    if (pair->kind_b == KIND_PERIOD)
        check_hint(pair->c, "periods are added to dates: date(…) gives the day of a timestamp");
    else
        check_hint(pair->c, "date(…) gives the day of a timestamp");
    return true;
}

static const Expr *minus_arg(const Expr *expr, uint32_t arg)
{
    return expr && expr_is(expr, OPERATOR_SUBTRACT) ? expr->call.args[arg] : NULL;
}

static int64_t check_hint_number_of(const Expr *expr)
{
    return is_literal(expr, KIND_INT) ? expr->literal.i : 0;
}

/* 2003-06-01 without quotes is a subtraction: 1996. */
static bool hint_bare_day(const Pair *pair)
{
    const Expr *month = minus_arg(minus_arg(pair->a, 0), 1);
    int64_t y = check_hint_number_of(minus_arg(minus_arg(pair->a, 0), 0)), m = check_hint_number_of(month),
            d = check_hint_number_of(minus_arg(pair->a, 1));
    if (y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    check_hint(pair->c, "a day is written date('%04d-%02d-%02d')", (int) y, (int) m, (int) d);
    return true;
}

static bool hint_days(const Pair *pair)
{
    if (pair->kind_a != KIND_INT || !is_calendar(pair->kind_b))
        return false;
    if (hint_bare_day(pair))
        return true;
    bool literal = is_literal(pair->a, KIND_INT);
    if (pair->kind_b == KIND_DATE && !pair->sum)
        check_hint(pair->c, "year(), month() and day() give the parts of a date");
    else if (literal)
        check_hint(pair->c, "write days(%lld), or months or years", (long long) pair->a->literal.i);
    else
        check_hint(pair->c, "days(n), weeks(n), months(n) and years(n) make periods of numbers");
    return true;
}

static bool hint_time_number(const Pair *pair)
{
    if (!is_number_kind(pair->kind_a))
        return false;
    if (pair->kind_b == KIND_DURATION)
        check_hint(pair->c, "write a length of time as duration('90m'); getHours(), getMinutes() and "
                            "getSeconds() count");
    else if (pair->kind_b == KIND_TIMESTAMP)
        check_hint(pair->c, "a length of time is written duration('90m')");
    return pair->kind_b == KIND_DURATION || pair->kind_b == KIND_TIMESTAMP;
}

static bool hint_text_number(const Pair *pair)
{
    double number;
    if (pair->kind_a != KIND_STRING || !is_number_kind(pair->kind_b))
        return false;
    if (!pair->a || pair->sum)
        check_hint(pair->c, "string(…) makes a text of a number");
    else if (is_literal(pair->a, KIND_STRING) && str_to_double(value_as_str(pair->a->literal), &number))
        check_hint(pair->c, "write the number without quotes");
    else
        check_hint(pair->c, "%s reads a number from a text", conversion_to(pair->kind_b));
    return true;
}

static bool hint_text_bool(const Pair *pair)
{
    if (pair->kind_a != KIND_STRING || pair->kind_b != KIND_BOOL)
        return false;
    check_hint(pair->c, "a bool is true or false, without quotes");
    return true;
}

static bool hint_to_text(const Pair *pair)
{
    if (pair->kind_a != KIND_STRING || pair->kind_b == KIND_STRING || pair->kind_b > KIND_PERIOD || !pair->b)
        return false;
    check_hint(pair->c, "string(…) makes a text of it");
    return true;
}

static bool hint_optional(const Pair *pair)
{
    if (pair->kind_a != KIND_OPTIONAL || !pair->a)
        return false;
    check_hint(pair->c, "orValue(…) gives what an optional holds, or else a value of your own");
    return true;
}

static bool (*const hints[])(const Pair *pair) = {
    hint_null,      hint_optional, hint_division,    hint_numbers,     hint_time_text, hint_duration, hint_clock,
    hint_timestamp, hint_days,     hint_time_number, hint_text_number, hint_text_bool, hint_to_text,
};

static bool hint_pair(const Pair *pair)
{
    Pair other = turned(pair);
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (hints[i](pair) || hints[i](&other))
            return true;
    return false;
}

void hint_of_operands(Checking *c, const CallArgs *args)
{
    Operator operator= args->call->call.operator;
    Pair pair = { .c = c, .a = args->args[0], .b = args->args[1] };
    pair.kind_a = infer_head(&c->infer, args->types[0])->kind;
    pair.kind_b = infer_head(&c->infer, args->types[1])->kind;
    pair.sum = operator== OPERATOR_ADD || operator== OPERATOR_SUBTRACT;
    hint_pair(&pair);
}

void hint_of_wanted(Checking *c, const Expr *expr, const Type *type, const Type *wanted)
{
    Pair pair = { .c = c, .a = expr };
    pair.kind_a = infer_head(&c->infer, type)->kind;
    pair.kind_b = infer_head(&c->infer, wanted)->kind;
    hint_pair(&pair);
}
