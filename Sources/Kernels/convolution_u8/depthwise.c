#include <stdlib.h>

#include "rows.h"
#include "store.h"

void dk_conv_u8_depthwise(const dk_conv_u8 *c, const void *input, void *output, size_t pixel_begin,
                          size_t pixel_end) {
  const dk_byte_table *kernels = dk_byte_kernels();
  enum { tile = dk_depthwise_pixels };
  size_t taps = c->kernel_height * c->kernel_width;

  // Channels are worked through for a stretch of tiles whose rows are found once.
  const uint8_t *stack[2048];
  const uint8_t **rows = stack;
  size_t stretch = sizeof stack / sizeof *stack / (tile * taps);
  if (stretch == 0) {
    stretch = 1;
    rows = malloc(tile * taps * sizeof *rows);
    if (!rows) abort();
  }

  int32_t start[dk_depthwise_channels];
  int32_t sums[tile * dk_depthwise_channels];
  for (size_t first = pixel_begin; first < pixel_end; first += stretch * tile) {
    size_t last = pixel_end - first < stretch * tile ? pixel_end : first + stretch * tile;
    for (size_t channel = 0; channel < c->groups; channel += dk_depthwise_channels) {
      size_t channels =
          c->groups - channel < dk_depthwise_channels ? c->groups - channel : dk_depthwise_channels;
      const int32_t *weights = (const int32_t *)c->weights + channel;
      find_start(c, 0, channel, channels, start);
      const uint8_t **tile_rows = rows;
      for (size_t pixel = first; pixel < last; pixel += tile, tile_rows += tile * taps) {
        size_t pixels = last - pixel < tile ? last - pixel : tile;
        if (channel == 0) find_rows(c, input, pixel, pixels, tile_rows);
        kernels->depthwise(pixels, taps, channel, channels, tile_rows, weights, c->groups, start,
                           c->in_signed, sums);
        store_sums(kernels, &c->store, sums, dk_depthwise_channels, output, c->out_stride, pixel,
                   pixels, channel, channels);
      }
    }
  }
  if (rows != stack) free(rows);
}
