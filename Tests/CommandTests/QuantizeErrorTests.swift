import Foundation
import TestSupport
import Testing
import Vision

@Suite("What darkroom quantize refuses, and how")
struct QuantizeErrorTests {
  let folder: WorkFolder
  private let model = ["quantize", Shapes.cfg, "--weights", Shapes.weights]

  init() throws { folder = try WorkFolder() }

  /// Copies a calibration image and returns its bytes.
  @discardableResult
  private func image(_ index: Int, as name: String) throws -> Data {
    let names = try FileManager.default.contentsOfDirectory(atPath: Shapes.calibration).sorted()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Shapes.calibration)/\(names[index])"))
    try folder.file(name, bytes)
    return bytes
  }

  @Test(
    "Options that do not go together say what to do, all at once; nothing is read or written",
    arguments: [
      (["--calibration", "."], ["give -o for the model, --save-table for the calibration"]),
      (["-o", "q.onnx"], ["there is nothing to calibrate with", "--calibration", "--table"]),
      (["-o", "q.onnx", "--table", "t.json"], ["add --calibration", "--effort fast"]),
      (
        ["-o", "q.onnx", "--table", "t.json", "--effort", "fast", "--bias-correction"],
        ["add --calibration"]
      ),
      (["--calibration", ".", "-o", "q.onnx", "--qdq", "explicit"], ["--format qdq"]),
      (
        ["--calibration", ".", "-o", "q", "--head", "int32", "--activation-type", "int8"],
        ["--head int32 needs --activation-type uint8"]
      ),
      (
        ["--calibration", ".", "-o", "q", "--activation-type", "uint16"],
        ["--activation-type uint16 needs --format qdq"]
      ),
      (
        ["--calibration", ".", "-o", "q", "--target", "onnxruntime", "--w8a16-layers", "2"],
        ["--w8a16-layers 2 needs --format qdq, and --target onnxruntime chooses qoperator"]
      ),
      (
        [
          "--calibration", ".", "-o", "q", "--format", "qdq", "--activation-type", "int16",
          "--w8a16-layers", "1",
        ],
        ["--w8a16-layers 1 needs --activation-type uint8"]
      ),
      (
        ["--calibration", ".", "-o", "q.onnx", "--w8a16-layers", "1001"],
        ["--w8a16-layers is a whole number of 0 to 1000, not 1001"]
      ),
      (["--calibration", ".", "-o", "q.onnx", "--percentile", "99"], ["--ranges percentile"]),
      (
        ["--calibration", ".", "-o", "q", "--ranges", "percentile", "--percentile", "9"],
        ["--percentile is a number of 50 to 100, not 9"]
      ),
      (
        ["--calibration", ".", "--save-table", "t", "--report", "r", "--opset", "7"],
        ["--report describes a quantized model", "--opset is 13 to 22, not 7"]
      ),
      (
        [
          "--calibration", ".", "--merge", "t.json", "--equalization", "activations",
          "--save-table", "s",
        ],
        ["--equalization none or weights"]
      ),
      (
        ["--calibration", ".", "-o", "q.onnx", "--float-layers=-1"],
        ["--float-layers is a whole number of 0 to 1000, not -1"]
      ),
      (["--calibration", ".", "-o", "q.onnx", "--format", "int4"], ["--format"]),
      (["--calibration", ".", "-o", "q.onnx", "--effort", "most"], ["--effort"]),
      (["--calibration", ".", "-o", "q.onnx", "--head", "none"], ["--head"]),
      (["--calibration", ".", "-o", "q.onnx", "--threads", "0"], ["--threads"]),
    ] as [([String], [String])])
  func usage(options: [String], says: [String]) throws {
    let outcome = try folder.darkroom(model + options)
    #expect(outcome.status == 64, "\(outcome)")
    for text in says { #expect(outcome.errors.contains(text), "\(outcome)") }
    #expect(try folder.entries().isEmpty)
  }

  @Test("One scale for a head is allowed, with a warning where nothing can make up for it")
  func singleScale() throws {
    let quantize =
      Shapes.quantize(with: Shapes.few) + ["-o", "q.onnx", "--effort", "fast", "--head", "single"]
    let outcome = try folder.darkroom(quantize + ["--target", "hardware"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("costs several AP points"))
    let other = try folder.darkroom(quantize)
    #expect(other.status == 0 && !other.errors.contains("AP points"), "\(other)")
  }

  @Test("Images that are none: left out with a warning each and counted; --strict stops")
  func badImages() throws {
    for index in 0..<4 { try image(index, as: "good/\(index).jpg") }
    for index in 0..<4 { try image(index, as: "mixed/\(index).jpg") }
    let bytes = try image(2, as: "mixed/again.jpg")
    try folder.file("mixed/cut.jpg", bytes.prefix(bytes.count / 2))
    try folder.file("mixed/text.jpg", "no image\n")
    try folder.file("mixed/empty.png")
    try folder.file("mixed/notes.txt", "not looked at\n")
    let before = try folder.entries()
    let outcome = try folder.darkroom(model + ["--calibration", "mixed", "-o", "q.onnx"])
    #expect(
      outcome.status == 65, "the model is there, and the status says that images were left out")
    #expect(outcome.output.contains("4 images, 3 skipped, 1 left out as repeated"))
    for name in ["cut.jpg", "text.jpg", "empty.png"] {
      #expect(outcome.errors.contains("skipped mixed/\(name): "), "\(outcome)")
    }
    for effort in ["fast", "balanced", "best"] {
      for name in ["good", "mixed"] {
        let outcome = try folder.darkroom(
          model + ["--calibration", name, "-qo", "\(name).onnx", "--effort", effort])
        #expect(outcome.status == (name == "good" ? 0 : 65), "\(outcome)")
        #expect(outcome.errors.isEmpty == (name == "good"), "\(outcome)")
      }
      #expect(
        try folder.bytes("good.onnx") == folder.bytes("mixed.onnx"),
        "what is left out changes nothing")
    }
    for name in ["q.onnx", "good.onnx", "mixed.onnx"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
      try FileManager.default.removeItem(atPath: folder.path(name + ".provenance.json"))
    }
    let strict = try folder.darkroom(
      model + ["--calibration", "mixed", "-o", "q.onnx", "--save-table", "t.json", "--strict"])
    #expect(strict.status == 65)
    #expect(strict.errors.contains("mixed/"))
    #expect(try folder.entries() == before)
  }

  @Test("Nothing to calibrate with, in all its forms")
  func uselessImages() throws {
    try #require(try folder.shell("mkdir empty; mkfifo pipe").status == 0)
    try folder.file("none/1.jpg", "no image\n")
    try folder.file("none/2.png")
    try folder.file("missing.list", "nosuch.jpg\nnosuch.png\n")
    try folder.file("blank.list", "\n# nothing\n")
    try folder.file("binary.list", Data([0x70, 0x00, 0x0a, 0x81]))
    let black = try Image(width: 40, height: 40, pixels: Array(repeating: 0, count: 4800))
    try folder.file("black/keep")
    try black.write(to: folder.path("black/black.png"))
    try image(0, as: "one/a.jpg")
    try folder.file("one.list", "one/a.jpg\n  nosuch.jpg  \n")
    let before = try folder.entries()
    let cases: [(argument: String, status: Int32, says: String)] = [
      ("empty", 66, "empty: has no images"), ("nosuch", 66, "nosuch: No such file"),
      ("pipe", 66, "is a pipe"), ("blank.list", 66, "has no images"),
      ("none", 65, "none of 2 calibration images can be used"),
      ("missing.list", 66, "none of 2 calibration images can be used"),
      ("binary.list", 65, "binary.list: is not text"),
      ("black", 65, "every calibration image is black"),
    ]
    for (argument, status, says) in cases {
      let outcome = try CommandLineTool.run(
        model + ["--calibration", argument, "-o", "q.onnx"], in: folder.url, timeout: 20)
      #expect(outcome.status == status, "\(argument): \(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
    }
    #expect(try folder.entries() == before)
    let some = try folder.darkroom(
      model + ["--calibration", "one.list", "--save-table", "t.json"])
    #expect(some.status == 66)
    #expect(some.output.contains("1 image, 1 skipped"))
    #expect(some.errors.contains("skipped nosuch.jpg: No such file"))
    let strict = try folder.darkroom(
      model + ["--calibration", "one.list", "-o", "q.onnx", "--strict"])
    #expect(strict.status == 66)
  }

  @Test("Networks that compute infinities, or nothing but 0")
  func numbers() throws {
    let good = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    // Behind the header and eight biases are the eight scales of the first batch normalization.
    var huge = good
    withUnsafeBytes(of: Float(3e38)) { bytes in
      for channel in 0..<8 {
        huge.replaceSubrange(52 + 4 * channel..<56 + 4 * channel, with: bytes)
      }
    }
    try folder.file("huge.weights", huge)
    try folder.file("zero.weights", good.prefix(20) + Data(count: good.count - 20))
    let before = try folder.entries()
    for (weights, says) in [
      ("huge.weights", "infinite or no numbers"), ("zero.weights", "every weight is 0"),
    ] {
      let outcome = try folder.darkroom(
        "quantize", Shapes.cfg, "--weights", weights, "--calibration", Shapes.few, "-o",
        "q.onnx")
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
      #expect(weights != "huge.weights" || outcome.errors.contains("of layer "), "\(outcome)")
    }
    #expect(try folder.entries() == before)
  }

  @Test("A model that is quantized already, or whose heads cannot be decoded")
  func models() throws {
    for format in ["qoperator", "qdq"] {
      let made = try folder.darkroom(
        Shapes.quantize(with: Shapes.few)
          + ["-o", "\(format).onnx", "--effort", "fast", "--format", format])
      #expect(made.status == 0)
      let again = try folder.darkroom(
        "quantize", "\(format).onnx", "--calibration", Shapes.few, "-o", "x.onnx")
      #expect(again.status == 64)
      #expect(again.errors.contains("\(format).onnx: is quantized already"))
    }
    #expect(
      try folder.entries().filter { $0.hasSuffix(".onnx") } == ["qdq.onnx", "qoperator.onnx"])
  }

  @Test("No output may be an input or another output, and all can be written, before work begins")
  func outputs() throws {
    try image(0, as: "p/a.jpg")
    try folder.file("t.json", "{}")
    try folder.file("r/kept", "")
    try folder.file("shapes.weights", Data(contentsOf: URL(fileURLWithPath: Shapes.weights)))
    let before = try folder.entries()
    let command = ["quantize", Shapes.cfg, "--weights", "shapes.weights", "--calibration", "p"]
    let cases: [(options: [String], status: Int32, says: String)] = [
      (["-o", "./shapes.weights"], 64, "choose another output"),
      (["-o", "p/a.jpg"], 64, "choose another output"),
      (["-o", "q.onnx", "--report", "p/../t.json", "--merge", "t.json"], 64, "t.json"),
      (["-o", "q.onnx", "--report", "./q.onnx"], 64, "would be written twice"),
      (["-o", "nosuch/q.onnx"], 73, "create the folder first"),
      (["-o", "q.onnx", "--save-table", "r"], 73, "is a folder"),
      (["-o", "q.onnx", "--report", "/dev/null"], 73, "is a device"),
    ]
    for (options, status, says) in cases {
      let outcome = try folder.darkroom(command + options)
      #expect(outcome.status == status, "\(options): \(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
    }
    #expect(try folder.entries() == before)
  }

  @Test("A disk that is full: an error, and none of the files")
  func fullDisk() throws {
    let outcome = try folder.shell(
      "ulimit -f 200; $darkroom quantize '\(Shapes.cfg)' --weights '\(Shapes.weights)' --effort fast"
        + " --calibration '\(Shapes.few)' -o q.onnx --save-table t.json --report r.txt")
    #expect(outcome.status == 73, "\(outcome)")
    #expect(outcome.errors.contains("File too large"))
    #expect(try folder.entries().isEmpty)
  }

  @Test("An interrupted run leaves nothing, and ends by the signal", arguments: ["INT", "TERM"])
  func interrupted(signal: String) throws {
    try folder.file(
      "interrupt.py",
      """
      import os, signal, subprocess, time
      os.mkdir('out')
      for delay in (0.3, 0.2, 0.1, 0.05):
        process = subprocess.Popen(
          [os.environ['darkroom'], 'quantize', '\(Shapes.cfg)', '--weights', '\(Shapes.weights)',
           '--calibration', '\(Shapes.calibration)', '-qo', 'out/x.onnx', '--save-table', 'out/t'],
          stdout=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIG\(signal))
        if process.wait() != 0: break
      print(signal.Signals(-process.returncode).name, os.listdir('out'))
      """)
    let outcome = try folder.shell("python3 interrupt.py")
    #expect(outcome.output == "SIG\(signal) []\n", "\(outcome)")
  }

  @Test("A progress bar on a terminal, which is gone at the end; none with --quiet or NO_COLOR")
  func progress() throws {
    let command =
      "\"$darkroom\" quantize '\(Shapes.cfg)' --weights '\(Shapes.weights)' --calibration "
      + "'\(Shapes.calibration)' -o q.onnx --effort fast --license cfg=MIT "
      + "--license weights=MIT --license calibration=MIT"
    func terminal(_ command: String) throws -> String {
      try folder.file("command", "unset NO_COLOR; export TERM=xterm\n\(command)\n")
      let outcome = try folder.shell("script -qec 'bash command' /dev/null")
      #expect(outcome.status == 0)
      return outcome.output
    }
    let shown = try terminal(command)
    #expect(shown.contains("calibrating [") && shown.contains("/60"))
    #expect(shown.contains("\r\u{1B}[K\u{1B}]8;;file://"), "cleared before the result")
    #expect(try !terminal(command + " --quiet").contains("\r\u{1B}[K"))
    #expect(try !terminal("NO_COLOR=1 " + command).contains("\u{1B}"))
    #expect(try folder.shell(command).errors.isEmpty, "nor where there is no terminal")
  }

  @Test("Networks that take no image")
  func noImage() throws {
    let net = ConformanceNetwork("gru")
    let outcome = try folder.darkroom(
      "quantize", net.cfg, "--calibration", Shapes.few, "-o", "q.onnx")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("its input is input 1x9x1x1, but calibration takes images"))
  }
}
