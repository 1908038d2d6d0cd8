// The table of the generic kernels of bytes.
#include "../convolution_u8/tiles.h"

#define TARGET

#include "functions.h"
#include "lookup.h"
#include "requantize.h"

const dk_byte_table dk_byte_table_generic = {
    .conv_tile = dk_conv_u8_tile_generic,
    .conv_tile_pixels = 4,
    .conv_tile_signed = false,
    .depthwise = dk_depthwise_u8_tile_generic,
    .requantize = requantize,
    .lookup = lookup,
    BYTE_FUNCTIONS,
};
