/// `[activation]`: the activation alone.
public struct ActivationSection: LayerSection, Hashable {
  /// The function.
  public let activation: Activation
}
