// Times convolution kernels on the layer shapes of yolov4-tiny at 416, for every instruction set
// of this machine: GOP/s of integer and GFLOP/s of float convolutions, best of several runs.
// usage: Scripts/bench-kernels [INSTRUCTION-SET [PART-OF-A-LAYER'S-NAME]]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "Kernels.h"
#include "random.h"

typedef struct {
  const char *name;
  size_t extent, in, out, kernel, stride, groups;
} layer;

static const layer layers[] = {
    {"416x416x3->32 3x3/2", 416, 3, 32, 3, 2, 1},
    {"208x208x32->64 3x3/2", 208, 32, 64, 3, 2, 1},
    {"104x104x64->64 3x3", 104, 64, 64, 3, 1, 1},
    {"104x104x32->32 3x3", 104, 32, 32, 3, 1, 1},
    {"104x104x64->64 1x1", 104, 64, 64, 1, 1, 1},
    {"52x52x128->128 3x3", 52, 128, 128, 3, 1, 1},
    {"52x52x64->64 3x3", 52, 64, 64, 3, 1, 1},
    {"52x52x128->128 1x1", 52, 128, 128, 1, 1, 1},
    {"26x26x256->256 3x3", 26, 256, 256, 3, 1, 1},
    {"26x26x128->128 3x3", 26, 128, 128, 3, 1, 1},
    {"26x26x256->256 1x1", 26, 256, 256, 1, 1, 1},
    {"13x13x512->512 3x3", 13, 512, 512, 3, 1, 1},
    {"13x13x512->256 1x1", 13, 512, 256, 1, 1, 1},
    {"13x13x256->512 3x3", 13, 256, 512, 3, 1, 1},
    {"13x13x512->255 1x1", 13, 512, 255, 1, 1, 1},
    {"26x26x384->256 3x3", 26, 384, 256, 3, 1, 1},
    {"26x26x256->255 1x1", 26, 256, 255, 1, 1, 1},
    {"160x160x16 3x3 depthwise", 160, 16, 16, 3, 1, 16},
    {"40x40x136 3x3 depthwise", 40, 136, 136, 3, 1, 136},
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *filled(size_t bytes) {
  void *p = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (!p) exit(1);
  random_bytes(p, bytes);
  return p;
}

// The best time of a run, of as many runs as fit in 0.3 s.
#define BEST(best, run) \
  double best = 1e9; \
  for (double begin = now(); now() < begin + 0.3;) { \
    double t = now(); \
    run; \
    t = now() - t; \
    if (t < best) best = t; \
  }

static double bench_u8(const layer *l, bool in_signed, size_t *operations) {
  size_t out = (l->extent - 1) / l->stride + 1, pixels = out * out;
  size_t taps = l->kernel * l->kernel, group_in = l->in / l->groups, group_out = l->out / l->groups;
  bool depthwise = l->groups > 1 && group_in == 1 && group_out == 1;
  int8_t *weights = filled(l->out * group_in * taps);
  void *packed = filled(depthwise ? 4 * l->out * taps
                                  : dk_conv_u8_packed_count(l->groups, group_in, group_out, taps));
  int32_t *sums = filled(4 * l->out), *bias = filled(4 * l->out);
  if (depthwise)
    dk_conv_u8_depthwise_pack(l->out, taps, weights, packed, sums);
  else
    dk_conv_u8_pack(l->groups, group_in, group_out, taps, weights, packed, sums);
  float *scale = filled(4 * l->out);
  for (size_t o = 0; o < l->out; o++) {
    scale[o] = 1e-4f;
    bias[o] %= 10000;
  }
  uint8_t *padding = filled(l->in), *table = filled(256);
  uint8_t *input = filled(l->extent * l->extent * l->in), *output = filled(pixels * l->out);
  dk_conv_u8 c = {
      .batch = 1,
      .in_height = l->extent,
      .in_width = l->extent,
      .in_stride = l->in,
      .out_height = out,
      .out_width = out,
      .out_stride = l->out,
      .kernel_height = l->kernel,
      .kernel_width = l->kernel,
      .stride_height = l->stride,
      .stride_width = l->stride,
      .pad_top = l->kernel / 2,
      .pad_left = l->kernel / 2,
      .dilation_height = 1,
      .dilation_width = 1,
      .groups = l->groups,
      .group_in = group_in,
      .group_out = group_out,
      .in_signed = in_signed,
      .in_zero_point = 3,
      .weights = packed,
      .weight_sums = sums,
      .bias = bias,
      .padding = padding,
      .store = {.type = dk_store_u8, .scale = scale, .zero_point = 7, .table = table},
  };
  size_t blocks = l->groups * dk_conv_blocks(group_out);
  BEST(best, depthwise ? dk_conv_u8_depthwise(&c, input, output, 0, pixels)
                       : dk_conv_u8_run(&c, input, output, 0, pixels, 0, blocks))
  void *all[] = {weights, packed, sums, bias, scale, padding, table, input, output};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  *operations = 2 * pixels * l->out * group_in * taps;
  return best;
}

static double bench_f32(const layer *l) {
  size_t out = (l->extent - 1) / l->stride + 1, pixels = out * out;
  size_t taps = l->kernel * l->kernel, group_in = l->in / l->groups, group_out = l->out / l->groups;
  bool depthwise = l->groups > 1 && group_in == 1 && group_out == 1;
  size_t blocks = l->groups * dk_conv_blocks(group_out);
  size_t count = l->out * group_in * taps;
  float *weights = filled(4 * count);
  for (size_t i = 0; i < count; i++) weights[i] = random_float(-1, 1);
  float *packed =
      filled(4 * (depthwise ? dk_conv_f32_depthwise_packed_count(l->out, taps)
                            : dk_conv_f32_packed_count(l->groups, group_in, group_out, taps)));
  if (depthwise)
    dk_conv_f32_depthwise_pack(l->out, taps, weights, packed);
  else
    dk_conv_f32_pack(l->groups, group_in, group_out, taps, weights, packed);
  size_t padded = blocks * dk_conv_block;
  float *bias = filled(4 * padded + dk_slack), *zeros = filled(4 * l->in + dk_slack);
  memset(bias, 0, 4 * padded + dk_slack);
  memset(zeros, 0, 4 * l->in + dk_slack);
  size_t in_count = l->extent * l->extent * l->in;
  float *input = filled(4 * in_count + dk_slack), *output = filled(4 * pixels * l->out);
  for (size_t i = 0; i < in_count; i++) input[i] = random_float(-1, 1);
  dk_conv_f32 c = {
      .batch = 1,
      .in_height = l->extent,
      .in_width = l->extent,
      .in_stride = l->in,
      .out_height = out,
      .out_width = out,
      .out_stride = l->out,
      .kernel_height = l->kernel,
      .kernel_width = l->kernel,
      .stride_height = l->stride,
      .stride_width = l->stride,
      .pad_top = l->kernel / 2,
      .pad_left = l->kernel / 2,
      .dilation_height = 1,
      .dilation_width = 1,
      .groups = l->groups,
      .group_in = group_in,
      .group_out = group_out,
      .weights = packed,
      .bias = bias,
      .zeros = zeros,
      .activation = {dk_leaky_relu, 0.1f, 0},
  };
  BEST(best, depthwise ? dk_conv_f32_depthwise(&c, input, output, 0, out)
                       : dk_conv_f32_run(&c, input, output, 0, pixels, 0, blocks))
  void *all[] = {weights, packed, bias, zeros, input, output};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  return best;
}

int main(int count, char **names) {
  for (dk_isa isa = dk_isa_generic; isa <= dk_isa_neon_dotprod; isa++) {
    if (!dk_isa_select(isa) || (count > 1 && strcmp(names[1], dk_isa_name(isa)) != 0)) continue;
    printf("%-28s %12s %12s %12s\n", dk_isa_name(isa), "u8 GOP/s", "s8 GOP/s", "f32 GFLOP/s");
    double time_u8 = 0, time_f32 = 0;
    size_t total = 0;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
      if (count > 2 && !strstr(layers[i].name, names[2])) continue;
      size_t operations;
      double u8 = bench_u8(&layers[i], false, &operations);
      double s8 = bench_u8(&layers[i], true, &operations);
      double f32 = bench_f32(&layers[i]);
      double g = 1e-9 * (double)operations;
      printf("%-28s %12.1f %12.1f %12.1f\n", layers[i].name, g / u8, g / s8, g / f32);
      time_u8 += u8;
      time_f32 += f32;
      total += operations;
    }
    printf("%-28s %12.1f %12s %12.1f\n\n", "all", 1e-9 * (double)total / time_u8, "",
           1e-9 * (double)total / time_f32);
  }
}
