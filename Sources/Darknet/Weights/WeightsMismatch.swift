import Text

/// A weights file whose size is not what the network's layers need.
public struct WeightsMismatch: Hashable, Sendable {
  /// The weights file.
  public let path: String
  /// The cfg.
  public let cfg: String
  /// The bytes the network needs, header included.
  public let expected: Int
  /// The bytes the file has.
  public let found: Int
  /// The layer in which the file ends, or after which bytes are left.
  public let layer: Int
  /// Its type.
  public let layerType: String
  /// Its line in the cfg.
  public let line: Int
  /// The array in which the file ends; nil when bytes are left.
  public let block: WeightsBlock?
  /// The byte offset at which file and network part: the start of that array, or the end of the
  /// last layer.
  public let offset: Int
  /// The most likely reason.
  public let cause: Cause

  /// Why sizes differ.
  public enum Cause: Hashable, Sendable {
    /// It fits with another number of classes in every head.
    case classCount(cfg: Int, weights: Int)
    /// It ends exactly behind a layer, as the `.conv.N` files of pre-training do.
    case partial(layerCount: Int)
    /// It fits with a header of another size than its version says.
    case headerWidth(expected: Int, found: Int)
    /// The version in the header is none of darknet's.
    case implausibleHeader(WeightsHeader)
    /// It is no whole number of floats: cut off or changed on the way.
    case damaged
    /// Nothing fits; whether bytes are missing, rather than left.
    case otherNetwork(isShort: Bool)
  }
}

extension WeightsMismatch: CustomStringConvertible {
  /// Where it stops fitting, expected and found sizes, the likely cause.
  public var description: String {
    let place = "layer \(layer) ([\(layerType)], line \(line) of \(cfg))"
    let fault: String
    if let block {
      fault =
        "the file ends within \(place): its \(block.name) take bytes \(block.offset) to "
        + "\(block.end - 1)"
    } else {
      fault =
        "\(found - expected) bytes are left behind the last weights, of \(place), which end "
        + "at byte \(offset)"
    }
    return """
      \(path): \(fault); expected \(expected) bytes, found \(found). \(cause)
      """
  }
}

extension WeightsMismatch.Cause: CustomStringConvertible {
  /// What is likely and what to do about it.
  public var description: String {
    switch self {
    case .classCount(let cfg, let weights):
      """
      It fits with classes=\(weights) instead of \(cfg): these weights were trained for \(weights) \
      classes; set classes and the filters before each head accordingly
      """
    case .partial(let layerCount):
      """
      It holds exactly the first \(counted(layerCount, "layer")), like a file that training starts from (.conv.\
      \(layerCount)), which is no whole network; use the weights that training has given
      """
    case .headerWidth(let expected, let found):
      """
      It fits with a header of \(found) bytes, where its version asks for \(expected): the header \
      was written by another tool; correct its version
      """
    case .implausibleHeader(let header):
      """
      The header says version \(header.major).\(header.minor).\(header.revision), which darknet \
      does not write; this is probably no weights file
      """
    case .damaged:
      "That is no whole number of floats: the file was cut off or changed on the way; fetch it again"
    case .otherNetwork(isShort: true):
      "The weights are of another network, or the file was cut off; use the cfg it was trained with"
    case .otherNetwork(isShort: false):
      """
      The weights are of another network, or something was appended to the file; use the cfg it was \
      trained with
      """
    }
  }
}
