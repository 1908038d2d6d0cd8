import Files
import Graph
import JSON
import Pipeline

/// What a published folder has beside the files of the model.
public enum PublicationLayout: String, Hashable, Sendable, CaseIterable {
  /// Nothing.
  case plain
  /// What browsers and runtimes of the Hugging Face hub look for: `config.json`, `onnx/model.onnx`, and
  /// `onnx/model_quantized.onnx`.
  case hub

  private static let names: [(variant: Recipe.Variant, path: String)] = [
    (.float, "onnx/model.onnx"), (.int8(nil), "onnx/model_quantized.onnx"),
  ]

  /// Adds its files to a folder that holds the models, before it is signed.
  ///
  /// The files of `onnx` are further names of the models, or share their blocks, where the file system can:
  /// they take no room of their own. Registries and the hub keep files by their hashes, so once.
  ///
  /// - Throws: a `Failure`.
  func add(to folder: String, _ recipe: Recipe) throws {
    guard self == .hub else { return }
    try Folder.create("\(folder)/onnx")
    for (variant, path) in PublicationLayout.names {
      let file = recipe.fileName(of: variant)
      guard Folder.hasFile("\(folder)/\(file)") else { continue }
      try FilePlacement.place("\(folder)/\(file)", at: "\(folder)/\(path)", mayLink: true)
    }
    let graph = try Model.load(path: "\(folder)/\(recipe.fileName(of: .float))", batch: 1).graph
    let text = PublicationLayout.configuration(graph.contract, task: recipe.task).indentedText
    try AtomicFile.write(Array((text + "\n").utf8), to: "\(folder)/config.json")
  }

  /// `config.json` in the words of the hub's libraries.
  private static func configuration(_ contract: ModelContract, task: String) -> JSONValue {
    var members: [String: JSONValue] = [
      "model_type": .text("darknet"), "task": .text(task),
      // Which file a browser takes when nobody says otherwise.
      "transformers.js_config": .object(["dtype": .text("fp32")]),
    ]
    if let input = contract.input {
      members["image_size"] = .array([.whole(input.height), .whole(input.width)])
      members["num_channels"] = .whole(input.channels)
    }
    let labels = contract.labels
    if !labels.isEmpty {
      members["num_labels"] = .whole(labels.count)
      members["id2label"] = .object(
        Dictionary(
          uniqueKeysWithValues: labels.enumerated().map { ("\($0)", JSONValue.text($1)) }))
      members["label2id"] = .object(
        Dictionary(
          labels.enumerated().map { ($1, JSONValue.whole($0)) },
          uniquingKeysWith: { first, _ in first }))
    }
    return .object(members)
  }
}
