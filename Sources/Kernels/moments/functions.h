// The kernels of moments in vectors of the compiler's. Include it in one file for each instruction
// set, with TARGET, and with the extents of a register tile: TILE_ROWS by TILE_VECTORS vectors of
// TILE_LANES floats.
#include <math.h>
#include <string.h>

#include "table.h"

enum { side = dk_moment_panel, tile_columns = TILE_LANES * TILE_VECTORS };

typedef float vec __attribute__((vector_size(TILE_LANES * 4)));

// A part of a product of two panels, in registers.
TARGET static void part(const float *a, const float *b, size_t rows, float *out) {
  vec sum[TILE_ROWS][TILE_VECTORS];
  UNROLL for (size_t i = 0; i < TILE_ROWS; i++)
    UNROLL for (size_t v = 0; v < TILE_VECTORS; v++) sum[i][v] = (vec){0};
  for (size_t n = 0; n < rows; n++, a += side, b += side) {
    vec x[TILE_VECTORS];
    memcpy(x, b, sizeof x);
    UNROLL for (size_t i = 0; i < TILE_ROWS; i++)
      UNROLL for (size_t v = 0; v < TILE_VECTORS; v++) sum[i][v] += a[i] * x[v];
  }
  UNROLL for (size_t i = 0; i < TILE_ROWS; i++) {
    vec before[TILE_VECTORS];
    memcpy(before, out + i * side, sizeof before);
    UNROLL for (size_t v = 0; v < TILE_VECTORS; v++) before[v] += sum[i][v];
    memcpy(out + i * side, before, sizeof before);
  }
}

TARGET static void tile(const float *a, const float *b, size_t rows, float *out) {
  for (size_t j = 0; j < side; j += tile_columns)
    for (size_t i = 0; i < side; i += TILE_ROWS) part(a + i, b + j, rows, out + i * side + j);
}

TARGET static void sums(const float *panel, size_t rows, double *total) {
  float sum[side] = {0};
  for (size_t n = 0; n < rows; n++)
    INDEPENDENT for (size_t l = 0; l < side; l++) sum[l] += panel[n * side + l];
  for (size_t l = 0; l < side; l++) total[l] += (double)sum[l];
}

// The whole number nearest to x, which lies well within 2^22.
INLINE float nearest(float x) { return (x + 12582912.0f) - 12582912.0f; }  // 1.5 * 2^23

INLINE float clamped(float x, float limit) { return x < -limit ? -limit : x > limit ? limit : x; }

TARGET static void round_panel(const float *factor, const float *scales, float limit,
                               const float *weights, float *sums, float *q, float *errors) {
  float units[side];
  for (size_t l = 0; l < side; l++) units[l] = 1 / scales[l];
  for (size_t k = side; k-- > 0;) {
    const float *row = factor + k * side, *w = weights + k * side, *sum = sums + k * side;
    float *e = errors + k * side, *own = q + k * side;
    float step = 1 / row[k];
    INDEPENDENT for (size_t l = 0; l < side; l++) {
      own[l] = nearest(clamped((w[l] - sum[l] * step) * units[l], limit));
      e[l] = own[l] * scales[l] - w[l];
    }
    for (size_t i = 0; i < k; i++) {
      float *target = sums + i * side;
      INDEPENDENT for (size_t l = 0; l < side; l++) target[l] += row[i] * e[l];
    }
  }
}

TARGET static size_t descend(size_t columns, const float *h, const float *scales, float limit,
                             float *gradient, float *q, float *delta) {
  float units[side];
  for (size_t l = 0; l < side; l++) units[l] = 1 / scales[l];
  size_t changed = 0;
  for (size_t j = 0; j < columns; j++) {
    float *d = delta + j * side, *own = q + j * side;
    const float *g = gradient + j * side, *row = h + j * side;
    if (!(row[j] > 0)) {
      memset(d, 0, side * sizeof *d);
      continue;
    }
    float step = 1 / row[j];
    int count = 0;
    INDEPENDENT for (size_t l = 0; l < side; l++) {
      float best = clamped(own[l] - g[l] * step * units[l], limit);
      // Nothing is gained where two numbers are as good.
      float change = fabsf(best - own[l]) > 0.501f ? nearest(best) - own[l] : 0;
      own[l] += change;
      d[l] = change * scales[l];
      count += change != 0;
    }
    if (count == 0) continue;
    changed += (size_t)count;
    for (size_t k = 0; k < columns; k++) {
      float *target = gradient + k * side;
      INDEPENDENT for (size_t l = 0; l < side; l++) target[l] += row[k] * d[l];
    }
  }
  return changed;
}

TARGET static float rounding_error(const float *weights, const float *importance, size_t count,
                                   float scale, float limit) {
  enum { lanes = 16 };
  float sum[lanes] = {0}, unit = 1 / scale;
  for (size_t first = 0; first < count; first += lanes) {
    size_t left = count - first < lanes ? count - first : lanes;
    float w[lanes] = {0}, factor[lanes];
    memcpy(w, weights + first, left * sizeof *w);
    for (size_t l = 0; l < lanes; l++) factor[l] = 1;
    if (importance) memcpy(factor, importance + first, left * sizeof *w);
    for (size_t l = 0; l < lanes; l++) {
      float error = nearest(clamped(w[l] * unit, limit)) * scale - w[l];
      sum[l] += factor[l] * error * error;
    }
  }
  float total = 0;
  for (size_t l = 0; l < lanes; l++) total += sum[l];
  return total;
}

#define MOMENT_FUNCTIONS                                              \
  .tile = tile, .sums = sums, .round = round_panel, .descend = descend, \
  .rounding_error = rounding_error
