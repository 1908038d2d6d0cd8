#include "dispatch.h"

#include <stdatomic.h>

static const dk_table *table_of(dk_isa isa) {
#if defined(__x86_64__)
  if (isa == dk_isa_avx512) return &dk_table_avx512;
  if (isa == dk_isa_avx2) return &dk_table_avx2;
#endif
  return &dk_table_generic;
}

dk_isa dk_isa_best(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (avx512) return dk_isa_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return dk_isa_avx2;
#endif
  return dk_isa_generic;
}

// -1 until the first use.
static _Atomic int selected = -1;

dk_isa dk_isa_current(void) {
  int isa = atomic_load_explicit(&selected, memory_order_relaxed);
  if (isa < 0) {
    isa = (int)dk_isa_best();
    atomic_store_explicit(&selected, isa, memory_order_relaxed);
  }
  return (dk_isa)isa;
}

bool dk_isa_select(dk_isa isa) {
  if (isa > dk_isa_best()) return false;
  atomic_store(&selected, (int)isa);
  return true;
}

const dk_table *dk_kernels(void) { return table_of(dk_isa_current()); }
