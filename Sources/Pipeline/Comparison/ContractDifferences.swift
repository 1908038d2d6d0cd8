import Graph

/// What two models say differently of their input, heads and classes.
enum ContractDifferences {
  /// The differences, a sentence each.
  static func all(_ a: ModelContract, _ b: ModelContract) -> [String] {
    var differences: [String] = []
    func note(_ what: String, _ first: some Equatable, _ second: some Equatable) {
      guard "\(first)" != "\(second)" else { return }
      differences.append("the models say different things of \(what): A \(first), B \(second)")
    }
    if let first = a.input, let second = b.input {
      note(
        "the input's size", "\(first.channels) x \(first.height) x \(first.width)",
        "\(second.channels) x \(second.height) x \(second.width)")
      note("how images are fitted into it", first.fit, second.fit)
      note("the letterbox's value", first.letterboxValue, second.letterboxValue)
    }
    note("the number of heads", a.heads.count, b.heads.count)
    for (first, second) in zip(a.heads, b.heads) {
      let head = "head \(first.layer)"
      note("the kind of \(head)", first.kind, second.kind)
      note("the classes of \(head)", first.classes, second.classes)
      note("the anchors of \(head)", text(first.anchors), text(second.anchors))
      note(
        "the grid of \(head)", "\(first.gridHeight) x \(first.gridWidth)",
        "\(second.gridHeight) x \(second.gridWidth)")
      note("scale_x_y of \(head)", first.scaleXY, second.scaleXY)
    }
    if !a.labels.isEmpty, !b.labels.isEmpty, a.labels != b.labels {
      let place = zip(a.labels, b.labels).enumerated().first { $1.0 != $1.1 }
      let example = place.map {
        ": class \($0.offset) is \($0.element.0) in A, \($0.element.1) in B"
      }
      differences.append("the models name classes differently\(example ?? "")")
    }
    return differences
  }

  private static func text(_ anchors: [Head.Anchor]) -> String {
    "(" + anchors.map { "\($0.width), \($0.height)" }.joined(separator: "; ") + ")"
  }
}
