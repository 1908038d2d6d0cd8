#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "window.h"

static int number(uint8_t byte, bool is_signed) { return is_signed ? (int8_t)byte : byte; }

// What ONNX Runtime stores for a rounded number.
static uint8_t clamped(float rounded, bool is_signed) {
  float lowest = is_signed ? -128 : 0;
  return (uint8_t)(int)fminf(fmaxf(rounded, lowest), lowest + 255);
}

// Scales that make ties, near ties, or neither.
static float random_scale(void) {
  switch (random_whole(0, 2)) {
    case 0: return ldexpf(1, (int)random_whole(-6, 0));
    case 1: return 0.1f * (float)random_whole(1, 6);
    default: return random_float(0.01f, 0.5f);
  }
}

static dk_quantization random_quantization(bool is_signed) {
  long zero = is_signed ? random_whole(-128, 127) : random_whole(0, 255);
  return (dk_quantization){random_scale(), (int32_t)zero, is_signed};
}

static void check_arithmetic(void) {
  bool is_signed = random_whole(0, 1);
  dk_quantization qa = random_quantization(is_signed), qb = random_quantization(is_signed);
  dk_quantization qy = random_quantization(is_signed);
  size_t count = (size_t)random_whole(1, 300);
  size_t steps = (size_t)random_whole(0, 3), a_step = steps & 1, b_step = steps >> 1;
  uint8_t *a = allocate_random(count), *b = allocate_random(count);
  uint8_t *found = allocate(count), *expected = allocate(count);

  dk_add_u8(a, a_step, qa, b, b_step, qb, found, qy, count);
  float ra = qa.scale / qy.scale, rb = qb.scale / qy.scale;
  bool swapped = a_step == 0 && b_step != 0;
  volatile float part = swapped ? ra * (float)qa.zero_point : rb * (float)qb.zero_point;
  float zeros =
      swapped ? fmaf(rb, (float)qb.zero_point, part) : fmaf(ra, (float)qa.zero_point, part);
  float fixed = (float)qy.zero_point - zeros;
  for (size_t i = 0; i < count; i++) {
    float x = (float)number(a[i * a_step], is_signed), z = (float)number(b[i * b_step], is_signed);
    float sum = swapped ? fmaf(z, rb, fmaf(x, ra, fixed)) : fmaf(x, ra, fmaf(z, rb, fixed));
    expected[i] = clamped(rintf(sum), is_signed);
  }
  compare(found, expected, count, "add");

  dk_multiply_u8(a, a_step, qa, b, b_step, qb, found, qy, count);
  volatile float both = qa.scale * qb.scale;
  volatile float factor = both / qy.scale;
  for (size_t i = 0; i < count; i++) {
    int product = (number(a[i * a_step], is_signed) - qa.zero_point) *
                  (number(b[i * b_step], is_signed) - qb.zero_point);
    volatile float scaled = (float)product * factor;
    expected[i] = clamped(rintf(scaled + (float)qy.zero_point), is_signed);
  }
  compare(found, expected, count, "multiply");

  uint8_t table[256];
  dk_unary_table((dk_unary){dk_leaky_relu, 0.1f, 0}, qa, qy, table);
  for (int i = 0; i < 256; i++) {
    volatile float x = (float)(number((uint8_t)i, is_signed) - qa.zero_point) * qa.scale;
    volatile float leaky = x < 0 ? x * 0.1f : x;
    uint8_t byte = clamped(rintf(leaky / qy.scale) + (float)qy.zero_point, is_signed);
    compare(&table[i], &byte, 1, "leaky table");
  }
  dk_lookup_u8(table, a, count, count, 1, found, count);
  for (size_t i = 0; i < count; i++) expected[i] = table[a[i]];
  compare(found, expected, count, "lookup");

  void *all[] = {a, b, found, expected};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void check_quantize(void) {
  bool is_signed = random_whole(0, 1);
  size_t channels = (size_t)random_whole(1, 70), pixels = (size_t)random_whole(1, 5);
  size_t x_stride = channels + (size_t)random_whole(0, 3);
  size_t y_stride = channels + (size_t)random_whole(0, 3);
  size_t step = (size_t)random_whole(0, 1);
  float scale[70];
  int32_t zero[70];
  for (size_t c = 0; c < channels; c++) {
    dk_quantization q = random_quantization(is_signed);
    scale[c] = q.scale;
    zero[c] = q.zero_point;
  }
  size_t count = pixels * (x_stride > y_stride ? x_stride : y_stride);
  float *x = allocate(4 * count), *back = allocate(4 * count), *expected_back = allocate(4 * count);
  int32_t *whole = allocate_random(4 * count);
  uint8_t *found = allocate_random(count), *expected = allocate(count);
  static const float special[] = {NAN, INFINITY, -INFINITY, 3e38f, -3e38f, -0.0f};
  for (size_t i = 0; i < count; i++)
    x[i] = random_whole(0, 9) == 0   ? special[random_whole(0, 5)]
           : random_whole(0, 1) == 0 ? (float)random_whole(-600, 600) * 0.5f * scale[0]
                                     : random_float(-60, 60);
  memcpy(expected, found, count);
  dk_quantize_f32(x, x_stride, channels, pixels, scale, zero, step, is_signed, found, y_stride);
  for (size_t p = 0; p < pixels; p++)
    for (size_t c = 0; c < channels; c++) {
      float y = rintf(x[p * x_stride + c] / scale[c * step]) + (float)zero[c * step];
      expected[p * y_stride + c] = isnan(y) ? (is_signed ? 0x80 : 0) : clamped(y, is_signed);
    }
  compare(found, expected, count, "quantize");

  memcpy(back, x, 4 * count);
  memcpy(expected_back, x, 4 * count);
  dk_dequantize_u8(found, y_stride, channels, pixels, scale, zero, step, is_signed, back, x_stride);
  for (size_t p = 0; p < pixels; p++)
    for (size_t c = 0; c < channels; c++)
      expected_back[p * x_stride + c] =
          (float)(number(found[p * y_stride + c], is_signed) - zero[c * step]) * scale[c * step];
  compare(back, expected_back, 4 * count, "dequantize");
  uint16_t *words = allocate_random(2 * count), *expected_words = allocate(2 * count);
  int32_t wide_zero[70];
  for (size_t c = 0; c < channels; c++)
    wide_zero[c] = (int32_t)random_whole(0, 65535) - (is_signed ? 32768 : 0);
  memcpy(expected_words, words, 2 * count);
  dk_quantize_f32_u16(x, x_stride, channels, pixels, scale, wide_zero, step, is_signed, words,
                      y_stride);
  float low = is_signed ? -32768 : 0;
  for (size_t p = 0; p < pixels; p++)
    for (size_t c = 0; c < channels; c++) {
      float y = rintf(x[p * x_stride + c] / scale[c * step]) + (float)wide_zero[c * step];
      y = y > low ? y : low;
      y = y < low + 65535 ? y : low + 65535;
      expected_words[p * y_stride + c] = (uint16_t)(int32_t)y;
    }
  compare(words, expected_words, 2 * count, "quantize to 16 bits");
  dk_dequantize_u16(words, y_stride, channels, pixels, scale, wide_zero, step, is_signed, back,
                    x_stride);
  for (size_t p = 0; p < pixels; p++)
    for (size_t c = 0; c < channels; c++) {
      uint16_t word = words[p * y_stride + c];
      int32_t value = is_signed ? (int16_t)word : word;
      expected_back[p * x_stride + c] = (float)(value - wide_zero[c * step]) * scale[c * step];
    }
  compare(back, expected_back, 4 * count, "dequantize 16 bits");
  dk_dequantize_s32(whole, y_stride, channels, pixels, scale, step, back, x_stride);
  for (size_t p = 0; p < pixels; p++)
    for (size_t c = 0; c < channels; c++)
      expected_back[p * x_stride + c] = (float)whole[p * y_stride + c] * scale[c * step];
  compare(back, expected_back, 4 * count, "dequantize 32 bits");

  void *all[] = {x, back, expected_back, whole, found, expected, words, expected_words};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void check_pooling(void) {
  axis lines = random_axis(true, 0), columns = random_axis(true, 0);
  dk_pool p = {
      .batch = (size_t)random_whole(1, 2),
      .in_height = lines.extent,
      .in_width = columns.extent,
      .out_height = lines.out,
      .out_width = columns.out,
      .channels = (size_t)random_whole(1, 70),
      .kernel_height = lines.kernel,
      .kernel_width = columns.kernel,
      .stride_height = lines.stride,
      .stride_width = columns.stride,
      .pad_top = lines.before,
      .pad_left = columns.before,
  };
  p.in_stride = p.channels + (size_t)random_whole(0, 4);
  p.out_stride = p.channels + (size_t)random_whole(0, 4);
  bool is_signed = random_whole(0, 1), padding_counts = random_whole(0, 1);
  dk_quantization qx = random_quantization(is_signed), qy = random_quantization(is_signed);
  size_t pixels = p.in_height * p.in_width, out_pixels = p.batch * p.out_height * p.out_width;
  size_t rows = p.batch * p.out_height, cut = (size_t)random_whole(0, (long)rows);
  size_t out_bytes = (out_pixels - 1) * p.out_stride + p.channels;
  uint8_t *input = allocate_random((p.batch * pixels - 1) * p.in_stride + p.channels);
  uint8_t *largest = allocate_random(out_bytes), *mean = allocate_random(out_bytes);
  uint8_t *expected_largest = allocate(out_bytes), *expected_mean = allocate(out_bytes);
  memcpy(expected_largest, largest, out_bytes);
  memcpy(expected_mean, mean, out_bytes);
  dk_max_pool_u8(&p, is_signed, input, largest, cut, rows);
  dk_max_pool_u8(&p, is_signed, input, largest, 0, cut);
  dk_average_pool_u8(&p, padding_counts, qx, qy, input, mean, cut, rows);
  dk_average_pool_u8(&p, padding_counts, qx, qy, input, mean, 0, cut);
  for (size_t o = 0; o < out_pixels; o++)
    for (size_t c = 0; c < p.channels; c++) {
      size_t n = o / p.out_width / p.out_height;
      int best = -1000;
      float sum = 0, cells = 0;
      for (size_t ky = 0; ky < p.kernel_height; ky++)
        for (size_t kx = 0; kx < p.kernel_width; kx++) {
          long y = under(&lines, o / p.out_width % p.out_height, ky);
          long x = under(&columns, o % p.out_width, kx);
          if (y < 0 || x < 0) continue;
          size_t pixel = n * pixels + (size_t)y * p.in_width + (size_t)x;
          int value = number(input[pixel * p.in_stride + c], is_signed);
          if (value > best) best = value;
          volatile float dequantized = qx.scale * (float)(value - qx.zero_point);
          sum += dequantized;
          cells++;
        }
      if (padding_counts) cells = (float)(p.kernel_height * p.kernel_width);
      volatile float quotient = sum / cells;
      quotient = quotient / qy.scale;
      expected_largest[o * p.out_stride + c] = (uint8_t)best;
      expected_mean[o * p.out_stride + c] =
          clamped(rintf(quotient + (float)qy.zero_point), is_signed);
    }
  compare(largest, expected_largest, out_bytes, "max pool");
  compare(mean, expected_mean, out_bytes, "average pool");

  dk_global_average_pool_u8(input, pixels, p.channels, p.in_stride, qx, qy, mean);
  volatile float below = qy.scale * (float)pixels;
  volatile float factor = qx.scale / below;
  for (size_t c = 0; c < p.channels; c++) {
    int sum = 0;
    for (size_t i = 0; i < pixels; i++)
      sum += number(input[i * p.in_stride + c], is_signed) - qx.zero_point;
    expected_mean[c] = clamped(rintf((float)sum * factor) + (float)qy.zero_point, is_signed);
  }
  compare(mean, expected_mean, p.channels, "global average pool");

  void *all[] = {input, largest, mean, expected_largest, expected_mean};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void check_layout(void) {
  size_t channels = (size_t)random_whole(1, 90), height = (size_t)random_whole(1, 9);
  size_t width = (size_t)random_whole(1, 30), pixels = height * width;
  size_t stride = channels + (size_t)random_whole(0, 4), scale = (size_t)random_whole(1, 3);
  uint8_t *planes = allocate_random(channels * pixels), *again = allocate(channels * pixels);
  size_t map_bytes = (pixels - 1) * stride + channels;
  uint8_t *map = allocate_random(map_bytes), *expected = allocate(map_bytes);
  uint8_t *large = allocate(pixels * scale * scale * channels);
  memcpy(expected, map, map_bytes);
  dk_interleave_u8(planes, channels, pixels, map, stride);
  for (size_t i = 0; i < pixels; i++)
    for (size_t c = 0; c < channels; c++) expected[i * stride + c] = planes[c * pixels + i];
  compare(map, expected, map_bytes, "interleave");
  dk_planes_u8(map, stride, channels, pixels, again);
  compare(again, planes, channels * pixels, "planes");
  dk_upsample_u8(map, height, width, stride, channels, scale, scale, large, channels, 0,
                 height * scale);
  for (size_t y = 0; y < height * scale; y++)
    for (size_t x = 0; x < width * scale; x++)
      compare(large + (y * width * scale + x) * channels,
              map + (y / scale * width + x / scale) * stride, channels, "upsample");
  random_bytes(again, channels * pixels);
  dk_copy_pixels_u8(map, stride, channels, pixels, again, channels);
  for (size_t i = 0; i < pixels; i++)
    compare(again + i * channels, map + i * stride, channels, "copy");
  void *all[] = {planes, again, map, expected, large};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

void check_bytes(void) {
  random_state = 2;
  for (int i = 0; i < 300; i++) {
    check_arithmetic();
    check_quantize();
    check_pooling();
    check_layout();
  }
}
