import Digests
import Evaluation
import Files
import Graph
import Text

/// What detections are judged by, in whichever form it is stored.
public struct Annotations: Sendable {
  /// The objects.
  public let truth: GroundTruth
  /// Which file or folder it was.
  public let record: FileDigest
  /// Where the images are, by their numbers, where annotations say that themselves; else they are
  /// named in a folder.
  let places: [Int: String]?

  /// Reads a COCO `instances_*.json`, a folder of Pascal VOC `.xml` files, a folder of darknet (YOLO)
  /// `.txt` files, or a darknet `.data` file, whose `valid` lists images with labels where darknet
  /// looks for them.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - images: the folder of the images, whose sizes darknet's labels need; lines of a list may be
  ///     relative to it.
  ///   - labels: the class names in order; empty when they are not known.
  ///   - input: what the network takes that tensors among the images are for; nil where none are.
  /// - Throws: a `Failure`, with everything that is wrong in it.
  public init(
    path: String, images: String?, labels: [String], input: InputContract? = nil
  ) throws {
    guard Folder.exists(path) else {
      if let data = try DarknetData(contentsOf: path) {
        self = try Annotations(data, path: path, images: images, labels: labels, input: input)
        return
      }
      truth = try GroundTruth(coco: path)
      record = FileDigest(path: path, digest: try Digest(ofFile: path))
      places = nil
      return
    }
    places = nil
    let documents = try Folder.names(in: path).filter { $0.lowercased().hasSuffix(".xml") }
    if !documents.isEmpty {
      truth = try GroundTruth(voc: path, names: labels)
      record = FileDigest(path: path, digest: try Annotations.digest(of: documents, in: path))
      return
    }
    guard let images else {
      throw DatasetError.unusable(
        source: path,
        reason: "is a folder without .xml files; darknet's labels are parts of the sizes of "
          + "images, so name their folder\(with: .images)")
    }
    try Annotations.check(labels, path)
    truth = try GroundTruth(darknetLabels: path, images: images, names: labels, input: input)
    // Of files in folders within it only those that were read.
    let unlabelled = Set(truth.unlabelled)
    let read = truth.images.compactMap(\.fileName).filter { !unlabelled.contains($0) }
      .map { DarknetImage.labelName(of: $0) }
    let own = try Folder.names(in: path).filter { $0.hasSuffix(".txt") }
    let all = Set(own + read).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    record = FileDigest(path: path, digest: try Annotations.digest(of: all, in: path))
  }

  /// The images that a `.data` file lists.
  private init(
    _ data: DarknetData, path: String, images: String?, labels: [String], input: InputContract?
  ) throws {
    let list = try data.file("valid")
    let names =
      labels.isEmpty && data.has("names")
      ? try Labels(contentsOf: try data.file("names")).names
      : labels
    try Annotations.check(names, path)
    let folders = [images, ".", Folder.parent(of: list)].compactMap(\.self)
    let pairs = try CalibrationImages.lines(ofList: list).map { line in
      let text = line.text
      let below = folders.map { $0 == "." ? text : "\($0)/\(text)" }
      let places = text.hasPrefix("/") ? [text] : below
      return DarknetImage(name: text, path: places.first(where: Folder.hasFile) ?? text)
    }
    guard !pairs.isEmpty else {
      throw PipelineError.malformed("\(list): lists no images, so there is nothing to judge")
    }
    truth = try GroundTruth(darknet: pairs, source: list, names: names, input: input)
    var lines = ""
    for pair in pairs {
      let digest = try pair.labels.map { "\(try Digest(ofFile: $0))" } ?? "none"
      lines += "\(digest)  \(pair.name)\n"
    }
    record = FileDigest(path: path, digest: Digest(of: Array(lines.utf8)))
    places = Dictionary(uniqueKeysWithValues: pairs.enumerated().map { ($0 + 1, $1.path) })
  }

  private static func check(_ names: [String], _ path: String) throws {
    guard names.isEmpty else { return }
    throw DatasetError.unusable(
      source: path, reason: "holds class numbers; name the classes\(with: .classNames)")
  }

  /// Of the lines that `sha256sum` prints for the files.
  private static func digest(
    of names: [String], in folder: String
  ) throws(FileError) -> Digest {
    var lines = ""
    for name in names { lines += "\(try Digest(ofFile: "\(folder)/\(name)"))  \(name)\n" }
    return Digest(of: Array(lines.utf8))
  }
}
