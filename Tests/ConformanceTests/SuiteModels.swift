import Foundation
import Pipeline
import Quantization
import TestSupport
import Vision

/// How a network is written.
enum ModelForm: String, Sendable {
  case float, qoperator, qdq
  /// QDQ with activations of 16 bits.
  case wide
}

/// A program that reads ONNX files, and the script of `Tests/Peers` that has it run them.
enum FileReader: String, CaseIterable, Sendable {
  case onnxRuntime = "output"
  case openVINO = "openvino"

  var script: String { self == .onnxRuntime ? "check_model.py" : "openvino_models.py" }
}

/// All networks of the suite in one form, each with its input, and what others computed from them.
struct SuiteModels: Sendable {
  private let folder: TemporaryFolder
  /// Why there is no file of a network.
  private let refused: [String: String]
  /// The networks that compute with integers alone.
  private let integerOnly: Set<String>

  /// Made once; an error is reported by every test.
  static func all(_ form: ModelForm) -> Result<SuiteModels, any Error> {
    switch form {
    case .float: float
    case .qoperator: qoperator
    case .qdq: qdq
    case .wide: wide
    }
  }

  private static let float = Result { try SuiteModels(.float) }
  private static let qoperator = Result { try SuiteModels(.qoperator) }
  private static let qdq = Result { try SuiteModels(.qdq) }
  private static let wide = Result { try SuiteModels(.wide) }

  /// The file of a network.
  ///
  /// - Throws: `Refusal` when it could not be made.
  func model(_ network: ConformanceNetwork) throws -> SuiteModel {
    if let reason = refused[network.name] { throw Refusal(reason: reason) }
    return SuiteModel(
      folder: FixtureFolder(folder.url).folder(network.name),
      isIntegerOnly: integerOnly.contains(network.name))
  }

  private init(_ form: ModelForm) throws {
    folder = try TemporaryFolder()
    var refused: [String: String] = [:]
    var integerOnly: Set<String> = []
    var folders: [String] = []
    for network in ConformanceNetwork.feedForward {
      let target = folder.url.appendingPathComponent(network.name)
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try network.input().withUnsafeBytes { Data($0) }.write(
        to: target.appendingPathComponent("input_0.f32"))
      do {
        if try SuiteModels.write(network, form, target) { integerOnly.insert(network.name) }
        folders.append(target.path)
      } catch let error as PipelineError {
        refused[network.name] = "\(error)"
      }
    }
    self.refused = refused
    self.integerOnly = integerOnly
    guard Peers.python != nil else { return }
    for reader in FileReader.allCases {
      let outcome = try Peers.run(reader.script, folders)
      try Data((outcome.output + outcome.errors).utf8).write(
        to: folder.url.appendingPathComponent(reader.rawValue))
    }
  }

  /// Writes a network; returns whether it computes with integers alone.
  private static func write(
    _ network: ConformanceNetwork, _ form: ModelForm, _ target: URL
  ) throws -> Bool {
    let path = target.appendingPathComponent("model.onnx").path
    guard form != .float else {
      _ = try Conversion(cfg: network.cfg, weights: network.weights).run().write(to: path)
      return false
    }
    var run = QuantizationRun(model: network.cfg)
    run.weights = network.weights
    run.calibration = try network.writeImage(to: target)
    // The image is the input as it is; a crop scales it where the input is no square.
    run.preprocessing = .letterbox()
    run.options.format = form == .qoperator ? .qoperator : .qdq
    if form == .wide { run.options.activationType = .uint16 }
    let written = try run.run().write(to: .init(model: path))
    return form == .qoperator && written.record.quantization?.islands.isEmpty == true
  }
}

/// One file of the suite.
struct SuiteModel: Sendable {
  fileprivate let folder: FixtureFolder
  /// Whether all of it is computed with integers, which leave nothing to rounding.
  let isIntegerOnly: Bool

  var path: String { folder.file("model.onnx") }

  func input() throws -> [Float] { try folder.floats("input_0.f32") }

  /// What a program computed from it.
  ///
  /// - Throws: `Refusal` with what the program said when it did not run the file.
  func outputs(of reader: FileReader) throws -> [[Float]] {
    let names = folder.names.filter {
      $0.hasPrefix("\(reader.rawValue)_") && $0.hasSuffix(".f32")
    }
    guard names.isEmpty else {
      return try names.indices.map { try folder.floats("\(reader.rawValue)_\($0).f32") }
    }
    let said = try String(
      contentsOf: folder.url.deletingLastPathComponent().appendingPathComponent(reader.rawValue),
      encoding: .utf8)
    let line = said.split(separator: "\n").first { $0.hasPrefix("\(folder.path): ") }
    throw Refusal(reason: line.map(String.init) ?? said)
  }
}

/// A network that a program does not take.
struct Refusal: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}
