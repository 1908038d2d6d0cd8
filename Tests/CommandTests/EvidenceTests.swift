import Foundation
import TestSupport
import Testing

/// What was found with public files: each right answer, with inputs made here.
@Suite("No check passes on nothing, and nothing is taken silently")
struct EvidenceTests {
  let folder: WorkFolder
  private let images = Fixtures.root.appendingPathComponent("Images/shapes/validation").path

  init() throws { folder = try WorkFolder() }

  /// A network with random weights.
  private func network(_ name: String, _ cfg: String, seed: UInt64 = 1, zero: Bool = false) throws {
    try folder.file("\(name).cfg", cfg)
    let inspected = try folder.darkroom("inspect", "\(name).cfg", "--json")
    let json = try JSONDocument(inspected.output)
    let count = Int(try #require(json["totals"]?["parameters"]?.number))
    var generator = SeededGenerator(seed: seed)
    let floats = (0..<count).map { _ in zero ? 0 : Float.random(in: 0.01...0.3, using: &generator) }
    let header: [UInt8] = [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0] + Array(repeating: 0, count: 8)
    try folder.file("\(name).weights", Data(header + floats.withUnsafeBytes { Array($0) }))
  }

  private static let head = "[net]\nwidth=32\nheight=32\nchannels=3\n"
  private static let classifier =
    head + "[convolutional]\nfilters=8\nsize=3\nstride=2\nactivation=leaky\n"
    + "[convolutional]\nfilters=10\nsize=1\nactivation=linear\n[avgpool]\n[softmax]\n"
  private static let detector =
    head + "[convolutional]\nfilters=8\nsize=3\nstride=4\npad=1\nactivation=leaky\n"
    + "[convolutional]\nfilters=24\nsize=1\nactivation=linear\n"
    + "[yolo]\nmask=0,1,2\nanchors=4,4, 8,8, 16,16\nclasses=3\nnum=3\n"

  @Test("Classifiers are judged by their outputs, and different ones do not pass")
  func classifiers() throws {
    try network("a", Self.classifier)
    try network("b", Self.classifier, seed: 2)
    let same = try folder.darkroom("compare", "a.cfg", "a.cfg", "--images", images, "--json")
    #expect(same.status == 0, "\(same)")
    let report = try JSONDocument(same.output)
    #expect(report["classification"]?["top1"]?.number == 1)
    #expect(report["detections"]?["f1"] == .null)
    let other = try folder.darkroom("compare", "a.cfg", "b.cfg", "--images", images)
    #expect(other.status == 1 && other.output.contains("failed: sqnr"), "\(other)")
    #expect(!other.output.contains("F1 1.0"))
    let asked = try folder.darkroom(
      "compare", "a.cfg", "a.cfg", "--images", images, "--min-top1", "1", "--min-sqnr", "100")
    #expect(asked.status == 0, "\(asked)")
  }

  @Test("Detectors that find nothing are not measured, which is no pass")
  func nothingFound() throws {
    try network("a", Self.detector)
    let outcome = try folder.darkroom(
      "compare", "a.cfg", "a.cfg", "--images", images, "--limit", "4", "--threshold", "1")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.output.contains("not measured: f1: neither model finds anything"), "\(outcome)")
  }

  @Test("Weights that are all 0 give no model, unless that is wanted")
  func zeros() throws {
    try network("z", Self.detector, zero: true)
    let refused = try folder.darkroom("convert", "z.cfg", "z.weights", "-o", "z.onnx")
    #expect(refused.status == 65 && refused.errors.contains("every weight is 0"), "\(refused)")
    #expect(!(try folder.entries().contains("z.onnx")))
    let wanted = try folder.darkroom(
      "convert", "z.cfg", "z.weights", "-o", "z.onnx", "--allow-worthless")
    #expect(wanted.status == 0 && wanted.errors.contains("every weight is 0"), "\(wanted)")
    let quantized = try folder.darkroom(
      "quantize", "z.cfg", "--calibration", images, "-o", "q.onnx", "--effort", "fast")
    #expect(quantized.status == 65 && quantized.errors.contains("every weight is 0"))
  }

  @Test("Calibration with images of one colour gives no model; with few, a warning")
  func blankCalibration() throws {
    try network("a", Self.detector)
    // A PNG of one colour, made by the program that draws boxes on an image.
    let python =
      "import zlib, struct\ndef c(t, d): return struct.pack('>I', len(d)) + t + d + "
      + "struct.pack('>I', zlib.crc32(t + d))\nopen('white.png', 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n' "
      + "+ c(b'IHDR', struct.pack('>IIBBBBB', 16, 16, 8, 2, 0, 0, 0)) + c(b'IDAT', "
      + "zlib.compress((b'\\0' + b'\\xff' * 48) * 16)) + c(b'IEND', b''))"
    try folder.file("white.py", python)
    #expect(try folder.shell("mkdir -p blank; cd blank; python3 ../white.py").status == 0)
    let blank = try folder.darkroom(
      "quantize", "a.cfg", "--calibration", "blank", "-o", "q.onnx", "--effort", "fast")
    #expect(blank.status == 65 && blank.errors.contains("of one colour"), "\(blank)")
    let few = try folder.darkroom(
      "quantize", "a.cfg", "--calibration", Shapes.few, "-o", "q.onnx", "--effort", "fast",
      "--allow-worthless")
    #expect(few.status == 0 && few.errors.contains("100 or more are advised"), "\(few)")
  }

  @Test("A network that 8 bits ruin gives no model, unless that is wanted")
  func ruined() throws {
    let layers =
      "[convolutional]\nxnor=1\nbatch_normalize=1\nfilters=16\nsize=3\npad=1\nactivation=linear\n"
    try folder.file(
      "x.cfg",
      Self.head
        + "[convolutional]\nbatch_normalize=1\nfilters=16\nsize=3\npad=1\nactivation=leaky\n"
        + String(repeating: layers, count: 6)
        + "[convolutional]\nfilters=24\nsize=1\nactivation=linear\n"
        + "[yolo]\nmask=0,1,2\nanchors=4,4, 8,8, 16,16\nclasses=3\nnum=3\n")
    // The sign of what is near 0 is lost, layer after layer.
    var generator = SeededGenerator(seed: 1)
    func convolution(_ inputs: Int, _ outputs: Int, _ size: Int, normalized: Bool) -> [Float] {
      func some(_ count: Int, _ limit: Float) -> [Float] {
        (0..<count).map { _ in Float.random(in: -limit...limit, using: &generator) }
      }
      let ones = [Float](repeating: 1, count: outputs)
      return some(outputs, 0.2) + (normalized ? ones + some(outputs, 0.2) + ones : [])
        + some(outputs * inputs * size * size, 0.5)
    }
    var floats = convolution(3, 16, 3, normalized: true)
    for _ in 0..<6 { floats += convolution(16, 16, 3, normalized: true) }
    floats += convolution(16, 24, 1, normalized: false)
    let header: [UInt8] = [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0] + Array(repeating: 0, count: 8)
    try folder.file("x.weights", Data(header + floats.withUnsafeBytes { Array($0) }))
    let quantize = [
      "quantize", "x.cfg", "--calibration", Shapes.calibration, "--effort", "fast", "-o", "q.onnx",
    ]
    let refused = try folder.darkroom(quantize)
    #expect(
      refused.status == 65 && refused.errors.contains("the signal to noise of the outputs is"))
    #expect(!(try folder.entries().contains("q.onnx")))
    let wanted = try folder.darkroom(quantize + ["--allow-worthless"])
    #expect(wanted.status == 0 && wanted.errors.contains("20 and more are usual"), "\(wanted)")
  }

  @Test("Heads of different numbers of classes are named")
  func classCounts() throws {
    let second =
      Self.detector + "[route]\nlayers=0\n[convolutional]\nfilters=21\nsize=1\nactivation=linear\n"
      + "[yolo]\nmask=0,1,2\nanchors=4,4, 8,8, 16,16\nclasses=2\nnum=3\n"
    try network("two", second)
    let outcome = try folder.darkroom("convert", "two.cfg", "two.weights", "-o", "two.onnx")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("different numbers of classes (2, 3)"), "\(outcome)")
  }

  @Test("A damaged image is left out and reported, and the exit status says so; --strict stops")
  func damagedImage() throws {
    _ = try Shapes.convert(in: folder)
    let good = try Data(contentsOf: URL(fileURLWithPath: Shapes.image(0)))
    for name in ["a.jpg", "c.jpg"] { try folder.file("in/\(name)", good) }
    try folder.file("in/b.jpg", good.prefix(900))
    let files = ["in/a.jpg", "in/b.jpg", "in/c.jpg"]
    let detected = try folder.darkroom(["detect", "shapes.onnx", "-o", "out"] + files)
    #expect(detected.status == 65, "\(detected)")
    #expect(detected.output.contains("in/a.jpg") && detected.output.contains("in/c.jpg"))
    #expect(detected.errors.contains("skipped in/b.jpg: "), "\(detected)")
    #expect(detected.errors.contains("1 of 3 images could not be read and were left out"))
    #expect(try folder.entries().filter { $0.hasPrefix("out/") } == ["out/a.jpg", "out/c.jpg"])
    let strict = try folder.darkroom(["detect", "shapes.onnx", "--strict"] + files)
    #expect(strict.status == 65 && strict.output.isEmpty, "\(strict)")
    let compared = try folder.darkroom("compare", "shapes.onnx", "shapes.onnx", "--images", "in")
    #expect(compared.status == 65 && compared.output.contains("2 images"), "\(compared)")
    let quantized = try folder.darkroom(
      "quantize", "shapes.onnx", "--calibration", "in", "-o", "q.onnx", "--effort", "fast")
    #expect(quantized.status == 65 && quantized.errors.contains("skipped in/b.jpg"), "\(quantized)")
    #expect(try folder.entries().contains("q.onnx"))
  }

  @Test("Images without a label file are counted aloud; --strict stops")
  func labels() throws {
    _ = try Shapes.convert(in: folder)
    let image = try Data(contentsOf: URL(fileURLWithPath: Shapes.image(0)))
    for name in ["a", "b", "c"] { try folder.file("in/\(name).jpg", image) }
    try folder.file("labels/a.txt", "0 0.5 0.5 0.2 0.2\n")
    let evaluate = [
      "evaluate", "shapes.onnx", "--names", Shapes.names, "--images", "in", "--annotations",
      "labels",
    ]
    let outcome = try folder.darkroom(evaluate)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("2 of 3 images have no label file"), "\(outcome)")
    #expect(outcome.errors.contains("b.jpg, c.jpg"))
    let strict = try folder.darkroom(evaluate + ["--strict"])
    #expect(strict.status == 65 && strict.errors.contains("add an empty .txt"), "\(strict)")
  }

  @Test("A .data file is followed to its names, and a blank line in a list of names is named")
  func names() throws {
    try network("a", Self.detector)
    try network("c", Self.classifier)
    try folder.file("data/obj.names", "one\ntwo\nthree\n")
    try folder.file("data/obj.data", "classes = 3\ntrain = x\nnames = data/obj.names\nbackup = b\n")
    let followed = try folder.darkroom(
      "convert", "a.cfg", "a.weights", "--names", "data/obj.data", "-o", "a.onnx")
    #expect(followed.status == 0, "\(followed)")
    #expect(try folder.darkroom("inspect", "a.onnx").status == 0)
    try folder.file("gap.names", "\u{FEFF}one\n\ntwo\nthree\n")
    let gap = try folder.darkroom(
      "convert", "a.cfg", "a.weights", "--names", "gap.names", "-o", "b.onnx")
    #expect(gap.status == 65 && gap.errors.contains("line 2 is blank; remove it"), "\(gap)")
    let few = try folder.darkroom(
      "convert", "c.cfg", "c.weights", "--names", "data/obj.names", "-o", "b.onnx")
    #expect(
      few.status == 65 && few.errors.contains("3 class names, but the network has 10"), "\(few)")
    try folder.file("lost.data", "classes = 3\nnames = nowhere.names\n")
    let lost = try folder.darkroom(
      "convert", "a.cfg", "a.weights", "--names", "lost.data", "-o", "b.onnx")
    #expect(lost.status == 66 && lost.errors.contains("nowhere.names"), "\(lost)")
  }

  @Test("A cfg is read under any name, and grey input is recorded as grey")
  func cfgNames() throws {
    try network("a", Self.detector.replacingOccurrences(of: "channels=3", with: "channels=1"))
    #expect(try folder.shell("cp a.cfg a.cfg.txt").status == 0)
    let inspected = try folder.darkroom("inspect", "a.cfg.txt")
    #expect(inspected.status == 0 && inspected.output.contains("yolo"), "\(inspected)")
    #expect(try folder.darkroom("convert", "a.cfg.txt", "a.weights", "-o", "a.onnx").status == 0)
    let bytes = String(decoding: try folder.bytes("a.onnx"), as: UTF8.self)
    #expect(bytes.contains("\"color\":\"GRAY\""))
  }

  @Test("num larger than the pairs of anchors is read where the mask needs no more")
  func anchors() throws {
    try network("a", Self.detector)
    let more = Self.detector.replacingOccurrences(of: "num=3", with: "num=6")
    try folder.file("more.cfg", more)
    let outcome = try folder.darkroom("inspect", "more.cfg", "--weights", "a.weights")
    #expect(outcome.status == 0 && outcome.errors.contains("set num=3"), "\(outcome)")
    try folder.file(
      "wrong.cfg", more.replacingOccurrences(of: "mask=0,1,2", with: "mask=3,4,5"))
    #expect(try folder.darkroom("inspect", "wrong.cfg").status == 65)
  }

  @Test("A list of images may begin with a byte order mark, and other files are named")
  func lists() throws {
    _ = try Shapes.convert(in: folder)
    try folder.file("list.txt", "\u{FEFF}\(Shapes.image(0))\n\(Shapes.image(1))\n")
    let outcome = try folder.darkroom(
      "compare", "shapes.onnx", "shapes.onnx", "--images", "list.txt")
    #expect(outcome.status == 0 && outcome.output.contains("2 images"), "\(outcome)")
    try folder.file("page.txt", "<!DOCTYPE html><html>")
    let page = try folder.darkroom("compare", "shapes.onnx", "shapes.onnx", "--images", "page.txt")
    #expect(page.status == 65 && page.errors.contains("is a web page, where a list of images"))
  }

  @Test("Images and folders may have names that are no UTF-8, and messages show which")
  func nameBytes() throws {
    _ = try Shapes.convert(in: folder)
    let made = try folder.shell(
      """
      n=$(printf 'b\\xff\\xe4'); mkdir "$n"; cp '\(Shapes.image(0))' "$n/$n.jpg"
      printf '%s/%s.jpg\\n' "$n" "$n" > list; echo x > "$n/$n.png"
      $darkroom compare shapes.onnx shapes.onnx --images list && \
        $darkroom detect shapes.onnx "$n/$n.jpg" || exit 99
      $darkroom compare shapes.onnx shapes.onnx --images "$n"
      """)
    #expect(made.status == 65, "\(made)")
    #expect(made.output.contains("1 image;") && made.output.contains("passed: f1"), "\(made)")
    #expect(made.output.contains("b\\xFF\\xE4/b\\xFF\\xE4.jpg"), "\(made)")
    #expect(made.errors.contains("skipped b\\xFF\\xE4/b\\xFF\\xE4.png"), "\(made)")
    let written = try folder.shell(
      """
      $darkroom detect shapes.onnx '\(Shapes.image(0))' -o "$(printf 'out\\xe4.png')"
      s=$?; ls | grep out && exit 1; exit $s
      """)
    #expect(written.status == 73, "\(written)")
    #expect(written.errors.contains("out\\xE4.png: has a byte that is not UTF-8"), "\(written)")
  }

  @Test("zoo add refuses a name no recipe may have, says which would do, and leaves nothing")
  func zooName() throws {
    try network("a", Self.detector)
    #expect(try folder.shell("mv a.cfg YOLO-Mine.cfg; mv a.weights YOLO-Mine.weights").status == 0)
    let outcome = try folder.darkroom("zoo", "add", "YOLO-Mine.cfg", "YOLO-Mine.weights")
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains("--name") && outcome.errors.contains("yolo-mine"), "\(outcome)")
    #expect(try !folder.entries().contains { $0.hasPrefix("Manifests") })
  }

  @Test("A float16 model is recorded as float16")
  func float16() throws {
    _ = try Shapes.convert(in: folder, "--precision", "float16")
    let outcome = try folder.darkroom(
      "compare", "shapes.onnx", "shapes.onnx", "--images", Shapes.image(0), "--json")
    let models = try JSONDocument(outcome.output)["models"]?.elements ?? []
    #expect(models.map { $0["precision"]?.string } == ["float16", "float16"])
    let record = try JSONDocument(
      String(decoding: folder.bytes("shapes.onnx.provenance.json"), as: UTF8.self))
    #expect(record["artifact"]?["precision"]?.string == "float16")
  }

  @Test(
    "Suppression in a float16 model reads boxes in float32, and onnxruntime finds the same boxes",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func halfSuppression() throws {
    _ = try Shapes.convert(in: folder, "--precision", "float16", "--heads", "nms")
    let detect = ["detect", "shapes.onnx", Shapes.image(0), Shapes.image(4)]
    let ours = try folder.darkroom(detect)
    #expect(ours.status == 0, "\(ours)")
    let theirs = try folder.darkroom(
      detect + ["--runtime", "onnxruntime", "--onnxruntime", Peers.onnxRuntime ?? ""])
    #expect(theirs.status == 0, "\(theirs)")
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map { String($0.prefix { $0 != "." }) }
    }
    #expect(lines(ours.output).count == lines(theirs.output).count && lines(ours.output).count > 4)
    let float = try folder.darkroom(
      "convert", Shapes.cfg, Shapes.weights, "-o", "float.onnx", "--heads", "nms")
    #expect(float.status == 0)
    let compared = try folder.darkroom(
      "compare", "float.onnx", "shapes.onnx", "--images", images, "--limit", "10")
    #expect(compared.status == 0, "\(compared)")
  }

  @Test("Images are fitted in one way by all commands, and the name of old still works")
  func fitting() throws {
    _ = try Shapes.convert(in: folder)
    for command in [
      "detect shapes.onnx '\(Shapes.image(0))'",
      "compare shapes.onnx shapes.onnx --images '\(Shapes.image(0))'",
      "evaluate shapes.onnx --images '\(images)' --limit 1 --per-picture 5 --annotations "
        + "'\(images)/../instances_validation.json'",
    ] {
      let outcome = try folder.shell("$darkroom \(command) --fill 127")
      #expect(outcome.status == 0, "\(outcome)")
      let stretched = try folder.shell("$darkroom \(command) --fill 127 --resize stretch")
      #expect(stretched.status == 64, "\(stretched)")
      if command.hasPrefix("evaluate") {
        #expect(outcome.output.contains("letterbox 127") && outcome.output.contains("5 per image"))
      }
    }
  }

  @Test("-q leaves results on standard output in every command, and nothing else")
  func quiet() throws {
    let converted = try folder.darkroom("convert", Shapes.cfg, Shapes.weights, "-o", "a.onnx", "-q")
    #expect(converted.output.contains("a.onnx: ") && converted.errors.isEmpty, "\(converted)")
    let quantized = try folder.darkroom(
      Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "-o", "q.onnx", "-q"])
    #expect(quantized.output.contains("q.onnx: ") && quantized.errors.isEmpty, "\(quantized)")
    _ = try folder.shell("mkdir m; mv a.onnx* m; $darkroom manifest create m -q")
    let verified = try folder.darkroom("verify", "m", "-q")
    #expect(verified.output.contains("ok      ") && verified.errors.isEmpty, "\(verified)")
  }
}
