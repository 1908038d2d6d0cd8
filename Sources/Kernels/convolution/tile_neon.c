// The float convolution tile for arm64: up to 6 pixels by 16 channels at a time, 24 accumulators of
// 4 floats, four registers of weights and one broadcast input.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "tile_neon.h"

INLINE void tile(const size_t pixels, size_t taps, size_t in_channels, const float *const *rows,
                 const float *weights, const float *bias, float slope, float *out,
                 size_t out_stride, size_t channels) {
  float32x4_t sum[6][4];
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 4; v++) sum[p][v] = vld1q_f32(bias + 4 * v);
  for (size_t t = 0; t < taps; t++, rows += pixels) {
    for (size_t c = 0; c < in_channels; c++, weights += dk_conv_block) {
      float32x4_t w[4];
      UNROLL for (size_t v = 0; v < 4; v++) w[v] = vld1q_f32(weights + 4 * v);
      UNROLL for (size_t p = 0; p < pixels; p++)
        UNROLL for (size_t v = 0; v < 4; v++)
          sum[p][v] = vfmaq_n_f32(sum[p][v], w[v], rows[p][c]);
    }
  }
  UNROLL for (size_t p = 0; p < pixels; p++)
    UNROLL for (size_t v = 0; v < 4; v++) {
      float32x4_t y = sum[p][v];
      y = vbslq_f32(vcltzq_f32(y), vmulq_n_f32(y, slope), y);
      float *target = out + p * out_stride + 4 * v;
      if (channels >= 4 * v + 4) {
        vst1q_f32(target, y);
      } else {
        float last[4];
        vst1q_f32(last, y);
        for (size_t o = 4 * v; o < channels; o++) target[o - 4 * v] = last[o - 4 * v];
      }
    }
}

#define CASE(n)                                                                              \
  case n:                                                                                    \
    tile(n, taps, in_channels, rows, weights + o, bias + o, slope, out + o, out_stride,      \
         channels - o < 16 ? channels - o : 16);                                             \
    break;

void dk_conv_f32_tile_neon(size_t pixels, size_t taps, size_t in_channels,
                           const float *const *rows, const float *weights, const float *bias,
                           float slope, float *out, size_t out_stride, size_t channels) {
  for (size_t o = 0; o < channels; o += 16) switch (pixels) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
    }
}
#endif
