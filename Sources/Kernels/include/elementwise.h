#ifndef DARKROOM_KERNELS_ELEMENTWISE_H
#define DARKROOM_KERNELS_ELEMENTWISE_H

#include <stddef.h>

/// Element-wise functions; the formulas stand in Graph's `Unary.Function`.
typedef enum {
  dk_identity,
  dk_leaky_relu,  // a: slope; relu has slope 0
  dk_elu,         // a: alpha
  dk_selu,        // a: alpha, b: gamma
  dk_sigmoid,
  dk_tanh,
  dk_softplus,
  dk_clip,  // a: lower, b: upper
  dk_exp,
  dk_floor,
  dk_swish,
  dk_mish,
  dk_hard_mish,
  dk_hard_swish,
  dk_gelu,
  dk_loggy,
  dk_ramp,
  dk_plse,
  dk_stair,
  dk_lhtan,
} dk_unary_function;

/// A function and its parameters.
typedef struct {
  dk_unary_function function;
  float a, b;
} dk_unary;

/// y[i] = f(x[i]); x and y may be the same.
void dk_unary_f32(dk_unary unary, const float *x, float *y, size_t count);

/// The functions of two operands.
typedef enum { dk_add, dk_subtract, dk_multiply, dk_divide, dk_power } dk_binary_function;

/// y[i] = f(a[i * a_step], b[i * b_step]); fast for steps of 0 (the same operand throughout) and 1.
void dk_binary_f32(dk_binary_function function, const float *a, size_t a_step, const float *b,
                   size_t b_step, float *y, size_t count);

/// The sum of x[i] * y[i].
float dk_dot_f32(const float *x, const float *y, size_t count);

/// y[i] += factor * x[i].
void dk_scaled_add_f32(float factor, const float *x, float *y, size_t count);

/// Softmax over `extent` elements that lie `inner` apart, for each of `inner` runs.
void dk_softmax_f32(const float *x, float *y, size_t extent, size_t inner);

#endif
