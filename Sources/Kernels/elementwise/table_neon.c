// The table of the neon kernels.
#if defined(__aarch64__)
#define TARGET

#include "../convolution/tile_neon.h"
#include "table_functions.h"

const dk_table dk_table_neon = {
    .conv_tile = dk_conv_f32_tile_neon,
    .conv_tile_pixels = 6,
    TABLE_FUNCTIONS,
};
#endif
