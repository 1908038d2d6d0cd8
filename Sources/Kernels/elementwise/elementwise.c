#include <math.h>

#include "../dispatch.h"

void dk_unary_f32(dk_unary unary, const float *x, float *y, size_t count) {
  dk_kernels()->unary(unary, x, y, count);
}

#define EACH for (size_t i = 0; i < count; i++)

// Steps of 0 and 1 as constants, so that the compiler can make vectors of the loops.
#define STEPS(operation) \
  if (a_step == 1 && b_step == 1) \
    EACH y[i] = a[i] operation b[i]; \
  else if (a_step == 1 && b_step == 0) \
    EACH y[i] = a[i] operation b[0]; \
  else if (a_step == 0 && b_step == 1) \
    EACH y[i] = a[0] operation b[i]; \
  else \
    EACH y[i] = a[i * a_step] operation b[i * b_step]; \
  break

void dk_binary_f32(dk_binary_function function, const float *a, size_t a_step, const float *b,
                   size_t b_step, float *y, size_t count) {
  switch (function) {
    case dk_add: STEPS(+);
    case dk_subtract: STEPS(-);
    case dk_multiply: STEPS(*);
    case dk_divide: STEPS(/);
    case dk_power: EACH y[i] = powf(a[i * a_step], b[i * b_step]); break;
  }
}

float dk_dot_f32(const float *x, const float *y, size_t count) {
  // Sixteen partial sums: the order of additions is part of the result, so it is fixed here.
  float sums[16] = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (size_t k = 0; k < 16; k++) sums[k] += x[i + k] * y[i + k];
  for (size_t k = 0; i < count; i++, k++) sums[k] += x[i] * y[i];
  for (size_t width = 8; width > 0; width /= 2)
    for (size_t k = 0; k < width; k++) sums[k] += sums[k + width];
  return sums[0];
}

void dk_scaled_add_f32(float factor, const float *x, float *y, size_t count) {
  EACH y[i] += factor * x[i];
}

void dk_softmax_f32(const float *x, float *y, size_t extent, size_t inner) {
  for (size_t i = 0; i < inner; i++) {
    float largest = x[i];
    for (size_t k = 1; k < extent; k++) largest = fmaxf(largest, x[k * inner + i]);
    float sum = 0;
    for (size_t k = 0; k < extent; k++) sum += y[k * inner + i] = expf(x[k * inner + i] - largest);
    for (size_t k = 0; k < extent; k++) y[k * inner + i] /= sum;
  }
}
