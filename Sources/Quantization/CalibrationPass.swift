import Engine
import Graph
import Threads

/// Runs a float network on images and counts what its values hold.
struct CalibrationPass {
  private let graph: Graph
  /// The values that are counted; those of others follow from them.
  let counted: [ValueID]

  /// Prepares to count what every computed value of a network holds that has to be counted.
  init(_ graph: Graph) {
    self.graph = graph
    var counted = graph.allInputs
    for node in graph.nodes where !CalibrationPass.isDerived(node) {
      counted += node.outputs.filter { graph[$0].type.element == .float32 }
    }
    self.counted = counted
  }

  /// Whether what a node's result holds follows from what its operand does.
  private static func isDerived(_ node: Node) -> Bool {
    switch node.operation.elements {
    case .moved, .mapped: true
    case .selected, .joined, .computed: false
    }
  }

  /// Counts.
  ///
  /// Histograms do not depend on the order of the images or on threads. Memory does not grow with
  /// the number of images.
  ///
  /// - Returns: what the counted values hold, by name.
  /// - Throws: `QuantizationError`.
  func run(
    _ source: some CalibrationSource, workers: Workers
  ) throws(QuantizationError) -> [String: Histogram] {
    let plan: Plan
    do throws(EngineError) {
      plan = try Plan(graph, tracing: Set(counted))
    } catch { throw .engine(error) }
    let positions = Dictionary(
      uniqueKeysWithValues: counted.enumerated().map { ($1, $0) })
    let states = try workers.map(
      source.count,
      state: { () throws(QuantizationError) in
        State(session: Session(plan), histograms: counted.map { _ in Histogram() })
      },
      { (state: inout State, index: Int) throws(QuantizationError) in
        guard let inputs = try source.input(at: index) else { return }
        for (position, elements) in inputs.enumerated() {
          elements.withUnsafeBufferPointer { state.histograms[position].add($0) }
        }
        do throws(EngineError) {
          _ = try state.session.run(inputs) { value, traced in
            if let position = positions[value] {
              state.histograms[position].add(traced.elements)
            }
          }
        } catch { throw .engine(error) }
      }
    ).states
    var merged = counted.map { _ in Histogram() }
    for state in states {
      for (position, histogram) in state.histograms.enumerated() {
        merged[position].merge(histogram)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: zip(counted.map { graph[$0].name }, merged))
  }

  private struct State {
    let session: Session
    var histograms: [Histogram]
  }

  /// What every value of a network holds, from what counted ones do.
  ///
  /// - Parameters:
  ///   - graph: the network that was counted, or one whose heads are whole where those of the other
  ///     one are split.
  ///   - counts: histograms by the name of the value.
  static func histograms(of graph: Graph, counts: [String: Histogram]) -> [ValueID: Histogram] {
    var histograms: [ValueID: Histogram] = [:]
    for input in graph.allInputs { histograms[input] = counts[graph[input].name] }
    for node in graph.nodes {
      for output in node.outputs {
        let name = graph[output].name
        switch node.operation.elements {
        case .mapped(let function):
          histograms[output] = histograms[node[.x]]?.mapped { function($0) }
        case .moved: histograms[output] = histograms[node[.x]]
        case .selected, .joined, .computed:
          // `SplitHeads` names parts after the node.
          histograms[output] = counts[name] ?? merged(partsOf: node.name, counts)
        }
      }
    }
    return histograms
  }

  /// What the result of a head's convolution holds where it was counted part by part.
  private static func merged(partsOf name: String, _ counts: [String: Histogram]) -> Histogram? {
    var whole: Histogram?
    for part in counts.keys.filter({ $0.hasPrefix("\(name)_") }).sorted() {
      guard HeadEntries.labels.contains(String(part.dropFirst(name.count + 1))),
        let histogram = counts[part]
      else { continue }
      if whole == nil { whole = Histogram() }
      whole?.merge(histogram)
    }
    return whole
  }
}

/// The inputs that a network is calibrated with: prepared images, in a fixed order.
///
/// Several threads may ask for different inputs at once.
public protocol CalibrationSource: Sendable {
  /// The number of inputs.
  var count: Int { get }

  /// For each graph input its elements (N, C, H, W), one image, then those of states as the run before
  /// would have left them; nil for an image that is left out.
  ///
  /// - Throws: `QuantizationError.input` when calibration shall not go on without it.
  func input(at index: Int) throws(QuantizationError) -> [[Float]]?
}
