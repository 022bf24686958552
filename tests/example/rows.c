/* Records as a program has them, row by row, and what is found of each. rows PACK */
#include <duly.h>
#include <stdio.h>

static bool give_rows(void *context, duly_rows *rows)
{
    static const duly_text cells[] = { DULY_TEXT("Ann"), DULY_TEXT("17"), DULY_TEXT("Bert"), { NULL, 0 } };
    int *calls = context;
    rows->count = (*calls)++ == 0 ? 2 : 0; /* both at once, then none */
    rows->cells = cells;
    return true;
}

static void tell_record(void *context, const duly_record *record)
{
    for (size_t i = 0; i < record->finding_count; i++)
        fprintf(context, "%.*s %.*s\n", DULY_ARG(record->key), DULY_ARG(((const duly_finding *) DULY_AT(record->findings, i))->message));
}

int main(int argc, char **argv)
{
    const duly_text headings[] = { DULY_TEXT("name"), DULY_TEXT("age") };
    int calls = 0;
    const duly_source form = {
        .size = sizeof form, .name = DULY_TEXT("form"), .headings = headings, .heading_count = 2, .next = give_rows, .context = &calls
    };
    const duly_check_options options = { .size = sizeof options, .as_of = { 2003, 12, 20 }, .sources = &form, .source_count = 1 };
    const duly_sink sink = { .size = sizeof sink, .context = stdout, .record = tell_record };
    duly_pack *pack = duly_pack_open(argc > 1 ? argv[1] : "rules", NULL, NULL);
    duly_status status = duly_check(pack, &options, &sink); /* of no pack: DULY_MISUSED */
    duly_pack_close(pack);
    return status <= DULY_FOUND ? 0 : 1;
}
