/* Regular expressions: searching, taking out, replacing. */
#include "lang/cache.h"
#include "lang/fn.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* Giving up has taken long: a hundred such searches are enough. */
/* pattern_search gives up after 4,000,000 steps of its own (base/pattern.c), which are not counted here one by one. */
enum { LIMIT_STEPS = 100000 };

static Matcher *matcher_of(Call *call)
{
    return call->matcher ? call->matcher : matcher_new(call->arena);
}

static Value too_costly(Call *call, const Pattern *pattern)
{
    if (!call_step(call, LIMIT_STEPS))
        return value_error();
    return call_fail(call, "the pattern '%.*s' is too costly for this text", STR_ARG(pattern_text(pattern)));
}

static Value run_matches(Call *call, const Value *args)
{
    const Pattern *pattern = call_pattern(call, fn_str(args[1]));
    if (!pattern || !fn_walk(call, args[0].len))
        return value_error();
    Match match = pattern_search(pattern, matcher_of(call), fn_str(args[0]), 0, NULL);
    return match == MATCH_LIMIT ? too_costly(call, pattern) : value_bool(match == MATCH_YES);
}

/* ---- one match after the other */

/* One match after the other, as Go's regexp has it, and so cel-go: an empty match right behind the last one does not count, and the
   search goes on a code point later. */
typedef struct {
    Call *call;
    const Pattern *pattern;
    Matcher *matcher;
    Str subject;
    size_t *groups;  /* of the last match */
    size_t from;     /* where to search */
    size_t last_end; /* of the last match; SIZE_MAX: none yet */
    bool failed;
} Scan;

static bool scan_open(Scan *scan, Call *call, const Value *args)
{
    *scan = (Scan) { .call = call, .subject = fn_str(args[0]), .last_end = SIZE_MAX };
    scan->pattern = call_pattern(call, fn_str(args[1]));
    if (!scan->pattern)
        return false;
    scan->matcher = matcher_of(call);
    scan->groups = fn_array(call, 2 * (1 + (uint64_t) pattern_groups(scan->pattern)), sizeof(size_t));
    return scan->groups != NULL;
}

static void step_over(Scan *scan)
{
    size_t size = 1;
    if (scan->from < scan->subject.len)
        utf8_decode(scan->subject.at + scan->from, &size);
    scan->from += size;
}

/* Finds the next match; an empty one right behind the last match is none. */
static bool scan_next(Scan *scan)
{
    while (scan->from <= scan->subject.len) {
        /* Any match may have looked at all of the rest. */
        if (!fn_walk(scan->call, scan->subject.len - scan->from)) {
            scan->failed = true;
            return false;
        }
        Match match = pattern_search(scan->pattern, scan->matcher, scan->subject, scan->from, scan->groups);
        if (match == MATCH_LIMIT)
            too_costly(scan->call, scan->pattern);
        scan->failed = match == MATCH_LIMIT;
        if (match != MATCH_YES)
            return false;
        size_t start = scan->groups[0], end = scan->groups[1];
        bool repeated = start == end && end == scan->last_end;
        scan->from = end;
        if (start == end)
            step_over(scan);
        if (repeated)
            continue;
        scan->last_end = end;
        return true;
    }
    return false;
}

/* What extract gives: the only group, or all of the match; false where the group took no part or found nothing, which are the same
   to RE2. */
static bool scan_taken(const Scan *scan, Str *taken)
{
    size_t group = pattern_groups(scan->pattern) > 0 ? 1 : 0;
    if (scan->groups[2 * group] == SIZE_MAX)
        return false;
    *taken = str_slice(scan->subject, scan->groups[2 * group], scan->groups[2 * group + 1]);
    return group == 0 || taken->len > 0;
}

static bool scan_open_to_extract(Scan *scan, Call *call, const Value *args)
{
    if (!scan_open(scan, call, args))
        return false;
    if (pattern_groups(scan->pattern) > 1) {
        fn_fail(call, "the pattern $2 has more than one group: which one is wanted?", args);
        return false;
    }
    return true;
}

static Value run_extract(Call *call, const Value *args)
{
    Scan scan;
    Str taken;
    if (!scan_open_to_extract(&scan, call, args))
        return value_error();
    bool found = scan_next(&scan) && scan_taken(&scan, &taken);
    if (scan.failed)
        return value_error();
    return found ? fn_optional_of(call, value_str(taken)) : value_optional(NULL);
}

static Value run_extract_all(Call *call, const Value *args)
{
    Scan scan;
    Str taken;
    GrowingList all = { .call = call };
    if (!scan_open_to_extract(&scan, call, args))
        return value_error();
    while (!all.failed && scan_next(&scan))
        if (scan_taken(&scan, &taken))
            grow_item(&all, value_str(taken));
    return scan.failed ? value_error() : grow_list_end(&all);
}

/* ---- replacing */

/* Whether every backslash is followed by another one or by the number of a group. */
static bool check_replacement(Call *call, const Pattern *pattern, const Value *args)
{
    Str text = fn_str(args[2]);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\\')
            continue;
        char next = ++i < text.len ? text.at[i] : '\0';
        bool digit = ascii_is_digit(next);
        if (next == '\\' || (digit && (uint32_t) (next - '0') <= pattern_groups(pattern)))
            continue;
        fn_fail(call,
                digit ? "$3 names a group that the pattern $2 does not have"
                      : "in $3, a backslash is followed by neither a digit nor a backslash",
                args);
        return false;
    }
    return fn_walk(call, text.len);
}

static void grow_replacement(Growing *out, const Scan *scan, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\\' || text.at[i + 1] == '\\') {
            i += text.at[i] == '\\';
            grow_char(out, text.at[i]);
            continue;
        }
        size_t group = (size_t) (text.at[++i] - '0');
        if (scan->groups[2 * group] != SIZE_MAX)
            grow_add(out, str_slice(scan->subject, scan->groups[2 * group], scan->groups[2 * group + 1]));
    }
}

static Value fn_regex_replace(Call *call, const Value *args, int64_t limit)
{
    Scan scan;
    Growing out = { .call = call };
    size_t copied = 0;
    if (!scan_open(&scan, call, args) || !check_replacement(call, scan.pattern, args))
        return value_error();
    for (; limit != 0 && !out.failed && scan_next(&scan); limit -= limit > 0) {
        grow_add(&out, str_slice(scan.subject, copied, scan.groups[0]));
        grow_replacement(&out, &scan, fn_str(args[2]));
        out.failed |= !fn_walk(call, args[2].len);
        copied = scan.groups[1];
    }
    grow_add(&out, str_slice(scan.subject, copied, scan.subject.len));
    return scan.failed ? value_error() : grow_end(&out);
}

static Value fn_regex_run_replace(Call *call, const Value *args)
{
    return fn_regex_replace(call, args, -1);
}

static Value fn_regex_run_replace_some(Call *call, const Value *args)
{
    return fn_regex_replace(call, args, args[3].i);
}

#define PATTERN PREPARED(prepare_pattern, 1)

static const Overload rows[] = {
    { "matches", METHOD, PARAMS2(STRING, STRING), &TYPE_BOOL, run_matches, PATTERN, "'A1234567'.matches(r'^A\\d{7}$')",
      "whether the pattern is found in the text" },
    { "matches", FUNCTION, PARAMS2(STRING, STRING), &TYPE_BOOL, run_matches, PATTERN, "matches('abc', '^a')",
      "whether the pattern is found in the text" },
    { "regex.extract", FUNCTION, PARAMS2(STRING, STRING), &TYPE_OPTIONAL_STRING, run_extract, PATTERN,
      "regex.extract('item 42', r'(\\d+)').value() == '42'", "what the pattern's group, or the pattern, finds first" },
    { "regex.extractAll", FUNCTION, PARAMS2(STRING, STRING), &TYPE_LIST_STRING, run_extract_all, PATTERN,
      "regex.extractAll('a1 b22', r'\\d+') == ['1', '22']", "all that the pattern's group, or the pattern, finds" },
    { "regex.replace", FUNCTION, PARAMS3(STRING, STRING, STRING), &TYPE_STRING, fn_regex_run_replace, PATTERN,
      "regex.replace('2003-06', r'(\\d+)-(\\d+)', r'\\2/\\1') == '06/2003'",
      "the text with what the pattern finds replaced; \\1 to \\9 stand for its groups" },
    { "regex.replace", FUNCTION, PARAMS4(STRING, STRING, STRING, INT), &TYPE_STRING, fn_regex_run_replace_some, PATTERN,
      "regex.replace('aaa', 'a', 'b', 2) == 'bba'", "the same for the first few; all when negative" },
};

const OverloadTable fn_regex = OVERLOAD_TABLE(rows);
