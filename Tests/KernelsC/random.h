// A repeatable source of random numbers (SplitMix64, Steele et al. 2014).
#ifndef DARKROOM_RANDOM_H
#define DARKROOM_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static uint64_t random_state;

static inline uint64_t random_bits(void) {
  random_state += 0x9e3779b97f4a7c15u;
  uint64_t z = random_state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

/// A whole number from `low` to `high`, both included.
static inline long random_whole(long low, long high) {
  return low + (long)(random_bits() % (uint64_t)(high - low + 1));
}

/// A number from `low` to `high`.
static inline float random_float(float low, float high) {
  return low + (high - low) * (float)(random_bits() >> 40) * 0x1p-24f;
}

static inline void random_bytes(void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) ((uint8_t *)bytes)[i] = (uint8_t)(random_bits() >> 56);
}

#endif
