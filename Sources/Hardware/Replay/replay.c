/* replay.c: computes every step of a network again, from the files of its inputs, and compares the
   results with the test vectors, bit by bit.

   cc -std=c99 -O2 replay.c -o replay && ./replay .

   It reads constants.bin and the files of vectors/; the tables of network.h are compiled in. The
   exit status is 1 where something differs; the step that is named is the first that does. The
   CRC-32 of every file in checksums.txt is checked before.
   Elements are held in the order of a tensor's axes (N, C, H, W) as int32_t: of float32, which only
   the host has, the bits. Element (i, j, ...) lies in a file at the sum over the axes of
   i / block * stride + i % block * within. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network.h"

static const char *folder = ".";
static uint8_t *bytes[TENSORS]; /* the elements of a tensor as they are in the file */
static int32_t *values[TENSORS], *computed[TENSORS], *constant[CONSTANTS + 1];

static void fail(const char *where, const char *what) {
  fprintf(stderr, "%s: %s\n", where, what);
  exit(1);
}

static void *room(size_t count, size_t size) {
  void *memory = calloc(count + 1, size);
  if (!memory) fail(folder, "no memory left");
  return memory;
}

/* ---- Files ---- */

static uint8_t *whole_file(const char *part, const char *name, size_t *size) {
  char path[4096];
  if (snprintf(path, sizeof path, "%s/%s/%s", folder, part, name) >= (int)sizeof path)
    fail(name, "has a path that is too long");
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END)) fail(path, "cannot be read");
  uint8_t *content = room(*size = (size_t)ftell(file), 1);
  rewind(file);
  if (fread(content, 1, *size, file) != *size) fail(path, "cannot be read");
  fclose(file);
  return content;
}

static unsigned long crc32(const uint8_t *content, size_t count) {
  uint32_t rest = 0xffffffff;
  for (size_t bit = 0; bit < 8 * count; bit++) {
    if (bit % 8 == 0) rest ^= content[bit / 8];
    rest = rest & 1 ? rest >> 1 ^ 0xedb88320u : rest >> 1;
  }
  return rest ^ 0xffffffff;
}

/* Lines of SHA-256, CRC-32, size and name; the last one has the CRC-32 of those before it. */
static void check_files(void) {
  size_t size, length, lines = 0;
  char *list = (char *)whole_file(".", "checksums.txt", &size), *line = list;
  char name[256], last[64];
  unsigned long crc, count;
  for (; sscanf(line, "%*64[0-9a-f] %lx %lu %255s", &crc, &count, name) == 3; lines++) {
    uint8_t *found = whole_file(".", name, &length);
    if (length != count || crc32(found, length) != crc) fail(name, "was changed");
    free(found), line += strcspn(line, "\n");
    line += *line == '\n'; /* where the list was cut off, it ends here */
  }
  crc = crc32((uint8_t *)list, (size_t)(line - list));
  snprintf(last, sizeof last, "%08lx %lu lines above\n", crc, (unsigned long)lines);
  if (strcmp(last, line)) fail("checksums.txt", "was changed");
  free(list);
}

/* ---- Elements ---- */

static size_t width(const stored *t) { return t->type == uint8 || t->type == int8 ? 1 : 4; }

static size_t place(const stored *t, long index) {
  long at = 0;
  for (int a = t->rank - 1; a >= 0; index /= t->size[a--]) {
    long i = index % t->size[a];
    at += i / t->block[a] * t->stride[a] + i % t->block[a] * t->within[a];
  }
  return (size_t)at;
}

static int32_t *unpacked(const stored *t, const uint8_t *from) {
  int32_t *elements = room((size_t)t->count, sizeof *elements);
  for (long i = 0; i < t->count; i++) {
    const uint8_t *at = from + place(t, i) * width(t);
    elements[i] = t->type == int8 ? (int8_t)*at : *at;
    if (width(t) == 4) memcpy(&elements[i], at, 4);
  }
  return elements;
}

static void load(int tensor, const char *vectors) {
  const stored *t = &tensors[tensor];
  size_t size, count = (size_t)t->stored_count * width(t);
  uint8_t *file = whole_file(vectors, t->file, &size);
  if (size < count) fail(t->file, "is too short");
  bytes[tensor] = memcpy(room(count, 1), file + size - count, count); /* behind NumPy's header */
  values[tensor] = unpacked(t, bytes[tensor]), free(file);
}

/* What fills up blocks is compared too. */
static void compare(int tensor, int step) {
  const stored *t = &tensors[tensor];
  size_t count = (size_t)t->stored_count * width(t);
  uint8_t *made = memset(room(count, 1), (uint8_t)t->zero, count);
  for (long i = 0; i < t->count; i++) /* the lowest byte comes first */
    memcpy(made + place(t, i) * width(t), &computed[tensor][i], width(t));
  for (size_t i = 0; i < count; i++)
    if (made[i] != bytes[tensor][i]) {
      fprintf(stderr, "step %d: byte %lu of %s is %d, where %d is computed\n", step,
              (unsigned long)i, t->file, bytes[tensor][i], made[i]);
      exit(1);
    }
  free(made), free(computed[tensor]), computed[tensor] = NULL;
}

/* ---- Arithmetic ---- */

static int32_t clamp(int64_t x, const stored *y) {
  int64_t low = y->type == int8 ? -128 : 0;
  return (int32_t)(x < low ? low : x > low + 255 ? low + 255 : x);
}

/* The nearest whole number, halves to the even one, plus `zero`, within 8 bits. */
static int32_t rounded(float x, int32_t zero, const stored *y) {
  float low = (float)((y->type == int8 ? -128 : 0) - zero), high = low + 255;
  volatile float shifted = (x > low ? x < high ? x : high : low) + 12582912.0f; /* 1.5 * 2^23 */
  return (int32_t)(shifted - 12582912.0f) + zero;
}

/* a * b + c, rounded once: a sum in double that is rounded to odd. */
static float multiply_add(float a, float b, float c) {
  double product = (double)a * b, sum = product + c, back = sum - product;
  double error = (product - (sum - back)) + (c - back);
  int64_t bits;
  memcpy(&bits, &sum, sizeof bits);
  if (error != 0 && !(bits & 1)) bits += (error > 0) == (sum > 0) ? 1 : -1;
  memcpy(&sum, &bits, sizeof bits);
  return (float)sum;
}

/* x * 2^-shift: half up to the right (>> is arithmetic), within 32 bits to the left. */
static int64_t times_power(int64_t x, int shift) {
  if (shift > 0) return (x + ((int64_t)1 << (shift - 1))) >> shift;
  x *= (int64_t)1 << -shift;
  return x > INT32_MAX ? INT32_MAX : x < INT32_MIN ? INT32_MIN : x;
}

/* x * m * 2^(-31 - shift): the high half of the product, then a shift, half away from zero. */
static int64_t times_fixed(int64_t x, int32_t m, int shift) {
  int64_t high = times_power(times_power(x, shift < 0 ? shift : 0) * m, 31);
  int64_t mask = ((int64_t)1 << (shift > 0 ? shift : 0)) - 1;
  return (high >> (shift > 0 ? shift : 0)) + ((high & mask) > (mask >> 1) + (high < 0));
}

static float real(int32_t element) {
  float value;
  memcpy(&value, &element, sizeof value);
  return value;
}

/* A sum to 8 bits, by factor i of a step: float32, fixed point, or a shift alone. */
static int32_t requantized(int32_t x, const step *s, long i, const stored *y) {
  if (s->shift < 0) return rounded((float)x * real(constant[s->multiplier][i]), y->zero, y);
  int shift = (int)constant[s->shift][i];
  if (s->multiplier < 0) return clamp(times_power(x, shift) + y->zero, y);
  return clamp(times_fixed(x, constant[s->multiplier][i], shift) + y->zero, y);
}

/* ---- Steps ---- */

static void convolve(const step *s, const stored *x, const stored *y, int32_t *out) {
  const stored *w = &constants[s->weights];
  long ih = x->size[2], iw = x->size[3], oh = y->size[2], ow = y->size[3], outs = y->size[1];
  long cells = s->kernel[0] * s->kernel[1], taps = w->size[1] * cells;
  for (long plane = 0; plane < y->size[0] * outs; plane++, out += oh * ow) {
    long n = plane / outs, o = plane % outs, first = o / (outs / s->groups) * w->size[1];
    for (long p = 0; p < oh * ow; p++) out[p] = constant[s->bias][o];
    for (long tap = 0; tap < taps; tap++) {
      const int32_t *map = values[s->x] + (n * x->size[1] + first + tap / cells) * ih * iw;
      int32_t weight = constant[s->weights][o * taps + tap];
      for (long oy = 0; oy < oh; oy++) {
        long iy = oy * s->stride[0] + tap % cells / s->kernel[1] * s->dilation[0] - s->pad[0];
        long ix = tap % s->kernel[1] * s->dilation[1] - s->pad[1];
        for (long ox = 0; iy >= 0 && iy < ih && ox < ow; ox++, ix += s->stride[1])
          if (ix >= 0 && ix < iw) /* elsewhere x is its zero point, and adds nothing */
            out[oy * ow + ox] += weight * (map[iy * iw + ix] - x->zero);
      }
    }
    for (long p = 0; p < oh * ow; p++) out[p] = requantized(out[p], s, o, y);
  }
}

/* The largest or the mean of those cells of each window that lie inside the map. */
static void pool(const step *s, const stored *x, const stored *y, int32_t *out) {
  for (long i = 0, plane = y->size[2] * y->size[3]; i < y->count; i++) {
    int32_t most = INT32_MIN, sum = 0;
    float total = 0;
    long cells = 0;
    for (long tap = 0; tap < s->kernel[0] * s->kernel[1]; tap++) {
      long iy = i % plane / y->size[3] * s->stride[0] + tap / s->kernel[1] - s->pad[0];
      long ix = i % y->size[3] * s->stride[1] + tap % s->kernel[1] - s->pad[1];
      if (iy < 0 || iy >= x->size[2] || ix < 0 || ix >= x->size[3]) continue;
      int32_t cell = values[s->x][(i / plane * x->size[2] + iy) * x->size[3] + ix];
      most = cell > most ? cell : most;
      sum += cell - x->zero;
      float value = x->scale * (float)(cell - x->zero);
      total += value, cells++;
    }
    float mean = total / (float)cells, scaled = mean / y->scale;
    int is_mean = s->operation == average_pool;
    out[i] = most;
    if (s->operation == global_average_pool) out[i] = requantized(sum, s, 0, y);
    if (is_mean && s->shift >= 0) out[i] = requantized(sum, s, cells - 1, y);
    if (is_mean && s->shift < 0) out[i] = rounded(scaled + (float)y->zero, 0, y);
  }
}

static int32_t sum(const step *s, int32_t a, int32_t b, const stored *y) {
  if (s->a_table >= 0) { /* with 14 bits behind the point */
    int64_t both = (int64_t)constant[s->a_table][a & 255] + constant[s->b_table][b & 255];
    return clamp(times_power(both, 14), y);
  }
  const int32_t *m = constant[s->multiplier], *shift = s->shift < 0 ? NULL : constant[s->shift];
  float part = shift ? 0 : multiply_add((float)b, real(m[1]), real(m[2]));
  if (!shift) return rounded(multiply_add((float)a, real(m[0]), part), 0, y);
  int64_t left = times_fixed((int64_t)(a - tensors[s->x].zero) * (1 << 20), m[0], shift[0]);
  int64_t right = times_fixed((int64_t)(b - tensors[s->z].zero) * (1 << 20), m[1], shift[1]);
  return clamp(times_fixed(left + right, m[2], shift[2]) + y->zero, y);
}

static int32_t product(const step *s, int32_t a, int32_t b, const stored *y) {
  int32_t whole = (a - tensors[s->x].zero) * (b - tensors[s->z].zero);
  if (s->shift >= 0) return requantized(whole, s, 0, y);
  float scaled = (float)whole * real(constant[s->multiplier][0]);
  return rounded(scaled + (float)y->zero, 0, y);
}

/* Copies elements, or one number, and looks them up in a table where there is one. */
static void copy(const move *m) {
  const stored *y = &tensors[m->output];
  if (!computed[m->output]) computed[m->output] = room((size_t)y->count, sizeof **computed);
  for (long i = 0; i < m->count; i++) {
    long rest = i, from = m->from, to = m->to;
    for (int a = m->rank - 1; a >= 0; rest /= m->counts[a--]) {
      from += rest % m->counts[a] * m->from_strides[a];
      to += rest % m->counts[a] * m->to_strides[a];
    }
    int32_t value = m->input < 0 ? m->value : values[m->input][from];
    computed[m->output][to] = m->table < 0 ? value : constant[m->table][value & 255];
  }
}

static void run(int index) {
  const step *s = &steps[index];
  const stored *x = &tensors[s->x], *y = &tensors[s->y];
  int32_t *out = computed[s->y] = room((size_t)y->count, sizeof **computed);
  if (s->operation == convolution) convolve(s, x, y, out);
  if (s->kernel[0] && s->operation != convolution) pool(s, x, y, out);
  for (long i = 0; s->operation >= add && i < y->count; i++) {
    long rest = i, p = 0, q = 0;
    for (int a = y->rank - 1; a >= 0; rest /= y->size[a--]) {
      p += rest % y->size[a] * s->x_strides[a]; /* 0 along axes that are repeated */
      q += rest % y->size[a] * s->z_strides[a];
    }
    float value = (float)(values[s->x][p] - x->zero) * x->scale;
    if (s->operation == dequantize) memcpy(&out[i], &value, sizeof value);
    if (s->operation == add) out[i] = sum(s, values[s->x][p], values[s->z][q], y);
    if (s->operation == multiply) out[i] = product(s, values[s->x][p], values[s->z][q], y);
  }
  for (int m = 0; m < s->moves; m++) copy(&moves[s->first_move + m]);
  for (int t = 0; t < TENSORS; t++)
    if (computed[t]) compare(t, index);
}

int main(int count, char **arguments) {
  size_t size;
  folder = count > 1 ? arguments[1] : ".";
  check_files();
  uint8_t *packed = whole_file(".", "constants.bin", &size);
  if (size != PACKED_BYTES) fail("constants.bin", "has not the size that network.h has");
  for (int c = 0; c < CONSTANTS; c++)
    constant[c] = unpacked(&constants[c], packed + constants[c].offset);
  for (int image = 0; images[image]; image++) {
    for (int t = 0; t < TENSORS; t++) load(t, images[image]);
    for (int s = 0; s < STEPS; s++) run(s);
    for (int t = 0; t < TENSORS; t++) free(bytes[t]), free(values[t]);
    printf("%s: all %d steps are equal\n", images[image], STEPS);
  }
  if (!images[0]) printf("no image, nothing to compute; all files are whole\n");
  return 0;
}
