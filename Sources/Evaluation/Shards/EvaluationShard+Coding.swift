import JSON

extension EvaluationShard: Codable {
  /// The version of the form.
  static let schemaVersion = 1

  private enum Keys: String, CodingKey {
    case schemaVersion, subject, detectionProtocol = "protocol", confusionScore, categories
    case partCount, parts
    case images = "pictures"
  }

  /// Reads a partial result from JSON.
  ///
  /// - Throws: `ShardError` when it is not one.
  public init(json: some Collection<UInt8>) throws(ShardError) {
    do {
      self = try JSONDecoding.decode(
        EvaluationShard.self, from: Array(json),
        rules: .strict.limited(to: 1 << 30, values: .max))
    } catch let error as ShardError {
      throw error
    } catch let error as JSONDecodingError {
      throw .malformed(place: error.place, problem: error.problem)
    } catch {
      throw .malformed(place: "", problem: "it is not JSON: \(error)")
    }
  }

  /// The JSON form: keys sorted, numbers unrounded, in one line since people do not read it.
  ///
  /// - Throws: `ShardError.malformed` for numbers that JSON cannot hold.
  public func json() throws(ShardError) -> [UInt8] {
    do {
      return try JSONEncoding.tree(self).canonicalBytes + [0x0A]
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
      images: container.decode([ImageMatches].self, forKey: .images))
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
    try container.encode(images, forKey: .images)
  }

  /// Checks what the metrics rely on.
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
      ascend(images.map(\.imageID)), "pictures", "are not in ascending order of their ids")
    for (index, image) in images.enumerated() {
      try check(
        ascend(image.cells.map(\.category))
          && image.cells.allSatisfy { categories.indices.contains($0.category) }
          && image.confusions.allSatisfy { pair in
            [pair.truth, pair.found].allSatisfy { $0.map(categories.indices.contains) ?? true }
          }, "images[\(index)]", "names categories that are not there")
    }
  }
}
