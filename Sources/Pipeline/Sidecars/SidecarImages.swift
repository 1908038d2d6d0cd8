import Files
import Graph
import Quantization
import Text
import Vision

/// Images fitted into the input of a model as bytes, for receivers that quantize with them.
///
/// Images with the same contents count once, and are ordered by their contents, so that names and the
/// place of a folder change nothing.
struct SidecarImages: Sendable {
  private let images: CalibrationImages
  private let input: InputContract
  /// Why some were left out.
  let problems: [Lines]

  /// Reads all images that an argument names: a folder, an image, or a list.
  ///
  /// - Throws: a `Failure` when none can be used.
  init(of argument: String, for input: InputContract) throws {
    let all = try CalibrationImages(
      try CalibrationImages.paths(of: argument), input: input,
      preprocessing: .usual(for: input), isStrict: false)
    all.keepInputs()
    try all.readAll()
    problems = all.problems.map { "left out \(Lines($0))" }
    images = try all.withoutUnusable()
    self.input = input
  }

  /// How many there are.
  var count: Int { images.count }

  /// [N, H, W, C].
  var shape: [Int] { [count, input.height, input.width, input.channels] }

  /// The bytes of an image, [H, W, C].
  ///
  /// - Throws: a `Failure` when the file was changed meanwhile.
  func pixels(at index: Int) throws -> [UInt8] {
    guard let planes = try images.input(at: index)?.first else {
      throw PipelineError.unreadable("\(images.entries[index].path): can no longer be read")
    }
    let area = input.width * input.height
    return [UInt8](unsafeUninitializedCapacity: planes.count) { pixels, count in
      for channel in 0..<input.channels {
        for place in 0..<area {
          // A letterbox gives multiples of 1/255.
          let value = NetworkInput.byte(of: planes[channel * area + place])
          pixels.initializeElement(at: place * input.channels + channel, to: value)
        }
      }
      count = planes.count
    }
  }

  /// An image as a PNG; grey ones in three equal channels.
  ///
  /// - Throws: a `Failure` when the file was changed meanwhile.
  func png(at index: Int) throws -> [UInt8] {
    let pixels = try pixels(at: index)
    let colors = input.channels == 3 ? pixels : pixels.flatMap { [$0, $0, $0] }
    return try Image(width: input.width, height: input.height, pixels: colors).encoded(as: .png)
  }
}
