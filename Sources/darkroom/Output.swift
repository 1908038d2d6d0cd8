import Files
import Pipeline

/// Files that commands write.
enum Output {
  /// Checks that a file can be created, before work is done whose result goes into it.
  static func check(_ path: String) throws(PipelineError) {
    do throws(FileError) { try AtomicFile.check(path) } catch { throw PipelineError(error) }
  }

  /// Writes a whole file.
  static func write(_ text: String, to path: String) throws(PipelineError) {
    do throws(FileError) { try AtomicFile.write(Array(text.utf8), to: path) } catch {
      throw PipelineError(error)
    }
  }
}
