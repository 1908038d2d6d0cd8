import Foundation
import TestSupport
import Testing

@Suite("darkroom sidecar")
struct SidecarTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func sidecar(
    _ receiver: String, _ model: String = "shapes.onnx", _ options: String...
  ) throws -> CommandLineTool.Outcome {
    try folder.darkroom(["sidecar", model, "--for", receiver, "-o", receiver] + options)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try folder.bytes(name), as: UTF8.self)
  }

  @Test("Triton: a model repository, whose files are told")
  func triton() throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    let outcome = try sidecar("triton")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(
      outcome.output
        == "triton/shapes/1/model.onnx\ntriton/shapes/labels.txt\ntriton/shapes/config.pbtxt\n")
    #expect(try folder.bytes("triton/shapes/1/model.onnx") == folder.bytes("shapes.onnx"))
    let names = try String(contentsOfFile: Shapes.names, encoding: .utf8)
    #expect(try text("triton/shapes/labels.txt") == names)
    #expect(try text("triton/shapes/config.pbtxt").contains("max_batch_size: 0\n"))
  }

  @Test("RKNN: images become a dataset of the input's size, by their contents")
  func rknn() throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    for (name, index) in [("b c.jpg", 1), ("a.jpg", 2), ("again.jpg", 2)] {
      try folder.file(
        "images/\(name)", Data(contentsOf: URL(fileURLWithPath: Shapes.image(index))))
    }
    try folder.file("images/broken.png", Data("no image".utf8))
    let outcome = try sidecar("rknn", "shapes.onnx", "--images", "images")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("left out images/broken.png"))
    #expect(try text("rknn/dataset.txt") == "dataset/000000.png\ndataset/000001.png\n")
    #expect(try text("rknn/outputs.txt") == "layer_021\nlayer_028\n")
    // The width and height of a PNG.
    let size = try folder.bytes("rknn/dataset/000001.png")[16..<24]
    #expect(Array(size) == [0, 0, 0, 160, 0, 0, 0, 160])
    // Names and places of images change nothing.
    let copied = try folder.shell(
      """
      mkdir -p other/deep && cp images/a.jpg other/deep/z.jpg &&
        cp 'images/b c.jpg' other/deep/y.jpg && cp shapes.onnx other/
      """)
    #expect(copied.status == 0, "\(copied)")
    let again = try folder.darkroom(
      "sidecar", "other/shapes.onnx", "--for", "rknn", "-o", "rknn2", "--images", "other/deep")
    #expect(again.status == 0)
    #expect(try folder.shell("diff -r rknn rknn2").status == 0)
  }

  @Test("Hailo: the nodes where the heads end, and images as one array")
  func hailo() throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    let images = Fixtures.root.appendingPathComponent("Images/shapes/validation").path
    let outcome = try sidecar("hailo", "shapes.onnx", "--images", images)
    #expect(outcome.status == 0)
    #expect(try text("hailo/end_nodes.txt") == "layer_021_conv\nlayer_028_conv\n")
    let count = try FileManager.default.contentsOfDirectory(atPath: images).count
    #expect(try folder.bytes("hailo/calibration.npy").count == 128 + count * 160 * 160 * 3)
    #expect(outcome.errors.contains("decoded on the host by a program of yours"))
  }

  @Test("Files that are there stay, and nothing is written, unless they are to be replaced")
  func replacing() throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    try folder.file("rknn/labels.txt", Data("mine\n".utf8))
    let refused = try sidecar("rknn")
    #expect(refused.status == 73 && refused.errors.contains("rknn/labels.txt: is there already"))
    #expect(try folder.entries().filter { $0.hasPrefix("rknn/") } == ["rknn/labels.txt"])
    #expect(try sidecar("rknn", "shapes.onnx", "--force").status == 0)
    #expect(try text("rknn/labels.txt") != "mine\n")
  }

  @Test("What an earlier run with other options left is refused, or told where it may be one's own")
  func leftovers() throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    #expect(try sidecar("hailo").status == 0)
    let written = try folder.entries().filter { $0.hasPrefix("hailo/") }
    for leftover in ["nms_config.json", "postprocess.json"] {
      guard !written.contains("hailo/\(leftover)") else { continue }
      try folder.file("hailo/\(leftover)", Data("{}\n".utf8))
      let before = try folder.bytes("hailo/shapes.alls")
      let refused = try sidecar("hailo", "shapes.onnx", "--force")
      #expect(refused.status == 73 && refused.output.isEmpty)
      #expect(refused.errors.contains("hailo/\(leftover): is there already and is none of"))
      #expect(try folder.bytes("hailo/shapes.alls") == before)
      #expect(try folder.shell("rm hailo/\(leftover)").status == 0)
    }
    try folder.file("hailo/calibration.npy", Data("mine\n".utf8))
    let told = try sidecar("hailo", "shapes.onnx", "--force")
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.errors.contains("hailo/calibration.npy: was there already and stays"))
    #expect(try text("hailo/calibration.npy") == "mine\n")
    // Everything that is in the way is told at once.
    try folder.file("hailo/nms_config.json", Data("{}\n".utf8))
    let all = try sidecar("hailo")
    #expect(all.status == 73 && all.errors.contains("hailo/nms_config.json: "))
    #expect(all.errors.contains("hailo/labels.txt: is there already"))
  }

  @Test(
    "A model that takes images otherwise than a receiver gives them: the option is named",
    arguments: [
      ("hailo", ["--input-layout", "nhwc"], [], "with --input-layout nchw"),
      ("rknn", ["--input-layout", "nhwc"], [], "with --input-layout nchw"),
      ("hailo", ["--input-order", "bgr"], [], "with --input-order rgb"),
      ("hailo", ["--input", "uint8"], [], "with --input float"),
      ("ultralytics", ["--heads", "yolov8", "--input-order", "bgr"], [], "--input-order rgb"),
      // The axis of images is the first one in both layouts.
      ("triton", ["--input-layout", "nhwc"], ["--batch", "4"], "with --batch dynamic"),
      ("triton", ["--heads", "nms", "--batch", "dynamic"], ["--batch", "4"], "--heads decoded"),
    ] as [(String, [String], [String], String)])
  func inputForms(
    receiver: String, forms: [String], options: [String], part: String
  ) throws {
    let options = options + ["-o", receiver]
    let names = ["--names", Shapes.names]
    let converted = try folder.darkroom(
      ["convert", Shapes.cfg, Shapes.weights, "-qo", "shapes.onnx"] + names + forms)
    #expect(converted.status == 0, "\(converted.errors)")
    let outcome = try folder.darkroom(
      ["sidecar", "shapes.onnx", "--for", receiver] + options)
    #expect(outcome.status == 64 && outcome.errors.contains(part), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path(receiver)))
  }

  @Test("DeepStream and RKNN are told that a model takes BGR")
  func blueFirst() throws {
    for (receiver, heads, file, part) in [
      ("deepstream", "deepstream-corners", "config_infer_primary.txt", "\nmodel-color-format=1\n"),
      ("rknn", "raw", "convert.py", "quant_img_RGB2BGR=True,"),
    ] {
      let converted = try folder.darkroom(
        "convert", Shapes.cfg, Shapes.weights, "-qo", "shapes.onnx", "--names", Shapes.names,
        "--heads", heads, "--input-order", "bgr")
      #expect(converted.status == 0, "\(converted.errors)")
      let outcome = try sidecar(receiver)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try text("\(receiver)/\(file)").contains(part))
    }
  }

  @Test("A model in the folder itself stays, and is not copied onto itself")
  func inPlace() throws {
    let model = try Shapes.convert(in: folder, "--names", Shapes.names)
    let before = try folder.bytes("shapes.onnx")
    let outcome = try folder.darkroom("sidecar", model, "--for", "rknn", "-o", folder.path("."))
    #expect(outcome.status == 0)
    #expect(try folder.bytes("shapes.onnx") == before)
    let names = try String(contentsOfFile: Shapes.names, encoding: .utf8)
    #expect(try text("labels.txt") == names)
  }

  @Test("A receiver that cannot read a model says what it is given instead, and leaves no folder")
  func refused() throws {
    _ = try Shapes.convert(in: folder)
    for (receiver, part) in [
      ("deepstream", "--heads deepstream-corners"), ("ultralytics", "--heads yolov8"),
      ("hailo", "--names FILE"), ("rknn", "--names FILE"), ("triton", "--names FILE"),
    ] {
      let outcome = try sidecar(receiver)
      #expect(outcome.status == 64 && outcome.errors.contains(part), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path(receiver)))
    }
  }

  @Test(
    "Options of others, and models that are none, are wrong usage",
    arguments: [
      (["shapes.onnx", "--for", "triton", "--images", "."], "hailo, rknn"),
      (["shapes.onnx", "--for", "rknn", "--batch", "2"], "deepstream, triton"),
      (["shapes.onnx", "--for", "triton", "--batch", "2"], "--batch dynamic"),
      (["shapes.onnx", "--for", "triton", "--batch", "0"], "--batch is 1 to 65536"),
      (["shapes.onnx", "--for", "tensorrt"], "'triton' or 'ultralytics'"),
      ([Shapes.cfg, "--weights", Shapes.weights, "--for", "rknn"], "darkroom convert"),
    ])
  func usage(arguments: [String], part: String) throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    let outcome = try folder.darkroom(["sidecar", "-o", "out"] + arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(part), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test(
    "Receivers' own parsers, schemas and calls read what is written",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: [
      ("triton", ["--heads", "raw"]), ("triton", ["--heads", "nms", "--batch", "dynamic"]),
      ("triton", ["--heads", "decoded", "--batch", "dynamic"]), ("rknn", ["--heads", "raw"]),
      ("rknn", ["--heads", "decoded"]), ("hailo", ["--heads", "raw"]),
    ])
  func peers(receiver: String, options: [String]) throws {
    _ = try Shapes.convert(in: folder, "--names", Shapes.names)
    let converted = try folder.darkroom(
      ["convert", Shapes.cfg, Shapes.weights, "-qo", "shapes.onnx", "--names", Shapes.names]
        + options)
    #expect(converted.status == 0)
    try folder.file(
      "images/a.jpg", Data(contentsOf: URL(fileURLWithPath: Shapes.image(1))))
    let images = receiver == "triton" ? [] : ["--images", "images"]
    let outcome = try folder.darkroom(
      ["sidecar", "shapes.onnx", "--for", receiver, "-o", receiver] + images)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let read = try Peers.run(
      "sidecars.py", [receiver, folder.path(receiver), folder.path("shapes.onnx")])
    #expect(read.status == 0, "\(read.errors)")
    let names = try String(contentsOfFile: Shapes.names, encoding: .utf8).split(separator: "\n")
    #expect(read.output.contains("labels \(names.joined(separator: " "))\n"))
  }

  @Test(
    "Models of other programs are taken by the shapes of their outputs",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: [("deepstream", "rows"), ("ultralytics", "columns")])
  func foreign(receiver: String, model: String) throws {
    let decoded = try Shapes.convert(in: folder, "--heads", "decoded")
    let made = try Peers.run("sidecar_models.py", [decoded, folder.path("models")])
    #expect(made.status == 0, "\(made.errors)")
    let path = "models/\(model).onnx"
    let outcome = try folder.darkroom(
      "sidecar", path, "--for", receiver, "-o", receiver, "--names", Shapes.names)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("says nothing of its outputs; output is taken for"))
    let read = try Peers.run(
      "sidecars.py", [receiver, folder.path(receiver), folder.path(path)])
    #expect(read.status == 0, "\(read.errors)")
    // The same model is none of the other form.
    let other = receiver == "deepstream" ? "ultralytics" : "deepstream"
    let refused = try folder.darkroom(
      "sidecar", path, "--for", other, "-o", other, "--names", Shapes.names)
    #expect(refused.status == 64 && refused.errors.contains("float32 [1, "))
  }

  @Test(
    "Models of the forms that DeepStream and Ultralytics read",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: [("deepstream", "deepstream-corners"), ("ultralytics", "yolov8")])
  func ownForms(receiver: String, form: String) throws {
    let converted = try folder.darkroom(
      "convert", Shapes.cfg, Shapes.weights, "-qo", "shapes.onnx", "--names", Shapes.names,
      "--heads", form)
    // Only where `convert` makes the form.
    guard converted.status == 0 else { return }
    let outcome = try sidecar(receiver)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let read = try Peers.run(
      "sidecars.py", [receiver, folder.path(receiver), folder.path("shapes.onnx")])
    #expect(read.status == 0, "\(read.errors)")
  }

  @Test(
    "What TAPPAS decodes with its configuration is what the network decodes itself",
    .enabled(
      if: Peers.python != nil && Fixtures.shared != nil, "needs the Python peers and ../shared"),
    arguments: ["yolov4-tiny", "yolov3-tiny", "yolo-fastest-1.1"])
  func hailoFilter(name: String) throws {
    let peer = try #require(Peer(model: name))
    for heads in ["raw", "decoded"] {
      let outcome = try folder.darkroom(
        "convert", peer.cfg, peer.weights, "--names", peer.names, "--heads", heads, "-qo",
        "\(heads).onnx")
      #expect(outcome.status == 0)
    }
    let images = Fixtures.shared?.appendingPathComponent("images").path ?? ""
    let outcome = try sidecar("hailo", "raw.onnx", "--images", images)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("of TAPPAS' libyolo_post.so"))
    let read = try Peers.run(
      "sidecars.py",
      ["hailo", folder.path("hailo"), folder.path("raw.onnx"), folder.path("decoded.onnx")])
    #expect(read.status == 0, "\(read.errors)")
    let boxes = read.output.split(separator: "\n").last.map(String.init) ?? ""
    #expect(boxes.hasPrefix("boxes ") && boxes != "boxes 0")
  }
}
