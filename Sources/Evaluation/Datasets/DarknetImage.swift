import Files

/// An image with the file of its labels, as darknet pairs them.
public struct DarknetImage: Hashable, Sendable {
  /// What annotations call it.
  public let name: String
  /// Where it is.
  public let path: String
  /// Where its labels are; nil where it has none.
  public let labels: String?

  /// Creates a pair.
  public init(name: String, path: String, labels: String?) {
    self.name = name
    self.path = path
    self.labels = labels
  }

  /// The image `name` of a folder of images, whose labels are `name` with the ending `.txt` in another
  /// folder, in the same folder of it.
  public init(name: String, images: String, labels: String) {
    let place = "\(labels)/\(Self.labelName(of: name))"
    self.init(
      name: name, path: "\(images)/\(name)", labels: Folder.hasFile(place) ? place : nil)
  }

  /// An image whose labels are where darknet looks for them.
  public init(name: String, path: String) {
    self.init(name: name, path: path, labels: Self.places(of: path).first(where: Folder.hasFile))
  }

  /// What the file of the labels of an image is called: the image's name with the ending `.txt`.
  public static func labelName(of image: String) -> String { TextFile.stem(image) + ".txt" }

  /// Where darknet looks for the labels of an image: in the path with its last folder `images` or
  /// `JPEGImages` called `labels`, then beside the image; with the ending `.txt`.
  ///
  /// Source: https://github.com/AlexeyAB/darknet at 59596d78, `utils.c`, `replace_image_to_label`, which
  /// renames `images` only where `train2014`, `val2014`, `train2017` or `val2017` is in it; that of
  /// https://github.com/pjreddie/darknet, `data.c`, `fill_truth_detection`, renames any.
  static func places(of image: String) -> [String] {
    let stem = labelName(of: image)
    var parts = stem.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().lastIndex { $0 == "images" || $0 == "JPEGImages" }
    guard let folder else { return [stem] }
    parts[folder] = "labels"
    return [parts.joined(separator: "/"), stem]
  }
}
