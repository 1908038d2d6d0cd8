/// What the images of a network measure, in pixels.
public struct ImageSize: Hashable, Sendable, CustomStringConvertible {
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Creates a size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Reads `WIDTHxHEIGHT`, each from 1 to 65536; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (1...65536).contains(width), (1...65536).contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }

  /// `WIDTHxHEIGHT`.
  public var description: String { "\(width)x\(height)" }
}

extension Network {
  /// The strides of both axes by which sizes of images go through the network to its heads: the least
  /// common multiple of what the cfg's size is for each cell of a head; 1 without heads.
  public var strides: ImageSize {
    var strides = ImageSize(width: 1, height: 1)
    for layer in layers
    where layer.section is YoloSection || layer.section is GaussianYoloSection
      || layer.section is RegionSection
    {
      strides.width = leastCommonMultiple(
        strides.width, net.width / greatestCommonDivisor(net.width, layer.input.width))
      strides.height = leastCommonMultiple(
        strides.height, net.height / greatestCommonDivisor(net.height, layer.input.height))
    }
    return strides
  }

  /// The first layer whose weights depend on the size of the images, compared with the same network
  /// for another size.
  public func firstLayerBoundToSize(comparedWith other: Network) -> Layer? {
    zip(layers, other.layers).first { mine, theirs in
      mine.rule.parameters(from: mine.input, to: mine.output, options: mine.options)
        .map(\.shape)
        != theirs.rule.parameters(from: theirs.input, to: theirs.output, options: theirs.options)
        .map(\.shape)
    }?.0
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? max(a, 1) : greatestCommonDivisor(b, a % b)
}

private func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
  a / greatestCommonDivisor(a, b) * b
}
