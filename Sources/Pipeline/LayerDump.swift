import Files
import Graph

/// Writes tensors as raw float32 files in a folder, or as one NumPy archive.
public struct LayerDump: ~Copyable {
  private enum Target: ~Copyable {
    case folder(String)
    case archive(NumPyArchive)
  }

  private var target: Target

  /// A destination: a folder (made when it is not there), or a file ending in `.npz`.
  public init(to destination: String) throws(PipelineError) {
    do throws(FileError) {
      if destination.hasSuffix(".npz") {
        target = .archive(try NumPyArchive(path: destination))
      } else {
        try Folder.create(destination)
        target = .folder(destination)
      }
    } catch { throw PipelineError(error) }
  }

  /// Writes one tensor.
  public mutating func write(
    _ name: String, _ elements: [Float], shape: Shape
  ) throws(PipelineError) {
    do throws(FileError) {
      switch consume target {
      case .folder(let folder):
        target = .folder(folder)
        var file = try AtomicFile(path: "\(folder)/\(name).f32")
        try elements.withUnsafeBytes { (bytes) throws(FileError) in try file.write(bytes) }
        try file.commit()
      case .archive(var archive):
        let failure: FileError?
        do throws(FileError) {
          try archive.add(name, elements, shape: shape.dimensions)
          failure = nil
        } catch { failure = error }
        target = .archive(archive)
        if let failure { throw failure }
      }
    } catch { throw PipelineError(error) }
  }

  /// Finishes the archive.
  public consuming func commit() throws(PipelineError) {
    do throws(FileError) {
      switch consume target {
      case .folder: break
      case .archive(let archive): try archive.commit()
      }
    } catch { throw PipelineError(error) }
  }
}
