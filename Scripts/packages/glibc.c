// What libraries that are linked into the program want of a newer glibc than 2.34. Nothing of ours
// calls it.
#include <stdlib.h>
#include <sys/random.h>

// The Swift library refers to hypotf, of which glibc 2.35 has a new version. This is the one that
// every glibc has.
extern float hypotf_of_all(float x, float y);
#ifdef __x86_64__
__asm__(".symver hypotf_of_all, hypotf@GLIBC_2.2.5");
#else
__asm__(".symver hypotf_of_all, hypotf@GLIBC_2.17");
#endif

float hypotf(float x, float y);
float hypotf(float x, float y) { return hypotf_of_all(x, y); }

// The C++ library's random_device asks for it; glibc has it since 2.36.
unsigned int arc4random(void);
unsigned int arc4random(void) {
  unsigned int number;
  if (getrandom(&number, sizeof number, 0) != sizeof number) abort();
  return number;
}
