#include <stdlib.h>
#include <string.h>

#include "shape.h"
#include "store.h"

// The input pixel that each tap of each output pixel of a tile reads, or the padding.
static void find_rows(const dk_conv_u8 *c, const uint8_t *input, size_t first, size_t pixels,
                      const uint8_t **rows) {
  size_t out_x = first % c->out_width;
  size_t out_y = first / c->out_width % c->out_height;
  const uint8_t *picture =
      input + first / c->out_width / c->out_height * c->in_height * c->in_width * c->in_stride;
  for (size_t p = 0; p < pixels; p++) {
    const uint8_t **row = rows + p;
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      // Unsigned: what lies above or left of the map wraps to a large number.
      size_t y = out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
      const uint8_t *line = y < c->in_height ? picture + y * c->in_width * c->in_stride : NULL;
      for (size_t kx = 0; kx < c->kernel_width; kx++) {
        size_t x = out_x * c->stride_width + kx * c->dilation_width - c->pad_left;
        *row = line && x < c->in_width ? line + x * c->in_stride : c->padding;
        row += pixels;
      }
    }
    if (++out_x == c->out_width) {
      out_x = 0;
      if (++out_y == c->out_height) {
        out_y = 0;
        picture += c->in_height * c->in_width * c->in_stride;
      }
    }
  }
}

// What a gathered pixel may be overwritten with beyond its end.
enum { gather_slack = 16 };

// Copies `count` bytes, and at most gather_slack - 1 more where the source has them.
INLINE void copy_run(uint8_t *to, const uint8_t *from, size_t count, const uint8_t *end) {
  size_t whole = (count + 15) / 16 * 16;
  if ((size_t)(end - from) < whole) {
    memcpy(to, from, count);
    return;
  }
  for (size_t i = 0; i < whole; i += 16) memcpy(to + i, from + i, 16);
}

// Copies the inputs of each output pixel of a tile, [tap][channel], to one run of bytes.
static void gather(const dk_conv_u8 *c, const uint8_t *input, size_t offset, size_t first,
                   size_t pixels, size_t quad_channels, const uint8_t **rows, uint8_t *bytes) {
  const uint8_t *end = input + c->batch * c->in_height * c->in_width * c->in_stride;
  bool dense = c->in_stride == c->group_in && c->dilation_width == 1;
  size_t run = c->kernel_width * c->group_in;
  size_t used = c->kernel_height * run;
  for (size_t p = 0; p < pixels; p++, bytes += quad_channels + gather_slack) {
    size_t out_x = (first + p) % c->out_width;
    size_t out_y = (first + p) / c->out_width % c->out_height;
    size_t n = (first + p) / c->out_width / c->out_height;
    const uint8_t *picture = input + n * c->in_height * c->in_width * c->in_stride;
    size_t left = out_x * c->stride_width - c->pad_left;
    uint8_t *to = bytes;
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      size_t y = out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
      const uint8_t *line = y < c->in_height ? picture + y * c->in_width * c->in_stride : NULL;
      if (dense && line && left < c->in_width && left + c->kernel_width <= c->in_width) {
        copy_run(to, line + left * c->in_stride, run, end);
        to += run;
        continue;
      }
      for (size_t kx = 0; kx < c->kernel_width; kx++, to += c->group_in) {
        size_t x = left + kx * c->dilation_width;
        const uint8_t *from =
            line && x < c->in_width ? line + x * c->in_stride + offset : c->padding;
        for (size_t i = 0; i < c->group_in; i++) to[i] = from[i];
      }
    }
    memset(bytes + used, 0, quad_channels - used);
    rows[p] = bytes;
  }
}

// The sums of the tile start with the bias, less what the zero point of the input adds to each
// product; the zero point is that of the input as the tile sees it.
static void find_start(const dk_conv_u8 *c, uint8_t flip, size_t channel, size_t channels,
                       int32_t *start) {
  int32_t shift = !flip ? 0 : c->in_signed ? 128 : -128;
  uint32_t zero = (uint32_t)(c->in_zero_point + shift);
  memset(start, 0, dk_conv_block * sizeof *start);
  for (size_t o = 0; o < channels; o++) {
    uint32_t bias = c->bias ? (uint32_t)c->bias[channel + o] : 0;
    start[o] = (int32_t)(bias - zero * (uint32_t)c->weight_sums[channel + o]);
  }
}

void dk_conv_u8_run(const dk_conv_u8 *c, const void *input, void *output, size_t pixel_begin,
                    size_t pixel_end, size_t block_begin, size_t block_end) {
  const dk_byte_table *kernels = dk_byte_kernels();
  quad_shape shape = quads_of(c->kernel_height * c->kernel_width, c->group_in);
  size_t blocks = dk_conv_blocks(c->group_out);
  size_t block_bytes = shape.taps * shape.quads * 4 * dk_conv_block;
  uint8_t flip = c->in_signed != kernels->conv_tile_signed ? 0x80 : 0;

  // Tiles of equal size, so that the last one is not a mere pixel or two.
  size_t count = pixel_end - pixel_begin;
  if (count == 0) return;
  size_t tiles = (count + kernels->conv_tile_pixels - 1) / kernels->conv_tile_pixels;
  size_t tile = (count + tiles - 1) / tiles;

  // Blocks are worked through for a stretch of tiles whose rows are found once.
  size_t gathered_bytes = shape.gathered ? tile * (shape.channels + gather_slack) : 0;
  size_t row_bytes = tile * shape.taps * sizeof(uint8_t *);
  _Alignas(64) uint8_t stack[16384];
  uint8_t *scratch = stack;
  size_t stretch = sizeof stack / (row_bytes + gathered_bytes);
  if (stretch == 0) {
    stretch = 1;
    scratch = malloc(row_bytes + gathered_bytes);
    if (!scratch) abort();
  }
  const uint8_t **rows = (const uint8_t **)scratch;
  uint8_t *gathered = scratch + stretch * row_bytes;

  int32_t start[dk_conv_block];
  int32_t sums[dk_max_tile * dk_conv_block];
  for (size_t first = pixel_begin; first < pixel_end; first += stretch * tile) {
    size_t last = pixel_end - first < stretch * tile ? pixel_end : first + stretch * tile;
    size_t rows_group = SIZE_MAX;
    for (size_t block = block_begin; block < block_end; block++) {
      size_t group = block / blocks;
      if (group != rows_group) {
        rows_group = group;
        size_t offset = group * c->group_in;
        for (size_t pixel = first, i = 0; pixel < last; pixel += tile, i++) {
          size_t pixels = last - pixel < tile ? last - pixel : tile;
          const uint8_t **tile_rows = rows + i * tile * shape.taps;
          if (shape.gathered)
            gather(c, input, offset, pixel, pixels, shape.channels, tile_rows,
                   gathered + i * gathered_bytes);
          else
            find_rows(c, (const uint8_t *)input + offset, pixel, pixels, tile_rows);
        }
      }
      size_t channel = block % blocks * dk_conv_block;
      size_t channels = c->group_out - channel < dk_conv_block ? c->group_out - channel
                                                               : dk_conv_block;
      channel += group * c->group_out;
      find_start(c, flip, channel, channels, start);
      const int8_t *weights = (const int8_t *)c->weights + block * block_bytes;
      for (size_t pixel = first, i = 0; pixel < last; pixel += tile, i++) {
        size_t pixels = last - pixel < tile ? last - pixel : tile;
        kernels->conv_tile(pixels, shape.taps, shape.channels, rows + i * tile * shape.taps,
                           weights, start, flip, sums, channels);
        store_sums(kernels, &c->store, sums, dk_conv_block, output, c->out_stride, pixel, pixels,
                   channel, channels);
      }
    }
  }
  if (scratch != stack) free(scratch);
}

void dk_conv_u8_depthwise(const dk_conv_u8 *c, const void *input, void *output, size_t pixel_begin,
                          size_t pixel_end) {
  const dk_byte_table *kernels = dk_byte_kernels();
  size_t taps = c->kernel_height * c->kernel_width;
  const uint8_t *stack_rows[25 * dk_depthwise_pixels];
  const uint8_t **rows = stack_rows;
  if (taps > 25) {
    rows = malloc(taps * dk_depthwise_pixels * sizeof *rows);
    if (!rows) abort();
  }
  int32_t start[dk_depthwise_channels];
  int32_t sums[dk_depthwise_pixels * dk_depthwise_channels];
  for (size_t pixel = pixel_begin; pixel < pixel_end; pixel += dk_depthwise_pixels) {
    size_t left = pixel_end - pixel;
    size_t pixels = left < dk_depthwise_pixels ? left : dk_depthwise_pixels;
    find_rows(c, input, pixel, pixels, rows);
    for (size_t channel = 0; channel < c->groups; channel += dk_depthwise_channels) {
      size_t channels = c->groups - channel < dk_depthwise_channels ? c->groups - channel
                                                                    : dk_depthwise_channels;
      for (size_t o = 0; o < channels; o++) {
        uint32_t bias = c->bias ? (uint32_t)c->bias[channel + o] : 0;
        uint32_t zero = (uint32_t)c->in_zero_point;
        start[o] = (int32_t)(bias - zero * (uint32_t)c->weight_sums[channel + o]);
      }
      kernels->depthwise(pixels, taps, channel, channels, rows,
                         (const int32_t *)c->weights + channel, c->groups, start, c->in_signed,
                         sums);
      store_sums(kernels, &c->store, sums, dk_depthwise_channels, output, c->out_stride, pixel,
                 pixels, channel, channels);
    }
  }
  if (rows != stack_rows) free(rows);
}
