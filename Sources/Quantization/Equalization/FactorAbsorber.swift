import Graph

/// A convolution or matrix product whose filters and bias take factors of channels in and out.
struct FactorAbsorber {
  /// The map that is read.
  let input: ValueID
  /// The map that is written.
  let output: ValueID
  /// The filters: [M, C / groups, ...].
  let filters: ValueID
  /// The bias, [M].
  let bias: ValueID?
  /// The number of output channels, M.
  let channels: Int
  /// The input channels of a group.
  let groupChannels: Int
  /// The elements of the window.
  let taps: Int
  private let groups: Int

  /// Nil for other nodes, and for those whose filters or bias are not constant floats.
  init?(_ node: Node, in graph: Graph) {
    guard
      case .absorbed(let groups) = node.operation.channels(for: node.inputs.map { graph[$0].type }),
      graph[node[.x]].constant == nil
    else { return nil }
    self.groups = groups
    (input, output) = (node[.x], node.outputs[0])
    (filters, bias) = (node[.filters], node.operand(.bias))
    for constant in [filters] + (bias.map { [$0] } ?? []) {
      guard graph[constant].constant?.type.element == .float32 else { return nil }
    }
    let shape = graph[filters].type.shape
    channels = shape[0]
    groupChannels = shape[1]
    taps = shape.dimensions.dropFirst(2).reduce(1, *)
  }

  /// The first input channel that an output channel reads.
  func firstInput(of channel: Int) -> Int {
    channel / max(channels / groups, 1) * groupChannels
  }
}
