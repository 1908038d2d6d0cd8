/// Draws detections on an image: a coloured box each and a label `name 0.87`.
///
/// Lines and letters grow with the image. Letters are ASCII; a class whose name has others is called
/// by its number.
public struct Annotator: Hashable, Sendable {
  /// Class names by class index; a class without one is called by its number.
  public var names: [String]

  /// Creates an annotator.
  public init(names: [String]) {
    self.names = names
  }

  /// The text of a detection's label: the name and the score with two decimals.
  public func label(for detection: Detection) -> String {
    "\(name(of: detection)) \(Self.twoDecimals(detection.score))"
  }

  /// A copy of the image with the detections drawn on it, the surest uppermost.
  public func annotate(_ image: Image, with detections: [Detection]) -> Image {
    var canvas = Canvas(image)
    let style = AnnotationStyle(width: image.width, height: image.height)
    let ordered = detections.enumerated().sorted { one, other in
      let (first, second) = (one.element.score, other.element.score)
      return first == second ? one.offset < other.offset : first > second
    }
    let boxes = ordered.map { style.pixels(of: $0.element.box) }
    for (detection, box) in zip(ordered, boxes).reversed() {
      let color = Palette.color(forClass: detection.element.classIndex)
      canvas.stroke(
        box.inset(by: -style.halo), thickness: style.line + 2 * style.halo, .black, opacity: 110)
      canvas.stroke(box, thickness: style.line, color)
    }
    // The surest choose the places of their labels first and are drawn last.
    var labels: [LabelPlace] = []
    for (detection, box) in zip(ordered, boxes) {
      let text = style.fitted(
        name: name(of: detection.element), score: Self.twoDecimals(detection.element.score))
      labels.append(
        style.place(
          text, at: box, color: Palette.color(forClass: detection.element.classIndex),
          avoiding: labels, and: boxes))
    }
    for label in labels.reversed() {
      canvas.fill(label.area, label.color)
      canvas.write(
        label.text, left: label.area.left + style.padding, top: label.area.top + style.padding,
        scale: style.unit, Palette.text(on: label.color))
    }
    return canvas.image
  }

  private func name(of detection: Detection) -> String {
    guard names.indices.contains(detection.classIndex),
      names[detection.classIndex].utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
    else { return "class \(detection.classIndex)" }
    return names[detection.classIndex]
  }

  /// A score as people read it: 0.87. Scores of networks with raw class values may exceed 1.
  private static func twoDecimals(_ score: Float) -> String {
    guard score.isFinite, abs(score) < 1_000_000 else { return "\(score)" }
    let hundredths = Int((score.magnitude * 100).rounded())
    let fraction = hundredths % 100
    let sign = score < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}
