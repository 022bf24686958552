/* What a roster may look like beside the one of the yardstick: keys that come once or again and again, groups by several columns, records
   by the ten million through a pipe.

     shapes csv|ndjson RECORDS once|again      writes such a roster; the same words give the same bytes
     shapes check < CSV                        the rules of shapes.sh written by hand: a line `rule violations` for each */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS = 50, MONTHS = 36, MOST_KEYS = 100000000, BLOCK_BYTES = 1 << 20, COLUMNS = 5, MOST_OF_A_GROUP = 10 };

static uint64_t next_random(uint64_t *state)
{
    uint64_t word = *state += 0x9E3779B97F4A7C15u;
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
    word = (word ^ word >> 27) * 0x94D049BB133111EBu;
    return word ^ word >> 31;
}

/* ---- writing */

typedef struct {
    unsigned id, unit, month, score, hours;
} Row;

static Row row_of(uint64_t index, uint64_t records, bool again, uint64_t *random)
{
    uint64_t word = next_random(random), more = next_random(random);
    Row row = { .id = (unsigned) (again ? more % (records / 4 + 1) : index), .unit = (unsigned) (word % UNITS) };
    row.month = (unsigned) (word >> 8) % MONTHS;
    row.score = 55 + (unsigned) (word >> 16) % 600 / 10;
    row.hours = 20 + (unsigned) (word >> 32) % 400 / 4;
    return row;
}

static void write_row(const Row *row, bool as_json)
{
    static const char *const formats[] = {
        "A%08u,U%02u,%04u-%02u-15,%u,%u\n", "{\"id\":\"A%08u\",\"unit\":\"U%02u\",\"met_on\":\"%04u-%02u-15\",\"score\":%u,\"hours\":%u}\n"
    };
    printf(formats[as_json], row->id, row->unit, 2001 + row->month / 12, row->month % 12 + 1, row->score, row->hours);
}

static int generate(bool as_json, uint64_t records, bool again)
{
    uint64_t random = 1;
    if (!as_json)
        puts("id,unit,met_on,score,hours");
    for (uint64_t i = 0; i < records; i++) {
        Row row = row_of(i, records, again, &random);
        write_row(&row, as_json);
    }
    return ferror(stdout) || fflush(stdout) != 0;
}

/* ---- checking */

typedef struct {
    uint8_t *ids; /* how often each came, 255 at most */
    uint32_t groups[UNITS * MONTHS];
    size_t last_id;
    uint64_t score, hours;
} Counts;

static unsigned number_at(const char *at, const char *end)
{
    unsigned number = 0;
    for (; at < end; at++)
        number = number * 10 + (unsigned) (*at - '0');
    return number;
}

/* A line without its end. */
static void count_line(Counts *counts, const char *line, const char *end)
{
    const char *starts[COLUMNS + 1] = { line };
    int columns = 1;
    for (const char *at = line; at < end && columns < COLUMNS; at++)
        if (*at == ',')
            starts[columns++] = at + 1;
    starts[COLUMNS] = end + 1;
    if (columns < COLUMNS)
        return;
    size_t key = number_at(line + 1, starts[1] - 1) % MOST_KEYS;
    uint8_t *id = &counts->ids[key];
    *id = (uint8_t) (*id + (*id < UINT8_MAX));
    counts->last_id = key > counts->last_id ? key : counts->last_id;
    unsigned unit = number_at(starts[1] + 1, starts[2] - 1) % UNITS, year = number_at(starts[2], starts[2] + 4);
    unsigned month = (year - 2001) * 12 + number_at(starts[2] + 5, starts[2] + 7) - 1;
    counts->groups[unit * MONTHS + month % MONTHS]++;
    counts->score += number_at(starts[3], starts[4] - 1) < 60;
    counts->hours += number_at(starts[4], end) < 24;
}

static void print_counts(const Counts *counts)
{
    uint64_t again = 0, many = 0;
    for (size_t i = 0; i <= counts->last_id; i++)
        again += counts->ids[i] > 1;
    for (size_t i = 0; i < UNITS * MONTHS; i++)
        many += counts->groups[i] > MOST_OF_A_GROUP;
    printf("hours %llu\nmany %llu\nonce %llu\nscore %llu\n", (unsigned long long) counts->hours, (unsigned long long) many,
           (unsigned long long) again, (unsigned long long) counts->score);
}

static int check(void)
{
    static char block[BLOCK_BYTES];
    static Counts counts;
    size_t kept = 0, got;
    bool is_first = true;
    counts.ids = calloc(MOST_KEYS, 1);
    while (counts.ids && (got = fread(block + kept, 1, sizeof block - kept, stdin)) > 0) {
        const char *at = block, *end = block + kept + got, *feed;
        for (; (feed = memchr(at, '\n', (size_t) (end - at))) != NULL; at = feed + 1, is_first = false)
            if (!is_first)
                count_line(&counts, at, feed);
        kept = (size_t) (end - at);
        memmove(block, at, kept);
    }
    if (counts.ids)
        print_counts(&counts);
    return counts.ids ? 0 : 2;
}

int main(int count, char **words)
{
    if (count == 2 && !strcmp(words[1], "check"))
        return check();
    if (count == 4)
        return generate(!strcmp(words[1], "ndjson"), strtoull(words[2], NULL, 10), !strcmp(words[3], "again"));
    fputs("usage: shapes csv|ndjson RECORDS once|again, or shapes check\n", stderr);
    return 2;
}
