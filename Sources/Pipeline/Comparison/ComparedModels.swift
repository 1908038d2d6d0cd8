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
    default:
      try ComparedModels.transpose(&self.a, &notes)
      try ComparedModels.transpose(&self.b, &notes)
    }
  }

  /// Whether both find objects.
  var areDetectors: Bool {
    !a.graph.contract.heads.isEmpty && !b.graph.contract.heads.isEmpty
  }

  private static func lend(
    from lender: Model, to borrower: inout Model, _ notes: inout [Lines]
  ) throws {
    notes += try ForeignContract(lender).lend(to: &borrower.graph, called: borrower.name)
    borrower.isAdapted = true
  }

  /// Lets a model without heads whose images have their channels last take them as the other does.
  private static func transpose(_ model: inout Model, _ notes: inout [Lines]) throws {
    guard model.graph.contract.input == nil, model.graph.takesChannelsLast else { return }
    do throws(GraphError) { try model.graph.acceptChannelsFirst() } catch {
      throw LocatedFailure(model.path, error)
    }
    model.isAdapted = true
    notes.append("\(model.name): takes images with channels last; they are transposed for it")
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
