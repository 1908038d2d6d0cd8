import Digests
import Evaluation
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

  /// The images by their paths in the folder, in their order.
  var names: [String] { paths.map(name) }

  private func name(_ path: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  /// The images of a part as an evaluation takes them, by their paths in the folder.
  func digests(_ part: EvaluationPart = .whole) throws -> [String: Digest] {
    // Of objects every n-th, of classes neighbours, so that each is what the evaluation looks at.
    let positions =
      labels == nil
      ? Array(stride(from: part.number - 1, to: paths.count, by: part.count))
      : Array(part.range(of: paths.count))
    var digests: [String: Digest] = [:]
    for position in positions {
      digests[name(paths[position])] = try Digest(ofFile: paths[position])
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
