// Requantization, written so that compilers turn it into vector code.
// Included once for an instruction set, with TARGET defined as the attribute that allows it.
#include "kernels.h"
#include "round.h"

TARGET static void requantize(const int32_t *sums, size_t sums_stride, size_t pixels,
                              size_t channels, const float *scale, float low, int32_t zero_point,
                              const uint8_t *table, uint8_t *out, size_t out_stride) {
  for (size_t p = 0; p < pixels; p++, sums += sums_stride, out += out_stride) {
  INDEPENDENT for (size_t o = 0; o < channels; o++)
      out[o] = (uint8_t)(round_within((float)sums[o] * scale[o], low) + zero_point);
    if (table)
      for (size_t o = 0; o < channels; o++) out[o] = table[out[o]];
  }
}
