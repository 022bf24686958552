/* Feeds every file of a folder to a fuzz harness: `make test` replays each corpus with the ordinary compiler. */
#include <stdio.h>

#include "base/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    Arena arena = { 0 };
    Names names;
    Str problem;
    if (argc < 2 || !folder_names(&arena, argv[1], &names, &problem) || names.count == 0) {
        fprintf(stderr, "no corpus in %s\n", argc < 2 ? "?" : argv[1]);
        return 1;
    }
    for (size_t i = 0; i < names.count; i++) {
        Str text, path = path_join(&arena, str_of(argv[1]), names.at[i]);
        if (!file_read(&arena, path.at, (size_t) 64 << 20, &text, &problem)) {
            fprintf(stderr, "%.*s\n", STR_ARG(problem));
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *) text.at, text.len);
    }
    printf("%zu inputs replayed\n", names.count);
    arena_free(&arena);
    return 0;
}
