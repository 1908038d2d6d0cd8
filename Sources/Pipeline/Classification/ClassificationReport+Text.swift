import Evaluation
import Text

extension ClassificationReport {
  /// The mistakes that people are shown.
  private static let mostMistakes = 5

  /// For people: the metrics, what they are of, and each class.
  public var text: Lines {
    var parts: [Lines] = []
    if let model = subject.model {
      parts.append(
        "\(model.file.path): \(model.precision.rawValue), run by \(subject.runtime ?? "native")")
      parts.append("sha256 \(model.file.digest)")
    }
    parts.append("\(subject.annotations.path)\nsha256 \(subject.annotations.digest)")
    parts.append("\(counted(images, "image")); \(preprocessing)")
    let bounds = "\(fixed(100 * level, 0)) % interval"
    parts.append(
      "\n"
        + Table(
          [["", "accuracy", bounds]]
            + [("top-1", top1), ("top-5", top5)].map { name, part in
              [name, fixed(part.value, 4), "\(fixed(part.lower, 4)) to \(fixed(part.upper, 4))"]
            }, alignment: [.left]
        ).text())
    parts.append("\n" + classes)
    if !confusion.isEmpty { parts.append("\n" + mistakes) }
    return parts.joined()
  }

  private var classes: Lines {
    var rows = [["class", "images", "top-1", "top-5"]]
    for entry in perClass where entry.images > 0 {
      let parts = [entry.top1, entry.top5].map { $0.map { fixed($0, 4) } ?? "-" }
      rows.append([entry.name, "\(entry.images)"] + parts)
    }
    return Table(rows, alignment: [.left]).text()
  }

  private var mistakes: Lines {
    func name(_ index: Int) -> String {
      perClass.indices.contains(index) ? perClass[index].name : "\(index)"
    }
    let count = confusion.reduce(0) { $0 + $1.images }
    var text: Lines = "\(counted(count, "image")) taken for another class"
    for mistake in confusion.prefix(ClassificationReport.mostMistakes) {
      text += "\n  \(name(mistake.class)) taken for \(name(mistake.found)): \(mistake.images)"
    }
    return text
  }
}
