// WebP through the libwebp of the machine, loaded when the first such image is read: linked, the
// program would not start where it is missing, though most people have no image of the kind.
#include "ImageCodecs.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// What webp/decode.h declares; the library checks the version of the interface itself, and has kept
// its name since 2013 (0.4.0).
static const char library_name[] = "libwebp.so.7";
enum { interface_version = 0x0200 };

typedef struct {
  int width;
  int height;
  int has_alpha;
  int has_animation;
  int format;
  uint32_t reserved[5];
} features;

typedef int (*read_features)(const uint8_t *bytes, size_t count, features *found, int version);
typedef uint8_t *(*decode)(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t size,
                           int stride);

static struct {
  read_features features;
  decode rgb;
  decode rgba;
  char problem[160];
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *handle = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(library.problem, sizeof library.problem, "cannot be loaded (%s)",
             reason ? reason : library_name);
    return;
  }
  // Pointers to functions are copied, as C has no conversion from a pointer to data.
  void *const symbols[] = {dlsym(handle, "WebPGetFeaturesInternal"),
                           dlsym(handle, "WebPDecodeRGBInto"), dlsym(handle, "WebPDecodeRGBAInto")};
  if (!symbols[0] || !symbols[1] || !symbols[2]) {
    snprintf(library.problem, sizeof library.problem, "lacks a function that is needed");
    return;
  }
  memcpy(&library.features, &symbols[0], sizeof library.features);
  memcpy(&library.rgb, &symbols[1], sizeof library.rgb);
  memcpy(&library.rgba, &symbols[2], sizeof library.rgba);
}

static codec_status fail(codec_header *header, codec_status status, const char *message) {
  snprintf(header->message, sizeof header->message, "%s", message);
  return status;
}

// VP8StatusCode of webp/decode.h.
static codec_status fail_with(codec_header *header, int status) {
  switch (status) {
    case 1: return fail(header, CODEC_NO_MEMORY, "Out of memory");
    case 4: return fail(header, CODEC_UNSUPPORTED, "Unsupported feature of WebP");
    case 7: return fail(header, CODEC_CORRUPT, "The file ends too early");
    default: return fail(header, CODEC_CORRUPT, "Not a valid WebP bitstream");
  }
}

codec_status codec_webp_header(const uint8_t *bytes, size_t count, codec_header *header) {
  memset(header, 0, sizeof *header);
  pthread_once(&once, load);
  if (!library.rgba) return fail(header, CODEC_NO_LIBRARY, library.problem);
  features found;
  memset(&found, 0, sizeof found);
  const int status = library.features(bytes, count, &found, interface_version);
  if (status != 0) return fail_with(header, status);
  if (found.has_animation) return fail(header, CODEC_UNSUPPORTED, "an animated WebP");
  if (found.width <= 0 || found.height <= 0) return fail_with(header, 3);
  header->width = (uint32_t)found.width;
  header->height = (uint32_t)found.height;
  header->channels = found.has_alpha ? 4 : 3;
  return CODEC_OK;
}

codec_status codec_webp_decode(const uint8_t *bytes, size_t count, uint8_t *pixels,
                               codec_header *header) {
  const codec_header expected = *header;
  const codec_status status = codec_webp_header(bytes, count, header);
  if (status != CODEC_OK) return status;
  if (header->width != expected.width || header->height != expected.height ||
      header->channels != expected.channels) {
    return fail(header, CODEC_CORRUPT, "The size changed between two readings");
  }
  const size_t stride = (size_t)header->width * header->channels;
  const decode into = header->channels == 4 ? library.rgba : library.rgb;
  // Everything is decoded, or nothing is given back.
  if (!into(bytes, count, pixels, stride * header->height, (int)stride)) {
    return fail(header, CODEC_CORRUPT, "The pixels are damaged or end too early");
  }
  return CODEC_OK;
}
