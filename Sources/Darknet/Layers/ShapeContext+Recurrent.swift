extension ShapeContext {
  /// The output of a recurrent layer of convolutions, whose state must keep the input's size.
  mutating func recurrent(
    filters: Int, size: Int, stride: Int, dilation: Int, padding: Int
  ) -> FeatureShape {
    requireMap()
    let height = windows(
      extent: input.height, padding: 2 * padding, size: size, stride: stride, axis: "height")
    let width = windows(
      extent: input.width, padding: 2 * padding, size: size, stride: stride, axis: "width")
    let keepsData = 2 * padding * dilation == (size - 1) * dilation && stride == 1
    if (height, width) != (input.height, input.width) || !keepsData {
      misfit(
        .extent,
        """
        the state keeps its size only with stride=1, an odd size and pad=1; found \
        stride=\(stride), size=\(size), padding=\(padding)
        """, at: section["pad"] == nil ? "size" : "pad")
    }
    settle(.channels, by: "output")
    return map(channels: filters, height: height, width: width)
  }

  /// Checks that channels divide into the groups of a recurrent layer's convolutions.
  mutating func requireGroups(_ groups: Int, divide counts: [(what: String, count: Int)]) {
    for (what, count) in counts where count % groups != 0 {
      error("\(what)=\(count) do not divide into groups=\(groups)", at: "groups")
    }
  }
}
