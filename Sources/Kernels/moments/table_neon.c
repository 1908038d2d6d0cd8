// The kernels of moments for NEON: register tiles of 8 x 12.
#if defined(__aarch64__)
#define TARGET
#define TILE_LANES 4
#define TILE_ROWS 8
#define TILE_VECTORS 3

#include "functions.h"

const dk_moment_table dk_moment_table_neon = {MOMENT_FUNCTIONS};
#endif
