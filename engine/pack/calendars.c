/* Calendars: the working week, and year by year the days off and the days worked in their place, as they were published. A later notice
   takes the place of what was said before about a span of days, from the day of its own on.

   What was known when matters: who counted ten working days in September cannot be told in October that a notice moved one of them. So a
   calendar has a version for each day on which something was published, with all its years as they were known then, and a run counts by
   the version of its as-of date (pack_calendars). A version is little, a bit a day, and notices are few.

   What overlays add is read together with the calendar, though it stands in files that come later: the days are worked out once, and
   years and notices have to be told about each other. */
#include "pack/shapes.h"

enum {
    MAX_YEARS = 200,   /* of a calendar */
    MAX_NOTICES = 100, /* later ones, of a calendar */
    MAX_ENTRIES = 366  /* of a list of days */
};

typedef struct {
    Date from, to;
    Span span;
} DaySpan;

typedef struct {
    DaySpan *at;
    uint32_t count;
} DaySpans;

/* What was published about a year, at first or later. */
typedef struct {
    Date on; /* DATE_MIN: at first */
    DaySpan about;
    DaySpans off, work;
    Span at; /* for what is missing */
} Notice;

typedef struct {
    int year;
    Span span;
    Notice first;
    Notice *later; /* ascending by day */
    uint32_t later_count;
} YearEntry;

typedef struct {
    bool works[8];    /* by day of the week, from 1 */
    YearEntry *years; /* ascending */
    uint32_t year_count;
} Plan;

/* ---- days and spans of days */

static bool parse_span(Str text, DaySpan *out)
{
    size_t dots = str_find(text, STR(".."), 0);
    if (dots == SIZE_MAX)
        dots = text.len;
    if (!date_parse_iso(str_trim(str_slice(text, 0, dots)), &out->from))
        return false;
    out->to = out->from;
    return dots == text.len || date_parse_iso(str_trim(str_slice(text, dots + 2, text.len)), &out->to);
}

/* Reads a day or a span of days within a year. False after complaining. */
static bool calendars_read_span(Loader *loader, const YamlNode *node, int year, DaySpan *out)
{
    *out = (DaySpan) { .span = node->span };
    if (!shape_expect(loader, node, YAML_SCALAR, "a day, or a span of days,"))
        return false;
    if (!parse_span(node->text, out)) {
        complain(loader, E_BAD_VALUE, node->span, "'%.*s' is neither a day nor a span of days", STR_ARG(node->text));
        diag_hint(loader->diags, "write 2003-05-01, or 2003-05-01..2003-05-07");
        return false;
    }
    if (out->from > out->to)
        return complain(loader, E_BAD_VALUE, node->span, "the span ends before it begins");
    if (date_year(out->from) == year && date_year(out->to) == year)
        return true;
    return complain(loader, E_BAD_VALUE, node->span, "this is not within the year %d, where it is written", year);
}

static DaySpans read_spans(Loader *loader, const YamlNode *node, int year)
{
    DaySpans spans = { 0 };
    if (!node || !shape_expect(loader, node, YAML_SEQUENCE, "a list of days") ||
        !within_limit(loader, node->span, node->count, MAX_ENTRIES, "days in a list"))
        return spans;
    spans.at = arena_array(loader->arena, DaySpan, node->count);
    for (uint32_t i = 0; i < node->count; i++)
        spans.count += calendars_read_span(loader, node->items[i], year, &spans.at[spans.count]);
    return spans;
}

/* ---- notices */

typedef struct {
    const YamlNode *off, *work, *amended, *replaces;
    LocalText source;
    Date on;
} NoticeDraft;

static const Key year_keys[] = {
    { "off", KEY_OPTIONAL, shape_node, offsetof(NoticeDraft, off), "days",
      "days of the working week that were free; a..b is all days from a to b" },
    { "work", KEY_OPTIONAL, shape_node, offsetof(NoticeDraft, work), "days", "days that were worked although the week does not" },
    { "source", KEY_OPTIONAL, shape_local_text, offsetof(NoticeDraft, source), "local", "the notice" },
    { "amended", KEY_OPTIONAL, shape_node, offsetof(NoticeDraft, amended), "notice[]", "later notices, each from its own day on" },
};
const Shape year_shape = SHAPE("a year of a calendar", year_keys);

static const Key notice_keys[] = {
    { "on", KEY_REQUIRED, shape_date, offsetof(NoticeDraft, on), "day", "the day of the notice" },
    { "replaces", KEY_REQUIRED, shape_node, offsetof(NoticeDraft, replaces), "days",
      "the days that it speaks of: within them it alone counts" },
    { "off", KEY_OPTIONAL, shape_node, offsetof(NoticeDraft, off), "days", "days that are free" },
    { "work", KEY_OPTIONAL, shape_node, offsetof(NoticeDraft, work), "days", "days that are worked" },
    { "source", KEY_OPTIONAL, shape_local_text, offsetof(NoticeDraft, source), "local", "the notice" },
};
const Shape notice_shape = SHAPE("a later notice", notice_keys);

/* Whether the week has some day of the span as (no) working day. A span of free days may run over a weekend: one day that it changes
   will do. */
static bool changes(const Plan *plan, const DaySpan *span, bool from)
{
    int32_t left = date_to_day(span->to) - date_to_day(span->from);
    for (int weekday = date_weekday(span->from); left >= 0; left--, weekday = weekday % 7 + 1)
        if (plan->works[weekday] == from)
            return true;
    return false;
}

static const DaySpan *calendars_find_day(const DaySpans *spans, uint32_t count, const DaySpan *span)
{
    for (uint32_t i = 0; i < count; i++)
        if (spans->at[i].from <= span->to && span->from <= spans->at[i].to)
            return &spans->at[i];
    return NULL;
}

static void check_spans(Loader *loader, const Plan *plan, const Notice *notice, bool off)
{
    const DaySpans *spans = off ? &notice->off : &notice->work;
    for (uint32_t i = 0; i < spans->count; i++) {
        const DaySpan *span = &spans->at[i];
        if (span->from < notice->about.from || span->to > notice->about.to)
            complain(loader, E_BAD_VALUE, span->span, "the notice is not about this day: 'replaces' leaves it out");
        if (calendars_find_day(spans, i, span))
            complain(loader, E_DUPLICATE_NAME, span->span, "this stands in the list already");
        if (!off && calendars_find_day(&notice->off, notice->off.count, span))
            complain(loader, E_DUPLICATE_NAME, span->span, "this is said to be a day off, too");
        if (!changes(plan, span, off))
            complain(loader, W_IDLE_DAY, span->span,
                     off ? "the week does not work on this day anyway" : "the week works on this day anyway");
    }
}

static void read_notice(Loader *loader, const Plan *plan, int year, const NoticeDraft *draft, Notice *notice)
{
    notice->off = read_spans(loader, draft->off, year);
    notice->work = read_spans(loader, draft->work, year);
    check_spans(loader, plan, notice, true);
    check_spans(loader, plan, notice, false);
}

/* Keeps notices ascending by their day. */
static void add_later(Loader *loader, YearEntry *entry, const Notice *notice)
{
    uint32_t at = entry->later_count;
    while (at > 0 && entry->later[at - 1].on > notice->on)
        at--;
    if (at > 0 && entry->later[at - 1].on == notice->on) {
        complain(loader, E_DUPLICATE_NAME, notice->at, "another notice is of that day: write both as one");
        return;
    }
    memmove(entry->later + at + 1, entry->later + at, (entry->later_count - at) * sizeof *entry->later);
    entry->later[at] = *notice;
    entry->later_count++;
}

static void read_later(Loader *loader, const Plan *plan, YearEntry *entry, const YamlNode *node)
{
    NoticeDraft draft = { 0 };
    Notice notice = { .at = node->kind == YAML_MAPPING && node->count ? node->pairs[0].key->span : node->span };
    if (!shape_read(loader, node, &notice_shape, &draft, notice.at) || !draft.on || !draft.replaces)
        return;
    notice.on = draft.on;
    if (!calendars_read_span(loader, draft.replaces, entry->year, &notice.about))
        return;
    read_notice(loader, plan, entry->year, &draft, &notice);
    add_later(loader, entry, &notice);
}

static void read_amended(Loader *loader, const Plan *plan, YearEntry *entry, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_SEQUENCE, "a list of later notices"))
        return;
    if (!within_limit(loader, node->span, entry->later_count + node->count, MAX_NOTICES, "later notices"))
        return;
    Notice *room = arena_array(loader->arena, Notice, entry->later_count + node->count);
    if (entry->later_count)
        memcpy(room, entry->later, entry->later_count * sizeof *room);
    entry->later = room;
    for (uint32_t i = 0; i < node->count; i++)
        read_later(loader, plan, entry, node->items[i]);
}

/* ---- years */

/* What an overlay says of a year that is known: later notices, and nothing else of it. */
static void add_to_year(Loader *loader, const Plan *plan, YearEntry *entry, const YamlPair *pair)
{
    NoticeDraft draft = { 0 };
    if (!shape_read(loader, pair->value, &year_shape, &draft, pair->key->span))
        return;
    if (draft.off || draft.work) {
        complain(loader, E_DUPLICATE_NAME, pair->key->span, "the year %d is known already", entry->year);
        diag_hint(loader->diags, "an overlay adds later notices to it, under 'amended'");
    }
    if (draft.amended)
        read_amended(loader, plan, entry, draft.amended);
}

/* Keeps years ascending. NULL after complaining: the name of a year is none. */
static YearEntry *add_year(Loader *loader, Plan *plan, const YamlNode *name)
{
    int64_t year;
    if (name->text.len != 4 || !str_to_int(name->text, &year) || year < 1) {
        complain(loader, E_BAD_VALUE, name->span, "'%.*s' is not a year such as 2003", STR_ARG(name->text));
        return NULL;
    }
    uint32_t at = plan->year_count++;
    for (; at > 0 && plan->years[at - 1].year > year; at--)
        plan->years[at] = plan->years[at - 1];
    plan->years[at] = (YearEntry) { .year = (int) year, .span = name->span };
    plan->years[at].first.about = (DaySpan) { .from = DATE_MIN, .to = DATE_MAX };
    return &plan->years[at];
}

static void calendars_read_year(Loader *loader, Plan *plan, const YamlPair *pair)
{
    NoticeDraft draft = { 0 };
    int64_t year;
    for (uint32_t i = 0; i < plan->year_count; i++)
        if (str_to_int(pair->key->text, &year) && plan->years[i].year == year) {
            add_to_year(loader, plan, &plan->years[i], pair);
            return;
        }
    YearEntry *entry = add_year(loader, plan, pair->key);
    if (!entry || !shape_read(loader, pair->value, &year_shape, &draft, pair->key->span))
        return;
    read_notice(loader, plan, entry->year, &draft, &entry->first);
    if (draft.amended)
        read_amended(loader, plan, entry, draft.amended);
}

static void read_years(Loader *loader, Plan *plan, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from years to their days") ||
        !within_limit(loader, node->span, plan->year_count + node->count, MAX_YEARS, "years"))
        return;
    YearEntry *room = arena_array(loader->arena, YearEntry, plan->year_count + node->count);
    if (plan->year_count)
        memcpy(room, plan->years, plan->year_count * sizeof *room);
    plan->years = room;
    for (uint32_t i = 0; i < node->count; i++)
        calendars_read_year(loader, plan, &node->pairs[i]);
}

static void read_week(Loader *loader, Plan *plan, const YamlNode *node)
{
    static const char *const words[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
    Scalars days = shape_scalars(loader, node, "a list of days such as [mon, tue]");
    memset(plan->works, 0, sizeof plan->works);
    for (uint32_t i = 0; i < days.count; i++) {
        size_t day = shape_word(loader, days.at[i], "day of the week", words, 7);
        if (day < 7 && plan->works[day + 1])
            complain(loader, E_DUPLICATE_NAME, days.at[i]->span, "'%s' stands here twice", words[day]);
        if (day < 7)
            plan->works[day + 1] = true;
    }
}

/* ---- the days that come of it */

static void set_day(WorkYear *year, int32_t day, bool works)
{
    uint64_t bit = UINT64_C(1) << day % 64;
    year->works[day / 64] = works ? year->works[day / 64] | bit : year->works[day / 64] & ~bit;
}

static void set_week(const Plan *plan, const DaySpan *span, WorkYear *year)
{
    int32_t day = date_day_of_year(span->from), end = date_day_of_year(span->to);
    for (int weekday = date_weekday(span->from); day <= end; day++, weekday = weekday % 7 + 1)
        set_day(year, day, plan->works[weekday]);
}

static void set_spans(const DaySpans *spans, bool works, WorkYear *year)
{
    for (uint32_t i = 0; i < spans->count; i++) {
        int32_t end = date_day_of_year(spans->at[i].to);
        for (int32_t day = date_day_of_year(spans->at[i].from); day <= end; day++)
            set_day(year, day, works);
    }
}

/* The days of a year as they were known on a day. */
static WorkYear days_of_year(const Plan *plan, const YearEntry *entry, Date known)
{
    WorkYear year = { .year = entry->year };
    DaySpan all = { .from = date_pack(entry->year, 1, 1), .to = date_pack(entry->year, 12, 31) };
    set_week(plan, &all, &year);
    set_spans(&entry->first.off, false, &year);
    set_spans(&entry->first.work, true, &year);
    for (uint32_t i = 0; i < entry->later_count && entry->later[i].on <= known; i++) {
        set_week(plan, &entry->later[i].about, &year);
        set_spans(&entry->later[i].off, false, &year);
        set_spans(&entry->later[i].work, true, &year);
    }
    return year;
}

static bool is_amended_on(const YearEntry *entry, Date day)
{
    bool found = false;
    for (uint32_t i = 0; i < entry->later_count; i++)
        found |= entry->later[i].on == day;
    return found;
}

/* Years of which nothing was published on that day are as they were `before`; NULL: nothing was known yet. */
static WorkCalendar days_known(Loader *loader, const Plan *plan, const WorkCalendar *before, Date known)
{
    WorkYear *years = arena_array(loader->arena, WorkYear, plan->year_count);
    for (uint32_t i = 0; i < plan->year_count; i++) {
        bool is_same = before && !is_amended_on(&plan->years[i], known);
        years[i] = is_same ? before->years[i] : days_of_year(plan, &plan->years[i], known);
    }
    return (WorkCalendar) { years, plan->year_count };
}

/* The first day after `from` on which something was published; 0: none. */
static Date next_notice(const Plan *plan, Date from)
{
    Date next = 0;
    for (uint32_t i = 0; i < plan->year_count; i++)
        for (uint32_t j = 0; j < plan->years[i].later_count; j++) {
            Date on = plan->years[i].later[j].on;
            if (on > from && (next == 0 || on < next))
                next = on;
        }
    return next;
}

static void make_versions(Loader *loader, const Plan *plan, Calendar *calendar)
{
    size_t count = 1;
    for (Date on = next_notice(plan, DATE_MIN); on; on = next_notice(plan, on))
        count++;
    if (!within_limit(loader, calendar->span, count, MAX_NOTICES + 1, "days of publication"))
        count = 1;
    calendar->versions = arena_array(loader->arena, CalendarVersion, count);
    Date on = DATE_MIN;
    for (const WorkCalendar *before = NULL; calendar->version_count < count; on = next_notice(plan, on)) {
        CalendarVersion *version = &calendar->versions[calendar->version_count++];
        *version = (CalendarVersion) { on, days_known(loader, plan, before, on) };
        before = &version->days;
    }
}

/* ---- the whole */

typedef struct {
    LocalText title;
    const YamlNode *week, *years;
    bool is_default;
} CalendarDraft;

static const Key calendar_keys[] = {
    { "title", KEY_OPTIONAL, shape_local_text, offsetof(CalendarDraft, title), "local", "what people call it" },
    { "default", KEY_OPTIONAL, shape_bool, offsetof(CalendarDraft, is_default), "bool", "`true`: rules count by it where they name none" },
    { "week", KEY_OPTIONAL, shape_node, offsetof(CalendarDraft, week), "weekday[]",
      "the days that are worked in an ordinary week; an overlay adds years and later notices to a calendar and does not say it" },
    { "years", KEY_REQUIRED, shape_node, offsetof(CalendarDraft, years), "year{}",
      "by year; a year that is not here cannot be counted in" },
};
const Shape calendar_shape = SHAPE("a calendar", calendar_keys);

static void make_default(Loader *loader, uint32_t index, Span span)
{
    Pack *pack = loader->pack;
    if (pack->calendar == INDEX_NONE)
        pack->calendar = index;
    else
        complain(loader, E_DUPLICATE_NAME, span, "'%.*s' is the default already", STR_ARG(pack->calendars[pack->calendar].name));
}

/* What the overlays of a pack add to a calendar of it. It is read with the calendar, whose days are worked out once. */
static void read_additions(Loader *loader, Plan *plan, Str name)
{
    const Source *own = loader->source;
    for (size_t i = 0; i < loader->files.count; i++) {
        const PackFile *file = &loader->files.at[i];
        const YamlNode *said = file->layer < loader->layer ? said_in(file, "calendars", name) : NULL;
        CalendarDraft draft = { 0 };
        loader->source = file->source;
        if (!said || !shape_read(loader, said, &calendar_shape, &draft, said->span))
            continue;
        if (draft.week)
            complain(loader, E_DUPLICATE_NAME, draft.week->span, "an overlay adds 'years' to a calendar: its week stays as it is");
        if (draft.years)
            read_years(loader, plan, draft.years);
    }
    loader->source = own;
}

static void calendars_read_body(Loader *loader, const YamlPair *pair, uint32_t index)
{
    Calendar *calendar = &loader->pack->calendars[index];
    CalendarDraft draft = { 0 };
    Plan plan = { 0 };
    if (pair->value->kind == YAML_MAPPING && !yaml_get(pair->value, "week") && !loader->partial) /* else it may be a pack's below */
        complain(loader, E_MISSING_KEY, pair->key->span, "%s needs 'week'", calendar_shape.what);
    shape_read(loader, pair->value, &calendar_shape, &draft, pair->key->span);
    calendar->title = draft.title;
    if (draft.is_default)
        make_default(loader, index, pair->key->span);
    if (draft.week)
        read_week(loader, &plan, draft.week);
    if (draft.years)
        read_years(loader, &plan, draft.years);
    read_additions(loader, &plan, calendar->name);
    make_versions(loader, &plan, calendar);
}

static void read_calendar(Loader *loader, const YamlPair *pair)
{
    Pack *pack = loader->pack;
    if (!shape_id(loader, pair->key, "a calendar"))
        return;
    for (uint32_t i = 0; i < pack->calendar_count; i++) {
        const Calendar *first = &pack->calendars[i];
        if (str_equal(first->name, pair->key->text)) {
            if (is_of_this_layer(loader, first->file)) /* else read with it: see read_additions */
                complain_twice(loader, pair->key->span, "calendar", first->name, first->file, first->span);
            return;
        }
    }
    pack->calendars[pack->calendar_count] = (Calendar) { .name = pair->key->text, .span = pair->key->span, .file = loader->source };
    calendars_read_body(loader, pair, pack->calendar_count++);
}

void calendars_reserve(Loader *loader, size_t count)
{
    loader->pack->calendar = INDEX_NONE;
    loader->pack->calendars = arena_array(loader->arena, Calendar, count < PACK_MAX_CALENDARS ? count : PACK_MAX_CALENDARS);
}

void load_calendars(Loader *loader, const YamlNode *node)
{
    if (!shape_expect(loader, node, YAML_MAPPING, "a mapping from names to calendars"))
        return;
    for (uint32_t i = 0; i < node->count; i++) {
        size_t count = loader->pack->calendar_count + 1u;
        if (!within_limit(loader, node->pairs[i].key->span, count, PACK_MAX_CALENDARS, "calendars"))
            return;
        read_calendar(loader, &node->pairs[i]);
    }
}

/* ---- all of them, from each day on which one of them became another */

/* The first day after `from` on which some calendar became another one; 0: there is none. */
static Date next_change(const Pack *pack, Date from)
{
    Date next = 0;
    for (uint32_t i = 0; i < pack->calendar_count; i++)
        for (uint32_t j = 0; j < pack->calendars[i].version_count; j++) {
            Date on = pack->calendars[i].versions[j].from;
            if (on > from && (next == 0 || on < next))
                next = on;
        }
    return next;
}

static const WorkCalendar *known_on(const Calendar *calendar, Date day)
{
    uint32_t version = calendar->version_count - 1;
    while (version > 0 && calendar->versions[version].from > day)
        version--;
    return &calendar->versions[version].days;
}

static CalendarsVersion calendars_on(Loader *loader, Date day)
{
    const Pack *pack = loader->pack;
    NamedCalendar *at = arena_array(loader->arena, NamedCalendar, pack->calendar_count);
    for (uint32_t i = 0; i < pack->calendar_count; i++)
        at[i] = (NamedCalendar) { pack->calendars[i].name, *known_on(&pack->calendars[i], day) };
    return (CalendarsVersion) { day, { at, pack->calendar_count, &at[pack->calendar] } };
}

static void list_versions(Loader *loader)
{
    Pack *pack = loader->pack;
    uint32_t count = 1;
    for (Date on = next_change(pack, DATE_MIN); on; on = next_change(pack, on))
        count++;
    pack->calendar_versions = arena_array(loader->arena, CalendarsVersion, count);
    Date on = DATE_MIN;
    for (; pack->calendar_version_count < count; on = next_change(pack, on))
        pack->calendar_versions[pack->calendar_version_count++] = calendars_on(loader, on);
}

/* The calendar that is meant where none is named. */
static void find_standard(Loader *loader)
{
    Pack *pack = loader->pack;
    if (pack->calendar != INDEX_NONE)
        return;
    pack->calendar = 0;
    if (pack->calendar_count == 1 || loader->partial)
        return;
    loader->source = pack->calendars[1].file;
    complain(loader, E_MISSING_KEY, pack->calendars[1].span,
             "the pack has several calendars: say `default: true` in the one that rules count by");
}

void link_calendars(Loader *loader)
{
    if (loader->pack->calendar_count == 0)
        return;
    find_standard(loader);
    list_versions(loader);
}
