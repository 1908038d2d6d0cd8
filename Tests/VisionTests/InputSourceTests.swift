import Files
import Foundation
import Graph
import TestSupport
import Testing
import Vision

@Suite("Files as inputs of networks")
struct InputSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func input(_ channels: Int, width: Int = 3, height: Int = 2) -> InputContract {
    InputContract(width: width, height: height, channels: channels)
  }

  private func array(_ name: String, _ bytes: [UInt8], _ type: String, _ shape: [Int]) throws
    -> String
  {
    try folder.file(name, NumPyFile.bytes(of: bytes, type: type, shape: shape))
  }

  private func floats(_ values: [Float]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

  @Test("A .npy of uint8 is an image of its channels: its planes are fitted as those of an image")
  func samples() throws {
    // An image of five channels of which three, in two ways, are images of their own.
    var random = SeededGenerator(seed: 3)
    let samples = (0..<7 * 4 * 5).map { _ in UInt8.random(in: 0...255, using: &random) }
    let path = try array("a.npy", samples, "uint8", [4, 7, 5])
    let wide = input(5, width: 9, height: 9)
    let source = try InputSource(contentsOf: path, for: wide)
    #expect(source.width == 7 && source.height == 4)
    for preprocessing in [Preprocessing.letterbox(), .stretch, .stretchHalfPixel, .centerCrop] {
      let made = try preprocessing.apply(to: source, input: wide)
      for first in [0, 2] {
        let pixels = (0..<28).flatMap { pixel in
          (first..<first + 3).map { samples[pixel * 5 + $0] }
        }
        let image = try Image(width: 7, height: 4, pixels: pixels)
        let expected = try preprocessing.apply(to: image, input: input(3, width: 9, height: 9))
        #expect(made.placement == expected.placement)
        #expect(Array(made.values[first * 81..<(first + 3) * 81]) == expected.values)
      }
    }
  }

  @Test("Float32 of exactly the input's size is the input, with a header and without")
  func tensors() throws {
    let values = (0..<2 * 6).map { Float($0) * 0.37 - 1 }
    let paths = [
      try array("a.npy", floats(values), "float32", [2, 2, 3]),
      try array("b.npy", floats(values), "float32", [1, 2, 2, 3]),
      try folder.file("c.F32", floats(values)),
    ]
    for path in paths {
      let source = try InputSource(contentsOf: path, for: input(2))
      #expect(source.width == 3 && source.height == 2)
      for preprocessing in [Preprocessing.letterbox(), .centerCrop] {
        let made = try preprocessing.apply(to: source, input: input(2))
        #expect(made.values == values)
        let box = Box(x: 1, y: 0, width: 2, height: 1)
        #expect(made.placement.imageBox(ofInputBox: box) == box)
      }
    }
  }

  @Test("Of an image with alpha, a network of four channels sees it; of three, black behind it")
  func alpha() throws {
    let png = PNGFile(width: 3, height: 2, colorType: 6) { x, y in [x * 9, y * 9, 100, 128] }
    let path = try folder.file("a.png", png.bytes)
    guard case .samples(let four) = try InputSource(contentsOf: path, for: input(4)) else {
      Issue.record("no samples")
      return
    }
    #expect(Array(four.samples[4..<8]) == [9, 0, 100, 128])
    let three = try InputSource(contentsOf: path, for: input(3))
    #expect(three == .image(try Image(contentsOf: path)))
  }

  @Test("What does not fit is answered with what the file has and what the network takes")
  func mistakes() throws {
    let bytes = Array(repeating: UInt8(9), count: 24)
    let rgb = try folder.file(
      "rgb.png", PNGFile(width: 3, height: 2) { x, y in [x, y, 9] }.bytes)
    let cases: [(path: String, channels: Int, words: [String])] = [
      (rgb, 4, ["has 3 channels (RGB)", "takes 4", "alpha"]),
      (rgb, 2, ["has 3 channels (RGB)", "takes 2", "height x width x 2"]),
      (try array("a.npy", bytes, "uint8", [2, 3, 4]), 3, ["has 4 channels", "takes 3"]),
      (try array("b.npy", bytes, "uint8", [4, 6]), 3, ["has 1 channel ", "takes 3"]),
      (try array("c.npy", bytes, "uint8", [1, 2, 3, 4]), 4, ["1 x 2 x 3 x 4", "height x width"]),
      (try array("d.npy", [], "uint8", [0, 3, 4]), 4, ["0 x 3 x 4"]),
      (try array("e.npy", bytes, "float32", [1, 2, 3]), 2, ["1 x 2 x 3", "takes 2 x 2 x 3"]),
      (try array("f.npy", bytes + bytes, "float32", [2, 3, 2]), 2, ["transpose(2, 0, 1)"]),
      (try array("g.npy", bytes, "int8", [2, 3, 4]), 4, ["|i1", "uint8", "float32"]),
      (try folder.file("h.f32", bytes), 2, ["24 bytes", "2 x 2 x 3", "48 bytes"]),
      (try folder.file("i.f32", floats([1, .nan, 2, 3, 4, 5])), 1, ["value 1 is infinite or no"]),
    ]
    for (path, channels, words) in cases {
      #expect {
        try InputSource(contentsOf: path, for: input(channels))
      } throws: { error in
        error is ImageError && "\(error)".hasPrefix(path)
          && words.allSatisfy { "\(error)".contains($0) }
      }
    }
  }

  @Test("People are shown the first three channels, or the first as grey")
  func shown() throws {
    let four = try array("a.npy", [1, 2, 3, 4, 5, 6, 7, 8], "uint8", [1, 2, 4])
    #expect(try InputSource(contentsOf: four, for: nil).shown.pixels == [1, 2, 3, 5, 6, 7])
    let two = try array("b.npy", floats([0, 0.5, 9, 9]), "float32", [2, 1, 2])
    #expect(try InputSource(contentsOf: two, for: nil).shown.pixels == [0, 0, 0, 128, 128, 128])
  }
}
