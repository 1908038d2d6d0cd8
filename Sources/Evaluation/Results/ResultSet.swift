/// The detections in many pictures.
public struct ResultSet: Hashable, Sendable {
  /// The detections in the order of the file, which decides between equal scores.
  public var boxes: [ScoredBox]

  /// Creates a set of results.
  public init(_ boxes: [ScoredBox] = []) { self.boxes = boxes }
}
