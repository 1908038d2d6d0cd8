#include "../dispatch.h"

void dk_conv_f32_tile_avx2(size_t pixels, size_t taps, size_t in_channels, const float *const *rows,
                           const float *weights, const float *bias, float slope, float *out,
                           size_t out_stride, size_t channels);
