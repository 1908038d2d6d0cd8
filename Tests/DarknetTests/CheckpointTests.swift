import Darknet
import Foundation
import TestSupport
import Testing

/// Real and conformance checkpoints, to the last byte.
@Suite(.enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
struct CheckpointTests {
  @Test("reading every array and writing it again gives the same bytes", arguments: Checkpoint.all)
  func roundTrip(checkpoint: Checkpoint) throws {
    let folder = try TemporaryFolder()
    let weights = try checkpoint.open()
    let copy = folder.path("copy.weights")
    try WeightsWriter(layout: weights.layout).write(to: copy) { weights.floats(of: $0) }
    let written = Array(try Data(contentsOf: URL(fileURLWithPath: copy)))
    #expect(try written == checkpoint.bytes())
  }

  @Test("published weights hold no impossible number", arguments: Checkpoint.all)
  func nothingToReport(checkpoint: Checkpoint) throws {
    #expect(try checkpoint.open().screen().map(\.diagnostic.description) == [])
  }

  @Test("yolov4-tiny: 6,062,814 floats behind 20 bytes, 6.9 BFLOPs")
  func yolov4Tiny() throws {
    let weights = try Checkpoint.model("yolov4-tiny").open()
    #expect(weights.header.byteCount == 20)
    #expect(weights.layout.layers.map(\.count).reduce(0, +) == 6_062_814)
    let work = weights.network.layers.map(\.darknetBFLOPs).reduce(0, +)
    #expect((work * 10).rounded() / 10 == 6.9)
  }

  @Test("a tensor borrows the mapping and outlives the file object")
  func borrowing() throws {
    var weights: WeightsFile? = try Checkpoint.shapes.open()
    let block = try #require(weights?.block(layer: 0, role: .weights))
    let floats = try #require(weights?.floats(of: block))
    let tensor = try #require(try weights?.tensor(of: block))
    weights = nil
    #expect(tensor.shape.dimensions == block.shape)
    #expect(tensor.elements(Float.self) == floats)
  }

  @Test("a shared convolution gives its owner's arrays")
  func shared() throws {
    let folder = "conformance/conv_share_index"
    let weights = try Checkpoint(cfg: "\(folder)/net.cfg", weights: "\(folder)/net.weights").open()
    #expect(weights.layout[2] == nil)
    #expect(weights.owner(of: 2) == 1)
    #expect(weights.block(layer: 2, role: .weights) == weights.block(layer: 1, role: .weights))
  }
}
