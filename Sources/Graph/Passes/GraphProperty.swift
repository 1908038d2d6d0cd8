/// What can be said of a graph that passes require or ensure; each can be looked for in the graph.
public enum GraphProperty: Hashable, Sendable, CustomStringConvertible {
  /// No batch normalization is left that can be folded.
  case normalizationIsFolded
  /// No constant is dequantized.
  case constantsAreReal
  /// Every node and constant reaches an output or, if they count, the output of a darknet layer.
  case nothingIsUnused(layerOutputsCount: Bool)
  /// The outputs are the raw tensors of detection heads that can be decoded together.
  case headsAreDecodable
  /// The outputs are boxes and scores.
  case headsAreDecoded
  /// The outputs are boxes, scores and which of them are selected.
  case boxesAreSuppressed
  /// The outputs have a form that is not one tensor for each head.
  case outputsHaveForm(OutputForm)
  /// The channels of the image have an order, where there are three.
  case inputHasOrder(InputForm.Order)
  /// Images are given in a form, whatever the order of their channels.
  case inputHasForm(InputForm)
  /// No activation is left that has a composition, but for these.
  case activationsAreComposed(keeping: Set<Unary.Function>)
  /// No quantized operation is left that a set of operators lacks.
  case quantizationIsExpanded(ExpandQuantization.Domain)
  /// The outputs of darknet layers are real numbers in darknet's units.
  case layersAreReal

  /// Whether it holds.
  public func holds(in graph: Graph) -> Bool {
    switch self {
    case .normalizationIsFolded: FoldBatchNormalization.candidates(in: graph).isEmpty
    case .constantsAreReal:
      !graph.nodes.contains { FoldConstantDequantization.hasConstants($0, in: graph) }
    case .nothingIsUnused(let layerOutputsCount):
      !RemoveUnused(keepsLayerOutputs: layerOutputsCount).hasUnused(in: graph)
    case .headsAreDecodable: DecodeHeads.applies(to: graph)
    case .headsAreDecoded:
      graph.contract.outputForm == .decoded && graph.outputs.count == 2
    case .boxesAreSuppressed: graph.contract.outputForm == .nms && graph.outputs.count == 3
    case .outputsHaveForm(let form):
      graph.contract.outputForm == form
        && graph.outputs.count == form.layout.outputNames.count
    case .inputHasOrder(let order):
      graph.contract.input.map { $0.channels != 3 || $0.form.order == order } ?? true
    case .inputHasForm(let form):
      graph.contract.input.map { $0.form.numbers == form.numbers && $0.form.axes == form.axes }
        ?? true
    case .activationsAreComposed(let keeping):
      !graph.nodes.contains { ComposeActivations(keeping: keeping).expression(for: $0) != nil }
    case .quantizationIsExpanded(let domain):
      ExpandQuantization(domain: domain).islands(in: graph).isEmpty
    case .layersAreReal:
      graph.layerFactors.isEmpty
        && graph.layerOutputs.values.allSatisfy {
          !graph[$0].type.element.isActivation
        }
    }
  }

  /// The property as the end of a sentence.
  public var description: String {
    switch self {
    case .normalizationIsFolded: "batch normalization is folded"
    case .constantsAreReal: "no constant is dequantized"
    case .nothingIsUnused: "nothing is unused"
    case .headsAreDecodable: "the outputs are raw heads that can be decoded"
    case .headsAreDecoded: "the outputs are boxes and scores"
    case .boxesAreSuppressed: "the outputs are boxes, scores and selected ones"
    case .outputsHaveForm(let form): "the outputs have the form \(form.rawValue)"
    case .inputHasOrder(let order): "channels of the image are in the order \(order.rawValue)"
    case .inputHasForm(let form):
      "images are given as \(form.numbers.rawValue), \(form.axes.rawValue)"
    case .activationsAreComposed: "activations are composed"
    case .quantizationIsExpanded: "quantized operations that operators lack are expanded"
    case .layersAreReal: "outputs of layers are real numbers"
    }
  }
}
