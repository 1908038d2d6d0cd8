// The numeric kernels of the engine. Feature maps are interleaved (N, H, W, C) with a pixel
// stride that may exceed the number of channels, so that a map can be a slice of a wider one.
// Every function works on a range of its outputs: callers cut the work into ranges as they like
// and the result does not depend on the cut.
#ifndef DARKROOM_KERNELS_H
#define DARKROOM_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "convolution.h"
#include "elementwise.h"
#include "layout.h"
#include "pooling.h"
#include "winograd.h"

/// The instruction sets kernels exist for.
typedef enum {
  dk_isa_generic = 0,
  dk_isa_avx2 = 1,
  dk_isa_avx512 = 2,
} dk_isa;

/// The best instruction set of this machine.
dk_isa dk_isa_best(void);

/// The instruction set in use: the best one, until `dk_isa_select` says otherwise.
dk_isa dk_isa_current(void);

/// Uses another instruction set. Not to be called while kernels run.
/// Returns false, and changes nothing, when the machine does not have it.
bool dk_isa_select(dk_isa isa);

#endif
