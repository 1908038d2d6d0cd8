// One row of a depthwise convolution, 16 channels at a time with their weights in registers, as
// vector code for whichever instruction set the including file compiles for.
#ifndef DARKROOM_DEPTHWISE_ROW_H
#define DARKROOM_DEPTHWISE_ROW_H

#include <string.h>

#include "../winograd/transform.h"

// Stores the activated sums of the channels that there are. Lanes beyond the last channel hold
// whatever lies behind it (see dk_slack).
TRANSFORM void depthwise_store(vec16 *sum, float slope, size_t width, float *out) {
  mask16 negative = *sum < 0.0f;
  *sum = (vec16)(((mask16)(*sum * slope) & negative) | ((mask16)*sum & ~negative));
  if (width >= 16)
    STORE16(out, *sum);
  else if (width == 8)
    memcpy(out, sum, 32);
  else
    memcpy(out, sum, width * sizeof(float));
}

TRANSFORM void depthwise_row_part(const size_t taps_known, size_t pixels, size_t taps, size_t width,
                                  const float *const *rows, size_t first, const float *weights,
                                  const float *bias, float slope, float *out, size_t out_stride) {
  size_t count = taps_known ? taps_known : taps;
  vec16 b = LOAD16(bias + first);
  for (size_t x = 0; x < pixels; x++, out += out_stride) {
    vec16 sum = b;
    for (size_t t = 0; t < count; t++)
      sum += LOAD16(rows[x * count + t] + first) * LOAD16(weights + t * 16);
    depthwise_store(&sum, slope, width, out + first);
  }
}

// The weights of 3x3 taps live in registers.
TRANSFORM void depthwise_inside_3x3(size_t pixels, size_t width, const float *const *rows,
                                    size_t first, size_t pixel_step, size_t tap_step,
                                    const float *weights, const float *bias, float slope,
                                    float *out, size_t out_stride) {
  vec16 b = LOAD16(bias + first);
  vec16 w0 = LOAD16(weights), w1 = LOAD16(weights + 16), w2 = LOAD16(weights + 32);
  vec16 w3 = LOAD16(weights + 48), w4 = LOAD16(weights + 64), w5 = LOAD16(weights + 80);
  vec16 w6 = LOAD16(weights + 96), w7 = LOAD16(weights + 112), w8 = LOAD16(weights + 128);
  const float *r0 = rows[0] + first, *r1 = rows[1] + first, *r2 = rows[2] + first;
  for (size_t x = 0; x < pixels; x++, out += out_stride) {
    // One after the other, as elsewhere: the order of additions is part of the result.
    vec16 sum = b;
    sum += LOAD16(r0) * w0;
    sum += LOAD16(r0 + tap_step) * w1;
    sum += LOAD16(r0 + 2 * tap_step) * w2;
    sum += LOAD16(r1) * w3;
    sum += LOAD16(r1 + tap_step) * w4;
    sum += LOAD16(r1 + 2 * tap_step) * w5;
    sum += LOAD16(r2) * w6;
    sum += LOAD16(r2 + tap_step) * w7;
    sum += LOAD16(r2 + 2 * tap_step) * w8;
    depthwise_store(&sum, slope, width, out + first);
    r0 += pixel_step, r1 += pixel_step, r2 += pixel_step;
  }
}

TRANSFORM void depthwise_inside_body(size_t pixels, size_t kernel_height, size_t kernel_width,
                                     size_t channels, const float *const *rows, size_t pixel_step,
                                     size_t tap_step, const float *weights, const float *bias,
                                     float slope, float *out, size_t out_stride) {
  size_t taps = kernel_height * kernel_width;
  for (size_t first = 0; first < channels; first += 16) {
    const float *w = weights + first * taps;
    if (kernel_height == 3 && kernel_width == 3) {
      depthwise_inside_3x3(pixels, channels - first, rows, first, pixel_step, tap_step, w, bias,
                           slope, out, out_stride);
      continue;
    }
    vec16 b = LOAD16(bias + first);
    for (size_t x = 0; x < pixels; x++) {
      vec16 sum = b;
      for (size_t ky = 0; ky < kernel_height; ky++)
        for (size_t kx = 0; kx < kernel_width; kx++)
          sum += LOAD16(rows[ky] + x * pixel_step + kx * tap_step + first) *
                 LOAD16(w + (ky * kernel_width + kx) * 16);
      depthwise_store(&sum, slope, channels - first, out + x * out_stride + first);
    }
  }
}

TRANSFORM void depthwise_row_body(size_t pixels, size_t taps, size_t channels,
                                  const float *const *rows, const float *weights, const float *bias,
                                  float slope, float *out, size_t out_stride) {
  for (size_t first = 0; first < channels; first += 16) {
    const float *w = weights + first * taps;
    if (taps == 9)
      depthwise_row_part(9, pixels, taps, channels - first, rows, first, w, bias, slope, out,
                         out_stride);
    else
      depthwise_row_part(0, pixels, taps, channels - first, rows, first, w, bias, slope, out,
                         out_stride);
  }
}

#endif
