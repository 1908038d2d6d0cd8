import Engine
import Evaluation
import Graph
import JSON
import Quantization
import Text
import Threads

/// What two models compute of the same images that can be compared: heads, scores of classes, layers.
struct TensorPair {
  /// The models, each for one image and with every layer's output in darknet's units.
  let a: Model
  private let b: Model
  /// The heads; empty where they do not correspond.
  let heads: [Comparison.Pair]
  /// The only outputs where these are scores of classes: [1, C] or [1, C, 1, 1].
  private let scores: Comparison.Pair?
  /// The layers that both have, in their order.
  let layers: [(index: Int, values: Comparison.Pair)]

  /// The most images that layers are compared on: their ratios settle soon.
  private static let mostLayerImages = 32

  /// Finds them.
  ///
  /// - Parameter includingLayers: whether layers are compared, too.
  /// - Throws: a `Failure`.
  init(_ models: ComparedModels, includingLayers: Bool) throws {
    let (a, b) = (try models.a.comparable(), try models.b.comparable())
    (self.a, self.b) = (a, b)
    let (first, second) = (a.headValues, b.headValues)
    let correspond =
      !first.isEmpty && first.count == second.count
      && zip(first, second).allSatisfy { a.graph[$0].type.shape == b.graph[$1].type.shape }
    heads = correspond ? zip(first, second).map { Comparison.Pair($0, $1) } : []
    scores = models.areDetectors ? nil : TensorPair.scores(heads, first.first, a.graph)
    let common = a.graph.layerOutputs.keys.sorted().compactMap { layer -> (Int, Comparison.Pair)? in
      guard let first = a.graph.layerOutputs[layer], let second = b.graph.layerOutputs[layer],
        a.graph[first].type == b.graph[second].type
      else { return nil }
      return (layer, Comparison.Pair(first, second))
    }
    layers = includingLayers ? common : []
  }

  /// The same for models whose inputs have the same size; nil for others.
  static func ofSameInput(
    _ models: ComparedModels, includingLayers: Bool = true
  ) throws -> TensorPair? {
    guard let first = models.a.graph.imageInput, let second = models.b.graph.imageInput,
      first.width == second.width, first.height == second.height,
      first.channels == second.channels
    else { return nil }
    return try TensorPair(models, includingLayers: includingLayers)
  }

  private static func scores(
    _ heads: [Comparison.Pair], _ value: ValueID?, _ graph: Graph
  ) -> Comparison.Pair? {
    guard let value, heads.count == 1 else { return nil }
    let shape = graph[value].type.shape
    return shape.rank >= 2 && shape[1] > 1 && shape.count == shape[0] * shape[1] ? heads[0] : nil
  }

  /// The images that layers are compared on, of so many.
  func layerImages(of count: Int) -> [Int] {
    let some = layers.isEmpty ? 0 : min(count, TensorPair.mostLayerImages)
    return (0..<some).map { $0 * count / some }
  }

  /// Compares in some of the images.
  ///
  /// - Parameter some: which images of the source.
  /// - Returns: what was found in each of them.
  /// - Throws: a `Failure`.
  func deviations(
    in some: Range<Int>, of source: ComparedImages, threads: Int,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws -> [TensorDeviations] {
    let comparison = Comparison(
      reference: a.graph, other: b.graph, workers: Workers(threads: threads))
    var found = some.map { _ in TensorDeviations() }
    if !heads.isEmpty {
      let heads = try comparison.deviations(
        of: heads, on: Array(some), of: source, progress: progress)
      for (position, deviations) in heads.enumerated() { found[position].heads = deviations }
    }
    if let scores {
      let values = try comparison.values(of: [scores], on: Array(some), of: source) { values in
        values.map { ($0.reference[0], $0.other[0]) }
      }
      for (position, pair) in values.enumerated() {
        found[position].scores = pair.map { [$0.0, $0.1] } ?? []
      }
    }
    let looked = layerImages(of: source.count).filter(some.contains)
    if !looked.isEmpty {
      let layers = try comparison.deviations(
        of: layers.map(\.values), on: looked, of: source, progress: progress)
      for (index, deviations) in zip(looked, layers) {
        found[index - some.lowerBound].layers = deviations
      }
    }
    return found
  }
}

/// How far two models are from each other in an image.
struct TensorDeviations: Hashable, Sendable {
  /// Of each head; empty where they do not correspond.
  var heads: [Deviation] = []
  /// What both models give, A first; empty where that is no scores of classes.
  var scores: [[Float]] = []
  /// Of each layer; empty where the image is not one that layers are compared on.
  var layers: [Deviation] = []
}

extension TensorDeviations: Codable {
  private enum Keys: String, CodingKey { case heads, scores, layers }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    heads = try container.decode([Deviation].self, forKey: .heads)
    layers = try container.decode([Deviation].self, forKey: .layers)
    scores = try container.decode([String].self, forKey: .scores).map { text in
      guard let values = ExactNumbers.floats(text) else {
        throw DecodingError.dataCorruptedError(
          forKey: .scores, in: container, debugDescription: "are no exact numbers")
      }
      return values
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(heads, forKey: .heads)
    try container.encode(layers, forKey: .layers)
    try container.encode(scores.map { ExactNumbers.text($0) }, forKey: .scores)
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
