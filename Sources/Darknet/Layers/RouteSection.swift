/// `[route]`: earlier outputs joined on channels.
///
/// With `groups`, each input is cut into that many equal channel blocks, and block `groupID` of
/// each is taken.
public struct RouteSection: LayerSection, Hashable {
  /// The layers, absolute, in the order of joining.
  public let layers: [Int]
  /// The number of blocks.
  public let groups: Int
  /// The block taken, from 0.
  public let groupID: Int
}
