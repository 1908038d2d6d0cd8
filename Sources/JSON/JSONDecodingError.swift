import Text

/// JSON that is not what a type needs.
public struct JSONDecodingError: Failure, Hashable, Sendable {
  /// The way to it, for example `models[3].digest`; empty for the whole.
  public let place: String
  /// What is there and what is needed.
  public let problem: String

  /// An error of a type that reads itself.
  public init(_ error: DecodingError) {
    let (path, problem): ([any CodingKey], String)
    switch error {
    case .keyNotFound(let key, let context):
      (path, problem) = (context.codingPath, "the key '\(key.stringValue)' is missing")
    case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
      (path, problem) = (context.codingPath, context.debugDescription)
    @unknown default: (path, problem) = ([], "\(error)")
    }
    place = path.reduce(into: "") { place, key in
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += place.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    self.problem = problem
  }

  /// What can be done about it.
  public var category: FailureCategory { .malformed }

  /// `place: problem`.
  public var description: String { place.isEmpty ? problem : "\(place): \(problem)" }
}
