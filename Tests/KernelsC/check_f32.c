#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "window.h"

static double leaky(double x) { return x < 0 ? x * (double)0.1f : x; }

// The convolution in double precision, and the sum of the magnitudes of what it adds up.
static double reference(const dk_conv_f32 *c, const axis *rows, const axis *columns,
                        const float *weights, float bias, const float *input, size_t pixel,
                        size_t o, double *magnitude) {
  size_t taps = c->kernel_height * c->kernel_width;
  double sum = (double)bias;
  *magnitude = fabs(sum);
  for (size_t t = 0; t < taps; t++)
    for (size_t i = 0; i < c->group_in; i++) {
      size_t line = pixel / c->out_width, n = line / c->out_height;
      long y = under(rows, line % c->out_height, t / c->kernel_width);
      long x = under(columns, pixel % c->out_width, t % c->kernel_width);
      if (y < 0 || x < 0) continue;
      size_t at = ((n * c->in_height + (size_t)y) * c->in_width + (size_t)x) * c->in_stride +
                  o / c->group_out * c->group_in + i;
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

// The ways to compute a convolution.
typedef enum { direct, depthwise, winograd } way;
static const char *const names[] = {"convolution", "depthwise convolution", "Winograd"};

// The order of additions differs between instruction sets, so floats are compared with sums in
// double precision: within 1e-5 of the sum of the magnitudes of the products. Winograd's
// convolution adds up what lies under a whole tile, so there that is the sum as if no tap were
// outside of the map, inputs being from -1 to 1.
static void check_convolution(way w) {
  size_t fixed = w == winograd ? 3 : 0;
  axis rows = random_axis(false, fixed), columns = random_axis(false, fixed);
  dk_conv_f32 c = {
      .batch = (size_t)random_whole(1, 2),
      .in_height = rows.extent,
      .in_width = columns.extent,
      .out_height = rows.out,
      .out_width = columns.out,
      .kernel_height = rows.kernel,
      .kernel_width = columns.kernel,
      .stride_height = rows.stride,
      .stride_width = columns.stride,
      .pad_top = rows.before,
      .pad_left = columns.before,
      .dilation_height = rows.dilation,
      .dilation_width = columns.dilation,
      .groups = 1,
      .group_in = 1,
      .group_out = 1,
      .activation = {dk_leaky_relu, 0.1f, 0},
  };
  switch (w) {
    case direct:
      c.groups = (size_t)(random_whole(0, 1) ? 1 : random_whole(1, 3));
      c.group_in = (size_t)random_whole(1, 20);
      c.group_out = (size_t)random_whole(1, 70);
      break;
    case depthwise: c.groups = (size_t)random_whole(1, 70); break;
    case winograd:
      c.group_in = 16 * (size_t)random_whole(1, 3);
      c.group_out = 16 * (size_t)random_whole(1, 5);
  }
  size_t ins = c.groups * c.group_in, outs = c.groups * c.group_out;
  size_t taps = c.kernel_height * c.kernel_width, blocks = dk_conv_blocks(c.group_out);
  size_t pixels = c.batch * c.out_height * c.out_width;
  // What takes long in plain loops finds nothing that smaller shapes do not.
  if (pixels * outs * c.group_in * taps > 4000000) return;
  // Pixels without gaps between them are read in other ways than those of a wider map.
  c.in_stride = ins + (size_t)(random_whole(0, 1) ? random_whole(1, 3) : 0);
  c.out_stride = outs + (size_t)(random_whole(0, 1) ? random_whole(1, 3) : 0);
  // The last pixels of the input and of the output end where their memory ends, but for what
  // dk_slack allows.
  size_t in_count = (c.batch * c.in_height * c.in_width - 1) * c.in_stride + ins;
  size_t out_count = (pixels - 1) * c.out_stride + outs;
  size_t slack = w == direct ? 0 : dk_slack;
  size_t weight_count = outs * c.group_in * taps;
  float *input = allocate(4 * in_count + slack), *weights = allocate(4 * weight_count);
  for (size_t i = 0; i < in_count; i++) input[i] = random_float(-1, 1);
  for (size_t i = 0; i < weight_count; i++) weights[i] = random_float(-1, 1);
  size_t per_group = w == depthwise ? 1 : blocks * dk_conv_block;
  float *bias = allocate(4 * c.groups * per_group + slack);
  float *zeros = allocate(4 * ins + slack);
  for (size_t i = 0; i < c.groups * per_group; i++)
    bias[i] = i % per_group < c.group_out ? random_float(-1, 1) : 0;
  memset(zeros, 0, 4 * ins + slack);
  c.bias = bias;
  c.zeros = zeros;
  float *output = allocate(4 * out_count);
  // What lies between the channels of one pixel and the next belongs to others.
  for (size_t i = 0; i < out_count; i++) output[i] = 12345;
  size_t packed_count = w == direct
                            ? dk_conv_f32_packed_count(c.groups, c.group_in, c.group_out, taps)
                        : w == depthwise ? dk_conv_f32_depthwise_packed_count(outs, taps)
                                         : dk_winograd_f32_packed_count(ins, outs);
  float *packed = allocate(4 * packed_count), *scratch = NULL;
  c.weights = packed;
  switch (w) {
    case direct: {
      dk_conv_f32_pack(c.groups, c.group_in, c.group_out, taps, weights, packed);
      size_t cut = (size_t)random_whole(0, (long)pixels);
      dk_conv_f32_run(&c, input, output, cut, pixels, 0, c.groups * blocks);
      dk_conv_f32_run(&c, input, output, 0, cut, 0, c.groups * blocks);
      break;
    }
    case depthwise: {
      dk_conv_f32_depthwise_pack(outs, taps, weights, packed);
      size_t lines = c.batch * c.out_height, cut = (size_t)random_whole(0, (long)lines);
      dk_conv_f32_depthwise(&c, input, output, cut, lines);
      dk_conv_f32_depthwise(&c, input, output, 0, cut);
      break;
    }
    case winograd: {
      if (!dk_winograd_f32_applies(&c)) failures++;
      dk_winograd_f32_pack(ins, outs, weights, packed);
      size_t tiles = dk_winograd_f32_tiles(&c), cut = (size_t)random_whole(0, (long)tiles);
      size_t most = cut > tiles - cut ? cut : tiles - cut;
      scratch = allocate(4 * dk_winograd_f32_scratch_count(ins, outs, most));
      dk_winograd_f32_run(&c, input, output, scratch, cut, tiles);
      dk_winograd_f32_run(&c, input, output, scratch, 0, cut);
    }
  }
  for (size_t pixel = 0; pixel < pixels; pixel++) {
    for (size_t o = 0; o < outs; o++) {
      double magnitude;
      float b = bias[o / c.group_out * per_group + o % c.group_out];
      double expected = reference(&c, &rows, &columns, weights, b, input, pixel, o, &magnitude);
      for (size_t i = 0; w == winograd && i < c.group_in * taps; i++)
        magnitude += fabs((double)weights[o * c.group_in * taps + i]);
      compare_floats((double)output[pixel * c.out_stride + o], expected, 1e-5 * magnitude,
                     names[w]);
    }
    for (size_t o = outs; o < c.out_stride && pixel + 1 < pixels; o++)
      compare_floats((double)output[pixel * c.out_stride + o], 12345, 0, names[w]);
  }
  void *all[] = {input, weights, bias, zeros, output, packed, scratch};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void check_pooling(void) {
  axis rows = random_axis(true, 0), columns = random_axis(true, 0);
  dk_pool p = {
      .batch = (size_t)random_whole(1, 2),
      .in_height = rows.extent,
      .in_width = columns.extent,
      .out_height = rows.out,
      .out_width = columns.out,
      .channels = (size_t)random_whole(1, 40),
      .kernel_height = rows.kernel,
      .kernel_width = columns.kernel,
      .stride_height = rows.stride,
      .stride_width = columns.stride,
      .pad_top = rows.before,
      .pad_left = columns.before,
  };
  p.in_stride = p.channels + (size_t)random_whole(0, 3);
  p.out_stride = p.channels + (size_t)random_whole(0, 3);
  size_t pixels = p.in_height * p.in_width, lines = p.batch * p.out_height;
  size_t in_count = (p.batch * pixels - 1) * p.in_stride + p.channels;
  size_t out_count = (lines * p.out_width - 1) * p.out_stride + p.channels;
  float *input = allocate(4 * in_count);
  for (size_t i = 0; i < in_count; i++) input[i] = random_float(-1, 1);
  float *largest = allocate(4 * out_count), *mean = allocate(4 * out_count);
  size_t cut = (size_t)random_whole(0, (long)lines);
  dk_max_pool_f32(&p, input, largest, cut, lines);
  dk_max_pool_f32(&p, input, largest, 0, cut);
  dk_average_pool_f32(&p, input, mean, cut, lines);
  dk_average_pool_f32(&p, input, mean, 0, cut);
  for (size_t o = 0; o < lines * p.out_width; o++)
    for (size_t c = 0; c < p.channels; c++) {
      double best = -INFINITY, sum = 0, cells = 0;
      for (size_t t = 0; t < p.kernel_height * p.kernel_width; t++) {
        size_t line = o / p.out_width;
        long y = under(&rows, line % p.out_height, t / p.kernel_width);
        long x = under(&columns, o % p.out_width, t % p.kernel_width);
        if (y < 0 || x < 0) continue;
        size_t pixel = line / p.out_height * pixels + (size_t)y * p.in_width + (size_t)x;
        double value = (double)input[pixel * p.in_stride + c];
        if (value > best) best = value;
        sum += value;
        cells++;
      }
      compare_floats((double)largest[o * p.out_stride + c], best, 0, "max pool");
      compare_floats((double)mean[o * p.out_stride + c], sum / cells, 1e-5, "average pool");
    }
  float *global = allocate(4 * p.channels);
  dk_global_average_pool_f32(input, pixels, p.channels, p.in_stride, global);
  for (size_t c = 0; c < p.channels; c++) {
    double sum = 0;
    for (size_t i = 0; i < pixels; i++) sum += (double)input[i * p.in_stride + c];
    compare_floats((double)global[c], sum / (double)pixels, 1e-5, "global average pool");
  }
  void *all[] = {input, largest, mean, global};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

// Moving floats about, which changes none.
static void check_layout(void) {
  size_t channels = (size_t)random_whole(1, 40), height = (size_t)random_whole(1, 9);
  size_t width = (size_t)random_whole(1, 30), pixels = height * width;
  size_t stride = channels + (size_t)random_whole(0, 4);
  size_t scale_y = (size_t)random_whole(1, 3), scale_x = (size_t)random_whole(1, 3);
  size_t map_bytes = 4 * ((pixels - 1) * stride + channels), plane_bytes = 4 * channels * pixels;
  float *planes = allocate_random(plane_bytes), *again = allocate(plane_bytes);
  float *map = allocate_random(map_bytes), *expected = allocate(map_bytes);
  float *large = allocate(plane_bytes * scale_y * scale_x);
  memcpy(expected, map, map_bytes);
  dk_interleave_f32(planes, channels, pixels, map, stride);
  for (size_t i = 0; i < pixels; i++)
    for (size_t c = 0; c < channels; c++)
      memcpy(expected + i * stride + c, planes + c * pixels + i, 4);
  compare(map, expected, map_bytes, "interleave floats");
  dk_planes_f32(map, stride, channels, pixels, again);
  compare(again, planes, plane_bytes, "planes of floats");
  dk_upsample_f32(map, height, width, stride, channels, scale_y, scale_x, large, channels, 0,
                  height * scale_y);
  for (size_t y = 0; y < height * scale_y; y++)
    for (size_t x = 0; x < width * scale_x; x++)
      compare(large + (y * width * scale_x + x) * channels,
              map + (y / scale_y * width + x / scale_x) * stride, 4 * channels, "upsample floats");
  random_bytes(again, plane_bytes);
  dk_copy_pixels_f32(map, stride, channels, pixels, again, channels);
  for (size_t i = 0; i < pixels; i++)
    compare(again + i * channels, map + i * stride, 4 * channels, "copy floats");
  void *all[] = {planes, again, map, expected, large};
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
  for (int i = 0; i < 400; i++) {
    check_convolution(i % 8 == 7 ? winograd : i % 4 == 3 ? depthwise : direct);
    check_pooling();
    if (i % 4) continue;
    check_unary();
    check_layout();
  }
}
