import Digests
import Evaluation
import Files
import JSON
import Pipeline
import Text

/// A part of a step that was done by itself, as a file.
struct StepPart<Result: Codable & Sendable>: Codable, Sendable {
  /// The version of its form.
  var schemaVersion = 1
  /// What is done.
  var step: String
  /// The SHA-256 of all that the step depends on, but for the images.
  var key: Digest
  /// Which part of the images was looked at.
  var part: EvaluationPart
  /// The images: those of the part where each part looks at its own alone, else all of the step.
  var images: [String: Digest]
  /// What was found.
  var result: Result

  /// Reads parts of a step.
  ///
  /// - Throws: a `Failure` (malformed), with every file that is no part of exactly this step.
  static func read(_ paths: [String], of step: String, key: Digest) throws -> [StepPart] {
    var parts: [StepPart] = []
    var failures: [any Error] = []
    for path in paths {
      do {
        let file = try MappedFile(path: path)
        let part: StepPart
        do {
          part = try file.withUnsafeBytes {
            try JSONDecoding.decode(
              StepPart.self, from: $0, rules: .strict.limited(to: 1 << 30, values: .max))
          }
        } catch { throw PipelineError.malformed("\(path): is no part of a step: \(error)") }
        guard part.schemaVersion == 1, part.step == step, part.key == key else {
          throw PipelineError.malformed(
            "\(path): is a part of \(part.step) with other models, options or versions than these; do "
              + "that part again")
        }
        parts.append(part)
      } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
    return parts
  }
}
