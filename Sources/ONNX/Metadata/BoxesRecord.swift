import Graph

/// `darkroom.boxes`: where the numbers of a box stand in the outputs of a model that decodes them.
///
/// It follows from the output form, and is written for those who read the file without knowing the form.
struct BoxesRecord: MetadataRecord {
  /// The first of the numbers that belong together.
  struct Column: Codable {
    let output: String
    let first: Int
  }

  let box: Column
  let coding: String
  let unit: String
  let isTransposed: Bool
  let classes: Column?
  let objectness: Column?
  let score: Column?
  let classIndex: Column?
  let count: String?

  private enum CodingKeys: String, CodingKey {
    case box, coding, unit
    case isTransposed = "transposed"
    case classes, objectness, score
    case classIndex = "class"
    case count
  }

  /// What rows mean in a file.
  ///
  /// - Parameter outputs: the names of the file's outputs.
  /// - Returns: nil where they are fewer than the rows read.
  init?(_ rows: BoxRows, outputs: [String]) {
    guard rows.outputCount <= outputs.count else { return nil }
    let column = { (column: BoxRows.Column) in
      Column(output: outputs[column.output], first: column.first)
    }
    box = column(rows.boxes)
    coding =
      switch rows.coding {
      case .centers: "center"
      case .corners: "corners"
      }
    unit =
      switch rows.unit {
      case .input: "input"
      case .pixels: "pixel"
      }
    isTransposed = rows.isTransposed
    count = rows.counts.map { outputs[$0] }
    switch rows.scores {
    case .each(let each):
      (classes, objectness, score, classIndex) = (column(each), nil, nil, nil)
    case .product(let factor, let each):
      (classes, objectness, score, classIndex) = (column(each), column(factor), nil, nil)
    case .best(let best, let index):
      (classes, objectness, score, classIndex) = (nil, nil, column(best), column(index))
    }
  }
}

/// `darkroom.suppression`: what detections are chosen by, in the model or behind it.
struct SuppressionRecord: MetadataRecord {
  let isInModel: Bool
  let kind: String
  let overlap: Float
  let threshold: Float
  /// The most boxes of a class in an image; absent where there is no limit.
  let limit: Int?

  private enum CodingKeys: String, CodingKey {
    case isInModel = "in_model"
    case kind
    case overlap = "iou_threshold"
    case threshold = "score_threshold"
    case limit
  }

  /// What the model does itself, or else what `darkroom detect` does.
  init(of graph: Graph) {
    let own = graph.nodes.lazy.compactMap { $0.operation as? NonMaximumSuppression }.first
    let used = own ?? .usual
    isInModel = own != nil
    kind = "iou"
    (overlap, threshold, limit) = (used.overlap, used.threshold, own?.limit)
  }
}
