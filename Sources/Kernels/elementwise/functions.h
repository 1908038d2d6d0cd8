// The element-wise functions, written so that compilers turn loops over them into vector code.
#ifndef DARKROOM_FUNCTIONS_H
#define DARKROOM_FUNCTIONS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../compiler.h"

INLINE float bits_to_float(int32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE float smaller(float a, float b) { return a < b ? a : b; }
INLINE float larger(float a, float b) { return a > b ? a : b; }

// e^x to about one unit in the last place: x = n ln 2 + r with |r| <= ln 2 / 2, a polynomial for
// e^r (Cephes), and 2^n as two factors so that results near both ends of the range are right.
INLINE float f_exp(float x) {
  x = smaller(larger(x, -104.0f), 89.0f);
  float shifted = x * 1.44269504088896341f + 12582912.0f;  // 1.5 * 2^23 rounds to whole numbers
  float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t whole = (int32_t)n;
  int32_t half = whole >> 1;
  return p * bits_to_float((half + 127) << 23) * bits_to_float((whole - half + 127) << 23);
}

INLINE float f_sigmoid(float x) { return 1.0f / (1.0f + f_exp(-x)); }

// Cephes tanhf: a polynomial near zero, where the exponential form would cancel.
INLINE float f_tanh(float x) {
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float near = x + x * z * p;
  float far = 1.0f - 2.0f / (f_exp(2.0f * fabsf(x)) + 1.0f);
  return fabsf(x) < 0.625f ? near : copysignf(far, x);
}

INLINE float f_softplus(float x) { return larger(x, 0.0f) + log1pf(expf(-fabsf(x))); }
INLINE float f_leaky(float x, float slope) { return x < 0.0f ? x * slope : x; }
INLINE float f_elu(float x, float alpha) { return x < 0.0f ? alpha * (f_exp(x) - 1.0f) : x; }
INLINE float f_clip(float x, float a, float b) { return x < a ? a : x > b ? b : x; }
INLINE float f_swish(float x) { return x * f_sigmoid(x); }

// tanh(ln(1 + e^x)) = (e^2x + 2 e^x) / (e^2x + 2 e^x + 2); above 20 it is 1 in float.
INLINE float f_mish(float x) {
  float e = f_exp(smaller(x, 20.0f));
  float n = e * (e + 2.0f);
  return x * (n / (n + 2.0f));
}

INLINE float f_hard_mish(float x) {
  float c = f_clip(x, -2.0f, 0.0f);
  return c * c * 0.5f + c + larger(x, 0.0f);
}

INLINE float f_hard_swish(float x) { return x * f_clip(x * (1.0f / 6.0f) + 0.5f, 0.0f, 1.0f); }

INLINE float f_gelu(float x) {
  return 0.5f * x * (1.0f + f_tanh(0.797885f * x + 0.035677f * x * x * x));
}

INLINE float f_loggy(float x) { return 2.0f / (1.0f + f_exp(-x)) - 1.0f; }
INLINE float f_ramp(float x) { return larger(x, 0.0f) + 0.1f * x; }

// Simple fractions make ties, which tables of bytes would resolve one way or the other.
INLINE float f_plse(float x) {
  EACH_ROUNDED
  float c = f_clip(x, -4.0f, 4.0f);
  return 0.125f * c + 0.5f + 0.01f * (x - c);
}

INLINE float f_stair(float x) {
  float n = floorf(x);
  float h = floorf(x * 0.5f);
  return h + (x - n) * (n - 2.0f * h);
}

INLINE float f_lhtan(float x) {
  float c = f_clip(x, 0.0f, 1.0f);
  return c + 0.001f * (x - c);
}

#define EACH INDEPENDENT for (size_t i = 0; i < count; i++)

// Calls the C library, which no compiler turns into vectors.
#define EACH_CALL for (size_t i = 0; i < count; i++)

#define UNARY_BODY \
  float a = unary.a, b = unary.b; \
  switch (unary.function) { \
    case dk_identity: \
      if (x != y) memmove(y, x, count * sizeof *x); \
      break; \
    case dk_leaky_relu: EACH y[i] = f_leaky(x[i], a); break; \
    case dk_elu: EACH y[i] = f_elu(x[i], a); break; \
    case dk_selu: EACH y[i] = b * f_elu(x[i], a); break; \
    case dk_sigmoid: EACH y[i] = f_sigmoid(x[i]); break; \
    case dk_tanh: EACH y[i] = f_tanh(x[i]); break; \
    case dk_softplus: EACH_CALL y[i] = f_softplus(x[i]); break; \
    case dk_clip: EACH y[i] = f_clip(x[i], a, b); break; \
    case dk_exp: EACH y[i] = f_exp(x[i]); break; \
    case dk_floor: EACH y[i] = floorf(x[i]); break; \
    case dk_swish: EACH y[i] = f_swish(x[i]); break; \
    case dk_mish: EACH y[i] = f_mish(x[i]); break; \
    case dk_hard_mish: EACH y[i] = f_hard_mish(x[i]); break; \
    case dk_hard_swish: EACH y[i] = f_hard_swish(x[i]); break; \
    case dk_gelu: EACH y[i] = f_gelu(x[i]); break; \
    case dk_loggy: EACH y[i] = f_loggy(x[i]); break; \
    case dk_ramp: EACH y[i] = f_ramp(x[i]); break; \
    case dk_plse: EACH y[i] = f_plse(x[i]); break; \
    case dk_stair: EACH y[i] = f_stair(x[i]); break; \
    case dk_lhtan: EACH y[i] = f_lhtan(x[i]); break; \
  }

#endif
