import Engine
import Graph
import OnnxRuntime

/// What runs a model: the engine of this program, or ONNX Runtime as a second opinion.
enum Runner {
  case native(Session)
  case onnxRuntime(RuntimeSession, RuntimeInterface)

  /// What ONNX Runtime has to be told of a model.
  struct RuntimeInterface {
    /// The name and extents of each input, those of states last.
    let inputs: [(name: String, shape: [Int])]
    /// The names of the outputs that are states.
    let states: [String]
  }

  /// What came out of a model.
  struct Output {
    /// The numbers, row-major.
    let elements: [Float]
    /// The extents, outermost first.
    let shape: [Int]
  }

  /// Runs the model once.
  ///
  /// - Parameters:
  ///   - inputs: for each input its elements in the model's order, N, C, H, W.
  ///   - states: what another run left, which this one goes on with; empty for one that begins anew.
  /// - Returns: for each output what came out, in the same order, and what is left to the next run.
  /// - Throws: a `Failure` (malformed) when the inputs do not fit, or ONNX Runtime fails.
  func run(
    _ inputs: [[Float]], after states: [[Float]] = []
  ) throws -> (outputs: [Output], states: [[Float]]) {
    switch self {
    case .native(let session):
      let outputs = try session.run(inputs + states)
      let graph = session.plan.graph
      return (
        zip(outputs, graph.outputs).map { Output($0, room: graph[$1].type.shape) }, session.states
      )
    case .onnxRuntime(let session, let interface):
      let given = interface.inputs.enumerated().map { position, input in
        let elements = inputs + states
        let values =
          position < elements.count
          ? elements[position] : Array(repeating: 0, count: input.shape.reduce(1, *))
        return (input.name, RuntimeTensor(values, shape: input.shape))
      }
      let tensors = Dictionary(given) { first, _ in first }
      let results = try session.run(session.inputs.compactMap { tensors[$0.name] })
      let named = zip(session.outputs.map(\.name), results)
      return (
        named.filter { !interface.states.contains($0.0) }.map {
          Output(elements: $0.1.elements, shape: $0.1.shape)
        },
        interface.states.compactMap { name in named.first { $0.0 == name }?.1.elements }
      )
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
