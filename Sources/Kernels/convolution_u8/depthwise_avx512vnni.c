// The depthwise tile for AVX-512 VNNI: 16 channels at a time, widened to 32 bits.
//
// Of each 32 bits of weights only the lower half is not zero, so vpdpwssd, which multiplies
// pairs of 16 bits and adds them up, gives the product of the lower halves, exactly.
#if defined(__x86_64__)
#include <immintrin.h>

#include "tiles.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))

// One register of sums of a pixel; tap t of it reads rows[t * pixels]. Compiled once for each
// constant `is_signed`, for all channels of a register and for some, and for 9 taps.
TARGET INLINE void vector(size_t pixels, const size_t taps, size_t at, __mmask16 mask,
                          const uint8_t *const *rows, const int32_t *weights, size_t weights_stride,
                          __m512i sum, const bool is_signed, int32_t *sums) {
  UNROLL for (size_t t = 0; t < taps; t++) {
    __m128i bytes = _mm_maskz_loadu_epi8(mask, rows[t * pixels] + at);
    __m512i x = is_signed ? _mm512_cvtepi8_epi32(bytes) : _mm512_cvtepu8_epi32(bytes);
    __m512i w = _mm512_maskz_loadu_epi32(mask, weights + t * weights_stride);
    sum = _mm512_dpwssd_epi32(sum, x, w);
  }
  _mm512_storeu_si512(sums, sum);
}

TARGET INLINE void tile(size_t pixels, const size_t taps, size_t first, size_t channels,
                        const uint8_t *const *rows, const int32_t *weights, size_t weights_stride,
                        const int32_t *start, const bool is_signed, int32_t *sums) {
  __mmask16 last = (__mmask16)((1u << channels % 16) - 1);
  for (size_t p = 0; p < pixels; p++, rows++, sums += dk_depthwise_channels) {
    size_t c = 0;
    for (; c + 16 <= channels; c += 16)
      vector(pixels, taps, first + c, 0xffff, rows, weights + c, weights_stride,
             _mm512_loadu_si512(start + c), is_signed, sums + c);
    if (last)
      vector(pixels, taps, first + c, last, rows, weights + c, weights_stride,
             _mm512_maskz_loadu_epi32(last, start + c), is_signed, sums + c);
  }
}

TARGET void dk_depthwise_u8_tile_avx512vnni(size_t pixels, size_t taps, size_t first,
                                     size_t channels, const uint8_t *const *rows,
                                     const int32_t *weights, size_t weights_stride,
                                     const int32_t *start, bool is_signed, int32_t *sums) {
#define TILE(taps, is_signed) \
  tile(pixels, taps, first, channels, rows, weights, weights_stride, start, is_signed, sums)
  if (taps == 9 && is_signed)
    TILE(9, true);
  else if (taps == 9)
    TILE(9, false);
  else if (is_signed)
    TILE(taps, true);
  else
    TILE(taps, false);
}
#endif
