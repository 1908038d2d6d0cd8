// The table of the avx512 kernels.
#if defined(__x86_64__)
#define FEATURES target("avx512f,avx512bw,avx512dq,avx512vl,fma")
#if defined(__clang__)
#define TARGET __attribute__((FEATURES, min_vector_width(512)))
#else
#define TARGET __attribute__((FEATURES))
#endif

#include "../convolution/tile_avx512.h"
#include "table_functions.h"

const dk_table dk_table_avx512 = {
    .conv_tile = dk_conv_f32_tile_avx512,
    .conv_tile_pixels = 14,
    TABLE_FUNCTIONS,
};
#endif
