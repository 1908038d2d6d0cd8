import Files

extension Image {
  /// Reads a JPEG, PNG, BMP or WebP file.
  ///
  /// The result is what OpenCV and Pillow decode with libjpeg-turbo's defaults: accurate integer
  /// DCT, smooth chroma upsampling, grey turned into RGB, the EXIF orientation applied. The inks of
  /// CMYK and YCCK become RGB as Pillow makes it. PNG samples of 16 bits are rounded to 8,
  /// transparency is composited over black. Colour profiles are not applied. WebP needs libwebp,
  /// which is loaded then.
  ///
  /// - Throws: `ImageError` when the file cannot be read, is of another format or kind, is
  ///   damaged or cut short anywhere, has more than `largestPixelCount` pixels, or asks for more
  ///   than `DecodingLimits` allow.
  public init(contentsOf path: String) throws(ImageError) {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch {
      throw .file(error)
    }
    try self.init(decoding: file)
  }

  /// Decodes a file that is open already.
  ///
  /// - Throws: `ImageError` as for files by their paths.
  public init(decoding file: MappedFile) throws(ImageError) {
    self = try file.withUnsafeBytes { (bytes) throws(ImageError) in
      try Image(encoded: bytes, source: file.path)
    }
  }

  /// Decodes the bytes of an image file.
  ///
  /// - Parameter source: what errors call the bytes.
  /// - Throws: `ImageError` as for files.
  public init(decoding bytes: [UInt8], source: String = "image") throws(ImageError) {
    self = try bytes.withUnsafeBytes { buffer in
      Result { () throws(ImageError) in try Image(encoded: buffer, source: source) }
    }.get()
  }

  private init(encoded bytes: UnsafeRawBufferPointer, source: String) throws(ImageError) {
    self.init(try DecodedPixels(bytes, source: source))
  }

  /// The image of decoded pixels, upright, without alpha.
  init(_ decoded: consuming DecodedPixels) {
    decoded.compositeOverBlack()
    let orientation = decoded.orientation
    self.init(validWidth: decoded.width, height: decoded.height, pixels: decoded.bytes)
    self = oriented(orientation)
  }
}
