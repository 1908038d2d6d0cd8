import Pipeline

extension ReportPage {
  /// What the models found, side by side.
  func images() throws(ReportError) -> PageSection? {
    let images = try ShownImage.all(of: sources.detections)
    guard !images.isEmpty else { return nil }
    let count = sources.detections.count
    let isPair = count == 2
    let all = sources.detections.first?.value.images.count ?? 0
    return PageSection("images", count > 1 ? "Side by side" : "Images") {
      if count > 2 {
        element("p") {
          "What a model and float both find is outlined in solid blue, what only one of them finds in "
            + "dashed orange and marked ≠; in the image of float that is what any of the others lacks."
          if all > images.count {
            " Of \(Formatting.count(all)) images, the \(images.count) that differ most are shown."
          }
        }
      } else if isPair {
        element("p") {
          "What both models find is outlined in solid blue, what only one of them finds in dashed "
            + "orange and marked ≠."
          if all > images.count {
            " Of \(Formatting.count(all)) images, the \(images.count) that differ most are shown."
          }
        }
      } else if all > images.count {
        element("p") { "The first \(images.count) of \(Formatting.count(all)) images." }
      }
      let isSmall = images.allSatisfy { $0.width < 400 }
      let classes = ["pairs", isSmall ? "small" : nil, count > 2 ? "three" : nil]
      element("div", ["class": classes.compactMap(\.self).joined(separator: " ")]) {
        for image in images { pair(image) }
      }
    }
  }

  private func pair(_ image: ShownImage) -> Node {
    element("article", ["class": "pair", "aria-label": image.name]) {
      element("h3") { image.name }
      element("div", ["class": image.views.count > 2 ? "views three" : "views"]) {
        image.views.map { figure(image, $0) }
      }
    }
  }

  private func figure(_ image: ShownImage, _ view: ShownImage.View) -> Node {
    let alone = view.isShared.count { !$0 }
    let found = view.objects.map(\.text).joined(separator: ", ")
    return element("figure") {
      element("div", ["class": "image"]) {
        element(
          "img",
          [
            "src": image.data, "width": "\(image.width)", "height": "\(image.height)",
            "alt":
              "\(image.name), \(view.side.label): \(found.isEmpty ? "nothing found" : found)",
          ])
        element("div", ["class": "boxes", "aria-hidden": "true"]) {
          // What only one model finds lies uppermost, then the surest.
          zip(view.objects, view.isShared).sorted {
            $0.1 == $1.1 ? $0.0.score < $1.0.score : $0.1
          }.map { box($0.0, isShared: $0.1, image) }
        }
      }
      element("figcaption") {
        element("strong") { view.side.label }
        " · \(Formatting.plural(view.objects.count, "object", "objects"))"
        if alone > 0 { ", \(Formatting.count(alone)) only here" }
      }
    }
  }

  private func box(
    _ object: DetectionReport.Object, isShared: Bool, _ image: ShownImage
  ) -> Node {
    let (width, height) = (Double(image.width), Double(image.height))
    func part(_ value: Double, of side: Double) -> Double { min(max(value / side, 0), 1) * 100 }
    let box = object.rectangle
    let (left, top) = (part(Double(box.x), of: width), part(Double(box.y), of: height))
    let right = part(Double(box.x) + Double(box.width), of: width)
    let bottom = part(Double(box.y) + Double(box.height), of: height)
    var classes = isShared ? "box" : "box alone"
    if top < 9 { classes += " within" }
    if left > 60 { classes += " end" }
    let style =
      "left:\(Formatting.coordinate(left))%;top:\(Formatting.coordinate(top))%;"
      + "width:\(Formatting.coordinate(right - left))%;height:\(Formatting.coordinate(bottom - top))%"
    return element("div", ["class": classes, "style": style]) {
      element("span") { isShared ? object.text : "≠ \(object.text)" }
    }
  }
}
