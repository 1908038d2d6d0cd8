// Where a tile of an integer convolution reads, and what its sums start with.
#ifndef DARKROOM_CONVOLUTION_U8_ROWS_H
#define DARKROOM_CONVOLUTION_U8_ROWS_H

#include "../bytes/kernels.h"

/// A pixel of the output.
typedef struct {
  size_t n, y, x;
} place;

static inline place place_of(const dk_conv_u8 *c, size_t pixel) {
  size_t line = pixel / c->out_width;
  return (place){line / c->out_height, line % c->out_height, pixel % c->out_width};
}

/// Steps to the next line of the output.
static inline void next_line(const dk_conv_u8 *c, place *at) {
  at->x = 0;
  if (++at->y < c->out_height) return;
  at->y = 0;
  at->n++;
}

/// The line of the input that tap row `ky` of an output pixel reads, NULL outside the map.
/// Unsigned: what lies above the map wraps to a large number.
static inline const uint8_t *line_of(const dk_conv_u8 *c, const uint8_t *input, place at,
                                     size_t ky) {
  size_t y = at.y * c->stride_height + ky * c->dilation_height - c->pad_top;
  return y < c->in_height ? input + (at.n * c->in_height + y) * c->in_width * c->in_stride : NULL;
}

/// The input pixel that each tap of each output pixel of a tile reads, or the padding:
/// [tap][pixel].
static inline void find_rows(const dk_conv_u8 *c, const uint8_t *input, size_t first, size_t pixels,
                             const uint8_t **rows) {
  size_t step = c->stride_width * c->in_stride;
  place at = place_of(c, first);
  // Stretches of pixels within a line of the output.
  for (size_t p = 0; p < pixels;) {
    size_t count = c->out_width - at.x < pixels - p ? c->out_width - at.x : pixels - p;
    const uint8_t **row = rows + p;
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      const uint8_t *line = line_of(c, input, at, ky);
      size_t x = at.x * c->stride_width - c->pad_left;
      for (size_t kx = 0; kx < c->kernel_width; kx++, x += c->dilation_width, row += pixels) {
        size_t end = x + (count - 1) * c->stride_width;
        if (line && x < c->in_width && end < c->in_width) {
          const uint8_t *pixel = line + x * c->in_stride;
          for (size_t i = 0; i < count; i++) row[i] = pixel + i * step;
          continue;
        }
        for (size_t i = 0; i < count; i++) {
          size_t place = x + i * c->stride_width;
          row[i] = line && place < c->in_width ? line + place * c->in_stride : c->padding;
        }
      }
    }
    p += count;
    next_line(c, &at);
  }
}

/// The sums of a tile start with the bias, less what the zero point of the input adds to each
/// product; the zero point is that of the input as the tile sees it, with the bits `flip` flipped.
static inline void find_start(const dk_conv_u8 *c, uint8_t flip, size_t channel, size_t channels,
                              int32_t *start) {
  int32_t shift = !flip ? 0 : c->in_signed ? 128 : -128;
  uint32_t zero = (uint32_t)(c->in_zero_point + shift);
  for (size_t o = 0; o < channels; o++) {
    uint32_t bias = c->bias ? (uint32_t)c->bias[channel + o] : 0;
    start[o] = (int32_t)(bias - zero * (uint32_t)c->weight_sums[channel + o]);
  }
}

#endif
