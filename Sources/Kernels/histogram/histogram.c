#include <math.h>
#include <string.h>

#include "../compiler.h"
#include "../unaligned.h"
#include "Kernels.h"

// Adding 1 to what was just stored waits for the store, and half of a tensor can be in one bin: so
// neighbours are counted in different tables. Their counts fit 16 bits because there are at most
// dk_histogram_most numbers; all tables together are about as large as the first cache.
enum { tables = 4, half = dk_histogram_bins / 2, other = dk_histogram_bins };

// Bits of floats, as whole numbers, are in the order of the floats if those below zero are flipped.
INLINE int32_t ordered(int32_t bits) { return bits ^ (bits >> 31 & INT32_MAX); }

INLINE float unordered(int32_t order) {
  int32_t bits = ordered(order);
  return float_at(&bits, 0) + 0.0f;  // a zero has no sign
}

INLINE dk_number_summary summarize_body(const char *numbers, size_t count) {
  const int32_t infinity = 0x7f800000;
  int32_t smallest = infinity, largest = ordered((int32_t)0xff800000);
  uint32_t zeros = 0, non_finite = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t bits;
    memcpy(&bits, numbers + i * sizeof bits, sizeof bits);
    int32_t magnitude = bits & INT32_MAX, order = ordered(bits);
    int32_t low = magnitude < infinity ? order : INT32_MAX;
    int32_t high = magnitude < infinity ? order : INT32_MIN;
    smallest = low < smallest ? low : smallest;
    largest = high > largest ? high : largest;
    zeros += magnitude == 0;
    non_finite += magnitude >= infinity;
  }
  return (dk_number_summary){unordered(smallest), unordered(largest), zeros, non_finite};
}

// The bins of numbers; `other` for those that have none.
INLINE void index_body(const char *numbers, size_t count, float factor, uint16_t *indices) {
  INDEPENDENT for (size_t i = 0; i < count; i++) {
    float x = float_at(numbers, i), magnitude = fabsf(x) * factor;
    int fits = magnitude < (float)half;
    int k = (int)(fits ? magnitude : 0.0f);
    indices[i] = (uint16_t)(fits ? half + (x < 0 ? -1 - k : k) : other);
  }
}

typedef struct {
  dk_number_summary (*summarize)(const char *numbers, size_t count);
  void (*index)(const char *numbers, size_t count, float factor, uint16_t *indices);
} functions;

#define FUNCTIONS(name, TARGET)                                                                  \
  TARGET static dk_number_summary summarize_##name(const char *numbers, size_t count) {          \
    return summarize_body(numbers, count);                                                       \
  }                                                                                              \
  TARGET static void index_##name(const char *numbers, size_t count, float factor,               \
                                  uint16_t *indices) {                                           \
    index_body(numbers, count, factor, indices);                                                 \
  }                                                                                              \
  static const functions functions_##name = {summarize_##name, index_##name};

FUNCTIONS(generic, )
#if defined(__x86_64__)
FUNCTIONS(avx2, __attribute__((target("avx2"))))
FUNCTIONS(avx512, __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))))
#endif

static const functions *current(void) {
  switch (dk_isa_current()) {
#if defined(__x86_64__)
    case dk_isa_avx512vnni:
    case dk_isa_avx512: return &functions_avx512;
    case dk_isa_avx2: return &functions_avx2;
#endif
    default: return &functions_generic;
  }
}

dk_number_summary dk_summarize_f32(const void *numbers, size_t count) {
  return current()->summarize(numbers, count);
}

void dk_histogram_f32(const void *numbers, size_t count, int exponent, uint64_t *bins,
                      size_t first, size_t bin_count) {
  enum { block = 1024 };
  uint16_t table[tables][dk_histogram_bins + 1], indices[block];
  memset(table, 0, sizeof table);
  const functions *functions = current();
  float factor = ldexpf(1, -exponent);
  for (size_t done = 0; done < count; done += block) {
    size_t now = count - done < block ? count - done : block, i = 0;
    functions->index((const char *)numbers + done * sizeof(float), now, factor, indices);
    for (; i + tables <= now; i += tables)
      UNROLL for (size_t t = 0; t < tables; t++) table[t][indices[i + t]]++;
    for (; i < now; i++) table[0][indices[i]]++;
  }
  for (size_t i = 0; i < bin_count; i++) {
    uint64_t sum = 0;
    UNROLL for (size_t t = 0; t < tables; t++) sum += table[t][first + i];
    bins[i] += sum;
  }
}
