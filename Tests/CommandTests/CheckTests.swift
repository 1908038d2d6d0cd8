import Foundation
import TestSupport
import Testing

@Suite("darkroom check")
struct CheckTests {
  private static let targets = [
    "onnxruntime", "openvino", "tensorrt", "qnn", "rknn", "xint8", "stm32", "litert", "opencv",
    "hardware",
  ]
  private let folder: WorkFolder
  private let fast = Shapes.quantize(with: Shapes.few) + ["--effort", "fast", "--quiet"]

  init() throws { folder = try WorkFolder() }

  /// The rules that a check finds broken.
  private func broken(_ file: String, _ arguments: [String]) throws -> Set<String> {
    let outcome = try folder.darkroom(["check", file, "--json"] + arguments)
    let json = try JSONDocument(outcome.output)
    let rules = Set((json["violations"]?.elements ?? []).compactMap { $0["rule"]?.string })
    #expect(outcome.status == (rules.isEmpty ? 0 : 1), "\(outcome)")
    return rules
  }

  @Test("Every file that --target makes passes the rules of the target", arguments: targets)
  func made(target: String) throws {
    let outcome = try folder.darkroom(fast + ["--target", target, "-o", "q.onnx"])
    #expect(outcome.status == 0, "\(outcome)")
    // Without --target it is checked for what it says it was made for.
    let check = try folder.darkroom(["check", "q.onnx"])
    #expect(check.status == 0, "\(check)")
    #expect(check.output.hasPrefix("\(target): "))
    let json = try JSONDocument(try folder.darkroom(["check", "q.onnx", "--json"]).output)
    #expect(json.keys == ["operators", "rules", "schemaVersion", "target", "violations"])
    #expect((json["rules"]?.elements.count ?? 0) >= 3)
  }

  @Test("The float model passes the rules of every runtime", arguments: targets.dropLast())
  func float(target: String) throws {
    _ = try Shapes.convert(in: folder)
    let check = try folder.darkroom(["check", "shapes.onnx", "--target", target])
    // AMD's DPU has no Split, and computes another slope; OpenCV and others take the file.
    if target == "xint8" {
      let rules = try broken("shapes.onnx", ["--target", target])
      #expect(rules == ["operators-known", "leaky-slope"])
    } else {
      #expect(check.status == 0, "\(check)")
    }
  }

  @Test(
    "One calibration of a published network serves every target, and each file passes its rules",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: ["yolov4-tiny", "yolo-fastest-1.1"])
  func published(name: String) throws {
    let model = try Fixtures.folder("models/\(name)")
    let images = try Fixtures.folder("coco/calibration")
    try folder.file(
      "few.txt",
      images.names.filter { $0.hasSuffix(".jpg") }.prefix(4).map(images.file)
        .joined(separator: "\n"))
    let quantize = [
      "quantize", model.file("\(name).cfg"), "--weights", model.file("\(name).weights"),
      "--effort", "fast", "-q",
    ]
    let counted = try folder.darkroom(
      quantize + ["--calibration", "few.txt", "--save-table", "table.json"])
    #expect(counted.status == 0, "\(counted)")
    for target in CheckTests.targets {
      let source = target == "litert" ? ["--calibration", "few.txt"] : ["--table", "table.json"]
      let made = try folder.darkroom(
        quantize + source + ["--target", target, "-o", "\(target).onnx"])
      #expect(made.status == 0, "\(target): \(made)")
      let check = try folder.darkroom("check", "\(target).onnx")
      #expect(check.status == 0, "\(check)")
      #expect(check.output.hasPrefix("\(target): ") && !check.output.contains("not known"))
    }
  }

  @Test(
    "A file that breaks a rule on purpose is found, at a node or tensor, with what mends it",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: BrokenModel.all)
  func rules(model: BrokenModel) throws {
    switch model.way {
    case .options(let options):
      let made = try folder.darkroom(
        fast + ["--target", model.target, "-o", "b.onnx", "--allow-worthless"] + options)
      #expect(made.status == 0, "\(made)")
    case .edit(let edit, let other):
      let made = try folder.darkroom(
        fast + ["--target", other ?? model.target, "-o", "q.onnx"]
          + (model.target == "onnxruntime" ? ["--format", "qdq", "--qdq", "explicit"] : []))
      #expect(made.status == 0, "\(made)")
      let edited = try Peers.run(
        "broken_models.py", [folder.path("q.onnx"), edit, folder.path("b.onnx")])
      #expect(edited.status == 0, "\(edited)")
    }
    let target = ["--target", model.target]
    #expect(try broken("b.onnx", target).contains(model.rule))
    let text = try folder.darkroom(["check", "b.onnx"] + target)
    #expect(text.output.contains("(\(model.rule)); "), "\(text)")
  }

  @Test("Of every rule of every target there is a file that breaks it")
  func everyRuleIsBroken() throws {
    let outcome = try folder.darkroom(["check", "--list", "--json"])
    let lists = try JSONDocument(outcome.output).elements
    #expect(lists.compactMap { $0["target"]?.string } == CheckTests.targets)
    for list in lists {
      let target = try #require(list["target"]?.string)
      let rules = (list["rules"]?.elements ?? []).compactMap { $0["rule"]?.string }
      // A file of 2 GiB has a test of its own.
      let broken = BrokenModel.all.filter { $0.target == target }.map(\.rule) + ["size"]
      #expect(Set(rules) == Set(broken), "\(target)")
      for rule in list["rules"]?.elements ?? [] {
        #expect(rule["source"]?.string?.isEmpty == false)
      }
    }
  }

  @Test(
    "A file of 2 GiB is told from its size, without reading its constants",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func size() throws {
    _ = try Shapes.convert(in: folder)
    #expect(
      try Peers.run(
        "broken_models.py", [folder.path("shapes.onnx"), "huge", folder.path("b.onnx")]
      )
      .status == 0)
    #expect(try broken("b.onnx", ["--target", "tensorrt"]) == ["size"])
  }

  @Test("Activations of 16 bits are allowed where the runtime has them, in either operator set")
  func wideActivations() throws {
    for options in [
      ["--activation-type", "uint16"], ["--activation-type", "uint16", "--opset", "21"],
      ["--w8a16-layers", "2"],
    ] {
      let outcome = try folder.darkroom(fast + ["--target", "qnn", "-o", "q.onnx"] + options)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      #expect(try folder.darkroom("check", "q.onnx").status == 0)
    }
    let other = try folder.darkroom(
      Shapes.quantize(with: Shapes.few)
        + ["--effort", "fast", "--target", "rknn", "--activation-type", "uint16", "-o", "r.onnx"])
    #expect(other.errors.contains("QuantizeLinear is of com.microsoft"), "\(other)")
    #expect(other.errors.contains("--opset 21"), "\(other)")
  }

  @Test("Options that break a rule are warned of; what would be computed wrong is not written")
  func overriding() throws {
    let slow = try folder.darkroom(
      Shapes.quantize(with: Shapes.few)
        + ["--effort", "fast", "--target", "tensorrt", "--bias", "int32", "-o", "q.onnx"])
    #expect(slow.status == 0, "\(slow)")
    #expect(slow.errors.contains("tensorrt: refused: biases are float; node layer_001_conv"))
    #expect(slow.errors.contains("quantize with --bias float"))

    let wrong = try folder.darkroom(
      fast + ["--target", "openvino", "--activation-type", "int8", "-o", "w.onnx"])
    #expect(wrong.status == 65, "\(wrong)")
    #expect(wrong.errors.contains("wrong without an error: activations are uint8"))
    #expect(wrong.errors.contains("quantize with --activation-type uint8"))
    #expect(wrong.errors.contains("--allow-worthless"))
    #expect(try folder.entries() == ["q.onnx", "q.onnx.provenance.json"])
  }

  @Test(
    "A file whose operators are not known is checked, and told that its shapes were not",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func unknownShapes() throws {
    _ = try folder.darkroom(fast + ["--target", "openvino", "-o", "q.onnx"])
    let edited = try Peers.run(
      "broken_models.py", [folder.path("q.onnx"), "unknown-operator", folder.path("b.onnx")])
    #expect(edited.status == 0, "\(edited)")
    let check = try folder.darkroom(["check", "b.onnx", "--target", "openvino"])
    #expect(check.output.contains("shapes inside of the file are not known"), "\(check)")
    let json = try JSONDocument(
      try folder.darkroom(["check", "b.onnx", "--target", "openvino", "--json"]).output)
    #expect(json["shapesUnknown"]?.string?.isEmpty == false)
  }

  @Test(
    "A file of 20000 convolutions is checked at once: no rule looks at all of them for each",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)), .timeLimit(.minutes(3)))
  func manyOperators() throws {
    _ = try folder.darkroom(fast + ["--target", "openvino", "-o", "q.onnx"])
    let edited = try Peers.run(
      "broken_models.py", [folder.path("q.onnx"), "long", folder.path("b.onnx")])
    #expect(edited.status == 0, "\(edited)")
    for target in CheckTests.targets {
      // Only the count: there are up to 27 MB of violations.
      let check = try folder.shell(
        "$darkroom check b.onnx --target \(target) --json | grep -o '\"operators\" : [0-9]*'")
      #expect(Int(check.output.split(whereSeparator: \.isWhitespace).last ?? "") ?? 0 > 20000)
    }
  }

  @Test("A conflict names the target that chose one of both, and what nothing is made of")
  func conflicts() throws {
    func refusal(_ arguments: String...) throws -> String {
      let outcome = try folder.darkroom(fast + arguments + ["-o", "q.onnx"])
      #expect(outcome.status == 64, "\(outcome)")
      return outcome.errors
    }
    #expect(
      try refusal("--target", "xint8", "--format", "qoperator")
        .contains("--target xint8 chooses --bias int8, which needs --format qdq: "))
    #expect(
      try refusal("--target", "openvino", "--requantization", "fixed").contains(
        "--requantization fixed needs --format qoperator, and --target openvino chooses qdq: "))
    #expect(
      try refusal("--target", "openvino", "--leaky", "dual").contains(
        "--leaky dual needs --format qoperator, and --target openvino chooses qdq: "))
    #expect(
      try refusal("--leaky", "dual", "--symmetry", "symmetric").contains(
        "--leaky dual needs --symmetry asymmetric: "))
    #expect(
      try refusal("--leaky", "dual", "--scales", "power-of-two").contains(
        "--leaky dual needs --scales any: "))
    #expect(
      try refusal("--leaky", "dual", "--domain", "standard").contains(
        "--leaky dual needs --domain microsoft: "))
    #expect(
      try refusal("--bias", "int8").contains("--bias int8 needs --format qdq: operators on"))
    #expect(
      try refusal("--target", "litert", "--format", "qdq", "--ranges", "minmax").contains(
        "--target litert quantizes nothing, so --format, --ranges would change nothing"))
    #expect(try folder.entries().isEmpty)
  }

  @Test("The calibration set of LiteRT takes nobody's file, unless it is told to")
  func calibrationSet() throws {
    try folder.file("q-calibration.npy", "mine")
    let litert = Shapes.quantize(with: Shapes.few) + ["--target", "litert", "-q", "-o", "q.onnx"]
    let outcome = try folder.darkroom(litert)
    #expect(outcome.status == 73, "\(outcome)")
    #expect(outcome.errors.contains("q-calibration.npy: is there already"))
    #expect(try folder.entries() == ["q-calibration.npy"])
    #expect(try folder.darkroom(litert + ["--force"]).status == 0)
    #expect(
      try folder.entries() == ["q-calibration.npy", "q.onnx", "q.onnx.provenance.json"])
  }

  @Test("What cannot be checked is said: no model, no target, not an ONNX file")
  func refusals() throws {
    #expect(try folder.darkroom(["check"]).status == 64)
    let both = try folder.darkroom(["check", "x.onnx", "--list"])
    #expect(both.status == 64)
    #expect(both.errors.contains("--list prints the rules and checks no file"))
    #expect(try folder.darkroom(["check", "x.onnx", "--target", "tensorrt"]).status == 66)
    _ = try Shapes.convert(in: folder)
    let unknown = try folder.darkroom(["check", "shapes.onnx"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("does not say what it is for; name the runtime with --target"))
    let other = try folder.darkroom(["check", Shapes.cfg, "--target", "qnn"])
    #expect(other.status == 65, "\(other)")
    #expect(other.errors.contains("shapes.cfg"))
  }
}
