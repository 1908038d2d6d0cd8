// The integer convolution tile for AVX-512 without VNNI: up to 12 pixels by 32 channels, 24
// accumulators of 16 sums, four registers of weights and two of inputs.
//
// vpmaddubsw would saturate its pair sums, so bytes at even and odd places are widened to 16 bits
// apart from each other, for vpmaddwd, whose sums are exact.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "tiles.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))

// Compiled once for each constant `pixels` and `vectors`, so that the accumulators are registers.
TARGET INLINE void tile(const size_t pixels, const size_t vectors, size_t taps, size_t in_channels,
                        const uint8_t *const *rows, const int8_t *weights, const int32_t *start,
                        uint8_t flip, int32_t *sums) {
  __m512i sum[12][2];
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < vectors; v++) sum[p][v] = _mm512_loadu_si512(start + 16 * v);

  __m512i flips = _mm512_set1_epi8((char)flip), low_bytes = _mm512_set1_epi16(0xff);
  size_t last = in_channels - 4;  // where the last quad begins
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0;; c = c + 4 < last ? c + 4 : last) {
      __m512i even[2], odd[2];
      UNROLL for (size_t v = 0; v < vectors; v++) {
        __m512i w = _mm512_loadu_si512(weights + 64 * v);
        even[v] = _mm512_srai_epi16(_mm512_slli_epi16(w, 8), 8);
        odd[v] = _mm512_srai_epi16(w, 8);
      }
      UNROLL for (size_t p = 0; p < pixels; p++) {
        int32_t quad;
        memcpy(&quad, rows[p] + c, sizeof quad);
        __m512i x = _mm512_xor_si512(_mm512_set1_epi32(quad), flips);
        __m512i even_x = _mm512_and_si512(x, low_bytes), odd_x = _mm512_srli_epi16(x, 8);
        UNROLL for (size_t v = 0; v < vectors; v++) {
          __m512i pairs = _mm512_add_epi32(_mm512_madd_epi16(even_x, even[v]),
                                           _mm512_madd_epi16(odd_x, odd[v]));
          sum[p][v] = _mm512_add_epi32(sum[p][v], pairs);
        }
      }
      weights += 4 * dk_conv_block;
      if (c == last) break;
    }
  }

  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < vectors; v++)
      _mm512_storeu_si512(sums + p * dk_conv_block + 16 * v, sum[p][v]);
}

#define CASE(n)                                                                     \
  case n:                                                                           \
    if (channels > 16)                                                              \
      tile(n, 2, taps, in_channels, rows, weights, start, flip, sums);              \
    else                                                                            \
      tile(n, 1, taps, in_channels, rows, weights, start, flip, sums);              \
    break;

TARGET void dk_conv_u8_tile_avx512(size_t pixels, size_t taps, size_t in_channels,
                                       const uint8_t *const *rows, const int8_t *weights,
                                       const int32_t *start, uint8_t flip, int32_t *sums,
                                       size_t channels) {
  switch (pixels) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7)
    CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
  }
}
#endif
