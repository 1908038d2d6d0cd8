import Foundation
import TestSupport
import Testing

@Suite("What is published is whole, signed, and what people upload")
struct ZooPublishTests {
  let zoo: ZooFolder

  init() throws {
    zoo = try ZooFolder()
    let outcome = try zoo.shell("$darkroom zoo build shapes")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  @Test(
    "OpenSSF model-signing verifies it, the hub reads its card, onnxruntime runs its models",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func peers() throws {
    let published = try zoo.shell("$darkroom zoo publish shapes -o out/shapes")
    #expect(published.status == 0, "\(published)")
    let result = try Peers.run(
      "published_folder.py", [zoo.folder.path("out/shapes"), zoo.folder.path("key.pem.pub")])
    #expect(result.status == 0, "\(result.output)\n\(result.errors)")
    let card = try String(contentsOfFile: zoo.folder.path("out/shapes/README.md"), encoding: .utf8)
    let listed = try zoo.shell("$darkroom zoo list --json")
    let model = try JSONDocument(listed.output)["models"]?[0]
    for precision in ["float", "int8"] {
      let ap = try #require(model?["figures"]?[precision]?["ap"]?.number)
      #expect(card.contains(String(format: "%.4f", ap)), "\(ap)")
    }
    let notice = try String(
      contentsOfFile: zoo.folder.path("out/shapes/NOTICE.md"), encoding: .utf8)
    for word in ["shapes.weights", "Pictures of shapes", "darkroom"] {
      #expect(notice.contains(word), "\(word)")
    }
  }

  @Test("an earlier publication is replaced, what git keeps stays, nothing else is overwritten")
  func targets() throws {
    let outcome = try zoo.shell(
      """
      set -e
      mkdir -p out/.git; touch out/.git/config
      $darkroom zoo publish shapes -o out -q >/dev/null
      sed -i 's/title: Shapes/title: More shapes/' recipes/shapes.yaml
      $darkroom zoo build shapes -q >/dev/null
      $darkroom zoo publish shapes -o out -q >/dev/null
      grep -q 'More shapes' out/README.md
      test -f out/.git/config
      $darkroom verify out --key key.pem.pub
      """)
    #expect(outcome.status == 0, "\(outcome)")
    try zoo.folder.file("full/thesis.txt", "years of work")
    let refused = try zoo.shell("$darkroom zoo publish shapes -o full")
    #expect(refused.status == 73 && refused.errors.contains("thesis.txt"), "\(refused)")
    #expect(try zoo.folder.bytes("full/thesis.txt") == Data("years of work".utf8))
    try zoo.folder.file("file", "a file")
    #expect(try zoo.shell("$darkroom zoo publish shapes -o file").status == 73)
  }

  @Test("a manifest in the folder that names files elsewhere has none of them removed")
  func treacherousManifest() throws {
    let outcome = try zoo.shell(
      """
      set -e
      mkdir outside && echo precious > outside/thesis.txt
      mkdir out
      $darkroom manifest create outside -q >/dev/null
      sed 's,thesis.txt,../outside/thesis.txt,' outside/manifest.json > out/manifest.json
      python3 - <<'END'
      import hashlib, json
      document = json.load(open("out/manifest.json"))
      del document["checksum"]
      text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      document["checksum"] = hashlib.sha256(text.encode()).hexdigest()
      json.dump(document, open("out/manifest.json", "w"))
      END
      $darkroom zoo publish shapes -o out -q
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try zoo.folder.bytes("outside/thesis.txt") == Data("precious\n".utf8))
  }

  @Test("a key is made at its first use, for the owner's eyes only")
  func key() throws {
    let outcome = try zoo.shell(
      """
      unset DARKROOM_KEY; export XDG_CONFIG_HOME=$PWD/settings
      $darkroom zoo publish shapes -o out && $darkroom zoo publish shapes -o out && \
        $darkroom verify out --key settings/darkroom/key.pem.pub && stat -c %a settings/darkroom/key.pem
      """)
    #expect(outcome.status == 0 && outcome.output.hasSuffix("600\n"), "\(outcome)")
    #expect(outcome.errors.contains("made a key"))
  }

  @Test("what was published is verified with its signature, by the key that is asked for")
  func verify() throws {
    #expect(try zoo.shell("$darkroom zoo publish shapes -o out").status == 0)
    let verified = try zoo.shell("$darkroom zoo verify --all --key key.pem.pub")
    #expect(verified.status == 0 && verified.output.contains("signature of"), "\(verified)")
    let other = try zoo.shell(
      "$darkroom keygen other >/dev/null && $darkroom zoo verify --all --key other.pub")
    #expect(other.status == 1 && other.output.contains("FAILED"), "\(other)")
  }
}
