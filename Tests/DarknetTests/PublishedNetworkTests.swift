import Darknet
import Foundation
import TestSupport
import Testing

/// All cfgs of AlexeyAB/darknet and the conformance suite, against what darknet computes.
@Suite(.enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)))
struct PublishedNetworkTests {
  /// The names of darknet's cfgs, without `.cfg`.
  static let names = Fixtures.names(in: "darknet-cfg").filter { $0.hasSuffix(".cfg") }
    .map { String($0.dropLast(4)) }
  static let expected = Fixtures.names(in: "darknet-cfg/expected").map { String($0.dropLast(5)) }

  @Test("there are 87 cfgs, and darknet's shapes of 82 of them")
  func everythingIsThere() {
    #expect(Self.names.count == 87)
    #expect(Self.expected.count == 82)
  }

  @Test("every layer has darknet's shape and BFLOPs", arguments: expected)
  func shapesAreDarknets(name: String) throws {
    let folder = try #require(Fixtures.shared).appendingPathComponent("darknet-cfg")
    let parsed = try Network.parse(path: folder.appendingPathComponent("\(name).cfg").path)
    let network = try parsed.get()
    let expected = try ExpectedLayers(
      contentsOf: folder.appendingPathComponent("expected/\(name).json"))
    #expect(expected.differences(from: network) == [])
  }

  @Test("every conformance net has darknet's shapes", arguments: Fixtures.names(in: "conformance"))
  func conformanceShapes(name: String) throws {
    let folder = try #require(Fixtures.shared).appendingPathComponent("conformance/\(name)")
    let network = try Network.parse(path: folder.appendingPathComponent("net.cfg").path).get()
    let expected = try ExpectedLayers(contentsOf: folder.appendingPathComponent("layers.json"))
    #expect(expected.differences(from: network) == [])
  }
}
