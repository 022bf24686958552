/* What stands before and after the sections: what was checked, how it came out, and the rules with their outcomes. */
#include "report/text/text_parts.h"

#include "report/dates.h"
#include "report/facts.h"
#include "report/printable.h"
#include "report/text/grid.h"

enum { FILES = 8, INDENT = 2 };

/* Writes a line in a style and empties it. */
static void text_summary_tell(const TextReport *report, Style style, size_t indent, Text *line)
{
    Text styled = text_in(report->voice.arena);
    page_add(&report->page, &styled, style, text_str(line));
    page_paragraph(&report->page, report->out, indent, indent + INDENT, text_str(&styled));
    text_clear(line);
}

/* ---- what was checked */

/* A mark needs no words, and UTF-8 that is well-formed none either. */
static void text_summary_add_basis(const TextReport *report, Text *out, const duly_file *file)
{
    static const WordsId phrases[] = {
        [DULY_BY_NAME] = WORDS_BY_NAME,
        [DULY_BY_FIT] = WORDS_BY_FIT,
        [DULY_BY_ZEROS] = WORDS_BY_ZEROS,
        [DULY_BY_MOST] = WORDS_BY_MOST,
    };
    bool is_plain = file->encoding_by == DULY_BY_FIT && str_is(file->encoding, "utf-8");
    if (file->encoding.len && file->encoding_by != DULY_BY_MARK && !is_plain)
        words_add(out, report->voice.language, phrases[file->encoding_by], NULL);
}

static void text_summary_add_file(const TextReport *report, Text *out, const duly_file *file)
{
    Text path = text_in(report->voice.arena), records = text_in(report->voice.arena), detail = text_in(report->voice.arena),
         basis = text_in(report->voice.arena);
    WordsId phrase = file->sheet.len ? WORDS_FILE_SHEET : file->encoding.len ? WORDS_FILE_ENCODED : WORDS_ABOUT;
    printable_add(&path, file->path);
    printable_add(&detail, file->sheet.len ? file->sheet : file->encoding);
    phrase_add_number(&records, report->voice.language, WORDS_RECORDS, file->records);
    text_summary_add_basis(report, &basis, file);
    words_add(out, report->voice.language, basis.len ? WORDS_FILE_DECIDED : phrase,
              (Str[]) { text_str(&path), text_str(&records), text_str(&detail), text_str(&basis) });
    if (file->hidden)
        phrase_add_number(out, report->voice.language, WORDS_HIDDEN, file->hidden);
    printable_add(out, file_passed(&report->voice, file));
}

void text_headline(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = text_in(report->voice.arena);
    duly_pack_info info = { .size = sizeof info };
    duly_pack_describe(run->pack, &info);
    printable_add(&line, info.title.len ? info.title : info.name);
    text_summary_tell(report, STRONG, 0, &line);
    text_add(&line, run_question(&report->voice, run, shown(report->voice.arena, run_step_title(run))));
    text_summary_tell(report, PLAIN, 0, &line);
    for (size_t i = 0; i < run->file_count && i < FILES; i++) {
        text_summary_add_file(report, &line, &run->files[i]);
        text_summary_tell(report, DIM, 0, &line);
    }
    if (run->file_count > FILES) {
        phrase_add_number(&line, report->voice.language, WORDS_MORE_FILES, run->file_count - FILES);
        text_summary_tell(report, DIM, 0, &line);
    }
    text_add(&line, run_verdicts(&report->voice, summary));
    text_summary_tell(report, STRONG, 0, &line);
    output_add(report->out, STR("\n"));
}

/* ---- who may go */

static void text_summary_tell_standing(void *context, int level, Str words)
{
    const TextReport *report = context;
    Text line = text_in(report->voice.arena);
    printable_add(&line, words);
    text_summary_tell(report, level == 0 ? STRONG : PLAIN, level == 0 ? 0 : INDENT, &line);
}

void text_standing(const TextReport *report, const duly_summary *summary)
{
    if (!report->standing || run_judged_nothing(summary))
        return;
    standing_tell(report->standing, &report->voice, summary, text_summary_tell_standing, (void *) report);
    output_add(report->out, STR("\n"));
}

/* ---- what must not be overlooked */

static void text_summary_shout(const TextReport *report, Text *line, WordsId phrase)
{
    words_add(line, report->voice.language, phrase, NULL);
    text_summary_tell(report, RED, 0, line);
}

/* Several lines, emptied. */
static void tell_lines(const TextReport *report, Text *lines)
{
    Str rest = text_str(lines);
    Text shown = text_in(report->voice.arena);
    for (size_t end; rest.len > 0; rest = end == SIZE_MAX ? (Str) { 0 } : str_slice(rest, end + 1, rest.len)) {
        end = str_find(rest, STR("\n"), 0);
        printable_add(&shown, str_slice(rest, 0, end == SIZE_MAX ? rest.len : end));
        text_summary_tell(report, DIM, 0, &shown);
    }
    text_clear(lines);
}

void text_shouts(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = text_in(report->voice.arena);
    bool nothing = run_judged_nothing(summary);
    if (run->set_count) {
        text_add(&line,
                 SAY(&report->voice, WORDS_CHANGED_PARAMETERS, shown(report->voice.arena, run_set(report->voice.arena, run, " = "))));
        text_summary_tell(report, YELLOW, 0, &line);
    }
    if (!run->complete)
        text_summary_shout(report, &line, WORDS_INCOMPLETE);
    if (nothing)
        text_summary_shout(report, &line, WORDS_NOTHING_JUDGED);
    text_add(&line, run_assumptions_briefly(&report->voice, run, summary));
    bool assumed = line.len > 0;
    if (assumed)
        tell_lines(report, &line);
    if (run->set_count || !run->complete || nothing || assumed)
        output_add(report->out, STR("\n"));
}

/* ---- the rules */

static bool tell_silent(const TextReport *report, WordsId sentence, Str titles)
{
    Text line = text_in(report->voice.arena);
    if (titles.len == 0)
        return false;
    words_add(&line, report->voice.language, sentence, &titles);
    text_summary_tell(report, YELLOW, 0, &line);
    return true;
}

/* The author's rules that had nothing to say about anything: perhaps a condition that never holds, or a file left out. Those that were not
   asked are told apart from them. */
static void add_unused(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &report->voice;
    uint64_t most = report->verbose ? UINT64_MAX : 3;
    bool told = tell_silent(report, WORDS_UNUSED_RULES, run_silent_rules(voice, run, summary, false, most));
    if (run_has_many_unasked(run, summary))
        told |= tell_silent(report, WORDS_UNASKED_RULES, run_silent_rules(voice, run, summary, true, most));
    if (told)
        output_add(report->out, STR("\n"));
}

void text_rules(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    const Voice *voice = &report->voice;
    Grid grid = { .arena = voice->arena, .columns = 1 + OUTCOME_COLUMNS, .keys = 1 };
    GridLook look = { .page = report->page, .indent = INDENT, .hangs = true, .key = STRONG, .figure = DIM };
    uint64_t totals[OUTCOME_COLUMNS] = { 0 };
    Text out = text_in(voice->arena);
    grid_put(&grid, say(voice, WORDS_RULES, NULL));
    for (size_t c = 0; c < OUTCOME_COLUMNS; c++)
        grid_put(&grid, say(voice, outcome_columns[c].heading, NULL));
    for (size_t i = 0; i < summary->rule_count; i++) {
        const duly_rule_count *count = &summary->rules[i];
        duly_rule rule = { .size = sizeof rule };
        bool is_shown = rule_found(count) && duly_pack_rule(run->pack, count->rule, &rule);
        if (is_shown)
            grid_put(&grid, rule.id);
        for (size_t c = 0; c < OUTCOME_COLUMNS; c++) {
            totals[c] += count->outcomes[outcome_columns[c].outcome];
            if (is_shown)
                grid_put_count(&grid, count->outcomes[outcome_columns[c].outcome]);
        }
    }
    grid_put(&grid, say_number(voice, WORDS_ALL_RULES, summary->rule_count));
    for (size_t c = 0; c < OUTCOME_COLUMNS; c++)
        grid_put_count(&grid, totals[c]);
    grid_add_text(&out, &grid, &look);
    text_add_char(&out, '\n');
    output_add(report->out, text_str(&out));
    add_unused(report, run, summary);
}

/* ---- the last lines */

void text_totals(const TextReport *report, const duly_run *run, const duly_summary *summary)
{
    Text line = text_in(report->voice.arena);
    if (summary->left_out) {
        phrase_add_number(&line, report->voice.language, WORDS_LEFT_OUT, summary->left_out);
        text_summary_tell(report, YELLOW, 0, &line);
    }
    if (!run->complete)
        text_summary_shout(report, &line, WORDS_INCOMPLETE);
    text_add(&line, run_verdicts(&report->voice, summary));
    words_add(&line, report->voice.language, WORDS_ALSO, NULL);
    text_add(&line, run_totals(&report->voice, run, summary));
    text_summary_tell(report, STRONG, 0, &line);
    text_add(&line, run_baseline(&report->voice, summary));
    if (line.len)
        text_summary_tell(report, STRONG, 0, &line);
    for (size_t i = 0; i < summary->fixed_count; i++) {
        text_add(&line, shown(report->voice.arena, run_fixed(&report->voice, &summary->fixed[i])));
        text_summary_tell(report, DIM, INDENT, &line);
    }
}
