#ifndef DARKROOM_KERNELS_HISTOGRAM_H
#define DARKROOM_KERNELS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

/// The bins of a histogram: half of them for each sign.
enum { dk_histogram_bins = 8192 };

/// The most numbers that are counted at once.
enum { dk_histogram_most = 65536 };

/// What some numbers amount to; those that are not finite are counted and otherwise left out.
typedef struct {
  float minimum, maximum;  // infinity and -infinity where there are none
  size_t zeros;            // of either sign
  size_t non_finite;
} dk_number_summary;

/// Looks through `count` (at most dk_histogram_most) floats at any address.
dk_number_summary dk_summarize_f32(const void *numbers, size_t count);

/// Counts `count` (at most dk_histogram_most) floats at any address: with k the whole part of
/// |x| / width, adds 1 to bin dk_histogram_bins / 2 + k for x >= 0 and to bin
/// dk_histogram_bins / 2 - 1 - k for x < 0, if there is such a bin among `bins`, which are those
/// from `first` to `first + bin_count - 1`.
/// width is 2^exponent, -126 <= exponent <= 126.
void dk_histogram_f32(const void *numbers, size_t count, int exponent, uint64_t *bins, size_t first,
                      size_t bin_count);

#endif
