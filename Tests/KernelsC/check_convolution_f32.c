#include "check.h"
void check_convolution_f32(void) {}
