import Testing
import Vision

@Suite("Drawing detections")
struct AnnotatorTests {
  private static func detection(
    _ classIndex: Int, _ x: Float, _ y: Float, _ width: Float, _ height: Float, score: Float = 0.87
  ) -> Detection {
    Detection(
      classIndex: classIndex, score: score, box: Box(x: x, y: y, width: width, height: height))
  }

  private static func color(_ image: Image, _ x: Int, _ y: Int) -> [UInt8] {
    let place = (y * image.width + x) * 3
    return Array(image.pixels[place..<place + 3])
  }

  @Test("A label is the name and the score with two decimals")
  func labels() {
    let annotator = Annotator(names: ["dog"])
    #expect(annotator.label(for: Self.detection(0, 0, 0, 1, 1)) == "dog 0.87")
    #expect(annotator.label(for: Self.detection(0, 0, 0, 1, 1, score: 0.049)) == "dog 0.05")
    #expect(annotator.label(for: Self.detection(0, 0, 0, 1, 1, score: 12.5)) == "dog 12.50")
    #expect(annotator.label(for: Self.detection(4, 0, 0, 1, 1, score: 1)) == "class 4 1.00")
  }

  @Test("The four edges of a box have the class's colour and its inside is untouched")
  func edges() throws {
    let image = try Image(width: 160, height: 160, filledWith: .white)
    let drawn = Annotator(names: []).annotate(image, with: [Self.detection(1, 30, 40, 90, 80)])
    let corner = Self.color(drawn, 30, 119)
    #expect(corner != [255, 255, 255])
    #expect(Self.color(drawn, 119, 119) == corner)
    #expect(Self.color(drawn, 75, 119) == corner)
    #expect(Self.color(drawn, 30, 80) == corner)
    #expect(Self.color(drawn, 119, 80) == corner)
    #expect(Self.color(drawn, 75, 80) == [255, 255, 255])
    let other = Annotator(names: []).annotate(image, with: [Self.detection(2, 30, 40, 90, 80)])
    #expect(Self.color(other, 30, 119) != corner)
  }

  @Test("Neighbouring classes differ clearly in colour")
  func palette() throws {
    let image = try Image(width: 100, height: 100, filledWith: .black)
    let colors = (0..<8).map { index in
      Self.color(
        Annotator(names: []).annotate(image, with: [Self.detection(index, 10, 40, 50, 50)]), 10,
        70)
    }
    for one in colors.indices {
      for other in colors.indices where one < other {
        let difference = zip(colors[one], colors[other]).reduce(0) {
          $0 + abs(Int($1.0) - Int($1.1))
        }
        #expect(difference > 60, "classes \(one) and \(other)")
      }
    }
  }

  @Test("A label does not cover a small box, wherever it lies")
  func smallBoxes() throws {
    let image = try Image(width: 160, height: 160, filledWith: .white)
    for (x, y) in [(0, 0), (148, 0), (0, 148), (148, 148), (74, 2), (74, 74)] as [(Float, Float)] {
      let drawn = Annotator(names: ["triangle"])
        .annotate(image, with: [Self.detection(0, x, y, 12, 12)])
      #expect(Self.color(drawn, Int(x) + 6, Int(y) + 6) == [255, 255, 255], "box at \(x), \(y)")
    }
  }

  @Test("Lines grow with the image")
  func thickness() throws {
    func thickness(_ side: Int) throws -> Int {
      let image = try Image(width: side, height: side, filledWith: .white)
      let box = Self.detection(
        0, Float(side) / 4, Float(side) / 4, Float(side) / 2, Float(side) / 2)
      let drawn = Annotator(names: []).annotate(image, with: [box])
      return (0..<side / 2).filter { Self.color(drawn, $0, side / 2) != [255, 255, 255] }.count
    }
    let (small, large) = (try thickness(160), try thickness(2000))
    #expect(small >= 1 && small <= 4)
    #expect(large >= 8)
  }

  @Test("A class whose name has letters that the font lacks is called by its number")
  func foreignLetters() throws {
    let image = try Image(width: 200, height: 100, filledWith: .black)
    for name in ["собака", "狗", "Häuschen", "a\u{7}b"] {
      let annotator = Annotator(names: [name])
      let detection = Self.detection(0, 60, 40, 80, 40)
      #expect(annotator.label(for: detection) == "class 0 0.87")
      #expect(
        annotator.annotate(image, with: [detection])
          == Annotator(names: []).annotate(image, with: [detection]))
    }
  }

  @Test("Any box on any image is drawn without trouble, and the same each time")
  func extremes() throws {
    let values: [Float] = [.nan, .infinity, -.infinity, -1e30, 1e30, -5, 0, 3.5, 70]
    var boxes: [Detection] = []
    for x in values {
      for width in values {
        boxes.append(Self.detection(boxes.count, x, width, width, x, score: width))
      }
    }
    let names = [String(repeating: "long name ", count: 50), "", "\u{0}\n"]
    for (width, height) in [(1, 1), (7, 300), (300, 7), (64, 64)] {
      let image = try Image(width: width, height: height, filledWith: .white)
      let one = Annotator(names: names).annotate(image, with: boxes)
      #expect(one.width == width && one.height == height)
      #expect(one == Annotator(names: names).annotate(image, with: boxes))
    }
  }
}
