// The numeric kernels of the engine. Feature maps are interleaved (N, H, W, C) with a pixel
// stride that may exceed the number of channels, so that a map can be a slice of a wider one.
// Every function works on a range of its outputs: callers cut the work into ranges as they like
// and the result does not depend on the cut.
#ifndef DARKROOM_KERNELS_H
#define DARKROOM_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "convolution.h"
#include "convolution_u8.h"
#include "elementwise.h"
#include "histogram.h"
#include "integers.h"
#include "layout.h"
#include "moments.h"
#include "pooling.h"
#include "quantized.h"
#include "winograd.h"

/// The instruction sets kernels exist for.
typedef enum {
  dk_isa_generic = 0,
  dk_isa_avx2 = 1,
  dk_isa_avx512 = 2,
  dk_isa_avx512vnni = 3,
  dk_isa_neon = 4,
  dk_isa_neon_dotprod = 5,
} dk_isa;

/// Whether this machine has an instruction set.
bool dk_isa_available(dk_isa isa);

/// The name of an instruction set, as DARKROOM_ISA takes it.
const char *dk_isa_name(dk_isa isa);

/// The best instruction set of this machine.
dk_isa dk_isa_best(void);

/// The instruction set in use: what `dk_isa_select` chose for this thread, else what the
/// environment variable DARKROOM_ISA named at the first use of any kernel, else the best one.
dk_isa dk_isa_current(void);

/// Why DARKROOM_ISA is not followed, for people to read; NULL if it is, or is not set.
const char *dk_isa_error(void);

/// Uses another instruction set for what this thread computes from now on.
/// Returns false, and changes nothing, when the machine does not have it.
bool dk_isa_select(dk_isa isa);

#endif
