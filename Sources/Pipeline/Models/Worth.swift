import Darknet
import Graph
import Text

/// Signs that a result would be worth nothing: errors, unless the caller wants it all the same.
struct Worth {
  /// Whether worthless results are wanted; what speaks against them is then a warning.
  let isForced: Bool
  /// Things worth saying.
  private(set) var warnings: [Lines] = []

  init(isForced: Bool) { self.isForced = isForced }

  /// - Throws: the reason, unless worthless results are wanted.
  mutating func object(_ reason: Lines) throws {
    guard isForced else {
      throw PipelineError.malformed("\(reason); make it all the same\(with: .worthless)")
    }
    warnings.append(reason)
  }

  /// Judges a checkpoint.
  mutating func check(_ checkpoint: Checkpoint) throws {
    guard checkpoint.weights.isAllZero else { return }
    try object(
      "\(checkpoint.weights.path): every weight is 0, so the network gives the same for every image; "
        + "use the weights that training has given")
  }

  /// Heads of one network that do not know the same classes.
  static func warnings(of graph: Graph) -> [Lines] {
    let counts = Set(graph.contract.heads.map(\.classes)).sorted()
    guard counts.count > 1 else { return [] }
    return [
      "the heads have different numbers of classes (\(counts.map(String.init).joined(separator: ", "))); "
        + "a class number means something else in each of them"
    ]
  }
}
