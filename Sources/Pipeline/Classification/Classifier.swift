import Graph
import Text
import Vision

/// A classifier made ready: image in, a score for each class out.
public struct Classifier: ImageLooker {
  /// How images are fitted into the network's input.
  public let preprocessing: Preprocessing
  /// How many classes there are.
  public let classCount: Int
  /// Whether scores are probabilities, which sum to 1.
  public let givesProbabilities: Bool
  private let path: String
  /// What the network takes.
  public let input: InputContract
  private let runner: Runner
  private let inputCount: Int

  /// Plans a model's graph for one image at a time.
  ///
  /// - Parameter preprocessing: how images are fitted; nil for what the model asks for, a centre crop.
  /// - Throws: a `Failure` (usage) when the model is no classifier or takes no image.
  public init(
    _ model: Model, preprocessing: Preprocessing? = nil, execution: Execution = Execution()
  ) throws {
    classCount = try model.classifiedClasses()
    guard let input = model.graph.imageInput else {
      throw PipelineError.usage(
        "\(model.path): takes no image: its input is "
          + model.graph.inputs.map { "\(model.graph[$0].type.shape)" }.joined(separator: ", "))
    }
    path = model.path
    self.input = input
    self.preprocessing = preprocessing ?? .usual(for: input)
    givesProbabilities = model.graph.endsInSoftmax
    // A model with a fixed batch runs with that batch; only the first image is used.
    runner = try model.runner(execution: execution)
    inputCount = model.graph.inputs.first.map { model.graph[$0].type.shape.count } ?? 0
  }

  /// The scores in an image, by class.
  ///
  /// - Throws: a `Failure`.
  public func scores(in source: InputSource) throws -> [Float] {
    let prepared = try preprocessing.apply(to: source, input: input).given(to: input)
    // One image as a batch of the size the model wants; the others are black.
    let batch = prepared + Array(repeating: 0, count: max(0, inputCount - prepared.count))
    let scores = try runner.run([batch]).outputs.first?.elements.prefix(classCount) ?? []
    guard scores.count == classCount, scores.allSatisfy(\.isFinite) else {
      throw PipelineError.malformed(
        "\(path): gives scores that are infinite or no numbers (NaN); check its weights")
    }
    return Array(scores)
  }
}

extension Model {
  /// How many classes it gives scores for.
  ///
  /// - Throws: a `Failure` (usage) when it is no classifier.
  func classifiedClasses() throws -> Int {
    if let count = graph.scoreCount { return count }
    guard graph.contract.heads.isEmpty else {
      throw PipelineError.usage(
        "\(path): is a detector, not a classifier; find objects with `darkroom detect`, and judge it by "
          + "boxes\(with: .annotations)")
    }
    let outputs = graph.outputs.map { "\(graph[$0].name) \(graph[$0].type.shape)" }
    throw PipelineError.usage(
      "\(path): is no classifier: it has the \(outputs.count == 1 ? "output" : "outputs") "
        + "\(outputs.prefix(5).joined(separator: ", ")), where one of scores, [N, C], is needed")
  }

  /// Checks that the model finds objects.
  ///
  /// - Throws: a `Failure` (usage) when it does not.
  func checkDetects() throws {
    guard graph.contract.heads.isEmpty else { return }
    if let classes = graph.scoreCount {
      throw PipelineError.usage(
        "\(path): is no detector but a classifier of \(classes) classes; rank them with "
          + "`darkroom classify`, and judge it by labels\(with: .labels)")
    }
    throw PipelineError.usage(
      "\(path): is no detector; it has no [yolo], [region] or [detection] layer and its metadata "
        + "describe none")
  }

  /// The class names: of a file, or those in the model.
  ///
  /// - Parameter path: the file; nil for those in the model.
  /// - Throws: a `Failure`, also where there are not as many as classes.
  ///
  /// - Parameter map: the classes of a tree that are reported; nil for all classes.
  func classNames(_ path: String?, map: [Int]? = nil) throws -> [String] {
    let own = graph.contract.labels
    guard let path else { return own.isEmpty ? [] : map.map { $0.map { own[$0] } } ?? own }
    let read = try Labels(contentsOf: path)
    guard let map else {
      try read.check(against: graph)
      return read.names
    }
    guard read.names.count == map.count else {
      throw PipelineError.usage(
        "\(path): has \(counted(read.names.count, "name")), and the map \(map.count) classes")
    }
    return read.names
  }
}
