// Arithmetic on 8-bit numbers with scales, each function as ONNX Runtime 1.32 computes it on
// x86-64 with AVX2. How that is was found by comparing it with several orders of operations and
// roundings, on random numbers with scales that make ties and near ties; the numbers of values are
// those for which the order written here gave not one difference, and at least one other did.
#ifndef DARKROOM_KERNELS_QUANTIZED_H
#define DARKROOM_KERNELS_QUANTIZED_H

#include "bytes.h"
#include "elementwise.h"

/// QuantizeLinear of `pixels` pixels of `channels` numbers:
/// clamp(round_half_even(x / scale) + zero_point); not-a-number becomes the lowest byte
/// (157,236 values). Channel c has scale[c * step] and zero_point[c * step]; the step is 0 or 1.
void dk_quantize_f32(const float *x, size_t x_stride, size_t channels, size_t pixels,
                     const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                     uint8_t *y, size_t y_stride);

/// DequantizeLinear of `pixels` pixels of `channels` bytes: float(x - zero_point) * scale
/// (79,489 values).
void dk_dequantize_u8(const uint8_t *x, size_t x_stride, size_t channels, size_t pixels,
                      const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                      float *y, size_t y_stride);

/// The same to numbers of 16 bits; channel c has scale[c * step] and zero_point[c * step].
void dk_quantize_f32_u16(const float *x, size_t x_stride, size_t channels, size_t pixels,
                         const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                         uint16_t *y, size_t y_stride);

/// The same of numbers of 16 bits.
void dk_dequantize_u16(const uint16_t *x, size_t x_stride, size_t channels, size_t pixels,
                       const float *scale, const int32_t *zero_point, size_t step, bool is_signed,
                       float *y, size_t y_stride);

/// DequantizeLinear of 32-bit numbers, whose zero point is 0: float(x) * scale (39,925 values).
void dk_dequantize_s32(const int32_t *x, size_t x_stride, size_t channels, size_t pixels,
                       const float *scale, size_t step, float *y, size_t y_stride);

/// QLinearAdd. In floats, with A = a_scale / y_scale, B = b_scale / y_scale and every fma rounded
/// once, y = clamp(round_half_even(fma(a, A, fma(b, B, y_zero - fma(A, a_zero, B * b_zero)))));
/// a and b change places if a is one number for all (1,083,000 values).
/// All three have the same type. A step is 0 (one number for all) or 1.
void dk_add_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization, const uint8_t *b,
               size_t b_step, dk_quantization b_quantization, uint8_t *y,
               dk_quantization y_quantization, size_t count);

/// QLinearMul: clamp(round_half_even(float((a - a_zero) * (b - b_zero)) * m + y_zero)) with
/// m = a_scale * b_scale / y_scale, each operation rounded to float (420,668 values).
/// All three have the same type. A step is 0 (one number for all) or 1.
void dk_multiply_u8(const uint8_t *a, size_t a_step, dk_quantization a_quantization,
                    const uint8_t *b, size_t b_step, dk_quantization b_quantization, uint8_t *y,
                    dk_quantization y_quantization, size_t count);

/// QLinearAveragePool: numbers are dequantized and added up in the order of rows and columns,
/// divided by the number of cells inside the map (or of the kernel, if padding counts), and by
/// y_scale; y_zero is added before rounding half to even (648,118 values).
/// Output rows [row_begin, row_end) counted over batch and rows.
void dk_average_pool_u8(const dk_pool *pool, bool padding_counts, dk_quantization x_quantization,
                        dk_quantization y_quantization, const uint8_t *input, uint8_t *output,
                        size_t row_begin, size_t row_end);

/// QLinearGlobalAveragePool of one image: clamp(round_half_even(float(sum of (x - x_zero)) * m) +
/// y_zero) with m = x_scale / (y_scale * pixels) (17,767 values).
void dk_global_average_pool_u8(const uint8_t *input, size_t pixels, size_t channels, size_t stride,
                               dk_quantization x_quantization, dk_quantization y_quantization,
                               uint8_t *output);

/// The table of a function of one operand: each byte is dequantized, the function applied, and the
/// result quantized as by dk_quantize_f32. With dk_leaky_relu it is that of QLinearLeakyRelu, with
/// dk_identity that of an input of QLinearConcat (512,000 values each), with dk_sigmoid that of
/// QLinearSigmoid (512,000 values).
void dk_unary_table(dk_unary unary, dk_quantization x_quantization, dk_quantization y_quantization,
                    uint8_t table[256]);

#endif
