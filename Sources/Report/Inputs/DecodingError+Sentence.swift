extension DecodingError {
  /// Where in the file something is missing or otherwise than expected.
  var sentence: String {
    let (path, problem): ([any CodingKey], String)
    switch self {
    case .keyNotFound(let key, let context):
      (path, problem) = (context.codingPath, "the key '\(key.stringValue)' is missing")
    case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
      (path, problem) = (context.codingPath, context.debugDescription)
    @unknown default: (path, problem) = ([], "\(self)")
    }
    let place = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    // Sentences of others end in a full stop.
    let words = problem.hasSuffix(".") ? String(problem.dropLast()) : problem
    return place.isEmpty ? words : "\(place): \(words)"
  }
}
