import Digests

/// What a step of a build gave, and all that it depends on.
///
/// It is called by the SHA-256 of what it depends on, so that it is found by that alone: a step is
/// done again exactly where something else goes in.
struct StepEntry: StoreDocument, Hashable {
  static let folder = "steps"
  /// Of version 1 the inputs were texts for people: such steps count as not done.
  static let version = 2
  var schemaVersion = StepEntry.version
  /// What was done: `convert`, `quantize`, ...
  var step: String
  /// What went in.
  var inputs: StepInputs
  /// The files that came out.
  var outputs: [String: Contents]

  /// The name of its document.
  static func name(_ key: Digest) -> String {
    let text = key.description
    return "\(text.prefix(2))/\(text.dropFirst(2))"
  }
}
