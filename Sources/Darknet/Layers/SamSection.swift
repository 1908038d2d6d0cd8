/// `[sam]`: the previous output times that of layer `from`, element by element.
public struct SamSection: LayerSection, Hashable {
  /// The other factor, absolute.
  public let from: Int
  /// What follows the product.
  public let activation: Activation
}
