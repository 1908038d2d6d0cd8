import Graph
import ONNX

/// A file with who computes and who reads each value.
struct Wiring: Sendable {
  typealias Node = FileDescription.Node

  let file: FileDescription
  private let producers: [String: Int]
  private let readers: [String: [Int]]
  private let outputs: Set<String>
  private let shapes: [String: [Int]]
  /// Why the file is no graph of ours; nil where it is one.
  let unread: ONNXError?
  /// Values in float that are quantized again somewhere behind.
  private let beforeQuantizers: Set<String>
  /// What QuantizeLinear and DequantizeLinear say, by their places among the nodes.
  private let encodings: [Int: Encoding]

  /// Prepares a file.
  ///
  /// - Parameter graph: the file as a graph, which knows the shapes of values, or why it is none.
  init(_ file: FileDescription, _ graph: Result<Graph, ONNXError>) {
    self.file = file
    switch graph {
    case .success(let graph):
      let results = graph.nodes.flatMap(\.outputs)
      shapes = Dictionary(
        results.map { (graph[$0].name, graph[$0].type.shape.dimensions) }
      ) { $1 }
      unread = nil
    case .failure(let error):
      shapes = [:]
      unread = error
    }
    var producers: [String: Int] = [:]
    var readers: [String: [Int]] = [:]
    for (index, node) in file.nodes.enumerated() {
      for output in node.outputs where !output.isEmpty { producers[output] = index }
      for input in Set(node.inputs) where !input.isEmpty {
        readers[input, default: []].append(index)
      }
    }
    self.producers = producers
    self.readers = readers
    outputs = Set(file.outputs.map(\.name))
    beforeQuantizers = Wiring.beforeQuantizers(file, producers)
    encodings = Wiring.encodings(file, producers)
  }

  /// What QuantizeLinear reads, and all that those values are computed from.
  private static func beforeQuantizers(
    _ file: FileDescription, _ producers: [String: Int]
  ) -> Set<String> {
    var waiting = file.nodes.filter { $0.type == "QuantizeLinear" }.compactMap { $0.input(0) }
    var found: Set<String> = []
    while let next = waiting.popLast() {
      guard found.insert(next).inserted, let producer = producers[next] else { continue }
      waiting += file.nodes[producer].inputs
    }
    return found
  }

  /// What computes a value; nil for inputs and constants.
  func producer(of value: String?) -> Node? {
    value.flatMap { producers[$0] }.map { file.nodes[$0] }
  }

  /// What reads a value.
  func readers(of value: String) -> [Node] { readers[value, default: []].map { file.nodes[$0] } }

  /// Whether a value is an output of the model.
  func isOutput(_ value: String) -> Bool { outputs.contains(value) }

  /// The shape of a value; nil where it is not known.
  func shape(of value: String) -> [Int]? { shapes[value] }

  /// Whether nothing behind a value is quantized again, as behind the last convolutions.
  func isHead(_ value: String) -> Bool { !beforeQuantizers.contains(value) }

  /// Whether a value is quantized at once, or behind one of some functions.
  func isStored(_ value: String, behind functions: Set<String>) -> Bool {
    readers(of: value).contains { reader in
      reader.type == "QuantizeLinear"
        || functions.contains(reader.type)
          && reader.outputs.contains { isStored($0, behind: []) }
    }
  }

  // MARK: Quantization

  /// Convolutions and products with stored weights.
  var weighted: [Node] {
    file.nodes.filter { ["Conv", "ConvTranspose", "Gemm", "MatMul"].contains($0.type) }
  }

  /// A pair's half: what a QuantizeLinear or DequantizeLinear says of the numbers it stores or reads.
  struct Encoding {
    let node: Node
    /// The tensor of quantized values.
    let tensor: String
    /// The type of the quantized values; nil where the file does not tell.
    let element: ElementType?
    /// The scales; nil where they are computed.
    let scales: [Float]?
    /// The zero points; nil where they are computed, zeros where they are absent.
    let zeroPoints: [Int]?
    /// Whether there is a tensor of zero points.
    let hasZeroPoint: Bool
    /// The axis of several scales.
    let axis: Int

    /// Whether there is one scale for the whole tensor.
    var isPerTensor: Bool { scales?.count == 1 }
  }

  /// What a node says, if it quantizes or dequantizes.
  func encoding(of node: Node) -> Encoding? {
    guard node.type == "QuantizeLinear" || node.type == "DequantizeLinear" else { return nil }
    return node.outputs.first.flatMap { producers[$0] }.flatMap { encodings[$0] }
  }

  private static func encodings(
    _ file: FileDescription, _ producers: [String: Int]
  ) -> [Int: Encoding] {
    var encodings: [Int: Encoding] = [:]
    // Those that quantize first: the others take the type from them.
    for type in ["QuantizeLinear", "DequantizeLinear"] {
      for (index, node) in file.nodes.enumerated() where node.type == type {
        guard let scale = node.input(1) else { continue }
        let isQuantizing = type == "QuantizeLinear"
        let zeroPoint = node.input(2).flatMap(file.constant)
        let stored = isQuantizing ? nil : node.input(0).flatMap(file.constant)
        let origin = isQuantizing ? nil : node.input(0).flatMap { producers[$0] }
        encodings[index] = Encoding(
          node: node, tensor: (isQuantizing ? node.outputs.first : node.input(0)) ?? "",
          element: zeroPoint?.type.element ?? stored?.type.element
            ?? origin.flatMap { encodings[$0] }?.element ?? (isQuantizing ? .uint8 : nil),
          scales: file.constant(scale)?.numbers,
          zeroPoints: node.input(2) == nil ? [0] : zeroPoint?.wholeNumbers,
          hasZeroPoint: node.input(2) != nil, axis: Int(node.numbers["axis"]?.first ?? 1))
      }
    }
    return encodings
  }

  /// What is said of computed values, in order.
  var activations: [Encoding] {
    file.nodes.compactMap { node in
      guard let value = node.input(0), !file.isConstant(value) else { return nil }
      return encoding(of: node)
    }
  }

  /// A dequantized constant that a node reads.
  struct StoredOperand {
    let reader: Node
    let encoding: Encoding
  }

  /// The stored weights that are dequantized.
  var weights: [StoredOperand] { operands(at: 1) }

  /// The stored biases that are dequantized.
  var biases: [StoredOperand] { operands(at: 2) }

  private func operands(at index: Int) -> [StoredOperand] {
    weighted.compactMap { node in
      guard let source = producer(of: node.input(index)), source.type == "DequantizeLinear",
        let name = source.input(0), file.isConstant(name), let encoding = encoding(of: source)
      else { return nil }
      return StoredOperand(reader: node, encoding: encoding)
    }
  }

  /// Whether the model has pairs of quantization and dequantization around computed values.
  var hasPairs: Bool { !activations.isEmpty }
}

extension Tensor {
  /// The elements of a float32 tensor; nil of others.
  var numbers: [Float]? {
    isSmall && type.element == .float32 ? elements(Float.self) : nil
  }

  /// No network has as many channels.
  private var isSmall: Bool { shape.count <= 1 << 20 }

  /// The elements of a tensor of whole numbers; nil of others.
  var wholeNumbers: [Int]? {
    guard isSmall else { return nil }
    return switch type.element {
    case .uint8: elements(UInt8.self).map { Int($0) }
    case .int8: elements(Int8.self).map { Int($0) }
    case .uint16: elements(UInt16.self).map { Int($0) }
    case .int16: elements(Int16.self).map { Int($0) }
    case .int32: elements(Int32.self).map { Int($0) }
    case .int64: elements(Int64.self).map { Int($0) }
    case .float32: nil
    }
  }
}
