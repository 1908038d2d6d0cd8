/// An input or output of a model.
public struct RuntimeValue: Hashable, Sendable {
  /// Its name in the model.
  public let name: String
  /// The type of its numbers.
  public let element: RuntimeElement
  /// Its extents, outermost first; nil for those the model leaves open.
  public let shape: [Int?]

  /// For example `?x3x416x416`.
  var shapeText: String {
    shape.map { $0.map(String.init) ?? "?" }.joined(separator: "x")
  }

  /// Whether a tensor can be given for it.
  func accepts(_ tensor: RuntimeTensor) -> Bool {
    var count = 1
    for extent in tensor.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return false }
      count = product
    }
    return count == tensor.elements.count && tensor.shape.count == shape.count
      && zip(tensor.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
  }
}
