import Digests
import Files
import JSON
import Pipeline
import Provenance
import Text

extension ModelBuild {
  /// Writes a value as JSON.
  static func write(_ value: some Encodable, to path: String) throws {
    let text = try JSONEncoding.text(value) + "\n"
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// Reads a stored value.
  func read<Value: Decodable>(
    _ type: Value.Type, _ file: Contents
  ) throws -> Value {
    let mapped = try store.open(file)
    do {
      return try mapped.withUnsafeBytes {
        try JSONDecoding.decode(
          type, from: $0, rules: .strict.limited(to: 1 << 30, values: .max))
      }
    } catch {
      throw PipelineError.malformed("a stored file, \(file.digest), cannot be read: \(error)")
    }
  }

  /// The records among the files of a step, by the names of their models.
  func records(in outcome: StepRunner.Outcome) throws -> [ProvenanceRecord] {
    var records: [ProvenanceRecord] = []
    for (path, file) in outcome.outputs where path.hasSuffix(ProvenanceRecord.suffix) {
      let mapped = try store.open(file)
      records.append(try ProvenanceRecord(parsing: mapped.prefix(mapped.count), source: path))
    }
    return records.sorted { $0.artifact.file.name < $1.artifact.file.name }
  }

  /// Reports what a step warned of.
  func note(_ warnings: [Lines]) {
    for warning in warnings { events(.note(model: recipe.name, warning)) }
  }
}
