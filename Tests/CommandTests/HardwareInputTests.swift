import Foundation
import TestSupport
import Testing

/// What hardware is given: images in each form that a model may take them in.
@Suite("Inputs for hardware")
struct HardwareInputTests {
  /// The numbers of the first image's input, 160 x 160 pixels of three bytes.
  private func image(_ folder: HardwareFolder) throws -> [UInt8] {
    let network = try folder.network()
    #expect(network["inputs"]?.elements.count == 1)
    #expect(network["inputs"]?[0]?["name"]?.string == "input")
    let tensor = Int(try #require(network["inputs"]?[0]?["tensor"]?.number))
    let file = try #require(network["tensors"]?[tensor]?["file"]?.string)
    #expect(network["tensors"]?[tensor]?["type"]?.string == "uint8")
    #expect(network["tensors"]?[tensor]?["zeroPoint"]?.number == 0)
    #expect(network["tensors"]?[tensor]?["memory"]?["firstStep"]?.number == 0)
    return [UInt8](try folder.work.bytes("out/vectors/000_000000/\(file)").suffix(3 * 160 * 160))
  }

  @Test("A model that takes bytes is given those of the image, in its order and layout")
  func byteInput() throws {
    let usual = try HardwareFolder(images: [Shapes.image(0)])
    let planes = try image(usual)
    #expect(Set(planes).count > 100)
    #expect(try usual.network()["inputOrder"]?.string == "rgb")
    #expect(try usual.network()["inputLayout"]?.string == "nchw")
    for (options, order, layout) in [
      (["--input", "uint8"], "rgb", "nchw"),
      (["--input", "uint8", "--input-order", "bgr"], "bgr", "nchw"),
      (["--input", "uint8", "--input-order", "bgr", "--input-layout", "nhwc"], "bgr", "nhwc"),
    ] {
      let folder = try HardwareFolder(
        quantization: options, images: [Shapes.image(0)],
        options: layout == "nhwc" ? ["--layout", "nhwc", "--block", "3"] : [])
      let network = try folder.network()
      #expect(network["inputOrder"]?.string == order)
      #expect(network["inputLayout"]?.string == layout)
      let pixels = planes.count / 3
      let expected = planes.indices.map { place in
        let (channel, pixel) =
          layout == "nhwc" ? (place % 3, place / 3) : (place / pixels, place % pixels)
        return planes[(order == "bgr" ? 2 - channel : channel) * pixels + pixel]
      }
      #expect(try image(folder) == expected, "\(options)")
      #expect(try folder.replayC().status == 0)
      let found = try folder.work.darkroom("detect", "int8.onnx", Shapes.image(0), "--json")
      let boxes = try JSONDocument(
        String(decoding: folder.work.bytes("out/vectors/000_000000/boxes.json"), as: UTF8.self))
      #expect(boxes["detections"]?.elements.isEmpty == false)
      #expect(
        try boxes["detections"] == JSONDocument(found.output)["images"]?[0]?["detections"])
    }
  }

  @Test("An image in float with its channels last is quantized to the same bytes")
  func floatPixels() throws {
    let usual = try HardwareFolder(images: [Shapes.image(0)])
    let folder = try HardwareFolder(
      quantization: ["--input-layout", "nhwc"], images: [Shapes.image(0)])
    #expect(try folder.network()["inputLayout"]?.string == "nhwc")
    #expect(try image(folder) == image(usual))
    #expect(try folder.replayC().status == 0)
  }
}

/// What the program in C does with folders that are not its own, or not whole.
@Suite("Foreign folders for hardware")
struct HardwareForeignFolderTests {
  @Test("Constants of another size than the program was compiled for are not read")
  func otherConstants() throws {
    let folder = try HardwareFolder(images: [])
    let other = try folder.work.darkroom(
      "hardware", "int8.onnx", "-o", "other", "-q", "--block", "16")
    #expect(other.status == 0, "\(other)")
    let header = String(decoding: try folder.work.bytes("out/network.h"), as: UTF8.self)
    let bytes = try folder.work.bytes("out/constants.bin").count
    #expect(header.contains("PACKED_BYTES = \(bytes) "))
    let outcome = try folder.work.shell("./replay other")
    #expect(outcome.status == 1 && outcome.errors.contains("constants.bin"), "\(outcome)")
  }

  @Test("A list of files that is cut off, or has a long line, is not read beyond its end")
  func lists() throws {
    let folder = try HardwareFolder(images: [])
    // Where the compiler has it, its own check of memory finds what is read beyond the end.
    let compiled = try folder.work.shell(
      """
      cc -std=c99 -g -fsanitize=address,undefined out/replay.c -o checked &&
        ASAN_OPTIONS=detect_leaks=0 ./checked out
      """)
    let program = compiled.status == 0 ? "checked" : "replay"
    let whole = try folder.work.bytes("out/checksums.txt")
    let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
    let long = Data(repeating: UInt8(ascii: "a"), count: 100_000)
    for list in [
      whole[..<first], whole.dropLast(), Data(), whole[...first] + long,
      whole[..<first] + long + whole[first...], long + whole,
    ] {
      try folder.work.file("out/checksums.txt", Data(list))
      let outcome = try folder.work.shell("ASAN_OPTIONS=detect_leaks=0 ./\(program) out")
      #expect(outcome.status == 1, "\(outcome)")
      #expect(!outcome.errors.contains("Sanitizer"), "\(outcome)")
    }
  }

  @Test("A folder whose path is too long is said to be so") func longPath() throws {
    let folder = try HardwareFolder(images: [])
    let outcome = try folder.work.shell("./replay \(String(repeating: "./", count: 2100))out")
    #expect(outcome.status == 1 && outcome.errors.contains("too long"), "\(outcome)")
  }
}
