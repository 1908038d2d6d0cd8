// The functions of a table of kernels of bytes that compilers turn into vector code. Included once
// for each instruction set, with TARGET defined as the attribute that allows it.
#ifndef TARGET
#error "define TARGET before"
#endif

#include <math.h>

#include "kernels.h"
#include "round.h"

INLINE void quantize_row(const float *x, size_t count, const float *scale,
                         const int32_t *zero_point, const size_t step, float lowest, uint8_t *y) {
  INDEPENDENT for (size_t i = 0; i < count; i++) {
    int32_t zero = zero_point[i * step];
    y[i] = (uint8_t)(round_within(x[i] / scale[i * step], lowest - (float)zero) + zero);
  }
}

TARGET static void quantize(const float *x, size_t count, const float *scale,
                            const int32_t *zero_point, size_t step, bool is_signed, uint8_t *y) {
  float lowest = lowest_byte(is_signed);
  if (step)
    quantize_row(x, count, scale, zero_point, 1, lowest, y);
  else
    quantize_row(x, count, scale, zero_point, 0, lowest, y);
}

INLINE void dequantize_row(const uint8_t *x, size_t count, const float *scale,
                           const int32_t *zero_point, const size_t step, const bool is_signed,
                           float *y) {
  INDEPENDENT for (size_t i = 0; i < count; i++)
    y[i] = (float)(byte_value(x[i], is_signed) - zero_point[i * step]) * scale[i * step];
}

TARGET static void dequantize(const uint8_t *x, size_t count, const float *scale,
                              const int32_t *zero_point, size_t step, bool is_signed, float *y) {
  if (step && is_signed)
    dequantize_row(x, count, scale, zero_point, 1, true, y);
  else if (step)
    dequantize_row(x, count, scale, zero_point, 1, false, y);
  else if (is_signed)
    dequantize_row(x, count, scale, zero_point, 0, true, y);
  else
    dequantize_row(x, count, scale, zero_point, 0, false, y);
}

INLINE void quantize_words_row(const float *x, size_t count, const float *scale,
                               const int32_t *zero_point, const size_t step, float lowest,
                               uint16_t *y) {
  INDEPENDENT for (size_t i = 0; i < count; i++) {
    int32_t zero = zero_point[i * step];
    float low = lowest - (float)zero;
    y[i] = (uint16_t)(round_between(x[i] / scale[i * step], low, low + 65535.0f) + zero);
  }
}

TARGET static void quantize_words(const float *x, size_t count, const float *scale,
                                  const int32_t *zero_point, size_t step, bool is_signed,
                                  uint16_t *y) {
  float lowest = lowest_word(is_signed);
  if (step)
    quantize_words_row(x, count, scale, zero_point, 1, lowest, y);
  else
    quantize_words_row(x, count, scale, zero_point, 0, lowest, y);
}

INLINE void dequantize_words_row(const uint16_t *x, size_t count, const float *scale,
                                 const int32_t *zero_point, const size_t step, const bool is_signed,
                                 float *y) {
  INDEPENDENT for (size_t i = 0; i < count; i++)
    y[i] = (float)(word_value(x[i], is_signed) - zero_point[i * step]) * scale[i * step];
}

TARGET static void dequantize_words(const uint16_t *x, size_t count, const float *scale,
                                    const int32_t *zero_point, size_t step, bool is_signed,
                                    float *y) {
  if (step && is_signed)
    dequantize_words_row(x, count, scale, zero_point, 1, true, y);
  else if (step)
    dequantize_words_row(x, count, scale, zero_point, 1, false, y);
  else if (is_signed)
    dequantize_words_row(x, count, scale, zero_point, 0, true, y);
  else
    dequantize_words_row(x, count, scale, zero_point, 0, false, y);
}

INLINE void add_row(const uint8_t *a, float a_factor, const uint8_t *b, const size_t b_step,
                    float b_factor, float fixed, const bool is_signed, uint8_t *y, size_t count) {
  float lowest = lowest_byte(is_signed);
  INDEPENDENT for (size_t i = 0; i < count; i++) {
    float sum = fmaf((float)byte_value(b[i * b_step], is_signed), b_factor, fixed);
    sum = fmaf((float)byte_value(a[i], is_signed), a_factor, sum);
    y[i] = (uint8_t)round_within(sum, lowest);
  }
}

TARGET static void add(const uint8_t *a, float a_factor, const uint8_t *b, size_t b_step,
                       float b_factor, float fixed, bool is_signed, uint8_t *y, size_t count) {
  if (b_step && is_signed)
    add_row(a, a_factor, b, 1, b_factor, fixed, true, y, count);
  else if (b_step)
    add_row(a, a_factor, b, 1, b_factor, fixed, false, y, count);
  else if (is_signed)
    add_row(a, a_factor, b, 0, b_factor, fixed, true, y, count);
  else
    add_row(a, a_factor, b, 0, b_factor, fixed, false, y, count);
}

INLINE void multiply_row(const uint8_t *a, int32_t a_zero, const uint8_t *b, const size_t b_step,
                         int32_t b_zero, float factor, float y_zero, const bool is_signed,
                         uint8_t *y, size_t count) {
  float lowest = lowest_byte(is_signed);
  INDEPENDENT for (size_t i = 0; i < count; i++) {
    int32_t product = (byte_value(a[i], is_signed) - a_zero) *
                      (byte_value(b[i * b_step], is_signed) - b_zero);
    // Two statements: no compiler is to make one rounding of the two.
    float scaled = (float)product * factor;
    y[i] = (uint8_t)round_within(scaled + y_zero, lowest);
  }
}

TARGET static void multiply(const uint8_t *a, int32_t a_zero, const uint8_t *b, size_t b_step,
                            int32_t b_zero, float factor, float y_zero, bool is_signed, uint8_t *y,
                            size_t count) {
  if (b_step && is_signed)
    multiply_row(a, a_zero, b, 1, b_zero, factor, y_zero, true, y, count);
  else if (b_step)
    multiply_row(a, a_zero, b, 1, b_zero, factor, y_zero, false, y, count);
  else if (is_signed)
    multiply_row(a, a_zero, b, 0, b_zero, factor, y_zero, true, y, count);
  else
    multiply_row(a, a_zero, b, 0, b_zero, factor, y_zero, false, y, count);
}

// Shifts are 0 to 31; the result is the same as that of the plain functions in integers.c.
INLINE int32_t times_fixed_32(int32_t x, int32_t multiplier, int32_t shift) {
  int32_t high = (int32_t)((uint64_t)((int64_t)x * multiplier + ((int64_t)1 << 30)) >> 31);
  int32_t mask = (int32_t)(((uint32_t)1 << shift) - 1);
  return (high >> shift) + ((high & mask) > (mask >> 1) + (high < 0));
}

INLINE uint8_t byte_within(int32_t x, int32_t low, int32_t zero) {
  int32_t high = low + 255;
  x = x > low ? x : low;
  x = x < high ? x : high;
  return (uint8_t)(x + zero);
}

TARGET static void requantize_fixed(const int32_t *sums, size_t channels, const int32_t *multiplier,
                                    const int32_t *shift, int32_t low, int32_t zero, uint8_t *y) {
  INDEPENDENT for (size_t c = 0; c < channels; c++)
    y[c] = byte_within(times_fixed_32(sums[c], multiplier[c], shift[c]), low, zero);
}

// Shifts are 1 to 31.
TARGET static void requantize_shift(const int32_t *sums, size_t channels, const int32_t *shift,
                                    int32_t low, int32_t zero, uint8_t *y) {
  INDEPENDENT for (size_t c = 0; c < channels; c++)
    y[c] = byte_within((sums[c] >> shift[c]) + ((sums[c] >> (shift[c] - 1)) & 1), low, zero);
}

// Initializers of the functions above.
#define BYTE_FUNCTIONS                                                            \
  .quantize = quantize, .dequantize = dequantize, .add = add, .multiply = multiply, \
  .quantize_words = quantize_words, .dequantize_words = dequantize_words,         \
  .requantize_fixed = requantize_fixed, .requantize_shift = requantize_shift
