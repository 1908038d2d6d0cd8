// The transforms of F(4x4, 3x3) over 16 channels at a time, as vector code for whichever
// instruction set the including file compiles for.
#ifndef DARKROOM_TRANSFORM_H
#define DARKROOM_TRANSFORM_H

#include <stddef.h>
#include <stdint.h>

typedef float vec16 __attribute__((vector_size(64)));
typedef int32_t mask16 __attribute__((vector_size(64)));

#define TRANSFORM static inline __attribute__((always_inline))

// Vectors in memory, aligned like floats.
typedef float stored16 __attribute__((vector_size(64), aligned(4), may_alias));
#define LOAD16(p) (*(const stored16 *)(p))
#define STORE16(p, v) (*(stored16 *)(p) = (v))

// One dimension of the input transform: the rows of
//   4  0 -5  0  1  0
//   0 -4 -4  1  1  0
//   0  4 -4 -1  1  0
//   0 -2 -1  2  1  0
//   0  2 -1 -2  1  0
//   0  4  0 -5  0  1
#define INPUT_TRANSFORM(d, stride, r) \
  do { \
    vec16 d0 = (d)[0], d1 = (d)[stride], d2 = (d)[2 * stride]; \
    vec16 d3 = (d)[3 * stride], d4 = (d)[4 * stride]; \
    vec16 d5 = (d)[5 * stride]; \
    vec16 even = d4 - 4.0f * d2, odd = d3 - 4.0f * d1; \
    vec16 narrow = d4 - d2, wide = 2.0f * (d3 - d1); \
    (r)[0] = 4.0f * d0 - 5.0f * d2 + d4; \
    (r)[stride] = even + odd; \
    (r)[2 * stride] = even - odd; \
    (r)[3 * stride] = narrow + wide; \
    (r)[4 * stride] = narrow - wide; \
    (r)[5 * stride] = 4.0f * d1 - 5.0f * d3 + d5; \
  } while (0)

// One dimension of the output transform: the rows of
//   1  1  1  1  1  0
//   0  1 -1  2 -2  0
//   0  1  1  4  4  0
//   0  1 -1  8 -8  1
#define OUTPUT_TRANSFORM(m, stride, r, r_stride) \
  do { \
    vec16 near = (m)[stride] + (m)[2 * stride]; \
    vec16 near_odd = (m)[stride] - (m)[2 * stride]; \
    vec16 far = (m)[3 * stride] + (m)[4 * stride]; \
    vec16 far_odd = (m)[3 * stride] - (m)[4 * stride]; \
    (r)[0] = (m)[0] + near + far; \
    (r)[r_stride] = near_odd + 2.0f * far_odd; \
    (r)[2 * r_stride] = near + 4.0f * far; \
    (r)[3 * r_stride] = near_odd + 8.0f * far_odd + (m)[5 * stride]; \
  } while (0)

// pixels[36]: the pixels under a tile, row by row. transformed[k * step]: channel 0 of number k.
TRANSFORM void transform_input(const float *const *pixels, size_t channels, float *transformed,
                               size_t step) {
  for (size_t c = 0; c < channels; c += 16) {
    vec16 d[36];
    for (size_t i = 0; i < 36; i++) d[i] = LOAD16(pixels[i] + c);
    for (size_t x = 0; x < 6; x++) INPUT_TRANSFORM(d + x, 6, d + x);
    for (size_t y = 0; y < 6; y++) INPUT_TRANSFORM(d + 6 * y, 1, d + 6 * y);
    for (size_t i = 0; i < 36; i++) STORE16(transformed + i * step + c, d[i]);
  }
}

// products[k * step]: channel 0 of number k. out: the tile's first pixel; only rows x columns of
// the 4x4 pixels are stored.
TRANSFORM void transform_output(const float *products, size_t step, const float *bias, float slope,
                                size_t channels, float *out, size_t row_stride, size_t pixel_stride,
                                size_t rows, size_t columns) {
  for (size_t c = 0; c < channels; c += 16) {
    vec16 m[36], half[24], y[16];
    for (size_t i = 0; i < 36; i++) m[i] = LOAD16(products + i * step + c);
    for (size_t x = 0; x < 6; x++) OUTPUT_TRANSFORM(m + x, 6, half + x, 6);
    for (size_t r = 0; r < 4; r++) OUTPUT_TRANSFORM(half + 6 * r, 1, y + 4 * r, 1);
    vec16 b = LOAD16(bias + c);
    for (size_t r = 0; r < rows; r++)
      for (size_t x = 0; x < columns; x++) {
        vec16 v = y[4 * r + x] + b;
        mask16 negative = v < 0.0f;
        v = (vec16)(((mask16)(v * slope) & negative) | ((mask16)v & ~negative));
        STORE16(out + r * row_stride + x * pixel_stride + c, v);
      }
  }
}

#endif
