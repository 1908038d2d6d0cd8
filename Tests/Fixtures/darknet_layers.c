// darknet_layers FOLDER
//
// Makes a conformance network out of FOLDER/net.cfg with darknet itself: draws weights and an input,
// saves the weights, runs the network and writes what every layer computes. See README.md for the
// files. It is linked with darknet's own object files, which make-conformance builds.

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "darknet.h"

// What darknet declares in src/network.h and src/parser.h.
char *get_layer_string(LAYER_TYPE type);
network parse_network_cfg_custom(char *path, int batch, int time_steps);
void load_weights(network *net, char *path);
void save_weights(network net, char *path);

enum { step_count = 4, longest_path = 4096 };

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static void *allocate(size_t bytes) {
  void *memory = malloc(bytes ? bytes : 1);
  if (!memory) fail("no memory for %zu bytes", bytes);
  return memory;
}

// --- Numbers: xorshift64 with the shifts 13, 7, 17, of which the upper 53 bits are used. Every
// network starts with the same state.

static uint64_t generator = 0x3630340b1f64e6e2;

static float draw(float low, float high) {
  generator ^= generator << 13;
  generator ^= generator >> 7;
  generator ^= generator << 17;
  float fraction = (float)((double)(generator >> 11) * 0x1p-53);
  // A product and a sum of their own: the bytes must not depend on a fused multiply-add.
  volatile float scaled = (high - low) * fraction;
  return low + scaled;
}

static void fill(float *values, size_t count, float low, float high) {
  for (size_t i = 0; i < count; ++i) values[i] = draw(low, high);
}

// Weights for sums of `fan` products: the spread of the results stays about that of the operands.
static void fill_weights(float *values, size_t count, size_t fan) {
  float limit = (float)sqrt(3.0 / (double)fan);
  for (size_t i = 0; i < count; ++i) values[i] = 1.2f * draw(-limit, limit);
}

// Everything but the weights of a layer with `count` outputs or channels.
static void fill_vectors(layer *l, size_t count, int normalized) {
  fill(l->biases, count, -0.5f, 0.5f);
  if (!normalized) return;
  fill(l->scales, count, 0.5f, 1.5f);
  fill(l->rolling_mean, count, -0.3f, 0.3f);
  fill(l->rolling_variance, count, 0.4f, 1.6f);
}

static void fill_convolution(layer *l) {
  fill_weights(l->weights, (size_t)l->nweights, (size_t)(l->nweights / l->n));
  fill_vectors(l, (size_t)l->n, l->batch_normalize);
}

static void fill_connected(layer *l) {
  fill_weights(l->weights, (size_t)l->inputs * (size_t)l->outputs, (size_t)l->inputs);
  fill_vectors(l, (size_t)l->outputs, l->batch_normalize);
}

static void fill_local(layer *l) {
  size_t fan = (size_t)l->size * (size_t)l->size * (size_t)l->c;
  fill_weights(l->weights, fan * (size_t)l->outputs, fan);
  fill_vectors(l, (size_t)l->outputs, 0);
}

// In the order in which darknet saves them.
static void fill_layer(layer *l) {
  switch (l->type) {
    case CONVOLUTIONAL:
      if (!l->share_layer) fill_convolution(l);
      break;
    case CONNECTED: fill_connected(l); break;
    case LOCAL: fill_local(l); break;
    case BATCHNORM: fill_vectors(l, (size_t)l->c, 1); break;
    case SHORTCUT:
      if (l->nweights > 0) fill(l->weights, (size_t)l->nweights, 0.3f, 1.2f);
      break;
    case IMPLICIT: fill(l->weights, (size_t)l->nweights, -1, 1); break;
    case RNN:
    case CRNN: {
      layer *parts[] = {l->input_layer, l->self_layer, l->output_layer};
      for (int i = 0; i < 3; ++i) {
        if (l->type == RNN)
          fill_connected(parts[i]);
        else
          fill_convolution(parts[i]);
      }
      break;
    }
    case GRU: {
      layer *parts[] = {l->input_z_layer, l->input_r_layer, l->input_h_layer,
                        l->state_z_layer, l->state_r_layer, l->state_h_layer};
      for (int i = 0; i < 6; ++i) fill_connected(parts[i]);
      break;
    }
    case LSTM: {
      layer *parts[] = {l->wf, l->wi, l->wg, l->wo, l->uf, l->ui, l->ug, l->uo};
      for (int i = 0; i < 8; ++i) fill_connected(parts[i]);
      break;
    }
    case CONV_LSTM: {
      if (l->bottleneck) fail("a [conv_lstm] with bottleneck runs on a GPU only");
      if (l->peephole) {
        layer *looks[] = {l->vf, l->vi, l->vo};
        for (int i = 0; i < 3; ++i) fill_convolution(looks[i]);
      }
      layer *parts[] = {l->wf, l->wi, l->wg, l->wo, l->uf, l->ui, l->ug, l->uo};
      for (int i = 0; i < 8; ++i) fill_convolution(parts[i]);
      break;
    }
    default: break;
  }
}

// --- Files

static const char *folder;

static char *path(const char *format, ...) {
  static char text[longest_path];
  int length = snprintf(text, sizeof text, "%s/", folder);
  va_list arguments;
  va_start(arguments, format);
  int rest = vsnprintf(text + length, sizeof text - (size_t)length, format, arguments);
  va_end(arguments);
  if (length + rest >= longest_path) fail("%s: too long a path", folder);
  return text;
}

static FILE *open_file(char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (!file) fail("%s: %s", name, strerror(errno));
  return file;
}

static void write_floats(char *name, const float *values, size_t count) {
  FILE *file = open_file(name, "wb");
  if (fwrite(values, sizeof(float), count, file) != count || fclose(file)) {
    fail("%s: %s", name, strerror(errno));
  }
}

// 0 where there is no such file.
static int read_floats(char *name, float *values, size_t count) {
  FILE *file = fopen(name, "rb");
  if (!file) return 0;
  char extra;
  if (fread(values, sizeof(float), count, file) != count || fread(&extra, 1, 1, file)) {
    fail("%s: not %zu numbers", name, count);
  }
  fclose(file);
  return 1;
}

// The activation of a convolution that a filter against aliasing follows is overwritten in part by
// that filter, and its shape is told wrongly: of such networks only the end can be compared.
static int has_filter_against_aliasing(network net) {
  for (int i = 0; i < net.n; ++i) {
    if (net.layers[i].antialiasing) return 1;
  }
  return 0;
}

static void write_layers(network net, const char *prefix) {
  int first = has_filter_against_aliasing(net) ? net.n - 1 : 0;
  for (int i = first; i < net.n; ++i) {
    layer *l = &net.layers[i];
    write_floats(path("%slayer_%03d.f32", prefix, i), l->output, (size_t)l->outputs);
  }
}

static void write_shapes(network net) {
  char *name = path("layers.json");
  FILE *file = open_file(name, "w");
  fprintf(file, "{\"net\":{\"w\":%d,\"h\":%d,\"c\":%d,\"inputs\":%d},\"layers\":[\n", net.w, net.h,
          net.c, net.inputs);
  for (int i = 0; i < net.n; ++i) {
    layer *l = &net.layers[i];
    fprintf(file, "{\"i\":%d,\"type\":\"%s\",\"out_w\":%d,\"out_h\":%d,\"out_c\":%d,", i,
            get_layer_string(l->type), l->out_w, l->out_h, l->out_c);
    fprintf(file, "\"outputs\":%d,\"n\":%d,\"size\":%d,\"stride_x\":%d,\"stride_y\":%d,",
            l->outputs, l->n, l->size, l->stride_x, l->stride_y);
    fprintf(file, "\"pad\":%d,\"groups\":%d,\"activation\":%d,\"bn\":%d,\"bflops\":%f}%s\n", l->pad,
            l->groups, l->activation, l->batch_normalize, l->bflops, i + 1 < net.n ? "," : "");
  }
  fprintf(file, "]}\n");
  if (fclose(file)) fail("%s: %s", name, strerror(errno));
}

// --- Networks

static network open_network(void) {
  // As darknet opens a network to detect with it: one image, not for training.
  return parse_network_cfg_custom(path("net.cfg"), 1, 1);
}

static int has_state(network net) {
  for (int i = 0; i < net.n; ++i) {
    LAYER_TYPE type = net.layers[i].type;
    if (type == RNN || type == GRU || type == LSTM || type == CRNN || type == CONV_LSTM) return 1;
  }
  return 0;
}

static void run_sequence(const float *input, size_t inputs) {
  float *steps = allocate(sizeof(float) * step_count * inputs);
  if (!read_floats(path("sequence/steps.f32"), steps, step_count * inputs)) {
    memcpy(steps, input, sizeof(float) * inputs);
    fill(steps + inputs, (step_count - 1) * inputs, 0, 1);
    write_floats(path("sequence/steps.f32"), steps, step_count * inputs);
  }
  network net = open_network();
  load_weights(&net, path("net.weights"));
  for (int step = 0; step < step_count; ++step) {
    network_predict(net, steps + (size_t)step * inputs);
    char prefix[32];
    snprintf(prefix, sizeof prefix, "sequence/step_%d/", step);
    write_layers(net, prefix);
  }
  free(steps);
}

int main(int count, char **arguments) {
  if (count != 2) fail("usage: darknet_layers FOLDER");
  folder = arguments[1];

  network net = open_network();
  for (int i = 0; i < net.n; ++i) fill_layer(&net.layers[i]);
  save_weights(net, path("net.weights"));

  size_t inputs = (size_t)net.inputs;
  float *input = allocate(sizeof(float) * inputs);
  fill(input, inputs, 0, 1);
  write_floats(path("input.f32"), input, inputs);

  network_predict(net, input);
  write_layers(net, "");
  write_shapes(net);
  if (has_state(net)) run_sequence(input, inputs);
  free(input);
  return 0;
}
