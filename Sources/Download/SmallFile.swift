import Files

/// Small files that are read whole, such as a list of others.
public enum SmallFile {
  /// The bytes at an address.
  ///
  /// - Parameter limit: the most bytes that are taken.
  /// - Throws: `DownloadError`, also where there are more.
  public static func bytes(
    at address: Address, limit: Int, policy: DownloadPolicy
  ) throws(DownloadError) -> [UInt8] {
    switch address.place {
    case .web(let web):
      let reply = try WebExchange(policy).answer(to: WebRequest(.get, web), limit: limit)
      guard reply.status == 200 else { throw reply.refusal }
      return reply.body
    case .file(let path):
      do throws(FileError) {
        let file = try MappedFile(path: path)
        guard file.count <= limit else {
          throw FileError(
            kind: .unreadable, path: path,
            message: "has \(file.count) bytes, more than the \(limit) that are read")
        }
        return file.withUnsafeBytes { Array($0) }
      } catch { throw .file(error) }
    }
  }
}
