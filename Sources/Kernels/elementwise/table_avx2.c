// The table of the avx2 kernels.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))

#include "../convolution/tile_avx2.h"
#include "table_functions.h"

const dk_table dk_table_avx2 = {
    .conv_tile = dk_conv_f32_tile_avx2,
    .conv_tile_pixels = 6,
    TABLE_FUNCTIONS,
};
#endif
