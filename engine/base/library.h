/* Libraries that are loaded when they are first needed. That for reading workbooks brings OpenSSL along, which would add a millisecond
   to every start. Where the Makefile does not know the name of such a library, it is linked like any other. */
#ifndef DULY_BASE_LIBRARY_H
#define DULY_BASE_LIBRARY_H

#include "base/arena.h"

typedef struct {
    const char *name;
    size_t offset; /* of the pointer that gets it */
} LibraryFunction;

/* Loads a library, which then stays loaded, and finds its functions. False with a sentence in *problem. */
bool library_load(Arena *arena, const char *file, const LibraryFunction *functions, size_t count, void *pointers, Str *problem);

/* A member that points to a function, and how it gets there where the library is linked. */
#define LIBRARY_POINTER(name) __typeof__(name) *name;
#define LIBRARY_LINKED(name) library->name = name;

#endif
