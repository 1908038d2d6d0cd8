import Files

extension Network {
  /// Parses the text of a cfg and finds all its mistakes; `file` is how diagnostics name it.
  public static func parse(text: String, file: String) -> ParsedNetwork {
    parse(bytes: Array(text.utf8), file: file)
  }

  /// Parses the bytes of a cfg and finds all its mistakes; `file` is how diagnostics name it.
  public static func parse(bytes: [UInt8], file: String) -> ParsedNetwork {
    NetworkParser(CfgText(bytes, file: file), file: file).result()
  }

  /// Parses a cfg file and finds all its mistakes.
  ///
  /// - Throws: `FileError` when there is no such file or it cannot be read.
  public static func parse(path: String) throws(FileError) -> ParsedNetwork {
    let mapping = try MappedFile(path: path)
    // One byte more than a cfg may have is enough to say that it is too large.
    return parse(bytes: mapping.prefix(CfgText.largestByteCount + 1), file: path)
  }

  /// The network that the text of a cfg describes.
  ///
  /// - Throws: all diagnostics when one of them is an error.
  public init(text: String, file: String) throws(CfgError) {
    self = try Network.parse(text: text, file: file).get()
  }
}
