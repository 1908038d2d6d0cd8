import Darknet
import Engine
import Foundation
import Graph
import TestSupport
import Testing

/// Layers that AlexeyAB's darknet has not, against what the programs that have them compute, written
/// out as sums.
@Suite struct ForkLayerTests {
  /// Numbers of a layer that depend on nothing but their place.
  private struct Given: ParameterSource {
    func tensor(
      _ role: WeightsRole, of layer: Layer, part: String?, shape: Shape
    ) throws(LoweringError) -> Tensor {
      Tensor(Given.numbers(role, layer.index, shape.count), shape: shape)
    }

    static func numbers(_ role: WeightsRole, _ layer: Int, _ count: Int) -> [Float] {
      var random = SeededGenerator(seed: UInt64(layer * 10 + role.rawValue.utf8.count))
      return (0..<count).map { _ in
        role == .rollingVariance
          ? Float.random(in: 0.5...2, using: &random) : Float.random(in: -1...1, using: &random)
      }
    }
  }

  /// Runs a network on an input of 4 channels and 8 x 8 pixels; what each layer gives.
  private func layers(_ text: String) throws -> [[Float]] {
    let cfg = "[net]\nwidth=8\nheight=8\nchannels=4\n\(text)"
    let graph = try Lowering.graph(
      of: try Network(text: cfg, file: "a.cfg"), parameters: Given())
    let session = Session(try Plan(graph, observing: Set(graph.layerOutputs.values), exact: true))
    var random = SeededGenerator(seed: 1)
    _ = try session.run([(0..<256).map { _ in Float.random(in: -1...1, using: &random) }])
    return graph.layerOutputs.sorted { $0.key < $1.key }.map { session.read($0.value) }
  }

  private func expectNear(_ found: [Float], _ expected: [Float]) {
    let agreement = Agreement(found, expected)
    #expect(agreement.error <= 1e-5, "\(agreement)")
  }

  @Test(
    "A shortcut across sizes adds the cells that pjreddie's darknet adds",
    arguments: [2, 4], [true, false])
  func shortcutsAcrossSizes(factor: Int, isStrided: Bool) throws {
    let pool = "[maxpool]\nsize=\(factor)\nstride=\(factor)\n"
    let start = "[convolutional]\nfilters=4\nactivation=linear\n"
    // The source is layer 0; what it is added to is layer 1, or layer 2 of the first one's size.
    let text =
      isStrided
      ? start + pool + "[shortcut]\nfrom=0\nactivation=linear\n"
      : start + pool + "[route]\nlayers=0\n[shortcut]\nfrom=1\nactivation=linear\n"
    let layers = try layers(text)
    let (large, small) = (8, 8 / factor)
    let (source, target) = isStrided ? (layers[0], layers[1]) : (layers[1], layers[2])
    var expected = target
    for channel in 0..<4 {
      for row in 0..<small {
        for column in 0..<small {
          // `shortcut_cpu` of pjreddie's blas.c: out[i * sample] += add[i * stride].
          let wide = (channel * large + row * factor) * large + column * factor
          let narrow = (channel * small + row) * small + column
          if isStrided {
            expected[narrow] += source[wide]
          } else {
            expected[wide] += source[narrow]
          }
        }
      }
    }
    expectNear(try #require(layers.last), expected)
  }

  @Test("A depthwise convolution has one kernel for each channel", arguments: [1, 2])
  func depthwise(stride: Int) throws {
    let found = try layers(
      "[convolutional]\nfilters=4\nactivation=linear\n"
        + "[depthwise_convolutional]\nsize=3\nstride=\(stride)\npad=1\nbatch_normalize=1\n"
        + "activation=relu\n")
    let grouped = try layers(
      "[convolutional]\nfilters=4\nactivation=linear\n"
        + "[convolutional]\nfilters=4\ngroups=4\nsize=3\nstride=\(stride)\npad=1\n"
        + "batch_normalize=1\nactivation=relu\n")
    #expect(found == grouped)
    #expect(found[1].count == 4 * (8 / stride) * (8 / stride) && found[1].contains { $0 > 0 })
  }

  @Test("Implicit layers shift and control the channels of another layer")
  func implicitLayers() throws {
    let layers = try layers(
      """
      [implicit_add]
      filters=6
      [implicit_mul]
      filters=6
      [convolutional]
      filters=6
      activation=linear
      [shift_channels]
      from=0
      [control_channels]
      from=1
      """)
    let (shifts, factors) = (layers[0], layers[1])
    expectNear(
      layers[3], layers[2].enumerated().map { $1 + shifts[$0 / (layers[2].count / 6)] })
    expectNear(
      layers[4], layers[3].enumerated().map { $1 * factors[$0 / (layers[3].count / 6)] })
  }

  @Test("[route_lhalf] takes the first half of each layer's channels")
  func firstHalves() throws {
    let layers = try layers(
      "[convolutional]\nfilters=4\nactivation=linear\n[convolutional]\nfilters=6\n"
        + "activation=linear\n[route_lhalf]\nlayers=-1,-2\n")
    #expect(layers[2] == Array(layers[1].prefix(3 * 64) + layers[0].prefix(2 * 64)))
  }

  @Test(
    "Names of activations that forks have mean what they mean there",
    arguments: [("silu", "swish"), ("hswish", "hardswish")])
  func activations(name: String, same: String) throws {
    func layers(_ name: String) throws -> [[Float]] {
      try self.layers(
        "[convolutional]\nfilters=4\nactivation=linear\n[activation]\nactivation=\(name)\n")
    }
    let found = try layers(name)
    let expected = try layers(same)
    #expect(found == expected)
    if same == "hardswish" {
      expectNear(found[1], found[0].map { $0 * min(max($0 + 3, 0), 6) / 6 })
    }
  }
}
