#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

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
  float *input = allocate(4 * in_count), *weights = allocate(4 * weight_count);
  for (size_t i = 0; i < in_count; i++) input[i] = random_float(-1, 1);
  for (size_t i = 0; i < weight_count; i++) weights[i] = random_float(-1, 1);
  size_t per_group = depthwise ? 1 : blocks * dk_conv_block;
  float *bias = allocate(4 * c.groups * per_group), *zeros = allocate(4 * ins);
  for (size_t i = 0; i < c.groups * per_group; i++)
    bias[i] = i % per_group < c.group_out ? random_float(-1, 1) : 0;
  memset(zeros, 0, 4 * ins);
  c.bias = bias;
  c.zeros = zeros;
  float *output = allocate(4 * pixels * c.out_stride);
  float *packed = allocate(4 * dk_conv_f32_packed_count(c.groups, c.group_in, c.group_out, taps));
  c.weights = packed;
  if (depthwise) {
    for (size_t o = 0; o < outs; o++)
      for (size_t t = 0; t < taps; t++) packed[t * outs + o] = weights[o * taps + t];
    dk_conv_f32_depthwise(&c, input, output, 0, c.out_height);
  } else {
    dk_conv_f32_pack(c.groups, c.group_in, c.group_out, taps, weights, packed);
    size_t cut = (size_t)random_whole(0, (long)pixels);
    dk_conv_f32_run(&c, input, output, cut, pixels, 0, c.groups * blocks);
    dk_conv_f32_run(&c, input, output, 0, cut, 0, c.groups * blocks);
  }
  for (size_t pixel = 0; pixel < pixels; pixel++)
    for (size_t o = 0; o < outs; o++) {
      double sum = bias[o / c.group_out * per_group + o % c.group_out], magnitude = fabs(sum);
      for (size_t t = 0; t < taps; t++)
        for (size_t i = 0; i < c.group_in; i++) {
          size_t y = pixel / c.out_width * c.stride_height + t / c.kernel_width - 1;
          size_t x = pixel % c.out_width * c.stride_width + t % c.kernel_width - 1;
          if (y >= c.in_height || x >= c.in_width) continue;
          double product =
              (double)input[(y * c.in_width + x) * c.in_stride + o / c.group_out * c.group_in + i] *
              (double)weights[(o * c.group_in + i) * taps + t];
          sum += product;
          magnitude += fabs(product);
        }
      double expected = sum < 0 ? sum * (double)0.1f : sum;
      double found = (double)output[pixel * c.out_stride + o];
      if (!(fabs(found - expected) <= 1e-5 * magnitude)) {
        fprintf(stderr, "%s: convolution of floats: %g instead of %g\n",
                dk_isa_name(dk_isa_current()), found, expected);
        failures++;
      }
    }
  void *all[] = {input, weights, bias, zeros, output, packed};
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
      if (fabs((double)y[i] - expected) <= 2e-6 * fmax(1, fabs(expected))) continue;
      fprintf(stderr, "%s: function %d of %g is %g instead of %g\n", dk_isa_name(dk_isa_current()),
              function, v, (double)y[i], expected);
      failures++;
    }
  }
}

void check_f32(void) {
  random_state = 3;
  for (int i = 0; i < 100; i++) {
    check_convolution(i % 4 == 3);
    check_unary();
  }
}
