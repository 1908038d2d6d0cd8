// The part of a window that lies inside the map along one axis.
#ifndef DARKROOM_SPAN_H
#define DARKROOM_SPAN_H

#include <stddef.h>

typedef struct {
  size_t begin, end;
} span;

static inline span inside(size_t out, size_t stride, size_t pad, size_t kernel, size_t extent) {
  size_t start = out * stride;  // in padded coordinates
  size_t begin = start > pad ? start - pad : 0;
  size_t end = start + kernel > pad ? start + kernel - pad : 0;
  return (span){begin, end < extent ? end : extent};
}

#endif
