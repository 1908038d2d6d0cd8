import Digests
import Files
import Text

/// Reads which class each image belongs to.
struct LabelReader {
  /// Where the classes are told.
  let labels: ClassifierEvaluation.Labels
  /// The folder of the images; of a list nil where its paths are complete.
  let images: String?
  /// How many classes there are.
  let count: Int

  /// Reads the labels.
  ///
  /// - Parameters:
  ///   - names: the class names that are known; empty where none are.
  ///   - namesFile: reads a file of class names, and checks that it fits.
  /// - Returns: the images, and the class names, which a `.data` file may have told.
  /// - Throws: a `Failure`.
  func read(
    names: [String], namesFile: (String) throws -> [String]
  ) throws -> (LabelledImages, names: [String]) {
    switch labels {
    case .byFolder:
      guard let images else {
        throw PipelineError.usage("labels by folder need the folder of the images\(with: .images)")
      }
      return (try LabelledImages(byFolder: images, names: names, count: count), names)
    case .list(let path):
      guard let data = try DarknetData(contentsOf: path) else {
        return (
          try LabelledImages(list: path, images: images, names: names, count: count), names
        )
      }
      // As darknet has it, labels are searched for in paths, and names are shown.
      let parts = data.has("labels") ? try namesFile(try data.file("labels")) : nil
      var names = names
      if names.isEmpty, data.has("names") { names = try namesFile(try data.file("names")) }
      if names.isEmpty { names = parts ?? [] }
      let list = try data.file("valid")
      return (
        try LabelledImages(list: list, images: images, names: names, parts: parts, count: count),
        names
      )
    }
  }
}

/// Images whose classes are told, where no model is at hand.
public struct LabelledFiles: Sendable {
  /// The images, in their order.
  public let paths: [String]
  /// Which labels they were.
  public let record: FileDigest

  /// Finds them.
  ///
  /// - Parameters:
  ///   - labels: where their classes are told.
  ///   - images: their folder.
  ///   - names: the class names.
  /// - Throws: a `Failure`.
  public init(
    _ labels: ClassifierEvaluation.Labels, images: String, names: [String]
  ) throws {
    let reader = LabelReader(labels: labels, images: images, count: names.count)
    let labelled = try reader.read(names: names) { try Labels(contentsOf: $0).names }.0
    paths = labelled.entries.map(\.path)
    record = labelled.record
  }
}
