import Digests
import Files
import Pipeline

/// Annotated images that are at hand.
struct AnnotatedImages {
  /// The folder of the images.
  let folder: String
  /// The annotations as they were named.
  let annotations: String
  /// What is said of the annotations: the SHA-256 of the file, or of those in a folder.
  let digest: Digest
  /// The images that are annotated, in their order.
  let paths: [String]

  /// Finds them.
  ///
  /// - Parameters:
  ///   - images, annotations: where the user says they are; they count where the recipe says
  ///     nothing.
  ///   - labels: the class names, where the annotations hold numbers.
  /// - Returns: nil where it is not known where they are.
  /// - Throws: a `Failure` when they cannot be read.
  init?(
    _ set: Recipe.EvaluationSet, of recipe: Recipe, images: String?, annotations: String?,
    labels: [String]
  ) throws {
    guard let folder = set.images.folder.map(recipe.resolve) ?? images,
      let annotations = set.annotations.map(recipe.resolve) ?? annotations
    else { return nil }
    self.folder = folder
    self.annotations = annotations
    let read = try Annotations(path: annotations, images: folder, labels: labels)
    digest = read.record.digest
    paths = try ImageFiles(of: read.truth, in: folder, allowsMissing: false).entries.map(\.path)
  }

  /// The annotations, as a step depends on them.
  func record() throws -> StepInputs.Annotations {
    StepInputs.Annotations(
      name: Folder.name(of: annotations), digest: digest,
      size: Folder.hasFile(annotations) ? try MappedFile(path: annotations).count : nil)
  }

  /// The images, by their paths in the folder.
  func digests() throws -> [String: Digest] {
    var digests: [String: Digest] = [:]
    for path in paths {
      digests[String(path.dropFirst(folder.count + 1))] = try Digest(ofFile: path)
    }
    return digests
  }
}
