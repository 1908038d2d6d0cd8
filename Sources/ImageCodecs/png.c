#include "ImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

struct failure {
  jmp_buf target;
  codec_status status;
  char *message;
  size_t message_size;
};

struct source {
  const uint8_t *bytes;
  size_t count;
  size_t position;
};

static void error_exit(png_structp png, png_const_charp text) {
  struct failure *failure = png_get_error_ptr(png);
  failure->status = strstr(text, "memory") ? CODEC_NO_MEMORY : CODEC_CORRUPT;
  snprintf(failure->message, failure->message_size, "%s", text);
  longjmp(failure->target, 1);
}

// Warnings are about ancillary chunks, which do not reach the pixels.
static void ignore_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void prepare(struct failure *failure, char *message, size_t size) {
  failure->status = CODEC_OK;
  failure->message = message;
  failure->message_size = size;
  message[0] = 0;
}

static void read_bytes(png_structp png, png_bytep out, size_t wanted) {
  struct source *source = png_get_io_ptr(png);
  if (wanted > source->count - source->position) png_error(png, "The file ends too early");
  memcpy(out, source->bytes + source->position, wanted);
  source->position += wanted;
}

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// Follows the chunks from the first to IEND and counts the bytes of pixels. The library takes memory for the length that a chunk
// claims before it finds that the file ends.
static uint64_t check_chunks(png_structp png, const struct source *source) {
  uint64_t packed = 0;
  size_t offset = 8;
  char text[160];
  while (source->count - offset >= 8) {
    const size_t left = source->count - offset - 8;
    const uint32_t length = big_endian(source->bytes + offset);
    const uint8_t *name = source->bytes + offset + 4;
    // A checksum follows the contents.
    if (left < 4 || length > left - 4) {
      char shown[5] = "????";
      for (int i = 0; i < 4; i++) {
        const uint8_t letter = name[i] | 0x20;
        if (letter >= 'a' && letter <= 'z') shown[i] = (char)name[i];
      }
      snprintf(text, sizeof text, "the chunk %s at byte %zu claims %u bytes, but only %zu follow",
               shown, offset, (unsigned)length, left);
      png_error(png, text);
    }
    if (memcmp(name, "IEND", 4) == 0) return packed;
    if (memcmp(name, "IDAT", 4) == 0) packed += length;
    offset += 12 + (size_t)length;
  }
  png_error(png, "The file ends too early");
  return 0;
}

// Reads everything before the pixels. Nothing here may allocate by the size of the image.
static void read_header(png_structp png, png_infop info, struct source *source,
                        codec_header *header) {
  if (source->count < 8) png_error(png, "The file ends too early");
  header->packed_bytes = check_chunks(png, source);
  png_set_read_fn(png, source, read_bytes);
  // The caller has a limit of its own; the library's would hide the size from its message.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // Pixels need IHDR, PLTE, tRNS and IDAT. All else is stepped over: compressed texts and profiles
  // can unpack to a thousand times their size.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_chunk_malloc_max(png, 1 << 20);
  png_read_info(png, info);
  header->width = png_get_image_width(png, info);
  header->height = png_get_image_height(png, info);
  header->colors = CODEC_COLORS_RGB;
  header->blocks = 0;
  header->is_arithmetic = 0;
  header->scans = 0;
  header->scanned_blocks = 0;
  const int has_alpha = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 ||
                        png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  header->channels = has_alpha ? 4 : 3;
  // Deflate spends at least two bits on 258 bytes, 1 to 1032.
  header->raw_bytes = (uint64_t)png_get_rowbytes(png, info) * header->height;
  header->least_bytes = header->raw_bytes / 1032;
}

// Asks for 8-bit RGB or RGBA; returns how often the rows are gone through.
static int convert_samples(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_gray_to_rgb(png);
  png_set_scale_16(png);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return passes;
}

codec_status codec_png_header(const uint8_t *bytes, size_t count, codec_header *header) {
  struct failure failure;
  struct source source = {bytes, count, 0};
  png_infop volatile info = NULL;
  prepare(&failure, header->message, sizeof header->message);
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, error_exit, ignore_warning);
  if (!png) return CODEC_NO_MEMORY;
  if (setjmp(failure.target) == 0) {
    info = png_create_info_struct(png);
    if (!info) png_error(png, "Out of memory");
    read_header(png, info, &source, header);
  }
  png_infop used = info;
  png_destroy_read_struct(&png, used ? &used : NULL, NULL);
  return failure.status;
}

codec_status codec_png_decode(const uint8_t *bytes, size_t count, uint8_t *pixels,
                              codec_header *header) {
  struct failure failure;
  struct source source = {bytes, count, 0};
  png_infop volatile info = NULL;
  const uint32_t width = header->width;
  const uint32_t height = header->height;
  const uint32_t channels = header->channels;
  prepare(&failure, header->message, sizeof header->message);
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, error_exit, ignore_warning);
  if (!png) return CODEC_NO_MEMORY;
  if (setjmp(failure.target) == 0) {
    info = png_create_info_struct(png);
    if (!info) png_error(png, "Out of memory");
    read_header(png, info, &source, header);
    const int passes = convert_samples(png, info);
    const size_t stride = (size_t)width * channels;
    if (header->width != width || header->height != height ||
        png_get_rowbytes(png, info) != stride) {
      png_error(png, "The size changed between two readings");
    }
    for (int pass = 0; pass < passes; pass++) {
      for (uint32_t y = 0; y < height; y++) png_read_row(png, pixels + y * stride, NULL);
    }
    png_read_end(png, NULL);
  }
  png_infop used = info;
  png_destroy_read_struct(&png, used ? &used : NULL, NULL);
  return failure.status;
}

struct sink {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
};

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  struct sink *sink = png_get_io_ptr(png);
  if (count > sink->capacity - sink->count) {
    size_t capacity = sink->capacity * 2 + count;
    uint8_t *larger = realloc(sink->bytes, capacity);
    if (!larger) png_error(png, "Out of memory");
    sink->bytes = larger;
    sink->capacity = capacity;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

codec_status codec_png_encode(const uint8_t *rgb, uint32_t width, uint32_t height,
                              codec_output *output) {
  struct failure failure;
  struct sink sink = {NULL, 0, 0};
  png_infop volatile info = NULL;
  output->bytes = NULL;
  output->count = 0;
  prepare(&failure, output->message, sizeof output->message);
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, error_exit, ignore_warning);
  if (!png) return CODEC_NO_MEMORY;
  if (setjmp(failure.target) == 0) {
    info = png_create_info_struct(png);
    if (!info) png_error(png, "Out of memory");
    png_set_write_fn(png, &sink, write_bytes, flush_nothing);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    // Fixed rather than the library's default, so that the bytes depend on nothing else.
    png_set_compression_level(png, 6);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB | PNG_FILTER_UP | PNG_FILTER_PAETH);
    png_write_info(png, info);
    const size_t stride = (size_t)width * 3;
    for (uint32_t y = 0; y < height; y++) png_write_row(png, rgb + y * stride);
    png_write_end(png, info);
  }
  png_infop used = info;
  png_destroy_write_struct(&png, used ? &used : NULL);
  if (failure.status == CODEC_OK) {
    output->bytes = sink.bytes;
    output->count = sink.count;
  } else {
    free(sink.bytes);
  }
  return failure.status;
}

void codec_free(codec_output *output) {
  free(output->bytes);
  output->bytes = NULL;
  output->count = 0;
}
