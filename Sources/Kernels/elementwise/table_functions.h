// The functions of a table that are plain vector code, compiled for the instruction set that
// TARGET names. Include it in one file for each set.
#include "../convolution/depthwise_row.h"
#include "../dispatch.h"
#include "../winograd/transform.h"
#include "functions.h"

TARGET static void unary(dk_unary unary, const float *x, float *y, size_t count) { UNARY_BODY; }

TARGET static void depthwise_row(size_t pixels, size_t taps, size_t channels,
                                 const float *const *rows, const float *weights, const float *bias,
                                 float slope, float *out, size_t out_stride) {
  depthwise_row_body(pixels, taps, channels, rows, weights, bias, slope, out, out_stride);
}

TARGET static void depthwise_inside(size_t pixels, size_t kernel_height, size_t kernel_width,
                                    size_t channels, const float *const *rows, size_t pixel_step,
                                    size_t tap_step, const float *weights, const float *bias,
                                    float slope, float *out, size_t out_stride) {
  depthwise_inside_body(pixels, kernel_height, kernel_width, channels, rows, pixel_step, tap_step,
                        weights, bias, slope, out, out_stride);
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

#define TABLE_FUNCTIONS \
  .unary = unary, .depthwise_row = depthwise_row, .depthwise_inside = depthwise_inside, \
  .winograd_input = winograd_input, .winograd_output = winograd_output
