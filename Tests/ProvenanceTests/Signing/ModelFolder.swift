import Foundation
import Provenance
import TestSupport

/// A folder such as people sign, with all that tools could disagree about, and keys beside it.
final class ModelFolder {
  let work: WorkFolder
  /// The folder.
  let path: String
  let key = SigningKey()
  let privateKey: String
  let publicKey: String

  /// Paths whose order differs by whole text and by parts, hidden files, files of git.
  static let signedPaths = [
    ".hidden", "a/b", "a-b", "empty", "sub/.gitignore", "sub/y", "sub.txt", "z \"q\"\n.txt",
    "\u{e9}", "\u{1f600}",
  ]

  init() throws {
    work = try WorkFolder()
    path = work.path("model")
    privateKey = work.path("key.pem")
    publicKey = work.path("key.pem.pub")
    for name in ModelFolder.signedPaths {
      try work.file("model/\(name)", name == "empty" ? "" : "contents of \(name)")
    }
    try work.file("model/.gitattributes", "not signed")
    try work.file("model/.git/config", "not signed")
    try key.write(to: privateKey)
    try key.verificationKey.write(to: publicKey)
  }

  /// The signature within the folder.
  var signature: String { path + "/model.sig" }

  func sign() throws { try FolderSignature.sign(folder: path, with: key) }

  @discardableResult
  func verify() throws(SignatureError) -> FolderSignature.Verified {
    try FolderSignature.verify(folder: path, with: key.verificationKey)
  }

  func write(_ text: String, to name: String) throws { try work.file("model/\(name)", text) }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}
