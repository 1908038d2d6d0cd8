// JPEG, PNG and WebP between memory and memory.
//
// The libraries of JPEG and PNG report errors with longjmp; every jump starts and lands inside one function of
// this file's implementation, so callers in other languages see ordinary return values only.
#ifndef IMAGE_CODECS_H
#define IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

// What became of a call.
typedef enum {
  // Done.
  CODEC_OK = 0,
  // The data are damaged or end too early.
  CODEC_CORRUPT = 1,
  // The data are sound but of a kind that is not read here.
  CODEC_UNSUPPORTED = 2,
  // Memory ran out.
  CODEC_NO_MEMORY = 3,
  // The library that reads the format is not on this machine, or too old.
  CODEC_NO_LIBRARY = 4,
} codec_status;

// How the colours of an image are stored.
typedef enum {
  // Anything that becomes RGB or RGBA.
  CODEC_COLORS_RGB = 0,
  // JPEG with four inks, as CMYK or YCCK: of each pixel 255 minus cyan, magenta, yellow and black.
  CODEC_COLORS_CMYK = 1,
} codec_colors;

// What the header of a file says, or why it could not be read.
typedef struct {
  uint32_t width;
  uint32_t height;
  // Bytes per decoded pixel: 3 (RGB) or 4 (RGBA, not premultiplied, or inks).
  uint32_t channels;
  codec_colors colors;
  // The fewest bytes that a whole file of this size and kind can have; 0 with arithmetic coding,
  // which has no such bound.
  uint64_t least_bytes;
  // What a JPEG asks of its decoder: blocks of 8 x 8 samples in all components, scans, and blocks
  // that all scans together go over. 0 for others.
  uint64_t blocks;
  uint64_t scans;
  uint64_t scanned_blocks;
  // What a PNG has of compressed pixels, and of pixels when unpacked; 0 for others.
  uint64_t packed_bytes;
  uint64_t raw_bytes;
  // 1 for a JPEG with arithmetic coding.
  int is_arithmetic;
  // The library's words about an error; empty when there was none.
  char message[200];
} codec_header;

// Nothing here allocates by a size that the file only claims to have.
codec_status codec_jpeg_header(const uint8_t *bytes, size_t count, codec_header *header);
codec_status codec_png_header(const uint8_t *bytes, size_t count, codec_header *header);
codec_status codec_webp_header(const uint8_t *bytes, size_t count, codec_header *header);

// Decodes into `pixels`, which holds width * height * channels bytes of what the header call said.
// The caller has held the header against its limits: memory and time follow from it.
// On failure `header->message` says why and the pixels are to be thrown away.
codec_status codec_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels,
                               codec_header *header);
codec_status codec_png_decode(const uint8_t *bytes, size_t count, uint8_t *pixels,
                              codec_header *header);
codec_status codec_webp_decode(const uint8_t *bytes, size_t count, uint8_t *pixels,
                               codec_header *header);

// Encoded bytes, released with codec_free.
typedef struct {
  uint8_t *bytes;
  size_t count;
  char message[200];
} codec_output;

// Encode interleaved RGB. `quality` is 1 to 100; from 90 on colours are kept at full resolution.
codec_status codec_jpeg_encode(const uint8_t *rgb, uint32_t width, uint32_t height, int quality,
                               codec_output *output);
codec_status codec_png_encode(const uint8_t *rgb, uint32_t width, uint32_t height,
                              codec_output *output);
void codec_free(codec_output *output);

#endif
