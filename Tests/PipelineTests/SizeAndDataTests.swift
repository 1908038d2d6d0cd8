import Darknet
import Digests
import Engine
import Foundation
import Graph
import ONNX
import Pipeline
import TestSupport
import Testing

/// Models for images of another size, and models in two files.
@Suite struct SizeAndDataTests {
  private static let cfg = Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path
  private static let weights = Fixtures.root.appendingPathComponent("Weights/shapes.weights").path

  private func conversion(_ size: String? = nil) throws -> Conversion {
    var conversion = Conversion(cfg: Self.cfg, weights: Self.weights)
    conversion.size = try size.map { try #require(SizeChoice($0)) }
    return conversion
  }

  @Test("A size given is as one in the cfg", arguments: ["320x192", "32x16"])
  func sizes(size: String) throws {
    let folder = try TemporaryFolder()
    let parts = size.split(separator: "x")
    let text = try String(contentsOfFile: Self.cfg, encoding: .utf8)
      .replacingOccurrences(of: "width=160", with: "width=\(parts[0])")
      .replacingOccurrences(of: "height=160", with: "height=\(parts[1])")
    let changed = try folder.file("shapes.cfg", Array(text.utf8))
    let expected = try Conversion(cfg: changed, weights: Self.weights).run().graph
    let found = try conversion(size).run().graph
    #expect(found.contract.heads == expected.contract.heads)
    #expect(found.contract.input == expected.contract.input)
    var (mine, theirs) = (found, expected)
    (mine.contract.sources, theirs.contract.sources) = ([:], [:])
    #expect(try ONNXModel.bytes(of: mine) == ONNXModel.bytes(of: theirs))
    #expect(try ONNXModel.bytes(of: mine) != ONNXModel.bytes(of: conversion().run().graph))
  }

  @Test(
    "A size that does not go through the network is refused with one that does",
    arguments: [
      ("100x100", "96x96"), ("33x160", "32x160"), ("1x1", "16x16"), ("170x180", "176x176"),
    ])
  func otherSizes(size: String, near: String) throws {
    let error = #expect(throws: PipelineError.self) { try conversion(size).run() }
    let text = "\(try #require(error))"
    #expect(text.contains("strides of 16x16"), "\(text)")
    #expect(text.contains("take \(near)"), "\(text)")
  }

  @Test("Weights for each pixel are bound to the cfg's size, and vectors have none")
  func boundNetworks() throws {
    let folder = try TemporaryFolder()
    func error(_ net: String) throws -> String {
      let text = "[net]\n\(net)[connected]\noutput=2\n"
      let cfg = try folder.file("x.cfg", Array(text.utf8))
      let network = try Network(text: text, file: cfg)
      let weights = try folder.file(
        "x.weights",
        // Version 0.2.5, no images seen.
        [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
          + Array(repeating: UInt8(1), count: WeightsLayout(network: network).byteCount - 20))
      var conversion = Conversion(cfg: cfg, weights: weights)
      conversion.size = .fixed(ImageSize(width: 16, height: 16))
      do {
        _ = try conversion.run()
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      try error("width=8\nheight=8\nchannels=1\n").contains(
        "layer 0 ([connected]) has weights for each pixel, so the network takes images of 8x8 alone"
      ))
    #expect(try error("inputs=9\n").contains("takes 9 numbers and no image"))
  }

  @Test("An open size wants raw heads and nothing that depends on the size")
  func openSizes() throws {
    var decoded = try conversion("dynamic")
    decoded.heads = .decoded
    let error = #expect(throws: PipelineError.self) { try decoded.run() }
    #expect("\(try #require(error))".contains("leave the size open with raw heads"))
    var interleaved = try conversion("dynamic")
    interleaved.interface.axes = .nhwc
    let other = #expect(throws: PipelineError.self) { try interleaved.run() }
    #expect("\(try #require(other))".contains("left open for planes alone"))
  }

  @Test("A head whose own numbers depend on the size does not keep it from being left open")
  func regionWithOpenSize() throws {
    let network = ConformanceNetwork("region_v2")
    var conversion = Conversion(cfg: network.cfg, weights: network.weights)
    conversion.size = .dynamic
    let graph = try conversion.run().graph
    #expect(graph.isSizeOpen && graph.contract.heads.count == 1)
  }

  // MARK: Two files

  private func twoFiles(_ folder: TemporaryFolder, _ name: String = "m.onnx") throws -> String {
    var conversion = try conversion()
    conversion.externalData = .always
    _ = try conversion.run().write(to: folder.path(name))
    return folder.path(name)
  }

  @Test("A model in two files says what the second one is, and is rebuilt byte for byte")
  func secondFile() throws {
    let folder = try TemporaryFolder()
    let path = try twoFiles(folder)
    let data = try Data(contentsOf: URL(fileURLWithPath: path + ".data"))
    let model = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(model.count < 100_000 && data.count > 300_000)
    let text = String(decoding: model, as: UTF8.self)
    #expect(text.contains(Digest(of: Array(data)).description))
    #expect(text.contains(#""bytes":\#(data.count)"#))
    for name in ["shapes.cfg", "shapes.weights"] {
      let source = name.hasSuffix("cfg") ? Self.cfg : Self.weights
      try FileManager.default.copyItem(atPath: source, toPath: folder.path(name))
    }
    guard case .reproduced = try Rebuild(record: path + ".provenance.json").check() else {
      Issue.record("it differs")
      return
    }
  }

  @Test("A folder's check looks at the second file, which the record names through the model")
  func checkedSecondFile() throws {
    let folder = try TemporaryFolder()
    let path = try twoFiles(folder)
    let check = FolderCheck(folder: folder.url.path, key: nil)
    #expect(try check.run().passed.map(\.description).contains("tensors of m.onnx in m.onnx.data"))
    let data = URL(fileURLWithPath: path + ".data")
    var bytes = try Data(contentsOf: data)
    bytes[200_000] ^= 1
    try bytes.write(to: data)
    #expect(try check.run().failed.contains { "\($0)".contains("but m.onnx says") })
    try FileManager.default.removeItem(at: data)
    #expect(
      try check.run().failed.contains {
        "\($0)".contains("m.onnx.data, which has to lie beside the model")
      })
  }

  @Test(
    "A second file that is missing, cut, or elsewhere is named with what is wrong",
    arguments: ["missing", "cut", "outside", "absolute", "folder"])
  func wrongSecondFile(kind: String) throws {
    let folder = try TemporaryFolder()
    let path = try twoFiles(folder)
    let data = URL(fileURLWithPath: path + ".data")
    var expected = "m.onnx.data"
    switch kind {
    case "missing": try FileManager.default.removeItem(at: data)
    case "cut":
      try Data(contentsOf: data).prefix(300_000).write(to: data)
      expected = "the file has 300000 bytes"
    case "folder":
      try FileManager.default.removeItem(at: data)
      try FileManager.default.createDirectory(at: data, withIntermediateDirectories: false)
    default:
      // Names of the same length, so that nothing else changes.
      let name = kind == "outside" ? "../onnx.data" : "/m/onx.data"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      while let range = bytes.range(of: Data("m.onnx.data".utf8)) {
        bytes.replaceSubrange(range, with: Data(name.utf8.prefix(11)))
      }
      try bytes.write(to: URL(fileURLWithPath: path))
      expected = "not named as one in the folder"
    }
    let error = #expect(throws: (any Error).self) { try Model.load(path: path) }
    let text = "\(error.map(String.init(describing:)) ?? "")"
    #expect(text.contains(expected), "\(text)")
    #expect(text.contains("stored in another file"), "\(text)")
  }
}
