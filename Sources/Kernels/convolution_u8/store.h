// From the sums of a tile to elements of the output.
#ifndef DARKROOM_CONVOLUTION_U8_STORE_H
#define DARKROOM_CONVOLUTION_U8_STORE_H

#include <string.h>

#include "../bytes/kernels.h"
#include "../include/integers.h"
#include "../include/quantized.h"

// The bytes of the largest tile.
enum {
  dk_tile_bytes = dk_max_tile * dk_conv_block > dk_depthwise_pixels *dk_depthwise_channels
      ? dk_max_tile * dk_conv_block
      : dk_depthwise_pixels * dk_depthwise_channels
};

/// Writes the sum of two 8-bit results of a tile.
static inline void store_two(const dk_byte_table *kernels, const dk_store *store,
                             const int32_t *sums, size_t sums_stride, uint8_t *out,
                             size_t out_stride, size_t pixels, size_t channel, size_t channels) {
  const dk_second_store *second = store->second;
  int32_t lowest = store->type == dk_store_u8 ? 0 : -128;
  uint8_t a[dk_tile_bytes], b[dk_tile_bytes], y[dk_tile_bytes];
  kernels->requantize(sums, sums_stride, pixels, channels, store->scale + channel,
                      (float)(lowest - store->zero_point), store->zero_point, NULL, a, channels);
  kernels->requantize(sums, sums_stride, pixels, channels, second->scale + channel,
                      (float)(lowest - second->zero_point), second->zero_point, NULL, b, channels);
  bool dense = out_stride == channels;
  dk_add_u8(a, 1, second->first_read, b, 1, second->second_read, dense ? out : y, second->y,
            pixels * channels);
  for (size_t p = 0; p < pixels && !dense; p++)
    memcpy(out + p * out_stride, y + p * channels, channels);
}

/// Writes `channels` channels from `channel` of `pixels` pixels from `pixel`.
static inline void store_sums(const dk_byte_table *kernels, const dk_store *store,
                              const int32_t *sums, size_t sums_stride, void *output,
                              size_t out_stride, size_t pixel, size_t pixels, size_t channel,
                              size_t channels) {
  size_t at = pixel * out_stride + channel;
  switch (store->type) {
    case dk_store_u8:
    case dk_store_s8: {
      uint8_t *out = (uint8_t *)output + at;
      int32_t zero = store->zero_point;
      if (store->second) {
        store_two(kernels, store, sums, sums_stride, out, out_stride, pixels, channel, channels);
        break;
      }
      if (store->shift) {
        dk_requantize_integers(sums, sums_stride, pixels, channels,
                               store->multiplier ? store->multiplier + channel : NULL,
                               store->shift + channel, store->type == dk_store_s8, zero,
                               store->table, out, out_stride);
        break;
      }
      int32_t low = (store->type == dk_store_u8 ? 0 : -128) - zero;
      kernels->requantize(sums, sums_stride, pixels, channels, store->scale + channel, (float)low,
                          zero, store->table, out, out_stride);
      break;
    }
    case dk_store_s32: {
      int32_t *out = (int32_t *)output + at;
      for (size_t p = 0; p < pixels; p++)
        memcpy(out + p * out_stride, sums + p * sums_stride, channels * sizeof *out);
      break;
    }
    case dk_store_f32: {
      float *out = (float *)output + at;
      const float *scale = store->scale + channel;
      const float *offset = store->offset ? store->offset + channel : NULL;
      for (size_t p = 0; p < pixels; p++, out += out_stride, sums += sums_stride)
        for (size_t o = 0; o < channels; o++) {
          // Two statements: no compiler is to make one rounding of the two.
          float product = (float)sums[o] * scale[o];
          out[o] = offset ? product + offset[o] : product;
        }
      break;
    }
  }
}

#endif
