// The table of the AVX2 kernels of bytes.
#if defined(__x86_64__)
#include "../convolution_u8/tiles.h"

#define TARGET __attribute__((target("avx2,fma")))

#include "functions.h"
#include "lookup.h"
#include "requantize.h"

const dk_byte_table dk_byte_table_avx2 = {
    .conv_tile = dk_conv_u8_tile_avx2,
    .conv_tile_pixels = 4,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx2,
    .requantize = requantize,
    .lookup = lookup,
    BYTE_FUNCTIONS,
};
#endif
