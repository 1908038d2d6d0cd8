#include <string.h>

#include "shape.h"

size_t dk_conv_u8_packed_count(size_t groups, size_t group_in, size_t group_out, size_t taps) {
  quad_shape shape = quads_of(taps, group_in);
  return groups * dk_conv_blocks(group_out) * shape.taps * shape.quads * 4 * dk_conv_block;
}

void dk_conv_u8_pack(size_t groups, size_t group_in, size_t group_out, size_t taps,
                     const int8_t *weights, int8_t *packed, int32_t *sums) {
  quad_shape shape = quads_of(taps, group_in);
  size_t blocks = dk_conv_blocks(group_out);
  size_t block_bytes = shape.taps * shape.quads * 4 * dk_conv_block;
  memset(packed, 0, groups * blocks * block_bytes);
  for (size_t g = 0; g < groups; g++) {
    for (size_t o = 0; o < group_out; o++) {
      const int8_t *filter = weights + (g * group_out + o) * group_in * taps;
      int8_t *block = packed + (g * blocks + o / dk_conv_block) * block_bytes;
      size_t lane = o % dk_conv_block * 4;
      int32_t sum = 0;
      for (size_t c = 0; c < group_in; c++)
        for (size_t t = 0; t < taps; t++) {
          int8_t w = filter[c * taps + t];
          sum += w;
          size_t tap = shape.gathered ? 0 : t;
          size_t channel = shape.gathered ? t * group_in + c : c;
          size_t quad = channel / 4;
          size_t first = quad * 4 + 4 <= shape.channels ? quad * 4 : shape.channels - 4;
          block[(tap * shape.quads + quad) * 4 * dk_conv_block + lane + channel - first] = w;
        }
      sums[g * group_out + o] = sum;
    }
  }
}

void dk_conv_u8_depthwise_pack(size_t channels, size_t taps, const int8_t *weights, int32_t *packed,
                               int32_t *sums) {
  for (size_t c = 0; c < channels; c++) {
    sums[c] = 0;
    for (size_t t = 0; t < taps; t++) {
      packed[t * channels + c] = weights[c * taps + t] & 0xffff;
      sums[c] += weights[c * taps + t];
    }
  }
}
