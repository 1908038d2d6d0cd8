// Table lookup where no instruction does it.
#include "kernels.h"

static void lookup(const uint8_t *table, const uint8_t *x, size_t x_stride, uint8_t *y,
                   size_t y_stride, size_t rows, size_t count) {
  for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride)
    for (size_t i = 0; i < count; i++) y[i] = table[x[i]];
}
