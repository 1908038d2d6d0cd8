// Numbers at addresses that need not suit their type, as in a mapped file.
#ifndef DARKROOM_UNALIGNED_H
#define DARKROOM_UNALIGNED_H

#include <stddef.h>
#include <string.h>

static inline float float_at(const void *start, size_t index) {
  float x;
  memcpy(&x, (const char *)start + index * sizeof x, sizeof x);
  return x;
}

#endif
