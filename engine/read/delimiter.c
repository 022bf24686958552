/* Counting delimiters says little: a title may hold more commas than the heading has tabs. What can be told for sure is which of them
   makes names of fields. */
#include "read/delimiter.h"

#include "codec/csv.h"
#include "read/columns.h"

/* ---- which of them */

/* "sep=;" in the first line, by which spreadsheets are told; 0: no such line. */
static char named_delimiter(Str text)
{
    if (str_starts_with(text, STR("\"")))
        text = str_slice(text, 1, text.len);
    if (!str_starts_with(text, STR("sep=")) && !str_starts_with(text, STR("SEP=")))
        return 0;
    char named = text.len > 4 ? text.at[4] : 0;
    return named > 0 && named != '"' && named != '\r' && named != '\n' ? named : 0;
}

/* What the top of the text would name with that delimiter. */
static uint32_t delimiter_count_named(const Headings *headings, Str text, char delimiter)
{
    Arena memory = { 0 }, batch = { 0 };
    Input *input = input_of_bytes(&memory, STR("top"), text, 0);
    Csv *csv = csv_open(input, delimiter);
    uint32_t most = 0;
    CsvRecord record;
    csv_begin(csv, &batch);
    for (size_t rows = 0; rows < TOP_ROWS && csv_next(csv, &record); rows++) {
        TopRow row = { record.fields, record.count, record.line };
        uint32_t named = columns_named(headings, &row, 1);
        most = named > most ? named : most;
        if (columns_settle(headings, &row))
            break;
    }
    csv_end(csv);
    csv_close(csv);
    input_close(input);
    arena_free(&batch);
    arena_free(&memory);
    return most;
}

/* Whether some row at the top has more than so many cells: fewer cannot name more fields. */
static bool has_wider_row(Str text, char delimiter, uint32_t cells)
{
    Arena memory = { 0 }, batch = { 0 };
    Input *input = input_of_bytes(&memory, STR("top"), text, 0);
    Csv *csv = csv_open(input, delimiter);
    CsvRecord record;
    bool found = false;
    csv_begin(csv, &batch);
    for (size_t rows = 0; !found && rows < TOP_ROWS && csv_next(csv, &record); rows++)
        found = record.count > cells;
    csv_end(csv);
    csv_close(csv);
    input_close(input);
    arena_free(&batch);
    arena_free(&memory);
    return found;
}

char delimiter_find(const Headings *headings, Str text, char usual)
{
    /* The usual one goes before others that name as many fields; what a file says of itself goes before all. */
    const char candidates[] = { named_delimiter(text), usual, ',', ';', '\t', '|' };
    char best = usual;
    uint32_t most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        if (candidates[i] == 0 || (i > 1 && candidates[i] == usual))
            continue;
        if (most > 0 && !has_wider_row(text, candidates[i], most))
            continue;
        uint32_t named = delimiter_count_named(headings, text, candidates[i]);
        if (named <= most)
            continue;
        most = named;
        best = candidates[i];
    }
    return best;
}

/* ---- none of them */

/* Each part is looked up once: a row of two that are fields is one that was divided so. */
static uint32_t count_parts(const Headings *headings, Str row, Str sign)
{
    uint32_t count = 0;
    for (size_t start = 0, end; start <= row.len; start = end + sign.len) {
        end = str_find(row, sign, start);
        if (end == SIZE_MAX)
            end = row.len;
        Str part = str_slice(row, start, end);
        count += part.len > 0 && headings_find(headings, part) != FIELD_NONE;
    }
    return count;
}

const char *delimiter_mistaken(const Headings *headings, Str row)
{
    static const struct {
        Str sign;
        const char *name;
    } signs[] = {
        { { "，", 3 }, "a full-width comma (，)" },
        { { "；", 3 }, "a full-width semicolon (；)" },
        { { "、", 3 }, "an enumeration comma (、)" },
        { { "｜", 3 }, "a full-width bar (｜)" },
        { { "：", 3 }, "a full-width colon (：)" },
        { { "\xE3\x80\x80", 3 }, "ideographic spaces" },
        { { "\xC2\xA0", 2 }, "no-break spaces" },
        { { " ", 1 }, "blanks" },
        { { ":", 1 }, "a colon" },
        { { "^", 1 }, "^" },
        { { "~", 1 }, "~" },
        { { "/", 1 }, "/" },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (count_parts(headings, row, signs[i].sign) >= 2)
            return signs[i].name;
    return NULL;
}
