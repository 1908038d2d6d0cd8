// Requantization and table lookup for AVX-512: 16 sums at a time; 64 bytes at a time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "avx512.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define TARGET_VBMI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi")))

TARGET void dk_requantize_avx512(const int32_t *sums, size_t sums_stride, size_t pixels,
                                 size_t channels, const float *scale, float low, float high,
                                 int32_t zero_point, uint8_t *out, size_t out_stride) {
  __m512 lowest = _mm512_set1_ps(low), highest = _mm512_set1_ps(high);
  __m512i zero = _mm512_set1_epi32(zero_point);
  for (size_t o = 0; o < channels; o += 16) {
    size_t left = channels - o;
    __mmask16 mask = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
    __m512 factor = _mm512_maskz_loadu_ps(mask, scale + o);
    for (size_t p = 0; p < pixels; p++) {
      __m512i sum = _mm512_maskz_loadu_epi32(mask, sums + p * sums_stride + o);
      __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), factor);
      y = _mm512_min_ps(_mm512_max_ps(y, lowest), highest);
      __m512i rounded = _mm512_add_epi32(_mm512_cvtps_epi32(y), zero);
      _mm512_mask_cvtepi32_storeu_epi8(out + p * out_stride + o, mask, rounded);
    }
  }
}

// The table is four registers, of which vpermi2b looks two up at once.
TARGET_VBMI void dk_lookup_avx512vbmi(const uint8_t *table, const uint8_t *x, size_t x_stride,
                                      uint8_t *y, size_t y_stride, size_t rows, size_t count) {
  __m512i t0 = _mm512_loadu_si512(table), t1 = _mm512_loadu_si512(table + 64);
  __m512i t2 = _mm512_loadu_si512(table + 128), t3 = _mm512_loadu_si512(table + 192);
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride)
    for (size_t i = 0; i < count; i += 64) {
      size_t left = count - i;
      __mmask64 mask = left >= 64 ? ~0ull : (1ull << left) - 1;
      __m512i at = _mm512_maskz_loadu_epi8(mask, x + i);
      __m512i lower = _mm512_permutex2var_epi8(t0, at, t1);
      __m512i upper = _mm512_permutex2var_epi8(t2, at, t3);
      __m512i found = _mm512_mask_blend_epi8(_mm512_movepi8_mask(at), lower, upper);
      _mm512_mask_storeu_epi8(y + i, mask, found);
    }
}
#endif
