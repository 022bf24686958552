/* Zone files as RFC 8536 describes them: a table of transitions, and a rule in POSIX's notation for what
   follows. */
#include "base/ascii.h"
#include "base/zone.h"

#include "base/calendar.h"
#include "base/instant.h"
#include "base/io.h"

enum { DAY_SECONDS = 86400, HOUR = 3600, FILE_MAX = 1 << 20, NAME_MAX_BYTES = 64, HEADER = 44 };

/* When, within a year, clocks change: Mm.w.d, Jn or n, and a time of that day. */
typedef struct {
    char form; /* 'M', 'J', or '0' */
    int month, week, day;
    int32_t time; /* local seconds after midnight; may be negative or beyond the day */
} Change;

typedef struct {
    bool present, has_summer;
    int32_t standard, summer; /* seconds east of UTC */
    Change start, end;        /* of summer time */
} Rule;

struct Zone {
    uint32_t count;
    const int64_t *at;     /* instants of transitions, ascending */
    const int32_t *offset; /* count + 1: before the first, after each */
    Rule rule;
};

/* ---- the rule */

typedef struct {
    Str text;
    size_t at;
    bool bad;
} Scan;

static char zone_peek(const Scan *scan)
{
    return scan->at < scan->text.len ? scan->text.at[scan->at] : '\0';
}

static bool zone_take(Scan *scan, char c)
{
    bool found = zone_peek(scan) == c && c != '\0';
    scan->at += found;
    return found;
}

/* "CET" or "<+0530>". */
static void skip_abbreviation(Scan *scan)
{
    size_t start = scan->at;
    if (zone_take(scan, '<')) {
        while (zone_peek(scan) != '\0' && zone_peek(scan) != '>')
            scan->at++;
        scan->bad |= !zone_take(scan, '>');
        return;
    }
    while (ascii_is_letter(zone_peek(scan)))
        scan->at++;
    scan->bad |= scan->at == start;
}

static int32_t scan_number(Scan *scan, int32_t limit)
{
    size_t start = scan->at;
    int32_t number = 0;
    for (; ascii_is_digit(zone_peek(scan)) && number <= limit; scan->at++)
        number = number * 10 + (zone_peek(scan) - '0');
    scan->bad |= scan->at == start || number > limit;
    return number;
}

/* [+-]hh[:mm[:ss]]; hours reach 167 in the times of rules. */
static int32_t scan_time(Scan *scan)
{
    bool negative = zone_take(scan, '-');
    if (!negative)
        zone_take(scan, '+');
    int32_t seconds = scan_number(scan, 167) * HOUR;
    if (zone_take(scan, ':'))
        seconds += scan_number(scan, 59) * 60;
    if (zone_take(scan, ':'))
        seconds += scan_number(scan, 59);
    return negative ? -seconds : seconds;
}

static Change scan_change(Scan *scan)
{
    Change change = { .form = '0', .time = 2 * HOUR };
    scan->bad |= !zone_take(scan, ',');
    if (zone_take(scan, 'M')) {
        change.form = 'M';
        change.month = scan_number(scan, 12);
        scan->bad |= !zone_take(scan, '.');
        change.week = scan_number(scan, 5);
        scan->bad |= !zone_take(scan, '.');
        change.day = scan_number(scan, 6);
        scan->bad |= change.month == 0 || change.week == 0;
    } else {
        change.form = zone_take(scan, 'J') ? 'J' : '0';
        change.day = scan_number(scan, 365);
        scan->bad |= change.form == 'J' && change.day == 0;
    }
    if (zone_take(scan, '/'))
        change.time = scan_time(scan);
    return change;
}

static bool rule_parse(Str text, Rule *rule)
{
    Scan scan = { .text = text };
    *rule = (Rule) { .present = text.len > 0 };
    if (!rule->present)
        return true;
    skip_abbreviation(&scan);
    rule->standard = -scan_time(&scan); /* POSIX counts west */
    if (!scan.bad && scan.at < text.len) {
        rule->has_summer = true;
        skip_abbreviation(&scan);
        rule->summer = rule->standard + HOUR;
        if (zone_peek(&scan) != ',')
            rule->summer = -scan_time(&scan);
        rule->start = scan_change(&scan);
        rule->end = scan_change(&scan);
    }
    return !scan.bad && scan.at == text.len;
}

/* The day (0 = 1970-01-01) of a change in a year. */
static int64_t change_day(const Change *change, int year)
{
    int64_t new_year = date_to_day(date_pack(year, 1, 1));
    if (change->form == '0')
        return new_year + change->day;
    if (change->form == 'J') /* 29 February is never counted */
        return new_year + change->day - 1 + (year_days(year) == 366 && change->day > 59);
    Date first = date_pack(year, change->month, 1);
    int weekday = date_weekday(first) % 7; /* Sunday = 0, as POSIX has it */
    int day = 1 + (change->day - weekday + 7) % 7 + 7 * (change->week - 1);
    while (day > month_days(year, change->month))
        day -= 7;
    return date_to_day(first) + day - 1;
}

static int32_t rule_offset(const Rule *rule, int64_t seconds)
{
    if (!rule->has_summer)
        return rule->standard;
    int32_t second_of_day;
    int64_t local_day = instant_day(seconds + rule->standard, &second_of_day);
    local_day = local_day < DAY_MIN ? DAY_MIN : local_day > DAY_MAX ? DAY_MAX : local_day;
    int year = date_year(date_of_day((int32_t) local_day));
    int64_t start = change_day(&rule->start, year) * DAY_SECONDS + rule->start.time - rule->standard;
    int64_t end = change_day(&rule->end, year) * DAY_SECONDS + rule->end.time - rule->summer;
    bool summer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
    return summer ? rule->summer : rule->standard;
}

/* ---- the table */

static uint32_t load_32(const char *at)
{
    const unsigned char *byte = (const unsigned char *) at;
    return (uint32_t) byte[0] << 24 | (uint32_t) byte[1] << 16 | (uint32_t) byte[2] << 8 | byte[3];
}

static int64_t load_64(const char *at)
{
    return (int64_t) ((uint64_t) load_32(at) << 32 | load_32(at + 4));
}

/* What a header says of its block. */
typedef struct {
    uint32_t universal, standard, leaps, times, types, letters; /* how many of each */
    char version;
} Header;

/* Counts are held to the size of the largest file, so that sums of them cannot run over. */
static bool header_read(Str bytes, size_t at, Header *header)
{
    if (at > bytes.len || bytes.len - at < HEADER || memcmp(bytes.at + at, "TZif", 4) != 0)
        return false;
    const char *counts = bytes.at + at + 20;
    *header = (Header) { load_32(counts),      load_32(counts + 4),  load_32(counts + 8), load_32(counts + 12),
                         load_32(counts + 16), load_32(counts + 20), bytes.at[at + 4] };
    uint32_t most = FILE_MAX;
    return header->universal <= most && header->standard <= most && header->leaps <= most && header->times <= most &&
           header->types <= most && header->letters <= most;
}

/* Bytes of a block whose times have `width` bytes. */
static size_t block_size(const Header *header, size_t width)
{
    return header->times * (width + 1) + header->types * 6 + header->letters + header->leaps * (width + 4) + header->standard +
           header->universal;
}

static bool table_read(Arena *arena, Str block, const Header *header, Zone *zone)
{
    const char *types = block.at + header->times * 8, *rows = types + header->times;
    int64_t *at = arena_array(arena, int64_t, header->times);
    int32_t *offset = arena_array(arena, int32_t, header->times + 1);
    offset[0] = (int32_t) load_32(rows);
    for (uint32_t i = 0; i < header->times; i++) {
        unsigned char type = (unsigned char) types[i];
        if (type >= header->types)
            return false;
        at[i] = load_64(block.at + 8 * (size_t) i);
        offset[i + 1] = (int32_t) load_32(rows + 6 * (size_t) type);
        if ((i > 0 && at[i] <= at[i - 1]) || offset[i + 1] < -DAY_SECONDS || offset[i + 1] > DAY_SECONDS)
            return false;
    }
    *zone = (Zone) { .count = header->times, .at = at, .offset = offset };
    return offset[0] >= -DAY_SECONDS && offset[0] <= DAY_SECONDS;
}

/* The text between the two line ends after the second block. */
static bool footer_read(Str footer, Rule *rule)
{
    if (footer.len < 2 || footer.at[0] != '\n' || footer.at[footer.len - 1] != '\n')
        return false;
    return rule_parse(str_slice(footer, 1, footer.len - 1), rule);
}

/* The first block has times of 32 bits, for old programs, and is passed over. Files that count leap seconds are refused: the instants of
   CEL do not. */
static bool zone_read(Arena *arena, Str bytes, Zone *zone)
{
    Header header;
    if (!header_read(bytes, 0, &header) || header.version < '2')
        return false;
    size_t second = HEADER + block_size(&header, 4), start = second + HEADER;
    if (!header_read(bytes, second, &header) || header.types == 0 || header.leaps > 0)
        return false;
    size_t size = block_size(&header, 8);
    if (bytes.len - start < size || !table_read(arena, str_slice(bytes, start, start + size), &header, zone))
        return false;
    return footer_read(str_slice(bytes, start + size, bytes.len), &zone->rule);
}

const Zone *zone_of_bytes(Arena *arena, Str name, Str bytes, Str *problem)
{
    Zone *zone = arena_new(arena, Zone);
    if (zone_read(arena, bytes, zone))
        return zone;
    *problem = arena_format(arena, "the system's data on the time zone '%.*s' cannot be read", STR_ARG(name));
    return NULL;
}

int32_t zone_offset(const Zone *zone, int64_t seconds)
{
    if (zone->rule.present && (zone->count == 0 || seconds >= zone->at[zone->count - 1]))
        return rule_offset(&zone->rule, seconds);
    uint32_t low = 0, high = zone->count; /* transitions at or before `seconds` */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zone->at[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return zone->offset[low];
}

/* ---- names */

static bool is_name_char(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || c == '-' || c == '+';
}

/* Names of zones are words with slashes between them: nothing that could lead out of the folder.
   "right/..." counts leap seconds, "localtime" depends on the machine. */
static bool is_zone_name(Str name)
{
    if (name.len == 0 || name.len > NAME_MAX_BYTES || !ascii_is_letter(name.at[0]) || name.at[name.len - 1] == '/')
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!is_name_char(name.at[i]) && (name.at[i] != '/' || name.at[i - 1] == '/'))
            return false;
    return !str_starts_with(name, STR("right/")) && !str_is(name, "localtime") && !str_is(name, "posixrules");
}

static const Zone *fixed_zone(Arena *arena, int32_t offset)
{
    Zone *zone = arena_new(arena, Zone);
    zone->rule = (Rule) { .present = true, .standard = offset };
    return zone;
}

const Zone *zone_new(Arena *arena, Str name, Str *problem)
{
    int32_t offset = 0;
    if (str_is(name, "UTC") || offset_parse(name, &offset))
        return fixed_zone(arena, offset);
    Str bytes, reason;
    if (is_zone_name(name)) {
        Str path = arena_format(arena, "/usr/share/zoneinfo/%.*s", STR_ARG(name));
        if (path_kind(path.at) == PATH_FILE && file_read(arena, path.at, FILE_MAX, &bytes, &reason))
            return zone_of_bytes(arena, name, bytes, problem);
    }
    if (name.len > NAME_MAX_BYTES)
        *problem = STR("names of time zones are not that long");
    else
        *problem = arena_format(arena, "there is no time zone '%.*s'", STR_ARG(name));
    return NULL;
}
