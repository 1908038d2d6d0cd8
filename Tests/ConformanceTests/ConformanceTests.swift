import Darknet
import Kernels
import TestSupport
import Testing

extension Bound {
  /// The same floats are added in another order.
  static let darknets = Bound.relative(1e-4)
  static let eightBits = Bound.decibels(20)
}

/// The networks of the suite against what darknet computes, on every runtime there is.
@Suite("Conformance with darknet") struct ConformanceTests {
  @Test(
    "Every layer that a runtime gives is darknet's", arguments: Runtime.all,
    ConformanceNetwork.feedForward)
  func layersAreDarknets(runtime: Runtime, network: ConformanceNetwork) throws {
    let difference = runtime.differences.first { $0.networks.contains(network.name) }
    let layers: [Int: [Float]]
    do {
      layers = try runtime.layers(of: network)
    } catch let refusal as Refusal {
      guard case .refused(let words) = difference?.outcome, refusal.reason.contains(words) else {
        Issue.record("refused: \(refusal)")
        return
      }
      return
    }
    var complaints: [String] = []
    for (index, found) in layers.sorted(by: { $0.key < $1.key }) {
      guard let expected = network.folder.layer(index) else { continue }
      if let complaint = runtime.bound.complaint(found, expected) {
        complaints.append("layer \(index): \(complaint)")
      }
    }
    #expect(complaints.isEmpty, "\(complaints)")
  }
}
