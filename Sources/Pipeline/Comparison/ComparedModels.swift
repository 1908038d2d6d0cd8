import Graph
import Text

/// Two models about to be compared, the first of which is taken for right.
///
/// A model that says nothing of its heads, as other converters write them, borrows what the other
/// one says where its outputs have the shapes of the other's heads.
struct ComparedModels {
  /// The reference.
  private(set) var a: Model
  /// The model in question.
  private(set) var b: Model
  /// What was assumed.
  private(set) var notes: [Lines] = []

  init(_ a: Model, _ b: Model) throws {
    self.a = a
    self.b = b
    switch (a.graph.contract.heads.isEmpty, b.graph.contract.heads.isEmpty) {
    case (false, true): try ComparedModels.lend(from: a, to: &self.b, &notes)
    case (true, false): try ComparedModels.lend(from: b, to: &self.a, &notes)
    default: break
    }
  }

  /// Whether both find objects.
  var areDetectors: Bool {
    !a.graph.contract.heads.isEmpty && !b.graph.contract.heads.isEmpty
  }

  private static func lend(
    from lender: Model, to borrower: inout Model, _ notes: inout [Lines]
  ) throws {
    let wanted = lender.headValues.map { lender.graph[$0].type.shape }
    var outputs = borrower.graph.outputs
    var chosen: [ValueID] = []
    for shape in wanted {
      guard let place = outputs.firstIndex(where: { borrower.graph[$0].type.shape == shape }) else {
        let found = borrower.graph.outputs.map {
          "\(borrower.graph[$0].name) \(borrower.graph[$0].type.shape)"
        }
        throw PipelineError.usage(
          "\(borrower.path): says nothing of its heads, and none of its outputs "
            + "(\(found.joined(separator: ", "))) has the shape \(shape) of a head of "
            + "\(lender.path); compare models of the same network with raw heads")
      }
      chosen.append(outputs.remove(at: place))
    }
    borrower.graph.outputs = chosen
    borrower.graph.contract = lender.graph.contract
    borrower.graph.contract.outputForm = .raw
    notes.append(
      "\(borrower.name): says nothing of its input and heads; they are taken to be those of "
        + "\(lender.name)")
  }
}

extension Model {
  /// The tensors that darknet hands to its head layers, in order; without heads, the outputs.
  ///
  /// Of decoded outputs they are found as outputs of layers, as long as the file tells those.
  var headValues: [ValueID] {
    let contract = graph.contract
    guard !contract.heads.isEmpty, contract.outputForm != .raw else { return graph.outputs }
    return contract.heads.compactMap { graph.layerOutputs[$0.layer - 1] }
  }
}
