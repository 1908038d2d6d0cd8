import Provenance
import Testing

extension Snippets {
  @Test func provenance() throws {
    let model = folder.path("model")
    try folder.file("model/labels.txt", "circle\n")
    let keyPath = folder.path("key.pem")
    // snippet.show
    // Writes key.pem for its owner alone and key.pem.pub for everybody.
    let key = try SigningKey.createPair(at: keyPath)
    let manifest = try Manifest.create(folder: model)
    try manifest.write(to: "\(model)/manifest.json")
    try FolderSignature.sign(folder: model, with: key)

    // Somebody else, with the public key:
    let signed = try FolderSignature.verify(folder: model, with: key.verificationKey)
    let report = try Manifest(contentsOf: "\(model)/manifest.json").verify(folder: model)
    print(signed.folder.files.count, "files signed,", report.listedCount, "listed")
    // snippet.hide
    #expect(signed.folder.files.map(\.path).sorted() == ["labels.txt", "manifest.json"])
    #expect(report.listedCount == 1)
  }
}
