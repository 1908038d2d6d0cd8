#ifndef DARKROOM_KERNELS_LAYOUT_H
#define DARKROOM_KERNELS_LAYOUT_H

#include <stddef.h>

/// One image from planes (C, pixels) to interleaved (pixels, C).
void dk_interleave_f32(const float *planes, size_t channels, size_t pixels, float *interleaved,
                       size_t stride);

/// One image from interleaved (pixels, C) to planes (C, pixels).
void dk_planes_f32(const float *interleaved, size_t stride, size_t channels, size_t pixels,
                   float *planes);

/// Copies `pixels` pixels of `channels` floats between maps with different strides.
void dk_copy_pixels_f32(const float *source, size_t source_stride, size_t channels, size_t pixels,
                        float *target, size_t target_stride);

/// Repeats every pixel `scale_height` x `scale_width` times; rows of the output
/// [row_begin, row_end) counted over batch and rows.
void dk_upsample_f32(const float *input, size_t in_height, size_t in_width, size_t in_stride,
                     size_t channels, size_t scale_height, size_t scale_width, float *output,
                     size_t out_stride, size_t row_begin, size_t row_end);

#endif
