/// Something wrong with one entry of a file.
public struct Problem<Place: CustomStringConvertible & Hashable & Sendable>: Hashable, Sendable {
  /// Where: a location in a text, or an entry such as `materials[3].sha256`, counted from 0; an empty
  /// text where it is the whole.
  public let place: Place
  /// What was found, what was expected, what to do.
  public let message: String

  /// Creates a problem.
  public init(_ place: Place, _ message: String) {
    self.place = place
    self.message = message
  }
}

extension Problem: CustomStringConvertible {
  /// `place: message`.
  public var description: String {
    let place = "\(place)"
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
