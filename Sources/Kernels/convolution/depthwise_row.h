// One row of a depthwise convolution, 16 channels at a time with their weights in registers, as
// vector code for whichever instruction set the including file compiles for.
#ifndef DARKROOM_DEPTHWISE_ROW_H
#define DARKROOM_DEPTHWISE_ROW_H

#include <string.h>

#include "../winograd/transform.h"

// Lanes beyond the last channel hold whatever lies behind it (see dk_slack); they are not stored.
TRANSFORM void depthwise_row_part(const size_t taps_known, size_t pixels, size_t taps,
                                  size_t width, const float *const *rows, size_t first,
                                  const float *weights, const float *bias, float slope, float *out,
                                  size_t out_stride) {
  size_t count = taps_known ? taps_known : taps;
  vec16 b = LOAD16(bias + first);
  for (size_t x = 0; x < pixels; x++, out += out_stride) {
    vec16 sum = b;
    for (size_t t = 0; t < count; t++)
      sum += LOAD16(rows[x * count + t] + first) * LOAD16(weights + t * 16);
    mask16 negative = sum < 0.0f;
    sum = (vec16)(((mask16)(sum * slope) & negative) | ((mask16)sum & ~negative));
    if (width >= 16)
      STORE16(out + first, sum);
    else if (width == 8)
      memcpy(out + first, &sum, 32);
    else
      memcpy(out + first, &sum, width * sizeof(float));
  }
}

TRANSFORM void depthwise_row_body(size_t pixels, size_t taps, size_t channels,
                                  const float *const *rows, const float *weights,
                                  const float *bias, float slope, float *out, size_t out_stride) {
  for (size_t first = 0; first < channels; first += 16) {
    const float *w = weights + first * taps;
    if (taps == 9)
      depthwise_row_part(9, pixels, taps, channels - first, rows, first, w, bias, slope, out, out_stride);
    else
      depthwise_row_part(0, pixels, taps, channels - first, rows, first, w, bias, slope, out, out_stride);
  }
}

#endif
