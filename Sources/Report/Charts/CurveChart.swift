/// Precision over recall.
struct CurveChart {
  var id: String
  var title: String
  var recalls: [Double]
  /// Precision at each recall, of each model.
  var curves: [(side: Side, precision: [Double])]

  /// The drawing.
  var node: Node {
    let area = ChartArea(width: 440, height: 320, x: 0...1, y: 0...1)
    let ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map { ($0, Formatting.fixed($0, 1)) }
    return Drawing.svg(id, width: 440, height: 320, title: title, description: description) {
      area.axes(xTicks: ticks, yTicks: ticks, xTitle: "recall", yTitle: "precision")
      for curve in curves {
        Drawing.path(
          area.path(zip(recalls, curve.precision).map { ($0, $1) }),
          "curve \(curve.side.styleClass)")
      }
    }
  }

  private var description: String {
    curves.map { curve in
      let places = [0.0, 0.25, 0.5, 0.75, 1].compactMap { recall -> String? in
        guard
          let index = recalls.indices.min(by: {
            abs(recalls[$0] - recall) < abs(recalls[$1] - recall)
          })
        else { return nil }
        return
          "\(Formatting.fixed(curve.precision[index], 2)) at recall \(Formatting.fixed(recall, 2))"
      }
      return "\(curve.side.label): precision \(places.joined(separator: ", "))."
    }.joined(separator: " ")
  }
}
