// Requantization and table lookup for AVX-512: 16 sums at a time; 64 bytes at a time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "avx512.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define TARGET_VBMI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi")))

// A table of bytes in four registers, of which vpermi2b looks two up at once.
typedef struct {
  __m512i part[4];
} table_registers;

TARGET_VBMI INLINE table_registers load_table(const uint8_t *table) {
  table_registers t;
  for (int i = 0; i < 4; i++) t.part[i] = _mm512_loadu_si512(table + 64 * i);
  return t;
}

TARGET_VBMI INLINE __m512i look_up(table_registers t, __m512i at) {
  __m512i lower = _mm512_permutex2var_epi8(t.part[0], at, t.part[1]);
  __m512i upper = _mm512_permutex2var_epi8(t.part[2], at, t.part[3]);
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(at), lower, upper);
}

// Sixteen sums to numbers of which the lowest bytes count.
TARGET INLINE __m512i requantize(const int32_t *sums, __m512 factor, __m512 low, __m512 high,
                                 __m512i zero) {
  __m512 y = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_loadu_si512(sums)), factor);
  y = _mm512_min_ps(_mm512_max_ps(y, low), high);
  return _mm512_add_epi32(_mm512_cvtps_epi32(y), zero);
}

TARGET INLINE __mmask16 first_of_16(size_t count) {
  return count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
}

TARGET void dk_requantize_avx512(const int32_t *sums, size_t sums_stride, size_t pixels,
                                 size_t channels, const float *scale, float low, int32_t zero_point,
                                 const uint8_t *table, uint8_t *out, size_t out_stride) {
  __m512 lowest = _mm512_set1_ps(low), highest = _mm512_set1_ps(low + 255);
  __m512i zero = _mm512_set1_epi32(zero_point);
  for (size_t o = 0; o < channels; o += 16) {
    __mmask16 mask = first_of_16(channels - o);
    __m512 factor = _mm512_maskz_loadu_ps(mask, scale + o);
    for (size_t p = 0; p < pixels; p++) {
      __m512i y = requantize(sums + p * sums_stride + o, factor, lowest, highest, zero);
      _mm_mask_storeu_epi8(out + p * out_stride + o, mask, _mm512_cvtepi32_epi8(y));
    }
  }
  if (!table) return;
  for (size_t p = 0; p < pixels; p++, out += out_stride)
    for (size_t o = 0; o < channels; o++) out[o] = table[out[o]];
}

TARGET_VBMI void dk_requantize_avx512vbmi(const int32_t *sums, size_t sums_stride, size_t pixels,
                                          size_t channels, const float *scale, float low,
                                          int32_t zero_point, const uint8_t *table, uint8_t *out,
                                          size_t out_stride) {
  if (!table) {
    dk_requantize_avx512(sums, sums_stride, pixels, channels, scale, low, zero_point, NULL, out,
                         out_stride);
    return;
  }
  table_registers registers = load_table(table);
  __m512 lowest = _mm512_set1_ps(low), highest = _mm512_set1_ps(low + 255);
  __m512i zero = _mm512_set1_epi32(zero_point);
  for (size_t o = 0; o < channels; o += 16) {
    __mmask16 mask = first_of_16(channels - o);
    __m512 factor = _mm512_maskz_loadu_ps(mask, scale + o);
    for (size_t p = 0; p < pixels; p++) {
      __m512i y = requantize(sums + p * sums_stride + o, factor, lowest, highest, zero);
      y = look_up(registers, y);
      _mm_mask_storeu_epi8(out + p * out_stride + o, mask, _mm512_cvtepi32_epi8(y));
    }
  }
}

TARGET_VBMI void dk_lookup_avx512vbmi(const uint8_t *table, const uint8_t *x, size_t x_stride,
                                      uint8_t *y, size_t y_stride, size_t rows, size_t count) {
  table_registers registers = load_table(table);
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride)
    for (size_t i = 0; i < count; i += 64) {
      size_t left = count - i;
      __mmask64 mask = left >= 64 ? ~0ull : (1ull << left) - 1;
      __m512i found = look_up(registers, _mm512_maskz_loadu_epi8(mask, x + i));
      _mm512_mask_storeu_epi8(y + i, mask, found);
    }
}
#endif
