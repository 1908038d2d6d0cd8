import Vision

extension FuzzTarget {
  /// PNG pictures.
  static let png = FuzzTarget("png") { check($0) }

  /// JPEG pictures.
  static let jpeg = FuzzTarget("jpeg") { check($0) }

  /// A picture that is read can be written and is the same then; JPEG loses, PNG does not.
  private static func check(_ bytes: UnsafeRawBufferPointer) {
    do throws(PictureError) {
      let picture = try Picture(decoding: Array(bytes))
      guard picture.width * picture.height < 1 << 16 else { return }
      let written = requireRead("a picture") { () throws(PictureError) in
        try picture.encoded(as: .png)
      }
      let again = requireRead("a picture") { () throws(PictureError) in
        try Picture(decoding: written)
      }
      require(again == picture, "a picture is read otherwise")
      _ = requireRead("a picture") { () throws(PictureError) in try picture.encoded(as: .jpeg) }
    } catch { requireMessage(error) }
  }
}
