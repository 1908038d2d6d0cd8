import Files
import Quantization
import Text
import Vision

/// Calibration images as a tensor, for runtimes that quantize a float model themselves: a NumPy file
/// beside the model, [N, H, W, C], uint8, 255 times the network's input.
enum CalibrationSet {
  /// The file beside a model.
  static func path(for model: String) -> String {
    let stem = model.lowercased().hasSuffix(".onnx") ? String(model.dropLast(5)) : model
    return stem + "-calibration.npy"
  }

  /// The most bytes of a file.
  private static let limit = 1 << 30

  /// The file.
  ///
  /// - Parameters:
  ///   - images: the images; those that cannot be read are left out.
  ///   - extents: of the network's input.
  /// - Throws: a `Failure` when none can be read, or a file would be larger than 1 GiB.
  static func bytes(
    of images: CalibrationImages, height: Int, width: Int, channels: Int,
    progress: QuantizationRun.Progress?
  ) throws -> [UInt8] {
    let size = height * width * channels
    let most = limit / max(size, 1)
    guard images.count <= most else {
      let text: Lines =
        "\(images.count) calibration images of \(width)x\(height) make a file of more than 1 GiB; "
        + "give at most \(most) images, a few hundred are enough\(with: .calibration)"
      throw PipelineError.usage(text)
    }
    var elements: [UInt8] = []
    elements.reserveCapacity(images.count * size)
    var count = 0
    for index in 0..<images.count {
      progress?("preparing images", index + 1, images.count)
      guard let values = try images.input(at: index)?.first else { continue }
      guard values.allSatisfy({ (0...1).contains($0) }) else {
        throw PipelineError.malformed(
          "\(images.entries[index].path): holds values below 0 or above 1, which the bytes of a "
            + "calibration file cannot; leave it out, or give images")
      }
      count += 1
      for cell in 0..<height * width {
        for channel in 0..<channels {
          let value = values[channel * height * width + cell]
          elements.append(NetworkInput.byte(of: value))
        }
      }
    }
    _ = try images.withoutUnusable()
    return NumPyFile.bytes(of: elements, type: "uint8", shape: [count, height, width, channels])
  }
}
