import Kernels
import TestSupport
import Testing

extension Bound {
  /// The same floats are added in another order: sums of some hundred terms, each rounded to 24 bits.
  static let sums = Bound.relative(1e-5)
  /// A number that is spread evenly over 256 steps has 50 dB (6.02 · 8 + 1.8); the networks have up to
  /// four steps of rounding one after the other, and numbers that are not spread evenly.
  static let eightBits = Bound.decibels(30)
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
      guard case .refused(let words) = difference?.outcome else { throw refusal }
      #expect(refusal.reason.contains(words))
      return
    }
    switch difference?.outcome {
    case nil:
      #expect(try complaints(layers, network, runtime.bound) == [])
    case .refused:
      Issue.record("no longer refused: take it off the list of known differences")
    case .within(let bound):
      #expect(try complaints(layers, network, bound) == [])
      #expect(
        try !complaints(layers, network, runtime.bound).isEmpty,
        "as near as the others now: take it off the list of known differences")
    }
  }

  /// What differs from darknet by more than a bound.
  private func complaints(
    _ layers: [Int: [Float]], _ network: ConformanceNetwork, _ bound: Bound
  ) throws -> [String] {
    var compared = 0
    let complaints = layers.sorted { $0.key < $1.key }.compactMap { index, found -> String? in
      guard let expected = network.folder.layer(index) else { return nil }
      compared += 1
      return bound.complaint(found, expected).map { "layer \(index): \($0)" }
    }
    // In networks with antialiasing darknet's last layer alone is known.
    let expected = network.name.contains("antialias") ? 1 : max(layers.count, 1)
    return complaints
      + (compared == expected ? [] : ["\(compared) layers were compared, not \(expected)"])
  }

  @Test(
    "Every layer has the same bits on every x86 instruction set from AVX2 on",
    arguments: ConformanceNetwork.feedForward)
  func bitsDoNotDependOnTheInstructionSet(network: ConformanceNetwork) throws {
    let results = try Runtime.all.compactMap { runtime -> [Int: [UInt32]]? in
      guard runtime.form == nil, case .engine(let isa) = runtime.program,
        [dk_isa_avx2, dk_isa_avx512, dk_isa_avx512vnni].contains(isa)
      else { return nil }
      return try runtime.layers(of: network).mapValues { $0.map(\.bitPattern) }
    }
    #expect(Set(results).count <= 1)
  }

  @Test(
    "Other runtimes compute from INT8 files what the engine does",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    arguments: Runtime.peers.filter { $0.form != .float },
    ConformanceNetwork.feedForward)
  func runtimesAgree(runtime: Runtime, network: ConformanceNetwork) throws {
    guard !runtime.differences.contains(where: { $0.networks.contains(network.name) }) else {
      return
    }
    let form = try #require(runtime.form)
    let model = try SuiteModels.all(form).get().model(network)
    let layers = try runtime.layers(of: network)
    let outputs = try Runtime.engineOutputs(of: model)
    #expect(!outputs.isEmpty && outputs.count == layers.count)
    for (layer, expected) in zip(try network.outputLayers(), outputs) {
      let found = try #require(layers[layer])
      if model.isIntegerOnly {
        #expect(found == expected, "layer \(layer)")
      } else {
        let isTied = KnownDifference.tied.contains(network.name)
        let complaint = Bound.sums.complaint(found, expected)
        // Of 65,536 steps some number lies half way between two in nearly every network, and goes to
        // the other one as sums are added in another order.
        if form != .wide {
          #expect(
            (complaint != nil) == isTied, "layer \(layer): \(complaint ?? "no longer differs")")
        }
        let least = runtime.dropsWidePairs && form == .wide ? 50.0 : 60
        #expect(Bound.decibels(least).complaint(found, expected) == nil, "layer \(layer)")
      }
    }
  }

  @Test(
    "All runtimes of the list are run",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func runtimesAreHere() {
    #expect(Runtime.all.count == Runtime.instructionSets.count + 4 + Runtime.peers.count)
    #expect(ConformanceNetwork.feedForward.count >= 73)
    #expect(ConformanceNetwork.recurrent.count >= 5)
  }
}
