// What the checks of the kernels share.
#ifndef DARKROOM_CHECK_H
#define DARKROOM_CHECK_H

#include "Kernels.h"
#include "random.h"

/// The number of failed checks.
extern int failures;

/// Allocates, or ends the program.
void *allocate(size_t bytes);

/// Allocates random bytes.
void *allocate_random(size_t bytes);

/// Compares two outputs byte by byte, and says what differs.
void compare(const void *found, const void *expected, size_t bytes, const char *what);

void check_convolution_u8(void);
void check_bytes(void);
void check_integers(void);
void check_f32(void);
void check_moments(void);

#endif
