import Graph

/// Which channels of a head hold what: for every anchor the same entries one after the other.
struct HeadEntries {
  /// A run of entries that share a scale.
  struct Part {
    /// For names.
    let label: String
    /// The entries of an anchor.
    let entries: Range<Int>
  }

  /// The runs in order; together all entries of an anchor.
  let parts: [Part]
  /// The number of anchors.
  let anchors: Int

  /// The entries of an anchor.
  var count: Int { parts.last?.entries.upperBound ?? 0 }

  /// What parts can be called.
  static let labels: Set<String> = [
    "xy", "wh", "objectness", "classes", "x", "x_sigma", "y", "y_sigma", "w", "w_sigma", "h",
    "h_sigma",
  ]

  /// Nil for a head whose tensor is not laid out by anchors.
  init?(of head: Head) {
    let sizes: [(String, Int)]
    switch head.kind {
    case .yolo, .region:
      sizes = [("xy", 2), ("wh", 2), ("objectness", 1), ("classes", head.classes)]
    case .gaussianYolo:
      sizes = [
        ("x", 1), ("x_sigma", 1), ("y", 1), ("y_sigma", 1), ("w", 1), ("w_sigma", 1), ("h", 1),
        ("h_sigma", 1), ("objectness", 1), ("classes", head.classes),
      ]
    case .detection: return nil
    }
    var parts: [Part] = []
    for (label, size) in sizes where size > 0 {
      let first = parts.last?.entries.upperBound ?? 0
      parts.append(Part(label: label, entries: first..<first + size))
    }
    self.parts = parts
    anchors = head.anchors.count
  }

  /// The channels of a part in the head's tensor, anchor by anchor.
  func channels(of part: Part) -> [Int] {
    (0..<anchors).flatMap { anchor in part.entries.map { anchor * count + $0 } }
  }
}
