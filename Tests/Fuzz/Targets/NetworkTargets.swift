import Darknet
import Files
import Graph
import ONNX
import Pipeline
import Vision

extension FuzzTarget {
  /// Network descriptions; small ones are lowered, written as ONNX, read again and run.
  static let cfg = FuzzTarget("cfg") { bytes in
    let parsed = Network.parse(bytes: Array(bytes), file: "a.cfg")
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    for diagnostic in parsed.diagnostics {
      require(
        (1...lines).contains(diagnostic.location.line) && diagnostic.location.column >= 1,
        "a diagnostic at no place: \(diagnostic)")
      require(!diagnostic.description.isEmpty, "an empty diagnostic")
    }
    guard let network = parsed.bestEffort else { return }
    let layout = WeightsLayout(network: network)
    require(layout.byteCount >= 20, "a file of \(layout.byteCount) bytes")
    guard !parsed.hasErrors, layout.byteCount < 1 << 16, network.isSmall else { return }
    let folder = ScratchFolder()
    let path = "\(folder.path)/a.weights"
    requireRead("a weights file") { () throws(WeightsError) in
      try WeightsWriter(layout: layout).write(to: path) { block in
        (0..<block.count).map { Float($0 % 13 + 1) / 16 }
      }
    }
    let file = requireRead("a weights file") { () throws(WeightsError) in
      try WeightsFile(path: path, network: network)
    }
    check(file, folder)
  }

  /// Weights files of one network, which has matrices, normalization and several kinds of blocks.
  static let weights = FuzzTarget("weights") { bytes in
    let folder = ScratchFolder()
    let path = folder.file("a.weights", bytes)
    for allowsPrefix in [false, true] {
      do throws(WeightsError) {
        let file = try WeightsFile(
          path: path, network: WeightsSample.network, allowPrefix: allowsPrefix)
        for finding in file.screen() {
          require(!finding.diagnostic.description.isEmpty, "an empty finding")
        }
        guard file.layerCount == WeightsSample.network.layers.count else { continue }
        let copy = "\(folder.path)/copy-\(allowsPrefix)"
        try WeightsWriter(layout: file.layout).write(to: copy) { file.floats(of: $0) }
        let written = requireRead("a weights file") { () throws(FileError) in
          try MappedFile(path: copy)
        }
        require(written.withUnsafeBytes { $0.elementsEqual(bytes) }, "weights are read otherwise")
        check(file, folder)
      } catch { requireMessage(error) }
    }
  }

  /// A checked weights file can be lowered, and what is made of it written, read and run.
  private static func check(_ file: WeightsFile, _ folder: borrowing ScratchFolder) {
    for batch in [Batch.fixed(1), .dynamic] {
      do throws(LoweringError) {
        let graph = try Lowering.graph(of: file.network, parameters: file, batch: batch)
        do throws(GraphError) { try graph.validate() } catch {
          fatalError("a graph that is not valid: \(error)")
        }
        let path = "\(folder.path)/\(batch == .dynamic ? "dynamic" : "fixed").onnx"
        do throws(ONNXError) {
          _ = try ONNXModel.write(graph, to: path)
        } catch {
          requireMessage(error)
          continue
        }
        let model = requireRead("a model") { try Model.load(path: path) }
        require(
          model.graph.outputs.map { model.graph[$0].type.shape }
            == graph.outputs.map { graph[$0].type.shape }, "a model has other outputs")
        ModelCheck.run(model)
      } catch { requireMessage(error) }
    }
  }

  /// ONNX models; small ones are written again and run.
  static let onnx = FuzzTarget("onnx", maximumLength: 8192) { bytes in
    let folder = ScratchFolder()
    do {
      let model = try Model.load(path: folder.file("a.onnx", bytes))
      do throws(GraphError) { try model.graph.validate() } catch {
        fatalError("a graph that is not valid: \(error)")
      }
      guard ModelCheck.isSmall(model.graph) else { return }
      ModelCheck.write(model.graph, folder)
      ModelCheck.run(model)
    } catch { requireMessage(error) }
  }
}

extension Network {
  /// Whether it is run in no time.
  fileprivate var isSmall: Bool {
    layers.count <= 64
      && layers.allSatisfy {
        $0.input.count <= 1 << 14 && $0.output.count <= 1 << 14 && $0.multiplyAdds <= 1 << 20
      }
  }
}

/// A network with a bit of everything that is stored.
enum WeightsSample {
  static let network = requireRead("a network") { () throws(CfgError) in
    try Network(text: text, file: "sample.cfg")
  }

  private static let text = """
    [net]
    width=4
    height=4
    channels=1
    [convolutional]
    batch_normalize=1
    filters=4
    size=3
    pad=1
    activation=leaky
    [convolutional]
    filters=4
    groups=2
    size=1
    activation=mish
    [shortcut]
    from=-2
    weights_type=per_channel
    activation=linear
    [connected]
    output=6
    batch_normalize=1
    activation=relu
    [connected]
    output=3
    activation=linear
    [softmax]
    """
}
