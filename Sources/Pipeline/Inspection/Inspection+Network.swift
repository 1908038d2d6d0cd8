import Darknet
import Engine
import Graph
import Text

extension Inspection {
  /// Describes a typed network and the layout of its weights.
  init(network: Network, layout: WeightsLayout, diagnostics: [Diagnostic]) {
    input = network.net.input.isVector ? nil : Extents(network.net.input)
    layers = network.layers.map { layer in
      let weights = layout[layer.index]
      return Row(
        index: layer.index, type: layer.type, detail: layer.section.detail,
        input: Extents(layer.input), output: Extents(layer.output),
        parameters: weights?.count ?? 0, multiplyAdds: layer.multiplyAdds,
        weights: weights.map { ByteRange(offset: $0.offset, length: $0.byteCount) },
        line: layer.location.line)
    }
    totals = Totals(
      parameters: layers.reduce(0) { $0 + $1.parameters },
      multiplyAdds: layers.reduce(0) { $0 + $1.multiplyAdds }, weightsBytes: layout.byteCount,
      bflops: network.layers.reduce(0) { $0 + $1.darknetBFLOPs }, activationBytes: nil)
    self.diagnostics = diagnostics.map(Message.init)
  }

  /// Describes a cfg of which no layers can be made out.
  init(diagnostics: [Diagnostic]) {
    input = nil
    layers = []
    totals = Totals(
      parameters: 0, multiplyAdds: 0, weightsBytes: 0, bflops: 0, activationBytes: nil)
    self.diagnostics = diagnostics.map(Message.init)
  }
}

extension Inspection.Message {
  init(_ diagnostic: Diagnostic) {
    severity = diagnostic.severity.rawValue
    file = diagnostic.location.file
    line = diagnostic.location.line
    column = diagnostic.location.column
    message = diagnostic.message
  }
}

extension Inspection.Extents {
  init(_ shape: FeatureShape) {
    self.init(channels: shape.channels, height: shape.height, width: shape.width)
  }
}

extension LayerSection {
  /// What a person wants to see of the section besides its type.
  var detail: String {
    func strided(_ size: Int, _ x: Int, _ y: Int) -> String {
      "\(size) x \(size) / \(x == y ? "\(x)" : "\(x) x \(y)")"
    }
    switch self {
    case let section as ConvolutionalSection:
      return "\(section.filters)  \(strided(section.size, section.strideX, section.strideY))"
        + (section.groups > 1 ? " groups \(section.groups)" : "")
        + (section.dilation > 1 ? " dilation \(section.dilation)" : "")
        + " \(section.activation.rawValue)"
    case let section as MaxPoolSection:
      return section.depthChannels.map { "depth to \($0)" }
        ?? strided(section.size, section.strideX, section.strideY)
    case let section as LocalAveragePoolSection:
      return strided(section.size, section.strideX, section.strideY)
    case let section as ConnectedSection:
      return "\(section.output) \(section.activation.rawValue)"
    case let section as UpsampleSection:
      return "\(section.isReversed ? "/" : "x") \(section.stride)"
    case let section as RouteSection:
      return section.layers.map(String.init).joined(separator: " ")
        + (section.groups > 1 ? "  block \(section.groupID) of \(section.groups)" : "")
    case let section as ShortcutSection:
      return section.from.map(String.init).joined(separator: " ")
        + " \(section.activation.rawValue)"
    case let section as ScaleChannelsSection: return "\(section.from)"
    case let section as SamSection: return "\(section.from)"
    case let section as YoloSection: return heads(section.mask.count, section.classes)
    case let section as GaussianYoloSection: return heads(section.mask.count, section.classes)
    case let section as RegionSection: return heads(section.anchors.count, section.classes)
    default: return ""
    }
  }

  private func heads(_ anchors: Int, _ classes: Int) -> String {
    "\(anchors) anchors, \(classes) classes"
  }
}
