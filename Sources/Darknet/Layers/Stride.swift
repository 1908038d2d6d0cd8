/// The strides of both axes as the cfg gives them.
struct Stride {
  var x: Int
  var y: Int

  /// Reads `stride_x` and `stride_y`, which win over `stride` when they are at least 1.
  init(reading reader: inout SectionReader) {
    let stride = reader.positive("stride", default: 1)
    let (x, y) = (reader.integer("stride_x", default: -1), reader.integer("stride_y", default: -1))
    self.x = x < 1 ? stride : x
    self.y = y < 1 ? stride : y
    for (key, value) in [("stride_x", x), ("stride_y", y)]
    where value < 1 && reader.section[key] != nil {
      reader.error("\(key)=\(value) has to be at least 1", at: key)
    }
  }
}
