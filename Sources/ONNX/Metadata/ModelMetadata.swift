import Graph

/// The contract of a graph as `metadata_props` of a model.
enum ModelMetadata {
  /// The version of the description; raised when the meaning of a key changes.
  private static let schema = "1"

  /// What to write, sorted by key.
  ///
  /// - Parameter outputs: the names of the file's outputs.
  static func properties(
    of graph: Graph, outputs: [String]
  ) throws(ONNXError) -> [Onnx_StringStringEntryProto] {
    let contract = graph.contract
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

extension Graph {
  /// The cfg line of a layer, where the value that holds its output (which may be another layer's)
  /// comes from it.
  fileprivate func line(ofLayer layer: Int, _ id: ValueID) -> Int? {
    guard let origin = self[id].origin, origin.layer == layer else { return nil }
    return origin.line
  }
}
