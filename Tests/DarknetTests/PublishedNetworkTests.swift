import Darknet
import Foundation
import TestSupport
import Testing

/// All cfgs of AlexeyAB/darknet, against what darknet computes.
@Suite(.enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
struct PublishedNetworkTests {
  /// The names of darknet's cfgs, without `.cfg`.
  static let names = Fixtures.names(in: "darknet-cfg").filter { $0.hasSuffix(".cfg") }
    .map { String($0.dropLast(4)) }
  static let expected = Fixtures.names(in: "darknet-cfg/expected").map { String($0.dropLast(5)) }

  @Test("There are 87 cfgs, and darknet's shapes of 82 of them")
  func everythingIsThere() {
    #expect(Self.names.count == 87)
    #expect(Self.expected.count == 82)
  }

  @Test("Every layer has darknet's shape and BFLOPs", arguments: expected)
  func shapesAreDarknets(name: String) throws {
    let folder = try #require(Fixtures.shared).appendingPathComponent("darknet-cfg")
    let parsed = try Network.parse(path: folder.appendingPathComponent("\(name).cfg").path)
    let network = try parsed.get()
    let expected = try ExpectedLayers(
      contentsOf: folder.appendingPathComponent("expected/\(name).json"))
    #expect(expected.differences(from: network) == [])
  }

  @Test(
    "ResNets whose shortcuts only pjreddie's darknet adds: a warning, and the published shapes",
    arguments: [
      ("resnet50", 3, 2048), ("resnet101", 3, 2048), ("resnet152", 3, 2048),
      ("resnext152-32x4d", 3, 4096),
    ])
  func sampledShortcuts(name: String, shortcuts: Int, features: Int) throws {
    let folder = try #require(Fixtures.shared).appendingPathComponent("darknet-cfg")
    let parsed = try Network.parse(path: folder.appendingPathComponent("\(name).cfg").path)
    let warnings = parsed.diagnostics.filter { $0.message.contains("as pjreddie's does") }
    #expect(warnings.count == shortcuts)
    let network = try #require(parsed.network)
    // 256 pixels through a stem of stride 4 and three stages of stride 2.
    let last = network.layers.last { $0.type == "shortcut" }
    #expect(last?.output == FeatureShape(channels: features, height: 8, width: 8))
    #expect(network.layers.last?.output.count == 1000)
  }

  @Test("yolo9000: 3 anchors x (5 + 9418 classes) on the grid of 544 pixels")
  func yolo9000() throws {
    let folder = try #require(Fixtures.shared).appendingPathComponent("darknet-cfg")
    let network = try Network.parse(path: folder.appendingPathComponent("yolo9000.cfg").path).get()
    #expect(network.layers.last?.output == FeatureShape(channels: 28269, height: 17, width: 17))
    let region = try #require(network.layers.last?.section as? RegionSection)
    #expect(region.tree == "data/9k.tree")
  }
}
