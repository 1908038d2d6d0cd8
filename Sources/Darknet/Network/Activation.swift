/// darknet's activation functions; raw values are the spellings of the cfg.
///
/// Formulas: AlexeyAB/darknet at 59596d78, `src/activations.h` and `src/activations.c`. Hard swish is
/// of forks alone: x min(max(x + 3, 0), 6) / 6 (Howard et al., Searching for MobileNetV3, 2019).
public enum Activation: String, Hashable, Sendable, CaseIterable {
  case linear, logistic, loggy, relu, relu6, elu, selu, relie, ramp, leaky, revleaky, tanh, gelu
  case plse, stair, hardtan, lhtan, swish, mish
  case hardMish = "hard_mish"
  case hardSwish = "hardswish"
  case normalizeChannels = "normalize_channels"
  case normalizeChannelsSoftmax = "normalize_channels_softmax"
  case normalizeChannelsSoftmaxMaximum = "normalize_channels_softmax_maxval"
}
