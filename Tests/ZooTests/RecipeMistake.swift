import Foundation
import Testing

/// A change to the sound recipe that makes it wrong, and what has to be told of it.
struct RecipeMistake: Sendable, CustomTestStringConvertible {
  let found: String
  let replacement: String
  /// `line:column`.
  let place: String
  /// Words of the message.
  let words: [String]
  /// Whether the schema can tell as well.
  let isInSchema: Bool

  init(
    _ found: String, _ replacement: String, _ place: String, _ words: [String],
    isInSchema: Bool = true
  ) {
    self.found = found
    self.replacement = replacement
    self.place = place
    self.words = words
    self.isInSchema = isInSchema
  }

  /// The recipe with the mistake.
  var text: String {
    guard let range = RecipeSamples.sound.range(of: found) else { return "" }
    return RecipeSamples.sound.replacingCharacters(in: range, with: replacement)
  }

  var testDescription: String { "\(found) -> \(replacement)" }
}
