// The tables of the AVX-512 kernels of bytes: without VNNI, with it, and with VBMI too.
#if defined(__x86_64__)
#include "../convolution_u8/tiles.h"
#include "avx512.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))

#include "functions.h"
#include "lookup.h"

const dk_byte_table dk_byte_table_avx512 = {
    .conv_tile = dk_conv_u8_tile_avx512,
    .conv_tile_pixels = 12,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx512,
    .requantize = dk_requantize_avx512,
    .lookup = lookup,
    BYTE_FUNCTIONS,
};

const dk_byte_table dk_byte_table_avx512vnni = {
    .conv_tile = dk_conv_u8_tile_avx512vnni,
    .conv_tile_pixels = 13,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx512vnni,
    .requantize = dk_requantize_avx512,
    .lookup = lookup,
    BYTE_FUNCTIONS,
};

const dk_byte_table dk_byte_table_avx512vnni_vbmi = {
    .conv_tile = dk_conv_u8_tile_avx512vnni,
    .conv_tile_pixels = 13,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_avx512vnni,
    .requantize = dk_requantize_avx512vbmi,
    .lookup = dk_lookup_avx512vbmi,
    BYTE_FUNCTIONS,
};
#endif
