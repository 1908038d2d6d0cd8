#include <string.h>

#include "../dispatch.h"

// Tiles keep both sides of the transposition in the cache.
enum { tile = 16 };

void dk_interleave_f32(const float *planes, size_t channels, size_t pixels, float *interleaved,
                       size_t stride) {
  for (size_t p0 = 0; p0 < pixels; p0 += tile) {
    size_t p1 = p0 + tile < pixels ? p0 + tile : pixels;
    for (size_t c = 0; c < channels; c++)
      for (size_t p = p0; p < p1; p++) interleaved[p * stride + c] = planes[c * pixels + p];
  }
}

void dk_planes_f32(const float *interleaved, size_t stride, size_t channels, size_t pixels,
                   float *planes) {
  for (size_t c0 = 0; c0 < channels; c0 += tile) {
    size_t c1 = c0 + tile < channels ? c0 + tile : channels;
    for (size_t p = 0; p < pixels; p++)
      for (size_t c = c0; c < c1; c++) planes[c * pixels + p] = interleaved[p * stride + c];
  }
}

void dk_copy_pixels_f32(const float *source, size_t source_stride, size_t channels, size_t pixels,
                        float *target, size_t target_stride) {
  if (source_stride == channels && target_stride == channels) {
    memcpy(target, source, pixels * channels * sizeof(float));
    return;
  }
  for (size_t p = 0; p < pixels; p++)
    memcpy(target + p * target_stride, source + p * source_stride, channels * sizeof(float));
}

void dk_upsample_f32(const float *input, size_t in_height, size_t in_width, size_t in_stride,
                     size_t channels, size_t scale_height, size_t scale_width, float *output,
                     size_t out_stride, size_t row_begin, size_t row_end) {
  size_t out_height = in_height * scale_height;
  size_t out_width = in_width * scale_width;
  for (size_t row = row_begin; row < row_end; row++) {
    size_t n = row / out_height;
    size_t y = row % out_height / scale_height;
    const float *in = input + (n * in_height + y) * in_width * in_stride;
    float *out = output + row * out_width * out_stride;
    for (size_t x = 0; x < out_width; x++)
      memcpy(out + x * out_stride, in + x / scale_width * in_stride, channels * sizeof(float));
  }
}
