#ifndef DARKROOM_KERNELS_H
#define DARKROOM_KERNELS_H
int darkroom_placeholder(void);
#endif
