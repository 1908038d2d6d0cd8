/// The sizes of lines and letters on an image, and where labels go.
struct AnnotationStyle {
  let bounds: PixelRectangle
  /// The side of one pixel of a letter.
  let unit: Int
  /// The thickness of a box's line.
  let line: Int
  /// The thickness of the dark edge that sets a line off a ground of its own colour.
  let halo: Int

  init(width: Int, height: Int) {
    bounds = PixelRectangle(left: 0, top: 0, right: width, bottom: height)
    let side = min(width, height)
    unit = max(1, (side + 150) / 300)
    line = max(1, (side + 60) / 200)
    halo = max(1, line / 4)
  }

  /// The blank around a label's text.
  var padding: Int { 2 * unit }

  /// A box as whole pixels, at least one, within the image.
  func pixels(of box: Box) -> PixelRectangle {
    func whole(_ value: Float, _ limit: Int) -> Int {
      value.isNaN ? 0 : Int(min(max(value.rounded(), 0), Float(limit)))
    }
    var part = PixelRectangle(
      left: whole(box.x, bounds.right - 1), top: whole(box.y, bounds.bottom - 1),
      right: whole(box.right, bounds.right), bottom: whole(box.bottom, bounds.bottom))
    part.right = max(part.right, part.left + 1)
    part.bottom = max(part.bottom, part.top + 1)
    return part
  }

  /// Name and score, the name cut where the image is too narrow for both.
  func fitted(name: String, score: String) -> String {
    let room = (bounds.width - 2 * padding + unit) / (BitmapFont.advance * unit)
    let nameRoom = room - score.count - 1
    if name.count <= nameRoom { return "\(name) \(score)" }
    return nameRoom >= 3 ? "\(name.prefix(nameRoom - 2)).. \(score)" : score
  }

  /// Chooses a place beside the box, or in it when the box is large, off the labels placed before
  /// and where it hides no small box.
  func place(
    _ text: String, at box: PixelRectangle, color: Color, avoiding labels: [LabelPlace],
    and boxes: [PixelRectangle]
  ) -> LabelPlace {
    let width = BitmapFont.width(of: text) * unit + 2 * padding
    // The rows for descenders are blank enough to serve as half of the lower padding.
    let height = BitmapFont.height * unit + padding + unit
    let corners = [
      (box.left, box.top - height), (box.right - width, box.top - height),
      (box.left, box.bottom), (box.right - width, box.bottom),
      (box.left, box.top), (box.right, box.top), (box.left - width, box.top),
      (box.left, box.bottom - height), (box.left, box.top - 2 * height),
      (box.left, box.bottom + height),
    ]
    var best = LabelPlace(area: box, text: text, color: color)
    var bestCost = Int.max
    for (left, top) in corners {
      let x = max(0, min(left, bounds.right - width))
      let y = max(0, min(top, bounds.bottom - height))
      let area = PixelRectangle(left: x, top: y, right: x + width, bottom: y + height)
      let overlap = labels.reduce(0) { $0 + $1.area.intersection(area).area }
      let hidden = boxes.reduce(0) { sum, other in
        let part = area.intersection(other).area
        return part * 6 > other.area ? sum + part : sum
      }
      let cost = 4 * overlap + hidden
      if cost < bestCost {
        best.area = area
        bestCost = cost
      }
    }
    return best
  }
}
