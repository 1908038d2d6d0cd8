import Foundation
import TestSupport
import Testing

@Suite("darkroom inspect")
struct InspectTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("The table has a line for each layer and the sums")
  func table() throws {
    let outcome = try folder.darkroom("inspect", Shapes.cfg, "--weights", Shapes.weights)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    try #require(lines.count == 33)
    #expect(lines[0].split(separator: " ").prefix(3) == ["layer", "type", "detail"])
    // 8 filters of 3 x 3 x 3 and four numbers for each; 216 products at 80 x 80 places.
    #expect(
      lines[1].split(separator: " ").joined(separator: " ")
        == "0 convolutional 8 3 x 3 / 2 leaky 160 x 160 x 3 80 x 80 x 8 248 1382400 20..<1012")
    #expect(lines[4].contains("block 1 of 2"))
    #expect(lines[31].hasPrefix("105268 parameters, 421092 bytes of weights, "))
    #expect(lines[32].hasSuffix(" bytes of activations while running one image"))
  }

  @Test("Weights are not needed to look at a cfg")
  func withoutWeights() throws {
    let outcome = try folder.darkroom("inspect", Shapes.cfg)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("105268 parameters"))
  }

  @Test("An ending in capitals is an ending all the same")
  func capitals() throws {
    try FileManager.default.copyItem(atPath: Shapes.cfg, toPath: folder.path("SHAPES.CFG"))
    let outcome = try folder.darkroom("inspect", "SHAPES.CFG")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("105268 parameters"))
  }

  @Test(
    "yolov4-tiny has the counts that darknet gives",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func yolov4Tiny() throws {
    let model = try #require(Peer(model: "yolov4-tiny"))
    let table = try folder.darkroom("inspect", model.cfg)
    #expect(table.status == 0)
    #expect(table.output.contains("6062814 parameters, 24251276 bytes of weights"))
    #expect(table.output.contains("6.910 BFLOPs"))

    let json = try JSONDocument(try folder.darkroom("inspect", model.cfg, "--json").output)
    let layers = try #require(json["layers"]?.elements)
    #expect(layers.count == 38)
    #expect(json["totals"]?["parameters"] == .number(6_062_814))
    #expect(json["totals"]?["weightsBytes"] == .number(24_251_276))
    #expect(layers.compactMap { $0["parameters"]?.number }.reduce(0, +) == 6_062_814)
    // Every byte behind the header belongs to exactly one layer.
    var end = 20.0
    for weights in layers.compactMap({ $0["weights"] }) where weights != .null {
      #expect(weights["offset"]?.number == end)
      end += try #require(weights["length"]?.number)
    }
    #expect(end == 24_251_276)
  }

  @Test("JSON has the keys and types of the contract, sorted, with nulls")
  func json() throws {
    let outcome = try folder.darkroom(
      "inspect", Shapes.cfg, "--weights", Shapes.weights, "--json")
    #expect(outcome.status == 0)
    #expect(JSONDocument.keysAreSorted(in: outcome.output))
    let json = try JSONDocument(outcome.output)
    #expect(json.keys == ["diagnostics", "input", "layers", "schemaVersion", "totals"])
    #expect(json["schemaVersion"] == .number(1))
    #expect(json["diagnostics"] == .array([]))
    #expect(
      json["input"]
        == .object(["channels": .number(3), "height": .number(160), "width": .number(160)]))
    let layers = try #require(json["layers"]?.elements)
    #expect(layers.count == 30)
    for (index, layer) in layers.enumerated() {
      #expect(
        layer.keys == [
          "detail", "index", "input", "line", "multiplyAdds", "output", "parameters", "type",
          "weights",
        ])
      #expect(layer["index"] == .number(Double(index)))
      #expect(layer["output"]?.keys == ["channels", "height", "width"])
      #expect(layer["line"]?.number ?? 0 > 0)
    }
    #expect(
      layers[0]["weights"] == .object(["offset": .number(20), "length": .number(992)]))
    #expect(layers[0]["line"] == .number(11))
    #expect(layers[3]["type"] == .string("route"))
    #expect(layers[3]["weights"] == .null)
    #expect(
      json["totals"]?.keys == [
        "activationBytes", "bflops", "multiplyAdds", "parameters", "weightsBytes",
      ])
    // At least the two maps of the first layer, 160 x 160 x 3 and 80 x 80 x 8 floats.
    #expect(try #require(json["totals"]?["activationBytes"]?.number) >= 512_000)
    #expect(try #require(json["totals"]?["bflops"]?.number) > 0.06)
  }

  @Test("An ONNX file is inspected node by node, absent values are null")
  func onnx() throws {
    let model = try Shapes.convert(in: folder)
    let table = try folder.darkroom("inspect", model)
    #expect(table.status == 0)
    #expect(table.output.contains("layer_028_conv"))
    #expect(table.output.contains("bytes of activations"))
    let outcome = try folder.darkroom("inspect", model, "--json")
    #expect(JSONDocument.keysAreSorted(in: outcome.output))
    let json = try JSONDocument(outcome.output)
    #expect(json.keys == ["diagnostics", "input", "layers", "schemaVersion", "totals"])
    #expect(json["input"]?["width"] == .number(160))
    #expect(json["totals"]?["bflops"] == .null)
    #expect(json["layers"]?[0]?["weights"] == .null)
    #expect(json["layers"]?[0]?.keys.contains("line") == true)
    // Convolutions cost what they cost in the cfg.
    let cfg = try JSONDocument(try folder.darkroom("inspect", Shapes.cfg, "--json").output)
    #expect(json["totals"]?["multiplyAdds"] == cfg["totals"]?["multiplyAdds"])
  }

  @Test("All mistakes of a cfg are told at once, with their places, also as JSON")
  func mistakes() throws {
    try folder.file(
      "bad.cfg",
      """
      [net]
      width=64
      height=64
      channels=3

      [convolutional]
      filters=8
      size=0
      activation=leeky

      [route]
      layers=-9
      """)
    let table = try folder.darkroom("inspect", "bad.cfg")
    #expect(table.status == 65)
    let json = try folder.darkroom("inspect", "bad.cfg", "--json")
    #expect(json.status == 65)
    let diagnostics = try #require(try JSONDocument(json.output)["diagnostics"]?.elements)
    #expect(diagnostics.map { $0["line"]?.number } == [8, 9, 12])
    for diagnostic in diagnostics {
      #expect(diagnostic.keys == ["column", "file", "line", "message", "severity"])
      #expect(diagnostic["file"] == .string("bad.cfg"))
      #expect(diagnostic["severity"] == .string("error"))
      let line = Int(diagnostic["line"]?.number ?? 0)
      let column = Int(diagnostic["column"]?.number ?? 0)
      let message = try #require(diagnostic["message"]?.string)
      #expect(json.errors.contains("bad.cfg:\(line):\(column): error: \(message)"))
      #expect(table.errors.contains("bad.cfg:\(line):\(column): error: \(message)"))
    }
    #expect(table.errors.contains("leaky"), "the nearest name is offered")
  }

  @Test("A cfg of which nothing can be understood still gives JSON")
  func unknownSection() throws {
    try folder.file("bad.cfg", "[net]\nwidth=8\nheight=8\nchannels=3\n[convolutonal]\n")
    let outcome = try folder.darkroom("inspect", "bad.cfg", "--json")
    #expect(outcome.status == 65)
    let json = try JSONDocument(outcome.output)
    #expect(json["layers"] == .array([]))
    #expect(json["input"] == .null)
    #expect(json["diagnostics"]?[0]?["line"] == .number(5))
    #expect(outcome.errors.contains("did you mean [convolutional]?"))
    let table = try folder.darkroom("inspect", "bad.cfg")
    #expect(table.status == 65)
    #expect(table.output.isEmpty)
  }

  @Test("Weights that are cut off are an error that names the layer, also in JSON")
  func truncated() throws {
    let weights = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    try folder.file("cut.weights", weights.prefix(100_000))
    let outcome = try folder.darkroom(
      "inspect", Shapes.cfg, "--weights", "cut.weights", "--json")
    #expect(outcome.status == 65)
    #expect(outcome.errors.hasPrefix("cut.weights: the file ends within layer 18"))
    #expect(outcome.errors.contains("expected 421092 bytes, found 100000"))
    let json = try JSONDocument(outcome.output)
    #expect(json["layers"]?.elements.count == 30)
    let diagnostic = try #require(json["diagnostics"]?[0])
    #expect(diagnostic["severity"] == .string("error"))
    #expect(diagnostic["file"] == .string(Shapes.cfg))
    #expect(diagnostic["line"] == json["layers"]?[18]?["line"])
  }

  @Test("A file with the first layers alone is accepted with --prefix only")
  func prefix() throws {
    let weights = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    try folder.file("shapes.conv.3", weights.prefix(15348))
    let arguments = ["inspect", Shapes.cfg, "--weights", "shapes.conv.3"]
    let refused = try folder.darkroom(arguments)
    #expect(refused.status == 65)
    #expect(refused.errors.contains("--prefix"))
    let accepted = try folder.darkroom(arguments + ["--prefix"])
    #expect(accepted.status == 0)
    #expect(accepted.errors.contains("holds the weights of layers 0 to"))
    // Behind no layer's end it is no prefix.
    try folder.file("shapes.conv.3", weights.prefix(15000))
    #expect(try folder.darkroom(arguments + ["--prefix"]).status == 65)
  }

  @Test("Numbers that are none are found, with layer and channel")
  func notANumber() throws {
    var weights = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    // The third bias of layer 0.
    weights.replaceSubrange(28..<32, with: [0, 0, 0xc0, 0x7f])
    try folder.file("nan.weights", weights)
    let inspected = try folder.darkroom(
      "inspect", Shapes.cfg, "--weights", "nan.weights", "--json")
    #expect(inspected.status == 65)
    #expect(inspected.errors.contains("layer 0 ([convolutional])"))
    #expect(inspected.errors.contains("channel 2 is nan"))
    #expect(try JSONDocument(inspected.output)["diagnostics"]?.elements.count == 1)
    let converted = try folder.darkroom("convert", Shapes.cfg, "nan.weights", "-o", "x.onnx")
    #expect(converted.status == 65)
    #expect(try folder.entries() == ["nan.weights"])
  }

  @Test("--quiet silences warnings, not errors")
  func quiet() throws {
    let cfg = try String(contentsOfFile: Shapes.cfg, encoding: .utf8)
    try folder.file("warned.cfg", cfg.replacingOccurrences(of: "width=160", with: "width=160.7"))
    let loud = try folder.darkroom("inspect", "warned.cfg")
    #expect(loud.status == 0)
    #expect(loud.errors.hasPrefix("warned.cfg:6:7: warning: "))
    let quiet = try folder.darkroom("inspect", "warned.cfg", "--quiet")
    #expect(quiet.status == 0)
    #expect(quiet.errors.isEmpty)
    #expect(quiet.output == loud.output)
    try folder.file("bad.cfg", "[net]\n")
    #expect(try folder.darkroom("inspect", "bad.cfg", "-q").errors.contains("error: "))
  }

  @Test("Options that do not fit the model are wrong usage, and say which do")
  func unfitting() throws {
    let model = try Shapes.convert(in: folder)
    let weights = try folder.darkroom("inspect", model, "--weights", Shapes.weights)
    #expect(weights.status == 64)
    #expect(weights.errors.contains("weights are named for a .cfg only"))
    #expect(try folder.darkroom("inspect", model, "--prefix").status == 64)
    let swapped = try folder.darkroom("inspect", Shapes.weights)
    #expect(swapped.status == 64)
    #expect(swapped.errors.contains("is a weights file; give the .cfg"))
  }
}
