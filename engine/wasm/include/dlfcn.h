/* Nothing can be loaded: what is used is linked (base/library.h). */
#ifndef DULY_WASM_DLFCN_H
#define DULY_WASM_DLFCN_H

enum { RTLD_NOW, RTLD_LOCAL };

#define dlopen(file, mode) ((void) (file), (void) (mode), (void *) 0)
#define dlsym(library, name) ((void) (library), (void) (name), (void *) 0)

#endif
