// The table of the AVX2 kernels of bytes.
#if defined(__x86_64__)
#include "../convolution_u8/tiles.h"
#include "requantize.h"

#define TARGET __attribute__((target("avx2")))

TARGET static void requantize(const int32_t *sums, size_t sums_stride, size_t pixels,
                              size_t channels, const float *scale, float low, float high,
                              int32_t zero_point, const uint8_t *table, uint8_t *out,
                              size_t out_stride) {
  requantize_rows(sums, sums_stride, pixels, channels, scale, low, high, zero_point, table, out,
                  out_stride);
}

static void lookup(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                   size_t y_stride, size_t rows, size_t count) {
  lookup_rows(table, x, x_stride, y, y_stride, rows, count);
}

const dk_byte_table dk_byte_table_avx2 = {
    .conv_tile = dk_conv_u8_tile_avx2,
    .conv_tile_pixels = 4,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx2,
    .requantize = requantize,
    .lookup = lookup,
};
#endif
