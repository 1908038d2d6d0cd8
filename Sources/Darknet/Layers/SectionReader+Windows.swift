extension SectionReader {
  /// The zeros on each side: half the size with `pad=1`, else `padding`.
  mutating func padding(size: Int) -> Int {
    let padding = natural("padding", default: 0)
    return flag("pad") ? size / 2 : padding
  }

  /// The blur of `antialiasing`: 2 is a box, every other value but 0 a binomial.
  mutating func blur() -> Blur? {
    switch integer("antialiasing", default: 0) {
    case 0: nil
    case 2: .box2
    default: .binomial3
    }
  }
}

extension ShapeContext {
  /// A feature map after the blur of `antialiasing`.
  mutating func blurred(
    _ map: FeatureShape, by blur: Blur, strideX: Int, strideY: Int
  ) -> FeatureShape {
    let height = windows(
      extent: map.height, padding: 2 * blur.padding, size: blur.size, stride: strideY,
      axis: "height")
    let width = windows(
      extent: map.width, padding: 2 * blur.padding, size: blur.size, stride: strideX, axis: "width")
    return self.map(channels: map.channels, height: height, width: width)
  }
}
