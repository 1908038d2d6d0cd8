#include <stdlib.h>
#include <string.h>

#include "../dispatch.h"
#include "../unaligned.h"

// The channels that are computed together; rows of weights are filled up to a multiple of it.
enum { lanes = dk_depthwise_lanes };

size_t dk_conv_f32_depthwise_packed_count(size_t channels, size_t taps) {
  return (channels + lanes - 1) / lanes * lanes * taps;
}

void dk_conv_f32_depthwise_pack(size_t channels, size_t taps, const void *weights,
                                float *packed) {
  size_t blocks = (channels + lanes - 1) / lanes;
  memset(packed, 0, blocks * lanes * taps * sizeof(float));
  for (size_t c = 0; c < channels; c++)
    for (size_t t = 0; t < taps; t++)
      packed[(c / lanes * taps + t) * lanes + c % lanes] =
          float_at(weights, c * taps + t);
}

void dk_conv_f32_depthwise(const dk_conv_f32 *c, const float *input, float *output,
                           size_t row_begin, size_t row_end) {
  const dk_table *kernels = dk_kernels();
  size_t channels = c->groups, taps = c->kernel_height * c->kernel_width;
  bool in_store = c->activation.function == dk_identity || c->activation.function == dk_leaky_relu;
  float slope = c->activation.function == dk_leaky_relu ? c->activation.a : 1.0f;
  // The input pixel under each tap of each output pixel of a row, or zeros outside of the map.
  const float **rows = malloc(c->out_width * taps * sizeof *rows);
  if (!rows) abort();
  for (size_t row = row_begin; row < row_end; row++) {
    size_t n = row / c->out_height, out_y = row % c->out_height;
    const float *picture = input + n * c->in_height * c->in_width * c->in_stride;
    const float **next = rows;
    for (size_t out_x = 0; out_x < c->out_width; out_x++)
      for (size_t ky = 0; ky < c->kernel_height; ky++) {
        size_t y = out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
        for (size_t kx = 0; kx < c->kernel_width; kx++) {
          size_t x = out_x * c->stride_width + kx * c->dilation_width - c->pad_left;
          bool inside = y < c->in_height && x < c->in_width;
          *next++ = inside ? picture + (y * c->in_width + x) * c->in_stride : c->zeros;
        }
      }
    float *out = output + row * c->out_width * c->out_stride;
    kernels->depthwise_row(c->out_width, taps, channels, rows, c->weights, c->bias, slope, out,
                           c->out_stride);
    if (!in_store)
      for (size_t x = 0; x < c->out_width; x++)
        kernels->unary(c->activation, out + x * c->out_stride, out + x * c->out_stride, channels);
  }
  free(rows);
}
