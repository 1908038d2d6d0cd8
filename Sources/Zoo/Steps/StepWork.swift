import Digests
import Evaluation
import Pipeline
import Text

/// What there is to do for a step of a build.
enum StepWork {
  /// The recipe asks for none, or what it needs is not at hand.
  case nothing
  /// It was done before with images that are not at hand now.
  case kept(StepRunner.Outcome)
  /// It is done, unless that was done before.
  case make(StepRunner.Step, StepMaker)
}

/// How a step is done.
struct StepMaker {
  /// Makes all files of the step.
  var whole: (StepRunner.Place) throws -> Void
  /// Does a part of it; nil for a step that is done at once.
  var part: ((StepRunner.Place, EvaluationPart) throws -> any Codable & Sendable)?
  /// Decides how channels are equalized; nil where nothing is.
  var equalization: ((StepRunner.Place) throws -> any Codable & Sendable)?
}

/// How a step is done by itself.
struct StepForm {
  /// The part that is done; nil for all.
  var part: EvaluationPart?
  /// The files of parts that were done; empty where the step is done at once.
  var parts: [String] = []
  /// The file of the equalization that was decided before.
  var equalization: String?

  /// The name of the document of an equalization.
  static func equalizing(_ step: String) -> String { "equalization of \(step)" }
}

extension StepRunner.Step {
  /// The SHA-256 of all that the step depends on but for the images, which parts tell themselves.
  ///
  /// - Throws: a `Failure` (fault), which does not happen.
  var partKey: Digest {
    get throws {
      var inputs = inputs
      inputs.images = [:]
      return try inputs.key(of: name)
    }
  }

  /// Reads parts of the step that looked at all its images, or decided something for all.
  ///
  /// - Parameter name: what the parts are called, where that is not the name of the step.
  /// - Throws: a `Failure`.
  func parts<Result: Codable & Sendable>(
    _ paths: [String], called name: String? = nil
  ) throws -> [Result] {
    let parts = try StepPart<Result>.read(paths, of: name ?? self.name, key: try partKey)
    for (path, part) in zip(paths, parts) where part.images != inputs.images {
      throw PipelineError.malformed("\(path): is of other images than these; do that part again")
    }
    return parts.map(\.result)
  }
}
