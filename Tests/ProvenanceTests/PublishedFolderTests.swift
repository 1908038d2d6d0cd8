import Foundation
import Provenance
import TestSupport
import Testing

/// A folder as it is published: models, records, statements, bills, card and signature.
struct PublishedFolderTests {
  private let work: WorkFolder
  private let key = SigningKey()
  private let folder: String

  init() throws {
    work = try WorkFolder()
    folder = work.path("zoo")
    let float = try Samples.float()
    let int8 = try Samples.int8(parent: float)
    for record in [float, int8] {
      let name = record.artifact.file.name
      let path = try work.file("zoo/\(name)", "content of \(name)").path
      try record.write(to: ProvenanceRecord.path(for: path))
      try StatementFile.write(record, of: path, key: key)
      let card = name == "tiny-int8.onnx" ? ModelCard(record, ancestors: [float]) : nil
      try GeneratedDocuments(record, of: name, card: card).write(to: folder)
    }
    try FolderSignature.sign(folder: folder, with: key)
  }

  @Test("A published folder is verified") func holds() throws {
    let verified = try FolderSignature.verify(folder: folder, with: key.verificationKey)
    #expect(
      verified.folder.files.map(\.path) == [
        "README.md", "tiny-int8.onnx", "tiny-int8.onnx.cdx.json", "tiny-int8.onnx.intoto.jsonl",
        "tiny-int8.onnx.provenance.json", "tiny-int8.onnx.spdx.json", "tiny.onnx",
        "tiny.onnx.cdx.json", "tiny.onnx.intoto.jsonl", "tiny.onnx.provenance.json",
        "tiny.onnx.spdx.json",
      ])
    for name in ["tiny.onnx", "tiny-int8.onnx"] {
      let path = "\(folder)/\(name)"
      let record = try ProvenanceRecord(contentsOf: ProvenanceRecord.path(for: path))
      let statements = try StatementFile.verify(
        StatementFile.path(for: path), artifact: path, key: key.verificationKey)
      #expect(statements.areAll(of: record))
      #expect(try GeneratedDocuments(record, of: name).stale(in: folder).isEmpty)
    }
  }

  /// One changed place in any file of it.
  @Test("One changed byte in any file is found") func damageAnywhere() throws {
    let files = try FolderSignature.verify(folder: folder, with: key.verificationKey).folder.files
    for (index, file) in files.enumerated() {
      let url = URL(fileURLWithPath: "\(folder)/\(file.path)")
      let bytes = Array(try Data(contentsOf: url))
      var damage = Damage(to: bytes, seed: UInt64(100 + index))
      for _ in 0..<40 {
        let (damaged, _, what) = damage.next()
        guard damaged != bytes else { continue }
        try Data(damaged).write(to: url)
        #expect(throws: SignatureError.self, "\(file.path): \(what)") {
          try FolderSignature.verify(folder: folder, with: key.verificationKey)
        }
      }
      try Data(bytes).write(to: url)
    }
  }

  @Test(
    "Other programs verify a published folder",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func holdsForOthers() throws {
    try key.verificationKey.write(to: work.path("key.pub"))
    let result = try Peers.run(
      "signatures.py", ["verify-folder", work.path("key.pub"), folder, folder + "/model.sig"])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }
}
