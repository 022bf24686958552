/* Waiting for files to change: told by the system where it can (inotify), and looked for in any case, since not every file system
   tells. */
#ifndef DULY_CLI_WATCH_H
#define DULY_CLI_WATCH_H

#include "base/array.h"
#include "base/io.h"

enum { WATCH_MOST_FILES = 20000, WATCH_DEPTH = 16 };

/* A file as it was. */
typedef struct {
    Str path;
    uint64_t stamp; /* 0: not there */
} WatchedFile;

typedef struct {
    Arena *arena;       /* of the lists of paths */
    ARRAY(Str) paths;   /* files, and folders with all that is below them but what begins with a dot */
    ARRAY(Str) ignored; /* files that the program writes itself */
    int descriptor;     /* of inotify; -1: there is none, files are looked at from time to time */
    Arena memory[2];    /* of the lists of files, by turns */
    ARRAY(WatchedFile) files;
    int turn;
} Watch;

/* `polls`: as if the system told nothing. */
void watch_init(Watch *watch, Arena *arena, bool polls);
void watch_free(Watch *watch);
/* A path that is the same as another, or below it, adds nothing. */
void watch_add(Watch *watch, Str path);
void watch_ignore(Watch *watch, Str path);

/* Takes all files for seen as they are now. */
void watch_look(Watch *watch);
/* Waits until some file is not as it was seen, and then until nothing changes for a moment; sees them all. Gives a path that changed;
   empty when *stop became non-zero. */
Str watch_wait(Watch *watch, const volatile int *stop);

#endif
