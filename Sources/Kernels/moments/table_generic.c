// The portable kernels of moments: register tiles of 4 x 8.
#define TARGET
#define TILE_LANES 4
#define TILE_ROWS 4
#define TILE_VECTORS 2

#include "functions.h"

const dk_moment_table dk_moment_table_generic = {MOMENT_FUNCTIONS};
