#ifndef DARKROOM_KERNELS_WINOGRAD_H
#define DARKROOM_KERNELS_WINOGRAD_H

#include <stdbool.h>
#include <stddef.h>

#include "convolution.h"

/// Winograd's F(4x4, 3x3): 16 outputs from 36 products instead of 144 (Lavin and Gray, 2015,
/// https://arxiv.org/abs/1509.09308). Sums are taken of transformed numbers, so results differ
/// from those of the direct convolution by more than the order of additions.

/// Whether a convolution can be computed so: 3x3, stride 1, no dilation, one group, and channels
/// in multiples of 16.
bool dk_winograd_f32_applies(const dk_conv_f32 *convolution);

/// The number of 4x4 tiles of the output, over batch, rows and columns.
size_t dk_winograd_f32_tiles(const dk_conv_f32 *convolution);

/// The number of floats the transformed weights take.
size_t dk_winograd_f32_packed_count(size_t in_channels, size_t out_channels);

/// Transforms weights, floats [out][in][3][3] at any address, to [36][block][in][dk_conv_block].
void dk_winograd_f32_pack(size_t in_channels, size_t out_channels, const void *weights,
                          float *packed);

/// The number of floats of scratch memory that computing `tiles` tiles at once takes.
size_t dk_winograd_f32_scratch_count(size_t in_channels, size_t out_channels, size_t tiles);

/// Computes output tiles [tile_begin, tile_end); `convolution.weights` are the transformed ones.
void dk_winograd_f32_run(const dk_conv_f32 *convolution, const float *input, float *output,
                         float *scratch, size_t tile_begin, size_t tile_end);

#endif
