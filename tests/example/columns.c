/* Records as a data frame has them, a column of numbers and one of days; the verdicts are counted. columns PACK */
#include <duly.h>
#include <stdio.h>

static bool give_rows(void *context, duly_rows *rows)
{
    static const int64_t ages[] = { 17, 18, 0 };
    static const uint8_t no_age[] = { 0, 0, 1 };
    static const int32_t days[] = { 12418, 12419, 12420 }; /* since 1970-01-01: the first days of 2004 */
    static const duly_values columns[] = { { DULY_INTS, ages, no_age }, { DULY_DAYS, days, NULL } };
    int *calls = context;
    rows->count = (*calls)++ == 0 ? 3 : 0;
    rows->columns = columns;
    return true;
}

static void tell_end(void *context, const duly_run *run, const duly_summary *summary)
{
    const uint64_t *count = summary->verdicts;
    fprintf(context, "%s: %d ready, %d blocked\n", run->complete ? "all" : "not all", (int) count[DULY_READY], (int) count[DULY_BLOCKED]);
}

int main(int argc, char **argv)
{
    const duly_text headings[] = { DULY_TEXT("age"), DULY_TEXT("comes_on") };
    int calls = 0;
    const duly_source frame = {
        .size = sizeof frame, .name = DULY_TEXT("frame"), .headings = headings, .heading_count = 2, .next = give_rows, .context = &calls
    };
    const duly_check_options options = { .size = sizeof options, .as_of = { 2003, 12, 20 }, .sources = &frame, .source_count = 1 };
    const duly_sink sink = { .size = sizeof sink, .context = stdout, .end = tell_end };
    duly_pack *pack = duly_pack_open(argc > 1 ? argv[1] : "rules", NULL, NULL);
    duly_status status = duly_check(pack, &options, &sink);
    duly_pack_close(pack);
    return status <= DULY_FOUND ? 0 : 1;
}
