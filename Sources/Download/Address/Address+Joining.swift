import Files

extension Address {
  /// The address of a file below this one, which is that of a mirror: a base URL or a folder.
  ///
  /// - Parameter relativePath: names joined by `/`, as they are on a disk; what a URL cannot hold
  ///   is escaped. A query of the base URL stays at the end.
  /// - Throws: `DownloadError.address` where the path does not stay below.
  public func appending(_ relativePath: String) throws(DownloadError) -> Address {
    guard Folder.staysBelow(relativePath) else {
      throw .address(
        text: "'\(Shown.text(relativePath))'",
        problem: "is no path of a file below a mirror; give names joined by /, without . and ..")
    }
    switch place {
    case .file(let folder):
      return Address(
        path: folder.hasSuffix("/") ? folder + relativePath : "\(folder)/\(relativePath)")
    case .web(var address):
      if !address.path.hasSuffix("/") { address.path += "/" }
      address.path += Folder.parts(of: relativePath).map { PercentCode.part($0) }.joined(
        separator: "/")
      return Address(.web(address))
    }
  }
}
