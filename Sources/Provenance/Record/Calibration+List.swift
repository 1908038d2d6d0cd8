import Digests

extension Calibration {
  /// The text of a list of pictures: a line `HASH  NAME` for each, as `sha256sum` writes it, in the
  /// order of hashes, then names.
  public static func listText(_ pictures: some Sequence<FileReference>) -> String {
    DigestList(pictures.map { DigestList.Entry(path: $0.name, digest: $0.digest) }).text
  }

  /// The one hash that stands for all the pictures: that of their list, whether it is a file or not.
  public var digest: Digest {
    switch pictures {
    case .each(let files): Digest(of: Array(Calibration.listText(files).utf8))
    case .list(let file): file.digest
    }
  }
}
