#include "../include/integers.h"

#include "../compiler.h"
#include "../pooling/span.h"
#include "kernels.h"
#include "round.h"

INLINE int32_t saturated(int64_t x) {
  return x > INT32_MAX ? INT32_MAX : x < INT32_MIN ? INT32_MIN : (int32_t)x;
}

INLINE int32_t times_fixed_point(int32_t x, int32_t multiplier, int32_t shift) {
  int32_t left = shift < 0 ? -shift : 0, right = shift > 0 ? shift : 0;
  int64_t product = (int64_t)saturated((int64_t)x * ((int64_t)1 << left)) * multiplier;
  int32_t high = (int32_t)((product + ((int64_t)1 << 30)) >> 31);
  int64_t mask = ((int64_t)1 << right) - 1;
  return (high >> (right < 31 ? right : 31)) + ((high & mask) > (mask >> 1) + (high < 0));
}

INLINE int32_t times_power_of_two(int32_t x, int32_t shift) {
  if (shift <= 0) return saturated((int64_t)x * ((int64_t)1 << -shift));
  return (int32_t)((x + ((int64_t)1 << (shift - 1))) >> shift);
}

INLINE uint8_t byte_of(int64_t x, bool is_signed) {
  int64_t low = is_signed ? -128 : 0, high = low + 255;
  return (uint8_t)(x < low ? low : x > high ? high : x);
}

int32_t dk_times_fixed_point(int32_t x, dk_fixed_point factor) {
  return times_fixed_point(x, factor.multiplier, factor.shift);
}

int32_t dk_times_power_of_two(int32_t x, int32_t shift) { return times_power_of_two(x, shift); }

void dk_requantize_integers(const int32_t *sums, size_t sums_stride, size_t pixels, size_t channels,
                            const int32_t *multiplier, const int32_t *shift, bool is_signed,
                            int32_t zero_point, const uint8_t *table, uint8_t *out,
                            size_t out_stride) {
  const dk_byte_table *kernels = dk_byte_kernels();
  bool is_usual = true;
  for (size_t c = 0; c < channels; c++)
    is_usual = is_usual && shift[c] >= (multiplier ? 0 : 1) && shift[c] <= 31;
  int32_t low = (is_signed ? -128 : 0) - zero_point;
  for (size_t p = 0; p < pixels; p++, sums += sums_stride, out += out_stride) {
    if (is_usual && multiplier)
      kernels->requantize_fixed(sums, channels, multiplier, shift, low, zero_point, out);
    else if (is_usual)
      kernels->requantize_shift(sums, channels, shift, low, zero_point, out);
    for (size_t c = 0; c < channels && !is_usual; c++) {
      int32_t y = multiplier ? times_fixed_point(sums[c], multiplier[c], shift[c])
                             : times_power_of_two(sums[c], shift[c]);
      out[c] = byte_of((int64_t)y + zero_point, is_signed);
    }
    if (table)
      for (size_t c = 0; c < channels; c++) out[c] = table[out[c]];
  }
}

void dk_add_fixed_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization,
                     dk_fixed_point a_factor, const uint8_t *b, size_t b_step,
                     dk_quantization b_quantization, dk_fixed_point b_factor, int32_t left_shift,
                     uint8_t *y, dk_quantization y_quantization, dk_fixed_point y_factor,
                     size_t count) {
  bool is_signed = y_quantization.is_signed;
  for (size_t i = 0; i < count; i++) {
    int32_t left = byte_value(a[i * a_step], is_signed) - a_quantization.zero_point;
    int32_t right = byte_value(b[i * b_step], is_signed) - b_quantization.zero_point;
    int32_t sum = times_fixed_point(left * (1 << left_shift), a_factor.multiplier, a_factor.shift) +
                  times_fixed_point(right * (1 << left_shift), b_factor.multiplier, b_factor.shift);
    int32_t scaled = times_fixed_point(sum, y_factor.multiplier, y_factor.shift);
    y[i] = byte_of((int64_t)scaled + y_quantization.zero_point, is_signed);
  }
}

void dk_add_table_u8(const uint8_t *a, size_t a_step, const int32_t a_table[256], const uint8_t *b,
                     size_t b_step, const int32_t b_table[256], int32_t fraction, bool is_signed,
                     uint8_t *y, size_t count) {
  for (size_t i = 0; i < count; i++) {
    int64_t sum = (int64_t)a_table[a[i * a_step]] + b_table[b[i * b_step]];
    y[i] = byte_of((sum + ((int64_t)1 << (fraction - 1))) >> fraction, is_signed);
  }
}

void dk_multiply_fixed_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization,
                          const uint8_t *b, size_t b_step, dk_quantization b_quantization,
                          uint8_t *y, dk_quantization y_quantization, dk_fixed_point factor,
                          size_t count) {
  bool is_signed = y_quantization.is_signed;
  for (size_t i = 0; i < count; i++) {
    int32_t product = (byte_value(a[i * a_step], is_signed) - a_quantization.zero_point) *
                      (byte_value(b[i * b_step], is_signed) - b_quantization.zero_point);
    int32_t scaled = times_fixed_point(product, factor.multiplier, factor.shift);
    y[i] = byte_of((int64_t)scaled + y_quantization.zero_point, is_signed);
  }
}

void dk_average_pool_fixed_u8(const dk_pool *p, dk_quantization x_quantization,
                              dk_quantization y_quantization, const dk_fixed_point *factors,
                              const uint8_t *input, uint8_t *output, size_t row_begin,
                              size_t row_end) {
  for (size_t row = row_begin; row < row_end; row++) {
    const uint8_t *image = input + row / p->out_height * p->in_height * p->in_width * p->in_stride;
    span ys =
        inside(row % p->out_height, p->stride_height, p->pad_top, p->kernel_height, p->in_height);
    for (size_t x = 0; x < p->out_width; x++) {
      span xs = inside(x, p->stride_width, p->pad_left, p->kernel_width, p->in_width);
      size_t cells = (ys.end - ys.begin) * (xs.end - xs.begin);
      dk_fixed_point factor = factors[cells > 0 ? cells - 1 : 0];
      uint8_t *out = output + (row * p->out_width + x) * p->out_stride;
      for (size_t c = 0; c < p->channels; c++) {
        int32_t sum = 0;
        for (size_t iy = ys.begin; iy < ys.end; iy++)
          for (size_t ix = xs.begin; ix < xs.end; ix++)
            sum += byte_value(image[(iy * p->in_width + ix) * p->in_stride + c],
                              x_quantization.is_signed) -
                   x_quantization.zero_point;
        int32_t scaled = times_fixed_point(sum, factor.multiplier, factor.shift);
        out[c] = byte_of((int64_t)scaled + y_quantization.zero_point, y_quantization.is_signed);
      }
    }
  }
}

void dk_global_average_pool_fixed_u8(const uint8_t *input, size_t pixels, size_t channels,
                                     size_t stride, dk_quantization x_quantization,
                                     dk_quantization y_quantization, dk_fixed_point factor,
                                     uint8_t *output) {
  for (size_t c = 0; c < channels; c++) {
    // Unsigned: sums that 32 bits do not hold wrap.
    uint32_t sum = -(uint32_t)pixels * (uint32_t)x_quantization.zero_point;
    for (size_t i = 0; i < pixels; i++)
      sum += (uint32_t)byte_value(input[i * stride + c], x_quantization.is_signed);
    int32_t scaled = times_fixed_point((int32_t)sum, factor.multiplier, factor.shift);
    output[c] = byte_of((int64_t)scaled + y_quantization.zero_point, y_quantization.is_signed);
  }
}
