// The depthwise tile for arm64: 8 channels at a time, widened to 16 bits and multiplied to 32.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "tiles.h"

// The lower halves of 8 weights.
INLINE int16x8_t load_weights(const int32_t *weights) {
  return vuzp1q_s16(vreinterpretq_s16_s32(vld1q_s32(weights)),
                    vreinterpretq_s16_s32(vld1q_s32(weights + 4)));
}

// Compiled once for each constant `is_signed`; rows[t * pixels] is what tap t of the pixel reads.
INLINE void pixel(size_t pixels, size_t taps, size_t first, size_t channels,
                  const uint8_t *const *rows, const int32_t *weights, size_t weights_stride,
                  const int32_t *start, const bool is_signed, int32_t *sums) {
  size_t c = 0;
  for (; c + 8 <= channels; c += 8) {
    int32x4_t low = vld1q_s32(start + c), high = vld1q_s32(start + c + 4);
    for (size_t t = 0; t < taps; t++) {
      uint8x8_t bytes = vld1_u8(rows[t * pixels] + first + c);
      int16x8_t x =
          is_signed ? vmovl_s8(vreinterpret_s8_u8(bytes)) : vreinterpretq_s16_u16(vmovl_u8(bytes));
      int16x8_t w = load_weights(weights + t * weights_stride + c);
      low = vmlal_s16(low, vget_low_s16(x), vget_low_s16(w));
      high = vmlal_high_s16(high, x, w);
    }
    vst1q_s32(sums + c, low);
    vst1q_s32(sums + c + 4, high);
  }
  for (; c < channels; c++) {
    sums[c] = start[c];
    for (size_t t = 0; t < taps; t++) {
      uint8_t x = rows[t * pixels][first + c];
      int16_t w = (int16_t)weights[t * weights_stride + c];
      sums[c] = wrapping_add(sums[c], (is_signed ? (int8_t)x : x) * w);
    }
  }
}

void dk_depthwise_u8_tile_neon(size_t pixels, size_t taps, size_t first, size_t channels,
                               const uint8_t *const *rows, const int32_t *weights,
                               size_t weights_stride, const int32_t *start, bool is_signed,
                               int32_t *sums) {
  for (size_t p = 0; p < pixels; p++, rows++, sums += dk_depthwise_channels)
    if (is_signed)
      pixel(pixels, taps, first, channels, rows, weights, weights_stride, start, true, sums);
    else
      pixel(pixels, taps, first, channels, rows, weights, weights_stride, start, false, sums);
}
#endif
