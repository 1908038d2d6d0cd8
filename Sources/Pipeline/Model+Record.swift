import Evaluation
import Files
import Graph
import Provenance

extension Model {
  /// Which model it is, for reports.
  ///
  /// - Throws: `PipelineError.unreadable` when its files can no longer be read.
  public func record() throws(PipelineError) -> ModelRecord {
    do throws(FileError) {
      let precision: ModelRecord.Precision =
        graph.nodes.contains(where: \.isQuantized) ? .int8 : .float32
      guard let weights else {
        let file = try MappedFile(path: path)
        return ModelRecord(
          file: FileRecord(path: path, sha256: file.withUnsafeBytes { Digest(of: $0) }.description),
          bytes: file.count, precision: precision, sources: graph.contract.sources)
      }
      let cfg = try Digest(ofFile: path).description
      let file = try MappedFile(path: weights)
      return ModelRecord(
        file: FileRecord(path: path, sha256: cfg), bytes: file.count, precision: precision,
        sources: [
          "cfg": cfg, "weights": file.withUnsafeBytes { Digest(of: $0) }.description,
        ])
    } catch { throw PipelineError(error) }
  }
}
