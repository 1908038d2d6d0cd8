import Files
import Graph

/// Builds a graph from a file taken apart.
struct ModelReader {
  private let file: ModelFile
  private let opset: Int
  private var builder: GraphBuilder
  /// Whether images may have another size than the recorded one.
  private var isSizeFree = false

  /// Reads a whole model; `owner` keeps `bytes` alive.
  static func read(
    _ bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable
  ) throws(ONNXError) -> Graph {
    var reader = try ModelReader(try ModelFile(bytes, owner: owner))
    try reader.addInputs()
    try reader.addNodes()
    return try reader.finish()
  }

  private init(_ file: ModelFile) throws(ONNXError) {
    self.file = file
    try ModelReader.checkTexts(file)
    guard let version = Int(exactly: file.model.irVersion),
      (ONNXVersion.knownIR.lowerBound...ONNXVersion.largestVersion).contains(version)
    else { throw .irVersion(found: file.model.irVersion) }
    let standard = file.model.opsetImport.first { OperatorName("", domain: $0.domain).domain == "" }
    guard let found = standard?.version else { throw .missingOpset }
    guard let opset = Int(exactly: found),
      (ONNXVersion.knownOpsets.lowerBound...ONNXVersion.largestVersion).contains(opset)
    else { throw .opset(found: found) }
    self.opset = min(opset, ONNXVersion.knownOpsets.upperBound)
    var producers: [String: String] = [:]
    for node in file.graph.node {
      for output in node.output { producers[output] = ModelReader.name(of: node) }
    }
    builder = GraphBuilder(
      name: file.graph.name, producers: producers, names: try ModelReader.innerNames(file))
  }

  /// Refuses texts that take long to compare, before any is looked up.
  static func checkTexts(_ file: ModelFile) throws(ONNXError) {
    func check(_ part: String, _ texts: [String]) throws(ONNXError) {
      guard texts.allSatisfy(CombiningMarks.areFew) else { throw .marks(part: part) }
    }
    let (model, graph) = (file.model, file.graph)
    try check("the model", [model.producerName, model.producerVersion, model.domain, graph.name])
    try check("the operator sets", model.opsetImport.map(\.domain))
    try check("the metadata", model.metadataProps.flatMap { [$0.key, $0.value] })
    try check("the initializers", file.initializers.map(\.name))
    try check("the inputs and outputs", (graph.input + graph.output + graph.valueInfo).map(\.name))
    for node in graph.node {
      try check(
        "a node",
        [node.name, node.opType, node.domain, node.docString] + node.input + node.output
          + node.attribute.flatMap { [$0.name, $0.refAttrName] })
    }
  }

  /// A node's name, or that of its first result when it has none.
  static func name(of node: Onnx_NodeProto) -> String {
    node.name.isEmpty ? node.output.first ?? node.opType : node.name
  }

  /// Where a node that only renames a computed value gives it the name of an output of the graph,
  /// the value has that name in the graph.
  private static func innerNames(_ file: ModelFile) throws(ONNXError) -> [String: String] {
    let graph = file.graph
    let states = try ModelMetadata.stateOutputs(file.model.metadataProps)
    let outputs = Set(graph.output.map(\.name)).subtracting(states)
    var names: [String: String] = [:]
    for node in graph.node {
      let reader = OperatorTable.reader(for: OperatorName(node.opType, domain: node.domain))
      guard reader is AliasMapping.Type || CastMapping.mayRename(node),
        let inner = node.input.first, let outer = node.output.first,
        outputs.contains(outer), !outputs.contains(inner), names[inner] == nil
      else { continue }
      names[inner] = outer
    }
    return names
  }

  // MARK: Inputs

  private mutating func addInputs() throws(ONNXError) {
    if let sparse = file.graph.sparseInitializer.first {
      throw .elementType(tensor: sparse.values.name, found: sparse.values.dataType)
    }
    var initializers: Set<String> = []
    for (name, tensor) in file.initializers {
      try builder.addConstant(name, try tensor.tensor())
      if tensor.isHalf { builder.graph.storedPrecision = .float16 }
      initializers.insert(name)
    }
    let size = try ModelMetadata.imageSize(file.model.metadataProps)
    // Before IR 4 constants were inputs too.
    for input in file.graph.input where !initializers.contains(input.name) {
      let read = try ModelReader.inputType(input, usual: size)
      try builder.addInput(input.name, read.type)
      if read.isBatchFree { builder.graph.isBatchDynamic = true }
      isSizeFree = isSizeFree || read.isSizeFree
    }
  }

  /// The type of an input; a batch that is not fixed is recorded as 1, a size of images as the one that
  /// the metadata tell.
  private static func inputType(
    _ input: Onnx_ValueInfoProto, usual size: (height: Int, width: Int)?
  ) throws(ONNXError) -> (type: TensorType, isBatchFree: Bool, isSizeFree: Bool) {
    let stored = input.type.tensorType
    guard let element = Onnx_TensorProto.DataType(number: stored.elemType)?.element else {
      throw .elementType(tensor: input.name, found: stored.elemType)
    }
    guard stored.hasShape else { throw .shape(value: input.name, problem: "is absent") }
    var extents: [Int] = []
    var (isBatchFree, isSizeFree) = (false, false)
    let isImage = stored.shape.dim.count == 4
    for (axis, dimension) in stored.shape.dim.enumerated() {
      let extent = fixedExtent(dimension)
      let usual = isImage && axis > 1 ? (axis == 2 ? size?.height : size?.width) : nil
      guard let extent = extent ?? (axis == 0 ? 1 : usual) else {
        throw .shape(
          value: input.name,
          problem: "is not fixed along axis \(axis); only the batch may be free. Fix it with "
            + "onnxruntime.tools.make_dynamic_shape_fixed")
      }
      if fixedExtent(dimension) == nil {
        if axis == 0 { isBatchFree = true } else { isSizeFree = true }
      }
      extents.append(extent)
    }
    do throws(OperationError) {
      return (TensorType(element, try Shape(extents)), isBatchFree, isSizeFree)
    } catch {
      throw .shape(value: input.name, problem: "is not possible: \(error.description)")
    }
  }

  /// The extent; nil when it is named, absent, or the 0 or -1 that some programs write instead.
  private static func fixedExtent(_ dimension: Onnx_TensorShapeProto.Dimension) -> Int? {
    guard case .dimValue(let value)? = dimension.value, value > 0 else { return nil }
    return Int(value)
  }

  // MARK: Nodes

  private mutating func addNodes() throws(ONNXError) {
    try checkOperators()
    var names: Set<String> = []
    for proto in file.graph.node {
      // Names of nodes serve people; they need be neither present nor distinct.
      let isNew = names.insert(proto.name).inserted
      let name = isNew ? ModelReader.name(of: proto) : proto.output.first ?? proto.opType
      var node = NodeToRead(proto, name: name, opset: opset)
      let known = OperatorName(proto.opType, domain: proto.domain)
      if known.domain.isEmpty, try StaticValues.fold(&node, into: &builder) { continue }
      guard let reader = OperatorTable.reader(for: known) else {
        throw .unsupportedOperators([
          UnsupportedOperator(node: name, type: proto.opType, domain: known.domain)
        ])
      }
      try reader.read(&node, into: &builder)
      try node.finish()
    }
  }

  private func checkOperators() throws(ONNXError) {
    let unsupported = file.graph.node.compactMap { node -> UnsupportedOperator? in
      let name = OperatorName(node.opType, domain: node.domain)
      // Of shapes they are computed while the file is read.
      let isStatic = name.domain.isEmpty && StaticValues.operators.contains(name.type)
      guard OperatorTable.reader(for: name) == nil, !isStatic else { return nil }
      return UnsupportedOperator(
        node: ModelReader.name(of: node), type: node.opType, domain: name.domain)
    }
    guard unsupported.isEmpty else { throw .unsupportedOperators(unsupported) }
  }

  // MARK: Outputs and metadata

  private consuming func finish() throws(ONNXError) -> Graph {
    for output in file.graph.output {
      guard let value = builder.value(output.name) else { throw .missingOutput(name: output.name) }
      try check(output, against: builder.type(value))
      builder.graph.outputs.append(value)
    }
    var graph = builder.graph
    try ModelMetadata.apply(file.model.metadataProps, to: &graph) { builder.value($0) }
    graph.contract.producer = ModelMetadata.joined(
      name: file.model.producerName, version: file.model.producerVersion)
    do throws(GraphError) {
      try graph.validate()
      if isSizeFree { try graph.leaveSizeOpen() }
      try PassPipeline([RecognizeActivations()]).apply(to: &graph)
    } catch {
      throw .graph(error)
    }
    return graph
  }

  /// Compares what the file says of an output with what is computed.
  private func check(
    _ output: Onnx_ValueInfoProto, against type: TensorType
  ) throws(ONNXError) {
    guard output.type.tensorType.hasShape else { return }
    let stored = output.type.tensorType.shape.dim.map(ModelReader.fixedExtent)
    let computed = type.shape
    let agrees =
      stored.count == computed.rank
      && zip(stored, computed.dimensions).allSatisfy { $0 == nil || $0 == $1 }
    guard agrees else {
      let found = stored.map { $0.map { String($0) } ?? "?" }.joined(separator: "x")
      throw .shape(
        value: output.name, problem: "is \(found) in the file, but computed as \(computed)")
    }
  }
}
