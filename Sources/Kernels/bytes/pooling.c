#include <string.h>

#include "../pooling/span.h"
#include "kernels.h"
#include "round.h"

// The largest of the cells of a window, channel by channel; `flip` makes int8 numbers uint8 ones of
// the same order.
INLINE void largest(const dk_pool *p, const uint8_t *image, span ys, span xs, const uint8_t flip,
                    uint8_t *restrict out) {
  memcpy(out, image + (ys.begin * p->in_width + xs.begin) * p->in_stride, p->channels);
  for (size_t y = ys.begin; y < ys.end; y++)
    for (size_t x = xs.begin; x < xs.end; x++) {
      const uint8_t *restrict in = image + (y * p->in_width + x) * p->in_stride;
      for (size_t c = 0; c < p->channels; c++)
        out[c] = (in[c] ^ flip) > (out[c] ^ flip) ? in[c] : out[c];
    }
}

void dk_max_pool_u8(const dk_pool *p, bool is_signed, const uint8_t *input, uint8_t *output,
                    size_t row_begin, size_t row_end) {
  for (size_t row = row_begin; row < row_end; row++) {
    const uint8_t *image = input + row / p->out_height * p->in_height * p->in_width * p->in_stride;
    span ys =
        inside(row % p->out_height, p->stride_height, p->pad_top, p->kernel_height, p->in_height);
    for (size_t x = 0; x < p->out_width; x++) {
      span xs = inside(x, p->stride_width, p->pad_left, p->kernel_width, p->in_width);
      uint8_t *out = output + (row * p->out_width + x) * p->out_stride;
      if (is_signed)
        largest(p, image, ys, xs, 0x80, out);
      else
        largest(p, image, ys, xs, 0, out);
    }
  }
}

void dk_average_pool_u8(const dk_pool *p, bool padding_counts, dk_quantization x_quantization,
                        dk_quantization y_quantization, const uint8_t *input, uint8_t *output,
                        size_t row_begin, size_t row_end) {
  float numbers[256];
  for (int i = 0; i < 256; i++)
    numbers[i] = x_quantization.scale * (float)(byte_value((uint8_t)i, x_quantization.is_signed) -
                                                x_quantization.zero_point);
  float zero = (float)y_quantization.zero_point;
  float lowest = lowest_byte(y_quantization.is_signed);
  for (size_t row = row_begin; row < row_end; row++) {
    const uint8_t *image = input + row / p->out_height * p->in_height * p->in_width * p->in_stride;
    span ys =
        inside(row % p->out_height, p->stride_height, p->pad_top, p->kernel_height, p->in_height);
    for (size_t x = 0; x < p->out_width; x++) {
      span xs = inside(x, p->stride_width, p->pad_left, p->kernel_width, p->in_width);
      float cells = padding_counts ? (float)(p->kernel_height * p->kernel_width)
                                   : (float)((ys.end - ys.begin) * (xs.end - xs.begin));
      uint8_t *out = output + (row * p->out_width + x) * p->out_stride;
      for (size_t c = 0; c < p->channels; c++) {
        float sum = 0;
        for (size_t iy = ys.begin; iy < ys.end; iy++)
          for (size_t ix = xs.begin; ix < xs.end; ix++)
            sum += numbers[image[(iy * p->in_width + ix) * p->in_stride + c]];
        float mean = sum / cells;
        out[c] = (uint8_t)round_within(mean / y_quantization.scale + zero, lowest);
      }
    }
  }
}

void dk_global_average_pool_u8(const uint8_t *input, size_t pixels, size_t channels, size_t stride,
                               dk_quantization x_quantization, dk_quantization y_quantization,
                               uint8_t *output) {
  float factor = x_quantization.scale / (y_quantization.scale * (float)pixels);
  int32_t zero = y_quantization.zero_point;
  float lowest = lowest_byte(y_quantization.is_signed) - (float)zero;
  enum { chunk = 64 };
  for (size_t first = 0; first < channels; first += chunk) {
    size_t count = channels - first < chunk ? channels - first : chunk;
    // Unsigned: sums that 32 bits do not hold wrap, as those of ONNX Runtime do.
    uint32_t sums[chunk];
    for (size_t c = 0; c < count; c++)
      sums[c] = -(uint32_t)pixels * (uint32_t)x_quantization.zero_point;
    for (size_t i = 0; i < pixels; i++) {
      const uint8_t *in = input + i * stride + first;
      for (size_t c = 0; c < count; c++)
        sums[c] += (uint32_t)byte_value(in[c], x_quantization.is_signed);
    }
    for (size_t c = 0; c < count; c++)
      output[first + c] = (uint8_t)(round_within((float)(int32_t)sums[c] * factor, lowest) + zero);
  }
}
