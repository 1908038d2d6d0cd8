import Darknet

/// Something wrong in a recipe.
public struct RecipeProblem: Hashable, Sendable, CustomStringConvertible {
  /// The key, value or character it is about.
  public let location: SourceLocation
  /// What was found, what was expected, how to resolve it.
  public let message: String

  /// `path:line:column: message`.
  public var description: String { "\(location): \(message)" }
}
