#ifndef DARKROOM_KERNELS_POOLING_H
#define DARKROOM_KERNELS_POOLING_H

#include <stddef.h>

/// A pooling of interleaved float maps; cells outside the map do not count.
typedef struct {
  size_t batch, in_height, in_width, in_stride;
  size_t out_height, out_width, out_stride;
  size_t channels;
  size_t kernel_height, kernel_width;
  size_t stride_height, stride_width;
  size_t pad_top, pad_left;
} dk_pool;

/// Largest element; output rows [row_begin, row_end) counted over batch and rows.
void dk_max_pool_f32(const dk_pool *pool, const float *input, float *output, size_t row_begin,
                     size_t row_end);

/// Mean of the cells inside the map; output rows [row_begin, row_end).
void dk_average_pool_f32(const dk_pool *pool, const float *input, float *output, size_t row_begin,
                         size_t row_end);

/// Mean of `pixels` pixels for each channel, of one image.
void dk_global_average_pool_f32(const float *input, size_t pixels, size_t channels, size_t stride,
                                float *output);

#endif
