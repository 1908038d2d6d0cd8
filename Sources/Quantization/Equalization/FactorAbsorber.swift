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
    switch node.operation {
    case let convolution as Convolution: groups = convolution.groups
    case is FullyConnected: groups = 1
    default: return nil
    }
    for constant in node.inputs.dropFirst() {
      guard graph[constant].constant?.type.element == .float32 else { return nil }
    }
    guard graph[node.inputs[0]].constant == nil else { return nil }
    let shape = graph[node.inputs[1]].type.shape
    input = node.inputs[0]
    output = node.outputs[0]
    filters = node.inputs[1]
    bias = node.inputs.count > 2 ? node.inputs[2] : nil
    channels = shape[0]
    groupChannels = shape[1]
    taps = shape.dimensions.dropFirst(2).reduce(1, *)
  }

  /// The first input channel that an output channel reads.
  func firstInput(of channel: Int) -> Int {
    channel / max(channels / groups, 1) * groupChannels
  }
}
