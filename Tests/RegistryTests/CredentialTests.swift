import Foundation
import TestSupport
import Testing

/// A registry that asks who comes, and sends to another server for blobs.
@Suite(
  "Credentials of registries", .enabled(if: LocalRegistry.isHere, LocalRegistry.isMissing),
  .serialized)
struct CredentialTests {
  static let password = "correct:horse battery"
  let work: WorkFolder
  let registry: LocalRegistry

  init() throws {
    work = try WorkFolder()
    registry = try LocalRegistry()
    try SignedModel.copy(into: work)
  }

  private func front(_ scheme: String) throws -> FaultyProxy {
    try FaultyProxy(before: registry, login: ["me:\(CredentialTests.password)", scheme])
  }

  private func log(in host: String, password: String = CredentialTests.password) throws {
    let auth = Data("me:\(password)".utf8).base64EncodedString()
    try work.file("docker/config.json", #"{"auths": {"\#(host)": {"auth": "\#(auth)"}}}"#)
  }

  /// Runs a line with the credentials of the folder `docker` alone.
  private func run(_ line: String) throws -> CommandLineTool.Outcome {
    try work.shell(
      "export DOCKER_CONFIG=$PWD/docker HOME=$PWD XDG_RUNTIME_DIR= PATH=$PWD/bin:$PATH; \(line)",
      timeout: 300)
  }

  private func push(_ host: String) throws -> CommandLineTool.Outcome {
    try run("$darkroom push model oci://\(host)/shapes:v1 --plain-http")
  }

  private func expectRoundTrip(_ host: String) throws {
    let pushed = try push(host)
    #expect(pushed.status == 0, "\(pushed)")
    let pulled = try run(
      "$darkroom pull oci://\(host)/shapes:v1 -o copy --key key.pem.pub --plain-http")
    #expect(pulled.status == 0, "\(pulled)")
    #expect(try work.shell("diff -r model copy").status == 0)
  }

  @Test(
    "The password of docker login is used, and never told to the server of the blobs",
    arguments: ["bearer", "basic"])
  func dockerConfig(scheme: String) throws {
    let front = try front(scheme)
    try log(in: front.host)
    try expectRoundTrip(front.host)
  }

  @Test("A credential helper is asked")
  func helper() throws {
    let front = try front("bearer")
    try work.file("docker/config.json", #"{"credHelpers": {"\#(front.host)": "test"}}"#)
    try work.file(
      "bin/docker-credential-test",
      """
      #!/bin/sh
      read host
      [ "$1 $host" = "get \(front.host)" ] || { echo credentials not found; exit 1; }
      echo '{"ServerURL": "", "Username": "me", "Secret": "\(CredentialTests.password)"}'
      """)
    _ = try work.shell("chmod +x bin/*")
    try expectRoundTrip(front.host)
  }

  @Test("The file of Podman and Skopeo is read")
  func podman() throws {
    let front = try front("basic")
    let auth = Data("me:\(CredentialTests.password)".utf8).base64EncodedString()
    try work.file(
      "run/containers/auth.json", #"{"auths": {"\#(front.host)/shapes": {"auth": "\#(auth)"}}}"#)
    let outcome = try run(
      "XDG_RUNTIME_DIR=$PWD/run $darkroom push model oci://\(front.host)/shapes:v1 --plain-http")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("A token of the environment is sent as it is")
  func token() throws {
    let front = try front("bearer")
    let outcome = try run(
      "DARKROOM_REGISTRY_TOKEN=shapes:pull,push $darkroom push model oci://\(front.host)/shapes:v1 --plain-http"
    )
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test(
    "Who is not known is told to log in, and no password is shown", arguments: ["bearer", "basic"])
  func refused(scheme: String) throws {
    let front = try front(scheme)
    let unknown = try push(front.host)
    #expect(unknown.status == 66, "\(unknown)")
    #expect(unknown.errors.contains("docker login \(front.host)"))
    try log(in: front.host, password: "wrong-secret")
    let wrong = try push(front.host)
    #expect(wrong.status == 66, "\(wrong)")
    #expect(wrong.errors.contains("does not let the user"), "\(wrong)")
    let auth = Data("me:wrong-secret".utf8).base64EncodedString()
    #expect(!wrong.description.contains("wrong-secret") && !wrong.description.contains(auth))
  }

  @Test("A file or helper that does not do is named, without what is in it")
  func broken() throws {
    let front = try front("basic")
    try work.file("docker/config.json", #"{"auths": {"\#(front.host)": {"auth": "s3cret!"}}}"#)
    let text = try push(front.host)
    #expect(text.errors.contains("config.json") && !text.errors.contains("s3cret"), "\(text)")
    try work.file("docker/config.json", #"{"credsStore": "missing"}"#)
    let helper = try push(front.host)
    #expect(helper.status == 66, "\(helper)")
    #expect(helper.errors.contains("docker-credential-missing"), "\(helper)")
  }
}
