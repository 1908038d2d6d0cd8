// What callers see of the kernels of moments, and the gathering of patches.
#include "table.h"

static const dk_moment_table *kernels(void) {
  switch (dk_isa_current()) {
#if defined(__x86_64__)
    case dk_isa_avx512vnni:
    case dk_isa_avx512: return &dk_moment_table_avx512;
    case dk_isa_avx2: return &dk_moment_table_avx2;
#elif defined(__aarch64__)
    case dk_isa_neon_dotprod:
    case dk_isa_neon: return &dk_moment_table_neon;
#endif
    default: return &dk_moment_table_generic;
  }
}

void dk_moment_tile(const float *a, const float *b, size_t rows, float *tile) {
  kernels()->tile(a, b, rows, tile);
}

void dk_moment_sums(const float *panel, size_t rows, double sums[dk_moment_panel]) {
  kernels()->sums(panel, rows, sums);
}

void dk_moment_round(const float *factor, const float *scales, float limit, const float *weights,
                     float *sums, float *q, float *errors) {
  kernels()->round(factor, scales, limit, weights, sums, q, errors);
}

size_t dk_moment_descend(size_t columns, const float *h, const float *scales, float limit,
                         float *gradient, float *q, float *delta) {
  return kernels()->descend(columns, h, scales, limit, gradient, q, delta);
}

float dk_moment_rounding_error(const float *weights, const float *importance, size_t count,
                               float scale, float limit) {
  return kernels()->rounding_error(weights, importance, count, scale, limit);
}

void dk_moment_gather(const dk_patches *p, const float *planes, size_t channels,
                      const dk_position *positions, size_t count, size_t first_column,
                      float *matrix, size_t rows) {
  size_t column = first_column;
  for (size_t c = 0; c < channels; c++, planes += p->in_height * p->in_width)
    for (size_t ky = 0; ky < p->kernel_height; ky++)
      for (size_t kx = 0; kx < p->kernel_width; kx++, column++) {
        float *target =
            matrix + column / dk_moment_panel * rows * dk_moment_panel + column % dk_moment_panel;
        for (size_t n = 0; n < count; n++, target += dk_moment_panel) {
          // Rows and columns before the first wrap to numbers beyond the last.
          size_t y = positions[n].row * p->stride_height + ky * p->dilation_height - p->pad_top;
          size_t x = positions[n].column * p->stride_width + kx * p->dilation_width - p->pad_left;
          *target = y < p->in_height && x < p->in_width ? planes[y * p->in_width + x] : 0;
        }
      }
}
