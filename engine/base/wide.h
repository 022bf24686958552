/* Loops for processors that look at 32 bytes at a time, beside those for all: which of the two runs is found out when the program does.
   A file that has such loops asks for WIDE_LOOPS, marks its functions with WIDE_TARGET, and what both kinds share with WIDE_INLINE. */
#ifndef DULY_BASE_WIDE_H
#define DULY_BASE_WIDE_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(DULY_NO_WIDE_LOOPS)
#define WIDE_LOOPS 1
#define WIDE_TARGET __attribute__((target("avx2,bmi,popcnt")))
#include <immintrin.h>
#endif
#define WIDE_INLINE __attribute__((always_inline)) static inline

static inline bool wide_is_there(void)
{
#if defined(WIDE_LOOPS)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
#else
    return false;
#endif
}

#endif
