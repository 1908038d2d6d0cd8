extension EvaluationShard {
  /// Puts parts together, in any order; they need not be all.
  ///
  /// - Throws: `ShardError` when there are none, or when they are of different subjects,
  ///   protocols, categories or divisions, or hold the same part or picture.
  public init(merging shards: [EvaluationShard]) throws(ShardError) {
    guard let first = shards.first else { throw .nothing }
    var parts: Set<Int> = []
    var pictures: [PictureMatches] = []
    var ids: Set<Int> = []
    for (index, shard) in shards.enumerated() {
      try shard.checkLikeness(to: first, index: index)
      for part in shard.parts where !parts.insert(part).inserted {
        throw .repeatedPart(index: index, part: part)
      }
      let repeated = shard.pictures.map(\.imageID).filter { !ids.insert($0).inserted }
      guard repeated.isEmpty else {
        throw .repeatedPictures(index: index, Array(repeated.prefix(10)), count: repeated.count)
      }
      pictures += shard.pictures
    }
    self.init(
      subject: first.subject, detectionProtocol: first.detectionProtocol,
      confusionScore: first.confusionScore, categories: first.categories,
      partCount: first.partCount, parts: parts.sorted(),
      pictures: pictures.sorted { $0.imageID < $1.imageID })
  }

  private func checkLikeness(to other: EvaluationShard, index: Int) throws(ShardError) {
    // Values are compared, and their texts are for people.
    func check<Value: Equatable>(
      _ what: String, _ value: (EvaluationShard) -> Value?, none: String = "none"
    ) throws(ShardError) {
      guard value(self) != value(other) else { return }
      func text(_ shard: EvaluationShard) -> String { value(shard).map { "\($0)" } ?? none }
      throw .differs(index: index, what: what, found: text(self), expected: text(other))
    }
    // Which files, by what is in them: parts may be made in different folders.
    try check("model", { $0.subject?.model?.file.digest })
    try check("results", { $0.subject?.results?.digest })
    try check("annotations", { $0.subject?.annotations.digest })
    try check("runtime", { $0.subject?.runtime })
    try check("protocol", \.detectionProtocol, none: "that of a results file")
    try check("confusion score", { $0.confusionScore })
    try check("number of parts", { $0.partCount })
    if categories != other.categories {
      throw .differs(
        index: index, what: "list of categories", found: "\(categories.count) categories",
        expected: "the same \(other.categories.count)")
    }
  }
}
