import Text

/// What other frameworks and other versions of darknet call activations and sections: a name that is
/// right elsewhere is no typing mistake, and the nearest spelling would mislead.
enum ForeignNames {
  /// The hint for an activation; nil for a name that is known nowhere.
  static func activation(_ name: String) -> String? {
    let key = name.lowercased().filter { $0 != "_" && $0 != "-" }
    if let own = sameActivations[key] {
      return "darknet calls it \(quoted(own.rawValue))"
    }
    return otherActivations[key]
  }

  /// Names of activations that programs which read cfgs have and AlexeyAB's darknet has not, and what
  /// they mean by them.
  static let forkActivations: [String: Activation] = [
    "silu": .swish, "hardswish": .hardSwish, "hard_swish": .hardSwish, "hswish": .hardSwish,
  ]

  /// Names of activations that darknet has under another name, without marks between words.
  private static let sameActivations: [String: Activation] = [
    "silu": .swish, "sigmoidlinearunit": .swish, "swish1": .swish,
    "lrelu": .leaky, "leakyrelu": .leaky, "lrel": .leaky,
    "sigmoid": .logistic, "logsigmoid": .loggy,
    "none": .linear, "identity": .linear, "no": .linear, "null": .linear,
    "hardtanh": .hardtan, "htanh": .hardtan, "rectified": .relu, "rectify": .relu, "rect": .relu,
    "relun6": .relu6, "clippedrelu6": .relu6, "hardmish": .hardMish,
  ]

  /// Activations that darknet has not, with what to do.
  private static let otherActivations: [String: String] = {
    func missing(_ name: String) -> String {
      "\(name) is an activation of other frameworks that darknet does not have, so no darknet can "
        + "have trained this; convert the model with the framework that it was trained with"
    }
    return [
      "hardsigmoid": missing("hard sigmoid"), "hsigmoid": missing("hard sigmoid"),
      "prelu": missing("PReLU"), "rrelu": missing("RReLU"), "celu": missing("CELU"),
      "softplus": missing("softplus"), "softsign": missing("softsign"),
      "softmax": "a softmax is a section of its own, [softmax]", "glu": missing("GLU"),
      "frelu": missing("FReLU"), "metaaconc": missing("Meta-ACON"),
    ]
  }()

  /// The hint for a section; nil for a name that is known nowhere.
  static func section(_ name: String) -> String? {
    let key = name.lowercased()
    if let own = sameSections[key] { return "darknet calls it [\(own)]" }
    return sections[key].map { origin in
      "[\(name)] is a layer of \(origin), which AlexeyAB's darknet does not have; what it computes is "
        + "not known here, so the network cannot be converted"
    }
  }

  /// Layers that darknet has under another name.
  private static let sameSections: [String: String] = [
    "conv2d": "convolutional", "convolution": "convolutional", "dense": "connected",
    "fc": "connected", "fullyconnected": "connected", "linear": "connected", "concat": "route",
    "concatenate": "route", "cat": "route", "add": "shortcut", "residual": "shortcut",
    "bn": "batchnorm", "batchnorm2d": "batchnorm", "batch_norm": "batchnorm",
    "averagepool": "avgpool", "globalavgpool": "avgpool", "resize": "upsample",
    "maxpool2d": "maxpool", "yolov3": "yolo", "yolov4": "yolo", "lrn_layer": "lrn",
  ]

  /// Layers of other versions of darknet, and whose they are.
  private static let sections: [String: String] = {
    let original = "pjreddie's darknet"
    let scaled = "the darknet of ScaledYOLOv4 and YOLOR (WongKinYiu)"
    let torch = "PyTorch programs that read cfg files"
    return [
      "deconvolutional": original, "deconv": original, "logistic": original, "logxent": original,
      "l2norm": original, "iseg": original, "demo": original,
      "alternate_channels": scaled, "shift_channel": scaled, "implicit_cat": scaled,
      "weighted_feature_fusion": torch, "se": torch, "mixconv": torch, "mixconv2d": torch,
      "focus": torch,
      "spp": torch, "jde": "PyTorch programs for tracking",
      "fpn": torch, "upsample_expand": torch, "reorg_old": "forks of darknet for YOLOv2",
    ]
  }()
}
