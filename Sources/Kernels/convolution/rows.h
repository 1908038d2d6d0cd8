// Which input each tap of each output pixel of a tile reads.
#ifndef DARKROOM_ROWS_H
#define DARKROOM_ROWS_H

#include <string.h>

#include "../dispatch.h"

// Kernel columns times channels up to which the pixels under a row of the kernel are read as one
// run: with few channels, runs of their own would be too short to be fast.
enum { dk_widest_run = 96 };

// Whether the pixels under a row of the kernel are neighbours in memory and worth one run.
static inline bool reads_runs(const dk_conv_f32 *c) {
  return c->groups == 1 && c->in_stride == c->group_in && c->dilation_width == 1 &&
         c->kernel_width > 1 && c->kernel_width * c->group_in <= dk_widest_run;
}

// A row of output pixels within a tile.
typedef struct {
  const float *image;
  size_t out_x, out_y, count;
} line;

// The part of output pixels [first, first + pixels) that lies on one row.
static inline line first_line(const dk_conv_f32 *c, const float *input, size_t first,
                              size_t pixels) {
  size_t row = first / c->out_width;
  line l;
  l.out_x = first - row * c->out_width;
  size_t n = c->batch == 1 ? 0 : row / c->out_height;
  l.out_y = row - n * c->out_height;
  l.image = input + n * c->in_height * c->in_width * c->in_stride;
  size_t left = c->out_width - l.out_x;
  l.count = pixels < left ? pixels : left;
  return l;
}

// rows[tap * pixels + p]: the input pixel under a tap, or NULL outside of the map.
static inline void find_rows(const dk_conv_f32 *c, const float *input, size_t first, size_t pixels,
                             const float **rows) {
  for (size_t done = 0; done < pixels;) {
    line l = first_line(c, input, first + done, pixels - done);
    const float **row = rows + done;
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      // Unsigned: what lies above or left of the map wraps to a large number.
      size_t y = l.out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
      // An address outside of the map must not even be formed.
      const float *start = y < c->in_height ? l.image + y * c->in_width * c->in_stride : NULL;
      for (size_t kx = 0; kx < c->kernel_width; kx++, row += pixels) {
        size_t x = l.out_x * c->stride_width + kx * c->dilation_width - c->pad_left;
        for (size_t p = 0; p < l.count; p++, x += c->stride_width)
          row[p] = start && x < c->in_width ? start + x * c->in_stride : NULL;
      }
    }
    done += l.count;
  }
}

// rows[ky * pixels + p]: the run of kernel_width pixels under a row of the kernel. Runs that cross
// the border are put together in `edges`, which has room for all of them.
static inline void find_runs(const dk_conv_f32 *c, const float *input, size_t first, size_t pixels,
                             const float **rows, float *edges) {
  size_t channels = c->group_in;
  for (size_t done = 0; done < pixels;) {
    line l = first_line(c, input, first + done, pixels - done);
    for (size_t ky = 0; ky < c->kernel_height; ky++) {
      const float **row = rows + ky * pixels + done;
      size_t y = l.out_y * c->stride_height + ky * c->dilation_height - c->pad_top;
      const float *start = y < c->in_height ? l.image + y * c->in_width * channels : NULL;
      size_t x = l.out_x * c->stride_width - c->pad_left;
      size_t last = x + (l.count - 1) * c->stride_width;
      bool all_inside =
          start && x <= last && last < c->in_width && last + c->kernel_width <= c->in_width;
      if (all_inside) {
        const float *next = start + x * channels;
        for (size_t p = 0; p < l.count; p++, next += c->stride_width * channels) row[p] = next;
        continue;
      }
      for (size_t p = 0; p < l.count; p++, x += c->stride_width) {
        bool inside = start && x < c->in_width && x + c->kernel_width <= c->in_width;
        if (inside) {
          row[p] = start + x * channels;
          continue;
        }
        row[p] = edges;
        for (size_t kx = 0; kx < c->kernel_width; kx++, edges += channels) {
          if (start && x + kx < c->in_width)
            memcpy(edges, start + (x + kx) * channels, channels * sizeof(float));
          else
            memset(edges, 0, channels * sizeof(float));
        }
      }
    }
    done += l.count;
  }
}

#endif
