/// The image formats that are written.
public enum ImageFormat: Hashable, Sendable, CaseIterable {
  /// JPEG.
  case jpeg
  /// PNG.
  case png

  /// The format that the end of a file name asks for, or nil.
  public init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".png") {
      self = .png
    } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
      self = .jpeg
    } else {
      return nil
    }
  }
}
