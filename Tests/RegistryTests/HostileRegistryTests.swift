import Foundation
import TestSupport
import Testing

/// What somebody who can write to a registry may put there.
@Suite(
  "Hostile models in a registry", .enabled(if: LocalRegistry.isHere, LocalRegistry.isMissing),
  .serialized)
struct HostileRegistryTests {
  let work: WorkFolder
  let registry: LocalRegistry

  init() throws {
    work = try WorkFolder()
    registry = try LocalRegistry()
  }

  /// Puts a model of layers that hold `x`, with these annotations and media types.
  private func put(_ layers: [(annotations: String, mediaType: String)]) throws {
    let digest = "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    let layers = layers.map { layer in
      #"{"mediaType":"\#(layer.mediaType)","digest":"\#(digest)","size":1,"annotations":{\#(layer.annotations)}}"#
    }
    try work.file(
      "manifest",
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
      "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"\(digest)","size":1},
      "layers":[\(layers.joined(separator: ","))]}
      """)
    let outcome = try work.shell(
      """
      set -e
      base=http://\(registry.host)/v2/hostile
      place=$(curl -sSi -X POST $base/blobs/uploads/ | tr -d '\\r' | sed -n 's/^Location: //pI')
      curl -sSf -X PUT "$place&digest=\(digest)" -H 'Content-Type: application/octet-stream' -d x
      curl -sSf -X PUT $base/manifests/v1 -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' \
        --data-binary @manifest
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func pull() throws -> CommandLineTool.Outcome {
    try work.darkroom(
      "pull", registry.reference("hostile:v1"), "-o", "in/copy", "--unverified", "--plain-http")
  }

  private static func named(_ path: String) -> (annotations: String, mediaType: String) {
    (#""org.cncf.model.filepath":"\#(path)""#, "application/vnd.cncf.model.weight.v1.raw")
  }

  @Test("A model of another program is taken where somebody insists")
  func plain() throws {
    try put([Self.named("a/b.onnx")])
    let outcome = try pull()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("only its digests were checked"), "\(outcome)")
    #expect(try work.bytes("in/copy/a/b.onnx") == Data("x".utf8))
  }

  @Test(
    "No path leads out of the folder, to git, or to two files that some system takes for one",
    arguments: [
      ["../evil"], ["a/../../evil"], ["/tmp/darkroom-evil"], [".git/hooks/post-checkout"],
      [".GIT/config"], [".gitattributes"], ["a", "A"], ["a", "a"], ["a", "a/b"], ["a\\\\b"], ["."],
      [""], ["a\\u0000b"],
    ])
  func paths(paths: [String]) throws {
    try put(paths.map(Self.named))
    let before = try work.entries()
    let outcome = try pull()
    #expect(outcome.status == 65, "\(outcome)")
    #expect(try work.entries() == before)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/darkroom-evil"))
  }

  @Test("What cannot be placed is named with what to do")
  func layers() throws {
    try put([("", "application/octet-stream")])
    let unnamed = try pull()
    #expect(unnamed.status == 65 && unnamed.errors.contains("names no file"), "\(unnamed)")
    try put([(Self.named("a").annotations, "application/vnd.cncf.model.weight.v1.tar")])
    let packed = try pull()
    #expect(packed.status == 65 && packed.errors.contains("packed as tar"), "\(packed)")
    #expect(try work.entries() == ["manifest"])
  }

  @Test("A file that the signature does not cover is not let in beside those that it does")
  func addition() throws {
    try SignedModel.copy(into: work)
    // A registry can be given any folder by its own programs; a signature leaves out what git keeps.
    _ = try work.shell("cp -r model more && mkdir more/.github && echo x > more/.github/x")
    let outcome = try work.darkroom(
      "push", "more", registry.reference("more:v1"), "--key", "key.pem.pub", "--plain-http")
    if outcome.status == 0 {
      let pulled = try work.darkroom(
        "pull", registry.reference("more:v1"), "-o", "copy", "--key", "key.pem.pub", "--plain-http")
      #expect(pulled.status == 0, "\(pulled)")
      #expect(try work.shell("diff -r model copy").status == 0)
    } else {
      #expect(outcome.errors.contains(".github"), "\(outcome)")
    }
  }
}
