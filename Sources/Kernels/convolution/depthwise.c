#include <string.h>

#include "../dispatch.h"

void dk_conv_f32_depthwise(const dk_conv_f32 *c, const float *input, float *output,
                           size_t row_begin, size_t row_end) {
  const dk_table *kernels = dk_kernels();
  size_t channels = c->groups;
  for (size_t row = row_begin; row < row_end; row++) {
    size_t n = row / c->out_height;
    size_t out_y = row % c->out_height;
    const float *picture = input + n * c->in_height * c->in_width * c->in_stride;
    for (size_t out_x = 0; out_x < c->out_width; out_x++) {
      float *out = output + (row * c->out_width + out_x) * c->out_stride;
      memcpy(out, c->bias, channels * sizeof(float));
      for (size_t ky = 0; ky < c->kernel_height; ky++) {
        size_t y = out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
        if (y >= c->in_height) continue;
        for (size_t kx = 0; kx < c->kernel_width; kx++) {
          size_t x = out_x * c->stride_width + kx * c->dilation_width - c->pad_left;
          if (x >= c->in_width) continue;
          kernels->multiply_add(picture + (y * c->in_width + x) * c->in_stride,
                                c->weights + (ky * c->kernel_width + kx) * channels, out, channels);
        }
      }
      if (c->activation.function != dk_identity)
        kernels->unary(c->activation, out, out, channels);
    }
  }
}
