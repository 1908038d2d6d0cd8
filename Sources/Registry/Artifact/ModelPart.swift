import Digests

/// A part of a model that can be had alone.
public enum ModelPart: String, Hashable, Sendable, CaseIterable {
  /// The INT8 models, with all documents.
  case int8
  /// The models in floating point, with all documents.
  case float
  /// All that is no weights.
  case documents
}

/// A file of a model in a registry.
public struct ModelFile: Hashable, Sendable {
  /// The path in the model's folder, with `/`.
  public let path: String
  /// What it holds.
  public let kind: LayerKind
  /// How numbers are held, as records have it: `int8`, `float32`; nil for all but weights, and where
  /// it is not told.
  public let precision: String?
  /// The blob.
  public let blob: Descriptor

  /// Whether it belongs to a part.
  public func belongs(to part: ModelPart?) -> Bool {
    // Some programs call all files weights.
    guard let part, kind == .weight, !LayerKind.isText(path) else { return true }
    return part == (isInt8 ? .int8 : .float)
  }

  /// What others push tells it by the name alone.
  private var isInt8: Bool {
    if let precision { return precision.contains("int8") }
    let name = path.lowercased()
    return name.contains("int8") || name.contains("quantized")
  }
}

extension ModelFile {
  /// Reads a layer.
  ///
  /// - Throws: `ManifestProblem` where no file can be made of it.
  init(layer: Descriptor) throws(ManifestProblem) {
    let annotations = layer.annotations
    guard let path = annotations[Annotation.modelPath] ?? annotations[Annotation.title] else {
      throw ManifestProblem(
        text:
          "has a layer (\(layer.reference)) that names no file; it is no model that can be pulled")
    }
    let known = LayerKind.read(layer.mediaType)
    if let packing = known?.packing, packing != .raw {
      throw ManifestProblem(
        text:
          "has the file \(path) packed as \(packing.rawValue), which is not unpacked; push it as "
          + "plain files (raw layers of ModelPack), or pull it with the program that pushed it")
    }
    self.init(
      path: path, kind: known?.kind ?? LayerKind(ofFile: path),
      precision: annotations[Annotation.precision], blob: layer)
  }

  /// The layer.
  var layer: Descriptor { blob }

  /// Describes a file of a folder.
  init(path: String, contents: Contents, precision: String?) {
    let kind = LayerKind(ofFile: path)
    var annotations = [Annotation.modelPath: path, Annotation.title: path]
    if let precision { annotations[Annotation.precision] = precision }
    self.init(
      path: path, kind: kind, precision: precision,
      blob: Descriptor(
        mediaType: kind.mediaType, contents: contents, annotations: annotations))
  }
}
