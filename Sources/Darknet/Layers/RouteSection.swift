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

extension RouteSection: LayerRule {
  // `route2` and `route3` differ from `route` in training alone.
  static let names = ["route", "route_lhalf", "route2", "route3"]
  static let keys = KeyTable(
    inference: ["layers", "groups", "group_id"], training: ["stream", "wait_stream"])

  init(reading reader: inout SectionReader) {
    layers = reader.references("layers")
    // ScaledYOLOv4's name for the first of two blocks of each.
    groups = reader.positive("groups", default: reader.section.name == "route_lhalf" ? 2 : 1)
    let groupID = reader.natural("group_id", default: 0)
    if groupID >= groups {
      reader.error(
        "group_id=\(groupID) does not exist: groups=\(groups) are numbered from 0", at: "group_id")
    }
    self.groupID = min(groupID, groups - 1)
  }

  func shape(in context: inout ShapeContext) -> LayerShape {
    context.settle(.all, by: "layers", "groups")
    let sources = layers.compactMap { target in context.layer(target).map { (target, $0) } }
    guard let (firstIndex, first) = sources.first else { return context.result(context.input) }
    var channels = 0
    for (index, source) in sources {
      context.rely(on: source)
      let shape = source.output
      let isSameSize =
        (shape.height, shape.width, shape.isVector)
        == (first.output.height, first.output.width, first.output.isVector)
      if !isSameSize {
        context.misfit(
          .extent,
          """
          width and height of the inputs differ: layer \(firstIndex) ([\(first.type)]) gives \
          \(first.output), layer \(index) ([\(source.type)]) gives \(shape)
          """, at: "layers")
      }
      if shape.channels % groups != 0 {
        context.misfit(
          .channels,
          """
          the \(shape.channels) channels of layer \(index) ([\(source.type)]) do not divide into \
          groups=\(groups)
          """, at: "groups")
      }
      channels += max(shape.channels / groups, 1)
    }
    let output =
      first.output.isVector
      ? context.vector(channels)
      : context.map(
        channels: channels, height: first.output.height, width: first.output.width)
    return context.result(output)
  }
}
