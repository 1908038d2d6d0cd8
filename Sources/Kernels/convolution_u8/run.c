#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "shape.h"
#include "store.h"

// What a gathered pixel may be overwritten with beyond its end.
enum { gather_slack = 16 };

// Copies `count` runs of bytes; of a short one, bytes up to gather_slack with it, unless they lie
// beyond the end of the source.
static void copy_runs(const uint8_t *from, size_t step, size_t run, const uint8_t *end, uint8_t *to,
                      size_t stride, size_t count) {
  size_t i = 0;
  if (run <= gather_slack)
    for (; i < count && (size_t)(end - from) >= gather_slack; i++, from += step, to += stride)
      memcpy(to, from, gather_slack);
  for (; i < count; i++, from += step, to += stride) memcpy(to, from, run);
}

// Copies the inputs of each output pixel of a tile, [tap][channel], to one run of bytes.
static void gather(const dk_conv_u8 *c, const uint8_t *input, size_t offset, size_t first,
                   size_t pixels, size_t quad_channels, const uint8_t **rows, uint8_t *bytes) {
  const uint8_t *end = input + c->batch * c->in_height * c->in_width * c->in_stride;
  bool dense = c->in_stride == c->group_in && c->dilation_width == 1;
  size_t run = c->kernel_width * c->group_in;
  size_t used = c->kernel_height * run;
  size_t stride = quad_channels + gather_slack;
  place at = place_of(c, first);
  // Stretches of pixels within a line of the output.
  for (size_t p = 0; p < pixels;) {
    size_t count = c->out_width - at.x < pixels - p ? c->out_width - at.x : pixels - p;
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      const uint8_t *line = line_of(c, input, at, ky);
      uint8_t *to = bytes + p * stride + ky * run;
      size_t left = at.x * c->stride_width - c->pad_left;
      for (size_t i = 0, done; i < count; i += done) {
        done = 1;
        if (dense && line && left < c->in_width && left + c->kernel_width <= c->in_width) {
          // The taps of this row are one run, as they are for some pixels more.
          done = (c->in_width - c->kernel_width - left) / c->stride_width + 1;
          if (done > count - i) done = count - i;
          copy_runs(line + left * c->in_stride, c->stride_width * c->in_stride, run, end, to,
                    stride, done);
        } else {
          for (size_t kx = 0; kx < c->kernel_width; kx++) {
            size_t x = left + kx * c->dilation_width;
            const uint8_t *from =
                line && x < c->in_width ? line + x * c->in_stride + offset : c->padding;
            for (size_t k = 0; k < c->group_in; k++) to[kx * c->group_in + k] = from[k];
          }
        }
        to += done * stride;
        left += done * c->stride_width;
      }
    }
    p += count;
    next_line(c, &at);
  }
  for (size_t p = 0; p < pixels; p++) {
    rows[p] = bytes + p * stride;
    memset(bytes + p * stride + used, 0, 4);  // fewer than 4 of which complete a quad
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
      size_t channels =
          c->group_out - channel < dk_conv_block ? c->group_out - channel : dk_conv_block;
      channel += group * c->group_out;
      memset(start, 0, sizeof start);
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
