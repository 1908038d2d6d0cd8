#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static double leaky(double x) { return x < 0 ? x * (double)0.1f : x; }

// The convolution in double precision, and the sum of the magnitudes of what it adds up.
static double reference(const dk_conv_f32 *c, const float *weights, float bias, const float *input,
                        size_t pixel, size_t o, double *magnitude) {
  size_t taps = c->kernel_height * c->kernel_width;
  double sum = (double)bias;
  *magnitude = fabs(sum);
  for (size_t t = 0; t < taps; t++)
    for (size_t i = 0; i < c->group_in; i++) {
      size_t y = pixel / c->out_width * c->stride_height + t / c->kernel_width - c->pad_top;
      size_t x = pixel % c->out_width * c->stride_width + t % c->kernel_width - c->pad_left;
      if (y >= c->in_height || x >= c->in_width) continue;
      size_t at = (y * c->in_width + x) * c->in_stride + o / c->group_out * c->group_in + i;
      double product = (double)input[at] * (double)weights[(o * c->group_in + i) * taps + t];
      sum += product;
      *magnitude += fabs(product);
    }
  return leaky(sum);
}

static void compare_floats(double found, double expected, double error, const char *what) {
  if (fabs(found - expected) <= error) return;
  fprintf(stderr, "%s: %s: %g instead of %g\n", dk_isa_name(dk_isa_current()), what, found,
          expected);
  failures++;
}

// The order of additions differs between instruction sets, so floats are compared with sums in
// double precision: within 1e-5 of the sum of the magnitudes of the products.
static void check_convolution(bool depthwise) {
  dk_conv_f32 c = {
      .batch = 1, .in_height = (size_t)random_whole(3, 9), .in_width = (size_t)random_whole(3, 9),
      .kernel_height = (size_t)random_whole(1, 3), .kernel_width = (size_t)random_whole(1, 3),
      .stride_height = (size_t)random_whole(1, 2), .stride_width = (size_t)random_whole(1, 2),
      .pad_top = 1, .pad_left = 1, .dilation_height = 1, .dilation_width = 1,
      .groups = (size_t)(depthwise ? random_whole(1, 70) : random_whole(1, 2)),
      .group_in = (size_t)(depthwise ? 1 : random_whole(1, 20)),
      .group_out = (size_t)(depthwise ? 1 : random_whole(1, 70)),
      .activation = {dk_leaky_relu, 0.1f, 0},
  };
  c.out_height = (c.in_height + 2 - c.kernel_height) / c.stride_height + 1;
  c.out_width = (c.in_width + 2 - c.kernel_width) / c.stride_width + 1;
  size_t ins = c.groups * c.group_in, outs = c.groups * c.group_out;
  size_t taps = c.kernel_height * c.kernel_width, blocks = dk_conv_blocks(c.group_out);
  c.in_stride = ins + (size_t)random_whole(0, 3);
  c.out_stride = outs + (size_t)random_whole(0, 3);
  size_t in_count = c.in_height * c.in_width * c.in_stride, weight_count = outs * c.group_in * taps;
  size_t pixels = c.out_height * c.out_width;
  float *input = allocate(4 * in_count + dk_slack), *weights = allocate(4 * weight_count);
  for (size_t i = 0; i < in_count; i++) input[i] = random_float(-1, 1);
  for (size_t i = 0; i < weight_count; i++) weights[i] = random_float(-1, 1);
  size_t per_group = depthwise ? 1 : blocks * dk_conv_block;
  float *bias = allocate(4 * c.groups * per_group + dk_slack);
  float *zeros = allocate(4 * ins + dk_slack);
  for (size_t i = 0; i < c.groups * per_group; i++)
    bias[i] = i % per_group < c.group_out ? random_float(-1, 1) : 0;
  memset(zeros, 0, 4 * ins + dk_slack);
  c.bias = bias;
  c.zeros = zeros;
  float *output = allocate(4 * pixels * c.out_stride);
  float *packed = allocate(
      4 * (depthwise ? dk_conv_f32_depthwise_packed_count(outs, taps)
                     : dk_conv_f32_packed_count(c.groups, c.group_in, c.group_out, taps)));
  c.weights = packed;
  if (depthwise) {
    dk_conv_f32_depthwise_pack(outs, taps, weights, packed);
    dk_conv_f32_depthwise(&c, input, output, 0, c.out_height);
  } else {
    dk_conv_f32_pack(c.groups, c.group_in, c.group_out, taps, weights, packed);
    size_t cut = (size_t)random_whole(0, (long)pixels);
    dk_conv_f32_run(&c, input, output, cut, pixels, 0, c.groups * blocks);
    dk_conv_f32_run(&c, input, output, 0, cut, 0, c.groups * blocks);
  }
  for (size_t pixel = 0; pixel < pixels; pixel++)
    for (size_t o = 0; o < outs; o++) {
      double magnitude;
      float b = bias[o / c.group_out * per_group + o % c.group_out];
      double expected = reference(&c, weights, b, input, pixel, o, &magnitude);
      compare_floats((double)output[pixel * c.out_stride + o], expected, 1e-5 * magnitude,
                     depthwise ? "depthwise convolution" : "convolution");
    }
  void *all[] = {input, weights, bias, zeros, output, packed};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

// Winograd's convolution, whose sums are of transformed numbers: within 1e-4 of the sum of the
// magnitudes of the products.
static void check_winograd(void) {
  size_t ins = 16 * (size_t)random_whole(1, 3), outs = 16 * (size_t)random_whole(1, 5);
  dk_conv_f32 c = {
      .batch = 1, .in_height = (size_t)random_whole(3, 14), .in_width = (size_t)random_whole(3, 14),
      .kernel_height = 3, .kernel_width = 3, .stride_height = 1, .stride_width = 1, .pad_top = 1,
      .pad_left = 1, .dilation_height = 1, .dilation_width = 1, .groups = 1, .group_in = ins,
      .group_out = outs, .in_stride = ins, .out_stride = outs,
      .activation = {dk_leaky_relu, 0.1f, 0},
  };
  c.out_height = c.in_height;
  c.out_width = c.in_width;
  size_t pixels = c.in_height * c.in_width, padded = dk_conv_blocks(outs) * dk_conv_block;
  float *input = allocate(4 * pixels * ins + dk_slack), *weights = allocate(4 * outs * ins * 9);
  for (size_t i = 0; i < pixels * ins; i++) input[i] = random_float(-1, 1);
  for (size_t i = 0; i < outs * ins * 9; i++) weights[i] = random_float(-1, 1);
  float *bias = allocate(4 * padded + dk_slack), *zeros = allocate(4 * ins + dk_slack);
  for (size_t i = 0; i < padded; i++) bias[i] = i < outs ? random_float(-1, 1) : 0;
  memset(zeros, 0, 4 * ins + dk_slack);
  float *packed = allocate(4 * dk_winograd_f32_packed_count(ins, outs) + dk_slack);
  dk_winograd_f32_pack(ins, outs, weights, packed);
  c.weights = packed;
  c.bias = bias;
  c.zeros = zeros;
  size_t tiles = dk_winograd_f32_tiles(&c), cut = (size_t)random_whole(0, (long)tiles);
  float *scratch = allocate(4 * dk_winograd_f32_scratch_count(ins, outs, tiles) + dk_slack);
  float *output = allocate(4 * pixels * outs);
  if (!dk_winograd_f32_applies(&c)) failures++;
  dk_winograd_f32_run(&c, input, output, scratch, cut, tiles);
  dk_winograd_f32_run(&c, input, output, scratch, 0, cut);
  for (size_t pixel = 0; pixel < pixels; pixel++)
    for (size_t o = 0; o < outs; o++) {
      double magnitude;
      double expected = reference(&c, weights, bias[o], input, pixel, o, &magnitude);
      compare_floats((double)output[pixel * outs + o], expected, 1e-4 * magnitude, "Winograd");
    }
  void *all[] = {input, weights, bias, zeros, packed, scratch, output};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

// Some functions against those of the C library in double precision: 2e-6, relative above 1.
static void check_unary(void) {
  enum { count = 133 };
  float x[count], y[count];
  for (size_t i = 0; i < count; i++) x[i] = random_float(-20, 20);
  for (int function = 0; function < 4; function++) {
    dk_unary unary = {(dk_unary_function[]){dk_leaky_relu, dk_sigmoid, dk_tanh, dk_mish}[function],
                      0.1f, 0};
    dk_unary_f32(unary, x, y, count);
    for (size_t i = 0; i < count; i++) {
      double v = (double)x[i], e = exp(v);
      double expected = function == 0   ? (v < 0 ? v * (double)0.1f : v)
                        : function == 1 ? 1 / (1 + exp(-v))
                        : function == 2 ? tanh(v)
                                        : v * tanh(log1p(e));
      const char *what = (const char *[]){"leaky", "sigmoid", "tanh", "mish"}[function];
      compare_floats((double)y[i], expected, 2e-6 * fmax(1, fabs(expected)), what);
    }
  }
}

void check_f32(void) {
  random_state = 3;
  for (int i = 0; i < 100; i++) {
    check_convolution(i % 4 == 3);
    check_unary();
    if (i % 4 == 0) check_winograd();
  }
}
