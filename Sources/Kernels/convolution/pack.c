#include <string.h>

#include "../dispatch.h"
#include "../unaligned.h"

size_t dk_conv_f32_packed_count(size_t groups, size_t group_in, size_t group_out, size_t taps) {
  return groups * dk_conv_blocks(group_out) * taps * group_in * dk_conv_block;
}

void dk_conv_f32_pack(size_t groups, size_t group_in, size_t group_out, size_t taps,
                      const void *weights, float *packed) {
  size_t blocks = dk_conv_blocks(group_out);
  for (size_t g = 0; g < groups; g++) {
    for (size_t b = 0; b < blocks; b++) {
      size_t first = b * dk_conv_block;
      size_t count = group_out - first < dk_conv_block ? group_out - first : dk_conv_block;
      if (count < dk_conv_block) memset(packed, 0, taps * group_in * dk_conv_block * sizeof(float));
      for (size_t o = 0; o < count; o++) {
        size_t filter = (g * group_out + first + o) * group_in * taps;
        for (size_t c = 0; c < group_in; c++)
          for (size_t t = 0; t < taps; t++)
            packed[(t * group_in + c) * dk_conv_block + o] =
                float_at(weights, filter + c * taps + t);
      }
      packed += taps * group_in * dk_conv_block;
    }
  }
}
