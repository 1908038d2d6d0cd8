// The kernels of moments for AVX-512: register tiles of 8 x 48.
#if defined(__x86_64__)
#define FEATURES target("avx512f,avx512bw,avx512dq,avx512vl,fma")
#if defined(__clang__)
#define TARGET __attribute__((FEATURES, min_vector_width(512)))
#else
#define TARGET __attribute__((FEATURES))
#endif
#define TILE_LANES 16
#define TILE_ROWS 8
#define TILE_VECTORS 3

#include "functions.h"

const dk_moment_table dk_moment_table_avx512 = {MOMENT_FUNCTIONS};
#endif
