/* Reading and writing files: the only place that calls the system for it. */
#ifndef DULY_BASE_IO_H
#define DULY_BASE_IO_H

#include "base/arena.h"
#include "base/text.h"

/* ---- input: whole files, and streams of bytes */

/* Reads a whole file of at most limit_bytes into the arena (a zero byte follows). On failure: false and a
   sentence in *problem ("cannot open x.yaml: No such file or directory", "x.yaml is larger than 64 MiB"). */
bool file_read(Arena *arena, const char *path, size_t limit_bytes, Str *out, Str *problem);
/* The same until *stop becomes non-zero, which makes it fail: a pipe is not waited for then. */
bool file_read_until(Arena *arena, const char *path, size_t limit_bytes, const volatile int *stop, Str *out, Str *problem);

/* A stream of bytes. `read` returns the number of bytes put into the buffer, 0 at the end, -1 on failure
   (then `problem` holds a sentence). */
typedef struct Input Input;
struct Input {
    long (*read)(Input *input, char *buffer, size_t size);
    void (*close)(Input *input);
    bool (*seek)(Input *input, uint64_t at); /* goes on reading there; NULL, or false: it cannot (a pipe) */
    Str name;                                /* the path as given; "-" is standard input */
    char problem[200];
    uint64_t size_bytes;      /* total where known, else 0: for progress */
    uint64_t done_bytes;      /* read so far */
    const volatile int *stop; /* not NULL: reading ends, as a failure, when it becomes non-zero, also while a pipe is waited for */
    void *state;
};

/* Opens a file, or standard input for "-". NULL with a sentence in *problem (in the arena). input_close frees. */
Input *input_open(Arena *arena, const char *path, Str *problem);
/* A stream over what an open file holds, which is the stream's to close. */
Input *input_of_descriptor(Arena *arena, int descriptor, Str name);
/* A stream over bytes in memory, at most `step` bytes a read (0: as many as asked). For tests and examples. */
Input *input_of_bytes(Arena *arena, Str name, Str bytes, size_t step);
/* A second stream over the bytes of one that nothing was read from yet. What can be read only once, a pipe, is read into memory
   first, and the first stream replaced by one over that. NULL with a sentence in *problem. */
Input *input_again(Arena *arena, Input **input, Str *problem);
/* All of `len` bytes that stand at a place; reading goes on behind them. False with a sentence, also where they are not there (any more). */
bool input_read_at(Arena *arena, Input *input, uint64_t at, char *out, size_t len, Str *problem);
void input_close(Input *input);

typedef enum { PATH_MISSING, PATH_FILE, PATH_FOLDER, PATH_OTHER } PathKind;
PathKind path_kind(const char *path);
/* Whether it is a link, wherever that leads. */
bool path_is_link(const char *path);
/* The same for one who must not overlook anything: false, with a sentence, where something is there that cannot be looked at (a
   link to nowhere or in a circle, a folder on the way that may not be entered). In the arena. */
bool path_look(Arena *arena, const char *path, PathKind *kind, Str *problem);
/* The path without links and dots; as it is where nothing is there. In the arena, with a zero byte behind it. */
Str path_real(Arena *arena, const char *path);
/* As seen from the folder one stands in, where it lies below that; else as it is. A part of the path given. */
Str path_from_here(Str path);
/* Where a file that is written under this path comes to stand: links are followed, also one that leads to nothing yet. */
Str path_target(Arena *arena, const char *path);
/* A number that is another one once a file was written or replaced; 0: there is no such path. */
uint64_t path_stamp(const char *path);
/* Whether both lead to one file, however they are written. */
bool path_is_same(const char *a, const char *b);
/* Whether the path leads to what is open there: a file or a pipe. Terminals and devices belong to nobody. */
bool path_is_open_as(const char *path, int descriptor);
bool descriptors_are_same(int a, int b);

/* The names in a folder (without . and ..), sorted by bytes. false with a sentence when it cannot be read. */
typedef struct {
    Str *at;
    size_t count;
} Names;
bool folder_names(Arena *arena, const char *path, Names *out, Str *problem);
/* Makes a folder, and those that it is to stand in, where they are not there. False with a sentence. */
bool folder_make(Arena *arena, const char *path, Str *problem);
Str path_join(Arena *arena, Str folder, Str name);
Str path_folder(Arena *arena, Str path); /* "a/b.csv" -> "a", "b.csv" -> ".", "/b" -> "/" */
Str path_name(Str path);                 /* "a/b.csv" -> "b.csv" */
Str path_stem(Str path);                 /* "a/b.csv" -> "b" */
Str path_extension(Str path);            /* "a/b.csv" -> "csv", lower case not applied */
bool path_is_yaml(Str path);             /* whether it ends in .yaml or .yml, in small letters or large ones */

/* ---- output */

/* A destination of bytes, buffered. Writing after a failure does nothing; ask output_failed at the end. */
typedef struct Output Output;

/* Standard output or error (fd 1, 2), or an open descriptor: closed by output_close only if owned. */
Output *output_to_descriptor(Arena *arena, int descriptor, Str name);
/* A file, mode 0600, put in place by output_close when all went well and is on the disk. Until then it has no name, or a temporary one
   beside it where the system knows no files without. */
Output *output_to_file(Arena *arena, const char *path, Str *problem);
/* What is written is not the whole: it will stand beside the file, which stays as it is, under the name that is given back. Empty:
   there is no file to be kept. */
Str output_set_aside(Output *output);
/* The same at the end of what a file holds: straight into it. */
Output *output_to_end_of_file(Arena *arena, const char *path, Str *problem);
/* Handed to a host, a buffer at a time; false from it: it could not take them. */
Output *output_to_host(Arena *arena, bool (*write)(void *context, const char *bytes, size_t len), void *context, Str name);
/* The descriptor of a temporary file without a name, to be read and written; -1 with errno. The caller closes it. */
int temporary_open(void);
/* One that is written, flushed, and then read from its start: *input learns its size by output_size. Both go with the arena. False
   with errno. */
bool temporary_pair(Arena *arena, Output **output, Input **input);
/* Bytes collected in memory; past 16 MiB in an unlinked temporary file. output_copy sends them on. What is not discarded before goes
   with the arena. */
Output *output_to_spool(Arena *arena);

void output_add(Output *output, Str bytes);
/* Room for so many bytes, for whoever writes them in place, and how many it were; NULL: they have to be added otherwise. */
char *output_room(Output *output, size_t most);
void output_took(Output *output, size_t len);
/* In which language sentences that are formats are said (base/said.h). */
void output_speak(Output *output, Str language);
Str output_language(const Output *output);
void output_format(Output *output, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool output_flush(Output *output);
/* A pipe that takes nothing is waited for no longer than a moment when *stop has become non-zero. */
void output_stop(Output *output, const volatile int *stop);
/* The reader of this pipe may go away when it has read enough, as `head` does: that is no failure, and nothing more is written. */
void output_may_leave(Output *output);
/* Bytes that were added so far. */
uint64_t output_size(const Output *output);
/* Sends what was spooled to another output, in order. */
bool output_copy(Output *spool, Output *to);
/* Makes the output one that has failed, for a reason of the caller's: nothing of it is put in place. */
void output_refuse(Output *output, Str sentence);
/* "cannot write report.json: No space left on device", or an empty slice. */
Str output_problem(const Output *output);
/* Flushes and closes; false if anything failed. A file is then not put in place. */
bool output_close(Output *output);
/* Closes without keeping a file. */
void output_discard(Output *output);
bool output_is_terminal(const Output *output);

#endif
