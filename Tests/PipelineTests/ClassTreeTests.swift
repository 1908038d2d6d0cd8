import Darknet
import Engine
import Foundation
import Graph
import ONNX
import Pipeline
import TestSupport
import Testing
import Vision

/// Classes in a tree, as yolo9000 has them, against darknet's functions written out.
@Suite struct ClassTreeTests {
  /// Two roots; two kinds of the first, three of the second, one of class 3.
  private static let text = "animal -1\nthing -1\ndog 0\ncat 0\ncar 1\ncup 1\nbed 1\npoodle 2\n"
  private static let parents = [-1, -1, 0, 0, 1, 1, 1, 2]

  private static let cfg = """
    [net]
    width=32
    height=32
    channels=3
    [convolutional]
    filters=26
    size=1
    stride=16
    activation=linear
    [region]
    anchors=1,1, 2,3
    classes=8
    num=2
    softmax=1
    tree=data/x.tree

    """

  /// A folder with the network, weights and tree.
  private func files(tree: String? = text) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.file("x.cfg", Array(Self.cfg.utf8))
    if let tree { _ = try folder.file("x.tree", Array(tree.utf8)) }
    var random = SeededGenerator(seed: 9)
    let weights: [Float] = (0..<26 * 4).map { _ in Float.random(in: -2...2, using: &random) }
    _ = try folder.file(
      "x.weights",
      [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + weights.withUnsafeBytes { Array($0) })
    return folder
  }

  private func converted(_ folder: TemporaryFolder) throws -> Graph {
    let path = folder.path("x.onnx")
    _ = try Conversion(cfg: folder.path("x.cfg"), weights: folder.path("x.weights")).run()
      .write(to: path)
    return try Model.load(path: path).graph
  }

  /// `softmax_tree` and `hierarchy_predictions`.
  private func probabilities(_ raw: [Float]) -> [Float] {
    var values = raw
    var first = 0
    while first < raw.count {
      var end = first + 1
      while end < raw.count, Self.parents[end] == Self.parents[first] { end += 1 }
      let largest = raw[first..<end].max() ?? 0
      let sum = raw[first..<end].reduce(Float(0)) { $0 + exp($1 - largest) }
      for index in first..<end { values[index] = exp(raw[index] - largest) / sum }
      first = end
    }
    for (index, parent) in Self.parents.enumerated() where parent >= 0 {
      values[index] *= values[parent]
    }
    return values
  }

  @Test("The tree goes into the file and comes back; the layer has a softmax for each group")
  func treeInFile() throws {
    let folder = try files()
    let graph = try converted(folder)
    #expect(graph.contract.heads.first?.tree?.parents == Self.parents)
    #expect(graph.contract.heads.first?.tree?.groups == [0..<2, 2..<4, 4..<7, 7..<8])
    let lowered = try Checkpoint(cfg: folder.path("x.cfg"), weights: folder.path("x.weights"))
      .graph()
    let region = try #require(lowered.layerOutputs[1])
    let session = Session(try Plan(lowered, observing: [region], exact: true))
    var random = SeededGenerator(seed: 2)
    let raw = try session.run([(0..<3072).map { _ in Float.random(in: 0...1, using: &random) }])[0]
    let found = session.read(region)
    for anchor in 0..<2 {
      for cell in 0..<4 {
        let scores = (0..<8).map { raw[((anchor * 13) + 5 + $0) * 4 + cell] }
        let layer = (0..<8).map { found[(cell * 2 + anchor) * 13 + 5 + $0] }
        for group in [0..<2, 2..<4, 4..<7, 7..<8] {
          let sum = scores[group].reduce(Float(0)) { $0 + exp($1) }
          for index in group { #expect(abs(layer[index] - exp(scores[index]) / sum) < 1e-5) }
        }
      }
    }
  }

  @Test("Detections are the last class that is likelier than not, or those of a map")
  func detections() throws {
    let head = try #require(try converted(files()).contract.heads.first)
    var decoder = BoxDecoder(heads: [head], inputWidth: 32, inputHeight: 32, threshold: 0.3)
    let placement = Placement.stretched(
      imageWidth: 32, imageHeight: 32, inputWidth: 32, inputHeight: 32)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let raw = (0..<26 * 4).map { _ in Float.random(in: -3...3, using: &random) }
      var (plain, mapped): ([(Int, Float)], [(Int, Float)]) = ([], [])
      let map = [7, 0, 4]
      for anchor in 0..<2 {
        for cell in 0..<4 {
          func entry(_ index: Int) -> Float { raw[(anchor * 13 + index) * 4 + cell] }
          let objectness = 1 / (1 + exp(-entry(4)))
          guard objectness > 0.3 else { continue }
          let values = probabilities((0..<8).map { entry(5 + $0) })
          // `get_region_detections`.
          if let index = values.lastIndex(where: { $0 > 0.5 }) {
            plain.append((index, values[index]))
          }
          for (index, place) in map.enumerated() where objectness * values[place] > 0.3 {
            mapped.append((index, objectness * values[place]))
          }
        }
      }
      for (classMap, expected) in [(nil, plain), (map, mapped)] {
        decoder.classMap = classMap
        let found = try decoder.detections(inHeads: [raw], placement: placement)
        #expect(found.map(\.classIndex) == expected.map(\.0))
        for (a, b) in zip(found, expected) { #expect(abs(a.score - b.1) < 1e-5) }
      }
    }
  }

  @Test("The record of an INT8 model that is made from the cfg names the tree")
  func recorded() throws {
    let folder = try files()
    var random = SeededGenerator(seed: 8)
    for index in 0..<8 {
      let pixels = (0..<32 * 32 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
      try Image(width: 32, height: 32, pixels: pixels).write(to: folder.path("\(index).png"))
    }
    var run = QuantizationRun(model: folder.path("x.cfg"))
    run.weights = folder.path("x.weights")
    run.calibration = folder.url.path
    _ = try run.run().write(to: .init(model: folder.path("q.onnx")))
    let record = try String(contentsOfFile: folder.path("q.onnx.provenance.json"), encoding: .utf8)
    #expect(record.contains(#""role" : "tree""#))
    #expect(try Model.load(path: folder.path("q.onnx")).graph.contract.heads.first?.tree != nil)
    // The tree is found by its digest, wherever it is.
    try FileManager.default.createDirectory(
      atPath: folder.path("elsewhere"), withIntermediateDirectories: false)
    try FileManager.default.moveItem(
      atPath: folder.path("x.tree"), toPath: folder.path("elsewhere/classes.tree"))
    guard
      case .reproduced = try Rebuild(record: folder.path("q.onnx.provenance.json")).check()
    else {
      Issue.record("it differs")
      return
    }
  }

  @Test("What is wrong with a tree is told line by line, and a missing one by name")
  func wrongTrees() throws {
    func message(_ tree: String?) throws -> String {
      let folder = try files(tree: tree)
      do {
        _ = try converted(folder)
        return ""
      } catch { return "\(error)" }
    }
    let bad = try message("a -1\nb 1\nc\nd 9\n")
    for part in [
      "x.tree:2:1: error: the parent 1 of class 1 is no class before it",
      "x.tree:3:1: error: a line is",
      "x.tree:4:1: error: the parent 9",
    ] { #expect(bad.contains(part), "\(bad)") }
    #expect(try message("a -1\nb 0\n").contains("the tree has 2 classes, and the layer 8"))
    #expect(
      try message(nil).contains("x.cfg:15:6: the tree of the classes, 'data/x.tree', is not there"))
    #expect(try message("").contains("there is no class"))
    let folder = try files()
    var best = Conversion(cfg: folder.path("x.cfg"), weights: folder.path("x.weights"))
    best.heads = .deepstream
    let error = #expect(throws: PipelineError.self) { try best.run() }
    #expect(
      "\(try #require(error))".contains("a tree of classes needs a form with a score for each"))
  }

  @Test(
    "A model that decodes its boxes has the probabilities of the hierarchy, and detects the same",
    arguments: [OutputForm.decoded, .yolov5, .yolov8, .nms])
  func decoded(form: OutputForm) throws {
    let folder = try files()
    var conversion = Conversion(cfg: folder.path("x.cfg"), weights: folder.path("x.weights"))
    _ = try conversion.run().write(to: folder.path("raw.onnx"))
    conversion.heads = form
    _ = try conversion.run().write(to: folder.path("x.onnx"))
    let (raw, model) = (
      try Model.load(path: folder.path("raw.onnx")), try Model.load(path: folder.path("x.onnx"))
    )
    var random = SeededGenerator(seed: 4)
    var seen = 0
    for _ in 0..<20 {
      let pixels = (0..<32 * 32 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
      let image = try Image(width: 32, height: 32, pixels: pixels)
      for map in [nil, [7, 0, 4]] {
        var options = Detector.Options(threshold: 0.2)
        options.classMap = map
        let expected = try Detector(raw, options: options).detections(in: image)
        let found = try Detector(model, options: options).detections(in: image)
        #expect(found.map(\.classIndex) == expected.map(\.classIndex))
        for (a, b) in zip(found, expected) { #expect(abs(a.score - b.score) < 1e-4) }
        seen += expected.count
      }
    }
    #expect(seen > 20)
    guard form == .decoded else { return }
    // The numbers themselves, from the raw tensor.
    let input = (0..<3072).map { _ in Float.random(in: 0...1, using: &random) }
    let values = try Session(try Plan(raw.graph)).run([input])[0]
    let scores = try Session(try Plan(model.graph)).run([input])[1]
    for anchor in 0..<2 {
      for cell in 0..<4 {
        func entry(_ index: Int) -> Float { values[(anchor * 13 + index) * 4 + cell] }
        let objectness = 1 / (1 + exp(-entry(4)))
        let all = probabilities((0..<8).map { entry(5 + $0) })
        for (index, probability) in all.enumerated() {
          #expect(abs(scores[(cell * 2 + anchor) * 8 + index] - objectness * probability) < 1e-5)
        }
      }
    }
  }
}
