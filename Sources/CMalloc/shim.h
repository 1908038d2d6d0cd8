// How the C library keeps free memory; Swift's overlay of it leaves this header out.
#include <malloc.h>
