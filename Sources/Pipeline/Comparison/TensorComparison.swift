import Engine
import Evaluation
import Graph
import Quantization
import Text
import Threads

/// What two models compute inside, side by side: heads in every image, layers in some.
struct TensorComparison {
  /// The heads; empty where they do not correspond.
  private(set) var heads: [ComparisonReport.Head] = []
  /// All heads together, over all images; nil where heads do not correspond.
  private(set) var all: Deviation?
  /// All heads together, in each image, in dB; nil where nothing differs.
  private(set) var images: [Double?] = []
  /// The layers that both have, in their order.
  private(set) var layers: [ComparisonReport.Layer] = []
  /// How many images layers were compared on.
  private(set) var layerImages = 0
  /// The classes that both rank first; nil where the models are no classifiers.
  private(set) var classification: ClassificationAgreement?

  /// The most images that layers are compared on: their ratios settle soon.
  private static let mostLayerImages = 32

  /// Compares two models whose inputs have the same size.
  ///
  /// - Parameter includingLayers: whether layers are compared, too.
  /// - Throws: a `Failure`.
  init(
    _ models: ComparedModels, on source: ComparedImages, includingLayers: Bool, threads: Int,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws {
    let (a, b) = (try models.a.comparable(), try models.b.comparable())
    let comparison = Comparison(
      reference: a.graph, other: b.graph, workers: Workers(threads: threads))
    images = source.paths.map { _ in nil }
    try compareHeads(a, b, comparison, source, progress)
    if !models.areDetectors { try compareClasses(a, b, comparison, source) }
    if includingLayers { try compareLayers(a, b, comparison, source, progress) }
  }

  private mutating func compareHeads(
    _ a: Model, _ b: Model, _ comparison: Comparison, _ source: ComparedImages,
    _ progress: (@Sendable (Int, Int) -> Void)?
  ) throws(QuantizationError) {
    let (first, second) = (a.headValues, b.headValues)
    guard !first.isEmpty, first.count == second.count,
      zip(first, second).allSatisfy({ a.graph[$0].type.shape == b.graph[$1].type.shape })
    else { return }
    let deviations = try comparison.deviations(
      of: zip(first, second).map { Comparison.Pair($0, $1) }, on: Array(source.paths.indices),
      of: source, progress: progress)
    heads = zip(first, deviations.sums).map { value, deviation in
      ComparisonReport.Head(
        name: a.graph[value].name, sqnr: deviation.decibels, cosine: deviation.cosine,
        maxError: deviation.maxError)
    }
    all = deviations.sums.reduce(Deviation(), +)
    images = deviations.map { $0.reduce(Deviation(), +).decibels }
  }

  /// Compares the only outputs where these are scores of classes: [1, C] or [1, C, 1, 1].
  private mutating func compareClasses(
    _ a: Model, _ b: Model, _ comparison: Comparison, _ source: ComparedImages
  ) throws(QuantizationError) {
    guard let first = a.headValues.first, let second = b.headValues.first, heads.count == 1 else {
      return
    }
    let shape = a.graph[first].type.shape
    guard shape.rank >= 2, shape[1] > 1, shape.count == shape[0] * shape[1] else { return }
    let scores = try comparison.values(
      of: [Comparison.Pair(first, second)], on: Array(source.paths.indices), of: source
    ) { values in values.map { ($0.reference[0], $0.other[0]) } }
    let measured = scores.compactMap { $0 }
    classification = ClassificationAgreement(
      reference: measured.map(\.0), found: measured.map(\.1))
  }

  private mutating func compareLayers(
    _ a: Model, _ b: Model, _ comparison: Comparison, _ source: ComparedImages,
    _ progress: (@Sendable (Int, Int) -> Void)?
  ) throws(QuantizationError) {
    let common = a.graph.layerOutputs.keys.sorted().compactMap { layer -> (Int, Comparison.Pair)? in
      guard let first = a.graph.layerOutputs[layer], let second = b.graph.layerOutputs[layer],
        a.graph[first].type == b.graph[second].type
      else { return nil }
      return (layer, Comparison.Pair(first, second))
    }
    guard !common.isEmpty else { return }
    let count = min(source.count, TensorComparison.mostLayerImages)
    let indices = (0..<count).map { $0 * source.count / count }
    let deviations = try comparison.deviations(
      of: common.map(\.1), on: indices, of: source, progress: progress)
    layerImages = count
    layers = zip(common, deviations.sums).map { entry, deviation in
      let name = a.graph.layerOutputs[entry.0].map { a.graph[$0].name } ?? ""
      return ComparisonReport.Layer(
        index: entry.0, name: name, sqnr: deviation.decibels, cosine: deviation.cosine,
        maxError: deviation.maxError)
    }
  }
}

extension Model {
  /// The model for one image, with every layer's output in darknet's units.
  fileprivate func comparable() throws -> Model {
    var model = self
    do throws(GraphError) {
      if let input = graph.inputs.first, graph[input].type.shape.dimensions.first != 1 {
        model.graph = try graph.rebatched(to: 1)
      }
      // One image goes to both models, so both take it in the usual form.
      try model.graph.acceptUsualImages()
      try PassPipeline([RestoreLayerOutputs()]).apply(to: &model.graph)
    } catch { throw LocatedFailure(path, error) }
    return model
  }
}
