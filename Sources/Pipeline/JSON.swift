import Text

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON as the command line prints it: keys sorted, numbers unrounded, indented.
public enum JSON {
  /// The text of a value.
  ///
  /// - Throws: a `Failure` (fault) for numbers that JSON cannot hold.
  public static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw PipelineError.fault("cannot be written as JSON: \(error)")
    }
  }
}
