/* Whole commands on any files: the first lines are command lines, and behind each "== NAME" stands a file (tests/fuzz/seed.sh makes such
   texts of packs and batches). Every command comes to a status that it may have, says why where that is 2 or 3, and gives back all that
   it took. */
#define _GNU_SOURCE /* for mkdtemp, nftw */
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "model/parts.h"

int unused_main(int argc, char **argv);
#define main unused_main
#include "cli/main.c"
#undef main

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_WORDS = 32, MOST_COMMANDS = 8, MOST_DEPTH = 4 };

static void expect(bool held)
{
    if (!held)
        abort();
}

/* ---- the folder it is done in */

static int remove_entry(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void) status;
    (void) flag;
    return walk->level > 0 ? remove(path) : 0;
}

static void clear(void)
{
    nftw(".", remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* In memory where that is a place: files are written and removed for each input. */
static char folder[32];
static int origin = -1; /* the corpus is told by where this is */

static void leave(void)
{
    rmdir(folder);
}

static void enter(void)
{
    if (origin >= 0) {
        expect(chdir(folder) == 0);
        return;
    }
    origin = open(".", O_RDONLY);
    snprintf(folder, sizeof folder, "%s/duly-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    expect(origin >= 0 && mkdtemp(folder) != NULL && chdir(folder) == 0 && freopen("/dev/null", "r", stdin) != NULL);
    setenv("COLUMNS", "80", 1);
    atexit(leave);
}

/* Nothing is to be read or written elsewhere. */
static bool stays_inside(Str path)
{
    return str_find(path, STR(".."), 0) == SIZE_MAX && str_find(path, STR("=/"), 0) == SIZE_MAX && !(path.len > 0 && path.at[0] == '/');
}

static void write_file(Arena *arena, Str name, Str text)
{
    char *path = (char *) arena_str(arena, name).at; /* of our own: cut and mended below */
    int depth = 0;
    if (name.len == 0 || name.len > 100 || !stays_inside(name) || memchr(name.at, 0, name.len))
        return;
    for (char *slash = path; (slash = strchr(slash, '/')) != NULL && depth++ < MOST_DEPTH; slash++) {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    if (!file)
        return;
    fwrite(text.at, 1, text.len, file);
    fclose(file);
}

/* ---- commands */

typedef struct {
    char *words[MOST_WORDS];
    int count;
    int status;
    uint64_t told, said; /* bytes */
} Line;

/* What waits for changes never ends, and so many threads prove no more than two do. */
static bool is_left_out(Str word)
{
    return str_starts_with(word, STR("--w")) || str_starts_with(word, STR("-j")) || str_starts_with(word, STR("--j")) ||
           !stays_inside(word);
}

static bool split(Arena *arena, Str text, Line *line)
{
    for (Str word; line->count < MOST_WORDS && part_next_word(&text, &word);) {
        if (is_left_out(word) || memchr(word.at, 0, word.len))
            return false;
        line->words[line->count++] = (char *) arena_str(arena, word).at;
    }
    return line->count > 0;
}

/* Threads are waited for much longer than anything else here: three inputs of four have none. */
static void leave_threads(Line *line, size_t size)
{
    static const char *const threaded[] = { "check", "due", "explain", "diff", "map", "test" };
    static char option[] = "-j1";
    for (size_t i = 0; i < sizeof threaded / sizeof *threaded; i++)
        if (size % 4 && line->count < MOST_WORDS && strcmp(line->words[0], threaded[i]) == 0)
            line->words[line->count++] = option;
}

static void run_line(void *context)
{
    Line *line = context;
    Arena arena = { 0 };
    Cli cli = {
        .arena = &arena, .commands = commands, .command_count = COMMANDS, .out = output_to_spool(&arena), .err = output_to_spool(&arena)
    };
    line->status = main_run(&cli, (CliWords) { line->words, line->count });
    line->told = output_size(cli.out);
    line->said = output_size(cli.err);
    output_discard(cli.out);
    output_discard(cli.err);
    arena_free(&arena);
}

static void run_command(Line *line)
{
    Ledger ledger;
    ledger_init(&ledger);
    expect(memory_run(&ledger, run_line, line));
    if (line->status == DULY_INTERRUPTED) /* whoever fuzzes has had enough: no command interrupts itself */
        _exit(0);
    expect(ledger.blocks == NULL && ledger.holds == NULL);
    ledger_end(&ledger);
    expect(line->status >= DULY_CLEAN && line->status <= DULY_INCOMPLETE);
    expect(line->status <= DULY_FOUND || line->told + line->said > 0);
}

static Str next_line(Str *text)
{
    size_t end = str_find(*text, STR("\n"), 0);
    Str line = str_slice(*text, 0, end == SIZE_MAX ? text->len : end);
    *text = end == SIZE_MAX ? (Str) { 0 } : str_slice(*text, end + 1, text->len);
    return line;
}

/* One "== NAME" and what stands below it. */
static void take_file(Arena *arena, Str *text)
{
    Str name = next_line(text);
    bool is_empty = str_starts_with(*text, STR("== "));
    size_t end = is_empty ? 0 : str_find(*text, STR("\n== "), 0);
    size_t len = end == SIZE_MAX ? text->len : end;
    write_file(arena, str_slice(name, 3, name.len), str_slice(*text, 0, len));
    *text = str_slice(*text, end == SIZE_MAX || is_empty ? len : len + 1, text->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena arena = { 0 };
    Str text = { (const char *) data, size };
    Line lines[MOST_COMMANDS] = { 0 };
    int count = 0;
    enter();
    while (text.len > 0 && !str_starts_with(text, STR("== "))) {
        Str line = next_line(&text);
        if (count == MOST_COMMANDS || !split(&arena, line, &lines[count]))
            continue;
        leave_threads(&lines[count++], size);
    }
    while (text.len > 0)
        take_file(&arena, &text);
    for (int i = 0; i < count; i++)
        run_command(&lines[i]);
    clear();
    expect(fchdir(origin) == 0);
    arena_free(&arena);
    return 0;
}
