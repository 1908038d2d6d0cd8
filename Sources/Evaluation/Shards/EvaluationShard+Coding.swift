#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension EvaluationShard: Codable {
  /// The version of the form.
  static let schemaVersion = 1

  private enum Keys: String, CodingKey {
    case schemaVersion, subject, detectionProtocol = "protocol", confusionScore, categories
    case partCount, parts, pictures
  }

  /// Reads a partial result from JSON.
  ///
  /// - Throws: `ShardError` when it is not one.
  public init(json: some Collection<UInt8>) throws(ShardError) {
    do {
      self = try JSONDecoder().decode(EvaluationShard.self, from: Data(json))
    } catch let error as ShardError {
      throw error
    } catch let error as DecodingError {
      throw ShardError(error)
    } catch {
      throw .malformed(place: "", problem: "\(error)")
    }
  }

  /// The JSON form: keys sorted, numbers unrounded, in one line since people do not read it.
  ///
  /// - Throws: `ShardError.malformed` for numbers that JSON cannot hold.
  public func json() throws(ShardError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [0x0A]
    } catch {
      throw .malformed(place: "", problem: "cannot be written as JSON: \(error)")
    }
  }

  /// Reads a partial result; see `init(json:)`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let version = try container.decode(Int.self, forKey: .schemaVersion)
    guard version == EvaluationShard.schemaVersion else {
      throw ShardError.otherSchema(found: version)
    }
    try self.init(
      subject: container.decodeIfPresent(EvaluationSubject.self, forKey: .subject),
      detectionProtocol: container.decodeIfPresent(
        EvaluationProtocol.self, forKey: .detectionProtocol),
      confusionScore: container.decode(Double.self, forKey: .confusionScore),
      categories: container.decode([GroundTruth.Category].self, forKey: .categories),
      partCount: container.decode(Int.self, forKey: .partCount),
      parts: container.decode([Int].self, forKey: .parts),
      pictures: container.decode([PictureMatches].self, forKey: .pictures))
    try checkForm()
  }

  /// Writes the partial result.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(EvaluationShard.schemaVersion, forKey: .schemaVersion)
    try container.encode(subject, forKey: .subject)
    try container.encode(detectionProtocol, forKey: .detectionProtocol)
    try container.encode(confusionScore, forKey: .confusionScore)
    try container.encode(categories, forKey: .categories)
    try container.encode(partCount, forKey: .partCount)
    try container.encode(parts, forKey: .parts)
    try container.encode(pictures, forKey: .pictures)
  }

  /// Checks what the figures rely on.
  private func checkForm() throws(ShardError) {
    func check(_ holds: Bool, _ place: String, _ problem: String) throws(ShardError) {
      if !holds { throw .malformed(place: place, problem: problem) }
    }
    func ascend(_ numbers: [Int]) -> Bool {
      zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }
    try check(
      parts.allSatisfy { $0 >= 1 && $0 <= partCount } && !parts.isEmpty && ascend(parts), "parts",
      "are not ascending numbers of 1 to \(partCount)")
    try check(ascend(categories.map(\.id)), "categories", "are not in ascending order of their ids")
    try check(
      ascend(pictures.map(\.imageID)), "pictures", "are not in ascending order of their ids")
    for (index, picture) in pictures.enumerated() {
      try check(
        ascend(picture.cells.map(\.category))
          && picture.cells.allSatisfy { categories.indices.contains($0.category) }
          && picture.confusions.allSatisfy { pair in
            [pair.truth, pair.found].allSatisfy { $0.map(categories.indices.contains) ?? true }
          }, "pictures.\(index)", "names categories that are not there")
    }
  }
}

extension ShardError {
  fileprivate init(_ error: DecodingError) {
    let (path, problem): ([any CodingKey], String)
    switch error {
    case .keyNotFound(let key, let context):
      (path, problem) = (context.codingPath, "the key '\(key.stringValue)' is missing")
    case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
      (path, problem) = (context.codingPath, context.debugDescription)
    @unknown default: (path, problem) = ([], "\(error)")
    }
    let place = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    // Sentences of others end in a full stop.
    self = .malformed(
      place: place, problem: problem.hasSuffix(".") ? String(problem.dropLast()) : problem)
  }
}
