/* One line a finding, in the form that editors and grep know: path:line: error[rule] message. There is no column: what the library
   counts are the fields of a record, not the characters of a line. */
#include "report/facts.h"
#include "report/printable.h"

static Str concise_place_told(Arena *arena, const duly_finding *finding)
{
    if (finding->file.len == 0)
        return arena_format(arena, "%.*s(%.*s)", STR_ARG(finding->table), STR_ARG(finding_subject(arena, finding)));
    Place place = finding_place(finding, NULL);
    return arena_format(arena, "%.*s%.*s", STR_ARG(place.path), STR_ARG(place_within(arena, place.sheet, place.a1, place.line)));
}

static void concise_finding(void *context, const duly_finding *told)
{
    const ReportOptions *options = context;
    Arena *arena = options->scratch;
    const Voice voice = { arena, arena->language };
    Text line = text_in(arena);
    Str waiver = finding_waiver(&voice, told);
    printable_add(&line, concise_place_told(arena, told));
    text_format(&line, ": %s[", told->outcome == DULY_WAIVED ? "waived" : severity_words[told->severity]);
    printable_add(&line, told->id);
    text_add(&line, STR("] "));
    printable_add(&line, finding_line(&voice, told));
    text_add(&line, waiver.len ? STR(" (") : STR(""));
    printable_add(&line, waiver);
    text_add(&line, waiver.len ? STR(")\n") : STR("\n"));
    output_add(options->out, text_str(&line));
}

duly_sink report_concise_open(const ReportOptions *options)
{
    return (duly_sink) { .size = sizeof(duly_sink), .context = options_kept(options), .finding = concise_finding };
}
