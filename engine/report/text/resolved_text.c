/* A pack as it is after all that it extends and overrides, for people: parameters, then rules, each with its place. */
#include "report/report.h"

#include "base/said.h"
#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"

typedef struct {
    Output *out;
    bool begun; /* the heading of the section is written */
} Part;

static void resolved_text_begin(Part *section, const char *heading)
{
    if (!section->begun)
        output_format(section->out, "%s%s\n", said(output_language(section->out), heading), said(output_language(section->out), ":"));
    section->begun = true;
}

static void resolved_text_add_place(Text *line, const char *before, duly_text path, uint32_t number)
{
    text_say(line, before);
    printable_add(line, path);
    text_format(line, ":%u", (unsigned) number);
}

static void resolved_text_add_days(Text *line, duly_date from, duly_date to)
{
    Day first = day_spoken(line->language, from), last = day_spoken(line->language, to);
    if (from.year)
        text_format(line, " from %s", first.text);
    if (to.year)
        text_format(line, " to %s", last.text);
}

static void resolved_text_send(Output *out, Text *line)
{
    text_add_char(line, '\n');
    output_add(out, text_str(line));
    text_clear(line);
}

static void parameter_text(void *context, const duly_parameter *parameter)
{
    Part *section = context;
    Text line = { .language = output_language(section->out) };
    resolved_text_begin(section, "parameters");
    for (size_t i = 0; i < parameter->version_count; i++) {
        const duly_parameter_version *version = &parameter->versions[i];
        text_add(&line, STR("  "));
        printable_add(&line, parameter->name);
        resolved_text_add_days(&line, version->from, (duly_date) { 0 });
        text_add(&line, STR(" = "));
        printable_add(&line, version->value);
        if (parameter->unit.len) {
            text_add_char(&line, ' ');
            printable_add(&line, said_str(line.language, parameter->unit));
        }
        resolved_text_add_place(&line, "  ", version->path, version->line);
        resolved_text_send(section->out, &line);
    }
    text_free(&line);
}

static void origin_text(void *context, const duly_rule_origin *origin)
{
    Part *section = context;
    Text line = { .language = output_language(section->out) };
    resolved_text_begin(section, "rules");
    text_add(&line, STR("  "));
    printable_add(&line, origin->rule->id);
    resolved_text_add_days(&line, origin->from, origin->to);
    text_format(&line, " = %s", origin->enabled ? severity_words[origin->rule->severity] : "off");
    if (origin->rule->path.len)
        resolved_text_add_place(&line, "  ", origin->rule->path, origin->rule->line);
    else
        text_say(&line, "  of duly itself");
    if (origin->rule->changed_path.len)
        resolved_text_add_place(&line, ", changed by ", origin->rule->changed_path, origin->rule->changed_line);
    if (origin->rule->replaces_path.len)
        resolved_text_add_place(&line, ", in place of ", origin->rule->replaces_path, origin->rule->replaces_line);
    resolved_text_send(section->out, &line);
    text_free(&line);
}

void resolved_text(const duly_pack *pack, const ReportOptions *options)
{
    Part parameters = { .out = options->out }, rules = { .out = options->out };
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = &parameters, .parameter = parameter_text });
    duly_pack_read(pack, &(duly_reader) { .size = sizeof(duly_reader), .context = &rules, .origin = origin_text });
}
