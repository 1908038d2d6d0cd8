import Evaluation
import Files
import Graph
import Text

/// What a JSON file is.
enum InputKind: Sendable {
  case evaluation, accuracy, comparison, quantization, conversion, detections, profile

  /// Recognizes a file by its keys; nil when it is none of these.
  init?(keys: Set<String>) {
    let kinds: [(InputKind, Set<String>)] = [
      (.evaluation, ["metrics", "perClass"]),
      (.accuracy, ["top1", "perClass"]),
      (.comparison, ["models", "verdict"]),
      (.quantization, ["network", "preprocessing"]),
      (.profile, ["milliseconds", "instructionSet"]),
      (.conversion, ["model", "sources"]),
      (.detections, ["images"]),
    ]
    guard let found = kinds.first(where: { $0.1.isSubset(of: keys) }) else { return nil }
    self = found.0
  }

  /// Keys for messages: the first ones in order.
  static func list(_ keys: some Sequence<String>) -> String {
    let names = keys.sorted()
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) others" : shown
  }

  /// What people call it.
  var words: String {
    switch self {
    case .evaluation: "evaluate"
    case .accuracy: "evaluate of a classifier"
    case .comparison: "compare"
    case .quantization: "quantize"
    case .conversion: "convert"
    case .detections: "detect"
    case .profile: "the profile of inspect"
    }
  }
}

/// What is wrong with a file that could be decoded.
struct InputProblem: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// There is one of the kind already.
  static func second(_ kind: InputKind) -> InputProblem {
    InputProblem("is a second file of \(kind.words), where one is shown; leave one out")
  }

  /// There is one of the kind and precision already.
  static func second(_ kind: InputKind, _ precision: Precision) -> InputProblem {
    InputProblem(
      "is a second file of \(kind.words) of a model in \(precision.rawValue), where one is shown; "
        + "leave one out")
  }
}

extension InputProblem {
  /// There is one of the kind of the baseline already.
  static func secondOfBaseline(_ kind: InputKind) -> InputProblem {
    InputProblem(
      "is a second file of \(kind.words) of the baseline, where one is shown; leave one out")
  }

  /// What the page shows of the INT8 model alone.
  static func notOfBaseline(_ kind: InputKind) -> InputProblem {
    InputProblem(
      "is of \(kind.words), which a page has of the INT8 model alone; of a baseline give what evaluate, "
        + "detect and inspect --profile write")
  }
}

/// The names of files, without the folders of the machine that they were on.
enum FileName {
  /// What comes before the last dot of that.
  static func stem(of path: String) -> String {
    let name = Folder.name(of: path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}
