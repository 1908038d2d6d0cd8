import Pipeline

extension ReportPage {
  /// What the models found, side by side.
  func pictures() throws(ReportError) -> PageSection? {
    let pictures = try ShownPicture.all(of: sources.detections)
    guard !pictures.isEmpty else { return nil }
    let isPair = sources.detections.count == 2
    let all = sources.detections.first?.value.images.count ?? 0
    return PageSection("pictures", isPair ? "Side by side" : "Pictures") {
      if isPair {
        element("p") {
          "What both models find is outlined in solid blue, what only one of them finds in dashed "
            + "orange and marked ≠."
          if all > pictures.count {
            " Of \(Figure.count(all)) pictures, the \(pictures.count) that differ most are shown."
          }
        }
      } else if all > pictures.count {
        element("p") { "The first \(pictures.count) of \(Figure.count(all)) pictures." }
      }
      let isSmall = pictures.allSatisfy { $0.width < 400 }
      element("div", ["class": isSmall ? "pairs small" : "pairs"]) {
        for picture in pictures { pair(picture) }
      }
    }
  }

  private func pair(_ picture: ShownPicture) -> Node {
    element("article", ["class": "pair", "aria-label": picture.name]) {
      element("h3") { picture.name }
      element("div", ["class": "views"]) { picture.views.map { figure(picture, $0) } }
    }
  }

  private func figure(_ picture: ShownPicture, _ view: ShownPicture.View) -> Node {
    let alone = view.isShared.count { !$0 }
    let found = view.objects.map(\.text).joined(separator: ", ")
    return element("figure") {
      element("div", ["class": "picture"]) {
        element(
          "img",
          [
            "src": picture.data, "width": "\(picture.width)", "height": "\(picture.height)",
            "alt":
              "\(picture.name), \(view.side.label): \(found.isEmpty ? "nothing found" : found)",
          ])
        element("div", ["class": "boxes", "aria-hidden": "true"]) {
          // What only one model finds lies uppermost, then the surest.
          zip(view.objects, view.isShared).sorted {
            $0.1 == $1.1 ? $0.0.score < $1.0.score : $0.1
          }.map { box($0.0, isShared: $0.1, picture) }
        }
      }
      element("figcaption") {
        element("strong") { view.side.label }
        " · \(Figure.plural(view.objects.count, "object", "objects"))"
        if alone > 0 { ", \(Figure.count(alone)) only here" }
      }
    }
  }

  private func box(
    _ object: DetectionReport.Object, isShared: Bool, _ picture: ShownPicture
  ) -> Node {
    let (width, height) = (Double(picture.width), Double(picture.height))
    func part(_ value: Double, of side: Double) -> Double { min(max(value / side, 0), 1) * 100 }
    let box = object.rectangle
    let (left, top) = (part(Double(box.x), of: width), part(Double(box.y), of: height))
    let right = part(Double(box.x) + Double(box.width), of: width)
    let bottom = part(Double(box.y) + Double(box.height), of: height)
    var classes = isShared ? "box" : "box alone"
    if top < 9 { classes += " within" }
    if left > 60 { classes += " end" }
    let style =
      "left:\(Figure.coordinate(left))%;top:\(Figure.coordinate(top))%;"
      + "width:\(Figure.coordinate(right - left))%;height:\(Figure.coordinate(bottom - top))%"
    return element("div", ["class": classes, "style": style]) {
      element("span") { isShared ? object.text : "≠ \(object.text)" }
    }
  }
}
