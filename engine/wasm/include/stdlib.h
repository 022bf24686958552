/* Two functions that the C library of WASI lacks are in engine/wasm/files.c. */
#ifndef DULY_WASM_STDLIB_H
#define DULY_WASM_STDLIB_H

#include_next <stdlib.h>

int mkstemp(char *name);
char *realpath(const char *path, char *room);

#endif
