import Files
import Text

/// Why an image cannot be read or written.
///
/// `source` is the file as the caller named it.
public enum ImageError: Failure, Hashable, Sendable {
  /// The system does not let the file be read or written.
  case file(FileError)
  /// The bytes are no image of a format that is read; `found` says what they look like.
  case notAnImage(source: String, found: String)
  /// An image of a kind that is not read here; `reason` says which and what to do.
  case unsupported(source: String, reason: String)
  /// The file is sound but not what the network takes; `reason` says what it has and what is taken.
  case unsuitable(source: String, reason: String)
  /// The file is damaged or ends too early; `reason` is the codec's own account.
  case corrupt(source: String, reason: String)
  /// The image has more than `Image.largestPixelCount` pixels.
  case tooLarge(source: String, width: Int, height: Int)
  /// Decoding would take more memory or time than a file of this size may ask for, see
  /// `DecodingLimits`; `reason` says which limit, what the file asks for and what to do.
  case beyondLimits(source: String, reason: String)
  /// The file name to write to does not end in `.png`, `.jpg` or `.jpeg`.
  case unknownFileType(source: String)
  /// The codec cannot store the image.
  case notEncodable(reason: String)
  /// Pixels and size of an image made in memory do not belong together.
  case wrongSize(width: Int, height: Int, bytes: Int)

  /// A sentence for people: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .file(let error):
      "\(error)"
    case .notAnImage(let source, let found):
      "\(source): expected a JPEG, PNG, BMP or WebP image but found \(found)"
    case .unsupported(let source, let reason), .unsuitable(let source, let reason):
      "\(source): \(reason)"
    case .corrupt(let source, let reason):
      "\(source): the image is damaged or incomplete (\(reason)); fetch or export it again"
    case .tooLarge(let source, let width, let height):
      "\(source): \(width) x \(height) pixels are more than the \(Image.largestPixelCount) that "
        + "are read; scale it down first"
    case .beyondLimits(let source, let reason):
      "\(source): \(reason)"
    case .unknownFileType(let source):
      "\(source): an image is written as PNG or JPEG; let the name end in .png, .jpg or .jpeg"
    case .notEncodable(let reason):
      "the image cannot be encoded (\(reason)); PNG has the wider limits"
    case .wrongSize(let width, let height, let bytes):
      "\(bytes) bytes do not make an RGB image of \(width) x \(height); expected positive sides "
        + "and width * height * 3 bytes"
    }
  }
}

extension ImageError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .file(let error): error.category
    case .unknownFileType, .notEncodable: .unwritable
    case .notAnImage, .unsupported, .unsuitable, .corrupt, .tooLarge, .beyondLimits, .wrongSize:
      .malformed
    }
  }
}
