// The table of the arm64 kernels, and its element-wise functions.
#if defined(__aarch64__)
#include "../convolution/tile_neon.h"
#include "functions.h"

static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY }

static void multiply_add(const float *a, const float *b, float *sum, size_t count) {
  MULTIPLY_ADD_BODY
}

const dk_table dk_table_neon = {
    .conv_tile = dk_conv_f32_tile_neon,
    .conv_tile_pixels = 6,
    .unary = unary,
    .multiply_add = multiply_add,
};
#endif
