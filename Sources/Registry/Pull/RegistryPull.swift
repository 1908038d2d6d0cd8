import Pipeline
import Provenance

/// Brings a model out of a registry into a folder, which appears when all of it is there and verified.
public struct RegistryPull: Sendable {
  /// The model.
  public var reference: RegistryReference
  /// The folder that is made.
  public var folder: String
  /// The public key of the publisher; nil where who made it is not to be proven.
  public var key: VerificationKey?
  /// Whether a model is taken though nothing proves who made it.
  public var acceptsUnproven = false
  /// Whether a model is taken though its publisher has withdrawn it.
  public var acceptsWithdrawn = false
  /// The part that is wanted; nil for all.
  public var part: ModelPart?
  /// How the registry is asked.
  public var connection: RegistryConnection
  /// The threads that hash.
  public var threads = Execution().threads
  /// Told how far it is: what is done, how many bytes, of how many.
  public var progress: (@Sendable (String, Int, Int) -> Void)?

  /// Describes what is brought.
  public init(
    _ reference: RegistryReference, to folder: String, key: VerificationKey?,
    connection: RegistryConnection = RegistryConnection()
  ) {
    self.reference = reference
    self.folder = folder
    self.key = key
    self.connection = connection
  }

  /// How it went.
  public struct Outcome: Sendable {
    /// The model by its digest.
    public let reference: RegistryReference
    /// What became of the folder.
    public let folder: FolderPull.Outcome
  }

  /// Brings the model.
  ///
  /// - Throws: a `Failure`; nothing has appeared under the name of the folder then.
  public func run() throws -> Outcome {
    guard key != nil || acceptsUnproven else { throw RegistryError.unproven(reference) }
    let client = try RegistryClient(reference, connection)
    let model = try RemoteModel(client)
    if !acceptsWithdrawn {
      let attached = try model.attached(client)
      try OfferedWithdrawals(attached.withdrawals, of: model.files).check("\(reference)", key: key)
    }
    var pull = FolderPull(try model.offer(client), to: folder, key: key)
    (pull.part, pull.threads, pull.progress) = (part, threads, progress)
    return Outcome(reference: model.reference, folder: try pull.run())
  }
}
