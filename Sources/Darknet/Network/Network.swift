import Files
import Text

/// A network description: `[net]` and its layers, typed and with every shape known.
public struct Network: Sendable {
  /// The cfg as the caller named it.
  public let file: String
  /// The `[net]` section.
  public let net: NetSection
  /// The layers in the order of the cfg; the position is the darknet layer index.
  public let layers: [Layer]
}

extension Network {
  /// Parses the text of a cfg and finds all its mistakes; `file` is how diagnostics name it.
  public static func parse(text: String, file: String) -> ParsedNetwork {
    parse(bytes: Array(text.utf8), file: file)
  }

  /// Parses the bytes of a cfg and finds all its mistakes; `file` is how diagnostics name it.
  ///
  /// - Parameter size: what images are to measure; nil for what the cfg says.
  public static func parse(
    bytes: [UInt8], file: String, size: ImageSize? = nil
  ) -> ParsedNetwork {
    NetworkParser(CfgText(bytes, file: file), file: file, size: size).result()
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

/// What came of parsing a cfg: the network, unless there are errors, and everything worth saying.
public struct ParsedNetwork: Sendable {
  /// The network with guesses where something is wrong, for showing what was understood; nil when
  /// there is no layer, or one of an unknown type or with more weights than can be held. Use
  /// `network` for anything else.
  public let bestEffort: Network?
  /// The mistakes and warnings in the order of the file.
  public let diagnostics: [Diagnostic]

  /// Whether a mistake keeps the network from being used.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The network; nil when there are errors.
  public var network: Network? { hasErrors ? nil : bestEffort }

  /// The network.
  ///
  /// - Throws: all diagnostics when one of them is an error.
  public func get() throws(CfgError) -> Network {
    guard let network else { throw CfgError(diagnostics: diagnostics) }
    return network
  }
}

/// Why a cfg does not describe a network: everything that is wrong with it, in the order of the
/// file, warnings included.
public struct CfgError: Failure, LinedError, Hashable, Sendable {
  /// The mistakes and warnings.
  public let diagnostics: [Diagnostic]

  /// One diagnostic on each line.
  public var lines: Lines { diagnostics.map { "\($0)" }.joined() }
}

extension CfgError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
