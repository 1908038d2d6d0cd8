#ifndef DARKROOM_KERNELS_BYTES_H
#define DARKROOM_KERNELS_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pooling.h"

/// What bytes stand for: (byte - zero_point) * scale, bytes being uint8 or int8.
typedef struct {
  float scale;
  int32_t zero_point;
  bool is_signed;
} dk_quantization;

// MARK: - Moving bytes, whatever they stand for

/// One image from planes (C, pixels) to interleaved (pixels, C).
void dk_interleave_u8(const uint8_t *planes, size_t channels, size_t pixels, uint8_t *interleaved,
                      size_t stride);

/// One image from interleaved (pixels, C) to planes (C, pixels).
void dk_planes_u8(const uint8_t *interleaved, size_t stride, size_t channels, size_t pixels,
                  uint8_t *planes);

/// Copies `pixels` pixels of `channels` bytes between maps with different strides.
void dk_copy_pixels_u8(const uint8_t *source, size_t source_stride, size_t channels, size_t pixels,
                       uint8_t *target, size_t target_stride);

/// Repeats every pixel `scale_height` x `scale_width` times; rows of the output
/// [row_begin, row_end) counted over batch and rows.
void dk_upsample_u8(const uint8_t *input, size_t in_height, size_t in_width, size_t in_stride,
                    size_t channels, size_t scale_height, size_t scale_width, uint8_t *output,
                    size_t out_stride, size_t row_begin, size_t row_end);

/// Largest of uint8 or int8 numbers; output rows [row_begin, row_end) counted over batch and rows.
void dk_max_pool_u8(const dk_pool *pool, bool is_signed, const uint8_t *input, uint8_t *output,
                    size_t row_begin, size_t row_end);

/// Looks `pixels` pixels of `channels` bytes up in a table of 256; source and target may be the
/// same.
void dk_lookup_u8(const uint8_t *table, const uint8_t *source, size_t source_stride,
                  size_t channels, size_t pixels, uint8_t *target, size_t target_stride);

#endif
