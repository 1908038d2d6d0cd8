import Graph

/// The outputs of a network that decodes its boxes, as a table with a row for each box.
struct BoxTable {
  /// The images of the batch.
  let images: Int
  /// The classes of the network.
  let classes: Int
  private let outputs: [[Float]]
  private let layout: BoxRows
  private let rowCount: Int
  /// How many numbers each output has for a box.
  private let widths: [Int]

  /// Looks at outputs.
  ///
  /// - Parameter rowCount: the boxes that the heads of the network give for an image; a form that states
  ///   how many rows count has as many as its tensors have.
  /// - Throws: `BoxDecodingError` when they are not such a table.
  init(
    _ outputs: [[Float]], _ layout: BoxRows, classes: Int, rowCount: Int
  ) throws(BoxDecodingError) {
    guard outputs.count >= layout.outputCount else {
      throw .outputCount(found: outputs.count, expected: layout.outputCount)
    }
    let widths = outputs.indices.map { layout.width(ofOutput: $0, classes: classes) }
    let boxes = layout.boxes.output
    let numbers = outputs[boxes].count
    var (images, rows) = (0, rowCount)
    if let counts = layout.counts {
      images = outputs[counts].count
      rows = images > 0 ? numbers / widths[boxes] / images : 0
    } else if rowCount > 0 {
      images = numbers / widths[boxes] / rowCount
    }
    guard images > 0, rows > 0, classes > 0 else {
      throw .rowCount(output: boxes, found: numbers, rows: rowCount, width: widths[boxes])
    }
    for (output, width) in widths.enumerated() where width > 0 {
      guard outputs[output].count == images * rows * width else {
        throw .rowCount(output: output, found: outputs[output].count, rows: rows, width: width)
      }
    }
    (self.images, self.rowCount, self.classes) = (images, rows, classes)
    (self.outputs, self.layout, self.widths) = (outputs, layout, widths)
  }

  /// How many rows of an image count.
  func count(inImage image: Int) -> Int {
    guard let counts = layout.counts else { return rowCount }
    return min(max(Int(exactly: outputs[counts][image]) ?? 0, 0), rowCount)
  }

  /// What is known of a box.
  func row(_ row: Int, ofImage image: Int) -> Row { Row(table: self, image: image, row: row) }

  /// What is known of one box.
  struct Row {
    fileprivate let table: BoxTable
    fileprivate let image: Int
    fileprivate let row: Int

    /// A number: `offset` behind the first of its column.
    subscript(column: BoxRows.Column, offset: Int) -> Float {
      let (position, width) = (column.first + offset, table.widths[column.output])
      let start = image * table.rowCount * width
      return table.outputs[column.output][
        start
          + (table.layout.isTransposed
            ? position * table.rowCount + row : row * width + position)]
    }
  }
}
