// The integer convolution tile for arm64 with dot products (SDOT): up to 6 pixels by 16 channels at
// a time, 24 accumulators of 4 sums, four registers of weights (4 channels by 4 inputs each), 4
// inputs broadcast, and what flips their sign bits.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <string.h>

#include "tiles.h"

#define TARGET __attribute__((target("arch=armv8.2-a+dotprod")))

// Compiled once for each constant `pixels`, so that the accumulators are registers.
TARGET INLINE void tile(const size_t pixels, size_t taps, size_t in_channels,
                        const uint8_t *const *rows, const int8_t *weights, const int32_t *start,
                        uint8_t flip, int32_t *sums) {
  int32x4_t sum[6][4];
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 4; v++) sum[p][v] = vld1q_s32(start + 4 * v);

  int8x16_t flips = vdupq_n_s8((int8_t)flip);
  size_t last = in_channels - 4;  // where the last quad begins
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0;; c = c + 4 < last ? c + 4 : last) {
      int8x16_t w[4];
      UNROLL for (size_t v = 0; v < 4; v++) w[v] = vld1q_s8(weights + 16 * v);
      UNROLL for (size_t p = 0; p < pixels; p++) {
        int32_t quad;
        memcpy(&quad, rows[p] + c, sizeof quad);
        int8x16_t x = veorq_s8(vreinterpretq_s8_s32(vdupq_n_s32(quad)), flips);
        UNROLL for (size_t v = 0; v < 4; v++) sum[p][v] = vdotq_s32(sum[p][v], w[v], x);
      }
      weights += 4 * dk_conv_block;
      if (c == last) break;
    }
  }

  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 4; v++) vst1q_s32(sums + p * dk_conv_block + 4 * v, sum[p][v]);
}

#define CASE(n)                                                                   \
  case n:                                                                         \
    tile(n, taps, in_channels, rows, weights + 4 * o, start + o, flip, sums + o); \
    break;

TARGET void dk_conv_u8_tile_neon_dotprod(size_t pixels, size_t taps, size_t in_channels,
                                         const uint8_t *const *rows, const int8_t *weights,
                                         const int32_t *start, uint8_t flip, int32_t *sums,
                                         size_t channels) {
  for (size_t o = 0; o < channels; o += 16) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
    }
}
#endif
