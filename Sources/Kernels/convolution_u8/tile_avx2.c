// The integer convolution tile for AVX2: up to 4 pixels by 16 channels at a time, 8
// accumulators of 8 sums, four registers of weights and two of inputs.
//
// vpmaddubsw would saturate its pair sums, so bytes at even and odd places are widened to 16 bits
// apart from each other, for vpmaddwd, whose sums are exact.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "tiles.h"

#define TARGET __attribute__((target("avx2")))

// Compiled once for each constant `pixels`, so that the accumulators are registers.
TARGET INLINE void tile(const size_t pixels, size_t taps, size_t in_channels,
                        const uint8_t *const *rows, const int8_t *weights, const int32_t *start,
                        uint8_t flip, int32_t *sums) {
  __m256i sum[4][2];
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 2; v++)
      sum[p][v] = _mm256_loadu_si256((const __m256i *)(start + 8 * v));

  uint32_t flips = flip * 0x01010101u;
  size_t last = in_channels - 4;  // where the last quad begins
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0;; c = c + 4 < last ? c + 4 : last) {
      __m256i even[2], odd[2];
      UNROLL for (size_t v = 0; v < 2; v++) {
        __m256i w = _mm256_loadu_si256((const __m256i *)(weights + 32 * v));
        even[v] = _mm256_srai_epi16(_mm256_slli_epi16(w, 8), 8);
        odd[v] = _mm256_srai_epi16(w, 8);
      }
      UNROLL for (size_t p = 0; p < pixels; p++) {
        uint32_t quad;
        memcpy(&quad, rows[p] + c, sizeof quad);
        quad ^= flips;
        __m256i even_x = _mm256_set1_epi32((int)(quad & 0x00ff00ff));
        __m256i odd_x = _mm256_set1_epi32((int)(quad >> 8 & 0x00ff00ff));
        UNROLL for (size_t v = 0; v < 2; v++) {
          __m256i pairs = _mm256_add_epi32(_mm256_madd_epi16(even_x, even[v]),
                                           _mm256_madd_epi16(odd_x, odd[v]));
          sum[p][v] = _mm256_add_epi32(sum[p][v], pairs);
        }
      }
      weights += 4 * dk_conv_block;
      if (c == last) break;
    }
  }

  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 2; v++)
      _mm256_storeu_si256((__m256i *)(sums + p * dk_conv_block + 8 * v), sum[p][v]);
}

#define CASE(n)                                                                          \
  case n:                                                                                \
    tile(n, taps, in_channels, rows, weights + 4 * o, start + o, flip, sums + o);        \
    break;

TARGET void dk_conv_u8_tile_avx2(size_t pixels, size_t taps, size_t in_channels,
                                 const uint8_t *const *rows, const int8_t *weights,
                                 const int32_t *start, uint8_t flip, int32_t *sums,
                                 size_t channels) {
  for (size_t o = 0; o < channels; o += 16) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4)
    }
}
#endif
