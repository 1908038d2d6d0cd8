/// darknet's activation functions; raw values are the spellings of the cfg.
///
/// Formulas: AlexeyAB/darknet at 59596d78, `src/activations.h` and `src/activations.c`.
public enum Activation: String, Hashable, Sendable, CaseIterable {
  case linear, logistic, loggy, relu, relu6, elu, selu, relie, ramp, leaky, revleaky, tanh, gelu
  case plse, stair, hardtan, lhtan, swish, mish
  case hardMish = "hard_mish"
  case normalizeChannels = "normalize_channels"
  case normalizeChannelsSoftmax = "normalize_channels_softmax"
  case normalizeChannelsSoftmaxMaximum = "normalize_channels_softmax_maxval"
}
