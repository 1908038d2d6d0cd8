/// The layers of a network from top to bottom, each in the colour of what INT8 costs it; what is read
/// from another layer than the one above comes along the right side.
struct NetworkDrawing {
  let layers: [SiteModel.Layer]

  private static let (top, pitch, height) = (8.0, 24.0, 18.0)
  private static let (left, width) = (10.0, 360.0)

  /// The drawing.
  var node: Node {
    let rows = Dictionary(
      layers.enumerated().map { ($0.element.index, $0.offset) }, uniquingKeysWith: { a, _ in a })
    return Drawing.svg(
      "network-drawing", width: 640, height: Self.top + Self.pitch * Double(layers.count) + 8,
      title: "The network, layer by layer", description: description,
      styleClass: "chart network"
    ) {
      for (row, layer) in layers.enumerated() {
        for source in layer.sources {
          if let from = rows[source], from != row { link(from, row) }
        }
      }
      for (row, layer) in layers.enumerated() { box(row, layer) }
    }
  }

  /// How much of INT8's noise a layer has, in five steps of 5 dB from 15 dB on.
  static func step(_ sqnr: Double) -> Int { min(max(Int((sqnr - 10) / 5), 0), 4) }

  private func y(_ row: Int) -> Double { Self.top + Self.pitch * Double(row) }

  private func box(_ row: Int, _ layer: SiteModel.Layer) -> [Node] {
    let style = layer.sqnr.map { "layer q\(NetworkDrawing.step($0))" } ?? "layer"
    let noise = layer.sqnr.map { Formatting.decibel($0) } ?? ""
    return [
      Drawing.rectangle(Self.left, y(row), Self.width, Self.height, style),
      Drawing.text("\(layer.index)", Self.left + 30, y(row) + 13, anchor: "end"),
      Drawing.text(layer.kind, Self.left + 40, y(row) + 13),
      Drawing.text(layer.shape, Self.left + 290, y(row) + 13, anchor: "end"),
      Drawing.text(noise, Self.left + Self.width - 6, y(row) + 13, anchor: "end"),
    ]
  }

  private func link(_ from: Int, _ row: Int) -> Node {
    let (start, end) = (y(from) + Self.height / 2 + 3, y(row) + Self.height / 2 - 3)
    if row == from + 1 {
      let x = Self.left + 20
      return Drawing.line(x, y(from) + Self.height, x, y(row), "link")
    }
    let right = Self.left + Self.width
    let reach = right + min(22 + Double(row - from) * 5, 230)
    let numbers = [right, start, reach, start, reach, end, right, end].map(Formatting.coordinate)
    return Drawing.path(
      "M\(numbers[0]) \(numbers[1]) C\(numbers[2]) \(numbers[3]) \(numbers[4]) \(numbers[5]) "
        + "\(numbers[6]) \(numbers[7])", "link")
  }

  private var description: String {
    let worst = layers.filter { $0.sqnr != nil }.min { ($0.sqnr ?? 0) < ($1.sqnr ?? 0) }
    let noise = worst.map { "; layer \($0.index) loses most, \(Formatting.decibel($0.sqnr))" } ?? ""
    return
      "\(Formatting.plural(layers.count, "layer", "layers"))\(noise). The table has all of them."
  }
}
