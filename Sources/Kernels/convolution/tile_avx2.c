// The float convolution tile for AVX2: up to 6 pixels by 16 channels at a time, 12 accumulators
// of 8 floats, two registers of weights and one broadcast input.
#if defined(__x86_64__)
#include <immintrin.h>

#include "tile_avx2.h"

#define TARGET __attribute__((target("avx2,fma")))

TARGET INLINE void tile(const size_t pixels, size_t taps, size_t in_channels,
                        const float *const *rows, const float *weights, const float *bias,
                        float slope, float *out, size_t out_stride, size_t channels) {
  __m256 sum[6][2];
  UNROLL for (size_t p = 0; p < pixels; p++) {
    sum[p][0] = _mm256_loadu_ps(bias);
    sum[p][1] = _mm256_loadu_ps(bias + 8);
  }
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0; c < in_channels; c++, weights += dk_conv_block) {
      __m256 w0 = _mm256_loadu_ps(weights);
      __m256 w1 = _mm256_loadu_ps(weights + 8);
      UNROLL for (size_t p = 0; p < pixels; p++) {
        __m256 x = _mm256_broadcast_ss(rows[p] + c);
        sum[p][0] = _mm256_fmadd_ps(x, w0, sum[p][0]);
        sum[p][1] = _mm256_fmadd_ps(x, w1, sum[p][1]);
      }
    }
  }
  __m256 factor = _mm256_set1_ps(slope);
  __m256 zero = _mm256_setzero_ps();
  UNROLL for (size_t p = 0; p < pixels; p++)
    for (size_t v = 0; v < 2; v++) {
      __m256 y = sum[p][v];
      __m256 negative = _mm256_cmp_ps(y, zero, _CMP_LT_OQ);
      y = _mm256_blendv_ps(y, _mm256_mul_ps(y, factor), negative);
      float *target = out + p * out_stride + 8 * v;
      if (channels >= 8 * v + 8) {
        _mm256_storeu_ps(target, y);
      } else {
        float last[8];
        _mm256_storeu_ps(last, y);
        for (size_t o = 8 * v; o < channels; o++) target[o - 8 * v] = last[o - 8 * v];
      }
    }
}

#define CASE(n)                                                                              \
  case n:                                                                                    \
    tile(n, taps, in_channels, rows, weights + o, bias + o, slope, out + o, out_stride,      \
         channels - o < 16 ? channels - o : 16);                                             \
    break;

TARGET void dk_conv_f32_tile_avx2(size_t pixels, size_t taps, size_t in_channels,
                                  const float *const *rows, const float *weights,
                                  const float *bias, float slope, float *out, size_t out_stride,
                                  size_t channels) {
  for (size_t o = 0; o < channels; o += 16) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
    }
}
#endif
