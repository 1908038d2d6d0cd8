import Evaluation
import Graph
import JSON
import Text
import Vision

/// What was found of two models in an image.
struct ComparedImage: Hashable, Sendable {
  /// How many objects A finds.
  var found = 0
  /// How far detections agree.
  var agreement = DetectionAgreement()
  /// How far tensors are from each other; of nothing where inputs have different sizes.
  var tensors = TensorDeviations()
}

/// What a comparison found in a part of the images.
///
/// The parts of all images together give the report of one process, to the last bit.
public struct ComparisonPart: Hashable, Sendable, Codable {
  /// Which part of the images it is.
  public let part: EvaluationPart
  /// The images, in their order.
  let images: [ComparedImage]
}

extension ComparisonRun {
  /// Compares in a part of the images, every one of which has to be readable.
  ///
  /// - Throws: a `Failure`.
  public func compared(
    _ part: EvaluationPart, progress: Progress? = nil
  ) throws -> ComparisonPart {
    let (run, models) = try fitted()
    let paths = try chosenImages()
    return ComparisonPart(
      part: part,
      images: try run.compared(
        models, paths, try TensorPair.ofSameInput(models), part.range(of: paths.count), progress))
  }

  /// Puts together what was found part by part.
  ///
  /// - Throws: a `Failure`, also when parts are missing, or are of other images.
  public func run(parts: [ComparisonPart]) throws -> Outcome {
    try EvaluationPart.check(parts.map(\.part))
    let (run, models) = try fitted()
    let paths = try chosenImages()
    let pair = try TensorPair.ofSameInput(models)
    let sorted = parts.sorted { $0.part.number < $1.part.number }
    for part in sorted where part.images.count != part.part.range(of: paths.count).count {
      throw PipelineError.malformed(
        "part \(part.part) of the comparison has \(part.images.count) images, but should have "
          + "\(part.part.range(of: paths.count).count) of \(paths.count); compare the parts again")
    }
    let images = sorted.flatMap(\.images)
    let looked = Set(pair?.layerImages(of: paths.count) ?? [])
    let isWhole = images.enumerated().allSatisfy { index, image in
      image.tensors.heads.count == (pair?.heads.count ?? 0)
        && image.tensors.layers.count == (looked.contains(index) ? pair?.layers.count ?? 0 : 0)
    }
    guard isWhole else {
      throw PipelineError.malformed(
        "parts of the comparison are of other models; compare the parts again")
    }
    return try run.outcome(of: images, models, paths, nil)
  }
}

extension ComparedModels {
  /// What images are for.
  var taken: InputContract? { a.graph.imageInput ?? b.graph.imageInput }
}

extension ComparedImage: Codable {
  private enum Keys: String, CodingKey { case found, matched, lost, gained, sums, tensors }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let sums = ExactNumbers.doubles(try container.decode(String.self, forKey: .sums)) ?? []
    let counts = try [Keys.matched, .lost, .gained, .found].map {
      try container.decode(Int.self, forKey: $0)
    }
    guard sums.count == 2, counts.allSatisfy({ (0...1 << 40).contains($0) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .sums, in: container, debugDescription: "are not two exact numbers with counts")
    }
    found = counts[3]
    agreement = DetectionAgreement(
      matched: counts[0], lost: counts[1], gained: counts[2], sums: (sums[0], sums[1]))
    tensors = try container.decode(TensorDeviations.self, forKey: .tensors)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(found, forKey: .found)
    try container.encode(agreement.matched, forKey: .matched)
    try container.encode(agreement.lost, forKey: .lost)
    try container.encode(agreement.gained, forKey: .gained)
    let sums = agreement.sums
    try container.encode(ExactNumbers.text([sums.overlap, sums.shift]), forKey: .sums)
    try container.encode(tensors, forKey: .tensors)
  }
}
