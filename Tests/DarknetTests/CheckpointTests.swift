import Darknet
import Foundation
import TestSupport
import Testing

/// Real and conformance checkpoints, to the last byte.
@Suite struct CheckpointTests {
  @Test("Reading every array and writing it again gives the same bytes", arguments: Checkpoint.all)
  func roundTrip(checkpoint: Checkpoint) throws {
    let folder = try TemporaryFolder()
    let weights = try checkpoint.open()
    let copy = folder.path("copy.weights")
    try WeightsWriter(layout: weights.layout).write(to: copy) { weights.floats(of: $0) }
    let written = Array(try Data(contentsOf: URL(fileURLWithPath: copy)))
    #expect(try written == checkpoint.bytes())
  }

  @Test("Every conformance network has darknet's shapes", arguments: ConformanceNetwork.all)
  func conformanceNetworksHaveDarknetsShapes(item: ConformanceNetwork) throws {
    let network = try Network.parse(path: item.cfg).get()
    let expected = try ExpectedLayers(
      contentsOf: item.folder.url.appendingPathComponent("layers.json"))
    #expect(expected.differences(from: network) == [])
  }

  @Test("Published weights hold no impossible number", arguments: Checkpoint.all)
  func nothingToReport(checkpoint: Checkpoint) throws {
    #expect(try checkpoint.open().screen().map(\.diagnostic.description) == [])
  }

  @Test(
    "yolov4-tiny: 6,062,814 floats behind 20 bytes, 6.9 BFLOPs",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func yolov4Tiny() throws {
    let weights = try Checkpoint.model("yolov4-tiny").open()
    #expect(weights.header.byteCount == 20)
    #expect(weights.layout.layers.map(\.count).reduce(0, +) == 6_062_814)
    let work = weights.network.layers.map(\.darknetBFLOPs).reduce(0, +)
    #expect((work * 10).rounded() / 10 == 6.9)
  }

  @Test("A tensor borrows the mapping and outlives the file object")
  func borrowing() throws {
    var weights: WeightsFile? = try Checkpoint.shapes.open()
    let block = try #require(weights?.block(layer: 0, role: .weights))
    let floats = try #require(weights?.floats(of: block))
    let tensor = try #require(try weights?.tensor(of: block))
    weights = nil
    #expect(tensor.shape.dimensions == block.shape)
    #expect(tensor.elements(Float.self) == floats)
  }

  @Test("A shared convolution gives its owner's arrays")
  func shared() throws {
    let weights = try Checkpoint.conformance(ConformanceNetwork("conv_share_index")).open()
    #expect(weights.layout[2] == nil)
    #expect(weights.owner(of: 2) == 1)
    #expect(weights.block(layer: 2, role: .weights) == weights.block(layer: 1, role: .weights))
  }

  @Test(
    "yolov4-tiny's 80 classes are recognized behind a cfg edited to 20",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
  func editedClasses() throws {
    let checkpoint = try Checkpoint.model("yolov4-tiny")
    let edited = try checkpoint.cfgText()
      .replacingOccurrences(of: "classes=80", with: "classes=20")
      .replacingOccurrences(of: "filters=255", with: "filters=75")
    let network = try Network(text: edited, file: "edited.cfg")
    do throws(WeightsError) {
      _ = try checkpoint.open(for: network)
      Issue.record("weights of 80 classes were accepted for 20")
    } catch .sizeMismatch(let mismatch) {
      #expect(mismatch.cause == .classCount(cfg: 20, weights: 80))
      #expect(mismatch.found == 24_251_276)
    } catch {
      Issue.record(error)
    }
  }

  @Test("Cut at random lengths, weights are refused with the layer they end in")
  func truncation() throws {
    let folder = try TemporaryFolder()
    let network = try Checkpoint.shapes.network()
    let bytes = try Checkpoint.shapes.bytes()
    let layout = WeightsLayout(network: network)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20 {
      let length = Int.random(in: 24..<bytes.count, using: &generator)
      let path = try folder.file("cut.weights", bytes.prefix(length))
      do throws(WeightsError) {
        _ = try WeightsFile(path: path, network: network)
        Issue.record("\(length) bytes were accepted")
      } catch .sizeMismatch(let mismatch) {
        let expected = layout.layers.first { $0.end > length }
        #expect(mismatch.layer == expected?.layer)
        #expect(mismatch.expected == bytes.count)
        let block = try #require(mismatch.block)
        #expect(block.offset <= length && length < block.end)
      } catch {
        Issue.record(error)
      }
    }
  }

  @Test("Cut behind any layer, weights open as a prefix with exactly the layers before")
  func prefixes() throws {
    let folder = try TemporaryFolder()
    let network = try Checkpoint.shapes.network()
    let bytes = try Checkpoint.shapes.bytes()
    for layer in WeightsLayout(network: network).layers.dropLast() {
      let path = try folder.file("cut.conv", bytes.prefix(layer.end))
      let weights = try WeightsFile(path: path, network: network, allowPrefix: true)
      #expect(weights.block(layer: layer.layer, role: .weights) != nil)
      #expect(weights.layerCount > layer.layer && weights.layerCount < network.layers.count)
      #expect(weights.block(layer: weights.layerCount, role: .weights) == nil)
      #expect(weights.screen() == [])
    }
  }
}
