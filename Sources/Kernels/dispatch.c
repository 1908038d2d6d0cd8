#include "dispatch.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes/kernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static const struct {
  dk_isa isa;
  const char *name;
} names[] = {
    {dk_isa_generic, "generic"},       {dk_isa_avx2, "avx2"}, {dk_isa_avx512, "avx512"},
    {dk_isa_avx512vnni, "avx512vnni"}, {dk_isa_neon, "neon"}, {dk_isa_neon_dotprod, "neon_dotprod"},
};

enum { isa_count = sizeof names / sizeof *names };

bool dk_isa_available(dk_isa isa) {
  switch (isa) {
    case dk_isa_generic: return true;
#if defined(__x86_64__)
    case dk_isa_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case dk_isa_avx512:
      return dk_isa_available(dk_isa_avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
    case dk_isa_avx512vnni:
      return dk_isa_available(dk_isa_avx512) && __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__)
    case dk_isa_neon: return true;
    case dk_isa_neon_dotprod:
#if defined(__linux__)
      return getauxval(AT_HWCAP) & 1 << 20;  // HWCAP_ASIMDDP
#else
      return true;  // every 64-bit Apple machine
#endif
#endif
    default: return false;
  }
}

const char *dk_isa_name(dk_isa isa) {
  for (size_t i = 0; i < isa_count; i++)
    if (names[i].isa == isa) return names[i].name;
  return "unknown";
}

dk_isa dk_isa_best(void) {
  dk_isa best = dk_isa_generic;
  for (size_t i = 0; i < isa_count; i++)
    if (dk_isa_available(names[i].isa)) best = names[i].isa;
  return best;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static dk_isa chosen;
static char error[512];

// What this thread uses instead; -1 for nothing.
static _Thread_local int selected = -1;

// Takes the best instruction set, or the one the environment names.
static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
  chosen = dk_isa_best();
  const char *wanted = getenv("DARKROOM_ISA");
  if (!wanted || !*wanted) return;
  char available[128] = "";
  for (size_t i = 0; i < isa_count; i++) {
    if (!dk_isa_available(names[i].isa)) continue;
    if (strcmp(wanted, names[i].name) == 0) {
      chosen = names[i].isa;
      return;
    }
    if (*available) strcat(available, ", ");
    strcat(available, names[i].name);
  }
  snprintf(error, sizeof error,
           "DARKROOM_ISA is '%.64s', which is not an instruction set this machine has kernels for; "
           "set it to one of %s, or unset it to use %s",
           wanted, available, dk_isa_name(dk_isa_best()));
}

const char *dk_isa_error(void) {
  pthread_once(&once, choose);
  return *error ? error : NULL;
}

dk_isa dk_isa_current(void) {
  pthread_once(&once, choose);
  return selected < 0 ? chosen : (dk_isa)selected;
}

bool dk_isa_select(dk_isa isa) {
  pthread_once(&once, choose);
  if (!dk_isa_available(isa)) return false;
  selected = (int)isa;
  return true;
}

const dk_table *dk_kernels(void) {
  switch (dk_isa_current()) {
#if defined(__x86_64__)
    case dk_isa_avx512vnni:
    case dk_isa_avx512: return &dk_table_avx512;
    case dk_isa_avx2: return &dk_table_avx2;
#elif defined(__aarch64__)
    case dk_isa_neon_dotprod:
    case dk_isa_neon: return &dk_table_neon;
#endif
    default: return &dk_table_generic;
  }
}

const dk_byte_table *dk_byte_kernels(void) {
  switch (dk_isa_current()) {
#if defined(__x86_64__)
    case dk_isa_avx512vnni:
      return __builtin_cpu_supports("avx512vbmi") ? &dk_byte_table_avx512vnni_vbmi
                                                  : &dk_byte_table_avx512vnni;
    case dk_isa_avx512: return &dk_byte_table_avx512;
    case dk_isa_avx2: return &dk_byte_table_avx2;
#elif defined(__aarch64__)
    case dk_isa_neon_dotprod: return &dk_byte_table_neon_dotprod;
    case dk_isa_neon: return &dk_byte_table_neon;
#endif
    default: return &dk_byte_table_generic;
  }
}
