// The kernels of moments for AVX2: register tiles of 4 x 24.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define TILE_LANES 8
#define TILE_ROWS 4
#define TILE_VECTORS 3

#include "functions.h"

const dk_moment_table dk_moment_table_avx2 = {MOMENT_FUNCTIONS};
#endif
