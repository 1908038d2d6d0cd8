// The kernels of moments for each instruction set.
#ifndef DARKROOM_MOMENTS_TABLE_H
#define DARKROOM_MOMENTS_TABLE_H

#include "../dispatch.h"

typedef struct {
  void (*tile)(const float *a, const float *b, size_t rows, float *tile);
  void (*sums)(const float *panel, size_t rows, double *sums);
  void (*round)(const float *factor, const float *scales, float limit, const float *weights,
                float *sums, float *q, float *errors);
  size_t (*descend)(size_t columns, const float *h, const float *scales, float limit,
                    float *gradient, float *q, float *delta);
  float (*rounding_error)(const float *weights, const float *importance, size_t count, float scale,
                          float limit);
} dk_moment_table;

extern const dk_moment_table dk_moment_table_generic;
#if defined(__x86_64__)
extern const dk_moment_table dk_moment_table_avx2;
extern const dk_moment_table dk_moment_table_avx512;
#elif defined(__aarch64__)
extern const dk_moment_table dk_moment_table_neon;
#endif

#endif
