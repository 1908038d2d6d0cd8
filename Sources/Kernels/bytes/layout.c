#include <string.h>

#include "kernels.h"

// Tiles keep both sides of the transposition in the cache.
enum { tile = 64 };

void dk_interleave_u8(const uint8_t *planes, size_t channels, size_t pixels, uint8_t *interleaved,
                      size_t stride) {
  for (size_t p0 = 0; p0 < pixels; p0 += tile) {
    size_t p1 = p0 + tile < pixels ? p0 + tile : pixels;
    for (size_t c = 0; c < channels; c++)
      for (size_t p = p0; p < p1; p++) interleaved[p * stride + c] = planes[c * pixels + p];
  }
}

void dk_planes_u8(const uint8_t *interleaved, size_t stride, size_t channels, size_t pixels,
                  uint8_t *planes) {
  for (size_t p0 = 0; p0 < pixels; p0 += tile) {
    size_t p1 = p0 + tile < pixels ? p0 + tile : pixels;
    for (size_t c = 0; c < channels; c++)
      for (size_t p = p0; p < p1; p++) planes[c * pixels + p] = interleaved[p * stride + c];
  }
}

void dk_copy_pixels_u8(const uint8_t *source, size_t source_stride, size_t channels, size_t pixels,
                       uint8_t *target, size_t target_stride) {
  if (source_stride == channels && target_stride == channels) {
    memcpy(target, source, pixels * channels);
    return;
  }
  for (size_t p = 0; p < pixels; p++)
    memcpy(target + p * target_stride, source + p * source_stride, channels);
}

void dk_upsample_u8(const uint8_t *input, size_t in_height, size_t in_width, size_t in_stride,
                    size_t channels, size_t scale_height, size_t scale_width, uint8_t *output,
                    size_t out_stride, size_t row_begin, size_t row_end) {
  size_t out_height = in_height * scale_height;
  size_t out_width = in_width * scale_width;
  for (size_t row = row_begin; row < row_end; row++) {
    size_t n = row / out_height;
    size_t y = row % out_height / scale_height;
    const uint8_t *in = input + (n * in_height + y) * in_width * in_stride;
    uint8_t *out = output + row * out_width * out_stride;
    for (size_t x = 0; x < in_width; x++, in += in_stride)
      for (size_t i = 0; i < scale_width; i++, out += out_stride) memcpy(out, in, channels);
  }
}

void dk_lookup_u8(const uint8_t *table, const uint8_t *source, size_t source_stride,
                  size_t channels, size_t pixels, uint8_t *target, size_t target_stride) {
  const dk_byte_table *kernels = dk_byte_kernels();
  if (source_stride == channels && target_stride == channels)
    kernels->lookup(table, source, 0, target, 0, 1, pixels * channels);
  else
    kernels->lookup(table, source, source_stride, target, target_stride, pixels, channels);
}
