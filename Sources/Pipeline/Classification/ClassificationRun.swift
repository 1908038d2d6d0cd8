import Evaluation
import Text
import Vision

/// A classifier run on image files.
public struct ClassificationRun {
  private let classifier: Classifier
  private let labels: [String]
  private let count: Int
  /// Whether an image that cannot be read is an error.
  public var isStrict = false

  /// What was found, and why images that were left out could not be read.
  public typealias Outcome = (result: ClassifiedImages, skipped: [any Failure])

  /// Prepares a model.
  ///
  /// - Parameters:
  ///   - names: a names file; nil for the names in the model.
  ///   - count: how many classes of each image are wanted.
  ///   - preprocessing: how images are fitted; nil for what the model asks for.
  /// - Throws: a `Failure`.
  public init(
    model: Model, names: String?, count: Int = 5, preprocessing: Preprocessing? = nil,
    execution: Execution = Execution()
  ) throws {
    classifier = try Classifier(model, preprocessing: preprocessing, execution: execution)
    labels = try model.classNames(names)
    self.count = count
  }

  /// Ranks classes in images, in the order given.
  ///
  /// - Throws: a `Failure`.
  public func run(on paths: [String]) throws -> Outcome {
    var images: [ClassifiedImages.Image] = []
    var skipped: [any Failure] = []
    for path in paths {
      switch try decoded(path, for: classifier.input, isStrict: isStrict) {
      case .success(let image):
        let scores = try classifier.scores(in: image)
        images.append(
          ClassifiedImages.Image(
            path: path, width: image.width, height: image.height,
            classes: scores.bestClasses(count).map { index in
              ClassifiedImages.Ranked(
                class: index, label: labels.indices.contains(index) ? labels[index] : "\(index)",
                score: scores[index])
            }))
      case .failure(let failure): skipped.append(failure)
      }
    }
    return (
      ClassifiedImages(
        preprocessing: classifier.preprocessing.name,
        scores: classifier.givesProbabilities ? .probability : .score, images: images), skipped
    )
  }
}
