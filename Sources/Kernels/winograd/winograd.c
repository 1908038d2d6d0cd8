#include <stdlib.h>
#include <string.h>

#include "../dispatch.h"

bool dk_winograd_f32_applies(const dk_conv_f32 *c) {
  return c->kernel_height == 3 && c->kernel_width == 3 && c->stride_height == 1 &&
         c->stride_width == 1 && c->dilation_height == 1 && c->dilation_width == 1 &&
         c->groups == 1 && c->group_in % 16 == 0 && c->group_out % 16 == 0;
}

static size_t tile_rows(const dk_conv_f32 *c) { return (c->out_height + 3) / 4; }
static size_t tile_columns(const dk_conv_f32 *c) { return (c->out_width + 3) / 4; }

size_t dk_winograd_f32_tiles(const dk_conv_f32 *c) {
  return c->batch * tile_rows(c) * tile_columns(c);
}

size_t dk_winograd_f32_packed_count(size_t in_channels, size_t out_channels) {
  return 36 * dk_conv_blocks(out_channels) * in_channels * dk_conv_block;
}

// G g G^T with the rows of G: (1/4, 0, 0), (-1/6, -1/6, -1/6), (-1/6, 1/6, -1/6),
// (1/24, 1/12, 1/6), (1/24, -1/12, 1/6), (0, 0, 1); in double, rounded once.
static void transform_weights(const float *g, double u[36]) {
  static const double matrix[6][3] = {{1.0 / 4, 0, 0},
                                      {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                      {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                      {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                      {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                      {0, 0, 1}};
  double half[6][3];
  for (size_t i = 0; i < 6; i++)
    for (size_t x = 0; x < 3; x++)
      half[i][x] = matrix[i][0] * g[x] + matrix[i][1] * g[3 + x] + matrix[i][2] * g[6 + x];
  for (size_t i = 0; i < 6; i++)
    for (size_t j = 0; j < 6; j++)
      u[6 * i + j] =
          matrix[j][0] * half[i][0] + matrix[j][1] * half[i][1] + matrix[j][2] * half[i][2];
}

void dk_winograd_f32_pack(size_t in_channels, size_t out_channels, const void *weights,
                          float *packed) {
  size_t blocks = dk_conv_blocks(out_channels);
  size_t step = blocks * in_channels * dk_conv_block;
  memset(packed, 0, 36 * step * sizeof(float));
  for (size_t o = 0; o < out_channels; o++)
    for (size_t c = 0; c < in_channels; c++) {
      float g[9];
      double u[36];
      memcpy(g, (const char *)weights + (o * in_channels + c) * sizeof g, sizeof g);
      transform_weights(g, u);
      float *target =
          packed + ((o / dk_conv_block) * in_channels + c) * dk_conv_block + o % dk_conv_block;
      for (size_t i = 0; i < 36; i++) target[i * step] = (float)u[i];
    }
}

size_t dk_winograd_f32_scratch_count(size_t in_channels, size_t out_channels, size_t tiles) {
  return 36 * tiles * (in_channels + out_channels);
}

// The pixels under a tile, or zeros outside of the map.
static void find_pixels(const dk_conv_f32 *c, const float *input, size_t n, size_t y, size_t x,
                        const float *pixels[36]) {
  const float *image = input + n * c->in_height * c->in_width * c->in_stride;
  for (size_t i = 0; i < 6; i++)
    for (size_t j = 0; j < 6; j++) {
      // Unsigned: what lies above or left of the map wraps to a large number.
      size_t row = 4 * y + i - c->pad_top, column = 4 * x + j - c->pad_left;
      bool inside = row < c->in_height && column < c->in_width;
      pixels[6 * i + j] = inside ? image + (row * c->in_width + column) * c->in_stride : c->zeros;
    }
}

void dk_winograd_f32_run(const dk_conv_f32 *c, const float *input, float *output, float *scratch,
                         size_t tile_begin, size_t tile_end) {
  const dk_table *kernels = dk_kernels();
  size_t count = tile_end - tile_begin;
  if (count == 0) return;
  size_t in = c->group_in, out = c->group_out;
  size_t blocks = dk_conv_blocks(out);
  float *transformed = scratch;                 // [36][count][in]
  float *products = scratch + 36 * count * in;  // [36][count][out]
  size_t columns = tile_columns(c), rows = tile_rows(c);

  for (size_t t = 0; t < count; t++) {
    size_t tile = tile_begin + t;
    const float *pixels[36];
    find_pixels(c, input, tile / columns / rows, tile / columns % rows, tile % columns, pixels);
    kernels->winograd_input(pixels, in, transformed + t * in, count * in);
  }

  static const float no_bias[dk_conv_block] = {0};
  size_t parts = (count + kernels->conv_tile_pixels - 1) / kernels->conv_tile_pixels;
  size_t part = (count + parts - 1) / parts;
  for (size_t i = 0; i < 36; i++)
    for (size_t b = 0; b < blocks; b++) {
      const float *weights = c->weights + (i * blocks + b) * in * dk_conv_block;
      size_t channels = out - b * dk_conv_block;
      if (channels > dk_conv_block) channels = dk_conv_block;
      for (size_t t = 0; t < count; t += part) {
        size_t pixels = count - t < part ? count - t : part;
        const float *vectors[dk_max_tile];
        for (size_t p = 0; p < pixels; p++) vectors[p] = transformed + (i * count + t + p) * in;
        kernels->conv_tile(pixels, 1, in, vectors, weights, no_bias, 1.0f,
                           products + (i * count + t) * out + b * dk_conv_block, out, channels);
      }
    }

  bool in_store = c->activation.function == dk_identity || c->activation.function == dk_leaky_relu;
  float slope = c->activation.function == dk_leaky_relu ? c->activation.a : 1.0f;
  for (size_t t = 0; t < count; t++) {
    size_t tile = tile_begin + t;
    size_t n = tile / columns / rows, y = tile / columns % rows * 4, x = tile % columns * 4;
    size_t height = c->out_height - y < 4 ? c->out_height - y : 4;
    size_t width = c->out_width - x < 4 ? c->out_width - x : 4;
    float *first = output + ((n * c->out_height + y) * c->out_width + x) * c->out_stride;
    kernels->winograd_output(products + t * out, count * out, c->bias, slope, out, first,
                             c->out_width * c->out_stride, c->out_stride, height, width);
    if (in_store) continue;
    for (size_t r = 0; r < height; r++)
      for (size_t k = 0; k < width; k++) {
        float *pixel = first + (r * c->out_width + k) * c->out_stride;
        kernels->unary(c->activation, pixel, pixel, out);
      }
  }
}
