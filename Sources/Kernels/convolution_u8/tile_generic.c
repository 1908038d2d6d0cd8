// The integer convolution tile in portable vectors of 16 bytes: up to 4 pixels by 8 channels.
//
// A vector of weights holds 4 channels by 4 inputs. Bytes at even and odd places are widened to 16
// bits apart from each other, so that products and pair sums are exact in 32 bits.
#include <string.h>

#include "tiles.h"

typedef uint32_t u32x4 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));
typedef uint16_t u16x8 __attribute__((vector_size(16)));
typedef int16_t i16x8 __attribute__((vector_size(16)));

// The sums of the products of neighbours: a[2i] * b[2i] + a[2i + 1] * b[2i + 1]. Unsigned, so that
// sums that 32 bits do not hold wrap.
INLINE u32x4 multiply_pairs(i16x8 a, i16x8 b) {
#if defined(__SSE2__)
  return (u32x4)__builtin_ia32_pmaddwd128(a, b);
#else
  i32x4 even_a = (i32x4)((u32x4)a << 16) >> 16, odd_a = (i32x4)a >> 16;
  i32x4 even_b = (i32x4)((u32x4)b << 16) >> 16, odd_b = (i32x4)b >> 16;
  return (u32x4)(even_a * even_b + odd_a * odd_b);
#endif
}

INLINE void tile(const size_t pixels, size_t taps, size_t in_channels, const uint8_t *const *rows,
                 const int8_t *weights, const int32_t *start, uint8_t flip, int32_t *sums) {
  u32x4 sum[4][2];
  UNROLL for (size_t p = 0; p < pixels; p++) memcpy(sum[p], start, sizeof sum[p]);

  uint32_t flips = flip * 0x01010101u;
  size_t last = in_channels - 4;  // where the last quad begins
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0;; c = c + 4 < last ? c + 4 : last) {
      u16x8 w[2];
      memcpy(w, weights, sizeof w);
      i16x8 even[2], odd[2];
      UNROLL for (size_t v = 0; v < 2; v++) {
        even[v] = (i16x8)(w[v] << 8) >> 8;
        odd[v] = (i16x8)w[v] >> 8;
      }
      UNROLL for (size_t p = 0; p < pixels; p++) {
        uint32_t quad;
        memcpy(&quad, rows[p] + c, sizeof quad);
        quad ^= flips;
        uint32_t low = quad & 0x00ff00ff, high = quad >> 8 & 0x00ff00ff;
        i16x8 even_x = (i16x8)(u32x4){low, low, low, low};
        i16x8 odd_x = (i16x8)(u32x4){high, high, high, high};
        UNROLL for (size_t v = 0; v < 2; v++)
          sum[p][v] += multiply_pairs(even_x, even[v]) + multiply_pairs(odd_x, odd[v]);
      }
      weights += 4 * dk_conv_block;
      if (c == last) break;
    }
  }

  UNROLL for (size_t p = 0; p < pixels; p++)
    memcpy(sums + p * dk_conv_block, sum[p], sizeof sum[p]);
}

#define CASE(n)                                                                          \
  case n:                                                                                \
    tile(n, taps, in_channels, rows, weights + 4 * o, start + o, flip, sums + o);        \
    break;

void dk_conv_u8_tile_generic(size_t pixels, size_t taps, size_t in_channels,
                             const uint8_t *const *rows, const int8_t *weights,
                             const int32_t *start, uint8_t flip, int32_t *sums, size_t channels) {
  for (size_t o = 0; o < channels; o += 8) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4)
    }
}
