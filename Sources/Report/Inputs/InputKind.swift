/// What a JSON file is.
enum InputKind: Sendable {
  case evaluation, comparison, quantization, conversion, detections, profile

  /// Recognizes a file by its keys; nil when it is none of these.
  init?(keys: Set<String>) {
    let kinds: [(InputKind, Set<String>)] = [
      (.evaluation, ["metrics", "perClass"]),
      (.comparison, ["models", "verdict"]),
      (.quantization, ["network", "preprocessing"]),
      (.profile, ["milliseconds", "instructionSet"]),
      (.conversion, ["model", "sources"]),
      (.detections, ["images"]),
    ]
    guard let found = kinds.first(where: { $0.1.isSubset(of: keys) }) else { return nil }
    self = found.0
  }

  /// What people call it.
  var words: String {
    switch self {
    case .evaluation: "evaluate"
    case .comparison: "compare"
    case .quantization: "quantize"
    case .conversion: "convert"
    case .detections: "detect"
    case .profile: "inspect --profile"
    }
  }
}
