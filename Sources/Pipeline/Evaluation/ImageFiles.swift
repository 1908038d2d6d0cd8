import Evaluation
import Files
import Text

/// Annotated images as files, of a folder or wherever annotations say.
public struct ImageFiles: Sendable {
  /// An image to look at.
  public struct Entry: Sendable {
    /// What is annotated.
    public let image: GroundTruth.Image
    /// Where it is.
    public let path: String
  }

  /// The images, by ascending number.
  public let entries: [Entry]
  /// The annotated images that are not there.
  public let missing: [GroundTruth.Image]

  /// Looks for the images of a ground truth.
  ///
  /// - Parameters:
  ///   - folder: the folder of the images; of annotations that say where images are, what errors call
  ///     them.
  ///   - places: where the images are, by their numbers; nil where they are named in the folder.
  ///   - allowsMissing: whether images that are not there are left out.
  /// - Throws: a `Failure` (unreadable) when the folder or images are missing, `.malformed`
  ///   when annotations do not name files or name some outside of the folder.
  init(
    of truth: GroundTruth, in folder: String, places: [Int: String]?, allowsMissing: Bool
  ) throws {
    guard places != nil || Folder.exists(folder) else {
      throw PipelineError.unreadable("\(folder): there is no such folder of images")
    }
    var entries: [Entry] = []
    var missing: [GroundTruth.Image] = []
    var strays: [Lines] = []
    for image in truth.images {
      guard let name = image.fileName, !name.isEmpty else {
        strays.append("image \(image.id) has no file_name")
        continue
      }
      guard places != nil || Folder.staysBelow(name) else {
        strays.append("image \(image.id) is '\(name)', which leads out of the folder")
        continue
      }
      let path = places?[image.id] ?? "\(folder)/\(name)"
      if Folder.hasFile(path) {
        entries.append(Entry(image: image, path: path))
      } else {
        missing.append(image)
      }
    }
    guard strays.isEmpty else {
      throw PipelineError.malformed(
        "the annotations cannot be used for images in a folder:\n"
          + strays.prefix(20).joined())
    }
    guard missing.isEmpty || allowsMissing && !entries.isEmpty else {
      let names = missing.prefix(5).compactMap(\.fileName).joined(separator: ", ")
      throw PipelineError.unreadable(
        "\(folder): \(missing.count) of \(truth.images.count) annotated images are not there: "
          + "\(names)\(missing.count > 5 ? ", ..." : "")"
          + (entries.isEmpty
            ? "; is it the folder of these annotations?"
            : "; give annotations of these images alone, or leave them out"
              + "\(with: .missingImages)"))
    }
    self.entries = entries
    self.missing = missing
  }

  /// Looks for the images of annotations.
  ///
  /// - Parameter folder: the folder of the images; nil where the annotations say where they are.
  /// - Throws: a `Failure` as the other initializer.
  public init(of annotations: Annotations, in folder: String?, allowsMissing: Bool) throws {
    try self.init(
      of: annotations.truth, in: folder ?? annotations.record.path, places: annotations.places,
      allowsMissing: allowsMissing)
  }
}
