// How windows move over maps, drawn at random from everything that shape inference lets through.
#ifndef DARKROOM_WINDOW_H
#define DARKROOM_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

/// A window along one axis of a map.
typedef struct {
  size_t extent, kernel, stride, dilation, before, after, out;
} axis;

/// Draws an axis: kernels to 7, strides to 4 and beyond the map, dilations to 6, paddings on each
/// side from none to beyond the reach of the kernel, maps smaller than that reach. A `pooling`
/// has no dilation and no window wholly outside of the map. A `fixed_kernel` other than 0 is
/// the kernel to take, with stride and dilation 1.
axis random_axis(bool pooling, size_t fixed_kernel);

/// The element of the map under a tap of an output, or -1 outside of the map.
static inline long under(const axis *a, size_t out, size_t tap) {
  long at = (long)(out * a->stride + tap * a->dilation) - (long)a->before;
  return at < 0 || at >= (long)a->extent ? -1 : at;
}

#endif
