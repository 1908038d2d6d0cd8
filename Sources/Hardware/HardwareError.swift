import Text

/// Why a model cannot be written out for hardware.
public enum HardwareError: Failure, LinedError, Hashable {
  /// A node, and what it computes.
  public struct RealNode: Hashable, Sendable {
    /// The name of the node.
    public let name: String
    /// What it computes.
    public let operation: String
  }

  /// Nodes compute with real numbers.
  case notInteger([RealNode])
  /// A node computes with integers in a form that is not described here.
  case unsupported(node: String, reason: String)
  /// The sums of a convolution may leave 32 bits.
  case sums(node: String, channel: Int, least: Int, most: Int)
  /// The scales of a node make a factor that is no finite number.
  case factor(node: String, Float)
  /// There is no such width of a block.
  case block(Int)
  /// The network does not take one image.
  case input(String)

  private static let mostNodes = 10

  /// What was found, where, and what to do.
  public var lines: Lines {
    switch self {
    case .notInteger(let nodes):
      let shown = nodes.prefix(HardwareError.mostNodes).map {
        Lines("  \($0.name) (\($0.operation))")
      }
      let rest: [Lines] =
        nodes.count > shown.count ? ["  and \(nodes.count - shown.count) more"] : []
      let head: Lines =
        "is not integer-only: \(counted(nodes.count, "node")) "
        + "\(nodes.count == 1 ? "computes" : "compute") with real numbers:"
      let remedy: Lines =
        "quantize the float model\(with: .format, "qoperator"),\(with: .head, "split"),"
        + "\(with: .heads, "raw"),\(with: .domain, "microsoft"),\(with: .floatFront, "none") and"
        + "\(with: .floatLayers, "0"); what then still computes with real numbers has no form on "
        + "8-bit values here"
      return ([head] + shown + rest + [remedy]).joined()
    case .unsupported(let node, let reason): return "node \(node): \(reason)"
    case .sums(let node, let channel, let least, let most):
      return
        "node \(node): the sums of channel \(channel) may be \(least) to \(most), which 32 bits do not "
        + "hold; quantize the float model with this version of darkroom, which limits them"
    case .factor(let node, let factor):
      return
        "node \(node): its scales are too far from each other: a factor made of them is \(factor); "
        + "calibrate the float model with images like those that it is for"
    case .block(let width):
      return "channels are stored in blocks of 1 to \(HardwareLayout.largestBlock), not \(width)"
    case .input(let reason): return Lines(reason)
    }
  }

  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .block: .usage
    default: .malformed
    }
  }
}
