import Foundation
import TestSupport
import Testing

@Suite("darkroom convert")
struct ConvertTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("A model appears, its size and digests are told")
  func model() throws {
    let outcome = try folder.darkroom("convert", Shapes.cfg, Shapes.weights, "-o", "m.onnx")
    #expect(outcome.status == 0)
    // Nobody has said under which licences the files are.
    #expect(
      outcome.errors.contains("NOASSERTION") && outcome.errors.split(separator: "\n").count == 1)
    #expect(try folder.entries() == ["m.onnx", "m.onnx.provenance.json"])
    let size = try folder.bytes("m.onnx").count
    #expect(outcome.output.hasPrefix("m.onnx: \(size) bytes, ONNX opset 13\n"))
    let sums = try folder.shell("sha256sum m.onnx '\(Shapes.cfg)' '\(Shapes.weights)'").output
    for line in sums.split(separator: "\n") {
      #expect(outcome.output.contains("sha256 \(line.prefix(64))"))
    }
  }

  @Test(
    "The same inputs give the same bytes, wherever they lie",
    arguments: [
      ["--heads", "raw"], ["--heads", "decoded"], ["--heads", "nms"], ["--batch", "dynamic"],
    ])
  func repeatable(options: [String]) throws {
    for name in ["a", "b"] {
      let cfg = try folder.file(
        "\(name)/\(name).cfg", Data(contentsOf: URL(fileURLWithPath: Shapes.cfg)))
      let outcome = try folder.darkroom(
        ["convert", cfg.path, Shapes.weights, "-q", "-o", "\(name).onnx"] + options)
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
    }
    #expect(try folder.bytes("a.onnx") == folder.bytes("b.onnx"))
  }

  @Test("--quiet prints the result and nothing else")
  func quiet() throws {
    let outcome = try folder.darkroom("convert", Shapes.cfg, Shapes.weights, "-qo", "m.onnx")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("m.onnx: ") && outcome.errors.isEmpty)
  }

  @Test("Blanks and letters of all scripts in paths")
  func unicode() throws {
    let cfg = try folder.file(
      "mein Modell/größe 模型.cfg", Data(contentsOf: URL(fileURLWithPath: Shapes.cfg)))
    let output = "mein Modell/Ergebnis №1 🟦.onnx"
    let outcome = try folder.darkroom("convert", cfg.path, Shapes.weights, "-o", output)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix(output))
    #expect(FileManager.default.fileExists(atPath: folder.path(output)))
    #expect(try folder.darkroom("inspect", output).status == 0)
  }

  @Test("--batch: a number of images, or left open")
  func batch() throws {
    let input = Data(count: 2 * 3 * 160 * 160 * 4)
    try folder.file("two.f32", input)
    let one = try Shapes.convert(in: folder)
    #expect(try folder.darkroom("run", one, "-i", "two.f32", "-o", "out").status == 65)
    for batch in ["2", "dynamic"] {
      let model = try Shapes.convert(in: folder, "--batch", batch)
      let outcome = try folder.darkroom("run", model, "-i", "two.f32", "-o", "out\(batch)")
      #expect(outcome.status == 0)
      // Two images, 30 channels, 10 x 10 places.
      #expect(try folder.bytes("out\(batch)/output_0.f32").count == 2 * 30 * 10 * 10 * 4)
    }
    #expect(try folder.bytes("out2/output_0.f32") == folder.bytes("outdynamic/output_0.f32"))
  }

  @Test(
    "Values that no option has are wrong usage, and nothing is written",
    arguments: [
      ["--batch", "0"], ["--batch", "-1"], ["--batch", "many"],
      ["--batch", "99999999999999999999"],
      ["--heads", "boxes"], ["--precision", "int8"], ["--opset", "12"], ["--opset", "23"],
      ["--opset", "latest"], ["--nosuch"],
      // Nothing would come of them with raw heads.
      ["--threshold", "0.5"], ["--nms", "0.5"], ["--limit", "5"],
    ])
  func usage(options: [String]) throws {
    let outcome = try folder.darkroom(
      ["convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(options[0]))
    #expect(try folder.entries().isEmpty)
  }

  @Test("Opsets from 13 on")
  func opset() throws {
    for opset in [13, 18, 22] {
      let outcome = try folder.darkroom(
        "convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx", "--opset", "\(opset)")
      #expect(outcome.output.contains("ONNX opset \(opset)\n"))
    }
  }

  @Test("Names go into the model; a wrong number of them is refused")
  func names() throws {
    let named = try Shapes.convert(in: folder, "--names", Shapes.names)
    let found = try folder.darkroom("detect", named, Shapes.image(0)).output
    #expect(found.contains("cross") && found.contains("circle"))
    try folder.file("four.names", "a\nb\nc\nd\n")
    let outcome = try folder.darkroom(
      "convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx", "--names", "four.names")
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("four.names: has 4 class names, but the network has 5"))
    #expect(try folder.entries() == ["four.names", "shapes.onnx", "shapes.onnx.provenance.json"])
  }

  @Test("Inputs that are not there, and inputs that are something else")
  func inputs() throws {
    try folder.file("empty.weights")
    try folder.file(
      "lfs.weights",
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "ab", count: 32))\n"
        + "size 421092\n")
    try folder.file("page.weights", "<!DOCTYPE html>\n<html><body>Not found</body></html>\n")
    try folder.file("text.cfg", "hello\n")
    let before = try folder.entries()
    let cases: [(cfg: String, weights: String, status: Int32, says: String)] = [
      ("nosuch.cfg", Shapes.weights, 66, "nosuch.cfg: No such file"),
      (Shapes.cfg, "nosuch.weights", 66, "nosuch.weights: No such file"),
      (".", Shapes.weights, 66, ".: is a folder"),
      (Shapes.cfg, ".", 66, ".: is a folder"),
      (Shapes.cfg, "empty.weights", 65, "empty.weights: is an empty file"),
      (Shapes.cfg, "lfs.weights", 65, "run `git lfs pull`"),
      (Shapes.cfg, "page.weights", 65, "page.weights: is a web page"),
      (Shapes.cfg, Shapes.cfg, 65, "shapes.cfg: "),
      (Shapes.weights, Shapes.cfg, 65, "are cfg and weights swapped?"),
      ("text.cfg", Shapes.weights, 65, "text.cfg:1:1: error: "),
    ]
    for (cfg, weights, status, says) in cases {
      let outcome = try folder.darkroom("convert", cfg, weights, "-o", "x.onnx")
      #expect(outcome.status == status, "\(cfg) \(weights): \(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
      #expect(outcome.output.isEmpty)
    }
    #expect(try folder.entries() == before)
  }

  @Test("Outputs that cannot be written leave nothing behind")
  func outputs() throws {
    try folder.file("file", "old")
    try folder.file("folder/within", "old")
    try #require(try folder.shell("mkfifo pipe; ln -s loop loop").status == 0)
    let before = try folder.entries()
    let cases = [
      ("nosuch/x.onnx", "create the folder first"), ("file/x.onnx", "Not a directory"),
      ("folder", "is a folder"), ("folder/", "is a folder"), ("pipe", "is a pipe"),
      ("loop", "symbolic link"), ("", "is no file name"),
      (String(repeating: "x", count: 300), "File name too long"),
    ]
    for (output, says) in cases {
      let outcome = try folder.darkroom("convert", Shapes.cfg, Shapes.weights, "-o", output)
      #expect(outcome.status == 73, "\(output): \(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
    }
    #expect(try folder.entries() == before)
  }

  @Test("A file that is there is replaced by a success and kept by a failure")
  func replacing() throws {
    try folder.file("x.onnx", "old")
    let failed = try folder.darkroom("convert", Shapes.cfg, Shapes.cfg, "-o", "x.onnx")
    #expect(failed.status == 65)
    #expect(try folder.bytes("x.onnx") == Data("old".utf8))
    #expect(
      try folder.darkroom("convert", Shapes.cfg, Shapes.weights, "-o", "x.onnx").status == 0)
    #expect(try folder.bytes("x.onnx").count > 400_000)
    #expect(try folder.entries() == ["x.onnx", "x.onnx.provenance.json"])
  }

  @Test("Behind a symbolic link the file is replaced, not the link")
  func link() throws {
    try #require(try folder.shell("echo old > real; ln -s real link").status == 0)
    #expect(try folder.darkroom("convert", Shapes.cfg, Shapes.weights, "-o", "link").status == 0)
    #expect(try folder.shell("test -L link && test $(stat -c %s real) -gt 400000").status == 0)
  }

  @Test("A source is never overwritten")
  func sources() throws {
    let weights = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    try folder.file("my.weights", weights)
    let outcome = try folder.darkroom("convert", Shapes.cfg, "my.weights", "-o", "./my.weights")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("choose another output"))
    #expect(try folder.bytes("my.weights") == weights)
  }

  @Test("A finished file has the permissions of any other")
  func permissions() throws {
    let outcome = try folder.shell(
      "umask 027; $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' -qo x.onnx > /dev/null; stat -c %a x.onnx"
    )
    #expect(outcome.output == "640\n")
  }

  @Test("Heads that are none cannot be decoded")
  func headless() throws {
    let net = ConformanceNetwork("softmax_groups")
    let outcome = try folder.darkroom(
      "convert", net.cfg, net.weights, "-o", "x.onnx", "--heads", "decoded")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("use raw heads with --heads raw"))
    #expect(try folder.entries().isEmpty)
  }
}
