/* The intrinsics of SSE2 that duly uses, as WebAssembly calls them. */
#ifndef DULY_WASM_EMMINTRIN_H
#define DULY_WASM_EMMINTRIN_H

#include <wasm_simd128.h>

typedef v128_t __m128i;

#define _mm_loadu_si128(at) wasm_v128_load(at)
#define _mm_set1_epi8(byte) wasm_i8x16_splat(byte)
#define _mm_setzero_si128() wasm_i8x16_splat(0)
#define _mm_cmpeq_epi8(a, b) wasm_i8x16_eq(a, b)
#define _mm_subs_epu8(a, b) wasm_u8x16_sub_sat(a, b)
#define _mm_and_si128(a, b) wasm_v128_and(a, b)
#define _mm_or_si128(a, b) wasm_v128_or(a, b)
#define _mm_andnot_si128(a, b) wasm_v128_andnot(b, a) /* which of the two is negated differs */
#define _mm_movemask_epi8(a) wasm_i8x16_bitmask(a)

#endif
