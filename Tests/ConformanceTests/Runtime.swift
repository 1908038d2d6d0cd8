import Engine
import Foundation
import Graph
import Kernels
import Pipeline
import TestSupport
import Testing

/// A way of running the networks of the suite: what is run, by which program, and how near to darknet
/// its results have to be.
struct Runtime: Sendable, CustomStringConvertible {
  /// For example `QDQ on ONNX Runtime`.
  let description: String
  let program: Program
  /// What is read from a file; nil when the graph of the checkpoint is run as it is.
  let form: ModelForm?
  /// How near its results are to darknet's.
  let bound: Bound
  /// Where it is another, and why.
  let differences: [KnownDifference]

  /// OpenVINO 2026.4 leaves pairs of 16 bits out, so that it neither rounds nor clips there.
  var dropsWidePairs: Bool {
    if case .openVINO = program { true } else { false }
  }

  enum Program: Sendable {
    case engine(dk_isa)
    case onnxRuntime
    case openVINO
  }

  /// What it computes: values by layer, of all layers or of those that are outputs.
  func layers(of network: ConformanceNetwork) throws -> [Int: [Float]] {
    guard let form else { return try engineLayers(of: network) }
    let model = try SuiteModels.all(form).get().model(network)
    let outputs =
      switch program {
      case .engine(let isa): try Runtime.on(isa) { try Runtime.engineOutputs(of: model) }
      case .onnxRuntime: try model.outputs(of: .onnxRuntime)
      case .openVINO: try model.outputs(of: .openVINO)
      }
    let layers = try network.outputLayers()
    try #require(!layers.isEmpty && layers.count == outputs.count)
    return Dictionary(uniqueKeysWithValues: zip(layers, outputs))
  }

  /// Every layer, of the graph as it is lowered.
  private func engineLayers(of network: ConformanceNetwork) throws -> [Int: [Float]] {
    guard case .engine(let isa) = program else { return [:] }
    return try Runtime.on(isa) {
      let graph = try network.graph()
      let session = Session(try Plan(graph, observing: Set(graph.layerOutputs.values)))
      _ = try session.run([network.input()])
      return graph.layerOutputs.mapValues(session.read)
    }
  }

  /// What the engine computes from a file.
  static func engineOutputs(of model: SuiteModel) throws -> [[Float]] {
    let graph = try Model.load(path: model.path).graph
    return try Session(Plan(graph, exact: true)).run([model.input()])
  }

  /// Runs something on an instruction set; it has to stay on this thread.
  private static func on<Result>(_ isa: dk_isa, _ body: () throws -> Result) rethrows -> Result {
    let before = dk_isa_current()
    dk_isa_select(isa)
    defer { dk_isa_select(before) }
    return try body()
  }
}

/// How near numbers are to others.
enum Bound: Sendable {
  /// |found - expected| <= value * max(1, |expected|).
  case relative(Float)
  /// The signal-to-noise ratio is at least this: 10 log10(sum expected^2 / sum (found - expected)^2).
  case decibels(Double)

  /// What is wrong; nil when they are near enough.
  func complaint(_ found: [Float], _ expected: [Float]) -> String? {
    let agreement = Agreement(found, expected)
    switch self {
    case .relative(let tolerance):
      return agreement.error <= tolerance ? nil : "\(agreement)"
    case .decibels(let floor):
      guard agreement.error < .infinity else { return "\(agreement)" }
      let ratio = Bound.decibels(found, expected)
      return ratio >= floor ? nil : "\(ratio) dB, less than \(floor); \(agreement)"
    }
  }

  private static func decibels(_ found: [Float], _ expected: [Float]) -> Double {
    var (signal, noise) = (0.0, 0.0)
    for (a, b) in zip(found, expected) {
      signal += Double(b) * Double(b)
      noise += (Double(a) - Double(b)) * (Double(a) - Double(b))
    }
    return noise == 0 ? .infinity : 10 * Foundation.log10(signal / noise)
  }
}
