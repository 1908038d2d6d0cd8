import Foundation
import TestSupport
import Testing

/// A check that had nothing to check is no pass.
@Suite("Checks of nothing")
struct EmptyCheckTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String..., status: Int32) throws -> CommandLineTool.Outcome {
    let outcome = try folder.darkroom(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome)")
    return outcome
  }

  @Test(
    "A manifest that lists nothing does not hold, in either form",
    arguments: ["", "\n", "{}", "json", "ignored"])
  func manifest(content: String) throws {
    try folder.file("m/readme.txt", "words")
    if content == "json" || content == "ignored" {
      // An honest manifest of a folder without files, or of one whose files are all left out.
      try folder.file("empty/x", "")
      try FileManager.default.removeItem(atPath: folder.path("empty/x"))
      let ignoring = content == "ignored" ? ["--ignore", "readme.txt"] : []
      let source = content == "ignored" ? "m" : "empty"
      let made = try folder.darkroom(["manifest", "create", source] + ignoring)
      try #require(made.status == 0, "\(made)")
      if source == "empty" {
        try FileManager.default.copyItem(
          atPath: folder.path("empty/manifest.json"), toPath: folder.path("m/manifest.json"))
        try FileManager.default.removeItem(atPath: folder.path("m/readme.txt"))
      }
    } else {
      try folder.file("m/manifest.json", content)
    }
    let alone = try folder.darkroom(["manifest", "verify", "m"])
    let isMalformed = ["{}", "\n"].contains(content)
    #expect(alone.status == (isMalformed ? 65 : 1), "\(alone)")
    #expect(!alone.output.contains("as listed"))
    if !isMalformed {
      #expect(alone.output.contains("names no file, so nothing was checked"), "\(alone)")
    }
    let all = try run("verify", "m", status: 1)
    #expect(all.output.contains("FAILED") && !all.output.contains("ok  "), "\(all)")
  }

  @Test("A list in the form of sha256sum does not stand for a manifest in `verify`")
  func listForManifest() throws {
    try folder.file("m/a", "a")
    try folder.file("m/b", "b")
    _ = try folder.shell("cd m && sha256sum a > manifest.json")
    _ = try run("manifest", "verify", "m", status: 0)
    let all = try run("verify", "m", status: 1)
    #expect(all.output.contains("FAILED  m/manifest.json"), "\(all)")
  }

  @Test(
    "A signature that cannot be read is no note, also without a key",
    arguments: ["", "{}", "words", "zeros"])
  func brokenSignature(content: String) throws {
    let made = try folder.shell(
      """
      mkdir m; echo words > m/a; $darkroom manifest create m -q && $darkroom keygen k.pem \
        && $darkroom sign m --key k.pem -q && $darkroom verify m
      """)
    #expect(made.status == 0 && (made.output + made.errors).contains("was not verified"), "\(made)")
    try folder.file("m/model.sig", content == "zeros" ? Data(count: 3000) : Data(content.utf8))
    let outcome = try run("verify", "m", status: 1)
    #expect(outcome.output.contains("FAILED  m/model.sig"), "\(outcome)")
  }

  @Test("`verify` of a folder with nothing to check says so")
  func emptyFolder() throws {
    try folder.file("m/readme.txt", "words")
    let outcome = try run("verify", "m", status: 1)
    #expect(outcome.output.contains("holds nothing that could be checked"), "\(outcome)")
  }

  @Test("`verify` without a key says what it does not show, and with one does not")
  func withoutKey() throws {
    try folder.file("m/readme.txt", "words")
    _ = try run("keygen", "k", status: 0)
    _ = try run("manifest", "create", "m", status: 0)
    _ = try run("sign", "m", "--key", "k", status: 0)
    let without = try run("verify", "m", status: 0)
    #expect(without.errors.contains("not who made the folder"), "\(without)")
    let with = try run("verify", "m", "--key", "k.pub", status: 0)
    #expect(!with.errors.contains("not who made the folder"))
    for command in ["verify", "manifest verify"] {
      let help = try folder.shell("$darkroom \(command) --help | tr -s ' \\n' ' '")
      #expect(help.output.contains("can change the manifest with it"), "\(help)")
    }
  }

  @Test("`trace` of a model without a record is no pass")
  func traceOfNothing() throws {
    try folder.file("a.onnx", "model")
    let outcome = try run("trace", "a.onnx", status: 1)
    #expect(outcome.output.contains("no record of it is here"))
  }

  @Test("An envelope without signatures and a file without statements do not hold")
  func statements() throws {
    _ = try Shapes.convert(in: folder)
    for text in [
      "", #"{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[]}"#,
    ] {
      try folder.file("shapes.onnx.intoto.jsonl", text)
      let outcome = try run("verify", ".", status: 1)
      #expect(outcome.output.contains("FAILED  shapes.onnx.intoto.jsonl"), "\(outcome)")
    }
  }

  @Test("evaluate and compare refuse to judge no images")
  func noImages() throws {
    let model = try Shapes.convert(in: folder)
    try folder.file("none/readme.txt", "")
    let categories = (1...5).map { #"{"id":\#($0),"name":"shape \#($0)"}"# }
    try folder.file(
      "t.json",
      #"{"images":[],"annotations":[],"categories":[\#(categories.joined(separator: ","))]}"#)
    try folder.file("r.json", "[]")
    let compared = try folder.darkroom(["compare", model, model, "--images", "none"])
    #expect(compared.status == 66, "\(compared)")
    for arguments in [
      ["evaluate", "--results", "r.json", "--annotations", "t.json"],
      ["evaluate", model, "--images", "none", "--annotations", "t.json"],
    ] {
      let outcome = try folder.darkroom(arguments)
      #expect([65, 66].contains(outcome.status), "\(arguments): \(outcome)")
      #expect(outcome.errors.contains("no images"), "\(outcome)")
    }
  }

  @Test("`zoo verify --all` over models that were never built verifies nothing, and says so")
  func zoo() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("Manifests"), withIntermediateDirectories: true)
    let recipe = Fixtures.root.appendingPathComponent("Manifests/shapes.yaml").path
    try FileManager.default.copyItem(atPath: recipe, toPath: folder.path("Manifests/shapes.yaml"))
    let outcome = try folder.darkroom(
      ["zoo", "verify", "--all", "--store", "store", "--recipes", "Manifests"])
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("nothing was verified"), "\(outcome)")
  }

  @Test(
    "Keys of other curves and kinds are refused by name, in every form",
    arguments: [
      ("secp256k1", "ecparam -name secp256k1 -genkey -noout -out own.pem", "secp256k1"),
      ("P-384", "ecparam -name secp384r1 -genkey -noout -out own.pem", "P-384"),
      ("P-521", "ecparam -name secp521r1 -genkey -noout -out own.pem", "P-521"),
      ("brainpool", "ecparam -name brainpoolP256r1 -genkey -noout -out own.pem", "brainpoolP256r1"),
      ("Ed25519", "genpkey -algorithm ed25519 -out own.pem", "Ed25519"),
      ("RSA", "genrsa -traditional -out own.pem 2048", "RSA"),
    ])
  func otherKeys(name: String, arguments: String, found: String) throws {
    try folder.file("m/a", "a")
    let made = try folder.shell(
      """
      set -e
      openssl \(arguments)
      openssl pkcs8 -topk8 -nocrypt -in own.pem -out pkcs8.pem
      openssl pkey -in own.pem -pubout -out public.pem
      """)
    try #require(made.status == 0, "\(made)")
    for key in ["own.pem", "pkcs8.pem"] {
      let outcome = try run("sign", "m", "--key", key, status: 65)
      #expect(
        outcome.errors.contains("\(key): holds") && outcome.errors.contains(found), "\(outcome)")
      #expect(outcome.errors.contains("P-256 (prime256v1)"), "\(outcome)")
    }
    let outcome = try run("verify", "m", "--key", "public.pem", status: 65)
    #expect(outcome.errors.contains(found) && outcome.errors.contains("P-256"), "\(outcome)")
    #expect(try folder.entries().filter { $0.hasPrefix("m/") } == ["m/a"])
  }

  @Test("Keys that OpenSSL makes for P-256 sign and verify, in every form")
  func rightKeys() throws {
    let made = try folder.shell(
      """
      set -e
      openssl ecparam -name prime256v1 -genkey -noout -out sec1.pem
      openssl ecparam -name prime256v1 -genkey -out parameters.pem
      openssl pkcs8 -topk8 -nocrypt -in sec1.pem -out pkcs8.pem
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out genpkey.pem
      for k in sec1 parameters pkcs8 genpkey; do openssl pkey -in $k.pem -pubout -out $k.pub; done
      """)
    try #require(made.status == 0, "\(made)")
    for key in ["sec1", "parameters", "pkcs8", "genpkey"] {
      try folder.file("\(key)/a", "a")
      _ = try run("sign", key, "--key", "\(key).pem", status: 0)
      _ = try run("verify", key, "--key", "\(key).pub", status: 0)
    }
  }
}
