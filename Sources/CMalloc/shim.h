// How the C library keeps free memory; Swift's overlay of it leaves this header out.
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
