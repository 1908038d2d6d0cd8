import Evaluation
import Quantization
import Text

/// What may explain that two models do not agree.
struct PairFindings {
  private let models: ComparedModels
  private let tensors: TensorComparison?
  private let isEmpty: Bool
  private let minimum: (sqnr: Double, f1: Double)
  /// The detections of all images.
  let detections: DetectionAgreement
  /// Other ways of feeding B, when they were tried.
  var search: InputConventionSearch?

  /// From here on, in dB, heads are as good as a good INT8 model's.
  private static let goodSQNR = 20.0
  /// From here on the same objects are found.
  private static let goodF1 = 0.9
  /// A layer whose ratio falls by more than this, in dB, behind one that is fine is where it begins.
  private static let steepFall = 15.0

  /// - Parameters:
  ///   - isEmpty: whether A finds nothing in any image.
  ///   - limits: what the caller asks for, in dB and as F1; nil for what is usual.
  init(
    models: ComparedModels, tensors: TensorComparison?, agreements: [DetectionAgreement],
    isEmpty: Bool, limits: (sqnr: Double?, f1: Double)
  ) {
    self.models = models
    self.tensors = tensors
    self.isEmpty = isEmpty
    minimum = (limits.sqnr ?? PairFindings.goodSQNR, limits.f1)
    detections = agreements.reduce(DetectionAgreement(), +)
  }

  /// Whether detections differ so much that B may have been made for other input.
  var asksForAnotherFeeding: Bool {
    models.areDetectors && !isEmpty && !headsAgree
      && (detections.f1 ?? 1) < max(minimum.f1, PairFindings.goodF1)
  }

  private var headsAgree: Bool {
    guard let all = tensors?.all else { return false }
    return all.decibels.map { $0 >= minimum.sqnr } ?? true
  }

  /// The findings, the likeliest first.
  var sentences: [String] {
    var sentences: [String] = []
    let differences = ContractDifferences.all(models.a.graph.contract, models.b.graph.contract)
    if models.areDetectors, isEmpty {
      sentences.append(
        "A finds nothing in these images, so boxes say nothing; lower the threshold or give "
          + "images with objects")
    }
    if let best = search?.best, let search {
      sentences.append(
        "B finds what A finds (F1 \(fixed(search.agreement.f1 ?? 0, 2)) in \(search.images) "
          + "images) when images are given to it \(best): it was made for other input than A; "
          + "feed it so, or convert it again")
    }
    if headsAgree, models.areDetectors, let f1 = detections.f1, f1 < minimum.f1 {
      sentences.append(
        "the raw heads agree but the boxes do not: layers and weights are right, what turns heads "
          + "into boxes is not"
          + (differences.isEmpty ? "; compare anchors, scale_x_y, strides and classes" : ""))
    }
    sentences += differences
    if search?.best == nil, !headsAgree, let place = departure { sentences.append(place) }
    if tensors == nil {
      sentences.append("the models take inputs of different sizes, so no tensors were compared")
    } else if tensors?.all == nil {
      sentences.append("the heads have different shapes, so they were not compared")
    }
    return sentences
  }

  /// The first layer that is far worse than those before it.
  private var departure: String? {
    guard let layers = tensors?.layers, !layers.isEmpty else { return nil }
    var best = Double.infinity
    for layer in layers {
      let ratio = layer.sqnr ?? .infinity
      if ratio < minimum.sqnr,
        best - ratio > PairFindings.steepFall || layer.index == layers[0].index
      {
        let before = best.isFinite ? " from \(fixed(best, 1)) dB" : ""
        return
          "layer \(layer.index) (\(layer.name)) is the first that diverges: its signal to noise "
          + "falls\(before) to \(fixed(ratio, 1)) dB; look at its weights and options"
      }
      best = min(best, ratio)
    }
    return nil
  }
}
