// The table of the avx512 kernels, and its element-wise functions.
#if defined(__x86_64__)
#include "../convolution/tile_avx512.h"
#include "functions.h"

#define FEATURES target("avx512f,avx512bw,avx512dq,avx512vl,fma")
#if defined(__clang__)
#define TARGET __attribute__((FEATURES, min_vector_width(512)))
#else
#define TARGET __attribute__((FEATURES))
#endif

TARGET static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY }

TARGET static void multiply_add(const float *a, const float *b, float *sum, size_t count) {
  MULTIPLY_ADD_BODY
}

const dk_table dk_table_avx512 = {
    .conv_tile = dk_conv_f32_tile_avx512,
    .conv_tile_pixels = 14,
    .unary = unary,
    .multiply_add = multiply_add,
};
#endif
