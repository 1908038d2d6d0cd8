import Darknet
import Graph
import Text

/// What the images of a converted model measure.
public enum SizeChoice: Hashable, Sendable {
  case fixed(ImageSize)
  /// As the caller brings them, of multiples of the strides of the heads.
  case dynamic

  /// The size; nil where it is left to the caller.
  var fixed: ImageSize? {
    if case .fixed(let size) = self { size } else { nil }
  }

  /// `WIDTHxHEIGHT` or `dynamic`.
  public var text: String {
    switch self {
    case .fixed(let size): size.description
    case .dynamic: "dynamic"
    }
  }

  /// Reads what `text` gives; nil for anything else.
  public init?(_ text: String) {
    if text == "dynamic" {
      self = .dynamic
    } else if let size = ImageSize(text) {
      self = .fixed(size)
    } else {
      return nil
    }
  }
}

extension Conversion {
  /// Leaves the size of images to the caller.
  ///
  /// - Throws: a `Failure` (usage) when something in the network depends on it.
  func openSize(of graph: inout Graph) throws {
    guard heads == .raw else {
      throw PipelineError.usage(
        "\(cfg): boxes are decoded for one size of images; leave the size open with raw heads"
          + "\(with: .heads, OutputForm.raw.rawValue), or choose one")
    }
    guard graph.states.isEmpty else {
      throw PipelineError.usage(
        "\(cfg): remembers tensors of one size from run to run; choose a size of images")
    }
    guard interface.form(from: InputForm()).axes == .nchw else {
      throw PipelineError.usage(
        "\(cfg): the size can be left open for planes alone; take them"
          + "\(with: .inputLayout, InputForm.Axes.nchw.rawValue), or choose a size")
    }
    do throws(GraphError) {
      // What a head makes of its tensor depends on the size, but is no part of a model of raw heads.
      try PassPipeline([RemoveUnused(keepsLayerOutputs: false)]).apply(to: &graph)
      try graph.leaveSizeOpen()
    } catch {
      throw PipelineError.usage("\(cfg): depends on the size of images: \(error); choose one")
    }
  }
}
