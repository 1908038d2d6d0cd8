import Engine
import Graph
import Threads

/// How large the channels of a network's maps get: the largest magnitude in an image, averaged over
/// images, so that a single image does not decide.
struct ChannelMagnitudes {
  /// By value, a number for each channel.
  private(set) var magnitudes: [ValueID: [Float]] = [:]

  /// Measures every map that a node computes.
  ///
  /// - Throws: `QuantizationError`.
  init(
    of graph: Graph, on indices: [Int], of source: any CalibrationSource, workers: Workers
  ) throws(QuantizationError) {
    let values = graph.nodes.flatMap(\.outputs).filter {
      graph[$0].type.shape.rank == 4 && graph[$0].type.element == .float32
    }
    let plan: Plan
    do throws(EngineError) { plan = try Plan(graph, tracing: Set(values)) } catch {
      throw .engine(error)
    }
    let results = try workers.map(
      indices.count, state: { () throws(QuantizationError) in Session(plan) },
      { (session: inout Session, position: Int) throws(QuantizationError) -> [ValueID: [Float]] in
        guard let inputs = try source.input(at: indices[position]) else { return [:] }
        var largest: [ValueID: [Float]] = [:]
        do throws(EngineError) {
          _ = try session.run(inputs) { value, traced in
            let count = graph[value].type.shape[1]
            ChannelMagnitudes.raise(
              &largest[value, default: Array(repeating: 0, count: count)], by: traced)
          }
        } catch { throw .engine(error) }
        return largest
      }
    ).results.filter { !$0.isEmpty }
    for value in values {
      var sums = Array(repeating: Float(0), count: graph[value].type.shape[1])
      for result in results {
        for (channel, magnitude) in (result[value] ?? []).enumerated() {
          sums[channel] += magnitude
        }
      }
      magnitudes[value] = sums.map { $0 / Float(max(results.count, 1)) }
    }
  }

  private static func raise(_ largest: inout [Float], by traced: TracedElements) {
    let channels = largest.count
    let elements = traced.elements
    largest.withUnsafeMutableBufferPointer { largest in
      if traced.channels == nil {
        let plane = elements.count / max(channels, 1)
        for channel in 0..<channels {
          for index in channel * plane..<(channel + 1) * plane {
            largest[channel] = max(largest[channel], abs(elements[index]))
          }
        }
      } else {
        for pixel in stride(from: 0, to: elements.count, by: channels) {
          for channel in 0..<channels {
            largest[channel] = max(largest[channel], abs(elements[pixel + channel]))
          }
        }
      }
    }
  }
}
