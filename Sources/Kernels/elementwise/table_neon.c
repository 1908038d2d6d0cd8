// The table of the arm64 kernels, and its element-wise functions.
#if defined(__aarch64__)
#include "../convolution/depthwise_row.h"
#include "../convolution/tile_neon.h"
#include "../winograd/transform.h"
#include "functions.h"

static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY }

static void depthwise_row(size_t pixels, size_t taps, size_t channels,
                                 const float *const *rows, const float *weights,
                                 const float *bias, float slope, float *out, size_t out_stride) {
  depthwise_row_body(pixels, taps, channels, rows, weights, bias, slope, out, out_stride);
}

static void winograd_input(const float *const *pixels, size_t channels, float *transformed,
                                  size_t step) {
  transform_input(pixels, channels, transformed, step);
}

static void winograd_output(const float *products, size_t step, const float *bias,
                                   float slope, size_t channels, float *out, size_t row_stride,
                                   size_t pixel_stride, size_t rows, size_t columns) {
  transform_output(products, step, bias, slope, channels, out, row_stride, pixel_stride, rows,
                   columns);
}

const dk_table dk_table_neon = {
    .conv_tile = dk_conv_f32_tile_neon,
    .conv_tile_pixels = 6,
    .unary = unary,
    .winograd_input = winograd_input,
    .winograd_output = winograd_output,
    .depthwise_row = depthwise_row,
};
#endif
