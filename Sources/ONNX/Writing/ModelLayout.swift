import Digests
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
  /// Where large tensors stand in a file beside the model; nil where all are in it.
  let external: ExternalTensors?
  private let head: Head
  private let initializers: [(header: [UInt8], initializer: Initializer)]
  private let tail: [UInt8]

  /// What stands in front of the tensors.
  private struct Head {
    var model: Onnx_ModelProto
    /// The nodes.
    let graph: [UInt8]
    /// The size of the graph, with tensors and what stands behind them.
    let graphByteCount: Int

    func bytes() throws(ONNXError) -> [UInt8] {
      try ModelLayout.bytes(of: model)
        + WireEncoding.header(field: FieldNumber.modelGraph, count: graphByteCount) + graph
    }
  }

  /// Lays out a graph.
  ///
  /// - Parameter dataName: what a file beside the model would be called; nil where none can be.
  init(_ source: Graph, _ options: WriteOptions, dataName: String? = nil) throws(ONNXError) {
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
    model.metadataProps = try ModelMetadata.properties(of: graph, outputs: outputs.map(\.name))
    var versions = Onnx_ModelProto()
    versions.opsetImport = ModelLayout.opsets(of: file)

    let graphHead = try ModelLayout.bytes(of: proto)
    let graphTail = try ModelLayout.bytes(of: interface)
    let ending = try graphTail + ModelLayout.bytes(of: versions)
    func layout(
      _ external: ExternalTensors?
    ) throws(ONNXError) -> (
      head: Head, initializers: [(header: [UInt8], initializer: Initializer)], byteCount: Int
    ) {
      var initializers: [(header: [UInt8], initializer: Initializer)] = []
      var graphByteCount = graphHead.count + graphTail.count
      for (position, initializer) in file.initializers.enumerated() {
        let header = try ModelLayout.header(of: initializer, position, external)
        initializers.append((header, initializer))
        graphByteCount += header.count
        if external?.offsets[position] == nil { graphByteCount += initializer.byteCount }
      }
      var model = model
      // A digest of the right length, until that of the file is known.
      if let external { try model.setData(external, Digest(of: [])) }
      let head = Head(model: model, graph: graphHead, graphByteCount: graphByteCount)
      let rest = try head.bytes().count - graphHead.count + graphByteCount - graphTail.count
      return (head, initializers, rest + ending.count)
    }
    var chosen = try layout(nil)
    var external: ExternalTensors?
    if let dataName,
      options.externalData == .always || chosen.byteCount > ONNXVersion.largestFile
    {
      let tensors = ExternalTensors(file.initializers, in: dataName)
      if !tensors.offsets.isEmpty {
        chosen = try layout(tensors)
        external = tensors
      }
    }
    guard chosen.byteCount <= ONNXVersion.largestFile else {
      throw .tooLarge(byteCount: chosen.byteCount)
    }
    tail = ending
    self.external = external
    (head, initializers) = (chosen.head, chosen.initializers)
    summary = WriteSummary(
      byteCount: chosen.byteCount, dataByteCount: external?.byteCount, opset: opset,
      irVersion: ONNXVersion.ir(forOpset: opset))
  }

  /// What a model begins with.
  ///
  /// - Parameter dataDigest: the SHA-256 of what `writeData` wrote; nil where all is in one file.
  func start(dataDigest: Digest? = nil) throws(ONNXError) -> [UInt8] {
    var head = head
    if let external, let dataDigest { try head.model.setData(external, dataDigest) }
    return try head.bytes()
  }

  /// Writes the model, which begins with what `start` gave.
  func write(_ start: [UInt8], to sink: inout some ByteSink & ~Copyable) throws(FileError) {
    try sink.write(start)
    for (position, (header, initializer)) in initializers.enumerated() {
      try sink.write(header)
      if external?.offsets[position] == nil { try initializer.write(to: &sink) }
    }
    try sink.write(tail)
  }

  /// Writes the tensors that stand in a file beside the model.
  func writeData(to sink: inout some ByteSink & ~Copyable) throws(FileError) {
    var written = 0
    for (position, (_, initializer)) in initializers.enumerated() {
      guard let offset = external?.offsets[position] else { continue }
      try sink.write(Array(repeating: 0, count: offset - written))
      try initializer.write(to: &sink)
      written = offset + initializer.byteCount
    }
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
  /// other fields, the tag and length of the elements. Of a tensor elsewhere it is the whole message.
  private static func header(
    of initializer: Initializer, _ position: Int, _ external: ExternalTensors?
  ) throws(ONNXError) -> [UInt8] {
    var proto = initializer.proto
    if let external, let offset = external.offsets[position] {
      proto.dataLocation = .external
      proto.externalData = [
        ("location", external.name), ("offset", "\(offset)"),
        ("length", "\(initializer.byteCount)"),
      ].map { key, value in
        .with {
          $0.key = key
          $0.value = value
        }
      }
      let fields = try bytes(of: proto)
      return WireEncoding.header(field: FieldNumber.graphInitializer, count: fields.count) + fields
    }
    let fields =
      try bytes(of: proto)
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

extension Onnx_ModelProto {
  /// Says which file beside the model holds tensors.
  fileprivate mutating func setData(
    _ external: ExternalTensors, _ digest: Digest
  ) throws(ONNXError) {
    let record = DataRecord(
      file: external.name, sha256: digest.description, bytes: external.byteCount)
    let text = try record.json(for: MetadataKey.data)
    metadataProps.removeAll { $0.key == MetadataKey.data }
    metadataProps.append(
      .with {
        $0.key = MetadataKey.data
        $0.value = text
      })
    metadataProps.sort { $0.key < $1.key }
  }
}

extension Initializer {
  /// Writes the elements, which then take no memory.
  fileprivate func write(to sink: inout some ByteSink & ~Copyable) throws(FileError) {
    if isHalf {
      try HalfPrecision.write(buffer, to: &sink)
    } else {
      try buffer.withUnsafeBytes { (bytes) throws(FileError) in
        for start in stride(from: 0, to: bytes.count, by: Initializer.pieceByteCount) {
          let piece = start..<min(start + Initializer.pieceByteCount, bytes.count)
          try sink.write(UnsafeRawBufferPointer(rebasing: bytes[piece]))
          buffer.releasePages(piece)
        }
      }
    }
    buffer.releasePages()
  }

  private static var pieceByteCount: Int { 1 << 22 }
}
