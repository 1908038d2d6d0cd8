import Digests
import Files
import Pipeline

/// Annotated images that are at hand: with objects, or with a class each.
struct AnnotatedImages {
  /// The folder of the images.
  let folder: String
  /// The annotations as they were named; of labels by folder the folder.
  let annotations: String
  /// Where the classes of the images are told; nil where objects are annotated.
  let labels: ClassifierEvaluation.Labels?
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
    guard let folder = set.images.folder.map(recipe.resolve) ?? images else { return nil }
    self.folder = folder
    if let labelled = set.labels {
      let resolved = recipe.resolve(labelled)
      let files = try LabelledFiles(resolved, images: folder, names: labels)
      self.annotations = files.record.path
      self.labels = resolved
      digest = files.record.digest
      paths = files.paths
      return
    }
    guard let annotations = set.annotations.map(recipe.resolve) ?? annotations else { return nil }
    self.annotations = annotations
    self.labels = nil
    let read = try Annotations(path: annotations, images: folder, labels: labels)
    digest = read.record.digest
    paths = try ImageFiles(of: read, in: folder, allowsMissing: false).entries.map(\.path)
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
      let name = path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
      digests[name] = try Digest(ofFile: path)
    }
    return digests
  }
}

extension Recipe {
  /// Labels from here.
  func resolve(_ labels: ClassifierEvaluation.Labels) -> ClassifierEvaluation.Labels {
    switch labels {
    case .byFolder: .byFolder
    case .list(let path): .list(resolve(path))
    }
  }
}
