import Files
import Graph
import JSON
import ONNX
import Provenance

extension Conversion {
  /// Every option that may change the result, by its name on the command line.
  public var command: Command {
    var parameters: [String: JSONValue] = [
      "heads": .text(heads.rawValue), "batch": batch.json, "precision": .text(precision.rawValue),
      "opset": .whole(opset),
    ]
    if let size { parameters["size"] = .text(size.text) }
    if externalData != .whenNeeded { parameters["externalData"] = .text(externalData.rawValue) }
    parameters.merge(interface.parameters) { $1 }
    if heads.layout.suppresses {
      parameters["threshold"] = .real(Double(suppression.threshold))
      parameters["nms"] = .real(Double(suppression.overlap))
      parameters["limit"] = .whole(suppression.limit)
    }
    return Command(name: "convert", parameters: parameters)
  }

  /// The files that go in.
  func materials(
    _ files: (cfg: FileReference, weights: FileReference), _ labels: Labels?,
    _ tree: FileReference?
  ) throws -> [Material] {
    var materials = [
      try declarations.material(.cfg, files.cfg),
      try declarations.material(.weights, files.weights),
    ]
    if let tree { materials.append(try declarations.material(.tree, tree)) }
    if let labels { materials.append(try declarations.material(.names, labels.file)) }
    return materials
  }

  /// A conversion as a record tells it, of files that were found.
  ///
  /// - Throws: a `Failure` (malformed) for parameters that this program does not know.
  init(
    _ command: Command, cfg: String, weights: String, names: String?, tree: String?,
    source: String
  ) throws {
    let parameters = ParameterReader(command.parameters, source: source)
    self.init(cfg: cfg, weights: weights, names: names)
    self.tree = tree
    heads = try parameters.choice("heads")
    batch = try parameters.batch("batch") ?? .fixed(1)
    precision = try parameters.choice("precision")
    opset = try parameters.whole("opset")
    size = try parameters.optionalText("size").map { text in
      guard let size = SizeChoice(text) else {
        throw parameters.error("size", "WIDTHxHEIGHT or dynamic")
      }
      return size
    }
    externalData = try parameters.optionalChoice("externalData") ?? .whenNeeded
    interface = try ModelInterface(parameters)
    if heads.layout.suppresses {
      suppression = NonMaximumSuppression(
        limit: try parameters.whole("limit"), overlap: Float(try parameters.real("nms")),
        threshold: Float(try parameters.real("threshold")))
    }
  }
}

extension Batch {
  /// A number, or `dynamic`.
  var json: JSONValue {
    switch self {
    case .fixed(let count): .whole(count)
    case .dynamic: .text("dynamic")
    }
  }
}
