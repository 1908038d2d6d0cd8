import Evaluation

/// What of the times of `inspect --profile` is shown.
struct ProfileInput: Decodable, Sendable {
  /// The model; nil when it is not told.
  var model: ModelRecord?
  /// The median of whole runs.
  var milliseconds: Double
  /// The threads that shared the work.
  var threads: Int
  /// The instruction set of the kernels.
  var instructionSet: String
  /// The steps in order.
  var steps: [Step]

  /// One step of the engine.
  struct Step: Decodable, Sendable {
    var name: String
    var milliseconds: Double
  }
}
