/// How far a download is.
public struct DownloadProgress: Hashable, Sendable {
  /// The address that is being read, without what may be secret.
  public let url: String
  /// How many bytes are there, with those of earlier runs; fewer than before where it starts over.
  public let done: Int
  /// How many there are to be, where that is known.
  public let total: Int?
}
