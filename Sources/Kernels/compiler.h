// What clang and gcc spell differently.
#ifndef DARKROOM_COMPILER_H
#define DARKROOM_COMPILER_H

#define INLINE static inline __attribute__((always_inline))

// UNROLL: the following loop has a constant number of turns, at most 16, once inlined; all are
// written out, so that what it indexes can live in registers.
// INDEPENDENT: the turns of the following loop touch the same or distinct elements, which the
// compiler cannot know of pointers.
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#endif
