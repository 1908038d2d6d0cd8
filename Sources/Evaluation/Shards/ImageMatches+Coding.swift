/// Columns instead of rows, since there are a hundred detections in an image.
extension ImageMatches: Codable {
  private enum Keys: String, CodingKey {
    case image = "picture"
    case cells, confusions
  }

  /// Reads the form that `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let pairs = try container.decode([[Int]].self, forKey: .confusions)
    guard pairs.allSatisfy({ $0.count == 2 && $0.min() ?? -1 >= -1 && $0.max() ?? -1 >= 0 }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .confusions, in: container, debugDescription: "are not pairs of categories")
    }
    self.init(
      imageID: try container.decode(Int.self, forKey: .image),
      cells: try container.decode([Cell].self, forKey: .cells),
      confusions: pairs.map {
        Confusion.Pair(truth: $0[0] < 0 ? nil : $0[0], found: $0[1] < 0 ? nil : $0[1])
      })
  }

  /// Writes the image; -1 stands for background or for nothing found.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(imageID, forKey: .image)
    try container.encode(cells, forKey: .cells)
    try container.encode(
      confusions.map { [$0.truth ?? -1, $0.found ?? -1] }, forKey: .confusions)
  }
}

extension ImageMatches.Cell: Codable {
  private enum Keys: String, CodingKey { case category, objects, scores, correct, wrong }
  /// More than there are in any image; sums of it do not overflow.
  private static let mostObjects = 1 << 32

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    func check(_ holds: Bool, _ key: Keys, _ problem: String) throws {
      guard holds else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: problem)
      }
    }
    let objects = try container.decode([Int].self, forKey: .objects)
    try check(
      objects.count == AreaRange.allCases.count
        && objects.allSatisfy { (0...Self.mostObjects).contains($0) }, .objects,
      "are not the counts of \(AreaRange.allCases.count) ranges of size")
    let scores = try container.decode([Double].self, forKey: .scores)
    try check(
      scores.count <= Thresholds.detections[2] && scores.allSatisfy(\.isFinite)
        && zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 }, .scores,
      "are not at most \(Thresholds.detections[2]) descending numbers")
    let correct = try container.decode([UInt64].self, forKey: .correct)
    let wrong = try container.decode([UInt64].self, forKey: .wrong)
    try check(
      correct.count == scores.count && wrong.count == scores.count
        && zip(correct, wrong).allSatisfy { $0 & $1 == 0 && $0 | $1 <= Judgements.everything },
      .correct, "and 'wrong' do not say of each score where it is one or the other")
    self.init(
      category: try container.decode(Int.self, forKey: .category),
      objects: SIMD4(objects),
      detections: scores.indices.map { index in
        ImageMatches.Detection(
          score: scores[index], correct: Judgements(bits: correct[index]),
          wrong: Judgements(bits: wrong[index]))
      })
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(category, forKey: .category)
    try container.encode(
      AreaRange.allCases.map { objects[$0.rawValue] }, forKey: .objects)
    try container.encode(detections.map(\.score), forKey: .scores)
    try container.encode(detections.map(\.correct.bits), forKey: .correct)
    try container.encode(detections.map(\.wrong.bits), forKey: .wrong)
  }
}
