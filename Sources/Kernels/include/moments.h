#ifndef DARKROOM_KERNELS_MOMENTS_H
#define DARKROOM_KERNELS_MOMENTS_H

#include <stddef.h>

/// Columns of one panel. A matrix in panels is [panel][row][dk_moment_panel], the last panel
/// filled up with zeros.
enum { dk_moment_panel = 48 };

/// Where the patches under a moving window lie on one plane of a map.
typedef struct {
  size_t in_height, in_width;
  size_t kernel_height, kernel_width;
  size_t stride_height, stride_width;
  size_t pad_top, pad_left;
  size_t dilation_height, dilation_width;
} dk_patches;

/// A position of the window.
typedef struct {
  size_t row, column;
} dk_position;

/// Gathers the patches at `count` positions from `channels` planes of a map, zeros where they reach
/// beyond it. Column channel * taps + tap of row n goes to
/// column first_column + channel * taps + tap of row n of a matrix in panels with `rows` rows.
void dk_moment_gather(const dk_patches *patches, const float *planes, size_t channels,
                      const dk_position *positions, size_t count, size_t first_column,
                      float *matrix, size_t rows);

/// Adds the product of two panels with `rows` rows to a tile of 48 x 48:
/// tile[i][j] += sum over n of a[n][i] * b[n][j].
void dk_moment_tile(const float *a, const float *b, size_t rows, float *tile);

/// Adds the sum of each column of a panel.
void dk_moment_sums(const float *panel, size_t rows, double sums[dk_moment_panel]);

/// Rounds the numbers of 48 rows (lanes) in the columns of a panel from the last to the first, each
/// so that it makes up for the errors of those before it: where the squared error is eᵀ l lᵀ e for
/// errors e, column k becomes (w - (sum over i > k of l[i][k] e[i]) / l[k][k]) / scale,
/// rounded. Arrays are [column][lane].
/// factor: 48 x 48, l[i][k] at [i][k] for k <= i.
/// sums: those over the columns of later panels; overwritten.
/// q, errors: set to the numbers and to scale q - w.
void dk_moment_round(const float *factor, const float *scales, float limit, const float *weights,
                     float *sums, float *q, float *errors);

/// One pass of coordinate descent over the numbers of 48 rows (lanes) in the columns of a panel.
///
/// Each number q in turn becomes the whole number within -limit...limit that makes the row's error
/// least: q - gradient / (scale * h[j][j]), rounded. Arrays are [column][lane].
/// h: 48 x 48, the matrix of the panel's columns; columns where its diagonal is 0 stay.
/// gradient: h (scale q - w) and whatever else is linear; kept up to date within the panel.
/// delta: set to the real changes of the numbers.
/// Returns how many numbers changed.
size_t dk_moment_descend(size_t columns, const float *h, const float *scales, float limit,
                         float *gradient, float *q, float *delta);

/// The weighted squared error of rounding `count` weights to whole multiples of `scale` within
/// -limit...limit; `importance` NULL counts all alike. The order of additions is the same for all
/// instruction sets.
float dk_moment_rounding_error(const float *weights, const float *importance, size_t count,
                               float scale, float limit);

#endif
