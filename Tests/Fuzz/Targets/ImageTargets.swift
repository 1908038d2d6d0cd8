import Files
import Vision

extension FuzzTarget {
  /// Bitmaps.
  static let bitmap = FuzzTarget("bitmap") { check($0) }

  /// PNG images.
  static let png = FuzzTarget("png") { check($0) }

  /// JPEG images.
  static let jpeg = FuzzTarget("jpeg") { check($0) }

  /// Headers of NumPy arrays: what is read has as many elements as it says.
  static let npy = FuzzTarget("npy") { bytes in
    do throws(NumPyFile.Problem) {
      let header = try NumPyFile.Header(bytes)
      let size = header.type.last.flatMap { Int(String($0)) } ?? 0
      require(
        header.offset + header.count * size == bytes.count, "an array of another size is read")
    } catch { require(!error.reason.isEmpty, "an error without a message") }
  }

  /// An image that is read can be written and is the same then; JPEG loses, PNG does not.
  private static func check(_ bytes: UnsafeRawBufferPointer) {
    do throws(ImageError) {
      let image = try Image(decoding: Array(bytes))
      guard image.width * image.height < 1 << 16 else { return }
      let written = requireRead("an image") { () throws(ImageError) in
        try image.encoded(as: .png)
      }
      let again = requireRead("an image") { () throws(ImageError) in
        try Image(decoding: written)
      }
      require(again == image, "an image is read otherwise")
      _ = requireRead("an image") { () throws(ImageError) in try image.encoded(as: .jpeg) }
    } catch { requireMessage(error) }
  }
}
