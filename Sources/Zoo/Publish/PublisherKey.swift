import Files
import Pipeline
import Provenance

/// The key that somebody signs publications with.
public enum PublisherKey: Hashable, Sendable {
  /// The file that is named by the user or by `DARKROOM_KEY`, or is in the usual place.
  case known(String)
  /// The usual place, where there is none yet.
  case toBeMade(String)

  /// The environment variable that names it.
  public static let variable = "DARKROOM_KEY"

  /// Where it is when nothing names it: in the folder for settings of the XDG base directory
  /// specification.
  public static var defaultPath: String {
    UserSettings.folder("XDG_CONFIG_HOME", orInHome: ".config") + "/key.pem"
  }

  /// The key as named, or by `DARKROOM_KEY`, or in the usual place.
  public init(named: String?) {
    if let path = named ?? UserSettings.value(of: PublisherKey.variable) {
      self = .known(path)
    } else {
      let path = PublisherKey.defaultPath
      self = Folder.hasFile(path) ? .known(path) : .toBeMade(path)
    }
  }

  /// The private key's file.
  public var path: String {
    switch self {
    case .known(let path), .toBeMade(let path): path
    }
  }

  /// Makes a key where there is none.
  ///
  /// - Returns: the new key, or that which another process has made meanwhile.
  /// - Throws: a `Failure` when it cannot be made.
  public static func make(at path: String) throws -> (key: SigningKey, isNew: Bool) {
    try Folder.create(Folder.parent(of: path))
    do throws(KeyError) { return (try SigningKey.createPair(at: path), true) } catch {
      guard Folder.hasFile(path) else { throw error }
      return (try SigningKey(contentsOf: path), false)
    }
  }
}
