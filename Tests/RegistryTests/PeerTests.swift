import Foundation
import TestSupport
import Testing

/// Other programs' clients: they pull what is pushed here, and what they push is pulled here.
@Suite(
  "Models in a registry, with other programs",
  .enabled(if: LocalRegistry.isHere, LocalRegistry.isMissing), .serialized)
struct PeerTests {
  static let script = "registry_peers.py"
  static let hasClients =
    Peers.python != nil && (try? Peers.run(script, ["check"]).status) == 0
  static let clientsAreMissing: Comment = "needs oras and modelpack-client; make peers"
  static let hasSkopeo = FileManager.default.isExecutableFile(atPath: "/usr/bin/skopeo")

  let work: WorkFolder
  let registry: LocalRegistry

  init() throws {
    work = try WorkFolder()
    registry = try LocalRegistry()
    try SignedModel.copy(into: work)
    let pushed = try work.darkroom(
      "push", "model", registry.reference("shapes:v1"), "--plain-http", "-q")
    #expect(pushed.status == 0, "\(pushed)")
  }

  @Test(
    "oras and modelpack-client pull what is pushed here",
    .enabled(if: hasClients, clientsAreMissing), arguments: ["oras", "modelpack"])
  func theyPull(client: String) throws {
    let outcome = try Peers.run(
      PeerTests.script, ["pull", client, "\(registry.host)/shapes:v1", work.path("copy")])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try work.shell("diff -r model copy").output == "")
    #expect(try work.darkroom("verify", "copy", "--key", "key.pem.pub").status == 0)
  }

  @Test(
    "What oras and modelpack-client push is pulled here, and verified",
    .enabled(if: hasClients, clientsAreMissing), arguments: ["oras", "modelpack"])
  func theyPush(client: String) throws {
    let outcome = try Peers.run(
      PeerTests.script, ["push", client, "\(registry.host)/theirs:v1", work.path("model")])
    #expect(outcome.status == 0, "\(outcome)")
    let pulled = try work.darkroom(
      "pull", registry.reference("theirs:v1"), "-o", "copy", "--key", "key.pem.pub", "--plain-http")
    #expect(pulled.status == 0, "\(pulled)")
    #expect(try work.shell("diff -r model copy").output == "")
    let part = try work.darkroom(
      "pull", registry.reference("theirs:v1"), "-o", "part", "--key", "key.pem.pub", "--plain-http",
      "--only", "int8")
    #expect(part.status == 0, "\(part)")
    #expect(try work.shell("ls part/*.onnx").output == "part/shapes-int8.onnx\n")
  }

  @Test(
    "skopeo reads the manifest with the digest that push prints, and copies keep it",
    .enabled(if: hasSkopeo, "needs skopeo; apt-get install skopeo"))
  func skopeo() throws {
    let host = registry.host
    let raw = try work.shell(
      "skopeo inspect --raw --tls-verify=false docker://\(host)/shapes:v1 | sha256sum | cut -d' ' -f1"
    )
    let pushed = try work.darkroom(
      "push", "model", registry.reference("shapes:v1"), "--plain-http", "-q")
    #expect(pushed.output.hasSuffix("@sha256:\(raw.output)"), "\(raw) \(pushed)")
    let copied = try work.shell(
      """
      set -e
      skopeo copy -q --src-tls-verify=false docker://\(host)/shapes:v1 oci:layout:v1
      skopeo copy -q --dest-tls-verify=false oci:layout:v1 docker://\(host)/copied:v1
      $darkroom pull oci://\(host)/copied:v1 -o copy --key key.pem.pub --plain-http
      diff -r model copy
      """)
    #expect(copied.status == 0, "\(copied)")
    #expect(copied.output.split(separator: "@").last == pushed.output.split(separator: "@").last)
  }
}
