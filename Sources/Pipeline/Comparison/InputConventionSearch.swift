import Evaluation
import Vision

/// Looks for another way of giving images to model B in which it finds what A finds.
struct InputConventionSearch {
  /// The best way, when one is clearly better than the standard.
  let best: InputConvention?
  /// How far detections then agree.
  let agreement: DetectionAgreement
  /// How many images were looked at.
  let images: Int

  /// A few images with many objects tell enough.
  private static let mostImages = 12
  /// How much of what is missing to full agreement another way has to make up for.
  private static let leastGain = 0.5

  /// Tries all ways on the images in which A finds most.
  ///
  /// - Parameters:
  ///   - counts: how many objects A finds, by image.
  ///   - agreements: how far detections agree without any change, by image.
  ///   - detect: tells what A finds in images.
  /// - Throws: a `Failure`.
  init(
    _ b: Model, options: Detector.Options, paths: [String], counts: [Int],
    agreements: [DetectionAgreement], detect: ([String]) throws -> [[Detection]]
  ) throws {
    let chosen = Array(
      paths.indices.filter { counts[$0] > 0 }
        .sorted { (counts[$1], $0) < (counts[$0], $1) }
        .prefix(InputConventionSearch.mostImages))
    images = chosen.count
    var best: InputConvention?
    var agreement = chosen.reduce(DetectionAgreement()) { $0 + agreements[$1] }
    // A finds something in each of the chosen images.
    guard let usual = agreement.f1 else {
      (self.best, self.agreement) = (nil, agreement)
      return
    }
    var least = usual + InputConventionSearch.leastGain * (1 - usual)
    let found = try detect(chosen.map { paths[$0] })
    let pool = ImagePool(b, options: options)
    for feeding in InputConvention.others {
      let results = try pool.map(chosen.map { paths[$0] }, isStrict: true) {
        (detector: Detector, image: InputSource, index: Int) throws in
        DetectionAgreement(
          reference: found[index],
          found: try detector.detections(in: image, fed: feeding))
      }.results.compactMap { $0 }
      let sum = results.reduce(DetectionAgreement(), +)
      // Of ways that are about as good, the one with the fewest changes.
      guard let f1 = sum.f1, f1 >= least else { continue }
      (best, agreement, least) = (feeding, sum, f1 + 0.02)
    }
    (self.best, self.agreement) = (best, agreement)
  }
}
