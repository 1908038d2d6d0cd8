import Files
import Text

/// Why a weights file cannot be used with a network.
public enum WeightsError: Failure, Hashable, Sendable {
  /// The file cannot be read or written.
  case file(FileError)
  /// The file holds something else.
  case notWeights(path: String, problem: String)
  /// The file ends before or within the header.
  case headerTruncated(path: String, byteCount: Int)
  /// The file is shorter or longer than the network's layers need.
  case sizeMismatch(WeightsMismatch)
  /// An array to be written has another number of elements than the network's.
  case wrongCount(block: WeightsBlock, found: Int)
}

extension WeightsError {
  /// What was found, what was expected, how to resolve it.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .notWeights(let path, let problem): "\(path): \(problem)"
    case .headerTruncated(let path, let byteCount):
      """
      \(path): the file has \(byteCount) bytes, fewer than the header of a weights file (16 or \
      20); fetch it again
      """
    case .sizeMismatch(let mismatch): "\(mismatch)"
    case .wrongCount(let block, let found):
      """
      layer \(block.layer): \(block.name) of shape \(block.shape) has \(block.count) elements, \
      found \(found)
      """
    }
  }
}

extension WeightsError {
  /// What can be done about it.
  public var category: FailureCategory {
    if case .file(let error) = self { error.category } else { .malformed }
  }
}
