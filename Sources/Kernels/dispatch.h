// Which kernels run: one table of function pointers for each instruction set.
#ifndef DARKROOM_DISPATCH_H
#define DARKROOM_DISPATCH_H

#include "Kernels.h"
#include "compiler.h"

/// The most output pixels of one register tile, over all instruction sets.
enum { dk_max_tile = 14 };

/// Computes one register tile of a convolution: `pixels` output pixels by `channels` (at most
/// dk_conv_block) output channels.
///
/// out[p][o] = f(bias[o] + sum over t, c of rows[t * pixels + p][c] * weights[t][c][o]), where f
/// is a leaky relu of the given slope (1: identity).
typedef void (*dk_conv_f32_tile)(size_t pixels, size_t taps, size_t in_channels,
                                 const float *const *rows, const float *weights, const float *bias,
                                 float slope, float *out, size_t out_stride, size_t channels);

typedef struct {
  dk_conv_f32_tile conv_tile;
  size_t conv_tile_pixels;  // the most pixels `conv_tile` takes
  void (*unary)(dk_unary unary, const float *x, float *y, size_t count);
  // The transforms of F(4x4, 3x3), see winograd/transform.h.
  void (*winograd_input)(const float *const *pixels, size_t channels, float *transformed,
                         size_t step);
  void (*winograd_output)(const float *products, size_t step, const float *bias, float slope,
                          size_t channels, float *out, size_t row_stride, size_t pixel_stride,
                          size_t rows, size_t columns);
  // One row of a depthwise convolution; rows[x * taps + t] is the pixel under tap t.
  void (*depthwise_row)(size_t pixels, size_t taps, size_t channels, const float *const *rows,
                        const float *weights, const float *bias, float slope, float *out,
                        size_t out_stride);
  // The same where no tap is outside of the map: tap (ky, kx) of pixel x is at
  // rows[ky] + x * pixel_step + kx * tap_step.
  void (*depthwise_inside)(size_t pixels, size_t kernel_height, size_t kernel_width,
                           size_t channels, const float *const *rows, size_t pixel_step,
                           size_t tap_step, const float *weights, const float *bias, float slope,
                           float *out, size_t out_stride);
} dk_table;

extern const dk_table dk_table_generic;
#if defined(__x86_64__)
extern const dk_table dk_table_avx2;
extern const dk_table dk_table_avx512;
#elif defined(__aarch64__)
extern const dk_table dk_table_neon;
#endif

/// The table in use.
const dk_table *dk_kernels(void);

#endif
