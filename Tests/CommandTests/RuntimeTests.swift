import Foundation
import TestSupport
import Testing

@Suite("--runtime onnxruntime")
struct RuntimeTests {
  let folder: WorkFolder

  /// The program where no ONNX Runtime is to be found unless a line names one.
  private let bare = "env -u DARKROOM_ONNXRUNTIME -u VIRTUAL_ENV"

  init() throws {
    folder = try WorkFolder()
    _ = try Shapes.convert(in: folder)
    var generator = SeededGenerator(seed: 1)
    try folder.file("in.f32", Data(floats: generator.floats(3 * 160 * 160).map(abs)))
  }

  @Test(
    "Detections are those of the engine, however the library is named",
    .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
  func detect() throws {
    let library = try #require(Peers.onnxRuntime)
    let environment = try #require(Peers.environment?.path)
    let line = "shapes.onnx '\(Shapes.image(0))' --json"
    let native = try FoundObject.all(in: folder.shell("$darkroom detect \(line) --exact").output)
    #expect(!native.isEmpty)
    for named in [
      "\(bare) $darkroom detect \(line) --onnxruntime '\(library)'",
      "\(bare) DARKROOM_ONNXRUNTIME='\(library)' $darkroom detect \(line) --threads 1",
      "\(bare) VIRTUAL_ENV='\(environment)' DARKROOM_ONNXRUNTIME= $darkroom detect \(line)",
      "cd '\((library as NSString).deletingLastPathComponent)' && \(bare) $darkroom detect "
        + "'\(folder.path("shapes.onnx"))' '\(Shapes.image(0))' --json "
        + "--onnxruntime \((library as NSString).lastPathComponent)",
    ] {
      let outcome = try folder.shell(named + " --runtime onnxruntime")
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      let found = try FoundObject.all(in: outcome.output)
      #expect(found.count == native.count)
      #expect(zip(native, found).allSatisfy { $0.agrees(with: $1) }, "\(found)")
    }
  }

  @Test(
    "Outputs are those of the engine",
    .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
  func run() throws {
    let runtime = ["--runtime", "onnxruntime", "--onnxruntime", Peers.onnxRuntime ?? ""]
    let model = try Shapes.convert(in: folder, "--batch", "dynamic")
    let one = try folder.bytes("in.f32")
    try folder.file("two.f32", Data(count: one.count) + one)
    for input in ["in.f32", "two.f32"] {
      let line = ["run", model, "-i", input, "--force", "-o"]
      #expect(try folder.darkroom(line + ["native"]).status == 0)
      let outcome = try folder.darkroom(line + ["other"] + runtime)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      for name in ["output_0.f32", "output_1.f32"] {
        let agreement = Agreement(
          try folder.bytes("other/\(name)").floats, try folder.bytes("native/\(name)").floats)
        // Float32 sums in another order.
        #expect(agreement.error <= 1e-4, "\(input), \(name): \(agreement)")
      }
    }
  }

  @Test(
    "Boxes that survive suppression fill their archive, whatever found them",
    .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
  func archive() throws {
    let model = try Shapes.convert(in: folder, "--heads", "nms", "--threshold", "0.1")
    let line = ["run", model, "-i", "in.f32", "-o"]
    #expect(try folder.darkroom(line + ["native.npz"]).status == 0)
    let runtime = ["--runtime", "onnxruntime", "--onnxruntime", Peers.onnxRuntime ?? ""]
    #expect(try folder.darkroom(line + ["other.npz"] + runtime).status == 0)
    let described = try ["native.npz", "other.npz"].map {
      try Peers.run("describe_npz.py", [folder.path($0)])
    }
    #expect(described.allSatisfy { $0.status == 0 }, "\(described)")
    #expect(described[0].output.contains("output_2"))
  }

  @Test("Where it is missing, the message tells how to get it")
  func absent() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("a[b*?\\venv/lib/python3.11"),
      withIntermediateDirectories: true)
    for environment in ["", "VIRTUAL_ENV='a[b*?\\venv'"] {
      let outcome = try folder.shell(
        "\(bare) \(environment) $darkroom run shapes.onnx -i in.f32 -o out --runtime onnxruntime")
      #expect(outcome.status == 66, "\(outcome)")
      #expect(outcome.output.isEmpty)
      for word in ["pip install onnxruntime", "DARKROOM_ONNXRUNTIME", "libonnxruntime.so.1"] {
        #expect(outcome.errors.contains(word), "\(outcome)")
      }
      #expect(
        outcome.errors.contains(environment.isEmpty ? "VIRTUAL_ENV is not set" : "a[b*?\\venv"))
    }
    #expect(!(try folder.entries().contains("out")))
  }

  @Test("Libraries that are none, and what does not go together")
  func refusals() throws {
    try folder.file("text.so", "not a library")
    let run = "$darkroom run shapes.onnx -i in.f32 -o out"
    let cfg = "'\(Shapes.cfg)' --weights '\(Shapes.weights)'"
    let cases: [(String, Int32, String)] = [
      ("\(run) --runtime onnxruntime --onnxruntime text.so", 65, "text.so: cannot be loaded"),
      ("\(run) --runtime onnxruntime --onnxruntime nosuch.so", 66, "nosuch.so: No such file"),
      ("\(run) --runtime onnxruntime --onnxruntime .", 66, "is a folder"),
      ("DARKROOM_ONNXRUNTIME=nosuch.so \(run) --runtime onnxruntime", 66, "nosuch.so: No such"),
      ("\(run) --onnxruntime text.so", 64, "--runtime onnxruntime"),
      ("\(run) --runtime tensorrt", 64, "onnxruntime"),
      ("\(run) --dump layers --runtime onnxruntime", 64, "with --runtime native"),
      ("$darkroom run \(cfg) -i in.f32 -o out --runtime onnxruntime", 64, "darkroom convert"),
      (
        "$darkroom detect \(cfg) '\(Shapes.image(0))' --runtime onnxruntime", 64,
        "darkroom convert"
      ),
    ]
    let before = try folder.entries()
    for (line, status, says) in cases {
      let outcome = try folder.shell("unset DARKROOM_ONNXRUNTIME VIRTUAL_ENV; \(line)")
      #expect(outcome.status == status, "\(line): \(outcome)")
      #expect(outcome.errors.contains(says), "\(line): \(outcome)")
    }
    #expect(try folder.entries() == before)
  }
}
