import Foundation
import TestSupport
import Testing
import Vision

@Suite("darkroom run")
struct RunTests {
  let folder: WorkFolder
  private let source = ["run", Shapes.cfg, "--weights", Shapes.weights]

  init() throws {
    folder = try WorkFolder()
    var generator = SeededGenerator(seed: 1)
    try folder.file("in.f32", Data(floats: generator.floats(3 * 160 * 160).map(abs)))
  }

  @Test("Every layer goes to a folder, the outputs to another")
  func folders() throws {
    let outcome = try folder.darkroom(
      source + ["--input", "in.f32", "--dump", "new/layers", "-o", "outputs"])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    let entries = try folder.entries()
    #expect(entries.filter { $0.hasPrefix("new/layers/") }.count == 30)
    #expect(entries.contains("new/layers/layer_000.f32"))
    #expect(
      entries.filter { $0.hasPrefix("outputs/") }.map { $0.suffix(12) } == [
        "output_0.f32", "output_1.f32",
      ])
    // 8 filters at 80 x 80 places.
    #expect(try folder.bytes("new/layers/layer_000.f32").count == 8 * 80 * 80 * 4)
    // The raw outputs are what the layers before the heads compute.
    #expect(try folder.bytes("outputs/output_0.f32") == folder.bytes("new/layers/layer_021.f32"))
    #expect(try folder.bytes("outputs/output_1.f32") == folder.bytes("new/layers/layer_028.f32"))
  }

  @Test(
    "Layers and heads are darknet's",
    arguments: ["golden-000000", "golden-000011"])
  func golden(name: String) throws {
    let golden = Fixtures.own.folder("shapes").folder(name)
    let image = try Image(contentsOf: golden.file("letterboxed.png"))
    try folder.file("golden.f32", Data(floats: image.planes))
    #expect(try folder.darkroom(source + ["-i", "golden.f32", "--dump", "d"]).status == 0)
    for layer in ["layer_021.f32", "layer_022.f32", "layer_028.f32", "layer_029.f32"] {
      let agreement = Agreement(
        try folder.bytes("d/\(layer)").floats,
        try golden.floats(layer))
      // Float32 sums in another order.
      #expect(agreement.error <= 1e-4, "\(layer): \(agreement)")
    }
  }

  @Test("A model read back computes the same layers")
  func readBack() throws {
    let model = try Shapes.convert(in: folder)
    #expect(try folder.darkroom(source + ["-i", "in.f32", "--dump", "cfg"]).status == 0)
    #expect(try folder.darkroom("run", model, "-i", "in.f32", "--dump", "onnx").status == 0)
    let dumped = try folder.entries().filter { $0.hasPrefix("onnx/") }
    // All but the two heads, which a model with raw outputs does not compute.
    #expect(dumped.count == 28)
    for name in dumped.map({ $0.dropFirst(5) }) {
      let agreement = Agreement(
        try folder.bytes("onnx/\(name)").floats, try folder.bytes("cfg/\(name)").floats)
      #expect(agreement.error <= 1e-5, "\(name): \(agreement)")
    }
  }

  @Test("A name ending in .npz becomes an archive that NumPy opens")
  func archive() throws {
    let outcome = try folder.darkroom(
      source + ["-i", "in.f32", "--dump", "d.npz", "-o", "o.npz"])
    #expect(outcome.status == 0)
    #expect(try folder.darkroom(source + ["-i", "in.f32", "--dump", "d"]).status == 0)
    let script = """
      import numpy, sys
      layers = numpy.load('d.npz')
      assert len(layers.files) == 30, layers.files
      for name in layers.files:
        array = layers[name]
        assert array.dtype == numpy.float32 and array.ndim == 4, (name, array.dtype, array.shape)
        raw = numpy.fromfile(f'd/{name}.f32', '<f4')
        assert numpy.array_equal(array.ravel(), raw), name
      assert layers['layer_000'].shape == (1, 8, 80, 80), layers['layer_000'].shape
      outputs = numpy.load('o.npz')
      assert outputs.files == ['output_0', 'output_1'], outputs.files
      assert outputs['output_1'].shape == (1, 30, 20, 20)
      """
    try folder.file("check.py", script)
    let python = ProcessInfo.processInfo.environment["DARKROOM_PEERS_PYTHON"] ?? "python3"
    let numpy = try folder.shell("'\(python)' -c 'import numpy'")
    if numpy.status == 0 {
      let check = try folder.shell("'\(python)' check.py")
      #expect(check.status == 0, "\(check)")
    }
    // Without NumPy: a ZIP file that is whole, its members stored under their names.
    let zip = try folder.shell("python3 -m zipfile --test o.npz && python3 -m zipfile -l o.npz")
    #expect(zip.status == 0)
    #expect(zip.output.contains("output_0.npy") && zip.output.contains("output_1.npy"))
  }

  @Test("The same run gives the same archive")
  func repeatable() throws {
    for name in ["a.npz", "b.npz"] {
      #expect(try folder.darkroom(source + ["-i", "in.f32", "--dump", name]).status == 0)
    }
    #expect(try folder.bytes("a.npz") == folder.bytes("b.npz"))
  }

  @Test("A cfg takes several images at once, each computed as alone")
  func batch() throws {
    let one = try folder.bytes("in.f32")
    try folder.file("two.f32", Data(count: one.count) + one)
    #expect(try folder.darkroom(source + ["-i", "two.f32", "-o", "two"]).status == 0)
    #expect(try folder.darkroom(source + ["-i", "in.f32", "-o", "one"]).status == 0)
    let both = try folder.bytes("two/output_0.f32")
    let alone = try folder.bytes("one/output_0.f32")
    let agreement = Agreement(both.suffix(alone.count).floats, alone.floats)
    #expect(agreement.error <= 1e-5, "\(agreement)")
  }

  @Test("An input of the wrong size is told both sizes")
  func wrongSize() throws {
    let model = try Shapes.convert(in: folder)
    try folder.file("short.f32", Data(count: 400))
    try folder.file("odd.f32", Data(count: 401))
    try folder.file("empty.f32")
    let before = try folder.entries()
    for (input, says) in [
      ("short.f32", "holds 100 values, but the input of \(model) has the shape 1x3x160x160"),
      ("odd.f32", "has 401 bytes, which is no whole number of float32 values"),
      ("empty.f32", "holds 0 values"),
    ] {
      let outcome = try folder.darkroom("run", model, "-i", input, "-o", "out", "--dump", "d.npz")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("\(input): \(says)"), "\(outcome)")
    }
    #expect(try folder.entries() == before)
  }

  @Test("Wrong usage, missing files and places that cannot be written")
  func refusals() throws {
    try folder.file("file")
    let before = try folder.entries()
    let cases: [([String], Int32, String)] = [
      (["-i", "in.f32"], 64, "--dump, -o, or both"),
      (["-o", "out"], 64, "--input"),
      (["-i", "nosuch.f32", "-o", "out"], 66, "nosuch.f32: No such file"),
      (["-i", ".", "-o", "out"], 66, "is a folder"),
      (["-i", "in.f32", "-o", "file"], 73, "choose another name"),
      (["-i", "in.f32", "-o", "file/x"], 73, "file: "),
      (["-i", "in.f32", "--dump", "nosuch/x.npz"], 73, "create the folder first"),
      (["-i", "in.f32", "--dump", ""], 73, "''"),
    ]
    for (arguments, status, says) in cases {
      let outcome = try folder.darkroom(source + arguments)
      #expect(outcome.status == status, "\(arguments): \(outcome)")
      #expect(outcome.errors.contains(says), "\(outcome)")
    }
    #expect(try folder.entries() == before)
  }
}
