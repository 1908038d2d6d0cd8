#include <string.h>

#include "../dispatch.h"
#include "span.h"

void dk_max_pool_f32(const dk_pool *p, const float *input, float *output, size_t row_begin,
                     size_t row_end) {
  for (size_t row = row_begin; row < row_end; row++) {
    const float *image = input + row / p->out_height * p->in_height * p->in_width * p->in_stride;
    span ys =
        inside(row % p->out_height, p->stride_height, p->pad_top, p->kernel_height, p->in_height);
    for (size_t x = 0; x < p->out_width; x++) {
      span xs = inside(x, p->stride_width, p->pad_left, p->kernel_width, p->in_width);
      float *restrict out = output + (row * p->out_width + x) * p->out_stride;
      memcpy(out, image + (ys.begin * p->in_width + xs.begin) * p->in_stride,
             p->channels * sizeof(float));
      for (size_t iy = ys.begin; iy < ys.end; iy++)
        for (size_t ix = xs.begin; ix < xs.end; ix++) {
          const float *restrict in = image + (iy * p->in_width + ix) * p->in_stride;
          for (size_t c = 0; c < p->channels; c++) out[c] = in[c] > out[c] ? in[c] : out[c];
        }
    }
  }
}

void dk_average_pool_f32(const dk_pool *p, const float *input, float *output, size_t row_begin,
                         size_t row_end) {
  for (size_t row = row_begin; row < row_end; row++) {
    const float *image = input + row / p->out_height * p->in_height * p->in_width * p->in_stride;
    span ys =
        inside(row % p->out_height, p->stride_height, p->pad_top, p->kernel_height, p->in_height);
    for (size_t x = 0; x < p->out_width; x++) {
      span xs = inside(x, p->stride_width, p->pad_left, p->kernel_width, p->in_width);
      float *restrict out = output + (row * p->out_width + x) * p->out_stride;
      memset(out, 0, p->channels * sizeof(float));
      for (size_t iy = ys.begin; iy < ys.end; iy++)
        for (size_t ix = xs.begin; ix < xs.end; ix++) {
          const float *restrict in = image + (iy * p->in_width + ix) * p->in_stride;
          for (size_t c = 0; c < p->channels; c++) out[c] += in[c];
        }
      float cells = (float)((ys.end - ys.begin) * (xs.end - xs.begin));
      for (size_t c = 0; c < p->channels; c++) out[c] /= cells;
    }
  }
}

void dk_global_average_pool_f32(const float *input, size_t pixels, size_t channels, size_t stride,
                                float *output) {
  memset(output, 0, channels * sizeof(float));
  for (size_t i = 0; i < pixels; i++)
    for (size_t c = 0; c < channels; c++) output[c] += input[i * stride + c];
  for (size_t c = 0; c < channels; c++) output[c] /= (float)pixels;
}
