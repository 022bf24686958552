/* Any bytes as parts of a run, one behind the other, each beginning with its mark: they are put together, or refused with a sentence. What
   stands in the way of everything else is put right first: the hashes of blocks, where the last one begins, and of which pack and by which
   duly a part says to be (tests/fuzz/part, parts.sh). It is run where tests are: in the root of the sources. */
#define _GNU_SOURCE /* for mkdtemp */
#include <stdlib.h>

#include "base/bytes.h"
#include "run/fingerprint.h"

int unused_main(int argc, char **argv);
#define main unused_main
#include "cli/main.c"
#undef main

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_PARTS = 4, FIRST_BLOCK = 12, LENGTH = 4, PRINT = 8, HEAD = 1 + LENGTH + PRINT, END = 8 };

static char pack_path[] = "tests/fuzz/part/pack.yaml";

static void expect(bool held)
{
    if (!held)
        abort();
}

/* ---- putting right */

static void put_low(char *at, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (char) (number >> 8 * i);
}

static uint64_t take_low(const char *at, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; i++)
        number |= (uint64_t) (unsigned char) at[i] << 8 * i;
    return number;
}

static char sha256[65];

static void find_pack(void)
{
    duly_pack *pack = duly_pack_open(pack_path, NULL, NULL);
    expect(pack != NULL);
    duly_pack_info info = { .size = sizeof info };
    expect(duly_pack_describe(pack, &info) == DULY_CLEAN);
    snprintf(sha256, sizeof sha256, "%.*s", (int) info.sha256.len, info.sha256.at);
    duly_pack_close(pack);
}

/* What stands before it in the head: version, number and count, path, hash. It stays as long as it was, so that all else stays where the
   tail says that it is: the path, which nobody looks at, gives way. */
static void claim_pack(char *at, size_t len)
{
    Text text = { 0 };
    Bytes bytes = { { at, len }, false };
    Str version = bytes_take_text(&bytes);
    uint64_t number = bytes_take_number(&bytes), count = bytes_take_number(&bytes);
    Str path = bytes_take_text(&bytes), hash = bytes_take_text(&bytes);
    size_t had = len - bytes.rest.len, ours = strlen(duly_version()) + strlen(sha256), theirs = version.len + path.len + hash.len;
    bytes_text(&text, str_of(duly_version()));
    bytes_number(&text, number);
    bytes_number(&text, count);
    bytes_number(&text, theirs > ours ? theirs - ours : 0);
    text_add_repeat(&text, 'x', theirs > ours ? theirs - ours : 0);
    bytes_text(&text, str_of(sha256));
    if (!bytes.failed && text.len == had)
        memcpy(at, text.at, had);
    text_free(&text);
}

/* The block at this place ends where the part does, at the latest. Returns how long it is. */
static size_t mend_block(char *part, size_t at, size_t end)
{
    uint64_t len = take_low(part + at + 1, LENGTH), room = end - at - HEAD;
    len = len < room ? len : room;
    put_low(part + at + 1, len, LENGTH);
    if (at == FIRST_BLOCK)
        claim_pack(part + at + HEAD, (size_t) len);
    Str payload = { part + at + HEAD, (size_t) len };
    put_low(part + at + 1 + LENGTH, fingerprint_of((Fingerprint) { (unsigned char) part[at] + 1u, 0 }, payload).low, PRINT);
    return HEAD + (size_t) len;
}

static void mend(char *part, size_t size)
{
    size_t end = size < END ? 0 : size - END, last = 0;
    for (size_t at = FIRST_BLOCK; at < end && end - at >= HEAD; at += mend_block(part, at, end))
        last = at;
    if (last > 0)
        put_low(part + end, last, END);
}

/* ---- merging */

static char folder[32], paths[MOST_PARTS][40], report_path[40];

static void leave(void)
{
    for (int i = 0; i < MOST_PARTS; i++)
        remove(paths[i]);
    remove(report_path);
    rmdir(folder);
}

/* In memory where that is a place. */
static void enter(void)
{
    if (folder[0])
        return;
    snprintf(folder, sizeof folder, "%s/duly-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    expect(mkdtemp(folder) != NULL && freopen("/dev/null", "r", stdin) != NULL);
    for (int i = 0; i < MOST_PARTS; i++)
        snprintf(paths[i], sizeof paths[i], "%.30s/%d", folder, i);
    snprintf(report_path, sizeof report_path, "%.30s/report", folder);
    atexit(leave);
    find_pack();
}

static void write_part(const char *path, Str bytes)
{
    FILE *file = fopen(path, "wb");
    expect(file != NULL && fwrite(bytes.at, 1, bytes.len, file) == bytes.len && fclose(file) == 0);
}

typedef struct {
    char *words[MOST_PARTS + 6];
    int count, status;
    uint64_t told; /* bytes */
} Line;

static void run_line(void *context)
{
    Line *line = context;
    Arena arena = { 0 };
    Cli cli = {
        .arena = &arena, .commands = commands, .command_count = COMMANDS, .out = output_to_spool(&arena), .err = output_to_spool(&arena)
    };
    line->status = main_run(&cli, (CliWords) { line->words, line->count });
    line->told = output_size(cli.out) + output_size(cli.err);
    output_discard(cli.out);
    output_discard(cli.err);
    arena_free(&arena);
}

static void merge(Line *line)
{
    Ledger ledger;
    ledger_init(&ledger);
    expect(memory_run(&ledger, run_line, line));
    if (line->status == DULY_INTERRUPTED) /* whoever fuzzes has had enough */
        _exit(0);
    expect(ledger.blocks == NULL && ledger.holds == NULL);
    ledger_end(&ledger);
    expect(line->status >= DULY_CLEAN && line->status <= DULY_INCOMPLETE);
    expect(line->status <= DULY_FOUND || line->told > 0);
}

/* Every format is some input's; those of figures are not those of findings. */
static char *format_of(const uint8_t *data, size_t size)
{
    static char formats[][12] = { "json",  "text",  "html",  "xlsx", "ndjson",   "verdicts",
                                  "sheet", "sarif", "junit", "csv",  "markdown", "github" };
    size_t sum = size;
    for (size_t i = 0; i < size; i++)
        sum += data[i];
    return formats[sum % (sizeof formats / sizeof *formats)];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Str mark = STR("duly part 1\n");
    char option_rules[] = "-r", option_format[] = "-qf", command[] = "merge";
    Text text = { 0 };
    enter();
    text_add(&text, (Str) { (const char *) data, size });
    Line line = { .words = { command, option_rules, pack_path, option_format, format_of(data, size) }, .count = 5 };
    int count = 0;
    for (size_t at = 0, end; at < text.len && count < MOST_PARTS; at = end) {
        end = str_find(text_str(&text), mark, at + 1);
        end = end == SIZE_MAX ? text.len : end;
        mend(text.at + at, end - at);
        write_part(paths[count], (Str) { text.at + at, end - at });
        line.words[line.count++] = paths[count++];
    }
    merge(&line);
    text_free(&text);
    return 0;
}
