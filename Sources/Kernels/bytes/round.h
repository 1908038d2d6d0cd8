// From floats to bytes, written so that compilers turn it into vector code.
#ifndef DARKROOM_BYTES_ROUND_H
#define DARKROOM_BYTES_ROUND_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../compiler.h"

// Rounds half to even: adding 1.5 * 2^23 leaves no bits for a fraction. For |x| < 2^22.
INLINE int32_t round_small(float x) {
  float shifted = x + 12582912.0f;
  int32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  return bits - 0x4b400000;
}

// Rounds half to even, within two numbers; not-a-number becomes `lowest`.
INLINE int32_t round_between(float x, float lowest, float highest) {
  x = x > lowest ? x : lowest;
  x = x < highest ? x : highest;
  return round_small(x);
}

// Rounds half to even, within `lowest` and 255 more; not-a-number becomes `lowest`.
INLINE int32_t round_within(float x, float lowest) {
  return round_between(x, lowest, lowest + 255.0f);
}

INLINE float lowest_byte(bool is_signed) { return is_signed ? -128.0f : 0.0f; }

INLINE float lowest_word(bool is_signed) { return is_signed ? -32768.0f : 0.0f; }

INLINE int32_t byte_value(uint8_t byte, bool is_signed) { return is_signed ? (int8_t)byte : byte; }

INLINE int32_t word_value(uint16_t word, bool is_signed) {
  return is_signed ? (int16_t)word : word;
}

#endif
