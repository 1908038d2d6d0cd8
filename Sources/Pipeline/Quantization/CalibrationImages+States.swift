import Engine
import Graph
import Text

extension CalibrationImages {
  /// The bytes that states of all images may take.
  private static let largestStates = 1 << 30

  /// Gives each image with what a recurrent network remembers of those before it, from now on.
  ///
  /// The network runs over the images of each folder in the order of their names, beginning anew with
  /// each folder; an image that cannot be read is as if it were not there.
  ///
  /// - Throws: a `Failure` when states of all images would take more than a gigabyte.
  func remember(with graph: Graph, threads: Int) throws {
    guard !graph.states.isEmpty else { return }
    let size = graph.states.reduce(0) { $0 + graph[$1.input].type.byteCount }
    guard size * count <= CalibrationImages.largestStates else {
      throw PipelineError.usage(
        "what the network remembers of \(count) images takes \(size * count) bytes, at most "
          + "\(CalibrationImages.largestStates) are held; take at most "
          + "\(CalibrationImages.largestStates / size) images")
    }
    let positions = Dictionary(
      entries.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    let session = Session(try Plan(graph), threads: threads)
    for sequence in SequenceOrder.sequences(of: entries.map(\.path)) {
      var states = graph.states.map {
        Array(repeating: Float(0), count: graph[$0.input].type.shape.count)
      }
      for path in sequence {
        guard let index = positions[path], let inputs = try input(at: index) else { continue }
        _ = try session.run(inputs + states)
        keep(states, at: index)
        states = session.states
      }
    }
  }
}
