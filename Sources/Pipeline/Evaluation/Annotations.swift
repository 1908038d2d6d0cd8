import Digests
import Evaluation
import Files
import Text

/// What detections are judged by, in whichever form it is stored.
public struct Annotations: Sendable {
  /// The objects.
  public let truth: GroundTruth
  /// Which file or folder it was.
  public let record: FileDigest

  /// Reads a COCO `instances_*.json`, a folder of Pascal VOC `.xml` files, or a folder of darknet
  /// (YOLO) `.txt` files.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - images: the folder of the images, whose sizes darknet's labels need.
  ///   - labels: the class names in order; empty when they are not known.
  /// - Throws: a `Failure`, with everything that is wrong in it.
  public init(
    path: String, images: String?, labels: [String]
  ) throws {
    guard Folder.exists(path) else {
      truth = try GroundTruth(coco: path)
      record = FileDigest(path: path, digest: try Digest(ofFile: path))
      return
    }
    let names = try Folder.names(in: path)
    let documents = names.filter { $0.lowercased().hasSuffix(".xml") }
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
    guard !labels.isEmpty else {
      throw DatasetError.unusable(
        source: path, reason: "holds class numbers; name the classes\(with: .classNames)")
    }
    truth = try GroundTruth(darknetLabels: path, images: images, names: labels)
    record = FileDigest(
      path: path,
      digest: try Annotations.digest(of: names.filter { $0.hasSuffix(".txt") }, in: path))
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
