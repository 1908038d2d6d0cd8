import Graph
import TestSupport
import Testing
import Vision

@Suite("Cropping images to inputs")
struct CenterCropTests {
  private func image(_ width: Int, _ height: Int) throws -> Image {
    try Image(width: width, height: height) { x, y in
      [UInt8(x * 7 & 255), UInt8(y * 11 & 255), UInt8((x * 31 + y * 57) & 255)]
    }
  }

  /// Rows of the first channel, in 255ths.
  private func rows(_ values: [Float], width: Int, height: Int) -> [[Float]] {
    (0..<height).map { y in (0..<width).map { values[y * width + $0] * 255 } }
  }

  @Test("An image whose shorter side fits is cut, the smaller part of an odd rest first")
  func cut() throws {
    let input = InputContract(width: 3, height: 3, channels: 3)
    let result = try Preprocessing.centerCrop.apply(to: try image(8, 3), input: input)
    // Of five columns two are cut off on the left, three on the right.
    #expect(rows(result.values, width: 3, height: 3).allSatisfy { $0 == [14, 21, 28] })
    #expect(result.placement.offsetX == -2 && result.placement.offsetY == 0)
  }

  @Test("It is the middle of the image stretched to the size that keeps its aspect")
  func middle() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<40 {
      let (width, height) = (
        Int.random(in: 2...60, using: &generator), Int.random(in: 2...60, using: &generator)
      )
      let side = Int.random(in: 2...24, using: &generator)
      let source = try image(width, height)
      let shorter = min(width, height)
      let (across, down) = (width * side / shorter, height * side / shorter)
      let whole = try Preprocessing.stretch.apply(
        to: source, input: InputContract(width: across, height: down, channels: 3)
      ).values
      let found = try Preprocessing.centerCrop.apply(
        to: source, input: InputContract(width: side, height: side, channels: 3)
      ).values
      let (left, top) = ((across - side) / 2, (down - side) / 2)
      for channel in 0..<3 {
        for y in 0..<side {
          let start = channel * across * down + (y + top) * across + left
          let own = channel * side * side + y * side
          #expect(
            Array(whole[start..<start + side]) == Array(found[own..<own + side]),
            "\(width) x \(height) to \(side)")
        }
      }
    }
  }

  @Test("Of an input that is higher than wide the rows beside the image repeat its edge")
  func edges() throws {
    let input = InputContract(width: 2, height: 5, channels: 3)
    let result = try Preprocessing.centerCrop.apply(
      to: try Image(width: 2, height: 2) { _, y in [UInt8(y * 100), 0, 0] }, input: input)
    #expect(
      rows(result.values, width: 2, height: 5).map(\.[0]) == [0, 0, 100, 100, 100])
  }

  @Test("A very long image costs no more than the input")
  func sliver() throws {
    let image = try Image(width: 30_000, height: 1, filledWith: .white)
    let input = InputContract(width: 224, height: 224, channels: 3)
    let result = try Preprocessing.centerCrop.apply(to: image, input: input)
    #expect(result.values.count == 224 * 224 * 3 && result.values.allSatisfy { $0 == 1 })
  }

  @Test("A classifier's contract asks for a crop, a detector's for a letterbox")
  func usual() {
    var input = InputContract(width: 8, height: 8, channels: 3, letterboxValue: 7)
    #expect(Preprocessing.usual(for: input) == .letterbox(value: 7))
    input.fit = .crop
    #expect(Preprocessing.usual(for: input) == .centerCrop)
  }
}
