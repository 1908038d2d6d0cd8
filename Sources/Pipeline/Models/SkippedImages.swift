import Graph
import Text
import Vision

/// Image files that could not be read and were left out: what was done of the others counts, and says
/// so in the end.
public struct SkippedImages: Failure, LinedError {
  /// Why each of them could not be read, in their order.
  public let failures: [any Failure]
  /// How many images there were in all.
  public let count: Int

  /// - Throws: the failures, where there are any.
  public static func check(_ failures: [any Failure], of count: Int) throws {
    guard !failures.isEmpty else { return }
    throw SkippedImages(failures: failures, count: count)
  }

  /// Unreadable where only the system refused, malformed where there was a damaged image.
  public var category: FailureCategory {
    failures.allSatisfy { $0.category == .unreadable } ? .unreadable : .malformed
  }

  /// How many are listed.
  private static let mostLines = 20

  /// Each on a line, and how many were left out.
  public var lines: Lines {
    let shown = failures.prefix(SkippedImages.mostLines).map { "skipped \(Lines($0))" as Lines }
    let sum: Lines =
      "\(failures.count) of \(counted(count, "image")) could not be read and were left out"
    return (shown + [sum]).joined()
  }
}

/// Decodes an image, or a tensor in its place, that may be left out.
///
/// - Parameter input: what the network takes.
/// - Throws: where images must not be left out, or it is the machine that fails.
/// - Returns: the image, or why it cannot be read.
func decoded(
  _ path: String, for input: InputContract?, isStrict: Bool
) throws -> Result<InputSource, ImageError> {
  do throws(ImageError) {
    return .success(try InputSource(contentsOf: path, for: input))
  } catch {
    if case .file(let cause) = error, cause.isOfMachine { throw error }
    if isStrict { throw error }
    return .failure(error)
  }
}
