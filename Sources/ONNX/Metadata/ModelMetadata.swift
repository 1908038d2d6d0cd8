import Graph
import Text

/// The contract of a graph as `metadata_props` of a model.
enum ModelMetadata {
  /// The version of the description; raised when the meaning of a key changes.
  private static let schema = "1"
  /// More than any network has, and few enough to be looked up one by one.
  private static let mostStates = 1 << 12

  /// What to write, sorted by key.
  ///
  /// - Parameter names: the names of the file's outputs, those of states last.
  static func properties(
    of graph: Graph, outputs names: [String]
  ) throws(ONNXError) -> [Onnx_StringStringEntryProto] {
    let contract = graph.contract
    let outputs = Array(names.prefix(graph.outputs.count))
    var texts = [
      MetadataKey.schema: schema, MetadataKey.outputForm: contract.outputForm.rawValue,
    ]
    if let input = contract.input {
      texts[MetadataKey.input] = try InputRecord(input).json(for: MetadataKey.input)
    }
    if !contract.heads.isEmpty {
      let heads = contract.heads.enumerated().map { index, head in
        let isRaw = contract.outputForm == .raw && index < outputs.count
        return HeadRecord(head, output: isRaw ? outputs[index] : nil, input: contract.input)
      }
      texts[MetadataKey.heads] = try heads.json(for: MetadataKey.heads)
      texts[MetadataKey.suppression] = try SuppressionRecord(of: graph).json(
        for: MetadataKey.suppression)
    }
    if let rows = contract.outputForm.layout.rows,
      let boxes = BoxesRecord(rows, outputs: outputs)
    {
      texts[MetadataKey.boxes] = try boxes.json(for: MetadataKey.boxes)
    }
    if !contract.labels.isEmpty {
      texts[MetadataKey.labels] = try contract.labels.json(for: MetadataKey.labels)
    }
    let layers = graph.layerOutputs.sorted { $0.key < $1.key }.map { layer, id in
      LayerRecord(
        layer: layer, tensor: graph[id].name, line: graph.line(ofLayer: layer, id),
        factors: graph.layerFactors[layer].map(ChannelFactorRecord.text))
    }
    if !layers.isEmpty { texts[MetadataKey.layers] = try layers.json(for: MetadataKey.layers) }
    if !graph.states.isEmpty {
      let states = zip(graph.states, names.dropFirst(outputs.count)).map { state, output in
        StateRecord(
          input: graph[state.input].name, output: output,
          shape: graph[state.input].type.shape.dimensions)
      }
      texts[MetadataKey.states] = try states.json(for: MetadataKey.states)
    }
    texts[MetadataKey.target] = contract.target
    if graph.requantization != .float {
      texts[MetadataKey.requantization] = graph.requantization.rawValue
    }
    for (role, digest) in contract.sources { texts[MetadataKey.digestPrefix + role] = digest }
    return texts.sorted { $0.key < $1.key }.map { key, value in
      .with {
        $0.key = key
        $0.value = value
      }
    }
  }

  /// What images measure as the metadata tell; nil where they do not.
  static func imageSize(
    _ properties: [Onnx_StringStringEntryProto]
  ) throws(ONNXError) -> (height: Int, width: Int)? {
    guard let text = properties.first(where: { $0.key == MetadataKey.input })?.value else {
      return nil
    }
    let input = try InputRecord.parse(text, of: MetadataKey.input)
    return (input.height, input.width)
  }

  /// The outputs that are states, whose values have names of their own in a graph.
  static func stateOutputs(
    _ properties: [Onnx_StringStringEntryProto]
  ) throws(ONNXError) -> Set<String> {
    guard let text = properties.first(where: { $0.key == MetadataKey.states })?.value else {
      return []
    }
    return Set(try [StateRecord].parse(text, of: MetadataKey.states).map(\.output))
  }

  /// Sets what the properties of a model say; those of others are left alone.
  ///
  /// - Parameter value: the value with a name in the file.
  static func apply(
    _ properties: [Onnx_StringStringEntryProto], to graph: inout Graph,
    value: (String) -> ValueID?
  ) throws(ONNXError) {
    var contract = graph.contract
    for property in properties where property.key.hasPrefix("darkroom.") {
      let (key, text) = (property.key, property.value)
      switch key {
      case MetadataKey.schema:
        guard text == schema else {
          throw .metadata(key: key, problem: "is \(text); known is \(schema)")
        }
      case MetadataKey.input: contract.input = try InputRecord.parse(text, of: key).contract()
      case MetadataKey.heads:
        contract.heads = []
        for record in try [HeadRecord].parse(text, of: key) {
          contract.heads.append(try record.head())
        }
      case MetadataKey.outputForm:
        guard let form = OutputForm(rawValue: text) else {
          throw .metadata(key: key, problem: "is \(text), which is not known")
        }
        contract.outputForm = form
      case MetadataKey.target: contract.target = text
      case MetadataKey.requantization:
        guard let requantization = Requantization(rawValue: text) else {
          throw .metadata(key: key, problem: "is \(text), which is not known")
        }
        graph.requantization = requantization
      case MetadataKey.labels: contract.labels = try [String].parse(text, of: key)
      case MetadataKey.layers:
        // Tools that change a model keep its metadata, so a tensor may be gone.
        for layer in try [LayerRecord].parse(text, of: key) {
          guard let id = value(layer.tensor) else { continue }
          graph.layerOutputs[layer.layer] = id
          guard let text = layer.factors else { continue }
          guard let factors = ChannelFactorRecord.factors(text) else {
            throw .metadata(
              key: key, problem: "has factors of layer \(layer.layer) that are not above 0")
          }
          graph.layerFactors[layer.layer] = factors
        }
      case MetadataKey.states:
        let records = try [StateRecord].parse(text, of: key)
        guard records.count <= mostStates else {
          throw .metadata(
            key: key, problem: "lists \(records.count) states, at most \(mostStates) are read")
        }
        for record in records { try record.apply(to: &graph, value) }
      default:
        if key.hasPrefix(MetadataKey.digestPrefix) {
          contract.sources[String(key.dropFirst(MetadataKey.digestPrefix.count))] = text
        }
      }
    }
    graph.contract = contract
  }

  /// The name and version of a producer such as `darkroom 0.1.0`.
  static func split(_ producer: String) -> (name: String, version: String) {
    let parts = producer.split(separator: " ", maxSplits: 1)
    return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
  }

  /// The producer with a name and version.
  static func joined(name: String, version: String) -> String {
    version.isEmpty ? name : "\(name) \(version)"
  }
}

extension StateRecord {
  /// Makes a state of an input and an output of a graph.
  fileprivate func apply(
    to graph: inout Graph, _ value: (String) -> ValueID?
  ) throws(ONNXError) {
    let suffix = State.inputName(of: "")
    guard let input = value(self.input), let output = value(self.output),
      self.input.hasSuffix(suffix),
      graph.makeState(
        String(self.input.dropLast(suffix.count)), input: input, output: output)
    else {
      throw .metadata(
        key: MetadataKey.states,
        problem: "says that \(quoted(self.output)) takes the place of \(quoted(self.input)), which "
          + "have to be an output and an input NAME\(suffix) of one type")
    }
  }
}

extension Graph {
  /// The cfg line of a layer, where the value that holds its output (which may be another layer's)
  /// comes from it.
  fileprivate func line(ofLayer layer: Int, _ id: ValueID) -> Int? {
    guard let origin = self[id].origin, origin.layer == layer else { return nil }
    return origin.line
  }
}
