#include <stdlib.h>

#include "../dispatch.h"

// The input pixel that each tap of each output pixel of a tile reads, or zeros outside the map.
static void find_rows(const dk_conv_f32 *c, const float *input, size_t first, size_t pixels,
                      const float **rows) {
  size_t out_x = first % c->out_width;
  size_t out_y = first / c->out_width % c->out_height;
  size_t n = first / c->out_width / c->out_height;
  for (size_t p = 0; p < pixels; p++) {
    const float *picture = input + n * c->in_height * c->in_width * c->in_stride;
    const float **row = rows + p;
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      // Unsigned: what lies above or left of the map wraps to a large number.
      size_t y = out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
      for (size_t kx = 0; kx < c->kernel_width; kx++) {
        size_t x = out_x * c->stride_width + kx * c->dilation_width - c->pad_left;
        bool inside = y < c->in_height && x < c->in_width;
        *row = inside ? picture + (y * c->in_width + x) * c->in_stride : NULL;
        row += pixels;
      }
    }
    if (++out_x == c->out_width) {
      out_x = 0;
      if (++out_y == c->out_height) {
        out_y = 0;
        n++;
      }
    }
  }
}

void dk_conv_f32_run(const dk_conv_f32 *c, const float *input, float *output, size_t pixel_begin,
                     size_t pixel_end, size_t block_begin, size_t block_end) {
  const dk_table *kernels = dk_kernels();
  size_t taps = c->kernel_height * c->kernel_width;
  size_t blocks = dk_conv_blocks(c->group_out);
  size_t block_floats = taps * c->group_in * dk_conv_block;
  bool in_store = c->activation.function == dk_identity || c->activation.function == dk_leaky_relu;
  float slope = c->activation.function == dk_leaky_relu ? c->activation.a : 1.0f;

  // Tiles of equal size, so that the last one is not a mere pixel or two.
  size_t count = pixel_end - pixel_begin;
  if (count == 0) return;
  size_t tiles = (count + kernels->conv_tile_pixels - 1) / kernels->conv_tile_pixels;
  size_t tile = (count + tiles - 1) / tiles;

  const float *stack_rows[2 * 9 * dk_max_tile];
  size_t needed = 2 * taps * dk_max_tile;
  const float **rows = stack_rows;
  if (needed > sizeof stack_rows / sizeof *stack_rows) {
    rows = malloc(needed * sizeof *rows);
    if (!rows) abort();
  }
  const float **group_rows = rows + taps * dk_max_tile;

  for (size_t block = block_begin; block < block_end; block++) {
    size_t group = block / blocks;
    size_t first = block % blocks * dk_conv_block;
    size_t channels = c->group_out - first < dk_conv_block ? c->group_out - first : dk_conv_block;
    const float *weights = c->weights + block * block_floats;
    const float *bias = c->bias + block * dk_conv_block;
    size_t in_offset = group * c->group_in;
    for (size_t pixel = pixel_begin; pixel < pixel_end; pixel += tile) {
      size_t pixels = pixel_end - pixel < tile ? pixel_end - pixel : tile;
      find_rows(c, input, pixel, pixels, rows);
      for (size_t i = 0; i < taps * pixels; i++)
        group_rows[i] = rows[i] ? rows[i] + in_offset : c->zeros;
      float *out = output + pixel * c->out_stride + group * c->group_out + first;
      kernels->conv_tile(pixels, taps, c->group_in, group_rows, weights, bias, slope, out,
                         c->out_stride, channels);
      if (!in_store)
        for (size_t p = 0; p < pixels; p++)
          kernels->unary(c->activation, out + p * c->out_stride, out + p * c->out_stride, channels);
    }
  }
  if (rows != stack_rows) free(rows);
}
