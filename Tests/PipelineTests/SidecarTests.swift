import Graph
import ONNX
import Testing
import Text

@testable import Pipeline

@Suite("Files for other programs")
struct SidecarTests {
  /// A detector of two heads in an input of 416 x 416, as its metadata describe it.
  static func source(
    form: String? = "raw", outputs: [FileInterface.Tensor]? = nil, kind: Head.Kind? = nil,
    scale: Float = 1, batch: Int? = 1
  ) -> SidecarSource {
    var contract = ModelContract()
    contract.input = InputContract(width: 416, height: 416, channels: 3)
    contract.producer = "darkroom 0"
    let kind = kind ?? .yolo(newCoordinates: false)
    let anchors = [(81, 82), (135, 169), (344, 319)].map {
      Head.Anchor(width: Float($0.0), height: Float($0.1))
    }
    // The finer one first, which is not the order that TAPPAS wants.
    contract.heads = [26, 13].map { grid in
      Head(
        layer: grid, kind: kind, classes: 2, anchors: anchors, gridWidth: grid, gridHeight: grid,
        scaleXY: scale)
    }
    let raw = [26, 13].map { (grid: Int) in
      FileInterface.Tensor(
        "layer_\(grid)", .float32, [batch, 21, grid, grid], node: "layer_\(grid)_conv")
    }
    return SidecarSource(
      path: "some/net.onnx",
      interface: FileInterface(
        inputs: [FileInterface.Tensor("input", .float32, [batch, 3, 416, 416])],
        outputs: outputs ?? raw),
      contract: contract, form: form, precision: .float32, labels: ["cat", "it's a \"dog\""])
  }

  static func receiver(_ name: String) throws -> SidecarReceiver {
    try #require(SidecarReceiver.named(name))
  }

  /// The files of a receiver that are texts, by path.
  static func texts(
    _ name: String, _ source: SidecarSource, _ inputs: SidecarInputs = SidecarInputs()
  ) throws -> [String: String] {
    let sidecar = try receiver(name).make(source, inputs)
    var texts: [String: String] = [:]
    for file in sidecar.files {
      if case .text(let text) = file.content { texts[file.path] = text }
    }
    return texts
  }

  static func problems(_ name: String, _ source: SidecarSource) throws -> [String] {
    try receiver(name).demands.compactMap { $0.problem(of: source)?.description }
  }

  @Test("Receivers have names of their own, and each is found by its name")
  func table() {
    let names = SidecarReceiver.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { SidecarReceiver.named($0)?.name == $0 })
    #expect(SidecarReceiver.named("DeepStream") == nil)
  }

  @Test(
    "Hailo: heads that YOLOv5's formulas decode are given to HailoRT, those of YOLOv3 to TAPPAS",
    arguments: [
      (Head.Kind.yolo(newCoordinates: true), Float(2), "nms_config.json"),
      (.yolo(newCoordinates: false), 1, "postprocess.json"),
      (.yolo(newCoordinates: false), 1.05, "postprocess.json"),
      (.yolo(newCoordinates: false), 1.1, nil), (.yolo(newCoordinates: true), 1, nil),
      (.region(softmax: true), 1, nil),
    ] as [(Head.Kind, Float, String?)])
  func hailoDecoding(kind: Head.Kind, scale: Float, file: String?) throws {
    let source = SidecarTests.source(kind: kind, scale: scale)
    let texts = try SidecarTests.texts("hailo", source)
    let written = ["nms_config.json", "postprocess.json"].filter { texts[$0] != nil }
    #expect(written == [file].compactMap { $0 })
    let script = try #require(texts["net.alls"])
    #expect(script.contains("nms_postprocess") == (file == "nms_config.json"))
    let division = "normalization1 = normalization([0.0, 0.0, 0.0], [255.0, 255.0, 255.0])\n"
    #expect(script.hasPrefix(division))
    #expect(texts["end_nodes.txt"] == "layer_26_conv\nlayer_13_conv\n")
    let notes = try SidecarTests.receiver("hailo").make(source, SidecarInputs()).notes
    #expect(notes.contains { "\($0)".contains("a program of yours") } == (file == nil))
  }

  @Test("Hailo: the configuration of TAPPAS begins with the coarsest grid and a class of none")
  func hailoFilter() throws {
    var source = SidecarTests.source()
    source.contract.heads[1].anchors[0].width = 82
    let json = try #require(try SidecarTests.texts("hailo", source)["postprocess.json"])
    #expect(json.contains("\"anchors\":[[82,82,135,169,344,319],[81,82,135,169,344,319]]"))
    #expect(json.contains("\"labels\":[\"unlabeled\",\"cat\",\"it's a \\\"dog\\\"\"]"))
    // Whole numbers are all that it reads.
    source.contract.heads[1].anchors[0].width = 82.5
    #expect(try SidecarTests.texts("hailo", source)["postprocess.json"] == nil)
    // TAPPAS reads through a buffer of 4 kB.
    source = SidecarTests.source()
    source.labels[0] = String(repeating: "x", count: 4096)
    #expect(try SidecarTests.texts("hailo", source)["postprocess.json"] == nil)
  }

  @Test("DeepStream: one output [N, B, 6], the batch of the model or the one asked for")
  func deepStream() throws {
    let rows = [FileInterface.Tensor("output", .float32, [nil, 2535, 6])]
    let source = SidecarTests.source(form: "deepstream-corners", outputs: rows, batch: nil)
    #expect(try SidecarTests.problems("deepstream", source).isEmpty)
    let config = try #require(
      try SidecarTests.texts("deepstream", source, SidecarInputs(batch: 4))[
        "config_infer_primary.txt"])
    for line in [
      "onnx-file=net.onnx", "batch-size=4", "num-detected-classes=2", "network-mode=0",
      "net-scale-factor=0.00392156862745098", "model-color-format=0",
      "model-engine-file=net.onnx_b4_gpu0_fp32.engine", "pre-cluster-threshold=0.25",
    ] { #expect(config.split(separator: "\n").contains(Substring(line))) }
    var half = source
    half.precision = .float16
    #expect(
      try SidecarTests.texts("deepstream", half)["config_infer_primary.txt"]?
        .contains("network-mode=2\n") == true)
    // Two outputs, or rows of another width, are another form, whatever the metadata say.
    for outputs in [rows + rows, [FileInterface.Tensor("output", .float32, [1, 2535, 7])]] {
      let other = SidecarTests.source(form: "deepstream-corners", outputs: outputs)
      #expect(throws: PipelineError.self) { try SidecarTests.texts("deepstream", other) }
    }
    #expect(
      try SidecarTests.problems("deepstream", SidecarTests.source(form: "yolov5", outputs: rows))
        .count == 1)
  }

  @Test("A model that takes BGR: receivers are told, or refuse it and name the option")
  func channelOrder() throws {
    let rows = [FileInterface.Tensor("output", .float32, [1, 2535, 6])]
    var source = SidecarTests.source(form: "deepstream-corners", outputs: rows)
    source.contract.input?.form.order = .bgr
    #expect(try SidecarTests.problems("deepstream", source).isEmpty)
    let config = try SidecarTests.texts("deepstream", source)["config_infer_primary.txt"]
    #expect(config?.contains("\nmodel-color-format=1\n") == true)
    for name in ["hailo", "rknn"] {
      source = SidecarTests.source()
      let turned = "quant_img_RGB2BGR=False,"
      #expect(try SidecarTests.problems(name, source).isEmpty)
      if name == "rknn" {
        #expect(try SidecarTests.texts(name, source)["convert.py"]?.contains(turned) == true)
      }
      source.contract.input?.form.order = .bgr
      let problems = try SidecarTests.problems(name, source)
      #expect(problems.count == (name == "hailo" ? 1 : 0))
      #expect(problems.allSatisfy { $0.contains("takes images in BGR order") })
    }
    let sidecar = try SidecarTests.receiver("rknn").make(source, SidecarInputs())
    #expect(sidecar.notes.contains { "\($0)".contains("takes images in BGR order") })
    let script = try SidecarTests.texts("rknn", source)["convert.py"]
    #expect(script?.contains("quant_img_RGB2BGR=True,") == true)
    #expect(script?.contains("The model takes BGR") == true)
    source = SidecarTests.source(
      form: "yolov8", outputs: [FileInterface.Tensor("output0", .float32, [1, 6, 2535])])
    source.contract.input?.form.order = .bgr
    #expect(try SidecarTests.problems("ultralytics", source).count == 1)
    // Grey images have no order.
    source.contract.input?.channels = 1
    source.interface.inputs[0].extents = [1, 1, 416, 416]
    #expect(try SidecarTests.problems("ultralytics", source).isEmpty)
  }

  @Test("Files that a receiver would read though they are of another model are known")
  func leftovers() throws {
    func paths(_ name: String, _ source: SidecarSource) throws -> [String: Bool] {
      let leftovers = try SidecarTests.receiver(name).make(source, SidecarInputs()).leftovers
      return Dictionary(uniqueKeysWithValues: leftovers.map { ($0.path, $0.handling == .refused) })
    }
    let plain = try paths("hailo", SidecarTests.source())
    #expect(plain == ["nms_config.json": true, "calibration.npy": false])
    let scaled = try paths(
      "hailo", SidecarTests.source(kind: .yolo(newCoordinates: true), scale: 2))
    #expect(scaled == ["postprocess.json": true, "calibration.npy": false])
    #expect(try paths("rknn", SidecarTests.source()) == ["dataset.txt": false])
    let rows = [FileInterface.Tensor("output", .float32, [1, 2535, 6])]
    let corners = SidecarTests.source(form: "deepstream-corners", outputs: rows)
    #expect(try paths("deepstream", corners) == ["net.onnx_b1_gpu0_fp32.engine": true])
  }

  @Test("Ultralytics: properties that Python reads, and the same as YAML")
  func ultralytics() throws {
    let columns = [FileInterface.Tensor("output0", .float32, [1, 6, 2535])]
    let source = SidecarTests.source(form: "yolov8", outputs: columns)
    #expect(try SidecarTests.problems("ultralytics", source).isEmpty)
    let sidecar = try SidecarTests.receiver("ultralytics").make(source, SidecarInputs())
    let added = sidecar.files.compactMap { file -> [FileInterface.Property]? in
      if case .model(let properties) = file.content { properties } else { nil }
    }
    let properties = try #require(added.first)
    #expect(properties.contains(.init("names", #"{0: 'cat', 1: 'it\'s a "dog"'}"#)))
    #expect(properties.contains(.init("stride", "32")))
    #expect(properties.contains(.init("imgsz", "[416, 416]")))
    let yaml = try #require(try SidecarTests.texts("ultralytics", source)["metadata.yaml"])
    #expect(yaml.contains("names:\n  0: \"cat\"\n  1: \"it's a \\\"dog\\\"\"\n"))
    // What is there already is not written twice; another value is not ours.
    var known = source
    known.interface.properties = [.init("task", "detect")]
    let rest = try SidecarTests.receiver("ultralytics").make(known, SidecarInputs())
    if case .model(let properties) = rest.files[0].content {
      #expect(!properties.contains { $0.key == "task" } && properties.count > 1)
    }
    known.interface.properties = [.init("task", "segment")]
    #expect(throws: PipelineError.self) {
      try SidecarTests.receiver("ultralytics").make(known, SidecarInputs())
    }
  }

  @Test("Triton: a free batch is batched unless an output has no axis of images")
  func triton() throws {
    let boxes = FileInterface.Tensor("boxes", .float32, [nil, 10, 4])
    let selected = FileInterface.Tensor("selected", .int64, [nil, 3])
    for (outputs, form, batch) in [
      ([boxes], "decoded", "8"), ([boxes, selected], "nms", "0"),
      ([FileInterface.Tensor("boxes", .float32, [1, 10, 4])], "decoded", "0"),
    ] {
      let source = SidecarTests.source(form: form, outputs: outputs, batch: nil)
      let config = try #require(try SidecarTests.texts("triton", source)["net/config.pbtxt"])
      #expect(config.contains("max_batch_size: \(batch)\n"))
      #expect(config.contains("dynamic_batching") == (batch != "0"))
      #expect(config.contains("dims: [ 3, 416, 416 ]") == (batch != "0"))
    }
    // A batch that would change nothing is refused.
    let suppressed = SidecarTests.source(form: "nms", outputs: [boxes, selected], batch: nil)
    #expect(throws: PipelineError.self) {
      try SidecarTests.texts("triton", suppressed, SidecarInputs(batch: 2))
    }
    let unknown = SidecarTests.source(outputs: [FileInterface.Tensor("y", .float32, nil)])
    #expect(throws: PipelineError.self) { try SidecarTests.texts("triton", unknown) }
  }

  @Test("Triton: class names belong to the scores of a classifier, and to no output of boxes")
  func tritonLabels() throws {
    let scores = [FileInterface.Tensor("scores", .float32, [1, 2])]
    let classifier = SidecarTests.source(form: nil, outputs: scores)
    let config = try #require(try SidecarTests.texts("triton", classifier)["net/config.pbtxt"])
    #expect(config.contains("  label_filename: \"labels.txt\"\n"))
    let detector = try SidecarTests.texts("triton", SidecarTests.source())["net/config.pbtxt"]
    #expect(detector?.contains("label_filename") == false)
  }

  @Test("What keeps a model from a receiver is said at once, with what is to be done")
  func demands() throws {
    var source = SidecarTests.source(form: "nms", batch: nil)
    source.labels = []
    source.precision = .int8
    let problems = try SidecarTests.problems("hailo", source)
    #expect(problems.count == 4)
    for part in ["class names", "any number of images", "of the form nms", "quantized from"] {
      #expect(problems.contains { $0.contains(part) })
    }
    #expect(problems.allSatisfy { $0.hasPrefix("some/net.onnx: ") })
    // Triton runs what ONNX Runtime runs.
    #expect(try SidecarTests.problems("triton", source).count == 1)
    source = SidecarTests.source(form: nil)
    source.contract.heads = []
    #expect(try SidecarTests.problems("hailo", source).first?.contains("detection heads") == true)
    #expect(try SidecarTests.problems("rknn", source).isEmpty)
    source.interface.inputs[0].element = .uint8
    #expect(try SidecarTests.problems("rknn", source).first?.contains("takes uint8") == true)
    source.interface.inputs[0].extents = [1, 416, 416, 3]
    #expect(try SidecarTests.problems("rknn", source).first?.contains("[N, 3 or 1, H, W]") == true)
    // The metadata tell what the shape alone does not.
    source.interface.inputs[0].extents = [1, 3, 416, 3]
    source.contract.input?.form.axes = .nhwc
    #expect(try SidecarTests.problems("rknn", source).count == 1)
    #expect(try SidecarTests.problems("rknn", source).first?.contains("channels last") == true)
    source = SidecarTests.source()
    source.labels[1] = "two\nlines"
    #expect(try SidecarTests.problems("rknn", source).first?.contains("has a line end") == true)
  }

  @Test(
    "A model is called by its file, in letters that need no quotes",
    arguments: [
      ("a/shapes.onnx", "shapes"), ("größe 1.ONNX", "gr__e_1"), (".onnx", "model"),
      ("-x.onnx", "model-x"), ("a\"b;c.onnx", "a_b_c"), ("plain", "plain"),
    ])
  func names(path: String, name: String) {
    var source = SidecarTests.source()
    source.path = path
    #expect(source.name == name)
  }
}
