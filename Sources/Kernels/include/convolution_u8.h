#ifndef DARKROOM_KERNELS_CONVOLUTION_U8_H
#define DARKROOM_KERNELS_CONVOLUTION_U8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "convolution.h"

/// What an integer convolution writes.
typedef enum { dk_store_u8, dk_store_s8, dk_store_s32, dk_store_f32 } dk_store_type;

/// A second 8-bit result of the same sums, and its addition to the first one: what dk_add_u8 makes of
/// two results of one convolution. Elements are signed or not as those of the first result are.
typedef struct {
  const float *scale;  // as in dk_store, of the second result
  int32_t zero_point;
  dk_quantization first_read, second_read;  // what the operands of the addition stand for
  dk_quantization y;
} dk_second_store;

/// How the sum of an output channel o becomes an element of the output:
///
///  - u8, s8: clamp(round_half_even(float(sum) * scale[o]) + zero_point), looked up in `table`
///    if there is one. The arithmetic of ONNX Runtime's QLinearConv, whose scale is
///    x_scale * w_scale[o] / y_scale, in float. With `shift` it is multiplied in whole numbers
///    instead, as by dk_requantize_integers.
///  - s32: sum.
///  - f32: float(sum) * scale[o] + offset[o], rounded twice.
typedef struct {
  dk_store_type type;
  const float *scale;  // one for each output channel; not for s32, nor with `shift`
  // u8, s8: one for each output channel; NULL for a factor in float, and for a power of two
  const int32_t *multiplier;
  const int32_t *shift;  // the same; NULL for a factor in float
  const float *offset;   // f32: one for each output channel, or NULL
  int32_t zero_point;    // u8, s8
  const uint8_t *table;  // u8, s8: 256 bytes, by the byte that would have been written; or NULL
  const dk_second_store *second;  // u8, s8 with `scale` and without `table`; or NULL
} dk_store;

/// A convolution of interleaved maps of bytes with signed 8-bit weights, summed in 32 bits:
/// sum[o] = bias[o] + sum over taps and channels of (x - in_zero_point) * w. It is exact on every
/// instruction set. No byte outside the channels of a pixel is read or written.
typedef struct {
  size_t batch, in_height, in_width, in_stride;  // in_stride: bytes from pixel to pixel
  size_t out_height, out_width, out_stride;      // out_stride: elements of the output
  size_t kernel_height, kernel_width;
  size_t stride_height, stride_width;
  size_t pad_top, pad_left;
  size_t dilation_height, dilation_width;
  size_t groups;
  size_t group_in;   // input channels of one group
  size_t group_out;  // output channels of one group
  bool in_signed;    // int8 input, else uint8
  int32_t in_zero_point;
  const void *weights;         // packed by dk_conv_u8_pack or dk_conv_u8_depthwise_pack
  const int32_t *weight_sums;  // one for each output channel, by the same function
  const int32_t *bias;         // one for each output channel, or NULL
  const uint8_t *padding;      // group_in (depthwise: groups) bytes of in_zero_point
  dk_store store;
} dk_conv_u8;

/// The number of bytes the packed weights take.
size_t dk_conv_u8_packed_count(size_t groups, size_t group_in, size_t group_out, size_t taps);

/// Packs weights [groups * group_out][group_in][taps] for dk_conv_u8_run, and finds the sum of the
/// weights of each of the groups * group_out output channels.
///
/// The layout is [group][block][tap][quad][dk_conv_block][4]: quads of input channels, the last of
/// which ends with the last channel and so may overlap the one before (its weights are zero there).
/// With fewer than 4 input channels, quads are taken from [tap][channel] as a whole.
void dk_conv_u8_pack(size_t groups, size_t group_in, size_t group_out, size_t taps,
                     const int8_t *weights, int8_t *packed, int32_t *sums);

/// Computes output pixels [pixel_begin, pixel_end), counted over batch, rows and columns, of
/// channel blocks [block_begin, block_end), counted over groups and the blocks in each.
void dk_conv_u8_run(const dk_conv_u8 *convolution, const void *input, void *output,
                    size_t pixel_begin, size_t pixel_end, size_t block_begin, size_t block_end);

/// Packs weights [channels][taps] for dk_conv_u8_depthwise to [tap][channel], channels * taps
/// numbers of 16 bits in the lower halves of 32, the upper halves being zero, and finds the sum of
/// the weights of each channel.
void dk_conv_u8_depthwise_pack(size_t channels, size_t taps, const int8_t *weights, int32_t *packed,
                               int32_t *sums);

/// A depthwise convolution (one input and one output channel in each group). Computes output
/// pixels [pixel_begin, pixel_end), counted over batch, rows and columns, of all channels.
void dk_conv_u8_depthwise(const dk_conv_u8 *convolution, const void *input, void *output,
                          size_t pixel_begin, size_t pixel_end);

#endif
