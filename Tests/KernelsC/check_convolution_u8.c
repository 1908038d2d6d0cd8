#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "window.h"

enum { rounds = 400 };

// The weights as they come: [out][group_in][taps].
static void reference(const dk_conv_u8 *c, const axis *rows, const axis *columns,
                      const int8_t *weights, const uint8_t *input, void *output) {
  size_t outs = c->groups * c->group_out, taps = c->kernel_height * c->kernel_width;
  for (size_t pixel = 0; pixel < c->batch * c->out_height * c->out_width; pixel++)
    for (size_t o = 0; o < outs; o++) {
      size_t out_x = pixel % c->out_width, out_y = pixel / c->out_width % c->out_height;
      size_t n = pixel / c->out_width / c->out_height;
      int64_t sum = c->bias ? c->bias[o] : 0;
      for (size_t ky = 0; ky < c->kernel_height; ky++)
        for (size_t kx = 0; kx < c->kernel_width; kx++)
          for (size_t i = 0; i < c->group_in; i++) {
            long y = under(rows, out_y, ky), x = under(columns, out_x, kx);
            if (y < 0 || x < 0) continue;
            size_t at = ((n * c->in_height + (size_t)y) * c->in_width + (size_t)x) * c->in_stride +
                        o / c->group_out * c->group_in + i;
            int value = c->in_signed ? (int8_t)input[at] : input[at];
            sum += (value - c->in_zero_point) *
                   weights[(o * c->group_in + i) * taps + ky * c->kernel_width + kx];
          }
      size_t at = pixel * c->out_stride + o;
      const dk_store *s = &c->store;
      if (s->type == dk_store_s32) {
        ((int32_t *)output)[at] = (int32_t)sum;
      } else if (s->type == dk_store_f32) {
        float product = (float)(int32_t)sum * s->scale[o];
        volatile float rounded = product;
        ((float *)output)[at] = s->offset ? rounded + s->offset[o] : rounded;
      } else if (s->shift) {
        int32_t whole = s->multiplier
                            ? dk_times_fixed_point((int32_t)sum,
                                                   (dk_fixed_point){s->multiplier[o], s->shift[o]})
                            : dk_times_power_of_two((int32_t)sum, s->shift[o]);
        int64_t y = (int64_t)whole + s->zero_point, low = s->type == dk_store_u8 ? 0 : -128;
        uint8_t byte = (uint8_t)(y < low ? low : y > low + 255 ? low + 255 : y);
        ((uint8_t *)output)[at] = s->table ? s->table[byte] : byte;
      } else {
        float y = rintf((float)(int32_t)sum * s->scale[o]) + (float)s->zero_point;
        float low = s->type == dk_store_u8 ? 0 : -128;
        uint8_t byte = (uint8_t)(int)fminf(fmaxf(y, low), low + 255);
        ((uint8_t *)output)[at] = s->table ? s->table[byte] : byte;
      }
    }
}

static void check_one(bool depthwise) {
  axis rows = random_axis(false, 0), columns = random_axis(false, 0);
  dk_conv_u8 c = {
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
      .groups = (size_t)(depthwise            ? random_whole(1, 150)
                         : random_whole(0, 3) ? 1
                                              : 3),
      .group_in = (size_t)(depthwise ? 1 : random_whole(1, random_whole(0, 1) ? 9 : 40)),
      .group_out = (size_t)(depthwise ? 1 : random_whole(1, random_whole(0, 1) ? 20 : 80)),
      .in_signed = random_whole(0, 1),
  };
  size_t ins = c.groups * c.group_in, outs = c.groups * c.group_out;
  size_t taps = c.kernel_height * c.kernel_width;
  // What takes long in plain loops finds nothing that smaller shapes do not.
  if (c.batch * c.out_height * c.out_width * outs * c.group_in * taps > 4000000) return;
  c.in_stride = ins + (random_whole(0, 1) ? (size_t)random_whole(0, 9) : 0);
  c.out_stride = outs + (size_t)random_whole(0, 5);
  c.in_zero_point = (int32_t)(c.in_signed ? random_whole(-128, 127) : random_whole(0, 255));

  // The last pixel of the input ends where its memory ends.
  size_t in_pixels = c.batch * c.in_height * c.in_width;
  uint8_t *input = allocate_random((in_pixels - 1) * c.in_stride + ins);
  int8_t *weights = allocate_random(outs * c.group_in * taps);
  if (random_whole(0, 9) == 0) {
    memset(input, random_whole(0, 1) ? 255 : 128, (in_pixels - 1) * c.in_stride + ins);
    memset(weights, -128, outs * c.group_in * taps);
  }
  uint8_t *padding = allocate(ins);
  memset(padding, c.in_zero_point, ins);
  c.padding = padding;
  int32_t *bias = allocate(4 * outs), *weight_sums = allocate(4 * outs);
  float *scale = allocate(4 * outs), *offset = allocate(4 * outs);
  bool wraps = random_whole(0, 9) == 0;
  bool exact = random_whole(0, 1);  // powers of two make ties
  for (size_t o = 0; o < outs; o++) {
    // Sums wrap, as those of ONNX Runtime do.
    bias[o] = !wraps               ? (int32_t)random_whole(-20000, 20000)
              : random_whole(0, 1) ? INT32_MAX
                                   : INT32_MIN;
    scale[o] = exact ? ldexpf(1, (int)random_whole(-12, -1)) : random_float(1e-4f, 1e-2f);
    offset[o] = random_float(-1, 1);
  }
  if (random_whole(0, 3)) c.bias = bias;
  uint8_t *table = allocate_random(256);
  c.store = (dk_store){.type = (dk_store_type)random_whole(0, 3),
                       .scale = scale,
                       .offset = random_whole(0, 1) ? offset : NULL};
  c.store.zero_point =
      (int32_t)(c.store.type == dk_store_s8 ? random_whole(-128, 127) : random_whole(0, 255));
  if (random_whole(0, 1)) c.store.table = table;
  int32_t *multiplier = allocate(outs * sizeof *multiplier),
          *shift = allocate(outs * sizeof *shift);
  for (size_t o = 0; o < outs; o++) {
    multiplier[o] = (int32_t)random_whole(1l << 30, INT32_MAX);
    shift[o] = (int32_t)random_whole(1, 14);
  }
  if (c.store.type <= dk_store_s8 && random_whole(0, 1)) {
    c.store.shift = shift;
    if (random_whole(0, 1)) c.store.multiplier = multiplier;
  }
  c.weight_sums = weight_sums;

  size_t pixels = c.batch * c.out_height * c.out_width;
  // As does the last one of the output.
  size_t out_bytes = ((pixels - 1) * c.out_stride + outs) * (c.store.type >= dk_store_s32 ? 4 : 1);
  uint8_t *found = allocate_random(out_bytes), *expected = allocate(out_bytes);
  memcpy(expected, found, out_bytes);
  reference(&c, &rows, &columns, weights, input, expected);

  void *packed;
  size_t cut = (size_t)random_whole(0, (long)pixels);
  if (depthwise) {
    packed = allocate(4 * outs * taps);
    dk_conv_u8_depthwise_pack(outs, taps, weights, packed, weight_sums);
    c.weights = packed;
    dk_conv_u8_depthwise(&c, input, found, cut, pixels);
    dk_conv_u8_depthwise(&c, input, found, 0, cut);
  } else {
    packed = allocate(dk_conv_u8_packed_count(c.groups, c.group_in, c.group_out, taps));
    dk_conv_u8_pack(c.groups, c.group_in, c.group_out, taps, weights, packed, weight_sums);
    c.weights = packed;
    size_t blocks = c.groups * dk_conv_blocks(c.group_out);
    size_t block = (size_t)random_whole(0, (long)blocks);
    dk_conv_u8_run(&c, input, found, 0, pixels, block, blocks);
    dk_conv_u8_run(&c, input, found, cut, pixels, 0, block);
    dk_conv_u8_run(&c, input, found, 0, cut, 0, block);
  }
  char what[256];
  snprintf(what, sizeof what,
           "%zux%zux%zux%zu (stride %zu) -> %zux%zux%zu, kernel %zux%zu, stride %zux%zu, padding "
           "%zu,%zu, dilation %zux%zu, groups %zu, signed %d, store %d, table %d, cut %zu",
           c.batch, c.in_height, c.in_width, ins, c.in_stride, c.out_height, c.out_width, outs,
           c.kernel_height, c.kernel_width, c.stride_height, c.stride_width, c.pad_top, c.pad_left,
           c.dilation_height, c.dilation_width, c.groups, c.in_signed, c.store.type,
           c.store.table != NULL, cut);
  compare(found, expected, out_bytes, what);

  void *all[] = {input, weights, padding,  bias,   weight_sums, scale, offset,
                 table, found,   expected, packed, multiplier,  shift};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void check_convolution_u8(void) {
  random_state = 1;
  for (int i = 0; i < rounds; i++) check_one(i % 4 == 3);
}
