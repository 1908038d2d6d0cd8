import Text

/// Why partial results cannot be read or merged.
public enum ShardError: Failure, Hashable, Sendable {
  /// The text is no partial result; `place` says where, as keys and indices.
  case malformed(place: String, problem: String)
  /// Written by another version of the form.
  case otherSchema(found: Int)
  /// There is nothing to merge.
  case nothing
  /// The partial result at an index, counted from 0, is of another kind than the first.
  case differs(index: Int, what: String, found: String, expected: String)
  /// A part is there more than once.
  case repeatedPart(index: Int, part: Int)
  /// Images are in more than one partial result; the first ten of `count`.
  case repeatedImages(index: Int, [Int], count: Int)

  /// A sentence for people: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .malformed(let place, let problem):
      "is no partial result of an evaluation: \(place.isEmpty ? "" : "\(place): ")\(problem)"
    case .otherSchema(let found):
      "has the form \(found), but \(EvaluationShard.schemaVersion) is read; evaluate the part again"
    case .nothing: "there is nothing to merge; name the partial results"
    case .differs(let index, let what, let found, let expected):
      "partial result \(index + 1) has another \(what) than the first: \(found), not \(expected); "
        + "evaluate all parts alike"
    case .repeatedPart(let index, let part):
      "partial result \(index + 1) holds part \(part), which another one holds too"
    case .repeatedImages(let index, let images, let count):
      "partial result \(index + 1) holds \(count) images that another one holds too, for example "
        + images.map(String.init).joined(separator: ", ")
    }
  }
}

extension ShardError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
