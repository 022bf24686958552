/* A field is likely where it can read nearly all of the cells, and says something by that: a text can read anything. Of several that can,
   values of an enum and patterns say more than days, days more than numbers; then one of whose headings has most signs in common with
   that of the column; then the one that follows the column before in the dictionary. */
#include "read/likeness.h"

#include "base/calendar.h"
#include "base/utf8.h"
#include "model/cell.h"

/* A column of people has some cells that nobody would expect there: "同上", a question mark, a day that does not exist. */
enum { ENOUGH = 9, OF = 10 /* nine of ten */ };

static bool is_day(Str text)
{
    Date first, last;
    return date_parse(text, &first) || date_parse_month(text, &first, &last);
}

static bool is_number(Str text)
{
    double number;
    return str_to_double(text, &number);
}

static bool is_short(Str text)
{
    enum { LETTERS = 4 };
    return utf8_valid_len(text) == text.len && utf8_count(text) <= LETTERS;
}

static bool most_are(const Str *cells, size_t count, bool (*is)(Str text))
{
    size_t fitting = 0;
    for (size_t i = 0; i < count; i++)
        fitting += is(cell_trim(cells[i]));
    return count > 0 && fitting * OF >= count * ENOUGH;
}

static const char *what_they_are(const Str *cells, size_t count)
{
    return count == 0                          ? NULL
           : most_are(cells, count, is_day)    ? "dates"
           : most_are(cells, count, is_number) ? "numbers"
           : most_are(cells, count, is_short)  ? "short words"
                                               : "words";
}

/* 0: it could hold anything, or not these. */
static int weight_of(const Field *field, const Str *cells, size_t count)
{
    Arena arena = { 0 };
    size_t fitting = 0;
    Matcher *matcher = matcher_new(&arena);
    FieldKind kind = field->kind == FIELD_LIST ? field->of : field->kind;
    bool is_date = kind == FIELD_DATE || kind == FIELD_TIMESTAMP;
    int weight = kind == FIELD_ENUM ? 4
                 : field->pattern   ? 3
                 : is_date          ? 2
                                    : kind == FIELD_BOOL || kind == FIELD_INT || kind == FIELD_DOUBLE;
    for (size_t i = 0; weight > 0 && i < count; i++) {
        Value value;
        CellResult result = cell_read(field, cells[i], &arena, matcher, &value);
        fitting += result == CELL_OK || result == CELL_MONTH;
    }
    arena_free(&arena);
    return fitting > 0 && fitting * OF >= count * ENOUGH ? weight : 0;
}

static uint32_t count_common(Str heading, Str other)
{
    uint32_t count = 0;
    bool is_text = utf8_valid_len(heading) == heading.len;
    for (size_t at = 0, size; is_text && at < heading.len; at += size) {
        utf8_decode(heading.at + at, &size);
        count += str_find(other, str_slice(heading, at, at + size), 0) != SIZE_MAX;
    }
    return count;
}

static uint32_t kinship(const Field *field, Str heading)
{
    uint32_t most = 0, common;
    for (size_t i = 0; i < field->header_count; i++)
        most = (common = count_common(heading, field->headers[i])) > most ? common : most;
    for (size_t i = 0; i < field->title.count; i++)
        most = (common = count_common(heading, field->title.at[i].text)) > most ? common : most;
    return most;
}

/* How far a field stands behind another in the dictionary; what stands before it is farther than all that follows. */
static uint32_t likeness_distance(const Table *table, uint32_t field, uint32_t before)
{
    return before == FIELD_NONE ? field : (field + table->field_count - before) % table->field_count;
}

typedef struct {
    uint32_t field, kinship, distance;
    int weight;
} Candidate;

static bool is_likelier(const Candidate *a, const Candidate *b)
{
    if (a->weight != b->weight)
        return a->weight > b->weight;
    return a->kinship != b->kinship ? a->kinship > b->kinship : a->distance < b->distance;
}

Likeness likeness_of(const Mapping *mapping, Str heading, const Str *cells, size_t count, uint32_t before)
{
    const Table *table = mapping->table;
    Likeness likeness = { .what = what_they_are(cells, count) };
    Candidate best[LIKENESS_FIELDS + 1];
    for (uint32_t i = 0; count > 0 && i < table->field_count; i++) {
        const Field *field = &table->fields[i];
        bool is_free = mapping->heading_of[i].len == 0 && field->kind != FIELD_MANY;
        Candidate candidate = { i, kinship(field, heading), likeness_distance(table, i, before),
                                is_free ? weight_of(field, cells, count) : 0 };
        uint32_t place = likeness.field_count;
        if (candidate.weight == 0)
            continue;
        for (; place > 0 && is_likelier(&candidate, &best[place - 1]); place--)
            best[place] = best[place - 1];
        best[place] = candidate;
        likeness.field_count += likeness.field_count < LIKENESS_FIELDS;
    }
    for (uint32_t i = 0; i < likeness.field_count; i++)
        likeness.fields[i] = best[i].field;
    return likeness;
}
