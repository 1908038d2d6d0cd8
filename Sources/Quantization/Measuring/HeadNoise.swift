import Engine
import Graph
import Threads

/// How much noise a quantized network has in its heads, where there is something to detect.
///
/// Most cells of a head see background, and what noise does there decides nothing. So of heads that are
/// laid out by anchors only the boxes count whose objectness is above .1, in the float network or in
/// the quantized one; of other outputs, and where no image has such a box, everything does.
public struct HeadNoise: Sendable {
  private let source: any CalibrationSource
  private let indices: [Int]
  private let workers: Workers
  /// What the float network gives, by input and output; nil for an input that cannot be read.
  private let references: [[[Float]]?]
  /// How the boxes of each output lie in it; nil for outputs without such.
  private let boxes: [Boxes?]

  /// How far the heads of a network are from those of the float network.
  public struct Deviations: Sendable {
    /// In the boxes that count; in everything where no image has such.
    public var objects: Deviation
    /// In everything.
    public var all: Deviation
  }

  /// Runs the float network on all inputs.
  ///
  /// - Parameter float: with raw heads, for one image.
  /// - Throws: `QuantizationError`.
  public init(
    of float: Graph, on source: any CalibrationSource, threads: Int
  ) throws(QuantizationError) {
    try self.init(
      of: float, on: Array(0..<source.count), of: source, workers: Workers(threads: threads))
  }

  /// Runs the float network.
  ///
  /// - Parameters:
  ///   - indices: the inputs that are looked at.
  ///   - float: the float network.
  /// - Throws: `QuantizationError`.
  init(
    of float: Graph, on indices: [Int], of source: any CalibrationSource, workers: Workers
  ) throws(QuantizationError) {
    self.source = source
    self.indices = indices
    self.workers = workers
    let heads = float.contract.heads
    boxes =
      heads.count == float.outputs.count && float.contract.outputForm == .raw
      ? zip(heads, float.outputs).map { Boxes($0, float[$1].type.shape) }
      : float.outputs.map { _ in nil }
    references = try HeadNoise.outputs(of: float, on: indices, of: source, workers)
  }

  private static func outputs(
    of graph: Graph, on indices: [Int], of source: any CalibrationSource, _ workers: Workers
  ) throws(QuantizationError) -> [[[Float]]?] {
    let plan: Plan
    do throws(EngineError) { plan = try Plan(graph) } catch { throw .engine(error) }
    return try workers.map(
      indices.count, state: { () throws(QuantizationError) in Session(plan) },
      { (session: inout Session, position: Int) throws(QuantizationError) -> [[Float]]? in
        guard let inputs = try source.input(at: indices[position]) else { return nil }
        do throws(EngineError) { return try session.run(inputs) } catch { throw .engine(error) }
      }
    ).results
  }

  /// The noise of a network with the same outputs where there is something to detect, relative to the
  /// signal.
  ///
  /// - Throws: `QuantizationError`.
  func noise(of quantized: Graph) throws(QuantizationError) -> Double {
    let counted = try deviations(of: quantized).objects
    return counted.signal > 0 ? counted.noise / counted.signal : 0
  }

  /// How far the outputs of a network with the same outputs are from the float network's; summed in the
  /// order of inputs, so that threads change nothing.
  ///
  /// - Throws: `QuantizationError`.
  public func deviations(of quantized: Graph) throws(QuantizationError) -> Deviations {
    let found = try HeadNoise.outputs(of: quantized, on: indices, of: source, workers)
    var (objects, all) = (Deviation(), Deviation())
    for (reference, found) in zip(references, found) {
      guard let reference, let found else { continue }
      for output in reference.indices {
        all = all + Deviation(reference[output], found[output])
        if let boxes = boxes[output] {
          objects = objects + boxes.deviation(reference[output], found[output])
        }
      }
    }
    return Deviations(objects: objects.signal > 0 ? objects : all, all: all)
  }
}

/// The boxes of a head: for each anchor planes of cells, one for each entry.
private struct Boxes {
  let entries: HeadEntries
  let objectness: Int
  let cells: Int
  /// What stands in the head for an objectness of .1: its logit, or itself where the network has applied
  /// the logistic function.
  let threshold: Float

  init?(_ head: Head, _ shape: Shape) {
    guard let entries = HeadEntries(of: head), shape.rank == 4,
      shape[1] == entries.anchors * entries.count,
      let objectness = entries.parts.first(where: { $0.label == "objectness" })
    else { return nil }
    self.entries = entries
    self.objectness = objectness.entries.lowerBound
    cells = shape[2] * shape[3]
    threshold = head.kind == .yolo(newCoordinates: true) ? 0.1 : -2.197_224_6
  }

  /// The deviation of the boxes in which either has an object.
  func deviation(_ expected: [Float], _ found: [Float]) -> Deviation {
    var (first, second): ([Float], [Float]) = ([], [])
    for anchor in 0..<entries.anchors {
      let start = anchor * entries.count * cells
      for cell in 0..<cells {
        let place = start + objectness * cells + cell
        guard max(expected[place], found[place]) > threshold else { continue }
        for entry in 0..<entries.count {
          first.append(expected[start + entry * cells + cell])
          second.append(found[start + entry * cells + cell])
        }
      }
    }
    return Deviation(first, second)
  }
}
