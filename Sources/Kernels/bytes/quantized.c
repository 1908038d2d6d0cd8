#include "../include/quantized.h"

#include <math.h>

#include "kernels.h"
#include "round.h"

void dk_quantize_f32(const float *x, size_t x_stride, size_t channels, size_t pixels,
                     const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                     uint8_t *y, size_t y_stride) {
  const dk_byte_table *kernels = dk_byte_kernels();
  if (step == 0 && x_stride == channels && y_stride == channels) {
    channels *= pixels;
    pixels = 1;
  }
  for (size_t p = 0; p < pixels; p++, x += x_stride, y += y_stride)
    kernels->quantize(x, channels, scale, zero_point, step, is_signed, y);
}

void dk_dequantize_u8(const uint8_t *x, size_t x_stride, size_t channels, size_t pixels,
                      const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                      float *y, size_t y_stride) {
  const dk_byte_table *kernels = dk_byte_kernels();
  if (step == 0 && x_stride == channels && y_stride == channels) {
    channels *= pixels;
    pixels = 1;
  }
  for (size_t p = 0; p < pixels; p++, x += x_stride, y += y_stride)
    kernels->dequantize(x, channels, scale, zero_point, step, is_signed, y);
}

void dk_quantize_f32_u16(const float *x, size_t x_stride, size_t channels, size_t pixels,
                         const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                         uint16_t *y, size_t y_stride) {
  const dk_byte_table *kernels = dk_byte_kernels();
  if (step == 0 && x_stride == channels && y_stride == channels) {
    channels *= pixels;
    pixels = 1;
  }
  for (size_t p = 0; p < pixels; p++, x += x_stride, y += y_stride)
    kernels->quantize_words(x, channels, scale, zero_point, step, is_signed, y);
}

void dk_dequantize_u16(const uint16_t *x, size_t x_stride, size_t channels, size_t pixels,
                       const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                       float *y, size_t y_stride) {
  const dk_byte_table *kernels = dk_byte_kernels();
  if (step == 0 && x_stride == channels && y_stride == channels) {
    channels *= pixels;
    pixels = 1;
  }
  for (size_t p = 0; p < pixels; p++, x += x_stride, y += y_stride)
    kernels->dequantize_words(x, channels, scale, zero_point, step, is_signed, y);
}

void dk_dequantize_s32(const int32_t *x, size_t x_stride, size_t channels, size_t pixels,
                       const float *scale, size_t step, float *y, size_t y_stride) {
  for (size_t p = 0; p < pixels; p++, x += x_stride, y += y_stride)
    for (size_t c = 0; c < channels; c++) y[c] = (float)x[c] * scale[c * step];
}

void dk_add_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization, const uint8_t *b,
               size_t b_step, dk_quantization b_quantization, uint8_t *y,
               dk_quantization y_quantization, size_t count) {
  if (a_step == 0 && b_step != 0) {
    dk_add_u8(b, b_step, b_quantization, a, a_step, a_quantization, y, y_quantization, count);
    return;
  }
  float a_factor = a_quantization.scale / y_quantization.scale;
  float b_factor = b_quantization.scale / y_quantization.scale;
  float b_part = b_factor * (float)b_quantization.zero_point;
  float fixed =
      (float)y_quantization.zero_point - fmaf(a_factor, (float)a_quantization.zero_point, b_part);
  bool is_signed = y_quantization.is_signed;
  size_t done = a_step != 0 ? count : count > 0;
  dk_byte_kernels()->add(a, a_factor, b, b_step, b_factor, fixed, is_signed, y, done);
  if (done < count) memset(y, *y, count);
}

void dk_multiply_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization,
                    const uint8_t *b, size_t b_step, dk_quantization b_quantization, uint8_t *y,
                    dk_quantization y_quantization, size_t count) {
  if (a_step == 0 && b_step != 0) {
    dk_multiply_u8(b, b_step, b_quantization, a, a_step, a_quantization, y, y_quantization, count);
    return;
  }
  float factor = a_quantization.scale * b_quantization.scale / y_quantization.scale;
  float y_zero = (float)y_quantization.zero_point;
  bool is_signed = y_quantization.is_signed;
  size_t done = a_step != 0 ? count : count > 0;
  dk_byte_kernels()->multiply(a, a_quantization.zero_point, b, b_step, b_quantization.zero_point,
                              factor, y_zero, is_signed, y, done);
  if (done < count) memset(y, *y, count);
}

void dk_unary_table(dk_unary unary, dk_quantization x_quantization, dk_quantization y_quantization,
                    uint8_t table[256]) {
  const dk_byte_table *kernels = dk_byte_kernels();
  uint8_t bytes[256];
  float values[256];
  for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
  kernels->dequantize(bytes, 256, &x_quantization.scale, &x_quantization.zero_point, 0,
                      x_quantization.is_signed, values);
  dk_unary_f32(unary, values, values, 256);
  kernels->quantize(values, 256, &y_quantization.scale, &y_quantization.zero_point, 0,
                    y_quantization.is_signed, table);
}
