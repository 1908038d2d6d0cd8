// What clang and gcc spell differently.
#ifndef DARKROOM_COMPILER_H
#define DARKROOM_COMPILER_H

#define INLINE static inline __attribute__((always_inline))

// UNROLL: the following loop has a constant number of turns, at most 16, once inlined; all are
// written out, so that what it indexes can live in registers.
// INDEPENDENT: the turns of the following loop touch the same or distinct elements, which the
// compiler cannot know of pointers.
// EACH_ROUNDED: at the start of a block, whose products are rounded before they are added.
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#define EACH_ROUNDED _Pragma("STDC FP_CONTRACT OFF")
#else
#define UNROLL _Pragma("GCC unroll 16")
#define INDEPENDENT _Pragma("GCC ivdep")
#define EACH_ROUNDED
#endif

#endif
