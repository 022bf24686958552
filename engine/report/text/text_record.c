/* A record with what was found about it, and findings that are about no record. */
#include "report/text/text_parts.h"

#include "base/utf8.h"
#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"

enum {
    INDENT = 2,         /* of records */
    REASON = 4,         /* of findings, their text begins two columns further */
    VALUE_COLUMNS = 40, /* of a value that is shown as evidence */
    VALUES = 4,         /* so many of them */
    KEY_COLUMNS = 24,   /* keys and labels wider than this do not push others aside */
};

static void text_record_paragraph(const TextReport *report, Section section, size_t indent, size_t hanging, Text *line)
{
    page_paragraph(&report->page, report->spools[section], indent, hanging, text_str(line));
    text_clear(line);
}

/* ---- evidence */

static bool shows(Str message, Str part)
{
    return part.len > 0 && str_find(message, part, 0) != SIZE_MAX;
}

/* A message may show a day in another form than the file. */
static bool shows_value(const Voice *voice, Str message, Str value)
{
    Date date;
    if (shows(message, value))
        return true;
    if (!date_parse(str_trim(value), &date))
        return false;
    char iso[11];
    date_print(date, iso);
    return shows(message, str_of(iso)) ||
           shows(message, day_said(voice, (duly_date) { date_year(date), date_month(date), date_day(date) }));
}

/* Values that the message does not show; cells that are empty only where there is no value to go by at all. */
static bool is_evidence(const Voice *voice, Str message, const duly_cell *cell, bool has_values)
{
    if (!cell->missing)
        return !shows_value(voice, message, cell->value);
    return !has_values && !shows(message, cell->field) && !shows(message, cell->title);
}

static bool has_values(const duly_finding *finding)
{
    for (size_t i = 0; i < finding->cell_count; i++)
        if (!finding->cells[i].missing)
            return true;
    return false;
}

void text_add_cell(const TextReport *report, Text *out, const duly_cell *cell)
{
    if (cell->missing)
        words_add(out, report->voice.language, WORDS_EMPTY_CELL, NULL);
    else
        printable_add_cut(out, value_said(&report->voice, cell->value), VALUE_COLUMNS);
}

static void text_record_add_value(const TextReport *report, Text *out, const duly_cell *cell)
{
    Text name = text_in(report->voice.arena), value = text_in(report->voice.arena);
    printable_add(&name, cell->title.len ? cell->title : cell->field);
    text_add_cell(report, &value, cell);
    words_add(out, report->voice.language, WORDS_ABOUT, (Str[]) { text_str(&name), text_str(&value) });
}

static void text_record_add_evidence(const TextReport *report, Text *out, const duly_finding *finding)
{
    size_t shown = 0, more = 0;
    bool any = has_values(finding);
    for (size_t i = 0; i < finding->cell_count; i++) {
        if (!is_evidence(&report->voice, finding->message, &finding->cells[i], any))
            continue;
        if (shown == VALUES) {
            more++;
            continue;
        }
        if (shown++ > 0)
            words_add(out, report->voice.language, WORDS_ALSO, NULL);
        text_record_add_value(report, out, &finding->cells[i]);
    }
    if (more == 0)
        return;
    words_add(out, report->voice.language, WORDS_ALSO, NULL);
    phrase_add_number(out, report->voice.language, WORDS_MORE, more);
}

/* ---- a finding */

static void add_mark(const TextReport *report, Text *out, const duly_finding *finding)
{
    static const Style styles[] = { [DULY_ERROR] = PLAIN, [DULY_WARNING] = YELLOW, [DULY_INFO] = CYAN };
    WordsId phrase = finding_degree(finding);
    if (phrase != WORDS_COUNT)
        page_add(&report->page, out, finding->outcome == DULY_WAIVED ? GREEN : styles[finding->severity],
                 say(&report->voice, phrase, NULL));
}

static void add_evidence_line(const TextReport *report, Section section, const duly_finding *finding)
{
    Text values = text_in(report->voice.arena), line = text_in(report->voice.arena);
    if (finding->is_group)
        printable_add(&values, finding_group(&report->voice, finding));
    else
        text_record_add_evidence(report, &values, finding);
    if (values.len == 0)
        return;
    page_add(&report->page, &line, DIM, text_str(&values));
    text_record_paragraph(report, section, REASON + 2, REASON + 2, &line);
}

static void add_source_line(const TextReport *report, Section section, const duly_finding *finding)
{
    Text line = text_in(report->voice.arena);
    page_begin(&report->page, &line, DIM);
    printable_add(&line, finding->id);
    if (finding->source.len) {
        text_add(&line, STR(" · "));
        printable_add(&line, finding->source);
    }
    page_end(&report->page, &line, DIM);
    text_record_paragraph(report, section, REASON + 2, REASON + 4, &line);
}

static void add_waiver_line(const TextReport *report, Section section, const duly_finding *finding)
{
    Text line = text_in(report->voice.arena);
    page_add(&report->page, &line, DIM, shown(report->voice.arena, finding_waiver(&report->voice, finding)));
    if (line.len)
        text_record_paragraph(report, section, REASON + 2, REASON + 4, &line);
}

static void text_record_add_finding(const TextReport *report, Section section, const duly_finding *finding)
{
    Text line = text_in(report->voice.arena);
    text_add(&line, STR("- "));
    add_mark(report, &line, finding);
    printable_add(&line, finding_message(finding));
    text_record_paragraph(report, section, REASON, REASON + 2, &line);
    if (section != SECTION_READY)
        add_evidence_line(report, section, finding);
    add_source_line(report, section, finding);
    add_waiver_line(report, section, finding);
}

/* ---- a record */

static void text_record_add_place(const TextReport *report, Text *out, Str file, Str within)
{
    if (file.len == 0)
        return;
    page_begin(&report->page, out, DIM);
    printable_add(out, file);
    printable_add(out, within);
    page_end(&report->page, out, DIM);
}

/* A column of the list: as wide as the widest so far, within reason. */
static void text_record_add_column(const TextReport *report, Text *out, Style style, Str s, size_t *columns)
{
    size_t from = out->len, width = printable_width(s);
    if (width > *columns && width <= KEY_COLUMNS)
        *columns = width;
    page_add(&report->page, out, style, s);
    page_pad(out, from, *columns);
    if (*columns)
        text_add(out, STR("  "));
}

static void text_record_add_heading(TextReport *report, Section section, const duly_record *record)
{
    Text line = text_in(report->voice.arena), key = text_in(report->voice.arena), label = text_in(report->voice.arena);
    if (record->key.len)
        printable_add(&key, value_said(&report->voice, record->key));
    else
        words_add(&key, report->voice.language, WORDS_NO_KEY, NULL);
    printable_add(&label, name_or_none(record->label));
    text_record_add_column(report, &line, STRONG, text_str(&key), &report->key_columns);
    text_record_add_column(report, &line, STRONG, text_str(&label), &report->label_columns);
    text_record_add_place(report, &line, record->file, place_within(report->voice.arena, record->sheet, (Str) { 0 }, record->line));
    text_record_paragraph(report, section, INDENT, REASON, &line);
}

static void add_earliest(const TextReport *report, Section section, const duly_record *record)
{
    Text line = text_in(report->voice.arena);
    page_add(&report->page, &line, STRONG, shown(report->voice.arena, record_earliest(&report->voice, record)));
    if (line.len)
        text_record_paragraph(report, section, REASON, REASON, &line);
}

/* Those of whom nothing is to be said but who they are stand close together. */
static void begin_entry(TextReport *report, Section section)
{
    if (report->shown[section]++ > 0 && section != SECTION_WANTING)
        output_add(report->spools[section], STR("\n"));
}

/* "Loan L1": what a finding in full names beside its place. */
static void text_record_tell_finding(const TextReport *report, Section section, const duly_finding *finding, const duly_record *record)
{
    if (!report->verbose) {
        text_record_add_finding(report, section, finding);
        return;
    }
    Text subject = text_in(report->voice.arena);
    printable_add(&subject, record ? record->table_title.len ? record->table_title : record->table : finding->table);
    text_add(&subject, record && record->key.len ? STR(" ") : STR(""));
    printable_add(&subject, record ? value_said(&report->voice, record->key) : (Str) { 0 });
    text_full_finding(report, report->spools[section], finding, text_str(&subject));
}

void text_record(TextReport *report, Section section, const duly_record *record)
{
    begin_entry(report, section);
    text_record_add_heading(report, section, record);
    for (size_t i = 0; i < record->finding_count; i++)
        text_record_tell_finding(report, section, &record->findings[i], record);
    add_earliest(report, section, record);
}

/* ---- findings about groups and files */

static void add_group(const TextReport *report, Text *out, const duly_finding *finding)
{
    page_begin(&report->page, out, STRONG);
    printable_add(out, finding->about);
    page_end(&report->page, out, STRONG);
}

void text_lone_finding(TextReport *report, Section section, const duly_finding *finding)
{
    Text line = text_in(report->voice.arena);
    begin_entry(report, section);
    if (section == SECTION_FILES)
        text_record_add_place(report, &line, finding->file, place_within(report->voice.arena, finding->sheet, finding->a1, finding->line));
    else
        add_group(report, &line, finding);
    if (line.len)
        text_record_paragraph(report, section, INDENT, REASON, &line);
    text_record_tell_finding(report, section, finding, NULL);
}
