// Requantization, written so that compilers turn it into vector code.
#ifndef DARKROOM_BYTES_REQUANTIZE_H
#define DARKROOM_BYTES_REQUANTIZE_H

#include <string.h>

#include "kernels.h"

// Rounds half to even: adding 1.5 * 2^23 leaves no bits for a fraction. For |x| < 2^22.
INLINE int32_t round_small(float x) {
  float shifted = x + 12582912.0f;
  int32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  return bits - 0x4b400000;
}

INLINE void requantize_rows(const int32_t *sums, size_t sums_stride, size_t pixels,
                            size_t channels, const float *scale, float low, float high,
                            int32_t zero_point, const uint8_t *table, uint8_t *out,
                            size_t out_stride) {
  for (size_t p = 0; p < pixels; p++, sums += sums_stride, out += out_stride) {
    INDEPENDENT for (size_t o = 0; o < channels; o++) {
      float y = (float)sums[o] * scale[o];
      y = y > low ? y : low;
      y = y < high ? y : high;
      out[o] = (uint8_t)(round_small(y) + zero_point);
    }
    if (table)
      for (size_t o = 0; o < channels; o++) out[o] = table[out[o]];
  }
}

INLINE void lookup_rows(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                        size_t y_stride, size_t rows, size_t count) {
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride)
    for (size_t i = 0; i < count; i++) y[i] = table[x[i]];
}

#endif
