// Compares the kernels of every instruction set of this machine, or of the one DARKROOM_ISA names,
// with plain loops, on random shapes and numbers. Scripts/test-arm64 builds it for this machine and
// for arm64, which it runs in an emulator, Scripts/sanitize under sanitizers. Prints what differs;
// exits with 1 if anything does. With an argument it does what sanitizers must report instead.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

int failures;

void *allocate(size_t bytes) {
  void *p = malloc(bytes ? bytes : 1);
  if (!p) exit(71);
  return p;
}

void *allocate_random(size_t bytes) {
  void *p = allocate(bytes);
  random_bytes(p, bytes);
  return p;
}

void compare(const void *found, const void *expected, size_t bytes, const char *what) {
  if (memcmp(found, expected, bytes) == 0) return;
  const uint8_t *a = found, *b = expected;
  size_t i = 0;
  while (a[i] == b[i]) i++;
  fprintf(stderr, "%s: byte %zu of %zu is %d instead of %d: %s\n", dk_isa_name(dk_isa_current()), i,
          bytes, a[i], b[i], what);
  failures++;
}

// A kernel that reads, or writes, one element beyond a buffer, or a sum that overflows.
static int do_wrong(const char *what) {
  enum { count = 33 };
  bool reads = strcmp(what, "read-beyond") == 0, writes = strcmp(what, "write-beyond") == 0;
  uint8_t *from = allocate_random(count - (reads ? 1 : 0));
  uint8_t *to = allocate(count - (writes ? 1 : 0));
  dk_copy_pixels_u8(from, count, count, 1, to, count);
  int sum = to[0] + (strcmp(what, "overflow") == 0 ? 0x7fffffff : 0);
  printf("%d\n", sum + 256);
  free(from);
  free(to);
  return 0;
}

int main(int count, char **arguments) {
  if (count > 1) return do_wrong(arguments[1]);
  const char *error = dk_isa_error();
  if (error) {
    fprintf(stderr, "%s\n", error);
    return 64;
  }
  dk_isa chosen = dk_isa_current();
  for (dk_isa isa = dk_isa_generic; isa <= dk_isa_neon_dotprod; isa++) {
    if (getenv("DARKROOM_ISA") && isa != chosen) continue;
    if (!dk_isa_select(isa)) continue;
    int before = failures;
    check_convolution_u8();
    check_bytes();
    check_integers();
    check_f32();
    check_moments();
    printf("%-13s %s\n", dk_isa_name(isa), failures == before ? "passed" : "FAILED");
  }
  return failures != 0;
}
