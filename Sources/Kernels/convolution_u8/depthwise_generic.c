// The depthwise tile in portable C.
#include <string.h>

#include "tiles.h"

void dk_depthwise_u8_tile_generic(size_t pixels, size_t taps, size_t first, size_t channels,
                                  const uint8_t *const *rows, const int32_t *weights,
                                  size_t weights_stride, const int32_t *start, bool is_signed,
                                  int32_t *sums) {
  for (size_t p = 0; p < pixels; p++, sums += dk_depthwise_channels) {
    memcpy(sums, start, channels * sizeof *sums);
    for (size_t t = 0; t < taps; t++) {
      const uint8_t *x = rows[t * pixels + p] + first;
      const int32_t *w = weights + t * weights_stride;
      // clang-format off
      if (is_signed)
        INDEPENDENT for (size_t c = 0; c < channels; c++)
          sums[c] = wrapping_add(sums[c], (int8_t)x[c] * (int16_t)w[c]);
      else
        INDEPENDENT for (size_t c = 0; c < channels; c++)
          sums[c] = wrapping_add(sums[c], x[c] * (int16_t)w[c]);
      // clang-format on
    }
  }
}
