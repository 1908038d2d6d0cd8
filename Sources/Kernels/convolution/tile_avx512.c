// The float convolution tile for AVX-512: up to 14 pixels by 32 channels, 28 accumulators of 16
// floats, two registers of weights and one broadcast input.
#if defined(__x86_64__)
#include <immintrin.h>

#include "tile_avx512.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))

// Compiled once for each constant `pixels` and `vectors`, so that the accumulators are registers.
TARGET INLINE void tile(const size_t pixels, const size_t vectors, size_t taps, size_t in_channels,
                        const float *const *rows, const float *weights, const float *bias,
                        float slope, float *out, size_t out_stride, size_t channels) {
  __m512 sum[14][2];
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < vectors; v++) sum[p][v] = _mm512_loadu_ps(bias + 16 * v);

  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0; c < in_channels; c++, weights += dk_conv_block) {
      __m512 w[2];
      UNROLL for (size_t v = 0; v < vectors; v++) w[v] = _mm512_loadu_ps(weights + 16 * v);
      UNROLL for (size_t p = 0; p < pixels; p++) {
        __m512 x = _mm512_set1_ps(rows[p][c]);
        UNROLL for (size_t v = 0; v < vectors; v++) sum[p][v] = _mm512_fmadd_ps(x, w[v], sum[p][v]);
      }
    }
  }

  __m512 factor = _mm512_set1_ps(slope);
  __m512 zero = _mm512_setzero_ps();
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < vectors; v++) {
      size_t left = channels - 16 * v;
      __mmask16 mask = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
      __m512 y = sum[p][v];
      __mmask16 negative = _mm512_cmp_ps_mask(y, zero, _CMP_LT_OQ);
      y = _mm512_mask_mul_ps(y, negative, y, factor);
      _mm512_mask_storeu_ps(out + p * out_stride + 16 * v, mask, y);
    }
}

#define CASE(n)                                                                                 \
  case n:                                                                                       \
    if (channels > 16)                                                                          \
      tile(n, 2, taps, in_channels, rows, weights, bias, slope, out, out_stride, channels);     \
    else                                                                                        \
      tile(n, 1, taps, in_channels, rows, weights, bias, slope, out, out_stride, channels);     \
    break;

TARGET void dk_conv_f32_tile_avx512(size_t pixels, size_t taps, size_t in_channels,
                                    const float *const *rows, const float *weights,
                                    const float *bias, float slope, float *out, size_t out_stride,
                                    size_t channels) {
  switch (pixels) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7)
    CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14)
  }
}
#endif
