/// `[avgpool]`, `[avg]`: the mean of every channel; output (channels, 1, 1).
public struct AveragePoolSection: LayerSection, Hashable {}
