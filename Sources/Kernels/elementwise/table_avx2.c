// The table of the avx2 kernels, and its element-wise functions.
#if defined(__x86_64__)
#include "../convolution/tile_avx2.h"
#include "functions.h"

#define TARGET __attribute__((target("avx2,fma")))

TARGET static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY }

TARGET static void multiply_add(const float *a, const float *b, float *sum, size_t count) {
  MULTIPLY_ADD_BODY
}

const dk_table dk_table_avx2 = {
    .conv_tile = dk_conv_f32_tile_avx2,
    .conv_tile_pixels = 6,
    .unary = unary,
    .multiply_add = multiply_add,
};
#endif
