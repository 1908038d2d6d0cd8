import Files
import Graph
import Provenance
import Text

/// A float network about to be quantized: with raw heads, for one image, and what the result has
/// to be given back.
struct FloatNetwork {
  /// The file it was read from, as the caller named it.
  let path: String
  /// The network.
  var graph: Graph
  /// How images become its input.
  private(set) var input: InputContract
  /// What the outputs of the result are.
  private(set) var outputForm = OutputForm.raw
  /// How boxes are suppressed where the result does it itself.
  private var suppression = NonMaximumSuppression.usual
  /// How images are given to the result, and the names of its input and outputs.
  private var interface = ModelInterface()
  /// How images are given to the model that was read.
  private var imageForm = InputForm()
  /// What the input and the outputs of the result are called where nothing else is asked for.
  private var usualNames = InterfaceNames()
  /// The images of a run of the result.
  var batch = Batch.fixed(1)
  /// Things worth saying.
  private(set) var warnings: [Lines]
  /// The files it was read from, by role.
  let files: [Material.Role: FileReference]

  /// Reads a `.cfg` with its weights, or a float `.onnx` file.
  ///
  /// - Throws: a `Failure`, also when it does not take an image or is quantized already.
  init(
    path: String, weights: String?, naming: FileNaming = .paths, contract: String? = nil,
    allowsWorthless: Bool = false
  ) throws {
    self.path = path
    if Checkpoint.isCfg(path) {
      let checkpoint = try Checkpoint(cfg: path, weights: weights, naming: naming)
      graph = try checkpoint.graph()
      graph.contract.sources = checkpoint.digests()
      graph.contract.producer = ToolVersion.text
      var worth = Worth(isForced: allowsWorthless)
      try worth.check(checkpoint)
      warnings = checkpoint.warnings + worth.warnings + Worth.warnings(of: graph)
      let references = checkpoint.references()
      var files: [Material.Role: FileReference] = [
        .cfg: references.cfg, .weights: references.weights,
      ]
      files[.tree] = checkpoint.treeReference
      self.files = files
      input = try FloatNetwork.input(of: graph, path: path)
      return
    }
    let model = try Model.load(
      path: path, weights: weights, naming: naming, contract: contract)
    warnings = model.warnings
    graph = model.graph
    files = [.parentModel: FileReference(path, model.file)]
    if let node = graph.nodes.first(where: \.isQuantized) {
      throw PipelineError.usage(
        "\(path): is quantized already (node \(node.name)); give the float model, or the cfg")
    }
    imageForm = graph.contract.input?.form ?? InputForm()
    graph.takeOffImageForm()
    input = try FloatNetwork.input(of: graph, path: path)
    if graph.contract.input == nil {
      graph.contract.input = input
      warnings.append(
        "\(model.name): does not say how images become its input; taken to be RGB, 0 to 1, "
          + (input.fit == .crop ? "cropped" : "letterboxed")
      )
    }
    outputForm = graph.contract.outputForm
    // Raw heads keep their names by themselves.
    if outputForm != .raw { usualNames.outputs = graph.outputs.map { graph[$0].name } }
    batch =
      graph.isBatchDynamic
      ? .dynamic : .fixed(graph.inputs.first.map { graph[$0].type.shape[0] } ?? 1)
    suppression = graph.ownSuppression ?? suppression
    try restoreRawHeads()
    graph.isBatchDynamic = false
    do throws(GraphError) { graph = try graph.rebatched(to: 1) } catch {
      throw LocatedFailure(path, error)
    }
  }

  /// How an image becomes the input of a network, which has to be the network's only one.
  private static func input(of graph: Graph, path: String) throws -> InputContract {
    let inputs = graph.inputs.map { "\(graph[$0].name) \(graph[$0].type.shape)" }
    guard let input = graph.inputs.first, inputs.count == 1, graph[input].type.shape.rank == 4,
      graph.imageInput != nil
    else {
      throw PipelineError.usage(
        "\(path): its input is \(inputs.joined(separator: ", ")), but calibration takes images: "
          + "one input [N, C, H, W] of 1 to 4 channels, or of any number in a model of Darkroom")
    }
    let shape = graph[input].type.shape
    if let form = graph.contract.input?.form, form.numbers != .float || form.axes != .nchw {
      throw PipelineError.usage(
        "\(path): takes images in another form than its metadata say, so that it cannot be calibrated; "
          + "give the model with the usual input, or the cfg")
    }
    return graph.contract.input
      ?? graph.usualInput(width: shape[3], height: shape[2], channels: shape[1])
  }

  /// Cuts off what decodes the heads; it is added again to the result.
  private mutating func restoreRawHeads() throws {
    guard outputForm != .raw else { return }
    var raw: [ValueID] = []
    for head in graph.contract.heads {
      guard let value = graph.layerOutputs[head.layer - 1] else {
        throw PipelineError.malformed(
          "\(path): does not tell which tensor head \(head.layer) reads; convert it to raw heads\(with: .heads, OutputForm.raw.rawValue)"
        )
      }
      raw.append(value)
    }
    graph.outputs = raw
    graph.contract.outputForm = .raw
    guard DecodeHeads.applies(to: graph) else {
      throw PipelineError.malformed(
        "\(path): does not tell how its heads are joined into boxes and scores; convert it "
          + "to raw heads\(with: .heads, OutputForm.raw.rawValue)")
    }
  }

  /// Chooses what the outputs of the result are.
  ///
  /// - Throws: a `Failure` (usage) when the network has no heads that can be joined.
  mutating func give(_ form: OutputForm) throws {
    guard form == .raw || DecodeHeads.applies(to: graph, as: form) else {
      throw PipelineError.usage(
        "\(path): the heads cannot be joined into boxes and scores; use raw heads\(with: .heads, OutputForm.raw.rawValue) (the network "
          + "needs at least one detection layer, all with the same classes; a tree of classes needs a "
          + "form with a score for each)")
    }
    if form != outputForm {
      usualNames = InterfaceNames().completed(for: form)
    }
    outputForm = form
  }

  /// Chooses how images are given to the result, and the names of its input and outputs.
  ///
  /// - Throws: a `Failure` (usage) when the network cannot have them.
  mutating func give(_ interface: ModelInterface) throws {
    try interface.check(graph, giving: outputForm, path: path)
    self.interface = interface
    do throws(GraphError) {
      try PassPipeline([ReorderChannels(interface.form(from: imageForm).order)]).apply(to: &graph)
    } catch { throw PipelineError.fault("\(error)") }
    input = graph.contract.input ?? input
  }

  /// Gives the quantized network its outputs and its batch.
  func completed(_ quantized: Graph) throws -> Graph {
    var graph = quantized
    do throws(GraphError) {
      try outputForm.passes(suppression).apply(to: &graph)
      try PassPipeline([AcceptImages(interface.form(from: imageForm))]).apply(to: &graph)
      switch batch {
      case .dynamic: graph.isBatchDynamic = true
      case .fixed(1): break
      case .fixed(let count): graph = try graph.rebatched(to: count)
      }
    } catch { throw PipelineError.fault("\(error)") }
    try interface.name(&graph, usual: usualNames, path: path)
    return graph
  }
}

extension Graph {
  /// The suppression of boxes that the network does itself; nil for none.
  var ownSuppression: NonMaximumSuppression? {
    nodes.lazy.compactMap { $0.operation as? NonMaximumSuppression }.first
  }
}
