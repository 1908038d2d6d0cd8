import Engine
import Graph
import OnnxRuntime

/// What runs a model: the engine of this program, or ONNX Runtime as a second opinion.
enum Runner {
  case native(Session)
  /// With the shapes of the inputs.
  case onnxRuntime(RuntimeSession, inputs: [[Int]])

  /// What came out of a model.
  struct Output {
    /// The numbers, row-major.
    let elements: [Float]
    /// The extents, outermost first.
    let shape: [Int]
  }

  /// Runs the model once.
  ///
  /// - Parameter inputs: for each input its elements in the model's order, N, C, H, W.
  /// - Returns: for each output what came out, in the same order.
  /// - Throws: a `Failure` (malformed) when the inputs do not fit, or ONNX Runtime fails.
  func run(_ inputs: [[Float]]) throws -> [Output] {
    switch self {
    case .native(let session):
      let outputs = try session.run(inputs)
      let graph = session.plan.graph
      return zip(outputs, graph.outputs).map { Output($0, room: graph[$1].type.shape) }
    case .onnxRuntime(let session, let shapes):
      let tensors = zip(inputs, shapes).map { RuntimeTensor($0, shape: $1) }
      return try session.run(tensors).map { Output(elements: $0.elements, shape: $0.shape) }
    }
  }
}

extension Runner.Output {
  /// Elements of the engine; of the boxes that survive suppression there are fewer rows than there
  /// is room for.
  fileprivate init(_ elements: [Float], room: Shape) {
    let row = room.dimensions.dropFirst().reduce(1, *)
    self.elements = elements
    shape =
      elements.count == room.count
      ? room.dimensions : [elements.count / max(row, 1)] + room.dimensions.dropFirst()
  }
}
