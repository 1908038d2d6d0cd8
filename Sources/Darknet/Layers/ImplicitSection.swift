/// `[implicit]`: its stored weights, whatever the input; output (filters, atoms, 1).
public struct ImplicitSection: LayerSection, Hashable {
  /// Channels.
  public let filters: Int
  /// Rows.
  public let atoms: Int
}
