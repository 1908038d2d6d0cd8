/// The table of layer types.
enum LayerTypes {
  /// One entry for each, in the order of darknet's own table.
  static let all: [any LayerRule.Type] = [
    ShortcutSection.self, ScaleChannelsSection.self, SamSection.self, CropSection.self,
    CostSection.self, DetectionSection.self, RegionSection.self, YoloSection.self,
    GaussianYoloSection.self, LocalSection.self, ConvolutionalSection.self,
    ActivationSection.self, CRNNSection.self, GRUSection.self, LSTMSection.self,
    ConvLSTMSection.self, HistorySection.self, RNNSection.self, ConnectedSection.self,
    MaxPoolSection.self, LocalAveragePoolSection.self, Reorg3DSection.self, ReorgSection.self,
    AveragePoolSection.self, DropoutSection.self, NormalizationSection.self,
    BatchNormSection.self, SoftmaxSection.self, ContrastiveSection.self, RouteSection.self,
    UpsampleSection.self, EmptySection.self, ImplicitSection.self, DepthwiseSection.self,
    ShiftChannelsSection.self, ControlChannelsSection.self,
  ]

  /// The types by every name they go by.
  static let byName: [String: any LayerRule.Type] = Dictionary(
    all.flatMap { type in type.names.map { ($0, type) } }, uniquingKeysWith: { first, _ in first })

  /// All section names, in the order of the table.
  static let names: [String] = NetSection.names + all.flatMap { $0.names }

  /// The canonical names of the sections that have a key, in the order of the table.
  static func sections(reading key: String) -> [String] {
    let layers = all.filter { $0.keys.names.contains(key) }.map { $0.names[0] }
    return (NetSection.keys.names.contains(key) ? [NetSection.names[0]] : []) + layers
  }
}
