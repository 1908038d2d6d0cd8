#include "ImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

struct failure {
  struct jpeg_error_mgr base;
  jmp_buf target;
  codec_status status;
  char *message;
  size_t message_size;
};

static void fail(struct failure *failure, codec_status status, const char *message) {
  failure->status = status;
  snprintf(failure->message, failure->message_size, "%s", message);
  longjmp(failure->target, 1);
}

static void error_exit(j_common_ptr info) {
  struct failure *failure = (struct failure *)info->err;
  char text[JMSG_LENGTH_MAX];
  failure->base.format_message(info, text);
  switch (failure->base.msg_code) {
    case JERR_OUT_OF_MEMORY: fail(failure, CODEC_NO_MEMORY, text); break;
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_CCIR601_NOTIMPL: fail(failure, CODEC_UNSUPPORTED, text); break;
    default: fail(failure, CODEC_CORRUPT, text);
  }
}

// The library goes on after a warning and fills what it lacks with grey. Warnings that mean missing
// or wrong pixels are therefore errors here; those about oddities beside the pixels are not.
static void emit_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  switch (info->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_TOO_MUCH_DATA: return;
    default: error_exit(info);
  }
}

static void output_nothing(j_common_ptr info) { (void)info; }

struct monitor {
  struct jpeg_progress_mgr base;
  uint64_t scans;
};

// The caller allowed the scans that were counted in the file; if the library came to find more,
// their work would be without limit.
static void monitor_scans(j_common_ptr info) {
  if (!info->is_decompressor) return;
  const struct monitor *monitor = (const struct monitor *)info->progress;
  if ((uint64_t)((j_decompress_ptr)info)->input_scan_number > monitor->scans) {
    fail((struct failure *)info->err, CODEC_CORRUPT, "More scans than were counted");
  }
}

// The offset of the next marker at or after an offset, which may lie within coded data; the count
// where there is none. Fill bytes, stuffed zeros and restarts are no markers.
static size_t next_marker(const uint8_t *bytes, size_t count, size_t offset) {
  while (offset + 1 < count) {
    const uint8_t *found = memchr(bytes + offset, 0xFF, count - 1 - offset);
    if (!found) return count;
    offset = (size_t)(found - bytes);
    const uint8_t kind = bytes[offset + 1];
    if (kind == 0xFF) {
      offset += 1;
    } else if (kind <= 1 || (kind >= 0xD0 && kind <= 0xD8)) {
      offset += 2;
    } else {
      return offset;
    }
  }
  return count;
}

// Counts scans and the blocks that they go over, before anything is decoded: a scan of a few bytes
// makes the decoder visit every block of its components.
static void count_scans(j_decompress_ptr info, const uint8_t *bytes, size_t count,
                        codec_header *header) {
  size_t offset = 2;
  while ((offset = next_marker(bytes, count, offset)) + 4 <= count) {
    const uint8_t kind = bytes[offset + 1];
    const size_t length = (size_t)bytes[offset + 2] << 8 | bytes[offset + 3];
    if (kind == 0xD9) return;
    if (length < 2 || length > count - offset - 2) return;
    if (kind == 0xDA && length > 2) {
      const uint8_t *scan = bytes + offset + 4;
      const size_t components = scan[0];
      header->scans += 1;
      for (size_t i = 0; i < components && 3 + 2 * i < length; i++) {
        for (int c = 0; c < info->num_components; c++) {
          const jpeg_component_info *component = &info->comp_info[c];
          if (component->component_id != scan[1 + 2 * i]) continue;
          header->scanned_blocks +=
              (uint64_t)component->width_in_blocks * component->height_in_blocks;
          break;
        }
      }
    }
    offset += 2 + length;
  }
}

static struct jpeg_error_mgr *prepare(struct failure *failure, char *message, size_t size) {
  struct jpeg_error_mgr *base = jpeg_std_error(&failure->base);
  base->error_exit = error_exit;
  base->emit_message = emit_message;
  base->output_message = output_nothing;
  failure->status = CODEC_OK;
  failure->message = message;
  failure->message_size = size;
  message[0] = 0;
  return base;
}

static void read_header(j_decompress_ptr info, const uint8_t *bytes, size_t count,
                        struct failure *failure, codec_header *header) {
  jpeg_mem_src(info, bytes, count);
  jpeg_read_header(info, TRUE);
  header->width = info->image_width;
  header->height = info->image_height;
  header->channels = 3;
  header->colors = CODEC_COLORS_RGB;
  if (info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK) {
    header->colors = CODEC_COLORS_CMYK;
    header->channels = 4;
  }
  if (info->data_precision != 8) {
    char text[64];
    snprintf(text, sizeof text, "Unsupported JPEG data precision %d", info->data_precision);
    fail(failure, CODEC_UNSUPPORTED, text);
  }
  // A Huffman code is at least one bit and every block has at least one; arithmetic codes may be
  // shorter.
  header->blocks = 0;
  for (int i = 0; i < info->num_components; i++) {
    header->blocks +=
        (uint64_t)info->comp_info[i].width_in_blocks * info->comp_info[i].height_in_blocks;
  }
  header->is_arithmetic = info->arith_code ? 1 : 0;
  header->least_bytes = info->arith_code ? 0 : header->blocks / 8;
  header->packed_bytes = 0;
  header->raw_bytes = 0;
  header->scans = 0;
  header->scanned_blocks = 0;
  count_scans(info, bytes, count, header);
}

codec_status codec_jpeg_header(const uint8_t *bytes, size_t count, codec_header *header) {
  struct jpeg_decompress_struct info;
  struct failure failure;
  memset(&info, 0, sizeof info);
  info.err = prepare(&failure, header->message, sizeof header->message);
  if (setjmp(failure.target) == 0) {
    jpeg_create_decompress(&info);
    read_header(&info, bytes, count, &failure, header);
  }
  jpeg_destroy_decompress(&info);
  return failure.status;
}

codec_status codec_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels,
                               codec_header *header) {
  struct jpeg_decompress_struct info;
  struct monitor monitor;
  struct failure failure;
  memset(&info, 0, sizeof info);
  memset(&monitor, 0, sizeof monitor);
  monitor.base.progress_monitor = monitor_scans;
  monitor.scans = header->scans;
  const uint32_t width = header->width;
  const uint32_t height = header->height;
  const uint32_t channels = header->channels;
  info.err = prepare(&failure, header->message, sizeof header->message);
  if (setjmp(failure.target) == 0) {
    jpeg_create_decompress(&info);
    info.progress = &monitor.base;
    read_header(&info, bytes, count, &failure, header);
    // The library makes CMYK of YCCK, but no RGB of either.
    info.out_color_space = header->colors == CODEC_COLORS_CMYK ? JCS_CMYK : JCS_RGB;
    info.dct_method = JDCT_ISLOW;
    info.do_fancy_upsampling = TRUE;
    jpeg_start_decompress(&info);
    if (info.output_width != width || info.output_height != height ||
        (uint32_t)info.output_components != channels) {
      fail(&failure, CODEC_CORRUPT, "The size changed between two readings");
    }
    const size_t stride = (size_t)width * channels;
    while (info.output_scanline < height) {
      JSAMPROW rows[8];
      JDIMENSION wanted = height - info.output_scanline;
      if (wanted > 8) wanted = 8;
      for (JDIMENSION i = 0; i < wanted; i++) {
        rows[i] = pixels + (info.output_scanline + i) * stride;
      }
      jpeg_read_scanlines(&info, rows, wanted);
    }
    jpeg_finish_decompress(&info);
  }
  jpeg_destroy_decompress(&info);
  return failure.status;
}

// Grows as it is written to. The library's own memory destination loses track of its buffer when an
// error strikes between two growths.
struct sink {
  struct jpeg_destination_mgr base;
  uint8_t *bytes;
  size_t capacity;
};

static void grow(j_compress_ptr info, size_t used) {
  struct sink *sink = (struct sink *)info->dest;
  const size_t capacity = used == 0 ? 1 << 16 : used * 2;
  uint8_t *larger = realloc(sink->bytes, capacity);
  if (!larger) fail((struct failure *)info->err, CODEC_NO_MEMORY, "Out of memory");
  sink->bytes = larger;
  sink->capacity = capacity;
  sink->base.next_output_byte = larger + used;
  sink->base.free_in_buffer = capacity - used;
}

static void start_sink(j_compress_ptr info) { grow(info, 0); }

static boolean empty_sink(j_compress_ptr info) {
  grow(info, ((struct sink *)info->dest)->capacity);
  return TRUE;
}

static void end_sink(j_compress_ptr info) { (void)info; }

codec_status codec_jpeg_encode(const uint8_t *rgb, uint32_t width, uint32_t height, int quality,
                               codec_output *output) {
  struct jpeg_compress_struct info;
  struct failure failure;
  struct sink sink;
  memset(&info, 0, sizeof info);
  memset(&sink, 0, sizeof sink);
  sink.base.init_destination = start_sink;
  sink.base.empty_output_buffer = empty_sink;
  sink.base.term_destination = end_sink;
  output->bytes = NULL;
  output->count = 0;
  info.err = prepare(&failure, output->message, sizeof output->message);
  if (setjmp(failure.target) == 0) {
    jpeg_create_compress(&info);
    info.dest = &sink.base;
    info.image_width = width;
    info.image_height = height;
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    info.dct_method = JDCT_ISLOW;
    if (quality >= 90) {
      info.comp_info[0].h_samp_factor = 1;
      info.comp_info[0].v_samp_factor = 1;
    }
    jpeg_start_compress(&info, TRUE);
    const size_t stride = (size_t)width * 3;
    while (info.next_scanline < height) {
      JSAMPROW row = (JSAMPROW)(rgb + info.next_scanline * stride);
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  }
  jpeg_destroy_compress(&info);
  if (failure.status == CODEC_OK) {
    output->bytes = sink.bytes;
    output->count = sink.capacity - sink.base.free_in_buffer;
  } else {
    free(sink.bytes);
  }
  return failure.status;
}
