/// How far a model of the zoo is.
public enum ModelState: String, Codable, Hashable, Sendable {
  /// There is a recipe.
  case known
  /// A file that was fetched was put aside, and the right one is not there.
  case quarantined
  /// All that it is made from is in the store.
  case pulled
  /// It was made.
  case built
  /// It was made, and everything about it was checked.
  case verified
  /// It was handed out as it is.
  case published
}
