import Darknet
import Engine
import Files
import Graph
import ONNX
import Text

/// An inspection with its forms for people.
public struct InspectionReport: Sendable {
  /// The JSON form.
  public let inspection: Inspection
  /// Everything worth saying, a line each.
  public let messages: [Lines]
  /// Whether a mistake keeps the model from being used.
  public let hasErrors: Bool

  /// Inspects a model.
  ///
  /// - Parameters:
  ///   - weights: the weights of a cfg; nil for the file beside it, if there is one.
  ///   - contract: as for `Model.load`.
  ///   - allowPrefix: accept weights that end exactly behind a layer.
  /// - Throws: a `Failure` when there is nothing to show.
  public static func of(
    path: String, weights: String? = nil, contract: String? = nil, allowPrefix: Bool = false
  ) throws -> InspectionReport {
    if Checkpoint.isCfg(path) {
      return try ofCfg(path, weights: weights, allowPrefix: allowPrefix)
    }
    guard !allowPrefix else {
      throw PipelineError.usage(
        "\(path): only the weights of a .cfg may end behind a layer; an ONNX file is read whole")
    }
    let model = try Model.load(path: path, weights: weights, contract: contract)
    return InspectionReport(
      inspection: Inspection(graph: model.graph), messages: model.warnings, hasErrors: false)
  }

  private static func ofCfg(
    _ path: String, weights: String?, allowPrefix: Bool
  ) throws -> InspectionReport {
    let parsed = try Network.parse(path: path)
    var diagnostics = parsed.diagnostics
    var messages = diagnostics.map { Lines("\($0)") }
    guard let network = parsed.bestEffort else {
      return InspectionReport(
        inspection: Inspection(diagnostics: diagnostics), messages: messages, hasErrors: true)
    }
    var layout = WeightsLayout(network: network)
    var activationBytes: Int?
    let beside = Checkpoint.weightsPath(beside: path)
    if parsed.hasErrors {
      messages.append("\(path): the shapes shown from the first mistake on are guesses")
    } else if let file = weights ?? (Folder.hasFile(beside) ? beside : nil) {
      // Weights of a network that is not understood could only be misread.
      do throws(WeightsError) {
        let weights = try WeightsFile(path: file, network: network, allowPrefix: allowPrefix)
        layout = weights.layout
        activationBytes = InspectionReport.activationBytes(of: network, weights)
        let findings = weights.screen().map(\.diagnostic)
        diagnostics += findings
        messages += findings.map { Lines("\($0)") }
        if weights.layerCount < network.layers.count {
          messages.append(
            "\(file): holds the weights of layers 0 to \(weights.layerCount - 1) only")
        }
      } catch {
        if case .file = error { throw error }
        diagnostics.append(error.diagnostic(path: file))
        messages += Lines(error).each
        if case .sizeMismatch(let mismatch) = error, case .partial = mismatch.cause {
          messages.append(
            "\(file): to see which layers it holds, accept its end behind one of them"
              + "\(with: .partialWeights)")
        }
      }
    }
    var inspection = Inspection(network: network, layout: layout, diagnostics: diagnostics)
    inspection.totals.activationBytes = activationBytes
    return InspectionReport(
      inspection: inspection, messages: messages,
      hasErrors: diagnostics.contains { $0.severity == .error })
  }

  /// The activations of one run; nil for networks that the engine cannot run.
  private static func activationBytes(of network: Network, _ weights: WeightsFile) -> Int? {
    guard let graph = try? Lowering.graph(of: network, parameters: weights) else { return nil }
    return (try? Plan(graph, exact: true))?.arenaByteCount
  }

  /// The layers as a table, and the sums; empty when no layers can be made out.
  public var table: Lines {
    if inspection.layers.isEmpty { return "" }
    var rows = [
      [
        "layer", "type", "detail", "input w x h x c", "output w x h x c", "parameters",
        "multiply-adds", "weights bytes",
      ]
    ]
    for row in inspection.layers {
      rows.append([
        "\(row.index)", row.type, row.detail, text(row.input), text(row.output),
        row.parameters == 0 ? "" : "\(row.parameters)",
        row.multiplyAdds == 0 ? "" : "\(row.multiplyAdds)",
        row.weights.map { "\($0.offset)..<\($0.offset + $0.length)" } ?? "",
      ])
    }
    let totals = inspection.totals
    var lines = [Table(rows, alignment: [.right, .left, .left]).text()]
    let bflops = totals.bflops.map { " (\(fixed($0, 3)) BFLOPs as darknet counts)" } ?? ""
    lines.append(
      "\(totals.parameters) parameters, \(totals.weightsBytes) bytes of weights, "
        + "\(totals.multiplyAdds) multiply-adds\(bflops)")
    if let bytes = totals.activationBytes {
      lines.append("\(bytes) bytes of activations while running one image")
    }
    return lines.joined()
  }

  private func text(_ extents: Inspection.Extents) -> String {
    "\(extents.width) x \(extents.height) x \(extents.channels)"
  }
}

extension WeightsError {
  /// The error at the layer where the file stops fitting, or at the file as a whole.
  fileprivate func diagnostic(path: String) -> Diagnostic {
    let location =
      if case .sizeMismatch(let mismatch) = self {
        SourceLocation(file: mismatch.cfg, line: mismatch.line, column: 1)
      } else {
        SourceLocation(file: path, line: 1, column: 1)
      }
    return Diagnostic(.error, at: location, description)
  }
}
