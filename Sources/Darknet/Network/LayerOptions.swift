/// The keys that every layer section may have and that matter beyond training.
public struct LayerOptions: Hashable, Sendable {
  /// `dontload`: the layer owns no bytes in the weights file.
  public let dontLoad: Bool
  /// `dontloadscales`: scales, means and variances are not in the weights file.
  public let dontLoadScales: Bool
}
