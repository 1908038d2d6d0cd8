import Digests
import Engine
import Files
import Graph
import JSON
import Pipeline

/// What a model is for hardware, before anything is written.
struct HardwarePackage: Sendable {
  /// The description, without images.
  let network: HardwareNetwork
  /// The bytes of each constant, as they are stored.
  let constants: [[UInt8]]
  /// All constants in one file.
  let packed: [UInt8]
  /// The graph's value of each tensor, and how it is stored.
  let tensors: [(value: ValueID, shape: StoredShape)]

  /// Describes a model.
  ///
  /// - Throws: `HardwareError`, or `FileError` where the file is gone.
  init(_ model: Model, layout: HardwareLayout) throws {
    let graph = model.graph
    var builder = NetworkBuilder(graph, layout)
    let steps = try builder.steps()
    let inputs = try HardwarePackage.inputs(of: graph, &builder)
    var outputs: [HardwareNetwork.Port] = []
    for output in graph.outputs {
      outputs.append(.init(name: graph[output].name, tensor: try builder.tensor(output)))
    }
    let memory = MemoryPlan(
      steps, inputs: inputs.map(\.tensor), outputs: outputs.map(\.tensor), builder)
    for (tensor, place) in memory.places { builder.place(tensor, place) }
    constants = builder.constants.contents
    packed = builder.constants.bytes
    tensors = Array(zip(builder.values, builder.shapes))
    network = HardwareNetwork(
      model: .init(
        name: Folder.name(of: model.path), sha256: "\(try Digest(ofFile: model.path))"),
      requantization: graph.requantization.rawValue, layout: layout.order.rawValue,
      block: layout.block,
      inputOrder: graph.contract.input.flatMap { $0.channels == 3 ? $0.form.order.rawValue : nil },
      inputLayout: graph.contract.input?.form.axes.rawValue, inputs: inputs,
      outputs: outputs, tensors: builder.tensors, constants: builder.constants.constants,
      steps: steps,
      packed: .init(
        file: "constants.bin", bytes: packed.count, alignment: ConstantFile.alignment),
      memory: .init(bytes: memory.byteCount, alignment: ArenaPlan.alignment),
      multiplyAdds: steps.reduce(0) { $0 + ($1.multiplyAdds ?? 0) }, images: [])
  }

  /// The tensors of 8-bit values that are given to the device: the bytes of an image, or what the
  /// host quantizes.
  private static func inputs(
    of graph: Graph, _ builder: inout NetworkBuilder
  ) throws(HardwareError) -> [HardwareNetwork.Port] {
    var ports: [HardwareNetwork.Port] = []
    for input in graph.inputs where graph[input].type.element.isByte {
      ports.append(.init(name: graph[input].name, tensor: try builder.tensor(input)))
    }
    for node in graph.nodes where node.operation is Quantization {
      let source = graph[NodeRoles.source(of: node[.x], in: graph)].name
      ports.append(.init(name: source, tensor: try builder.tensor(node.outputs[0])))
    }
    return ports
  }
}

extension HardwareNetwork {
  /// The document.
  var document: [UInt8] {
    get throws { Array(try JSONEncoding.text(self).utf8) + [10] }
  }
}
