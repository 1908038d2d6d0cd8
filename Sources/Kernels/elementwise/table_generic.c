// The table of the generic kernels, and its element-wise functions.
#include "../convolution/tile_generic.h"
#include "functions.h"

#define TARGET

TARGET static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY }

TARGET static void multiply_add(const float *a, const float *b, float *sum, size_t count) {
  MULTIPLY_ADD_BODY
}

const dk_table dk_table_generic = {
    .conv_tile = dk_conv_f32_tile_generic,
    .conv_tile_pixels = 4,
    .unary = unary,
    .multiply_add = multiply_add,
};
