// The kernels of bytes: one table of function pointers for each instruction set.
#ifndef DARKROOM_BYTES_KERNELS_H
#define DARKROOM_BYTES_KERNELS_H

#include "../compiler.h"
#include "../dispatch.h"

/// The most channels and pixels of a depthwise tile.
enum { dk_depthwise_channels = 64, dk_depthwise_pixels = 8 };

/// Sums up one register tile of a convolution: `pixels` output pixels by `channels` (at most
/// dk_conv_block) output channels, with `taps` * quads of `in_channels` (at least 4) each.
///
/// sums[p][o] = start[o] + sum over t, c of (rows[t * pixels + p][c] ^ flip) * weights[t][c][o],
/// sums and start having dk_conv_block channels; whether x ^ flip is unsigned or signed is told by
/// `conv_tile_signed`. The layout of the weights is that of dk_conv_u8_pack.
typedef void (*dk_conv_u8_tile)(size_t pixels, size_t taps, size_t in_channels,
                                const uint8_t *const *rows, const int8_t *weights,
                                const int32_t *start, uint8_t flip, int32_t *sums, size_t channels);

/// Sums up `channels` (at most dk_depthwise_channels) channels of `pixels` output pixels:
/// sums[p][c] = start[c] + sum over t of rows[t * pixels + p][first + c] *
/// weights[t * weights_stride + c], sums having dk_depthwise_channels channels, the weights packed
/// by dk_conv_u8_depthwise_pack.
typedef void (*dk_depthwise_u8_tile)(size_t pixels, size_t taps, size_t first, size_t channels,
                                     const uint8_t *const *rows, const int32_t *weights,
                                     size_t weights_stride, const int32_t *start, bool is_signed,
                                     int32_t *sums);

/// out[p][c] = round_half_even(float(sums[p][c]) * scale[c]) within `low` and 255 more, plus
/// zero_point, looked up in `table` unless that is NULL. Rows of sums can be read to a multiple of
/// 16 channels.
typedef void (*dk_requantize)(const int32_t *sums, size_t sums_stride, size_t pixels,
                              size_t channels, const float *scale, float low, int32_t zero_point,
                              const uint8_t *table, uint8_t *out, size_t out_stride);

typedef struct {
  dk_conv_u8_tile conv_tile;
  size_t conv_tile_pixels;  // the most pixels `conv_tile` takes, at most dk_max_tile
  bool conv_tile_signed;    // what `conv_tile` takes its input for
  dk_depthwise_u8_tile depthwise;
  dk_requantize requantize;
  // y = table[x], of `rows` rows of `count` bytes.
  void (*lookup)(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                 size_t y_stride, size_t rows, size_t count);
  // See quantized.h; factors are quotients of scales, `fixed` is what zero points add up to.
  void (*quantize)(const float *x, size_t count, const float *scale, const int32_t *zero_point,
                   size_t step, bool is_signed, uint8_t *y);
  void (*dequantize)(const uint8_t *x, size_t count, const float *scale, const int32_t *zero_point,
                     size_t step, bool is_signed, float *y);
  // The same with numbers of 16 bits.
  void (*quantize_words)(const float *x, size_t count, const float *scale,
                         const int32_t *zero_point, size_t step, bool is_signed, uint16_t *y);
  void (*dequantize_words)(const uint16_t *x, size_t count, const float *scale,
                           const int32_t *zero_point, size_t step, bool is_signed, float *y);
  void (*add)(const uint8_t *a, float a_factor, const uint8_t *b, size_t b_step, float b_factor,
              float fixed, bool is_signed, uint8_t *y, size_t count);
  void (*multiply)(const uint8_t *a, int32_t a_zero, const uint8_t *b, size_t b_step,
                   int32_t b_zero, float factor, float y_zero, bool is_signed, uint8_t *y,
                   size_t count);
  // See integers.h; a pixel's channels, whose shifts are 0 to 31 (fixed) or 1 to 31 (shift). Results
  // are within `low` and 255 more, plus `zero`.
  void (*requantize_fixed)(const int32_t *sums, size_t channels, const int32_t *multiplier,
                           const int32_t *shift, int32_t low, int32_t zero, uint8_t *y);
  void (*requantize_shift)(const int32_t *sums, size_t channels, const int32_t *shift, int32_t low,
                           int32_t zero, uint8_t *y);
} dk_byte_table;

extern const dk_byte_table dk_byte_table_generic;
#if defined(__x86_64__)
extern const dk_byte_table dk_byte_table_avx2;
extern const dk_byte_table dk_byte_table_avx512;
extern const dk_byte_table dk_byte_table_avx512vnni;
extern const dk_byte_table dk_byte_table_avx512vnni_vbmi;
#elif defined(__aarch64__)
extern const dk_byte_table dk_byte_table_neon;
extern const dk_byte_table dk_byte_table_neon_dotprod;
#endif

/// The table in use.
const dk_byte_table *dk_byte_kernels(void);

#endif
