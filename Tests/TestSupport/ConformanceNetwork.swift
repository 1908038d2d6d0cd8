/// A small network with random weights, an input, and what darknet computes from it layer by layer.
///
/// `Tests/Fixtures/README.md` says how the suite was made and how a network is added.
public struct ConformanceNetwork: Sendable, CustomStringConvertible {
  /// The name of its folder.
  public let name: String
  /// Its files, with `layer_NNN.f32` of each layer.
  public let folder: FixtureFolder

  /// The network of a name.
  public init(_ name: String) {
    self.name = name
    folder = Fixtures.own.folder("conformance").folder(name)
  }

  /// All networks of the suite, by name.
  public static let all = Fixtures.own.folder("conformance").names.map(ConformanceNetwork.init)
  /// Those whose layers remember what they saw before; they have a `sequence` of inputs.
  public static let recurrent = all.filter { $0.folder.names.contains("sequence") }
  /// Those whose outputs follow from the input alone.
  public static let feedForward = all.filter { !$0.folder.names.contains("sequence") }

  /// The name.
  public var description: String { name }

  /// The path of the cfg.
  public var cfg: String { folder.file("net.cfg") }
  /// The path of the weights.
  public var weights: String { folder.file("net.weights") }

  /// The input, `[C, H, W]`.
  public func input() throws -> [Float] { try folder.floats("input.f32") }
}
