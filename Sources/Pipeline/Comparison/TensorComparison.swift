import Evaluation
import Graph
import Quantization

/// What two models compute inside, side by side: heads in every image, layers in some.
struct TensorComparison {
  /// The heads; empty where they do not correspond.
  private(set) var heads: [ComparisonReport.Head] = []
  /// All heads together, over all images; nil where heads do not correspond.
  private(set) var all: Deviation?
  /// All heads together, in each image, in dB; nil where nothing differs.
  private(set) var images: [Double?]
  /// The layers that both have, in their order.
  private(set) var layers: [ComparisonReport.Layer] = []
  /// How many images layers were compared on.
  let layerImages: Int
  /// The classes that both rank first; nil where the models are no classifiers.
  let classification: ClassificationAgreement?

  /// Sums up what was found in each image, in their order.
  init(_ pair: TensorPair, _ found: [TensorDeviations]) {
    let graph = pair.a.graph
    images = found.map { _ in nil }
    if !pair.heads.isEmpty {
      let deviations = found.map(\.heads)
      let sums = deviations.sums
      heads = zip(pair.a.headValues, sums).map { value, deviation in
        ComparisonReport.Head(
          name: graph[value].name, sqnr: deviation.decibels, cosine: deviation.cosine,
          maxError: deviation.maxError)
      }
      all = sums.reduce(Deviation(), +)
      images = deviations.map { $0.reduce(Deviation(), +).decibels }
    }
    let scores = found.map(\.scores).filter { $0.count == 2 }
    classification = ClassificationAgreement(
      reference: scores.map { $0[0] }, found: scores.map { $0[1] })
    let looked = found.map(\.layers).filter { !$0.isEmpty }
    layerImages = looked.count
    layers = zip(pair.layers, looked.sums).map { entry, deviation in
      let name = graph.layerOutputs[entry.index].map { graph[$0].name } ?? ""
      return ComparisonReport.Layer(
        index: entry.index, name: name, sqnr: deviation.decibels, cosine: deviation.cosine,
        maxError: deviation.maxError)
    }
  }
}
