#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { side = dk_moment_panel };

static void expect(double found, double expected, double error, const char *what, size_t at) {
  if (fabs(found - expected) <= error) return;
  fprintf(stderr, "%s: %s at %zu: %g instead of %g\n", dk_isa_name(dk_isa_current()), what, at,
          found, expected);
  failures++;
}

static float *random_floats(size_t count) {
  float *x = allocate(count * sizeof *x);
  for (size_t i = 0; i < count; i++) x[i] = random_float(-1, 1);
  return x;
}

// Sums of at most 100 products of at most 1 in another order: within 1e-5 of 100.
static void check_products(void) {
  size_t rows = (size_t)random_whole(0, 100);
  float *a = random_floats(rows * side), *b = random_floats(rows * side);
  float *tile = random_floats(side * side);
  double sums[side] = {0};
  float *before = allocate(side * side * sizeof *tile);
  memcpy(before, tile, side * side * sizeof *tile);
  dk_moment_tile(a, b, rows, tile);
  dk_moment_sums(a, rows, sums);
  for (size_t i = 0; i < side; i++) {
    double sum = 0;
    for (size_t n = 0; n < rows; n++) sum += (double)a[n * side + i];
    expect(sums[i], sum, 1e-4, "sums", i);
    for (size_t j = 0; j < side; j++) {
      double product = (double)before[i * side + j];
      for (size_t n = 0; n < rows; n++)
        product += (double)a[n * side + i] * (double)b[n * side + j];
      expect((double)tile[i * side + j], product, 1e-4, "tile", i * side + j);
    }
  }
  free(a), free(b), free(tile), free(before);
}

static void check_gather(void) {
  dk_patches p = {
      .in_height = (size_t)random_whole(3, 9),
      .in_width = (size_t)random_whole(3, 9),
      .kernel_height = (size_t)random_whole(1, 3),
      .kernel_width = (size_t)random_whole(1, 3),
      .stride_height = (size_t)random_whole(1, 2),
      .stride_width = (size_t)random_whole(1, 2),
      .pad_top = (size_t)random_whole(0, 2),
      .pad_left = (size_t)random_whole(0, 2),
      .dilation_height = (size_t)random_whole(1, 2),
      .dilation_width = (size_t)random_whole(1, 2),
  };
  enum { channels = 7, count = 20, rows = 25, first = 5, panels = 2 };
  size_t taps = p.kernel_height * p.kernel_width, plane = p.in_height * p.in_width;
  float *map = random_floats(channels * plane), *matrix = random_floats(panels * rows * side);
  dk_position positions[count];
  for (size_t n = 0; n < count; n++)
    positions[n] = (dk_position){(size_t)random_whole(0, 4), (size_t)random_whole(0, 4)};
  dk_moment_gather(&p, map, channels, positions, count, first, matrix, rows);
  for (size_t n = 0; n < count; n++)
    for (size_t k = 0; k < channels * taps; k++) {
      size_t c = k / taps, t = k % taps, column = first + k;
      long y = (long)(positions[n].row * p.stride_height + t / p.kernel_width * p.dilation_height) -
               (long)p.pad_top;
      long x =
          (long)(positions[n].column * p.stride_width + t % p.kernel_width * p.dilation_width) -
          (long)p.pad_left;
      bool inside = y >= 0 && x >= 0 && y < (long)p.in_height && x < (long)p.in_width;
      float value = inside ? map[c * plane + (size_t)y * p.in_width + (size_t)x] : 0;
      expect((double)matrix[(column / side * rows + n) * side + column % side], (double)value, 0,
             "gathered", n * channels * taps + k);
    }
  free(map), free(matrix);
}

// A positive definite matrix, scales and weights, and a rounding of the weights.
static void check_rounding(void) {
  enum { limit = 20 };
  float *x = random_floats(side * 2 * side), *h = allocate(side * side * sizeof *h);
  memset(h, 0, side * side * sizeof *h);
  dk_moment_tile(x, x, 2 * side, h);
  float *w = random_floats(side * side), *q = allocate(side * side * sizeof *q);
  float *g = allocate(side * side * sizeof *g), *delta = allocate(side * side * sizeof *g);
  float scales[side];
  for (size_t l = 0; l < side; l++) scales[l] = random_float(0.02f, 0.08f);
  for (size_t i = 0; i < side * side; i++) {
    float whole = rintf(w[i] / scales[i % side]);
    q[i] = whole < -limit ? -limit : whole > limit ? limit : whole;
    delta[i] = q[i] * scales[i % side] - w[i];
    g[i] = 0;
  }
  dk_moment_tile(h, delta, side, g);
  // Column by column every lane's error falls, and ends up where no number can be bettered.
  double errors[side];
  size_t changed = 1;
  for (int turn = 0; turn < 100 && changed; turn++) {
    changed = dk_moment_descend(side, h, scales, limit, g, q, delta);
    for (size_t l = 0; l < side; l++) {
      double error = 0;
      for (size_t i = 0; i < side; i++)
        for (size_t j = 0; j < side; j++)
          error += (double)h[i * side + j] *
                   (double)(q[i * side + l] * scales[l] - w[i * side + l]) *
                   (double)(q[j * side + l] * scales[l] - w[j * side + l]);
      if (turn && error > errors[l] * (1 + 1e-4)) expect(error, errors[l], 0, "error", l);
      errors[l] = error;
    }
  }
  expect((double)changed, 0, 0, "changes at the end", 0);
  for (size_t i = 0; i < side; i++)
    for (size_t l = 0; l < side; l++) {
      double gradient = 0;
      for (size_t j = 0; j < side; j++)
        gradient += (double)h[i * side + j] *
                    ((double)q[j * side + l] * (double)scales[l] - (double)w[j * side + l]);
      expect((double)g[i * side + l], gradient, 1e-3, "gradient", i * side + l);
      double best = (double)q[i * side + l] - gradient / (double)(scales[l] * h[i * side + i]);
      best = fmin(fmax(best, -limit), limit);
      expect((double)q[i * side + l], best, 0.51, "number", i * side + l);
    }
  free(x), free(h), free(w), free(q), free(g), free(delta);
}

// With the identity for a factor and no sums numbers are just rounded; each column's error goes to
// the columns before it.
static void check_ordered_rounding(void) {
  float *factor = random_floats(side * side), *w = random_floats(side * side);
  float *sums = random_floats(side * side), *start = allocate(side * side * sizeof *start);
  float *q = allocate(side * side * sizeof *q), *errors = allocate(side * side * sizeof *q);
  float scales[side];
  for (size_t l = 0; l < side; l++) scales[l] = random_float(0.02f, 0.08f);
  for (size_t k = 0; k < side; k++) factor[k * side + k] += 3;
  memcpy(start, sums, side * side * sizeof *sums);
  dk_moment_round(factor, scales, 20, w, sums, q, errors);
  for (size_t k = 0; k < side; k++)
    for (size_t l = 0; l < side; l++) {
      double sum = (double)start[k * side + l];
      for (size_t i = k + 1; i < side; i++)
        sum += (double)factor[i * side + k] *
               ((double)q[i * side + l] * (double)scales[l] - (double)w[i * side + l]);
      double best =
          ((double)w[k * side + l] - sum / (double)factor[k * side + k]) / (double)scales[l];
      expect((double)q[k * side + l], fmin(fmax(best, -20), 20), 0.501, "number", k * side + l);
      expect((double)errors[k * side + l],
             (double)(q[k * side + l] * scales[l]) - (double)w[k * side + l], 1e-5, "error", l);
    }
  free(factor), free(w), free(sums), free(start), free(q), free(errors);
}

static void check_rounding_error(void) {
  size_t count = (size_t)random_whole(1, 100);
  float *w = random_floats(count), *importance = random_floats(count);
  double plain = 0, weighted = 0;
  for (size_t i = 0; i < count; i++) {
    importance[i] = fabsf(importance[i]);
    double whole = rint((double)w[i] / 0.0625);
    double error = fmin(fmax(whole, -10), 10) * 0.0625 - (double)w[i];
    plain += error * error;
    weighted += error * error * (double)importance[i];
  }
  expect((double)dk_moment_rounding_error(w, NULL, count, 0.0625f, 10), plain, 1e-4, "plain", 0);
  expect((double)dk_moment_rounding_error(w, importance, count, 0.0625f, 10), weighted, 1e-4,
         "weighted", 0);
  free(w), free(importance);
}

void check_moments(void) {
  for (int turn = 0; turn < 20; turn++) {
    check_products();
    check_gather();
    check_rounding_error();
  }
  for (int turn = 0; turn < 3; turn++) {
    check_rounding();
    check_ordered_rounding();
  }
}
