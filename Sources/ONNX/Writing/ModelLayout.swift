import FoundationEssentials
import Graph
import SwiftProtobuf
import Files

/// A model laid out for writing: everything but the elements of its tensors is there, and so is its
/// size.
///
/// The order of the fields is that of their numbers, except that the operator set comes last: a
/// reader cannot do without it, so a file that is cut anywhere is known to be.
struct ModelLayout {
  /// What will have been written.
  let summary: WriteSummary
  private let head: [UInt8]
  private let initializers: [(header: [UInt8], initializer: Initializer)]
  private let tail: [UInt8]

  /// Lays out a graph.
  init(_ source: Graph, _ options: WriteOptions) throws(ONNXError) {
    guard ONNXVersion.writableOpsets.contains(options.opset) else {
      throw .unwritableOpset(options.opset)
    }
    var graph = source
    let opset: Int
    do throws(GraphError) {
      try PassPipeline([RemoveUnused(keepsLayerOutputs: false), ExpandQuantization()])
        .apply(to: &graph)
      opset = max(options.opset, graph.nodes.map(ModelLayout.minimumOpset).max() ?? 0)
      let keeping: Set<Unary.Function> = opset >= 18 ? [.mish] : []
      try PassPipeline([ComposeActivations(keeping: keeping)]).apply(to: &graph)
    } catch {
      throw .graph(error)
    }
    let (file, outputs) = try FileGraph.translate(
      graph, opset: opset, precision: options.precision)
    try ModelLayout.checkRange(of: file.initializers)

    let signature = try Signature(graph, precision: options.precision)
    var proto = Onnx_GraphProto()
    proto.name = graph.name.isEmpty ? "graph" : graph.name
    proto.node = file.nodes
    var interface = Onnx_GraphProto()
    interface.input = graph.allInputs.map { signature.proto(of: $0, isInterface: true) }
    interface.output = outputs.map {
      signature.proto(of: $0.value, name: $0.name, isInterface: true)
    }
    interface.valueInfo = signature.layerOutputs

    var model = Onnx_ModelProto()
    model.irVersion = Int64(ONNXVersion.ir(forOpset: opset))
    (model.producerName, model.producerVersion) = ModelMetadata.split(graph.contract.producer)
    model.metadataProps = try ModelMetadata.properties(
      of: graph, outputs: outputs.map(\.name))
    var versions = Onnx_ModelProto()
    versions.opsetImport = ModelLayout.opsets(of: file)

    let graphHead = try ModelLayout.bytes(of: proto)
    let graphTail = try ModelLayout.bytes(of: interface)
    initializers = try file.initializers.map { (initializer) throws(ONNXError) in
      (try ModelLayout.header(of: initializer), initializer)
    }
    let graphSize = initializers.reduce(graphHead.count + graphTail.count) {
      $0 + $1.header.count + $1.initializer.byteCount
    }
    head =
      try ModelLayout.bytes(of: model)
      + WireEncoding.header(field: FieldNumber.modelGraph, count: graphSize) + graphHead
    tail = try graphTail + ModelLayout.bytes(of: versions)
    let byteCount = head.count - graphHead.count + graphSize - graphTail.count + tail.count
    guard byteCount <= ONNXVersion.largestFile else { throw .tooLarge(byteCount: byteCount) }
    summary = WriteSummary(
      byteCount: byteCount, opset: opset, irVersion: ONNXVersion.ir(forOpset: opset))
  }

  /// Writes all of it.
  func write(to sink: inout some ByteSink & ~Copyable) throws(FileError) {
    try sink.write(head)
    for (header, initializer) in initializers {
      try sink.write(header)
      if initializer.isHalf {
        try HalfPrecision.write(initializer.buffer, to: &sink)
      } else {
        try initializer.buffer.withUnsafeBytes { (bytes) throws(FileError) in
          try sink.write(bytes)
        }
      }
    }
    try sink.write(tail)
  }

  /// The operator sets in use; all but the standard one exist in version 1 only.
  private static func opsets(of file: FileGraph) -> [Onnx_OperatorSetIdProto] {
    let others = Set(file.nodes.map(\.domain)).subtracting([""]).sorted()
    let versions = others.map { ($0, 1) } + [("", file.opset)]
    return versions.map { domain, version in
      .with {
        $0.domain = domain
        $0.version = Int64(version)
      }
    }
  }

  private static func minimumOpset(_ node: Node) -> Int {
    OperatorTable.writer(for: node.operation)?.minimumOpset(node.operation) ?? 0
  }

  private static func checkRange(of initializers: [Initializer]) throws(ONNXError) {
    for initializer in initializers where initializer.isHalf {
      if let (index, value) = HalfPrecision.firstNotFinite(initializer.buffer) {
        throw .notFinite(tensor: initializer.name, index: index, value: value)
      }
    }
  }

  /// What stands in front of a tensor's elements: the tag and length of the tensor's message, its
  /// other fields, the tag and length of the elements.
  private static func header(of initializer: Initializer) throws(ONNXError) -> [UInt8] {
    let fields =
      try bytes(of: initializer.proto)
      + WireEncoding.header(field: FieldNumber.tensorRawData, count: initializer.byteCount)
    return WireEncoding.header(
      field: FieldNumber.graphInitializer, count: fields.count + initializer.byteCount) + fields
  }

  private static func bytes(of message: some Message) throws(ONNXError) -> [UInt8] {
    do { return try message.serializedBytes() } catch {
      // The only reason is a message of 2 GiB.
      throw .tooLarge(byteCount: ONNXVersion.largestFile)
    }
  }
}
