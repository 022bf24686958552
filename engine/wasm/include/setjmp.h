/* There are no jumps. The one that there is (base/memory.c) is the way out where memory has run out: here that is the end of the run, with the
   sentence and the status that it would have had, also where a part alone could have been given up. */
#ifndef DULY_WASM_SETJMP_H
#define DULY_WASM_SETJMP_H

#include <stdio.h>
#include <stdlib.h>

typedef int jmp_buf[1];

static inline _Noreturn void end_for_want_of_memory(void)
{
    enum { INCOMPLETE = 3 };
    fputs("duly: out of memory\n", stderr);
    _Exit(INCOMPLETE);
}

#define setjmp(buffer) ((buffer)[0] = 0)
#define _setjmp(buffer) setjmp(buffer)
#define longjmp(buffer, value) ((void) (buffer), (void) (value), end_for_want_of_memory())
#define _longjmp(buffer, value) longjmp(buffer, value)

#endif
