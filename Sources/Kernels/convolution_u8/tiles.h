// The micro-kernels of integer convolution; dk_conv_u8_tile and dk_depthwise_u8_tile say what they
// compute.
#ifndef DARKROOM_CONVOLUTION_U8_TILES_H
#define DARKROOM_CONVOLUTION_U8_TILES_H

#include "../bytes/kernels.h"

/// Adds as vector instructions do, and as ONNX Runtime does: sums that 32 bits do not hold wrap.
INLINE int32_t wrapping_add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }

#define CONV_TILE(name) \
  void dk_conv_u8_tile_##name(size_t pixels, size_t taps, size_t in_channels, \
                              const uint8_t *const *rows, const int8_t *weights, \
                              const int32_t *start, uint8_t flip, int32_t *sums, size_t channels);
#define DEPTHWISE_TILE(name) \
  void dk_depthwise_u8_tile_##name(size_t pixels, size_t taps, size_t first, size_t channels, \
                                   const uint8_t *const *rows, const int32_t *weights, \
                                   size_t weights_stride, const int32_t *start, bool is_signed, \
                                   int32_t *sums);
#define BOTH(name) CONV_TILE(name) DEPTHWISE_TILE(name)

BOTH(generic)
#if defined(__x86_64__)
BOTH(avx2)
BOTH(avx512)
BOTH(avx512vnni)
#elif defined(__aarch64__)
BOTH(neon)
CONV_TILE(neon_dotprod)
#endif

#undef CONV_TILE
#undef DEPTHWISE_TILE
#undef BOTH

#endif
