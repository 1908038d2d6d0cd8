import Digests
import Evaluation
import Quantization
import Text

/// What was counted in a part of the calibration images.
///
/// The parts of all images together are what one process would have counted, to the last bit, as
/// histograms are whole numbers.
public struct CalibrationPart: Hashable, Sendable, Codable {
  /// Which part of the images it is.
  public let part: EvaluationPart
  /// What tensors hold.
  let table: CalibrationTable
  /// Why images were left out.
  let problems: [Problem]
  /// The images of one colour.
  let blank: [Digest]

  /// An image that was left out.
  struct Problem: Hashable, Sendable, Codable {
    let image: Digest
    let reason: String
  }

  /// Checks that parts are all that there are of one division.
  ///
  /// - Throws: `PipelineError`.
  static func check(_ parts: [CalibrationPart]) throws(PipelineError) {
    try EvaluationPart.check(parts.map(\.part))
  }
}

extension EvaluationPart {
  /// Checks that parts are all that there are of one division, each once.
  ///
  /// - Throws: `PipelineError.usage`, with those that are missing or there twice.
  public static func check(_ parts: [EvaluationPart]) throws(PipelineError) {
    guard let first = parts.first else { throw .usage("there are no parts to put together") }
    if let other = parts.first(where: { $0.count != first.count }) {
      throw .usage("parts \(first) and \(other) are of different divisions; give those of one")
    }
    let numbers = parts.map(\.number)
    let present = Set(numbers)
    guard present.count == numbers.count else {
      throw .usage("a part of \(first.count) is given twice; give each once")
    }
    let missing = (1...first.count).filter { !present.contains($0) }
    guard missing.isEmpty else {
      let names = missing.prefix(10).map { "\($0)/\(first.count)" }.joined(separator: ", ")
      throw .usage("the parts \(names) are missing; give them too")
    }
  }
}
