#ifndef DARKROOM_KERNELS_CONVOLUTION_H
#define DARKROOM_KERNELS_CONVOLUTION_H

#include <stddef.h>

#include "elementwise.h"

/// Output channels in one block of packed weights.
enum { dk_conv_block = 32 };

/// A convolution of interleaved float maps. All extents are in elements.
typedef struct {
  size_t batch, in_height, in_width, in_stride;  // in_stride: floats from pixel to pixel
  size_t out_height, out_width, out_stride;
  size_t kernel_height, kernel_width;
  size_t stride_height, stride_width;
  size_t pad_top, pad_left;
  size_t dilation_height, dilation_width;
  size_t groups;
  size_t group_in;       // input channels of one group
  size_t group_out;      // output channels of one group
  const float *weights;  // packed, see dk_conv_f32_pack
  const float *bias;     // groups * blocks * dk_conv_block floats, zero-padded
  const float *zeros;    // at least group_in zeros: what lies outside the map
  dk_unary activation;   // applied in the store
} dk_conv_f32;

/// The number of blocks of output channels in one group.
static inline size_t dk_conv_blocks(size_t group_out) {
  return (group_out + dk_conv_block - 1) / dk_conv_block;
}

/// The number of floats the packed weights take.
size_t dk_conv_f32_packed_count(size_t groups, size_t group_in, size_t group_out, size_t taps);

/// Packs weights, floats [groups * group_out][group_in][taps] at any address, to
/// [group][block][tap][group_in][dk_conv_block], zero-padded.
void dk_conv_f32_pack(size_t groups, size_t group_in, size_t group_out, size_t taps,
                      const void *weights, float *packed);

/// Computes output pixels [pixel_begin, pixel_end), counted over batch, rows and columns, of
/// channel blocks [block_begin, block_end), counted over groups and the blocks in each.
void dk_conv_f32_run(const dk_conv_f32 *convolution, const float *input, float *output,
                     size_t pixel_begin, size_t pixel_end, size_t block_begin, size_t block_end);

/// Channels of a depthwise convolution that are computed together.
enum { dk_depthwise_lanes = 16 };

/// Bytes behind the last element of an input map, a bias or a vector of zeros that kernels may
/// read (and ignore).
enum { dk_slack = 64 };

/// The number of floats the packed weights of a depthwise convolution take.
size_t dk_conv_f32_depthwise_packed_count(size_t channels, size_t taps);

/// Packs weights, floats [channels][taps] at any address, to [block][tap][dk_depthwise_lanes],
/// zero-padded.
void dk_conv_f32_depthwise_pack(size_t channels, size_t taps, const void *weights, float *packed);

/// A depthwise convolution (one input and one output channel in each group) with packed weights,
/// a bias for each channel and as many zeros. Computes output rows [row_begin, row_end), counted
/// over batch and rows.
void dk_conv_f32_depthwise(const dk_conv_f32 *convolution, const float *input, float *output,
                           size_t row_begin, size_t row_end);

#endif
