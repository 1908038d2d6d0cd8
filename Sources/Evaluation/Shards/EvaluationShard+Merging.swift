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
    func check(_ what: String, _ found: String, _ expected: String) throws(ShardError) {
      guard found == expected else {
        throw .differs(index: index, what: what, found: found, expected: expected)
      }
    }
    try check(
      "model", text(subject?.model?.file), text(other.subject?.model?.file))
    try check("results", text(subject?.results), text(other.subject?.results))
    try check("annotations", text(subject?.annotations), text(other.subject?.annotations))
    try check("runtime", subject?.runtime ?? "none", other.subject?.runtime ?? "none")
    try check(
      "protocol", EvaluationShard.text(detectionProtocol),
      EvaluationShard.text(other.detectionProtocol))
    try check("confusion score", "\(confusionScore)", "\(other.confusionScore)")
    try check("number of parts", "\(partCount)", "\(other.partCount)")
    if categories != other.categories {
      throw .differs(
        index: index, what: "list of categories", found: "\(categories.count) categories",
        expected: "the same \(other.categories.count)")
    }
  }

  /// Which file, by what is in it: parts may be made in different folders.
  private func text(_ file: FileRecord?) -> String { file?.sha256 ?? "none" }

  private static func text(_ detectionProtocol: EvaluationProtocol?) -> String {
    detectionProtocol.map { "\($0)" } ?? "that of a results file"
  }
}
