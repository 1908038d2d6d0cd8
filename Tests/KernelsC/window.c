#include "window.h"

#include "random.h"

static size_t random_padding(size_t reach) {
  switch (random_whole(0, 3)) {
    case 0: return 0;
    case 1: return (size_t)random_whole(0, (long)reach / 2);
    case 2: return (size_t)random_whole(0, (long)reach);
    default: return (size_t)random_whole(0, (long)reach + 3);
  }
}

axis random_axis(bool pooling, size_t fixed_kernel) {
  for (;;) {
    axis a = {
        .extent = (size_t)random_whole(1, 14), .kernel = fixed_kernel, .stride = 1, .dilation = 1};
    if (!fixed_kernel) {
      a.kernel = (size_t)random_whole(1, random_whole(0, 1) ? 3 : 7);
      a.stride = (size_t)(random_whole(0, 9) ? random_whole(1, 4) : random_whole(5, 20));
      if (!pooling && random_whole(0, 1)) a.dilation = (size_t)random_whole(2, 6);
    }
    size_t reach = (a.kernel - 1) * a.dilation + 1;
    a.before = random_padding(reach);
    a.after = random_padding(reach);
    if (a.extent + a.before + a.after < reach) continue;
    a.out = (a.extent + a.before + a.after - reach) / a.stride + 1;
    if (pooling && (a.before >= a.kernel || (a.out - 1) * a.stride >= a.extent + a.before))
      continue;
    return a;
  }
}
