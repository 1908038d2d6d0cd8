#include <stdlib.h>

#include "rows.h"

// How the tiles of a convolution are fed.
typedef struct {
  size_t taps, channels;  // of one register tile
  size_t tile;            // pixels
  const float **rows;     // taps * tile
  float *edges;           // runs that cross the border
} feed;

// A block of channels of all tiles.
static void run_block(const dk_conv_f32 *c, const feed *f, const float *input, float *output,
                      size_t pixel_begin, size_t pixel_end, size_t block) {
  const dk_table *kernels = dk_kernels();
  bool in_store = c->activation.function == dk_identity || c->activation.function == dk_leaky_relu;
  float slope = c->activation.function == dk_leaky_relu ? c->activation.a : 1.0f;
  size_t blocks = dk_conv_blocks(c->group_out);
  size_t group = block / blocks, first = block % blocks * dk_conv_block;
  size_t left = c->group_out - first;
  size_t channels = left < dk_conv_block ? left : dk_conv_block;
  const float *weights = c->weights + block * f->taps * f->channels * dk_conv_block;
  const float *bias = c->bias + block * dk_conv_block;
  size_t in_offset = group * c->group_in;
  bool pointwise = c->kernel_height == 1 && c->kernel_width == 1 && c->stride_height == 1 &&
                   c->stride_width == 1 && c->out_height == c->in_height &&
                   c->out_width == c->in_width;

  for (size_t pixel = pixel_begin; pixel < pixel_end; pixel += f->tile) {
    size_t pixels = pixel_end - pixel < f->tile ? pixel_end - pixel : f->tile;
    if (pointwise) {
      const float *start = input + pixel * c->in_stride + in_offset;
      for (size_t p = 0; p < pixels; p++) f->rows[p] = start + p * c->in_stride;
    } else if (f->edges) {
      find_runs(c, input, pixel, pixels, f->rows, f->edges);
    } else {
      find_rows(c, input, pixel, pixels, f->rows);
      for (size_t i = 0; i < f->taps * pixels; i++)
        f->rows[i] = f->rows[i] ? f->rows[i] + in_offset : c->zeros;
    }
    float *out = output + pixel * c->out_stride + group * c->group_out + first;
    kernels->conv_tile(pixels, f->taps, f->channels, f->rows, weights, bias, slope, out,
                       c->out_stride, channels);
    if (in_store) continue;
    for (size_t p = 0; p < pixels; p++)
      kernels->unary(c->activation, out + p * c->out_stride, out + p * c->out_stride, channels);
  }
}

void dk_conv_f32_run(const dk_conv_f32 *c, const float *input, float *output, size_t pixel_begin,
                     size_t pixel_end, size_t block_begin, size_t block_end) {
  size_t count = pixel_end - pixel_begin;
  if (count == 0) return;
  size_t largest = dk_kernels()->conv_tile_pixels;
  // Tiles of equal size, so that the last one is not a mere pixel or two.
  size_t tiles = (count + largest - 1) / largest;
  bool runs = reads_runs(c);

  const float *few_rows[9 * dk_max_tile];
  float few_edges[3 * dk_max_tile * dk_widest_run];
  feed f = {.taps = runs ? c->kernel_height : c->kernel_height * c->kernel_width,
            .channels = runs ? c->kernel_width * c->group_in : c->group_in,
            .tile = (count + tiles - 1) / tiles,
            .rows = few_rows,
            .edges = runs ? few_edges : NULL};
  if (f.taps > 9) f.rows = malloc(f.taps * dk_max_tile * sizeof *f.rows);
  if (runs && f.taps > 3) f.edges = malloc(f.taps * dk_max_tile * f.channels * sizeof *f.edges);
  if (!f.rows || (runs && !f.edges)) abort();

  for (size_t block = block_begin; block < block_end; block++)
    run_block(c, &f, input, output, pixel_begin, pixel_end, block);

  if (f.rows != few_rows) free(f.rows);
  if (f.edges != few_edges) free(f.edges);
}
