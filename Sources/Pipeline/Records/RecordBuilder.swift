import Files
import Graph
import Provenance
import Text

/// Makes the record of a model that is being made.
struct RecordBuilder {
  private let declarations: Declarations
  private let threads: Int?
  private let started = Timestamp.now

  /// Begins; the clock runs from here.
  init(_ declarations: Declarations, threads: Int? = nil) {
    self.declarations = declarations
    self.threads = threads
  }

  /// The record.
  ///
  /// - Parameters:
  ///   - file: the artifact.
  ///   - graph: what it computes.
  ///   - isCircumstantial: whether it says when and where the artifact was made.
  func record(
    of file: FileReference, graph: Graph, opset: Int, precision: Precision, command: Command,
    materials: [Material], calibration: Calibration? = nil, parent: ParentRecord? = nil,
    circumstances isCircumstantial: Bool = true
  ) throws -> ProvenanceRecord {
    let said = declarations[.model]
    let artifact = Artifact(
      file: file, opset: opset, precision: precision.rawValue,
      inputs: graph.allInputs.map { TensorDescription(graph, $0) },
      outputs: graph.outputs.map { TensorDescription(graph, $0) }
        + graph.states.map { state in
          TensorDescription(graph, state.output, name: State.outputName(of: state.name))
        }, title: declarations.title,
      task: graph.task,
      supplier: declarations.supplier, uris: said.uris, license: said.license,
      attribution: said.attribution, licenseFile: try declarations.licenseFile(.model))
    return ProvenanceRecord(
      artifact: artifact, tool: .darkroom, command: command, materials: materials,
      calibration: calibration, parent: parent,
      circumstances: isCircumstantial ? circumstances : nil)
  }

  private var circumstances: Circumstances {
    var circumstances = Circumstances.here
    circumstances.started = started
    circumstances.finished = .now
    circumstances.threads = threads
    circumstances.arguments = declarations.arguments
    return circumstances
  }

  /// What a record of unknown licences is worth saying; nil where all are known.
  static func warning(of record: ProvenanceRecord) -> Lines? {
    var unknown = record.materials.filter { $0.license == .noAssertion }.map {
      $0.role == .parentModel ? "the model" : $0.role.rawValue
    }
    if record.calibration?.license == .noAssertion { unknown.append("calibration") }
    guard !unknown.isEmpty else { return nil }
    return "the record says NOASSERTION for the licence of \(unknown.joined(separator: ", ")); "
      + "state what is known\(with: .license), or in the recipe of a zoo"
  }
}

extension TensorDescription {
  /// An input or output of a graph.
  fileprivate init(_ graph: Graph, _ id: ValueID, name: String? = nil) {
    let type = graph[id].type
    // As the file says of them.
    let first: String? =
      graph.hasVariableCount(id) ? "detections" : graph.isBatchDynamic ? "N" : nil
    let other = graph.isSizeOpen ? try? graph.resizedForComparison() : nil
    let extents = type.shape.dimensions.enumerated().map { axis, extent in
      if axis == 0, let first { return Extent.named(first) }
      let open = other.flatMap { graph.openExtent(id, axis: axis, comparedWith: $0) }
      return open.map(Extent.named) ?? .fixed(extent)
    }
    self.init(
      name: name ?? graph[id].name, elementType: type.element.rawValue, shape: extents)
  }
}

/// What this program calls itself in the files it writes.
public enum ToolVersion {
  /// The version by https://semver.org.
  public static let number = "0.1.0"
  /// The day of the version, for manual pages; by the calendar of ISO 8601.
  public static let date = "2026-11-28"
  /// For example `darkroom 0.1.0`.
  public static let text = "darkroom \(number)"
}
