/// Picks the best of overlapping boxes, for each image and class by itself.
///
/// Operands: boxes [N, B, 4] (by corners or by centres, see `coding`) and scores [N, C, B], float32.
/// Result: rows (image, class, box) of int64, image by image, class by class, best first.
/// How many there are follows from the data; the recorded shape [N · C · min(limit, B), 3] is the
/// most there can be.
public struct NonMaximumSuppression: Operation {
  /// Used in messages.
  public static let name = "non-maximum suppression"

  /// Whether it makes or takes quantized values.
  public static let isQuantized = false

  /// What the operands are.
  public static func operandRoles(count: Int) -> [OperandRole] {
    [.boxes, .scores]
  }

  /// The most boxes of an image and class.
  public var limit: Int
  /// A box goes when its intersection over union with a better one is greater.
  public var overlap: Float
  /// A score must be greater.
  public var threshold: Float
  /// What the four numbers of a box are.
  ///
  /// Corners are what every runtime takes; MNN ignores that boxes are given by centres.
  public var coding: BoxCoding

  /// Creates a suppression.
  public init(limit: Int, overlap: Float, threshold: Float, coding: BoxCoding = .corners) {
    self.limit = limit
    self.overlap = overlap
    self.threshold = threshold
    self.coding = coding
  }

  /// What detections are found with where nothing else is asked for.
  public static let usual = NonMaximumSuppression(limit: 100, overlap: 0.45, threshold: 0.25)

  /// The types of the results.
  public func outputTypes(for inputs: [TensorType]) throws(OperationError) -> [TensorType] {
    try expect(inputs, count: 2...2)
    try expectFloats(inputs)
    try expect(inputs[0], rank: 3)
    try expect(inputs[1], rank: 3)
    let (boxes, scores) = (inputs[0].shape, inputs[1].shape)
    guard boxes[0] == scores[0], boxes[1] == scores[2], boxes[2] == 4, limit > 0 else {
      throw OperationError("boxes of shape \(boxes) and scores of shape \(scores) do not fit")
    }
    let pairs = try Shape([scores[0], scores[1], min(limit, boxes[1])]).count
    return [TensorType(.int64, try Shape([pairs, 3]))]
  }

  /// Where the elements of the results come from.
  public var elements: ElementOrigin { .computed }

  /// How factors of channels pass.
  public func channels(for _: [TensorType]) -> ChannelRelation { .mixed }

  /// Multiplications followed by an addition.
  public func multiplyAdds(for _: [TensorType]) -> Int { 0 }

  /// The operation on quantized values.
  public var quantizedForm: (any Operation)? { nil }
}

extension Graph {
  /// Whether a value's first extent is only the most there can be.
  public func hasVariableCount(_ value: ValueID) -> Bool {
    nodes.contains { $0.operation is NonMaximumSuppression && $0.outputs.contains(value) }
  }
}
