#include <stdlib.h>
#include <string.h>

#include "../dispatch.h"
#include "../unaligned.h"

// The channels that are computed together; rows of weights are filled up to a multiple of it.
enum { lanes = dk_depthwise_lanes };

size_t dk_conv_f32_depthwise_packed_count(size_t channels, size_t taps) {
  return (channels + lanes - 1) / lanes * lanes * taps;
}

void dk_conv_f32_depthwise_pack(size_t channels, size_t taps, const void *weights, float *packed) {
  size_t blocks = (channels + lanes - 1) / lanes;
  memset(packed, 0, blocks * lanes * taps * sizeof(float));
  for (size_t c = 0; c < channels; c++)
    for (size_t t = 0; t < taps; t++)
      packed[(c / lanes * taps + t) * lanes + c % lanes] = float_at(weights, c * taps + t);
}

// Output pixels [begin, end) of a row, some of whose taps may lie outside of the map, as many at a
// time as there is room for addresses of what lies under their taps.
static void at_border(const dk_conv_f32 *c, const float *image, size_t out_y, size_t begin,
                      size_t end, float slope, const float **rows, size_t room, float *out) {
  size_t taps = c->kernel_height * c->kernel_width, most = room / taps;
  for (; begin < end; begin += most) {
    size_t last = end - begin < most ? end : begin + most;
    const float **next = rows;
    for (size_t out_x = begin; out_x < last; out_x++)
      for (size_t ky = 0; ky < c->kernel_height; ky++) {
        // Unsigned: what lies above or left of the map wraps to a large number.
        size_t y = out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
        for (size_t kx = 0; kx < c->kernel_width; kx++) {
          size_t x = out_x * c->stride_width + kx * c->dilation_width - c->pad_left;
          bool inside = y < c->in_height && x < c->in_width;
          *next++ = inside ? image + (y * c->in_width + x) * c->in_stride : c->zeros;
        }
      }
    dk_kernels()->depthwise_row(last - begin, taps, c->groups, rows, c->weights, c->bias, slope,
                                out + begin * c->out_stride, c->out_stride);
  }
}

void dk_conv_f32_depthwise(const dk_conv_f32 *c, const float *input, float *output,
                           size_t row_begin, size_t row_end) {
  const dk_table *kernels = dk_kernels();
  size_t channels = c->groups, taps = c->kernel_height * c->kernel_width;
  bool in_store = c->activation.function == dk_identity || c->activation.function == dk_leaky_relu;
  float slope = c->activation.function == dk_leaky_relu ? c->activation.a : 1.0f;
  const float *few_rows[2048];
  const float **rows = few_rows;
  size_t room = sizeof few_rows / sizeof *few_rows - c->kernel_height;
  if (taps + c->kernel_height > sizeof few_rows / sizeof *few_rows) {
    room = taps;
    rows = malloc((taps + c->kernel_height) * sizeof *rows);
    if (!rows) abort();
  }
  const float **starts = rows + room;

  // Output columns [left, right) have all taps between the left and right border.
  size_t left = (c->pad_left + c->stride_width - 1) / c->stride_width;
  size_t reach = (c->kernel_width - 1) * c->dilation_width + 1;
  size_t end = c->in_width + c->pad_left;
  size_t right = end >= reach ? (end - reach) / c->stride_width + 1 : 0;
  if (right > c->out_width) right = c->out_width;
  size_t below = (c->kernel_height - 1) * c->dilation_height;

  for (size_t row = row_begin; row < row_end; row++) {
    size_t n = row / c->out_height, out_y = row % c->out_height;
    const float *image = input + n * c->in_height * c->in_width * c->in_stride;
    float *out = output + row * c->out_width * c->out_stride;
    size_t top = out_y * c->stride_height - c->pad_top;
    if (top < c->in_height && top + below < c->in_height && left < right) {
      size_t column = left * c->stride_width - c->pad_left;
      for (size_t ky = 0; ky < c->kernel_height; ky++) {
        size_t pixel = (top + ky * c->dilation_height) * c->in_width + column;
        starts[ky] = image + pixel * c->in_stride;
      }
      at_border(c, image, out_y, 0, left, slope, rows, room, out);
      kernels->depthwise_inside(right - left, c->kernel_height, c->kernel_width, channels, starts,
                                c->stride_width * c->in_stride, c->dilation_width * c->in_stride,
                                c->weights, c->bias, slope, out + left * c->out_stride,
                                c->out_stride);
      at_border(c, image, out_y, right, c->out_width, slope, rows, room, out);
    } else {
      at_border(c, image, out_y, 0, c->out_width, slope, rows, room, out);
    }
    if (!in_store)
      for (size_t x = 0; x < c->out_width; x++)
        kernels->unary(c->activation, out + x * c->out_stride, out + x * c->out_stride, channels);
  }
  if (rows != few_rows) free(rows);
}
