/* dlopen, for what most runs can do without. */
#include "base/library.h"

#include <dlfcn.h>

bool library_load(Arena *arena, const char *file, const LibraryFunction *functions, size_t count, void *pointers, Str *problem)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        *problem = arena_format(arena, "this needs the library %s, which cannot be loaded", file);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(library, functions[i].name);
        if (!function) {
            *problem = arena_format(arena, "the library %s has no %s: it is of another version", file, functions[i].name);
            return false;
        }
        memcpy((char *) pointers + functions[i].offset, &function, sizeof function);
    }
    return true;
}
