// The tables of the AVX-512 kernels of bytes: without VNNI, with it, and with VBMI too.
#if defined(__x86_64__)
#include "../convolution_u8/tiles.h"
#include "avx512.h"
#include "requantize.h"

static void lookup(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                   size_t y_stride, size_t rows, size_t count) {
  lookup_rows(table, x, x_stride, y, y_stride, rows, count);
}

const dk_byte_table dk_byte_table_avx512 = {
    .conv_tile = dk_conv_u8_tile_avx512,
    .conv_tile_pixels = 12,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx512,
    .requantize = dk_requantize_avx512,
    .lookup = lookup,
};

const dk_byte_table dk_byte_table_avx512vnni = {
    .conv_tile = dk_conv_u8_tile_avx512vnni,
    .conv_tile_pixels = 13,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx512vnni,
    .requantize = dk_requantize_avx512,
    .lookup = lookup,
};

const dk_byte_table dk_byte_table_avx512vnni_vbmi = {
    .conv_tile = dk_conv_u8_tile_avx512vnni,
    .conv_tile_pixels = 13,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx512vnni,
    .requantize = dk_requantize_avx512vbmi,
    .lookup = dk_lookup_avx512vbmi,
};
#endif
