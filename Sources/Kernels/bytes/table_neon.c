// The tables of the arm64 kernels of bytes: without and with dot products.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "../convolution_u8/tiles.h"

#define TARGET

#include "functions.h"
#include "requantize.h"

// Four tables of four registers; what is out of the reach of one is left as it is.
static void lookup(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                   size_t y_stride, size_t rows, size_t count) {
  uint8x16x4_t parts[4];
  for (int i = 0; i < 4; i++) parts[i] = vld1q_u8_x4(table + 64 * i);
  uint8x16_t reach = vdupq_n_u8(64);
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
      uint8x16_t at = vld1q_u8(x + i);
      uint8x16_t found = vqtbl4q_u8(parts[0], at);
      at = vsubq_u8(at, reach);
      found = vqtbx4q_u8(found, parts[1], at);
      at = vsubq_u8(at, reach);
      found = vqtbx4q_u8(found, parts[2], at);
      at = vsubq_u8(at, reach);
      vst1q_u8(y + i, vqtbx4q_u8(found, parts[3], at));
    }
    for (; i < count; i++) y[i] = table[x[i]];
  }
}

const dk_byte_table dk_byte_table_neon = {
    .conv_tile = dk_conv_u8_tile_neon,
    .conv_tile_pixels = 4,
    .conv_tile_signed = true,
    .depthwise = dk_depthwise_u8_tile_neon,
    .requantize = requantize,
    .lookup = lookup,
    BYTE_FUNCTIONS,
};

const dk_byte_table dk_byte_table_neon_dotprod = {
    .conv_tile = dk_conv_u8_tile_neon_dotprod,
    .conv_tile_pixels = 6,
    .conv_tile_signed = true,
    .depthwise = dk_depthwise_u8_tile_neon,
    .requantize = requantize,
    .lookup = lookup,
    BYTE_FUNCTIONS,
};
#endif
