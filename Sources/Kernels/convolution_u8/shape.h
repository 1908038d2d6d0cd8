// How the inputs of an integer convolution are taken in quads.
#ifndef DARKROOM_CONVOLUTION_U8_SHAPE_H
#define DARKROOM_CONVOLUTION_U8_SHAPE_H

#include "../bytes/kernels.h"

/// The taps and channels a tile sees.
typedef struct {
  bool gathered;    // the inputs of a pixel are first copied to one run of bytes
  size_t taps;      // 1 if gathered
  size_t channels;  // at least 4
  size_t quads;     // of channels
} quad_shape;

static inline quad_shape quads_of(size_t taps, size_t group_in) {
  bool gathered = group_in < 4;
  size_t channels = gathered ? (taps * group_in + 3) / 4 * 4 : group_in;
  return (quad_shape){gathered, gathered ? 1 : taps, channels, (channels + 3) / 4};
}

#endif
