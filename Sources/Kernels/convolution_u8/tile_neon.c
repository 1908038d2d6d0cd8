// The integer convolution tile for arm64 without dot products: up to 4 pixels by 8 channels at a
// time, 16 accumulators, two registers of weights (4 channels by 4 inputs each).
//
// SMULL multiplies 8 bytes, 4 inputs for each of 2 channels, to 16 bits, and SADALP adds neighbours
// up in 32: an accumulator holds two sums for each of 2 channels, which are added at the end.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <string.h>

#include "tiles.h"

// Compiled once for each constant `pixels`, so that the accumulators are registers.
INLINE void tile(const size_t pixels, size_t taps, size_t in_channels, const uint8_t *const *rows,
                 const int8_t *weights, const int32_t *start, uint8_t flip, int32_t *sums) {
  int32x4_t sum[4][4];
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 4; v++) sum[p][v] = vdupq_n_s32(0);

  int8x8_t flips = vdup_n_s8((int8_t)flip);
  size_t last = in_channels - 4;  // where the last quad begins
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0;; c = c + 4 < last ? c + 4 : last) {
      int8x8_t w[4];
      UNROLL for (size_t v = 0; v < 4; v++) w[v] = vld1_s8(weights + 8 * v);
      UNROLL for (size_t p = 0; p < pixels; p++) {
        int32_t quad;
        memcpy(&quad, rows[p] + c, sizeof quad);
        int8x8_t x = veor_s8(vreinterpret_s8_s32(vdup_n_s32(quad)), flips);
        UNROLL for (size_t v = 0; v < 4; v++)
          sum[p][v] = vpadalq_s16(sum[p][v], vmull_s8(w[v], x));
      }
      weights += 4 * dk_conv_block;
      if (c == last) break;
    }
  }

  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 2; v++) {
      int32x4_t pairs = vpaddq_s32(sum[p][2 * v], sum[p][2 * v + 1]);
      // Unsigned, so that sums that 32 bits do not hold wrap.
      uint32x4_t all = vaddq_u32(vreinterpretq_u32_s32(pairs),
                                 vreinterpretq_u32_s32(vld1q_s32(start + 4 * v)));
      vst1q_s32(sums + p * dk_conv_block + 4 * v, vreinterpretq_s32_u32(all));
    }
}

#define CASE(n)                                                                   \
  case n:                                                                         \
    tile(n, taps, in_channels, rows, weights + 4 * o, start + o, flip, sums + o); \
    break;

void dk_conv_u8_tile_neon(size_t pixels, size_t taps, size_t in_channels,
                          const uint8_t *const *rows, const int8_t *weights, const int32_t *start,
                          uint8_t flip, int32_t *sums, size_t channels) {
  for (size_t o = 0; o < channels; o += 8) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4)
    }
}
#endif
