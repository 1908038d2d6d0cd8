// The table of the avx2 kernels, and its element-wise functions.
#if defined(__x86_64__)
#include "../convolution/depthwise_row.h"
#include "../convolution/tile_avx2.h"
#include "../winograd/transform.h"
#include "functions.h"

#define TARGET __attribute__((target("avx2,fma")))

TARGET static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY }

TARGET static void depthwise_row(size_t pixels, size_t taps, size_t channels,
                                 const float *const *rows, const float *weights,
                                 const float *bias, float slope, float *out, size_t out_stride) {
  depthwise_row_body(pixels, taps, channels, rows, weights, bias, slope, out, out_stride);
}

TARGET static void winograd_input(const float *const *pixels, size_t channels, float *transformed,
                                  size_t step) {
  transform_input(pixels, channels, transformed, step);
}

TARGET static void winograd_output(const float *products, size_t step, const float *bias,
                                   float slope, size_t channels, float *out, size_t row_stride,
                                   size_t pixel_stride, size_t rows, size_t columns) {
  transform_output(products, step, bias, slope, channels, out, row_stride, pixel_stride, rows,
                   columns);
}

const dk_table dk_table_avx2 = {
    .conv_tile = dk_conv_f32_tile_avx2,
    .conv_tile_pixels = 6,
    .unary = unary,
    .winograd_input = winograd_input,
    .winograd_output = winograd_output,
    .depthwise_row = depthwise_row,
};
#endif
