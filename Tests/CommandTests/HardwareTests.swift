import Foundation
import TestSupport
import Testing

@Suite("Models for hardware")
struct HardwareTests {
  private static let requantizations = ["float", "fixed", "shift"]

  @Test(
    "The program in C computes every step as the engine does, bit by bit",
    arguments: [
      ["float"], ["fixed"], ["shift"], ["float", "--layout", "nhwc"], ["fixed", "--block", "16"],
      ["shift", "--layout", "nhwc", "--block", "4"],
    ])
  func replayInC(options: [String]) throws {
    let folder = try HardwareFolder(
      quantization: ["--requantization", options[0]], options: Array(options.dropFirst()))
    let network = try folder.network()
    #expect(network["requantization"]?.string == options[0])
    let outcome = try folder.replayC()
    #expect(outcome.status == 0, "\(outcome)")
    let steps = try #require(network["steps"]?.elements.count)
    #expect(
      outcome.output == """
        vectors/000_000000: all \(steps) steps are equal
        vectors/001_000001: all \(steps) steps are equal

        """)
  }

  @Test(
    "The program in Python computes every step as the engine does, bit by bit",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: requantizations)
  func replayInPython(requantization: String) throws {
    let folder = try HardwareFolder(
      quantization: ["--requantization", requantization, "--activation-type", "int8"],
      options: ["--block", "8"])
    let outcome = try folder.replayPython()
    #expect(outcome.status == 0 && outcome.output.contains("steps are equal"), "\(outcome)")
    #expect(try folder.replayC().status == 0)
  }

  @Test(
    "With a float multiplier the tensors are those of ONNX Runtime, bit by bit",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func runtime() throws {
    let folder = try HardwareFolder(options: ["--layout", "nhwc", "--block", "16"])
    let outcome = try Peers.run(
      "hardware_vectors.py", ["compare", folder.work.path("out"), folder.work.path("int8.onnx")])
    let count = try #require(try folder.network()["tensors"]?.elements.count)
    #expect(outcome.status == 0 && outcome.output.contains("\(count) of \(count)"), "\(outcome)")
  }

  @Test("A flipped bit in any file is noticed by the program in C") func flippedBit() throws {
    let folder = try HardwareFolder(images: [Shapes.image(0)])
    #expect(try folder.replayC().status == 0)
    for (index, file) in try folder.files().enumerated() {
      let whole = try folder.work.bytes("out/\(file)")
      var changed = whole
      changed[whole.count * (index % 7) / 7] ^= UInt8(1 << (index % 8))
      try folder.work.file("out/\(file)", changed)
      let outcome = try folder.replayC()
      #expect(outcome.status == 1 && outcome.errors.contains("was changed"), "\(file): \(outcome)")
      try folder.work.file("out/\(file)", whole)
    }
    #expect(try folder.replayC().status == 0)
  }

  @Test(
    "A vector that is another is found by both programs even where its checksum is right",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func wrongVector() throws {
    let folder = try HardwareFolder(images: [Shapes.image(0)])
    let steps = try #require(try folder.network()["steps"]?.elements)
    let step = steps[steps.count / 2]
    let output = try #require(step["outputs"]?[0]?.number)
    let tensor = try #require(try folder.network()["tensors"]?[Int(output)]?["file"]?.string)
    let change = try Peers.run(
      "hardware_vectors.py", ["change", folder.work.path("out"), "vectors/000_000000/\(tensor)"])
    #expect(change.status == 0, "\(change)")
    let index = try #require(step["index"]?.number)
    for outcome in [try folder.replayC(), try folder.replayPython()] {
      #expect(outcome.status == 1, "\(outcome)")
      #expect(
        outcome.errors.contains("step \(Int(index))") && outcome.errors.contains(tensor),
        "\(outcome)")
    }
  }

  @Test("The programs are short enough to be read") func length() throws {
    let folder = Fixtures.root.appendingPathComponent("Sources/Hardware/Replay")
    for name in ["replay.c", "replay.py"] {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 300)
    }
  }

  @Test(
    "Every instruction set and any number of threads give the same files",
    arguments: requantizations)
  func instructionSets(requantization: String) throws {
    let folder = try HardwareFolder(quantization: ["--requantization", requantization])
    let expected = try folder.work.bytes("out/checksums.txt")
    for (name, line) in [
      ("generic", "DARKROOM_ISA=generic"), ("threads", ""),
    ] {
      let outcome = try folder.work.shell(
        """
        \(line) $darkroom hardware int8.onnx --threads 3 -o \(name) -q \\
          --image '\(Shapes.image(0))' --image '\(Shapes.image(1))'
        """)
      #expect(outcome.status == 0, "\(outcome)")
      // The boxes' scores are computed in float, which instruction sets may round otherwise.
      func lines(_ data: Data) -> [Substring] {
        String(decoding: data, as: UTF8.self).split(separator: "\n").dropLast()
          .filter { !$0.hasSuffix("boxes.json") }
      }
      #expect(lines(try folder.work.bytes("\(name)/checksums.txt")) == lines(expected), "\(name)")
    }
  }

  @Test("Tensors that are needed at the same time do not share memory") func memory() throws {
    let network = try HardwareFolder(images: []).network()
    let places = try #require(network["tensors"]?.elements).compactMap { tensor -> [Int]? in
      guard let memory = tensor["memory"] else { return nil }
      return ["offset", "bytes", "firstStep", "lastStep"].compactMap {
        memory[$0]?.number.map { Int($0) }
      }
    }
    let size = try #require(network["memory"]?["bytes"]?.number)
    #expect(places.count > 10)
    for (index, a) in places.enumerated() {
      #expect(a[0] % 64 == 0 && a[0] + a[1] <= Int(size))
      for b in places[(index + 1)...] where a[2] <= b[3] && b[2] <= a[3] {
        #expect(a[0] + a[1] <= b[0] || b[0] + b[1] <= a[0], "\(a) \(b)")
      }
    }
    #expect(Int(size) < places.reduce(0) { $0 + $1[1] } / 2)
  }

  @Test("What the host makes of the device's results are the outputs of `run`") func outputs()
    throws
  {
    let folder = try HardwareFolder(quantization: ["--requantization", "fixed"])
    let network = try folder.network()
    let boxes = try JSONDocument(
      String(decoding: folder.work.bytes("out/vectors/000_000000/boxes.json"), as: UTF8.self))
    let found = try folder.work.darkroom("detect", "int8.onnx", Shapes.image(0), "--json")
    let detected = try JSONDocument(found.output)["images"]?[0]?["detections"]
    #expect(boxes["detections"] == detected && detected?.elements.isEmpty == false)
    #expect(network["outputs"]?.elements.count == 2)
  }

  // MARK: Refusals

  @Test("A model that computes with real numbers is refused with its nodes and the remedy")
  func realNumbers() throws {
    let folder = try WorkFolder()
    let float = try Shapes.convert(in: folder)
    let refused = try folder.darkroom("hardware", float, "-o", "out")
    #expect(refused.status == 65, "\(refused)")
    for part in [
      "shapes.onnx: is not integer-only", "layer_000_conv (convolution)", "--format qoperator",
      "--head split", "--heads raw",
    ] {
      #expect(refused.errors.contains(part), "\(refused)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test(
    "Forms that keep a part in float are refused, and one that folds into integers is not",
    arguments: [
      (["--head", "int32"], "integer convolution"), (["--float-layers", "1"], "(convolution)"),
      (["--heads", "decoded"], "--heads raw"), (["--format", "qdq"], "with real numbers"),
      (["--format", "qdq", "--qdq", "explicit", "--head", "split"], ""),
    ])
  func forms(options: [String], expected: String) throws {
    let folder = try WorkFolder()
    let quantize = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-q", "-o", "q.onnx"]
    #expect(try folder.darkroom(quantize + options).status == 0)
    let outcome = try folder.darkroom("hardware", "q.onnx", "-o", "out")
    #expect(outcome.status == (expected.isEmpty ? 0 : 65), "\(outcome)")
    #expect(expected.isEmpty || outcome.errors.contains(expected), "\(outcome)")
  }

  @Test("What cannot be written, or read, is refused before anything is there")
  func refusals() throws {
    let folder = try WorkFolder()
    let quantize = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-q", "-o", "q.onnx"]
    #expect(try folder.darkroom(quantize).status == 0)
    try folder.file("full/mine.txt", "mine")
    try folder.file("file", "mine")
    try folder.file("broken.png", "no image")
    let whole = try folder.bytes("q.onnx")
    try folder.file("half.onnx", whole.prefix(whole.count / 2))
    let cases: [(arguments: [String], status: Int32, expected: String)] = [
      (["q.onnx", "-o", "full"], 73, "not empty"), (["q.onnx", "-o", "file"], 73, "is a file"),
      (["q.onnx", "-o", "x", "--block", "0"], 64, "1 to 1024"),
      (["q.onnx", "-o", "x", "--layout", "chwn"], 64, "nhwc"),
      (["q.onnx", "-o", "x", "--image", "broken.png"], 65, "broken.png"),
      (["q.onnx", "-o", "x", "--image", "none.png"], 66, "none.png"),
      (["half.onnx", "-o", "x"], 65, "half.onnx"), (["none.onnx", "-o", "x"], 66, "none.onnx"),
      ([Shapes.cfg, "-o", "x"], 64, "quantize"),
    ]
    for item in cases {
      let outcome = try folder.darkroom(["hardware"] + item.arguments)
      #expect(outcome.status == item.status, "\(item.arguments): \(outcome)")
      #expect(outcome.errors.contains(item.expected), "\(item.arguments): \(outcome)")
    }
    let names = try folder.entries()
    #expect(!names.contains { $0.hasPrefix("x") || $0.hasPrefix("full.") }, "\(names)")
  }

  @Test("The current folder, and what has no name of its own, is refused in a sentence")
  func currentFolder() throws {
    let folder = try WorkFolder()
    let quantize = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-q", "-o", "q.onnx"]
    #expect(try folder.darkroom(quantize).status == 0)
    try folder.file("other/file", "mine")
    for path in [".", "./", "\"$PWD\"", "..", "../here/.", "''"] {
      let outcome = try folder.shell(
        "mkdir -p here && cd here && $darkroom hardware ../q.onnx -q -o \(path)")
      #expect(outcome.status == 73, "\(path): \(outcome)")
      #expect(outcome.errors.contains("names no folder that can be made"), "\(path): \(outcome)")
    }
    #expect(try folder.darkroom("hardware", "q.onnx", "-o", "other").status == 73)
    #expect(try folder.entries().filter { $0.hasPrefix("here") } == ["here"])
  }

  @Test("Folders that were made for one that cannot be written are removed again")
  func parents() throws {
    let folder = try WorkFolder()
    let quantize = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-q", "-o", "q.onnx"]
    #expect(try folder.darkroom(quantize).status == 0)
    try folder.file("there/file", "mine")
    // The folder's own name is one that the system takes, but not with more behind it.
    let long = String(repeating: "x", count: 255)
    for path in ["a/b/\(long)", "there/b/c/\(long)"] {
      let outcome = try folder.darkroom("hardware", "q.onnx", "-o", path)
      #expect(outcome.status == 73, "\(outcome)")
    }
    let names = try folder.entries()
    #expect(!names.contains { $0.hasPrefix("a/") || $0 == "a" || $0.hasPrefix("there/b") })
    #expect(names.contains("there/file"))
    #expect(try folder.darkroom("hardware", "q.onnx", "-q", "-o", "a/b/c").status == 0)
    #expect(try folder.entries().contains("a/b/c/network.json"))
  }

  @Test("Fixed and shifted sums are refused where functions are computed in float") func fused()
    throws
  {
    let folder = try WorkFolder()
    let quantize = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-q", "-o", "q.onnx"]
    let outcome = try folder.darkroom(quantize + ["--format", "qdq", "--requantization", "shift"])
    #expect(outcome.status == 64 && outcome.errors.contains("--format qoperator"), "\(outcome)")
  }
}
