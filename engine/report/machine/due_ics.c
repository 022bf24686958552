/* What is due, as a calendar (RFC 5545): an event of a whole day for each, with the same identifier in every run, so that a calendar
   program that takes the file a second time moves what it has. */
#include "report/dates.h"
#include "report/due.h"
#include "report/facts.h"
#include "base/words.h"

#include "base/utf8.h"

enum { LINE_BYTES = 75 };

/* A content line, folded: no line is longer than 75 bytes, and no character is cut. */
static void due_ics_add_line(Output *out, Str line)
{
    size_t room = LINE_BYTES;
    while (line.len > room) {
        Str part = utf8_start(line, room);
        output_add(out, part);
        output_add(out, STR("\r\n "));
        line = str_slice(line, part.len, line.len);
        room = LINE_BYTES - 1;
    }
    output_add(out, line);
    output_add(out, STR("\r\n"));
}

/* TEXT of the standard. Control characters have no place in it, what is not UTF-8 is no text, and no direction of writing turns. */
static void due_ics_add_escaped(Text *line, Str s)
{
    for (size_t at = 0, size; at < s.len; at += size) {
        uint32_t code = utf8_first(str_slice(s, at, s.len), &size);
        if (code == 0xFFFE || code == 0xFFFF)
            code = UTF8_REPLACEMENT;
        if (code == '\n')
            text_add(line, STR("\\n"));
        else if (code == '\r' && at + 1 < s.len && s.at[at + 1] == '\n')
            continue;
        else if (code > 0x7F && utf8_is_harmful(code))
            text_format(line, "<U+%04X>", (unsigned) code);
        else if (code < ' ' || code == 0x7F)
            text_add_char(line, ' ');
        else if (code == '\\' || code == ';' || code == ',')
            text_format(line, "\\%c", (char) code);
        else
            text_add_code(line, code);
    }
}

static void due_ics_add_text(Output *out, const char *name, Str s)
{
    Text line = { 0 };
    text_format(&line, "%s:", name);
    due_ics_add_escaped(&line, s);
    due_ics_add_line(out, text_str(&line));
    text_free(&line);
}

static void due_ics_add_pair(Text *text, Str language, Str name, Str value)
{
    if (value.len)
        words_add(text, language, WORDS_ABOUT, (Str[]) { name, value });
    else
        text_add(text, name);
}

static void add_summary(Output *out, Str language, const duly_interval *told)
{
    Text text = { 0 };
    due_ics_add_pair(&text, language, due_what(told), told->label.len ? told->label : told->key);
    due_ics_add_text(out, "SUMMARY", text_str(&text));
    text_free(&text);
}

/* Not the title of the rule: that says what is wrong, and nothing is yet. */
static void add_description(Output *out, Str language, const duly_interval *told)
{
    Text text = { 0 };
    Day since = day_of(told->from_on);
    duly_text from = told->from_title.len ? told->from_title : told->from;
    due_ics_add_pair(&text, language, from, str_of(since.text));
    text_format(&text, "\n%.*s\n%.*s", STR_ARG(told->id), STR_ARG(told->key));
    due_ics_add_text(out, "DESCRIPTION", text_str(&text));
    text_free(&text);
}

/* A key that is not unique, or not to be told, does not tell two events apart: then their order does. */
static void add_identifier(Output *out, const duly_run *run, Str mark, uint32_t times)
{
    Text text = { 0 };
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    text_add(&text, mark);
    if (times > 1)
        text_format(&text, "-%u", times);
    text_format(&text, "@%.*s.duly", STR_ARG(info.name));
    due_ics_add_text(out, "UID", text_str(&text));
    text_free(&text);
}

static void add_event(Output *out, const duly_interval *told, const duly_run *run, Str mark, uint32_t times)
{
    output_add(out, STR("BEGIN:VEVENT\r\n"));
    add_identifier(out, run, mark, times);
    output_format(out, "DTSTAMP:%04d%02d%02dT000000Z\r\n", run->as_of.year, run->as_of.month, run->as_of.day);
    output_format(out, "DTSTART;VALUE=DATE:%04d%02d%02d\r\n", told->due.year, told->due.month, told->due.day);
    add_summary(out, run->language, told);
    add_description(out, run->language, told);
    if (told->section.len)
        due_ics_add_text(out, "CATEGORIES", told->section);
    output_add(out, STR("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"));
}

/* The standard wants a component, so where there is no event the zone stands that days are told in: a file that is as valid as any
   other, and takes the place of the one of yesterday. */
static void add_zone(Output *out)
{
    output_add(out, STR("BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\n"
                        "TZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"));
}

/* A calendar has no place for what is due on no known day: that must not look as if there were nothing. */
static void warn_of_unknown(const DueList *list)
{
    uint64_t unknown = list->counts[DUE_UNKNOWN];
    if (unknown && list->options.warn)
        list->options.warn(list->options.warn_context, arena_format(list->options.arena,
                                                                    "%llu open interval%s last day is not known stand%s in no calendar: "
                                                                    "--format text lists %s",
                                                                    (unsigned long long) unknown, unknown == 1 ? " whose" : "s whose",
                                                                    unknown == 1 ? "s" : "", unknown == 1 ? "it" : "them"));
}

static void write_due_ics(const DueList *list, const duly_run *run)
{
    Output *out = list->options.out;
    Fingerprints *seen = fingerprints_in(list->options.arena);
    output_add(out, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//duly//due//EN\r\nCALSCALE:GREGORIAN\r\n"));
    size_t events = 0;
    for (size_t i = 0; i < list->items.count; i++) {
        const duly_interval *told = &list->items.at[i].told;
        Str mark = finding_mark(list->options.arena, told->fingerprint, told->id, told->file, told->line);
        if (!told->due.year)
            continue;
        add_event(out, told, run, mark, fingerprints_add(seen, mark));
        events++;
    }
    if (events == 0)
        add_zone(out);
    warn_of_unknown(list);
    output_add(out, STR("END:VCALENDAR\r\n"));
}

duly_sink due_ics_open(const ReportOptions *options)
{
    return due_open(options, write_due_ics);
}
