import Files
import Pipeline
import Provenance

/// The key that somebody signs publications with.
public enum PublisherKey {
  /// The environment variable that names it.
  public static let variable = "DARKROOM_KEY"

  /// Where it is when nothing names it: in the folder for settings of the XDG base directory
  /// specification.
  public static var defaultPath: String {
    UserSettings.folder("XDG_CONFIG_HOME", orInHome: ".config") + "/key.pem"
  }

  /// Where it is: as named, or by `DARKROOM_KEY`, or the usual place, where it is made at its first
  /// use.
  ///
  /// - Returns: the path, and whether the key was made now.
  /// - Throws: `PipelineError` when it cannot be made.
  public static func path(named: String?) throws(PipelineError) -> (path: String, isNew: Bool) {
    if let path = named ?? UserSettings.value(of: variable) { return (path, false) }
    let path = defaultPath
    if Folder.hasFile(path) { return (path, false) }
    do throws(FileError) { try Folder.create(Folder.parent(of: path)) } catch {
      throw PipelineError(error)
    }
    do throws(KeyError) { try SigningKey.createPair(at: path) } catch { throw PipelineError(error) }
    return (path, true)
  }
}
