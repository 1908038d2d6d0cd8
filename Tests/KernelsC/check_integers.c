#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "window.h"

// The arithmetic of TensorFlow Lite and gemmlowp, as it is written there
// (gemmlowp/fixedpoint/fixedpoint.h, tensorflow/lite/kernels/internal/common.h).
static int32_t high_product(int32_t a, int32_t b) {
  int64_t product = (int64_t)a * b;
  int32_t nudge = product >= 0 ? 1 << 30 : 1 - (1 << 30);
  return (int32_t)((product + nudge) / (1ll << 31));
}

static int32_t divide_by_power(int32_t x, int exponent) {
  int32_t mask = (int32_t)((1ll << exponent) - 1), rest = x & mask;
  int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (rest > threshold ? 1 : 0);
}

static int32_t reference(int32_t x, int32_t multiplier, int32_t shift) {
  int32_t left = shift < 0 ? -shift : 0, right = shift > 0 ? shift : 0;
  double wide = ldexp(x, left);  // exact
  int32_t limited = wide > INT32_MAX ? INT32_MAX : wide < INT32_MIN ? INT32_MIN : (int32_t)wide;
  return divide_by_power(high_product(limited, multiplier), right);
}

static int32_t random_sum(void) {
  switch (random_whole(0, 3)) {
    case 0: return (int32_t)random_whole(-300, 300);
    case 1: return (int32_t)random_whole(-(1l << 20), 1l << 20);
    case 2: return random_whole(0, 1) ? INT32_MIN : INT32_MAX;
    default: return (int32_t)random_whole(INT32_MIN, INT32_MAX);
  }
}

static uint8_t limited(int64_t x, bool is_signed) {
  int64_t low = is_signed ? -128 : 0;
  return (uint8_t)(x < low ? low : x > low + 255 ? low + 255 : x);
}

void check_integers(void) {
  for (int turn = 0; turn < 2000; turn++) {
    int32_t x = random_sum();
    dk_fixed_point factor = {(int32_t)random_whole(1l << 30, INT32_MAX),
                             (int32_t)random_whole(-30, 31)};
    int32_t expected = reference(x, factor.multiplier, factor.shift);
    int32_t found = dk_times_fixed_point(x, factor);
    compare(&found, &expected, sizeof found, "times a fixed-point factor");

    int32_t shift = (int32_t)random_whole(-30, 62);
    // Exact: 32 bits and a power of two, rounded half up.
    double rounded = floor(ldexp(x, -shift) + 0.5);
    expected = rounded > INT32_MAX ? INT32_MAX : rounded < INT32_MIN ? INT32_MIN : (int32_t)rounded;
    found = dk_times_power_of_two(x, shift);
    compare(&found, &expected, sizeof found, "times a power of two");
  }
  for (int turn = 0; turn < 50; turn++) {
    enum { pixels = 5, channels = 19, stride = 32 };
    int32_t sums[pixels * stride], multiplier[channels], shift[channels];
    uint8_t table[256], found[pixels * channels], expected[pixels * channels];
    random_bytes(table, sizeof table);
    for (size_t i = 0; i < pixels * stride; i++) sums[i] = random_sum();
    bool is_fixed = random_whole(0, 1), is_signed = random_whole(0, 1), looks = random_whole(0, 1);
    for (size_t c = 0; c < channels; c++) {
      multiplier[c] = (int32_t)random_whole(1l << 30, INT32_MAX);
      // Mostly those that have kernels of their own.
      shift[c] = (int32_t)(turn % 3 ? random_whole(1, 31) : random_whole(-5, 40));
      if (is_fixed && shift[c] > 31) shift[c] = 0;
    }
    int32_t zero = (int32_t)(is_signed ? random_whole(-128, 127) : random_whole(0, 255));
    for (size_t p = 0; p < pixels; p++)
      for (size_t c = 0; c < channels; c++) {
        int32_t sum = sums[p * stride + c];
        int64_t scaled = is_fixed ? reference(sum, multiplier[c], shift[c])
                                  : dk_times_power_of_two(sum, shift[c]);
        uint8_t byte = limited(scaled + zero, is_signed);
        expected[p * channels + c] = looks ? table[byte] : byte;
      }
    dk_requantize_integers(sums, stride, pixels, channels, is_fixed ? multiplier : NULL, shift,
                           is_signed, zero, looks ? table : NULL, found, channels);
    compare(found, expected, sizeof found, "requantization in whole numbers");
  }
}
