// The table of the generic kernels.
#define TARGET

#include "../convolution/tile_generic.h"
#include "table_functions.h"

const dk_table dk_table_generic = {
    .conv_tile = dk_conv_f32_tile_generic,
    .conv_tile_pixels = 4,
    TABLE_FUNCTIONS,
};
