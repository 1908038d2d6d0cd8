// What the tables of the AVX-512 kernels share.
#include "kernels.h"

void dk_requantize_avx512(const int32_t *sums, size_t sums_stride, size_t pixels, size_t channels,
                          const float *scale, float low, int32_t zero_point, const uint8_t *table,
                          uint8_t *out, size_t out_stride);

void dk_requantize_avx512vbmi(const int32_t *sums, size_t sums_stride, size_t pixels,
                              size_t channels, const float *scale, float low, int32_t zero_point,
                              const uint8_t *table, uint8_t *out, size_t out_stride);

void dk_lookup_avx512vbmi(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                          size_t y_stride, size_t rows, size_t count);
