import Text

extension Setting {
  /// The option of the command line that sets it, as it stands in messages.
  ///
  /// - Parameter value: the value that is meant; nil for any.
  func option(_ value: String?) -> String {
    let (name, kind): (String, String?) =
      switch self {
      case .weights: ("weights", nil)
      case .classNames: ("names", nil)
      case .contract: ("cfg", "FILE")
      case .calibration: ("calibration", "FOLDER")
      case .sample: ("sample", "N")
      case .images: ("images", "FOLDER")
      case .annotations: ("annotations", "FILE")
      case .labels: ("labels", "by-folder")
      case .floatFront: ("float-front", nil)
      case .floatLayers: ("float-layers", nil)
      case .heads: ("heads", nil)
      case .size: ("size", nil)
      case .tree: ("tree", "FILE")
      case .resize: ("resize", nil)
      case .inputForm: ("input", nil)
      case .inputOrder: ("input-order", nil)
      case .inputLayout: ("input-layout", nil)
      case .precision: ("precision", nil)
      case .batch: ("batch", nil)
      case .runtime: ("runtime", nil)
      case .budgetImages: ("budget-images", "FOLDER")
      case .missingImages: ("allow-missing", nil)
      case .partialWeights: ("prefix", nil)
      case .replacement: ("force", nil)
      case .worthless: ("allow-worthless", nil)
      case .license: ("license", "ROLE=SPDX")
      case .search: ("search", nil)
      case .key: ("key", nil)
      case .unverified: ("unverified", nil)
      case .withdrawn: ("accept-withdrawn", nil)
      case .localName: ("as", "NAME")
      case .insecure: ("force-plain-http", nil)
      case .onnxRuntime: ("onnxruntime", nil)
      case .store: ("store", nil)
      case .recipes: ("recipes", "FOLDER")
      case .recipeName: ("name", nil)
      case .activationType: ("activation-type", nil)
      case .leakySlope: ("leaky-slope", nil)
      case .target, .format, .qdq, .head, .symmetry, .scales, .bias, .granularity, .pointwise,
        .domain, .opset:
        (rawValue, nil)
      }
    return (["--" + name, value ?? kind].compactMap { $0 }).joined(separator: " ")
  }
}

extension Lines {
  /// The text with the options of the command line.
  var shown: String { text { setting, value in " with " + setting.option(value) } }
}
