import Foundation
import Graph
import ImageSupport
import TestSupport
import Testing
import Vision

@Suite("Fitting images into inputs")
struct LetterboxTests {
  /// The goldens were made by OpenCV, whose fixed-point arithmetic is reproduced exactly.
  @Test("The letterboxed image has the same bytes as OpenCV's", arguments: GoldenImage.all)
  func golden(item: GoldenImage) throws {
    let name = try #require(item.description.split(separator: "-").last)
    let source =
      item.description.hasPrefix("shapes/")
      ? Fixtures.root.appendingPathComponent("Images/shapes/validation/\(name).jpg").path
      : try Fixtures.folder("images").file("\(name).jpg")
    let image = try Image(contentsOf: source)
    let golden = try Image(contentsOf: item.folder.file("letterboxed.png"))
    let input = InputContract(width: golden.width, height: golden.height, channels: 3)
    let result = try Preprocessing.letterbox().apply(to: image, input: input)
    let plane = golden.width * golden.height
    var differing = 0
    for index in 0..<plane {
      for channel in 0..<3
      where result.values[channel * plane + index]
        != Float(golden.pixels[index * 3 + channel]) / 255
      {
        differing += 1
      }
    }
    #expect(differing == 0)
  }

  @Test("An image of the input's size is taken as it is, divided by 255, in planes")
  func identity() throws {
    let image = try Image(width: 5, height: 4) { x, y in [UInt8(x), UInt8(y + 100), 255] }
    let input = InputContract(width: 5, height: 4, channels: 3)
    let values = (0..<3).flatMap { channel in
      (0..<20).map { Float(image.pixels[$0 * 3 + channel]) / 255 }
    }
    for way in [Preprocessing.letterbox(), .stretch, .stretchHalfPixel] {
      #expect(try way.apply(to: image, input: input).values == values)
    }
  }

  @Test("What the image does not cover has the value asked for")
  func filling() throws {
    let image = try Image(width: 8, height: 2, filledWith: .white)
    let input = InputContract(width: 8, height: 9, channels: 3)
    let result = try Preprocessing.letterbox(value: 51).apply(to: image, input: input)
    // Seven rows remain: three above, four below.
    let rows = (0..<9).map { (3..<5).contains($0) ? Float(1) : Float(51) / 255 }
    let plane = rows.flatMap { Array(repeating: $0, count: 8) }
    #expect(result.values == plane + plane + plane)
    #expect(result.placement.offsetY == 3)
  }

  @Test("A very long image still covers one row")
  func sliver() throws {
    let image = try Image(width: 3000, height: 1, filledWith: .white)
    let input = InputContract(width: 32, height: 32, channels: 3)
    let result = try Preprocessing.letterbox().apply(to: image, input: input)
    #expect(result.placement.coveredHeight == 1)
    #expect(result.values.filter { $0 == 1 }.count == 32 * 3)
  }

  @Test("Enlarging to twice the width mixes neighbours three to one, as half-pixel centres do")
  func enlarged() throws {
    let image = try Image(width: 2, height: 1) { x, _ in x == 0 ? [0, 0, 0] : [200, 200, 200] }
    let input = InputContract(width: 4, height: 1, channels: 3)
    let result = try Preprocessing.stretchHalfPixel.apply(to: image, input: input)
    #expect(result.values.prefix(4).map { $0 * 255 } == [0, 50, 150, 200])
  }

  @Test("Stretching follows darknet's formula: source = target * (in - 1) / (out - 1)")
  func stretched() throws {
    let image = try Image(width: 11, height: 7) { x, y in
      [UInt8(x * 25), UInt8(y * 40), UInt8((x * 31 + y * 57) & 255)]
    }
    for (width, height) in [(5, 13), (23, 4), (11, 20)] {
      let input = InputContract(width: width, height: height, channels: 3)
      let values = try Preprocessing.stretch.apply(to: image, input: input).values
      var worst = 0.0
      for channel in 0..<3 {
        for y in 0..<height {
          for x in 0..<width {
            func sample(_ x: Int, _ y: Int) -> Double {
              Double(image.pixels[(min(y, 6) * 11 + min(x, 10)) * 3 + channel]) / 255
            }
            let sourceX = Double(x) * 10 / Double(width - 1)
            let sourceY = Double(y) * 6 / Double(height - 1)
            let (left, top) = (Int(sourceX), Int(sourceY))
            let (right, below) = (sourceX - Double(left), sourceY - Double(top))
            let upper = sample(left, top) * (1 - right) + sample(left + 1, top) * right
            let lower = sample(left, top + 1) * (1 - right) + sample(left + 1, top + 1) * right
            let value = values[(channel * height + y) * width + x]
            worst = max(worst, abs(Double(value) - (upper * (1 - below) + lower * below)))
          }
        }
      }
      // Positions are computed in 24 bits: an error of 1e-6 of a pixel times a step of up to 1.
      #expect(worst < 1e-5)
    }
  }

  @Test("One channel gets (77 red + 150 green + 29 blue) / 256 rounded down")
  func grey() throws {
    let colors: [[UInt8]] = [
      [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [10, 20, 30],
    ]
    let image = try Image(width: 5, height: 1) { x, _ in colors[x] }
    let input = InputContract(width: 5, height: 1, channels: 1)
    let values = try Preprocessing.letterbox().apply(to: image, input: input).values
    #expect(values.map { ($0 * 255).rounded() } == [76, 149, 28, 255, 18])
  }

  @Test("Inputs that hold no image are errors")
  func errors() throws {
    let image = try Image(width: 5, height: 1, filledWith: .white)
    for channels in [0, 2, 4, -3] {
      #expect(throws: PreprocessingError.unsupportedChannels(channels)) {
        try Preprocessing.stretch.apply(
          to: image, input: InputContract(width: 8, height: 8, channels: channels))
      }
    }
    for (width, height) in [(0, 8), (8, -1), (Int.max, Int.max), (1 << 20, 1 << 20)] {
      #expect(throws: PreprocessingError.inputSize(width: width, height: height)) {
        try Preprocessing.letterbox().apply(
          to: image, input: InputContract(width: width, height: height, channels: 3))
      }
    }
  }

  @Test(
    "A box goes to the input and back",
    arguments: [(773, 512, 56, 56), (640, 424, 352, 288), (3, 4000, 416, 416), (100, 30, 500, 500)])
  func placement(width: Int, height: Int, inputWidth: Int, inputHeight: Int) {
    let placements = [Placement.letterboxed, Placement.stretched].map {
      $0(width, height, inputWidth, inputHeight)
    }
    for placement in placements {
      let whole = placement.inputBox(
        ofImageBox: Box(x: 0, y: 0, width: Float(width), height: Float(height)))
      #expect(whole.x == Float(placement.offsetX) && whole.y == Float(placement.offsetY))
      #expect(abs(whole.width - Float(placement.coveredWidth)) < 1e-3)
      #expect(abs(whole.height - Float(placement.coveredHeight)) < 1e-3)
      let box = Box(x: 1.5, y: 7.25, width: Float(width) / 3, height: Float(height) / 5)
      let again = placement.imageBox(ofInputBox: placement.inputBox(ofImageBox: box))
      // An input pixel may be a thousand image pixels, so the error is in parts of the image.
      #expect(abs(again.x - box.x) < 1e-5 * Float(width))
      #expect(abs(again.y - box.y) < 1e-5 * Float(height))
      #expect(abs(again.width - box.width) < 1e-5 * Float(width))
      #expect(abs(again.height - box.height) < 1e-5 * Float(height))
    }
  }
}
