import Digests
import Text

/// A file in the lineage of an artifact, with what it was made from.
public struct TraceNode: Hashable, Sendable {
  /// What it is: `artifact`, or the role of a material.
  public var role: String
  /// Its name.
  public var name: String
  /// The SHA-256 of its contents.
  public var digest: Digest
  /// What became of it here.
  public var fate: FileFate
  /// Where it can be had.
  public var uris: [String]
  /// Its licence.
  public var license: LicenseStatement
  /// How it was made, for example `darkroom 0.1.0 quantize`; nil where no record tells.
  public var process: String?
  /// The path of the record that tells; nil where there is none.
  public var record: String?
  /// Of several files that stand as one, how many there are and how many of them were found.
  public var members: Members?
  /// What is wrong: contents that are not those that were named.
  public var faults: [String]
  /// Where the lineage breaks off.
  public var gaps: [String]
  /// What it was made from.
  public var sources: [TraceNode]

  /// The files that stand as one.
  public struct Members: Hashable, Sendable {
    /// How many there are.
    public var count: Int
    /// How many of them are here, with the contents that were named.
    public var present: Int

    /// Counts files.
    public init(count: Int, present: Int) {
      self.count = count
      self.present = present
    }
  }

  init(role: String, file: FileReference, fate: FileFate) {
    self.role = role
    name = file.name
    digest = file.digest
    self.fate = fate
    uris = []
    license = .noAssertion
    faults = []
    gaps = []
    sources = []
    if case .changed(let path, let found) = fate {
      faults.append("\(shown(path)) has sha256 \(found)")
    }
  }
}
