// The float convolution tile in portable vectors of 4 floats: up to 4 pixels by 8 channels.
#include <string.h>

#include "tile_generic.h"

typedef float vec __attribute__((vector_size(16)));

static inline vec load(const float *p) {
  vec v;
  memcpy(&v, p, sizeof v);
  return v;
}

INLINE void tile(const size_t pixels, size_t taps, size_t in_channels, const float *const *rows,
                 const float *weights, const float *bias, float slope, float *out,
                 size_t out_stride, size_t channels) {
  vec sum[4][2];
  for (size_t p = 0; p < pixels; p++) {
    sum[p][0] = load(bias);
    sum[p][1] = load(bias + 4);
  }
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0; c < in_channels; c++, weights += dk_conv_block) {
      vec w0 = load(weights);
      vec w1 = load(weights + 4);
      for (size_t p = 0; p < pixels; p++) {
        sum[p][0] += rows[p][c] * w0;
        sum[p][1] += rows[p][c] * w1;
      }
    }
  }
  for (size_t p = 0; p < pixels; p++) {
    float last[8];
    memcpy(last, sum[p], sizeof last);
    for (size_t o = 0; o < channels; o++)
      out[p * out_stride + o] = last[o] < 0 ? last[o] * slope : last[o];
  }
}

#define CASE(n) \
  case n: \
    tile(n, taps, in_channels, rows, weights + o, bias + o, slope, out + o, out_stride, \
         channels - o < 8 ? channels - o : 8); \
    break;

void dk_conv_f32_tile_generic(size_t pixels, size_t taps, size_t in_channels,
                              const float *const *rows, const float *weights, const float *bias,
                              float slope, float *out, size_t out_stride, size_t channels) {
  for (size_t o = 0; o < channels; o += 8) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4)
    }
}
