/* A report without a file: what somebody has uploaded is checked, and the page goes to whoever takes its bytes. report PACK NAME < UPLOAD > PAGE */
#include <duly_report.h>
#include <stdio.h>
#include <string.h>

static bool send(void *context, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, context) == len;
}

static void tell_problem(void *context, const duly_problem *problem)
{
    fprintf(context, "%.*s:%u: %.*s\n", DULY_ARG(problem->path), problem->line, DULY_ARG(problem->message));
}

int main(int argc, char **argv)
{
    static char upload[1 << 20];
    size_t count = fread(upload, 1, sizeof upload, stdin);
    if (argc != 3 || ferror(stdin) || count == sizeof upload)
        return 2;
    const duly_source source = { .size = sizeof source, .name = { argv[2], strlen(argv[2]) }, .bytes = upload, .byte_count = count };
    const duly_check_options options = { .size = sizeof options, .as_of = { 2003, 12, 20 }, .sources = &source, .source_count = 1 };
    const duly_report page = { .size = sizeof page, .format = "html", .write = send, .context = stdout };
    const duly_sink sink = { .size = sizeof sink, .context = stderr, .problem = tell_problem };
    duly_pack *pack = duly_pack_open_to_judge(argv[1], NULL, &sink);
    duly_status status = pack ? duly_check_report(pack, &options, &page, 1, &sink) : DULY_MISUSED;
    duly_pack_close(pack);
    return fflush(stdout) == 0 && status <= DULY_FOUND ? 0 : 1;
}
