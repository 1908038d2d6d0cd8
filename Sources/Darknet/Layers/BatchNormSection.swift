/// `[batchnorm]`: normalization, scale and bias of every channel.
public struct BatchNormSection: LayerSection, Hashable {}
