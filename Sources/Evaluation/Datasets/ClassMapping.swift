import Vision

/// Which category of the ground truth each class of a model is.
public struct ClassMapping: Hashable, Sendable {
  /// How the classes were found.
  public enum Basis: String, Hashable, Sendable, Codable {
    /// The first class is the first category of the file, and so on.
    case order
    /// Class and category have the same name.
    case names
  }

  /// How the classes were found.
  public let basis: Basis
  /// By class index; nil for a class that the ground truth does not know, whose detections are not
  /// judged.
  private let classes: [GroundTruth.Category?]
  /// The labels of those classes.
  public let unknownLabels: [String]
  /// The categories that no class is, whose objects cannot be found.
  public let unknownCategories: [GroundTruth.Category]

  /// Finds the categories of a model's classes.
  ///
  /// By names where every label is a category's name, or some are and the numbers differ; else by
  /// order where there are as many classes as categories. Names are compared without regard to
  /// case, spaces, hyphens and underscores, and darknet's names of COCO's categories are known
  /// (`aeroplane` is `airplane`).
  ///
  /// - Parameters:
  ///   - classCount: how many classes the model has.
  ///   - labels: their names in order; empty when they are not known.
  ///   - categories: those of the ground truth, in the order of the file.
  /// - Throws: `ClassMappingError` when the classes cannot be told.
  public init(
    classCount: Int, labels: [String], categories: [GroundTruth.Category]
  ) throws(ClassMappingError) {
    guard labels.isEmpty || labels.count == classCount else {
      throw .labelCount(labels: labels.count, classes: classCount)
    }
    let named = ClassMapping.named(labels, categories)
    let matches = named.count { $0 != nil }
    let isEven = classCount == categories.count
    if matches == classCount && matches > 0 || matches > 0 && !isEven {
      basis = .names
      classes = named
    } else if isEven {
      // A label that is the name of a category at another place says that the order is wrong.
      for (index, category) in named.enumerated() {
        if let category, category != categories[index] {
          throw .contradiction(
            label: labels[index], index: index, expected: categories[index].name)
        }
      }
      basis = .order
      classes = categories
    } else {
      throw .countsDiffer(
        classes: classCount, categories: categories.count, hasLabels: !labels.isEmpty)
    }
    unknownLabels = zip(labels, classes).compactMap { $1 == nil ? $0 : nil }
    let known = Set(classes.compactMap { $0?.id })
    unknownCategories = categories.filter { !known.contains($0.id) }
  }

  /// The category of a class; nil when the ground truth does not know it.
  public func category(ofClass index: Int) -> GroundTruth.Category? {
    classes.indices.contains(index) ? classes[index] : nil
  }

  /// An image's detections as entries of a results file, those of unknown classes left out.
  public func boxes(_ detections: [Detection], imageID: Int) -> [ScoredBox] {
    detections.compactMap { detection in
      category(ofClass: detection.classIndex).map {
        ScoredBox(detection, imageID: imageID, categoryID: $0.id)
      }
    }
  }

  /// The category of each label's name; of categories with the same name the first, once.
  private static func named(
    _ labels: [String], _ categories: [GroundTruth.Category]
  ) -> [GroundTruth.Category?] {
    var rest: [String: GroundTruth.Category] = [:]
    for category in categories.reversed() { rest[plain(category.name)] = category }
    return labels.map { rest.removeValue(forKey: plain($0)) }
  }

  private static func plain(_ name: String) -> String {
    let letters = String(name.lowercased().filter { !" -_".contains($0) })
    return synonyms[letters] ?? letters
  }

  /// darknet's `coco.names` has these from Pascal VOC.
  private static let synonyms = [
    "aeroplane": "airplane", "motorbike": "motorcycle", "sofa": "couch", "tvmonitor": "tv",
  ]
}
