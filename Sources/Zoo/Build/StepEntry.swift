import Digests
import Provenance

/// What a step of a build gave, and all that it depends on.
///
/// It is called by the SHA-256 of what it depends on, so that it is found by that alone: a step is
/// done again exactly where something else goes in.
struct StepEntry: StoreDocument, Hashable {
  static let folder = "steps"
  var schemaVersion = 1
  /// What was done: `convert`, `quantize`, ...
  var step: String
  /// What went in, by names for people: hashes of files, options, the program.
  var inputs: [String: String]
  /// The files that came out.
  var outputs: [String: Contents]

  /// What the entry is called.
  static func key(_ step: String, _ inputs: [String: String]) -> Digest {
    let members = inputs.mapValues { JSONValue.text($0) }
    return Digest(
      of: JSONValue.object(["step": .text(step), "inputs": .object(members)]).canonicalBytes)
  }

  /// The name of its document.
  static func name(_ key: Digest) -> String {
    let text = key.description
    return "\(text.prefix(2))/\(text.dropFirst(2))"
  }
}
