/* How to embed duly: open a pack, check a batch, and count the records that something blocks. */
#include <duly.h>
#include <stdio.h>

static void tell_problem(void *context, const duly_problem *problem)
{
    (void) context;
    fprintf(stderr, "%.*s:%u: %.*s\n", DULY_ARG(problem->path), problem->line, DULY_ARG(problem->message));
}

static void count_blocked(void *context, const duly_record *record)
{
    *(int *) context += record->verdict == DULY_BLOCKED;
}

int main(int argc, char **argv)
{
    int blocked = 0;
    duly_sink sink = { .size = sizeof sink, .context = &blocked, .problem = tell_problem, .record = count_blocked };
    duly_pack *pack = argc == 3 ? duly_pack_open(argv[1], NULL, &sink) : NULL;
    if (!pack)
        return 2;
    const char *batch[] = { argv[2] };
    duly_check_options options = { .size = sizeof options, .batch = batch, .batch_count = 1, .as_of = { 2003, 12, 20 }, .gate = "meeting" };
    duly_status status = duly_check(pack, &options, &sink);
    printf("duly %s: %d blocked\n", duly_version(), blocked);
    duly_pack_close(pack);
    return status == DULY_CLEAN || status == DULY_FOUND ? 0 : 1;
}
