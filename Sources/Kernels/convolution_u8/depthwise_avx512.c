// The depthwise tile for AVX-512: 16 channels at a time, widened to 32 bits.
//
// Of each 32 bits of weights only the lower half is not zero, so vpmaddwd, which multiplies
// pairs of 16 bits and adds them up, gives the product of the lower halves, exactly.
#if defined(__x86_64__)
#include <immintrin.h>

#include "tiles.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))

// Compiled once for each constant `is_signed`.
TARGET INLINE void tile(size_t pixels, size_t taps, size_t first, size_t channels,
                        const uint8_t *const *rows, const int32_t *weights, size_t weights_stride,
                        const int32_t *start, const bool is_signed, int32_t *sums) {
  for (size_t p = 0; p < pixels; p++)
    for (size_t c = 0; c < channels; c += 16) {
      size_t left = channels - c;
      __mmask16 mask = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
      __m512i sum = _mm512_maskz_loadu_epi32(mask, start + c);
      for (size_t t = 0; t < taps; t++) {
        __m128i bytes = _mm_maskz_loadu_epi8(mask, rows[t * pixels + p] + first + c);
        __m512i x = is_signed ? _mm512_cvtepi8_epi32(bytes) : _mm512_cvtepu8_epi32(bytes);
        __m512i w = _mm512_maskz_loadu_epi32(mask, weights + t * weights_stride + c);
        sum = _mm512_add_epi32(sum, _mm512_madd_epi16(x, w));
      }
      _mm512_mask_storeu_epi32(sums + p * dk_depthwise_channels + c, mask, sum);
    }
}

TARGET void dk_depthwise_u8_tile_avx512(size_t pixels, size_t taps, size_t first,
                                     size_t channels, const uint8_t *const *rows,
                                     const int32_t *weights, size_t weights_stride,
                                     const int32_t *start, bool is_signed, int32_t *sums) {
  if (is_signed)
    tile(pixels, taps, first, channels, rows, weights, weights_stride, start, true, sums);
  else
    tile(pixels, taps, first, channels, rows, weights, weights_stride, start, false, sums);
}
#endif
