import Foundation
import TestSupport
import Testing
import Vision

/// Detectors of two and four channels, which no image file but one with alpha is for.
@Suite("Networks of any number of channels")
struct ChannelTests {
  let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    var random = SeededGenerator(seed: 6)
    for channels in [2, 4] {
      try folder.file("\(channels).cfg", Self.cfg(channels))
      let count = 6 + 6 * channels * 9 + 21 + 21 * 6
      let header: [UInt8] = [0, 0, 0, 0, 2, 0, 0, 0, 5] + Array(repeating: 0, count: 11)
      let numbers = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
      try folder.file("\(channels).weights", Data(header) + Data(floats: numbers))
      for index in 0..<33 {
        let (height, width) = index == 0 ? (16, 16) : (20, 13)
        let samples = (0..<height * width * channels).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        try folder.file(
          "in\(channels)/\(index).npy", Self.array(samples, [height, width, channels]))
        guard index == 0 else { continue }
        let planes = (0..<channels).flatMap { channel in
          (0..<256).map { Float(samples[$0 * channels + channel]) / 255 }
        }
        try folder.file("same\(channels).f32", Data(floats: planes))
        try folder.file(
          "same\(channels).npy",
          Self.array(Array(Data(floats: planes)), [channels, 16, 16], type: "<f4"))
      }
    }
  }

  private static func cfg(_ channels: Int) -> String {
    """
    [net]
    width=16
    height=16
    channels=\(channels)
    [convolutional]
    filters=6
    size=3
    stride=1
    pad=1
    activation=leaky
    [convolutional]
    filters=21
    size=1
    stride=1
    activation=linear
    [yolo]
    mask=0,1,2
    anchors=3,3, 6,6, 9,9
    classes=2
    num=3

    """
  }

  /// As `numpy.save` writes it.
  private static func array(_ elements: [UInt8], _ shape: [Int], type: String = "|u1") -> Data {
    let extents = shape.map(String.init).joined(separator: ", ")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    text += String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(text.utf8) + Data(elements)
  }

  @Test(
    "The same input as samples, as an array of floats and without a header is found the same in")
  func sameInput() throws {
    for channels in [2, 4] {
      let inputs = ["in\(channels)/0.npy", "same\(channels).npy", "same\(channels).f32"]
      var found: [[JSONDocument]] = []
      var outputs: Set<Data> = []
      for input in inputs {
        let detected = try folder.darkroom(
          "detect", "\(channels).cfg", input, "--threshold", "0.5", "--json")
        #expect(detected.status == 0, "\(detected)")
        let images = try JSONDocument(detected.output)["images"]?.elements
        let objects = images?.first?["detections"]?.elements ?? []
        #expect(!objects.isEmpty)
        found.append(objects)
        let place = "out-" + input.replacingOccurrences(of: "/", with: "-")
        let run = try folder.darkroom("run", "\(channels).cfg", "-i", input, "-o", place)
        #expect(run.status == 0, "\(run)")
        outputs.insert(try folder.bytes("\(place)/output_0.f32"))
      }
      #expect(found.allSatisfy { $0 == found[0] } && outputs.count == 1)
    }
  }

  @Test("They are quantized and compared, beside images of alpha, and each file is recorded")
  func quantized() throws {
    var random = SeededGenerator(seed: 8)
    let pixels = (0..<16 * 16 * 4).map { _ in UInt8.random(in: 0...255, using: &random) }
    try folder.file("in4/z.f32", Data(floats: pixels.map { Float($0) / 255 }))
    let quantized = try folder.darkroom(
      "quantize", "4.cfg", "--calibration", "in4", "-o", "8.onnx", "--quiet")
    #expect(quantized.status == 0, "\(quantized)")
    let record = try JSONDocument(
      String(decoding: try folder.bytes("8.onnx.provenance.json"), as: UTF8.self))
    #expect(record["calibration"]?["count"]?.number == 34)
    let compared = try folder.darkroom("compare", "4.cfg", "8.onnx", "--images", "in4", "--json")
    #expect(compared.status == 0, "\(compared)")
    #expect(try JSONDocument(compared.output)["images"]?.elements.count == 34)
  }

  @Test("A file of other channels is left out with what it has and what is taken")
  func mistakes() throws {
    let outcome = try folder.darkroom(
      "detect", "4.cfg", "in4/0.npy", "in2/0.npy", Shapes.image(0), "same2.f32")
    #expect(outcome.status == 65 && outcome.output.contains("in4/0.npy  16 x 16"), "\(outcome)")
    for words in [
      "in2/0.npy: has 2 channels (height x width x channels: 16 x 16 x 2), where the network takes 4",
      "000000.jpg: has 3 channels (RGB), where the network takes 4",
      "same2.f32: has 2048 bytes, where the network takes 4 x 16 x 16",
    ] { #expect(outcome.errors.contains(words), "\(outcome)") }
    let run = try folder.darkroom("run", "4.cfg", "-i", "same2.npy", "-o", "out")
    #expect(run.status == 65 && run.errors.contains("2 x 16 x 16"), "\(run)")
    #expect(!(try folder.entries()).contains { $0.hasPrefix("out/") })
  }

  @Test("What is drawn on is the first three channels, as a PNG")
  func drawn() throws {
    let outcome = try folder.darkroom(
      "detect", "4.cfg", "in4/0.npy", "same4.f32", "-o", "drawn", "--threshold", "0.999")
    #expect(outcome.status == 0, "\(outcome)")
    for name in ["0.npy.png", "same4.f32.png"] {
      let image = try Image(contentsOf: folder.path("drawn/\(name)"))
      #expect(image.width == 16 && image.height == 16)
    }
  }

  @Test("`run` fits an image into the input as `detect` does")
  func image() throws {
    let outcome = try folder.darkroom(
      "run", Shapes.cfg, "--weights", Shapes.weights, "-i", Shapes.image(0), "-o", "a")
    #expect(outcome.status == 0, "\(outcome)")
    // Of the size of the input already.
    let planes = try Image(contentsOf: Shapes.image(0)).planes
    try folder.file("planes.f32", Data(floats: planes))
    _ = try folder.darkroom(
      "run", Shapes.cfg, "--weights", Shapes.weights, "-i", "planes.f32", "-o", "b")
    #expect(try folder.bytes("a/output_0.f32") == folder.bytes("b/output_0.f32"))
  }
}
