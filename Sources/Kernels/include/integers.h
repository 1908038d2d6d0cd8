// Arithmetic on 8-bit numbers in whole numbers alone, for hardware without floating point. Results are
// the same on every processor.
#ifndef DARKROOM_KERNELS_INTEGERS_H
#define DARKROOM_KERNELS_INTEGERS_H

#include "bytes.h"

/// The factor multiplier * 2^(-31 - shift), applied as TensorFlow Lite and gemmlowp do
/// (MultiplyByQuantizedMultiplier): a left shift that saturates where `shift` is below 0, the
/// rounding doubling high product, and a right shift that rounds half away from zero.
typedef struct {
  int32_t multiplier;
  int32_t shift;
} dk_fixed_point;

/// x times a factor.
int32_t dk_times_fixed_point(int32_t x, dk_fixed_point factor);

/// x * 2^-shift: an arithmetic right shift that rounds half up; a left shift that saturates where
/// `shift` is below 0. -30 <= shift <= 62.
int32_t dk_times_power_of_two(int32_t x, int32_t shift);

/// Sums of `pixels` pixels of `channels` channels to bytes: times (multiplier[c], shift[c]), or,
/// where `multiplier` is NULL, times 2^-shift[c]; plus zero_point, limited to 8 bits, and looked up
/// in `table` unless that is NULL.
void dk_requantize_integers(const int32_t *sums, size_t sums_stride, size_t pixels, size_t channels,
                            const int32_t *multiplier, const int32_t *shift, bool is_signed,
                            int32_t zero_point, const uint8_t *table, uint8_t *out,
                            size_t out_stride);

/// The sum as in TensorFlow Lite: operands less their zero points are shifted to the left by
/// `left_shift` and multiplied with a factor each; so is their sum. A step is 0 (one number for all)
/// or 1.
void dk_add_fixed_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization,
                     dk_fixed_point a_factor, const uint8_t *b, size_t b_step,
                     dk_quantization b_quantization, dk_fixed_point b_factor, int32_t left_shift,
                     uint8_t *y, dk_quantization y_quantization, dk_fixed_point y_factor,
                     size_t count);

/// The sum by tables of 256 numbers with `fraction` bits behind the point, whose sum is rounded half
/// up and limited to 8 bits.
void dk_add_table_u8(const uint8_t *a, size_t a_step, const int32_t a_table[256], const uint8_t *b,
                     size_t b_step, const int32_t b_table[256], int32_t fraction, bool is_signed,
                     uint8_t *y, size_t count);

/// The product, zero points taken off first, times a factor.
void dk_multiply_fixed_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization,
                          const uint8_t *b, size_t b_step, dk_quantization b_quantization,
                          uint8_t *y, dk_quantization y_quantization, dk_fixed_point factor,
                          size_t count);

/// The sum of the cells of a window that lie inside the map, zero points taken off first, times
/// factors[n - 1] for n such cells. Output rows [row_begin, row_end) counted over batch and rows.
void dk_average_pool_fixed_u8(const dk_pool *pool, dk_quantization x_quantization,
                              dk_quantization y_quantization, const dk_fixed_point *factors,
                              const uint8_t *input, uint8_t *output, size_t row_begin,
                              size_t row_end);

/// The sum of all cells of each channel of one image, zero points taken off first, times a factor.
void dk_global_average_pool_fixed_u8(const uint8_t *input, size_t pixels, size_t channels,
                                     size_t stride, dk_quantization x_quantization,
                                     dk_quantization y_quantization, dk_fixed_point factor,
                                     uint8_t *output);

#endif
