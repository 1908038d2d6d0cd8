import Digests
import Registry
import Testing

@Suite("Registry references")
struct ReferenceTests {
  @Test(
    "References are read in the form that registries' other programs have",
    arguments: [
      ("oci://localhost:5000/a", "localhost:5000", "a", "latest"),
      ("oci://ghcr.io/some-body/yolo_v4.tiny:v1.0", "ghcr.io", "some-body/yolo_v4.tiny", "v1.0"),
      ("oci://[::1]:5000/a/b/c:T_1", "[::1]:5000", "a/b/c", "T_1"),
    ])
  func reads(text: String, host: String, name: String, tag: String) throws {
    let reference = try RegistryReference(text)
    #expect(reference.host == host)
    #expect(reference.name == name)
    #expect(reference.effectiveVersion == .tag(tag))
    #expect(try RegistryReference("\(reference)") == reference)
  }

  @Test("A digest pins a version")
  func digest() throws {
    let digest = Digest(of: [1, 2, 3])
    let reference = try RegistryReference("oci://host/name@sha256:\(digest)")
    #expect(reference.version == .digest(digest))
    #expect("\(reference)" == "oci://host/name@sha256:\(digest)")
  }

  @Test(
    "What is no reference is refused with what to write",
    arguments: [
      ("localhost:5000/a", "write oci://"), ("oci://", "no host"), ("oci://host", "no name"),
      ("oci:///name", "no host"), ("oci://ho st/name", "no host"),
      ("oci://host/Name", "small letters"), ("oci://host/a//b", "small letters"),
      ("oci://host/../b", "small letters"), ("oci://host/a..b", "small letters"),
      ("oci://host/a/", "small letters"), ("oci://host/a:", "tag that is none"),
      ("oci://host/a:-x", "tag that is none"), ("oci://host/a:x\u{11}", "tag that is none"),
      ("oci://host/a:x y", "tag that is none"),
      ("oci://host/a@sha256:12", "64 lower-case"), ("oci://host/a@md5:12", "64 lower-case"),
      ("oci://host/a?x=y", "small letters"),
      ("oci://host/a:t@sha256:\(String(repeating: "0", count: 64))", "give one of them"),
    ])
  func refuses(text: String, words: String) {
    let error = #expect(throws: RegistryError.self) { try RegistryReference(text) }
    #expect(error?.description.contains(words) ?? false)
  }

  @Test("A password in a reference is not repeated")
  func password() {
    let error = #expect(throws: RegistryError.self) {
      try RegistryReference("oci://user:hunter2@host/name")
    }
    #expect(error?.description.contains("hunter2") == false)
    #expect(error?.description.contains("docker login") ?? false)
  }
}
