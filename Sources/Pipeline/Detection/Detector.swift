import Graph
import Text
import Vision

/// A detector made ready: image in, detections out.
public struct Detector: ImageLooker {
  /// How images are fitted into the network's input.
  public let preprocessing: Preprocessing
  /// What the network takes.
  public let input: InputContract
  private let form: OutputForm
  private let postprocessing: Postprocessing
  private let runner: Runner
  private let inputCount: Int
  /// What a recurrent model remembers of the images so far.
  private let memory = Memory()
  /// Whether each image is seen with what is remembered of those before it; otherwise each begins anew.
  public var remembers = false

  private final class Memory {
    var states: [[Float]] = []
  }

  /// How detections are chosen.
  public struct Options: Hashable, Sendable {
    /// Objectness and score must be greater.
    public var threshold: Float
    /// The overlap that two boxes of a class may have.
    public var overlap: Float
    /// How overlap is measured; nil for what the cfg asks for.
    public var suppression: Head.Suppression?
    /// The most detections of an image; nil for all.
    public var limit: Int?
    /// How images are fitted; nil for what the model asks for.
    public var preprocessing: Preprocessing?
    /// The class of the model's tree for each class that is reported.
    public var classMap: [Int]?
    /// How the model is run.
    public var execution: Execution

    /// Creates options with the usual defaults.
    public init(
      threshold: Float = 0.25, overlap: Float = 0.45, suppression: Head.Suppression? = .greedy,
      limit: Int? = nil, preprocessing: Preprocessing? = nil,
      execution: Execution = Execution()
    ) {
      self.threshold = threshold
      self.overlap = overlap
      self.suppression = suppression
      self.limit = limit
      self.preprocessing = preprocessing
      self.execution = execution
    }
  }

  /// Plans a model's graph for one image at a time.
  ///
  /// - Throws: a `Failure` (usage) when the model is no detector or takes several images.
  public init(_ model: Model, options: Options = Options()) throws {
    let contract = model.graph.contract
    try model.checkDetects()
    guard let input = contract.input else {
      throw PipelineError.usage("\(model.path): does not say how an image becomes its input")
    }
    self.input = input
    form = contract.outputForm
    preprocessing = options.preprocessing ?? .usual(for: input)
    // darknet takes the kind of the last head.
    let suppression = options.suppression ?? contract.heads.last?.suppression ?? .greedy
    var decoder = BoxDecoder(
      heads: contract.heads, inputWidth: input.width, inputHeight: input.height,
      threshold: options.threshold)
    decoder.classMap = options.classMap
    postprocessing = Postprocessing(
      decoder: decoder,
      suppression: NonMaximumSuppression(
        kind: suppression, threshold: options.overlap, limit: options.limit))
    // A model with a fixed batch runs with that batch; only the first image is used.
    runner = try model.runner(execution: options.execution)
    inputCount = model.graph.inputs.first.map { model.graph[$0].type.shape.count } ?? 0
  }

  /// The detections in an image, best first.
  ///
  /// - Throws: a `Failure`.
  public func detections(in image: Image) throws -> [Detection] {
    try detections(in: .image(image))
  }

  /// The detections in what a file gives to see, best first.
  ///
  /// - Throws: a `Failure`.
  public func detections(in source: InputSource) throws -> [Detection] {
    try detections(in: source, fed: .standard)
  }

  /// The detections in an image that is fed to the network in another way than usual.
  func detections(
    in source: InputSource, fed feeding: InputConvention
  ) throws -> [Detection] {
    var prepared: NetworkInput
    prepared = try (feeding.isStretched ? .stretch : preprocessing)
      .apply(to: source, input: input)
    feeding.apply(to: &prepared.values, channels: input.channels)
    let outcome = try runner.run(
      [batched(prepared.given(to: input))], after: remembers ? memory.states : [])
    memory.states = outcome.states
    return try postprocessing.detections(
      in: outcome.outputs.map(\.elements), form: form, placement: prepared.placement)
  }

  /// Begins anew with the next image.
  public func forget() { memory.states = [] }

  /// One image as a batch of the size the model wants; the others are black.
  private func batched(_ values: [Float]) -> [Float] {
    values + Array(repeating: 0, count: max(0, inputCount - values.count))
  }
}
