import Text

/// The anchors that the detection heads share the reading of.
struct HeadAnchors {
  /// The pairs of `anchors`.
  let all: [Anchor]
  /// Which of them the head uses.
  let mask: [Int]

  /// Reads `num`, `anchors` and, in heads that have it, `mask`.
  init(reading reader: inout SectionReader, hasMask: Bool) {
    let num = reader.positive("num", default: 1)
    all = HeadAnchors.pairs(reading: &reader)
    let needed = hasMask ? (reader.maskedAnchors ?? num) : num
    if all.count < num, all.count >= needed, reader.section["anchors"] != nil {
      reader.warn(
        "num=\(num), but anchors has \(counted(all.count, "pair")); the mask uses none of those that "
          + "are missing; set num=\(all.count)", at: "anchors")
    } else if all.count < num, reader.section["anchors"] != nil {
      reader.error(
        "num=\(num), but anchors has \(counted(all.count, "pair")); set num=\(all.count) or add "
          + "anchors", at: "anchors")
    } else if all.count > num {
      reader.warn(
        "anchors has \(counted(all.count, "pair")), but num=\(num)", at: "anchors")
    }
    let first = Array(0..<min(num, all.count))
    mask = hasMask ? HeadAnchors.mask(of: all, num: num, reading: &reader) ?? first : first
  }

  /// The numbers in pairs; for the second of the last pair darknet takes 0.5 when it is missing.
  private static func pairs(reading reader: inout SectionReader) -> [Anchor] {
    guard var numbers = reader.reals("anchors", endsAtHash: reader.section.name == "yolo") else {
      reader.error(
        "[\(reader.section.name)] needs anchors=, width and height of each box prior", at: "anchors"
      )
      return []
    }
    if numbers.count % 2 != 0 {
      reader.warn(
        "anchors has \(numbers.count) numbers, which are no pairs; darknet takes 0.5 for the last",
        at: "anchors")
      numbers.append(0.5)
    }
    return stride(from: 0, to: numbers.count, by: 2).map { index in
      Anchor(width: numbers[index], height: numbers[index + 1])
    }
  }

  private static func mask(
    of anchors: [Anchor], num: Int, reading reader: inout SectionReader
  ) -> [Int]? {
    guard let mask = reader.integers("mask", endsAtHash: true) else { return nil }
    guard let wrong = mask.first(where: { !(0..<num).contains($0) }) else {
      return mask.filter { anchors.indices.contains($0) }
    }
    if mask.allSatisfy({ anchors.indices.contains($0) }) {
      reader.warn(
        """
        mask picks anchor \(wrong), but num=\(num) are numbered from 0; darknet reads beyond its \
        list, this program takes the pair that anchors has; set num=\(anchors.count)
        """, at: "mask")
      return mask
    }
    reader.error("mask picks anchor \(wrong), but num=\(num) are numbered from 0", at: "mask")
    return mask.filter { anchors.indices.contains($0) }
  }
}

extension SectionReader {
  /// How many anchors have to be there for the mask, before anything of it is checked; nil without
  /// one that is a list of whole numbers.
  fileprivate var maskedAnchors: Int? {
    let numbers = text("mask")?.split(separator: ",").map { Int($0) }
    guard let numbers, !numbers.isEmpty, !numbers.contains(nil) else { return nil }
    return numbers.compactMap { $0 }.max().map { $0 == .max ? $0 : $0 + 1 }
  }
}

extension ShapeContext {
  /// The output of a head of anchors: what it is given, which must be `values` and the classes
  /// for each anchor.
  mutating func head(anchors: Int, values: Int, classes: Int) -> LayerShape {
    requireMap()
    // Anchors are few and classes a 32-bit number.
    let expected = anchors * (values + classes)
    let sum = "\(counted(anchors, "anchor")) x (\(values) + \(classes) classes)"
    guard isSound("classes", "coords", "num", "mask", "anchors"), certainty.contains(.channels),
      input.channels != expected
    else {
      return result(input)
    }
    if let feeding = earlier.last, feeding.rule is ConvolutionalSection {
      let rest = input.channels / anchors - values
      let hint =
        input.channels % anchors == 0 && rest > 0 ? ", or classes=\(rest) in the head" : ""
      error(
        """
        filters=\(input.channels) does not fit the [\(section.name)] in line \
        \(section.location.line), which needs \(sum) = \(expected); set filters=\(expected)\(hint)
        """,
        at: feeding.text["filters"]?.valueLocation ?? feeding.text.location)
    } else {
      error(
        """
        [\(section.name)] needs \(sum) = \(expected) channels, but \(previousName) gives \
        \(input.channels)
        """)
    }
    return result(input)
  }
}

/// A box prior as written in the cfg: pixels of the network input in `[yolo]` and
/// `[Gaussian_yolo]`, cells of the grid in `[region]`.
public struct Anchor: Hashable, Sendable {
  /// The width.
  public let width: Float
  /// The height.
  public let height: Float
}

/// `nms_kind`: how overlapping boxes are suppressed; raw values are the spellings of the cfg.
public enum SuppressionKind: String, Hashable, Sendable, CaseIterable {
  /// Greedy by intersection over union.
  case `default`
  /// IoU less (centre distance² / enclosing diagonal²)^0.6.
  case greedy = "greedynms"
  /// The same with `beta_nms` as exponent.
  case distance = "diounms"
  /// As `default`.
  case corners = "cornersnms"
}

extension SectionReader {
  /// `coords`, the coordinates of a box in `[region]` and `[detection]`: darknet reads four of them
  /// whatever it says, so that boxes of any other number are not what was trained.
  mutating func coordinates(default fallback: Int) -> Int {
    let count = positive("coords", default: fallback)
    if count >= 1, count != 4 {
      let stated =
        text("coords") == nil ? "coords is missing, which means \(fallback)" : "coords=\(count)"
      error("\(stated), but boxes have 4 coordinates; set coords=4", at: "coords")
    }
    return count
  }
}
