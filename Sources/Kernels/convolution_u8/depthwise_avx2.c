// The depthwise tile for AVX2: 8 channels at a time, widened to 32 bits.
//
// Of each 32 bits of weights only the lower half is not zero, so vpmaddwd, which multiplies
// pairs of 16 bits and adds them up, gives the product of the lower halves, exactly.
#if defined(__x86_64__)
#include <immintrin.h>

#include "tiles.h"

#define TARGET __attribute__((target("avx2")))

// Compiled once for each constant `is_signed`.
TARGET INLINE void tile(size_t pixels, size_t pixel, size_t taps, size_t first, size_t channels,
                        const uint8_t *const *rows, const int32_t *weights, size_t weights_stride,
                        const int32_t *start, const bool is_signed, int32_t *sums) {
  size_t c = 0;
  for (; c + 8 <= channels; c += 8) {
    __m256i sum = _mm256_loadu_si256((const __m256i *)(start + c));
    for (size_t t = 0; t < taps; t++) {
      __m128i bytes = _mm_loadl_epi64((const __m128i *)(rows[t * pixels + pixel] + first + c));
      __m256i x = is_signed ? _mm256_cvtepi8_epi32(bytes) : _mm256_cvtepu8_epi32(bytes);
      __m256i w = _mm256_loadu_si256((const __m256i *)(weights + t * weights_stride + c));
      sum = _mm256_add_epi32(sum, _mm256_madd_epi16(x, w));
    }
    _mm256_storeu_si256((__m256i *)(sums + c), sum);
  }
  for (; c < channels; c++) {
    sums[c] = start[c];
    for (size_t t = 0; t < taps; t++) {
      uint8_t x = rows[t * pixels + pixel][first + c];
      int16_t w = (int16_t)weights[t * weights_stride + c];
      sums[c] = wrapping_add(sums[c], (is_signed ? (int8_t)x : x) * w);
    }
  }
}

TARGET void dk_depthwise_u8_tile_avx2(size_t pixels, size_t taps, size_t first, size_t channels,
                                      const uint8_t *const *rows, const int32_t *weights,
                                      size_t weights_stride, const int32_t *start, bool is_signed,
                                      int32_t *sums) {
  for (size_t p = 0; p < pixels; p++, sums += dk_depthwise_channels)
    if (is_signed)
      tile(pixels, p, taps, first, channels, rows, weights, weights_stride, start, true, sums);
    else
      tile(pixels, p, taps, first, channels, rows, weights, weights_stride, start, false, sums);
}
#endif
