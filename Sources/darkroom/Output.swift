import Files
import Pipeline

/// Files that commands write.
enum Output {
  /// Checks that a file can be created, before work is done whose result goes into it.
  ///
  /// - Parameter inputs: the files that the command reads, none of which it may be.
  static func check(_ path: String, reading inputs: [String?]) throws(PipelineError) {
    if let target = FileIdentity(path: path),
      inputs.contains(where: { $0.flatMap(FileIdentity.init(path:)) == target })
    {
      throw .usage("\(path): would be overwritten, but is read; choose another output")
    }
    do throws(FileError) { try AtomicFile.check(path) } catch { throw PipelineError(error) }
  }

  /// Writes a whole file that the user named.
  static func write(_ text: String, to path: String) throws(PipelineError) {
    do throws(FileError) { try AtomicFile.write(Array(text.utf8), to: path) } catch {
      throw PipelineError(error)
    }
  }

  /// Checks that nothing is lost by writing a file whose name was not given.
  static func check(_ file: DerivedFile, _ replacement: Replacement) throws(PipelineError) {
    do throws(FileError) { try file.check(replacement) } catch { throw PipelineError(error) }
  }

  /// Writes a whole file whose name was not given.
  static func write(
    _ text: String, to file: DerivedFile, _ replacement: Replacement
  ) throws(PipelineError) {
    do throws(FileError) { try DerivedFile.write([(file, Array(text.utf8))], replacement) } catch {
      throw PipelineError(error)
    }
  }
}
