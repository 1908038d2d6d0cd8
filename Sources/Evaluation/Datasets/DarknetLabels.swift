import Text

/// The lines of one image's labels.
struct DarknetLabels {
  /// A class and a box whose numbers are parts of the image's sides.
  struct Line {
    let label: Int
    let centerX: Double
    let centerY: Double
    let width: Double
    let height: Double
  }

  /// In the order of the file.
  private(set) var boxes: [Line] = []

  /// Coordinates are often rounded, so that boxes at the border reach a little beyond it.
  private static let slack = 0.01

  init(_ bytes: [UInt8], name: String, classes: Int, _ problems: inout DatasetProblems) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let fields = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        .map { String(decoding: $0, as: UTF8.self) }
      guard !fields.isEmpty else { continue }
      let place = "\(name):\(number + 1)"
      let text = fields.joined(separator: " ")
      guard fields.count == 5 else {
        problems.add(
          place, "holds \(fields.count) fields, where class, x, y, width and height are needed")
        continue
      }
      guard let label = Int(fields[0]), (0..<classes).contains(label) else {
        problems.add(
          place, "has the class \(quoted(fields[0])), where 0 to \(classes - 1) are named")
        continue
      }
      let numbers = fields.dropFirst().compactMap(Double.init).filter(\.isFinite)
      guard numbers.count == 4 else {
        problems.add(place, "holds something other than numbers: \(quoted(text))")
        continue
      }
      let range = -Self.slack...1 + Self.slack
      guard numbers.allSatisfy(range.contains), numbers[2] >= 0, numbers[3] >= 0 else {
        problems.add(
          place, "holds \(quoted(text)), where parts of the image's sides, 0 to 1, are needed")
        continue
      }
      boxes.append(
        Line(
          label: label, centerX: numbers[0], centerY: numbers[1], width: numbers[2],
          height: numbers[3]))
    }
  }

  /// The classes and boxes in pixels of an image.
  func boxes(width: Int, height: Int) -> [(label: Int, box: ObjectBox)] {
    let (across, down) = (Double(width), Double(height))
    return boxes.map { line in
      let box = ObjectBox(
        x: (line.centerX - line.width / 2) * across, y: (line.centerY - line.height / 2) * down,
        width: line.width * across, height: line.height * down)
      return (line.label, box)
    }
  }
}
